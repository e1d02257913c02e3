//! Where mail comes from: a path becomes a [`Source`], a source becomes raw messages.
//!
//! Nothing here looks into a message; that begins in [`crate::mail`]. Inputs are opened for
//! reading only.

mod blob;
mod detect;
mod digest;
mod folder;
mod headers;
mod inbox;
mod mbox;
mod open;
mod read;
mod rest;
#[cfg(test)]
mod tests;
mod unpack;

use std::borrow::Cow;
use std::ops::Range;
use std::path::PathBuf;

pub(crate) use headers::begins_mail;
pub use open::{OpenError, begin, open};
pub use read::{Extent, Part, ReadError, Reopened, Source};
pub use rest::Rest;
#[cfg(test)]
pub(crate) use rest::trickle;

/// The position of a source among those that were opened, in the order of the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceIdx(pub u32);

/// What a source was recognised as, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Messages behind `From ` lines, in any of the mbox dialects.
    Mbox,
    /// A patchwork digest: one Markdown entry a mail.
    Digest,
    /// One mail, or one `git format-patch` file.
    Single,
    /// A folder of files: Maildir, MH, patches, or a tree of any of these.
    Folder,
    /// A public-inbox git repository.
    PublicInbox,
}

/// How the bytes of a message stand in their source, and so how they are read back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Framing {
    /// As they were sent.
    #[default]
    Plain,
    /// Every `>*From ` line gained one `>` (mboxrd); it is taken off again.
    Mboxrd,
    /// Only `From ` lines gained a `>` (mboxo, mboxcl); `>From ` loses it again.
    Mboxo,
    /// There are no headers: the bytes are a body.
    BodyOnly,
}

/// Where one message stands: enough to read its bytes again and to name it in a warning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The source it was read from.
    pub source: SourceIdx,
    /// The file of a folder source, an index into its list; 0 for any other source.
    pub file: u32,
    /// The bytes of the message in that file, without the separator line.
    pub span: Range<u64>,
    /// How those bytes are to be read.
    pub framing: Framing,
}

/// What a source says of a message outside of the message, used where its own headers are silent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// A subject, not yet decoded (a digest's heading).
    pub subject: Option<String>,
    /// An author, `NAME <ADDR>`, not yet decoded (a digest's heading).
    pub from: Option<String>,
    /// A date as the separator line gives it (`From ADDR Tue May 11 02:41:58 2021`).
    pub date: Option<String>,
    /// Why it is no part of the series that its file lies beside (quilt's `series`).
    pub aside: Option<&'static str>,
}

/// One message as it was found: unframed bytes and where they came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawMessage<'a> {
    /// Where it stands.
    pub origin: Origin,
    /// What its surroundings say of it.
    pub hint: Option<Box<Hint>>,
    /// The mail, headers first unless the framing is [`Framing::BodyOnly`]; quoting undone.
    pub bytes: Cow<'a, [u8]>,
}

impl RawMessage<'_> {
    /// The same with bytes of its own.
    pub fn into_owned(self) -> RawMessage<'static> {
        RawMessage {
            origin: self.origin,
            hint: self.hint,
            bytes: Cow::Owned(self.bytes.into_owned()),
        }
    }
}

/// Something that was odd, and where. Parsing never fails; it warns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The file, as the user named it or as found below the folder the user named.
    pub source: PathBuf,
    /// Byte offset in that file, where one is known.
    pub offset: Option<u64>,
    /// The message concerned, without angle brackets, where one is known.
    pub message_id: Option<String>,
    /// What is odd, a lower-case fragment.
    pub what: String,
}
