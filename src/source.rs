//! The sources of mail: a path becomes a [`Source`], a source becomes raw messages.
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
mod regular;
mod rest;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod told;
mod unpack;

use std::borrow::Cow;
use std::hash::{BuildHasher, Hasher};
use std::ops::Range;
use std::path::PathBuf;

use foldhash::fast::FixedState;

pub(crate) use headers::begins_mail;
pub use open::{OpenError, begin, open_path};
pub use read::{MailExtent, ReadError, Reopened, Source, SourcePart};
pub use rest::Rest;

/// Bytes of one mail that are read; the largest that a list ever let pass is a tenth of it.
pub const MAIL: u64 = 32 << 20;

/// Warnings that a list of them keeps.
pub const MOST_WARNINGS: usize = 10_000;

/// The position of a source among those that were opened, in the order of the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceIdx(pub u32);

/// The format of a source, recognised by its content.
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

/// The place of one message: enough to read its bytes again and to name it in a warning.
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
    /// A short hash of the message as it was found, quoting undone.
    pub print: u32,
}

impl Origin {
    /// Whether bytes, quoting undone, are the message that was found here. Another one of the same
    /// length may have taken its place, in a file with the old times.
    pub fn fits(&self, bytes: &[u8]) -> bool {
        self.print == print(bytes)
    }
}

/// Bytes at the beginning of a message that its hash is made of.
const PRINTED_HEAD: usize = 2048;

/// Bytes at its end that are, too.
const PRINTED_TAIL: usize = 512;

/// A short hash of the bytes of a message: of its beginning, its end and its length. A message
/// that takes the place of another one has dates and ids of its own in its first lines, so that
/// what stands between need not be looked at: three quarters of all bytes.
fn print(bytes: &[u8]) -> u32 {
    let mut hasher = FixedState::default().build_hasher();
    let (head, rest) = bytes.split_at_checked(PRINTED_HEAD).unwrap_or((bytes, &[]));
    hasher.write(head);
    // Its end too: a mail may be replaced by another one with the same header.
    hasher.write(rest.last_chunk::<PRINTED_TAIL>().map_or(rest, |tail| tail));
    // The length, as the middle is not looked at.
    hasher.write_usize(bytes.len());
    let hash = hasher.finish();
    // Both halves count; a message is asked for one at a time, so that 32 bits are plenty.
    u32::try_from((hash ^ (hash >> 32)) & u64::from(u32::MAX)).unwrap_or_default()
}

/// Facts about a message that stand outside of it, used where its own headers are silent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceHint {
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
    /// Facts that its surroundings add, if any.
    pub hint: Option<Box<SourceHint>>,
    /// The mail, headers first unless the framing is [`Framing::BodyOnly`]; quoting undone.
    pub bytes: Cow<'a, [u8]>,
}

impl RawMessage<'_> {
    /// Copies the bytes if they are borrowed.
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
    /// The warning, a lower-case fragment.
    pub what: String,
}

/// Adds a warning; beyond [`MOST_WARNINGS`], once, that there are more.
pub fn note(warnings: &mut Vec<Warning>, found: Warning) {
    // A mailbox that is damaged throughout would fill memory with its warnings.
    match warnings.len() {
        0..MOST_WARNINGS => warnings.push(found),
        MOST_WARNINGS => warnings.push(Warning {
            source: found.source,
            offset: None,
            message_id: None,
            what: "more is odd than is listed".to_owned(),
        }),
        _ => {}
    }
}
