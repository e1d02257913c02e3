//! A message as the mail standards see it: headers, addresses, dates, a decoded body.
//!
//! Knows nothing of patches. Parsing never fails: it gives a value and says what was odd.

mod address;
mod armour;
mod body;
mod charset;
mod date;
mod facts;
mod flowed;
mod header;
mod html;
mod id;
mod identity;
mod kind;
mod parse;
mod parsed;
mod patch_file;
mod relay;
mod transfer;
mod words;

pub use self::charset::text_of;
pub use self::facts::{HeaderFacts, Patchwork};
pub use self::header::headers;
pub use self::identity::Identity;
pub use self::parse::{attachment, parse, parse_into, recipients};
pub use self::parsed::Parsed;
pub use self::patch_file::{PatchFile, part_of};
pub use self::words::decode_words;

use std::borrow::Cow;
use std::fmt;

use thin_vec::ThinVec;

use crate::source::Origin;
use crate::text::{Pool, Shared, equals_byte, position, within};

/// The position of a message in the archive, in the order of delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MsgIdx(pub u32);

/// A message id without its angle brackets and without white space (RFC 5322 §3.6.4).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(Shared);

impl MessageId {
    /// Takes an id as found, with or without brackets.
    pub fn new(text: &str) -> Self {
        Self::read(text, |bare| bare.into())
    }

    /// Like [`MessageId::new`], but shares one string with every equal id of the pool.
    pub fn pooled(text: &str, pool: &mut Pool) -> Self {
        Self::read(text, |bare| pool.get(bare))
    }

    fn read(text: &str, keep: impl FnOnce(&str) -> Shared) -> Self {
        let is_odd = |lanes| {
            !within(lanes, b'!', b'~') | equals_byte(lanes, b'<') | equals_byte(lanes, b'>')
        };
        // Nearly every id comes here without its brackets, and is not copied then.
        if position(text.as_bytes(), is_odd).is_none() {
            return Self(keep(text));
        }
        // Blanks go before brackets: in `< <a@b>` a blank would keep the second bracket.
        let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        Self(keep(joined.trim_start_matches('<').trim_end_matches('>')))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A person or a list: a name to show and an address. Both decoded, either may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Address {
    /// The display name, without quotes.
    pub name: Shared,
    /// `local@domain`, as written.
    pub email: Shared,
}

impl Address {
    /// The name, or the address where there is no name.
    pub fn label(&self) -> &str {
        if self.name.is_empty() {
            &self.email
        } else {
            &self.name
        }
    }

    /// Makes equal strings of many addresses one.
    pub fn share(&mut self, pool: &mut Pool) {
        pool.share(&mut self.name);
        pool.share(&mut self.email);
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name.is_empty(), self.email.is_empty()) {
            (true, _) => f.write_str(&self.email),
            (false, true) => f.write_str(&self.name),
            (false, false) => write!(f, "{} <{}>", self.name, self.email),
        }
    }
}

/// A moment and the zone it was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Minutes east of UTC.
    pub offset: i16,
    /// Whether it was taken from somewhere else than a readable `Date:` header.
    pub guessed: bool,
}

/// The headers of one mail that the model keeps. The body is read back when it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id; synthesised from the content, the same in every run, where it has none.
    pub id: MessageId,
    /// Whether [`Message::id`] was made up.
    pub id_synthesised: bool,
    /// Whether its `Status:`, as mbox readers keep it, says that it was read.
    pub was_read: bool,
    /// The messages it replies to, nearest first: In-Reply-To, then References from the newest
    /// back; no id twice, never its own.
    pub parents: ThinVec<MessageId>,
    /// The sender, with list mangling ("X via LIST") undone where the headers allow it.
    pub from: Address,
    /// When it was written.
    pub date: Option<Date>,
    /// Decoded and unfolded, blanks squeezed; may be empty.
    pub subject: Shared,
    /// Whether its text stands in the source as it is read, no encoding to be undone.
    pub as_sent: bool,
    /// Its parts that are neither its text nor patches, in order.
    pub attachments: ThinVec<Attachment>,
    /// Its place in the source.
    pub origin: Origin,
}

