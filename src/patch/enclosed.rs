//! Whole patches that came as parts of a mail: their numbers and versions, read from the subject,
//! from the name of the file, or from the mail around it.

use super::subject::{self, Revision, RevisionFrom, Subject};
use super::trailer::{self, Inner};
use super::{Facts, PatchKind, gist};
use crate::mail::{Body, Message, PatchHead};
use crate::text::Shared;

/// The version and the number that the name of a file gives: `v12-0003-Add-foo.patch`,
/// `add-foo-v3.patch`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct PatchName {
    revision: Option<u32>,
    number: Option<u32>,
}

impl PatchName {
    fn read(name: &str) -> Self {
        // Some append `.txt`, so that mailers show the patch as text: `0003-x.patch.txt`.
        let stem = name.split(".patch").next().unwrap_or(name);
        let stem = stem.split(".diff").next().unwrap_or(stem);
        let (first, rest) = stem.split_once('-').unwrap_or((stem, ""));
        let revision = version(first);
        let numbered = if revision.is_some() { rest } else { stem };
        let digits = numbered.split(['-', '_']).next().unwrap_or_default();
        // `git format-patch` writes four digits. More are a date (`20240101-x.patch`), fewer a word
        // of the title (`64-bit.patch`).
        let is_number = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
        // Git puts the version first, people put it last: `add_foo.v3.diff`.
        let last = stem.rsplit(['-', '_', '.']).next().unwrap_or_default();
        Self {
            revision: revision.or_else(|| version(last)),
            number: digits
                .parse()
                .ok()
                .filter(|number| is_number && *number > 0),
        }
    }
}

