//! What a page may ask of an archive besides what the model keeps: one value a question, one
//! function that answers it.
//!
//! A new thing to work out is a variant here and an arm in [`answer`]. Nothing here knows when
//! an answer is wanted or where it is kept.

use super::Archive;
use super::compare::{Comparison, NetTexts};
use super::inherit::Inheritance;
use super::net::Span;
use super::talk::{Talk, Topic};
use crate::mail::{self, Body, MsgIdx};
use crate::patch::compose::NetChange;
use crate::patch::moves::Moves;
use crate::series::SeriesIdx;
use crate::source::ReadError;

/// Bytes of a mail's source that are shown; the text of a mail is bounded where it is parsed.
const SHOWN: usize = 32 << 20;

/// A question to an archive. Equal questions to one archive have equal answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ask {
    /// What a mail says, decoded.
    Body(MsgIdx),
    /// The bytes of a mail.
    Raw(MsgIdx),
    /// The text of an attachment of a mail, by its place among them.
    Attachment(MsgIdx, u32),
    /// The replies to mails, each part at the line that it quotes.
    Replies(Vec<Topic>),
    /// What a run of patches does together.
    Net(SeriesIdx, Span),
    /// What the patches around the one in a slot take away and add.
    Moved(SeriesIdx, u32),
    /// What a version has of older ones.
    Inherited(SeriesIdx),
    /// What changed between two versions of a series, the older first.
    Compared(SeriesIdx, SeriesIdx),
    /// What two versions of a series do together, the older first.
    ComparedNet(SeriesIdx, SeriesIdx),
}

/// The kinds of [`Ask`]: of each kind only the newest question is worth answering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AskKind {
    /// [`Ask::Body`].
    Body,
    /// [`Ask::Raw`].
    Raw,
    /// [`Ask::Attachment`].
    Attachment,
    /// [`Ask::Replies`].
    Replies,
    /// [`Ask::Net`].
    Net,
    /// [`Ask::Moved`].
    Moved,
    /// [`Ask::Inherited`].
    Inherited,
    /// [`Ask::Compared`].
    Compared,
    /// [`Ask::ComparedNet`].
    ComparedNet,
}

/// Why a mail cannot be read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// In a sentence.
    pub why: String,
    /// Whether its file is another than the one that was opened: reading it anew helps.
    pub is_changed: bool,
}

impl From<ReadError> for Unread {
    fn from(error: ReadError) -> Self {
        Self {
            why: error.to_string(),
            is_changed: matches!(error, ReadError::Changed(_)),
        }
    }
}

/// The answer to an [`Ask`], of the variant with its name.
#[derive(Debug)]
pub enum Answer {
    /// The mail, or why it cannot be read.
    Body(Result<Body, Unread>),
    /// Its bytes as text, or why they cannot be read.
    Raw(Result<String, Unread>),
    /// It, none where it is no text, or why it cannot be read.
    Attachment(Result<Option<String>, Unread>),
    /// One a topic, in the same order.
    Replies(Vec<Talk>),
    /// A file each, or the numbers of the patches that are missing.
    Net(Result<Vec<NetChange>, Vec<u32>>),
    /// The lines that go and come elsewhere.
    Moved(Moves),
    /// Its patches that are here, as far as they could be read.
    Inherited(Inheritance),
    /// What changed; nothing where that could not be found out.
    Compared(Option<Box<Comparison>>),
    /// What differs between them, file by file.
    ComparedNet(NetTexts),
}

impl Ask {
    /// Which kind it is of.
    pub fn kind(&self) -> AskKind {
        match self {
            Self::Body(_) => AskKind::Body,
            Self::Raw(_) => AskKind::Raw,
            Self::Attachment(..) => AskKind::Attachment,
            Self::Replies(_) => AskKind::Replies,
            Self::Net(..) => AskKind::Net,
            Self::Moved(..) => AskKind::Moved,
            Self::Inherited(_) => AskKind::Inherited,
            Self::Compared(..) => AskKind::Compared,
            Self::ComparedNet(..) => AskKind::ComparedNet,
        }
    }

    /// The answer where none was found: what is shown then is the page without it.
    pub fn nothing(&self) -> Answer {
        match self {
            Self::Body(_) => Answer::Body(Ok(Body::default())),
            Self::Raw(_) => Answer::Raw(Ok(String::new())),
            Self::Attachment(..) => Answer::Attachment(Ok(None)),
            Self::Replies(_) => Answer::Replies(Vec::new()),
            Self::Net(..) => Answer::Net(Err(Vec::new())),
            Self::Moved(..) => Answer::Moved(Moves::default()),
            Self::Inherited(_) => Answer::Inherited(Inheritance::default()),
            Self::Compared(..) => Answer::Compared(None),
            Self::ComparedNet(..) => Answer::ComparedNet(NetTexts::default()),
        }
    }
}

impl AskKind {
    /// Whether one mail is read for it and no more, so that the next frame can wait for it.
    pub fn is_one_read(self) -> bool {
        match self {
            Self::Body | Self::Raw | Self::Attachment => true,
            Self::Replies
            | Self::Net
            | Self::Moved
            | Self::Inherited
            | Self::Compared
            | Self::ComparedNet => false,
        }
    }

    /// Whether the page is worth drawing only with it, so that a frame waits a moment.
    pub fn is_awaited(self) -> bool {
        match self {
            Self::Body
            | Self::Raw
            | Self::Attachment
            | Self::Replies
            | Self::Net
            | Self::Compared
            | Self::ComparedNet => true,
            // What moved is only dimmed, what was inherited is a word on a row: both are read
            // about meanwhile.
            Self::Moved | Self::Inherited => false,
        }
    }
}

/// Answers a question. Where `go_on` says so it stops early and gives what it has.
pub fn answer(archive: &Archive, ask: &Ask, go_on: &dyn Fn() -> bool) -> Answer {
    match ask {
        Ask::Body(at) => Answer::Body(archive.read_body(*at).map_err(Unread::from)),
        Ask::Raw(at) => Answer::Raw(shown(archive, *at)),
        Ask::Attachment(at, number) => {
            let bytes = archive.attachment(*at, *number as usize);
            let text = bytes.map(|bytes| mail::text_of(&bytes));
            Answer::Attachment(text.map_err(Unread::from))
        }
        Ask::Replies(topics) => {
            let read = |topic| Talk::read_replies(archive, topic, go_on);
            Answer::Replies(topics.iter().map(read).collect())
        }
        Ask::Net(at, span) => Answer::Net(archive.compose_net(*at, *span, go_on)),
        Ask::Moved(at, slot) => Answer::Moved(archive.moves(*at, *slot, go_on)),
        Ask::Inherited(at) => Answer::Inherited(archive.inherited(*at, go_on)),
        Ask::Compared(old, new) => {
            let compared = archive.compare(*old, *new, go_on);
            Answer::Compared(go_on().then(|| Box::new(compared)))
        }
        Ask::ComparedNet(old, new) => Answer::ComparedNet(archive.compare_nets(*old, *new, go_on)),
    }
}

/// The source of a mail as far as one can read it; an editor gets all of it.
fn shown(archive: &Archive, at: MsgIdx) -> Result<String, Unread> {
    let bytes = archive.raw_bytes(at)?;
    let Some((first, rest)) = bytes.split_at_checked(SHOWN) else {
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    };
    let mut text = String::from_utf8_lossy(first).into_owned();
    text.push_str(&format!("\n[{} bytes more are not shown]\n", rest.len()));
    Ok(text)
}
