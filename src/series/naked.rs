//! Which version a naked cover is: its brackets say it, or the end of its title.

use super::grouped::GroupedMails;
use super::hash::{Map, Set};
use super::posting::Posting;
use crate::patch::PatchKind;
use crate::patch::subject::{Revision, RevisionFrom, TitleVersion, title_version};

/// Gives postings without a label the version of their naked cover.
pub(super) fn revisions(postings: &mut [Posting], view: GroupedMails<'_>) {
    let mut doubtful = Vec::new();
    let mut posted: Map<(u32, String), Set<Option<Revision>>> = Map::default();
    for (at, posting) in postings.iter_mut().enumerate() {
        let cover = posting.cover.filter(|_| posting.naked);
        let facts = cover.and_then(|at| view.facts(at));
        // A pull request is named for the release, and counted: "fixes for v6.5", "take #2".
        let Some(facts) = facts.filter(|facts| facts.kind != PatchKind::Pull) else {
            continue;
        };
        let subject = &facts.subject;
        // "clean up the lamps v2", "clean up the lamps, take 3".
        let found = title_version(&subject.title);
        let title = found.map_or(subject.title.as_str(), |found| found.title);
        // By sender and bare title: whether `v2` is a version or a name shows where others were
        // posted.
        let versions = posted.entry((posting.sender, title.to_lowercase()));
        versions
            .or_default()
            .insert(found.map(|found| found.revision));
        let is_overruled = posting.mixed && subject.revision_from == RevisionFrom::Subject;
        // Patches that say `[PATCH v3 1/4]` know better than the title of their letter.
        if posting.revision_from != RevisionFrom::Inferred && !is_overruled {
            continue;
        }
        match (subject.revision_from, found) {
            (RevisionFrom::Inferred, Some(found)) if found.may_be_a_name => {
                doubtful.push((at, found));
            }
            (RevisionFrom::Inferred, Some(found)) => {
                label(posting, found.revision, RevisionFrom::Title);
            }
            (RevisionFrom::Inferred, None) => {}
            (RevisionFrom::Title, _) => label(posting, subject.revision, RevisionFrom::Title),
            _ => label(posting, subject.revision, RevisionFrom::Cover),
        }
    }
    for (
        at,
        TitleVersion {
            revision, title, ..
        },
    ) in doubtful
    {
        // `add UVC v2` is the second version only where `add UVC` or `add UVC v3` was posted, too.
        if let Some(posting) = postings.get_mut(at)
            && let Some(versions) = posted.get(&(posting.sender, title.to_lowercase()))
            && versions.len() > 1
        {
            label(posting, revision, RevisionFrom::Title);
        }
    }
}

fn label(posting: &mut Posting, revision: Revision, from: RevisionFrom) {
    posting.revision = revision;
    posting.revision_from = from;
}
