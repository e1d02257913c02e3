//! What differs between the letters of two versions: their words, to whom they went, and the
//! commit that the patches are for.

use std::collections::HashSet;

use super::Comparison;
use crate::archive::Archive;
use crate::mail::{self, Body, MsgIdx};
use crate::patch::between::Between;
use crate::patch::letter::{self, SectionKind};
use crate::patch::recast::Recast;
use crate::series::SeriesIdx;
use crate::text::Shared;

/// The difference between two letters.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    /// What the older one says, without what is made of the patches: shortlog and diffstat.
    pub old: Recast,
    /// What the newer one says.
    pub new: Recast,
    /// What differs in that.
    pub between: Between,
    /// Addresses that only the newer one went to.
    pub gained: Vec<String>,
    /// Those that only the older one went to.
    pub lost: Vec<String>,
    /// The commits that both versions are for, where they differ.
    pub base: Option<[Option<Shared>; 2]>,
}

impl Letters {
    /// How many lines of the letter went and came.
    pub fn counts(&self) -> (usize, usize) {
        let count = |sign: u8| {
            let lines = self.between.lines.iter();
            lines.filter(|line| line.sign == sign).count()
        };
        (count(b'-'), count(b'+'))
    }
}

/// Compares the letters; none where a version has none or nothing differs.
pub(super) fn compare_letters(archive: &Archive, comparison: &Comparison) -> Option<Letters> {
    let (old, new) = (comparison.old.at, comparison.new.at);
    let cover = |at: SeriesIdx| archive.series(at)?.parts.cover;
    let base = |at: SeriesIdx| archive.series(at)?.head.base_commit.clone();
    // One without a letter has nothing to compare it with.
    let (before, after) = (cover(old)?, cover(new)?);
    // A maintainer or a list that was added or forgotten is as much news as a word.
    let (was, is) = (recipients(archive, before), recipients(archive, after));
    let apart = |some: &[String], others: &[String]| {
        let others: HashSet<&String> = others.iter().collect();
        let apart = some.iter().filter(|one| !others.contains(one));
        apart.cloned().collect::<Vec<_>>()
    };
    let bases = [base(old), base(new)];
    let mut letters = Letters {
        old: recast(archive, before)?,
        new: recast(archive, after)?,
        between: Between::default(),
        gained: apart(&is, &was),
        lost: apart(&was, &is),
        // Rebased, or first given a base.
        base: Some(bases).filter(|[old, new]| old != new),
    };
    letters.between = Between::new(&letters.old, &letters.new);
    let people = letters.gained.len() + letters.lost.len();
    let differs = !letters.between.lines.is_empty() || people > 0 || letters.base.is_some();
    differs.then_some(letters)
}

/// The addresses that a mail went to, in order, each once.
fn recipients(archive: &Archive, at: MsgIdx) -> Vec<String> {
    let bytes = archive.raw_bytes(at).unwrap_or_default();
    let all = mail::recipients(&bytes).into_iter();
    // By address: names are written in many ways.
    let mut all: Vec<String> = all.map(|one| one.email.to_lowercase()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What a letter says in its own words.
fn recast(archive: &Archive, at: MsgIdx) -> Option<Recast> {
    let read = archive.read_parsed(at).ok()?;
    let facts = archive.facts(at)?;
    let sections = letter::sections(&read.body.text).into_iter();
    // Shortlog and diffstat always differ, and say no more than the patches do.
    let own = sections.filter(|section| {
        matches!(
            section.kind,
            SectionKind::Description
                | SectionKind::Changes(..)
                | SectionKind::Links
                | SectionKind::Trailers
                | SectionKind::Notes
        )
    });
    let text: String = own
        .filter_map(|section| read.body.text.get(section.range))
        .collect();
    let body = Body {
        text,
        ..Body::default()
    };
    let author = facts.author(&read.message);
    Some(Recast::new(author, &facts.subject.title, &body))
}
