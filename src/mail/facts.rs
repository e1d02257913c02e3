//! Headers that say where a mail belongs, not what is in it: its list, patchwork's marks.

use super::header::Mail;

/// The headers that say where a mail belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderFacts {
    /// The list it came by, `list.example.org` (RFC 2919), lower-case.
    pub list_id: Option<String>,
    /// Whether a program sent it (RFC 3834).
    pub automatic: bool,
    /// Patchwork's own headers, where the mail was saved from there.
    pub patchwork: Option<Box<Patchwork>>,
}

/// The headers that patchwork adds to the mails it exports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patchwork {
    /// `X-Patchwork-Id`.
    pub id: String,
    /// `X-Patchwork-State`, once said by some instances.
    pub state: String,
    /// `X-Patchwork-Delegate`, an address.
    pub delegate: String,
}

impl Mail<'_> {
    /// Reads the headers that say where the mail belongs.
    pub(super) fn facts(&self) -> HeaderFacts {
        let mut facts = HeaderFacts::default();
        for field in &self.fields {
            match field.name {
                [b'L' | b'l', ..] if field.is_named("List-Id") => {
                    // A list that passes on the mail of another may leave both; the first counts.
                    facts.list_id = facts.list_id.or_else(|| list_id(&field.unfolded()));
                }
                [b'A' | b'a', ..] if field.is_named("Auto-Submitted") => {
                    // RFC 3834 §5: `no` says that a person wrote it, any other value that a program
                    // did.
                    facts.automatic = !field.unfolded().trim().eq_ignore_ascii_case("no");
                }
                [b'X' | b'x', ..] if field.is_named("X-Patchwork-Id") => {
                    facts.patchwork.get_or_insert_default().id = field.decoded_text();
                }
                [b'X' | b'x', ..] if field.is_named("X-Patchwork-State") => {
                    facts.patchwork.get_or_insert_default().state = field.decoded_text();
                }
                [b'X' | b'x', ..] if field.is_named("X-Patchwork-Delegate") => {
                    facts.patchwork.get_or_insert_default().delegate = field.decoded_text();
                }
                _ => {}
            }
        }
        facts
    }
}

/// The id between the brackets, without the description in front of it.
fn list_id(value: &str) -> Option<String> {
    // `Talk about x <talk.example.org>`: the last bracket, as the description may hold one.
    let inner = match value.rsplit_once('<') {
        Some((_, inner)) => inner.split('>').next()?,
        None => value,
    };
    let id = inner.trim().to_ascii_lowercase();
    (!id.is_empty()).then_some(id)
}
