//! One mail read: what [`Message`] keeps of its headers, and its [`Body`].

use crate::source::{Framing, Hint, RawMessage};

use super::header::{self, Mail};
use super::{Address, Body, Date, Message, address, body, date, id};

/// A mail read as far as the mail standards go.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// Its headers.
    pub message: Message,
    /// Its text and patches.
    pub body: Body,
    /// What was odd, lower-case fragments.
    pub warnings: Vec<String>,
    /// Mails that were parts of it (`message/rfc822`, `multipart/digest`), undecoded. They can
    /// hold mails again: take them from a queue, not by recursion.
    pub nested: Vec<Vec<u8>>,
    /// What else its headers say.
    pub facts: HeaderFacts,
}

/// Headers that bear on where a mail belongs, not on what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderFacts {
    /// The list it came by, `list.example.org` (RFC 2919), lower-case.
    pub list_id: Option<String>,
    /// Whether a program sent it (RFC 3834).
    pub automatic: bool,
    /// What patchwork knew of it, where it was saved from there.
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

/// Reads a mail. Never fails; what is odd is among the warnings.
pub fn parse(raw: &RawMessage) -> Parsed {
    let mail = header::split(&raw.bytes, raw.origin.framing);
    let hint = raw.hint.as_deref();
    let first = |name| mail.first(name).map(|f| f.unfolded()).unwrap_or_default();
    let mut read = body::read(
        mail.body,
        &first("Content-Type"),
        &first("Content-Transfer-Encoding"),
        mail.crlf,
    );
    let mut warnings = Vec::new();
    warnings.extend(mail.odd.map(str::to_owned));
    warnings.append(&mut read.warnings);

    let subject = mail.subject(hint);
    let from = mail.sender(hint);
    if from.label().is_empty() && raw.origin.framing != Framing::BodyOnly {
        warnings.push("no sender".to_owned());
    }
    let date_text = header::squeezed(&first("Date")).into_owned();
    let date = mail.date(&date_text, hint);
    if date.is_none_or(|d| d.guessed) && !date_text.is_empty() {
        warnings.push(format!("unreadable date \"{date_text}\""));
    }
    let own = mail
        .first("Message-ID")
        .and_then(|f| id::own(&f.unfolded()));
    let id_synthesised = own.is_none();
    let id = own
        .unwrap_or_else(|| id::synthesised(&[&subject, &from.email, &date_text, &read.body.text]));
    if id_synthesised {
        warnings.push("no usable message id, made one up".to_owned());
    }
    let parents = id::parents(&mail.joined("In-Reply-To"), &mail.joined("References"), &id);
    let recipients = mail
        .fields
        .iter()
        .filter(|f| f.is("To") || f.is("Cc"))
        .map(|f| address::count(&f.unfolded()))
        .sum();
    let message = Message {
        id,
        id_synthesised,
        parents,
        from,
        date,
        date_text,
        subject,
        recipients,
        size: u64::try_from(raw.bytes.len()).unwrap_or(u64::MAX),
        origin: raw.origin.clone(),
    };
    Parsed {
        message,
        body: read.body,
        warnings,
        nested: read.nested,
        facts: mail.facts(),
    }
}

impl<'a> Mail<'a> {
    /// The first field of a name: of two the upper one is what others read.
    fn first(&self, name: &str) -> Option<&header::Field<'a>> {
        self.fields.iter().find(|f| f.is(name))
    }

    /// All fields of a name, in order, as one (some mailers repeat References).
    fn joined(&self, name: &str) -> String {
        let mut text = String::new();
        for field in self.fields.iter().filter(|f| f.is(name)) {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&field.unfolded());
        }
        text
    }

    fn subject(&self, hint: Option<&Hint>) -> String {
        match self.first("Subject") {
            Some(field) => field.text(),
            None => hint
                .and_then(|h| h.subject.as_deref())
                .map(header::decoded)
                .unwrap_or_default(),
        }
    }

    /// From, the mangling of lists undone; else what the surroundings or Sender say.
    fn sender(&self, hint: Option<&Hint>) -> Address {
        let read = |name| self.first(name).map(|f| address::first(&f.unfolded()));
        let said = read("From").filter(|a| !a.label().is_empty());
        if let Some(from) = said {
            return self.unmangled(from);
        }
        hint.and_then(|h| h.from.as_deref())
            .map(address::first)
            .filter(|a| !a.label().is_empty())
            .or_else(|| read("Sender"))
            .unwrap_or_default()
    }

    /// "Ann via List <list@…>", which a list writes where DMARC forbids it to pass Ann's own
    /// address on: X-Original-From has it, else the Reply-To or Cc of the same name (patchwork).
    fn unmangled(&self, from: Address) -> Address {
        for name in ["X-Original-From", "X-Google-Original-From"] {
            let original = self.first(name).map(|f| address::first(&f.unfolded()));
            if let Some(original) = original.filter(|a| a.email.contains('@')) {
                return original;
            }
        }
        let Some((name, _)) = from.name.rsplit_once(" via ") else {
            return from;
        };
        let name = name.trim().trim_matches('\'').trim();
        let candidates = self
            .fields
            .iter()
            .filter(|f| f.is("Reply-To") || f.is("Cc"));
        candidates
            .flat_map(|f| address::all(&f.unfolded()))
            .find(|a| a.name.trim_matches('\'') == name && a.email != from.email)
            .unwrap_or(from)
    }

    /// Date; else when the last server took it; else what the separator line says.
    fn date(&self, text: &str, hint: Option<&Hint>) -> Option<Date> {
        let as_date = |(seconds, offset), guessed| Date {
            seconds,
            offset,
            guessed,
        };
        if let Some(found) = date::parse(text) {
            return Some(as_date(found, false));
        }
        let received = self.first("Received").and_then(|f| {
            let value = f.unfolded();
            date::parse(value.rsplit_once(';')?.1)
        });
        received
            .or_else(|| date::parse(hint?.date.as_deref()?))
            .map(|found| as_date(found, true))
    }

    fn facts(&self) -> HeaderFacts {
        let mut facts = HeaderFacts::default();
        for field in &self.fields {
            match field.name {
                [b'L' | b'l', ..] if field.is("List-Id") => {
                    facts.list_id = facts.list_id.or_else(|| list_id(&field.unfolded()));
                }
                [b'A' | b'a', ..] if field.is("Auto-Submitted") => {
                    facts.automatic = !field.unfolded().trim().eq_ignore_ascii_case("no");
                }
                [b'X' | b'x', ..] if field.is("X-Patchwork-Id") => {
                    facts.patchwork.get_or_insert_default().id = field.text();
                }
                [b'X' | b'x', ..] if field.is("X-Patchwork-State") => {
                    facts.patchwork.get_or_insert_default().state = field.text();
                }
                [b'X' | b'x', ..] if field.is("X-Patchwork-Delegate") => {
                    facts.patchwork.get_or_insert_default().delegate = field.text();
                }
                _ => {}
            }
        }
        facts
    }
}

/// The id between the brackets, without the description in front of it.
fn list_id(value: &str) -> Option<String> {
    let inner = match value.rsplit_once('<') {
        Some((_, inner)) => inner.split('>').next()?,
        None => value,
    };
    let id = inner.trim().to_ascii_lowercase();
    (!id.is_empty()).then_some(id)
}
