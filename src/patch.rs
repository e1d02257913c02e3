//! What one mail says as a patch: subject tags, the letter and its sections, trailers, the diff.
//!
//! Looks at one mail at a time; what mails mean together is [`crate::series`].

pub mod subject;

pub mod trailer;

pub mod letter;

pub mod stat;

pub mod diff;

use crate::mail::{Address, Body, Message};
use crate::source::Warning;

use self::letter::Letter;
use self::stat::{DiffStat, FileChange};
use self::subject::Subject;
use self::trailer::Trailer;

/// What a mail is, judged by itself alone (rules of b4 and patchwork, joined).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It carries a diff of its own and is no reply.
    Patch,
    /// A numbered 0/N, or what stands in for it.
    Cover,
    /// "The following changes since commit … are available in the git repository at".
    Pull,
    /// It answers something.
    Reply,
    /// None of these.
    #[default]
    Other,
}

/// What is known of one mail besides its headers: kept for every message of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// What it is.
    pub kind: Kind,
    /// The subject, taken apart.
    pub subject: Subject,
    /// The in-body `From:`, where there is one (git-am takes it for the author).
    pub author: Option<Address>,
    /// Trailers of the log message, or the tags that a reply gives, in order.
    pub trailers: Vec<Trailer>,
    /// Files that the diff changes, in order; empty without a diff.
    pub files: Vec<FileChange>,
    /// The diffstat that the text prints, where there is one.
    pub stat: Option<DiffStat>,
    /// `base-commit`, `change-id`, links, titles of the shortlog: what the letter says.
    pub letter: Letter,
    /// What is damaged in the diff or odd in the text, lower-case fragments.
    pub damage: Vec<String>,
    /// Characters in subject, log and diff that a reader would not see.
    pub hidden: u32,
}

impl Facts {
    /// The author of the change: the in-body `From:`, else the sender.
    pub fn author<'a>(&'a self, message: &'a Message) -> &'a Address {
        self.author.as_ref().unwrap_or(&message.from)
    }

    /// Whether the mail holds a diff.
    pub fn has_diff(&self) -> bool {
        !self.files.is_empty()
    }
}

/// Reads one mail as a patch.
pub fn read(message: &Message, body: &Body) -> (Facts, Vec<Warning>) {
    let _ = (message, body);
    (Facts::default(), Vec::new())
}