/// Reads a word such as `v12` as a version.
fn version(word: &str) -> Option<u32> {
    let digits = word.strip_prefix(['v', 'V'])?;
    let is_number = !digits.is_empty() && digits.len() <= 4;
    let number = digits.parse().ok()?;
    (is_number && number > 0 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(number)
}

/// Reads a mail that is one whole patch, attached to it or a part of another mail. Where the mail
/// is an answer as well, its note gives tags as any reply does.
pub(super) fn read(message: &Message, body: &Body, file: &PatchHead) -> Facts {
    let found = super::find_diff(&body.text, body);
    let subject = subject_of(&message.subject, file);
    let mut facts = super::read_own(message, (subject, body), found);
    let is_named = !file.from.label().is_empty();
    // An in-body `From:` below the headers of the file wins, as for `git am`.
    facts.author = facts.author.or_else(|| is_named.then(|| file.from.clone()));
    if facts.has_diff() {
        facts.kind = PatchKind::Patch;
    }
    // The text around an attached patch is what the sender says of it, and may hold a tag for the
    // patch that is answered.
    if subject::parse(&message.subject).reply {
        let note = super::above(&file.note).unwrap_or(&file.note);
        facts.tags = trailer::of_reply(note, &message.from, &Inner::default()).into();
        facts.gist = gist::of(note);
        mark_answer(&mut facts);
    }
    facts
}

/// Returns the subject of a mail that is one whole patch. The title is that of the file, as `git
/// am` takes it; brackets come from the file where it has any, else from the mail. An answer
/// repeats the brackets of the mail it answers, so its version is taken only where the titles are
/// the same.
fn subject_of(mail: &str, file: &PatchHead) -> Subject {
    let outer = subject::parse(mail);
    let mut own = subject::parse(&file.subject);
    let name = PatchName::read(&file.name);
    if own.revision_from == RevisionFrom::Inferred {
        if let Some(major) = name.revision {
            own.revision = Revision { major, minor: 0 };
            own.revision_from = RevisionFrom::Title;
        } else if !outer.reply || outer.title == own.title {
            (own.revision, own.revision_from) = (outer.revision, outer.revision_from);
        }
    }
    let number = |subject: &Subject| subject.part.filter(|&(number, _)| number > 0);
    // `[PATCH 2/3]` mailed one by one from files that each say `[PATCH 1/1]`: the mail knows the
    // series.
    let of_mail = number(&outer).filter(|_| !outer.reply);
    own.part = of_mail.or_else(|| number(&own));
    own.patch = true;
    own.reply = false;
    own.rfc |= outer.rfc;
    own.resend |= outer.resend;
    if own.targets.is_empty() {
        own.targets = outer.targets;
    }
    if own.title.is_empty() {
        own.title = outer.title;
    }
    own
}

/// Makes a mail the letter of the whole patches in it, and numbers these: as their subjects do
/// where those agree, else as the names of their files do, else as they stand in the mail.
pub fn number(letter: &mut Facts, patches: &mut [&mut Facts], names: &[&str]) {
    let names: Vec<PatchName> = names.iter().map(|name| PatchName::read(name)).collect();
    let (revision, from) = revision(letter, patches, &names);
    let own: Option<Vec<_>> = patches.iter().map(|facts| facts.subject.part).collect();
    let own = own.filter(|parts| {
        parts
            .iter()
            .all(|(_, of)| parts.first().map(|p| p.1) == Some(*of))
    });
    // Files made one by one each say `1/1`: such numbers order nothing.
    let own = own.filter(|parts| are_apart(parts.iter().map(|&(number, _)| number)));
    // Where one name has no number, the order of the parts is the safer guess.
    let named: Option<Vec<u32>> = names.iter().map(|name| name.number).collect();
    let named = named.filter(|numbers| are_apart(numbers.iter().copied()));
    let count = u32::try_from(patches.len()).unwrap_or(u32::MAX);
    let parts = own.unwrap_or_else(|| {
        let numbers = named.unwrap_or_else(|| (1..=count).collect());
        let total = numbers.iter().copied().max().unwrap_or(count);
        numbers.into_iter().map(|number| (number, total)).collect()
    });
    for (facts, part) in patches.iter_mut().zip(parts) {
        facts.subject.part = Some(part);
        facts.subject.patch = true;
        (facts.subject.revision, facts.subject.revision_from) = (revision, from);
        facts.kind = PatchKind::Patch;
    }
    if letter.quotes && letter.kind != PatchKind::Reply {
        // It may have looked like an answer, and brings patches.
        letter.tags.clear();
        letter.gist = Shared::default();
    }
    letter.quotes = false;
    letter.kind = PatchKind::Cover;
    if std::mem::take(&mut letter.subject.reply) {
        mark_answer(letter);
    }
    // In `Re: [PATCH 2/9] x` with new patches the number is that of the patch which is answered.
    letter.subject.part = letter.subject.part.filter(|&(number, _)| number == 0);
    (letter.subject.revision, letter.subject.revision_from) = (revision, from);
    // The diffs belong to the patches now. With files of its own the letter would count as a patch,
    // and every line would count twice.
    letter.files.clear();
    letter.damage.clear();
}

/// Gives an answer without words of its own the title of the patch it brings as its first line.
fn mark_answer(facts: &mut Facts) {
    if facts.gist.is_empty() {
        facts.gist = facts.subject.title.clone();
    }
}

/// Returns the newest revision that the subjects of the patches give, else the names of their
/// files, else the letter.
fn revision(
    letter: &Facts,
    patches: &[&mut Facts],
    names: &[PatchName],
) -> (Revision, RevisionFrom) {
    let given = patches.iter().map(|facts| &facts.subject);
    let given = given.filter(|subject| subject.revision_from != RevisionFrom::Inferred);
    let given = given.map(|subject| (subject.revision, subject.revision_from));
    let named = names.iter().filter_map(|name| name.revision).max();
    let named = named.map(|major| (Revision { major, minor: 0 }, RevisionFrom::Title));
    let Subject { title, reply, .. } = &letter.subject;
    // `Re: [PATCH v5 2/9] x` with another patch attached: v5 is the version of what is answered.
    let is_of_letter = !reply || patches.iter().any(|facts| facts.subject.title == *title);
    let said = (letter.subject.revision, letter.subject.revision_from);
    given
        .max_by_key(|(revision, _)| *revision)
        .or(named)
        .or_else(|| is_of_letter.then_some(said))
        .unwrap_or_default()
}

/// Whether the numbers differ and none of them is 0, the number of a letter.
fn are_apart(numbers: impl Iterator<Item = u32>) -> bool {
    let mut numbers: Vec<u32> = numbers.collect();
    numbers.sort_unstable();
    numbers.first() != Some(&0) && numbers.windows(2).all(|pair| pair.first() != pair.get(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> (Option<u32>, Option<u32>) {
        let name = PatchName::read(text);
        (name.revision, name.number)
    }

    #[test]
    fn names_of_files_say_version_and_number() {
        assert_eq!(name("v12-0003-Add-foo.patch"), (Some(12), Some(3)));
        assert_eq!(name("0003-Add-foo.patch.txt"), (None, Some(3)));
        assert_eq!(name("add_foo-v3.patch"), (Some(3), None));
        assert_eq!(name("add_foo.v3.diff"), (Some(3), None));
        assert_eq!(name("v2.patch"), (Some(2), None));
        assert_eq!(name("add-ipv6-support.patch"), (None, None));
        assert_eq!(name("0000-cover-letter.patch"), (None, None));
        assert_eq!(name("20240101-x.patch"), (None, None));
        assert_eq!(name(""), (None, None));
    }

    fn head(name: &str, subject: &str) -> PatchHead {
        PatchHead {
            name: name.to_owned(),
            subject: subject.to_owned(),
            ..PatchHead::default()
        }
    }

    #[test]
    fn of_a_file_and_its_mail_the_file_is_heeded_first() {
        let read = |mail: &str, file: &str, name: &str| {
            let subject = subject_of(mail, &head(name, file));
            (
                subject.revision.major,
                subject.part,
                subject.title.to_string(),
            )
        };
        let x = || "x".to_owned();
        assert_eq!(
            read("Re: [PATCH v2] x", "[PATCH] x", "0001-x.patch"),
            (2, None, x())
        );
        assert_eq!(
            read("Re: [PATCH v2] y", "[PATCH] x", "0001-x.patch"),
            (1, None, x())
        );
        assert_eq!(
            read("[PATCH v2] y", "[PATCH] x", "0001-x.patch"),
            (2, None, x())
        );
        assert_eq!(read("Re: [PATCH v2] x", "[PATCH v3] x", ""), (3, None, x()));
        assert_eq!(
            read("Re: y", "[PATCH] x", "v4-0001-x.patch"),
            (4, None, x())
        );
        assert_eq!(
            read("[PATCH 2/3] y", "[PATCH 1/1] x", ""),
            (1, Some((2, 3)), x())
        );
        assert_eq!(read("Re: [PATCH 2/3] y", "[PATCH] x", ""), (1, None, x()));
        assert_eq!(
            read("[PATCH 0/1] y", "[PATCH 1/1] x", ""),
            (1, Some((1, 1)), x())
        );
    }

    fn numbered(subjects: &[&str], names: &[&str]) -> Vec<(u32, Option<(u32, u32)>)> {
        let facts = |text: &&str| Facts {
            subject: subject::parse(text),
            ..Facts::default()
        };
        let mut all: Vec<Facts> = subjects.iter().map(facts).collect();
        let mut letter = facts(&"Re: [PATCH v5 2/9] a");
        number(&mut letter, &mut all.iter_mut().collect::<Vec<_>>(), names);
        assert_eq!(
            (letter.kind, letter.subject.part, letter.subject.reply),
            (PatchKind::Cover, None, false)
        );
        let of = |facts: &Facts| (facts.subject.revision.major, facts.subject.part);
        all.iter().map(of).collect()
    }

    #[test]
    fn patches_are_numbered_by_subject_then_by_name_then_by_place() {
        let some = |number, of| Some((number, of));
        let names = ["v2-0003-b.patch", "v2-0001-a.patch"];
        let said = ["[PATCH v3 2/4] b", "[PATCH v3 1/4] a"];
        assert_eq!(numbered(&said, &names), [(3, some(2, 4)), (3, some(1, 4))]);
        let plain = ["[PATCH] b", "[PATCH] a"];
        assert_eq!(numbered(&plain, &names), [(2, some(3, 3)), (2, some(1, 3))]);
        let other = ["b.patch", "0001-a.patch"];
        assert_eq!(numbered(&plain, &other), [(5, some(1, 2)), (5, some(2, 2))]);
        let twice = ["[PATCH 1/2] b", "[PATCH 1/2] a"];
        assert_eq!(numbered(&twice, &other), [(5, some(1, 2)), (5, some(2, 2))]);
        let unlike = ["[PATCH 1/2] b", "[PATCH 2/3] c"];
        assert_eq!(
            numbered(&unlike, &other),
            [(1, some(1, 2)), (1, some(2, 2))]
        );
    }
}
