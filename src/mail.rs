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
mod kind;
mod parse;
mod relay;
mod transfer;
mod words;

pub use self::facts::{HeaderFacts, Patchwork};
pub use self::header::headers;
pub use self::parse::{Parsed, parse, parse_into};
pub use self::words::decode_words;

use std::borrow::Cow;
use std::fmt;

use thin_vec::ThinVec;

use crate::source::Origin;
use crate::text::{Pool, Shared};

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

    /// The same, one with all others of the pool that are equal.
    pub fn pooled(text: &str, pool: &mut Pool) -> Self {
        Self::read(text, |bare| pool.get(bare))
    }

    fn read(text: &str, keep: impl FnOnce(&str) -> Shared) -> Self {
        let is_bare = |b: u8| b.is_ascii_graphic() && !matches!(b, b'<' | b'>');
        if text.bytes().all(is_bare) {
            return Self(keep(text));
        }
        // Blanks first: one between brackets would keep those behind it.
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
    /// What it answers, nearest first: In-Reply-To, then References from the newest back;
    /// no id twice, never its own.
    pub parents: ThinVec<MessageId>,
    /// The sender, with list mangling ("X via LIST") undone where the headers allow it.
    pub from: Address,
    /// When it was written.
    pub date: Option<Date>,
    /// Decoded and unfolded, blanks squeezed; may be empty.
    pub subject: Shared,
    /// Whether its text stands in the source as it is read, no encoding to be undone.
    pub as_sent: bool,
    /// Where it stands.
    pub origin: Origin,
}

impl Message {
    /// Makes equal strings of many mails one, but for the ids, which are when they are read.
    pub fn share(&mut self, pool: &mut Pool) {
        self.from.share(pool);
        pool.share(&mut self.subject);
    }

    /// Gives it an id made of what it says, where another mail bears the one that it came with.
    pub fn set_apart(&mut self) {
        self.id = id::synthesised(&[self.id.as_str(), &self.subject]);
        self.id_synthesised = true;
    }
}

/// What a mail says, decoded: lives while it is read, never in the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The text, `\n` line ends: the first text part, and after it every further inline
    /// text part that holds a diff.
    pub text: String,
    /// Patches that came as attachments, in order.
    pub attachments: Vec<Attachment>,
    /// Whether the text had CRLF line ends inside its transfer encoding (a patch for CRLF files).
    pub crlf: bool,
    /// Whether the text part was `format=flowed`.
    pub flowed: bool,
    /// How many are named in To and Cc; counted only where a mail is read to be shown.
    pub recipients: u32,
}

impl Body {
    /// The text and, behind it, what was attached: what is shown of a mail.
    pub fn whole(&self) -> Cow<'_, str> {
        if self.attachments.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let mut text = self.text.clone();
        for part in &self.attachments {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&part.text);
        }
        Cow::Owned(text)
    }
}

/// A text attachment that may be a patch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// The file name, where one was given.
    pub name: String,
    /// The decoded text.
    pub text: String,
}
