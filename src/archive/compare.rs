//! What changed between two versions of a series, from the mails alone.
//!
//! Pairs patches as `git range-diff` does without a tree, and goes on where it stops. Nothing is
//! compared before somebody asks.

mod claims;
mod letters;
mod listed;
mod moved;
mod net;
mod remarks;
mod tags;
mod version;

pub use self::claims::Claim;
pub use self::letters::Letters;
pub use self::listed::ListedPatch;
pub use self::moved::{Fate, Moved};
pub use self::net::{NetDelta, NetDeltas, NetText, NetTexts};
pub use self::remarks::{Remark, RemarkState};
pub use self::tags::{Outcome, TagFate};
pub use self::version::{Patch, Version};

use std::collections::HashMap;

use super::Archive;
use crate::mail::MsgIdx;
use crate::patch::between::{self, Between, Kinds};
use crate::patch::pairing::{self, By, Op, Pair};
use crate::patch::recast::Recast;
use crate::series::{Series, SeriesIdx};

/// Bytes of mail that are compared.
const MOST_BYTES: usize = 64 << 20;

/// A patch and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedPair {
    /// What happened.
    pub op: Op,
    /// What found the pair; nothing where there is one patch.
    pub by: Option<By>,
    /// The place of the older patch in [`Version::patches`].
    pub old: Option<usize>,
    /// That of the newer one.
    pub new: Option<usize>,
    /// The place of an older patch that is only listed, in [`Version::listed`].
    pub old_listed: Option<usize>,
    /// That of a newer one.
    pub new_listed: Option<usize>,
    /// The difference, in [`Comparison::texts`]; none where nothing differs or there is one patch.
    pub text: Option<usize>,
    /// In which respects they differ.
    pub kinds: Kinds,
    /// Change lines that went.
    pub gone: usize,
    /// Change lines that came.
    pub come: usize,
    /// Lines of the difference that only stand elsewhere or around changes.
    pub noise: usize,
}

impl ComparedPair {
    /// Says that what it is of cannot be compared; by what it is a pair, where it is one.
    fn set_untold(&mut self, by: By) {
        // Which patch is which may be known from the letters though no diff is here.
        let is_old = self.old.is_some() || self.old_listed.is_some();
        let is_new = self.new.is_some() || self.new_listed.is_some();
        self.op = Op::Untold;
        self.by = Some(by).filter(|_| is_old && is_new);
        (self.gone, self.come) = (0, 0);
    }

    fn untold() -> Self {
        Self {
            op: Op::Untold,
            by: None,
            old: None,
            new: None,
            old_listed: None,
            new_listed: None,
            text: None,
            kinds: Kinds::default(),
            gone: 0,
            come: 0,
            noise: 0,
        }
    }
}

/// Two versions of a series, compared.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The older version.
    pub old: Version,
    /// The newer one.
    pub new: Version,
    /// What became of the patches, in git's order; pairs that git does not see are joined.
    pub entries: Vec<ComparedPair>,
    /// The pairs as git has them.
    pub git: Vec<Pair>,
    /// What differs in the pairs.
    pub texts: Vec<Between>,
    /// Lines that went from one patch to another that is not its partner.
    pub moved: Vec<Moved>,
    /// What became of the tags that stood on the older version.
    pub tags: Vec<TagFate>,
    /// What was said of the older version, and what became of the lines that it speaks of.
    pub remarks: Vec<Remark>,
    /// What all patches of the versions do together, against each other.
    pub net: NetDeltas,
    /// What differs between the letters; none where nothing does or one is not here.
    pub letters: Option<Letters>,
    /// What the changelog says has changed.
    pub claims: Vec<Claim>,
    /// What could not be compared, or only in part, in words.
    pub notes: Vec<String>,
}

impl Archive {
    /// The older version that a series is compared with where nobody named one: the nearest.
    pub fn nearest_older(&self, at: SeriesIdx) -> Option<SeriesIdx> {
        self.nearest(at, &self.series(at)?.versions.older)
    }

    /// The newer version likewise.
    pub fn nearest_newer(&self, at: SeriesIdx) -> Option<SeriesIdx> {
        self.nearest(at, &self.series(at)?.versions.newer)
    }

