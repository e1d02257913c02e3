//! The text before the diff: in-body headers, log and notes; in a cover letter also the changelog,
//! the shortlog, links and the diffstat.

mod changes;

mod links;

mod message;

mod sections;

mod shortlog;

mod tags;

use std::ops::Range;
use std::sync::LazyLock;

use thin_vec::ThinVec;

use crate::mail::MessageId;
use crate::text::{Shared, lines};

use super::pull;
use super::rare::Absent;
use super::trailer;

pub use self::message::{InBody, in_body, message_of, message_text};
pub use self::sections::{divide, sections};
pub use super::archive_url::message_of_url;

/// The facts about its series that the text of a mail states: small, kept for every mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// `base-commit:`, a whole hex word of 7 to 64 digits.
    pub base_commit: Option<Shared>,
    /// `change-id:`.
    pub change_id: Option<Shared>,
    /// `prerequisite-patch-id`, `prerequisite-message-id`, `prerequisite-change-id`: tag and value.
    pub prerequisites: ThinVec<(Shared, Shared)>,
    /// Message ids or URLs after `Depends-on:` and `Based-on:`.
    pub depends_on: ThinVec<Shared>,
    /// Message ids after `Supersedes:` and `Obsoletes:`.
    pub supersedes: ThinVec<MessageId>,
    /// Links in order, each with its label ("v2", "\[0\]", "Previous") and its URL.
    pub links: ThinVec<Link>,
    /// The titles that the shortlog lists, in order, wrapped ones joined.
    pub shortlog: ThinVec<Shared>,
    /// The URL (and ref) of a pull request.
    pub pull_url: Option<Shared>,
    /// Why the patch is no part of the series that its file lies beside.
    pub aside: Option<Shared>,
    /// Whether a diffstat was printed.
    pub has_stat: bool,
}

impl Absent for Letter {
    fn absent() -> &'static Self {
        static NOTHING: LazyLock<Letter> = LazyLock::new(Letter::default);
        &NOTHING
    }
}

/// A link that the text holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The text before it on its line, trimmed; empty where there is none.
    pub label: Shared,
    /// The URL as written.
    pub url: Shared,
    /// The message it leads to, where the URL is an archive's (lore, lkml.kernel.org/r, patch.msgid.link …).
    pub message_id: Option<MessageId>,
}

/// The kind of a stretch of a mail's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// In-body `From:`, `Subject:`, `Date:`.
    Headers,
    /// The log message, or a cover's prose.
    Description,
    /// A changelog; the heading as written ("V5 -> V6 Changelog:") and the version it leads to.
    Changes(String, Option<u32>),
    /// Links to earlier versions and other places.
    Links,
    /// A cover's list of patches.
    Shortlog,
    /// Trailers.
    Trailers,
    /// The text below `---` and above the diffstat.
    Notes,
    /// The printed diffstat with its `create mode` lines.
    DiffStat,
    /// `base-commit:`, `change-id:`, prerequisites.
    Base,
    /// The diff, from its first header line.
    Diff,
    /// From `-- ` on.
    Signature,
}

/// A stretch of a mail's text; the sections of a text cover it without gap or overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The kind of the section.
    pub kind: SectionKind,
    /// Its bytes in the text: whole lines.
    pub range: Range<usize>,
}

/// Reads the facts about its series from the sections of a letter.
pub fn read(text: &str, sections: &[Section]) -> Letter {
    let mut letter = Letter::default();
    let mut diff = text.len();
    for section in sections {
        let part = text.get(section.range.clone()).unwrap_or_default();
        match section.kind {
            SectionKind::Diff => {
                diff = diff.min(section.range.start);
                continue;
            }
            // `2.43.0` or an address of a firm stands in a signature, and its links are nobody's.
            SectionKind::Headers | SectionKind::Signature => continue,
            SectionKind::DiffStat => letter.has_stat = true,
            SectionKind::Shortlog => letter
                .shortlog
                .extend(shortlog::titles(part).into_iter().map(Shared::from)),
            SectionKind::Base
            | SectionKind::Changes(..)
            | SectionKind::Description
            | SectionKind::Links
            | SectionKind::Notes
            | SectionKind::Trailers => letter.links.extend(links::of(part)),
        }
        // Tags are looked for in all that is left: `Based-on:` stands in prose of covers,
        // `change-id:` in the base block, `Depends-on: patch-12` below `---`.
        lines(part).for_each(|line| tags::read_line(line, &mut letter));
    }
    // Only above the diff: a patch for documentation may add an example of a request.
    letter.pull_url = pull::url(text.get(..diff).unwrap_or(text)).map(Into::into);
    letter
}

/// Reads a reply for lines shaped as trailers alone: it may say which series it replaces.
pub fn read_reply(text: &str) -> Letter {
    let mut all = Letter::default();
    lines(text)
        // A reply quotes the base block or links of the patch; only its own unquoted lines count.
        .filter(|line| trailer::trailer_name(line).is_some())
        .for_each(|line| tags::read_line(line, &mut all));
    all
}