impl Message {
    /// Keeps equal strings of many mails once. Ids are left out: they are shared when they are
    /// read.
    pub fn share(&mut self, pool: &mut Pool) {
        self.from.share(pool);
        pool.share(&mut self.subject);
        // Types are few; names of files differ from mail to mail and would only fill the pool.
        for part in &mut self.attachments {
            pool.share(&mut part.kind);
        }
    }

    /// Gives it an id made of what it says, where another mail bears the one that it came with.
    pub fn set_apart(&mut self) {
        // Made of the content alone, so that a correction or a mark finds it again in the next run.
        self.id = id::synthesised(&[self.id.as_str(), &self.subject]);
        self.id_synthesised = true;
    }
}

/// A part of a mail that is neither its text nor a patch: its name, type and size. Its bytes
/// are read again when they are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// The name that it was given, without folders; may be empty.
    pub name: Shared,
    /// Its type, such as `image/png`.
    pub kind: Shared,
    /// Bytes, its transfer encoding undone.
    pub size: u64,
}

/// Letters of a name or a type that are kept; most file systems allow no longer name.
const NAME_LIMIT: usize = 255;

impl Attachment {
    fn new(name: &str, kind: &str, size: usize) -> Self {
        // RFC 2183 §2.3: a name like `../../.ssh/config` must not choose a folder, on any system.
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
        let short = |text: &str| text.chars().take(NAME_LIMIT).collect::<String>();
        Self {
            name: short(name).into(),
            kind: short(kind).into(),
            size: size as u64,
        }
    }
}

/// The decoded text and patches of a mail. It lives while the mail is read, never in the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The text, `\n` line ends: the first text part, and after it every further inline
    /// text part that holds a diff.
    pub text: String,
    /// The head of the file that `text` stands in, where that is a whole patch of its own
    /// attached to the mail or pasted into it.
    pub file: Option<Box<PatchHead>>,
    /// Diffs without a log that came as attachments, in order.
    pub diffs: Vec<AttachedDiff>,
    /// Whether the text had CRLF line ends inside its transfer encoding (a patch for CRLF files).
    pub crlf: bool,
    /// Whether the text part was `format=flowed`.
    pub flowed: bool,
    /// How many are named in To and Cc; counted only where a mail is read to be shown.
    pub recipients: u32,
}

impl Body {
    /// The text with what stands around it in the mail: what is shown.
    pub fn whole(&self) -> Cow<'_, str> {
        // Most mails have one text and nothing beside it: that is not copied.
        if self.diffs.is_empty() && self.file.is_none() {
            return Cow::Borrowed(&self.text);
        }
        let mut whole = self
            .file
            .as_ref()
            .map_or_else(String::new, |file| file.head_text());
        let texts = std::iter::once(&self.text);
        for text in texts.chain(self.diffs.iter().map(|part| &part.text)) {
            // A diff must begin a line: `the end.diff --git a/f b/f` would be prose.
            if !whole.is_empty() && !whole.ends_with('\n') {
                whole.push('\n');
            }
            whole.push_str(text);
        }
        Cow::Owned(whole)
    }
}

/// The head of a whole patch that was part of a mail, and what the mail says around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PatchHead {
    /// The name of the file, where one was given.
    pub name: String,
    /// Its author.
    pub from: Address,
    /// Its date, as written; empty where there is none.
    pub date_text: String,
    /// [`PatchHead::date_text`] as a moment, where it can be read.
    pub date: Option<Date>,
    /// Its subject, decoded.
    pub subject: String,
    /// The text of the mail around a single patch; empty for one of several.
    pub note: String,
}

impl PatchHead {
    /// Returns what is shown above the text of the file: the note of the mail and the author and
    /// title of the patch. Empty where the mail has no text of its own.
    fn head_text(&self) -> String {
        let note = self.note.trim_end();
        if note.is_empty() {
            return String::new();
        }
        let (from, subject) = (&self.from, &self.subject);
        format!("{note}\n\nFrom: {from}\nSubject: {subject}\n\n")
    }
}

/// A diff without a log, attached to a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttachedDiff {
    /// The file name, where one was given.
    pub name: String,
    /// The decoded text.
    pub text: String,
}