    /// The version of a series with a revision, as it is written: the series itself, else of several
    /// the one that has patches here and the same title.
    pub fn version_named(&self, at: SeriesIdx, revision: &str) -> Option<SeriesIdx> {
        let here = self.series(at)?;
        let all = here.versions.older.iter().chain(&here.versions.newer);
        let all = all.filter_map(|at| Some((*at, self.series(*at)?)));
        // Of several that were posted as v2 (for stable and for next, or sent twice) the one that
        // the user sees comes first, then one with patches.
        let named = std::iter::once((at, here)).chain(all);
        let named = named.filter(|(_, other)| other.head.revision.to_string() == revision);
        let rank = |(other, series): &(SeriesIdx, &Series)| {
            (
                *other != at,
                series.parts.present() == 0,
                series.head.title != here.head.title,
            )
        };
        let best = named.min_by_key(rank);
        best.map(|(at, _)| at)
    }

    /// Of some versions, nearest first, that of the first revision that has patches here. Of
    /// several with that revision it is the one of the same title: a sender may post the parts
    /// for two trees as the same version, and a cover whose patches got lost again.
    fn nearest(&self, at: SeriesIdx, versions: &[SeriesIdx]) -> Option<SeriesIdx> {
        let here = self.series(at)?;
        let series = |at: &&SeriesIdx| self.series(**at);
        let has_patches =
            |at: &&SeriesIdx| series(at).is_some_and(|other| other.parts.present() > 0);
        // A version of which only a letter is here has nothing to compare; it is the last resort.
        let first = versions
            .iter()
            .find(has_patches)
            .or_else(|| versions.first())?;
        let revision = self.series(*first)?.head.revision;
        let same_title = versions.iter().filter(has_patches).find(|at| {
            series(at)
                .is_some_and(|o| o.head.revision == revision && o.head.title == here.head.title)
        });
        Some(*same_title.unwrap_or(first))
    }

    /// Compares two versions of a series. Never fails: what could not be compared stands in the
    /// notes. Where `go_on` says that nobody waits any more, the rest is left out.
    pub fn compare(&self, old: SeriesIdx, new: SeriesIdx, go_on: &dyn Fn() -> bool) -> Comparison {
        let mut notes = Vec::new();
        // Both versions share the bound: it is memory that is bounded.
        let mut left = MOST_BYTES;
        let old = self.version(old, &mut left, &mut notes, go_on);
        let new = self.version(new, &mut left, &mut notes, go_on);
        let (before, after) = (recasts(&old), recasts(&new));
        // As git range-diff pairs them; joined with what titles say beyond that for the reader.
        let pairing = pairing::pair(&before, &after, go_on);
        let joined = pairing::joined(&pairing.pairs, &titled(&old), &titled(&new));
        notes.extend(shortcuts(pairing.shortcuts));
        let mut comparison = Comparison {
            old,
            new,
            entries: Vec::with_capacity(joined.len()),
            git: pairing.pairs,
            texts: Vec::new(),
            moved: Vec::new(),
            tags: Vec::new(),
            remarks: Vec::new(),
            net: NetDeltas::default(),
            letters: None,
            claims: Vec::new(),
            notes,
        };
        for pair in joined.into_iter().take_while(|_| go_on()) {
            comparison.add_pair(pair);
        }
        // What follows looks at the pairs: these have to be whole before.
        listed::pair_listed(&mut comparison);
        comparison.moved = moved::find_moved(&comparison);
        comparison.tags = tags::find_tag_fates(self, &comparison);
        comparison.remarks = remarks::find_remarks(self, &comparison, go_on);
        comparison.net = net::find_net(self, &comparison, go_on);
        comparison.letters = letters::compare_letters(self, &comparison).filter(|_| go_on());
        comparison.claims = claims::find_claims(self, &comparison, go_on);
        comparison
    }

    /// Compares what all patches of two versions do together, file by file.
    pub fn compare_nets(
        &self,
        old: SeriesIdx,
        new: SeriesIdx,
        go_on: &dyn Fn() -> bool,
    ) -> NetTexts {
        let (mut left, mut notes) = (MOST_BYTES, Vec::new());
        let old = self.version(old, &mut left, &mut notes, go_on);
        let new = self.version(new, &mut left, &mut notes, go_on);
        net::texts(self, (&old, &new), go_on)
    }

    /// Whether two patches change the same lines, blanks and what stands around them aside; none
    /// where one of them cannot be read.
    pub(super) fn same_lines(&self, old: MsgIdx, new: MsgIdx) -> Option<bool> {
        let recast = |at: MsgIdx| {
            let read = self.read_parsed(at).ok()?;
            Some(Recast::new(&read.message.from, "", &read.body))
        };
        Some(between::same_lines(&recast(old)?, &recast(new)?))
    }
}

fn recasts(version: &Version) -> Vec<&Recast> {
    version.patches.iter().map(|patch| &patch.recast).collect()
}

fn titled(version: &Version) -> Vec<(&str, &Recast)> {
    let patches = version.patches.iter();
    patches
        .map(|patch| (patch.title.as_str(), &patch.recast))
        .collect()
}

fn shortcuts(taken: pairing::Shortcuts) -> Vec<String> {
    let mut notes = Vec::new();
    if taken.many {
        let most = pairing::MOST;
        notes.push(format!(
            "more than {most} patches: paired by equal diff and title alone"
        ));
    }
    if taken.rough {
        notes.push("paired by a rough measure".to_owned());
    }
    notes
}

impl Comparison {
    /// Takes in a pair, or a patch alone.
    fn add_pair(&mut self, pair: Pair) {
        let old = pair.old.and_then(|at| self.old.patches.get(at));
        let new = pair.new.and_then(|at| self.new.patches.get(at));
        let mut entry = ComparedPair {
            op: outcome(old, new),
            by: pair.by,
            old: pair.old,
            new: pair.new,
            ..ComparedPair::untold()
        };
        match (old, new) {
            // The text of a pair is made here once: lines come and gone, and how much of it is
            // noise.
            (Some(old), Some(new)) if entry.op == Op::Changed => {
                let between = Between::new(&old.recast, &new.recast);
                entry.kinds = between.kinds;
                (entry.gone, entry.come) = (between.gone.len(), between.come.len());
                entry.noise = between.noise();
                entry.text = Some(self.texts.len());
                self.texts.push(between);
            }
            (Some(old), None) => entry.gone = old.recast.changes().count(),
            (None, Some(new)) => entry.come = new.recast.changes().count(),
            _ => {}
        }
        self.entries.push(entry);
    }

    /// What became of a patch by git's rules, and the entry that it is told in.
    pub fn op_of(&self, pair: &Pair) -> Op {
        let old = pair.old.and_then(|at| self.old.patches.get(at));
        let new = pair.new.and_then(|at| self.new.patches.get(at));
        outcome(old, new)
    }

    /// Newer patches, by place, that have the title of an older one which is not their partner: for
    /// each the place of that one.
    pub fn titles_elsewhere(&self) -> HashMap<usize, usize> {
        let entries = self.entries.iter();
        let pairs: Vec<Pair> = entries
            .map(|entry| Pair {
                old: entry.old,
                new: entry.new,
                by: entry.by,
            })
            .collect();
        pairing::title_elsewhere(&pairs, &titled(&self.old), &titled(&self.new))
    }

    /// Newer patches, by place, whose code changed and that no entry of the changelog speaks of.
    pub fn unclaimed(&self) -> Vec<usize> {
        claims::unclaimed(self, &self.claims)
    }

    /// Whether one of the versions is a letter alone: git would have nothing to compare.
    pub fn is_of_letters(&self) -> bool {
        self.old.is_listed() || self.new.is_listed()
    }

    /// The entry that a pair of git's, or half of one, is told in.
    pub fn entry_of(&self, pair: &Pair) -> Option<&ComparedPair> {
        self.entries.iter().find(|entry| {
            let is_old = pair.old.is_some() && entry.old == pair.old;
            is_old || (pair.new.is_some() && entry.new == pair.new)
        })
    }
}

fn outcome(old: Option<&Patch>, new: Option<&Patch>) -> Op {
    match (old, new) {
        // `=` of range-diff: nothing differs in author, log or diff but line numbers.
        (Some(old), Some(new)) if old.recast.text == new.recast.text => Op::Same,
        (Some(_), Some(_)) => Op::Changed,
        (Some(_), None) => Op::Gone,
        (None, _) => Op::New,
    }
}
