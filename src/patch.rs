//! Reads one mail as a patch: subject tags, the letter and its sections, trailers, the diff.
//!
//! Looks at one mail at a time; how mails belong together is decided in [`crate::series`].

pub mod rare;
pub mod subject;

pub mod trailer;

pub mod enclosed;

mod gist;

mod reply;

pub mod letter;

pub mod pull;

pub mod quote;

pub mod stat;

mod archive_url;

mod assign;

pub mod between;

pub mod change;

pub mod compose;

pub mod diff;

mod edits;

pub mod hidden;

pub mod moves;

pub mod pairing;

pub mod recast;

pub mod id;

pub mod keys;

use std::borrow::Cow;
use std::ops::Range;

use crate::mail::{Address, Body, Message};

use self::letter::{InBody, Letter};
use self::rare::Rare;
use self::stat::{DiffStat, FileChange};
use self::subject::Subject;
use self::trailer::{Inner, TagGiven, Trailer};
use crate::text::{Pool, Shared};
use thin_vec::ThinVec;

/// The kind of a mail, judged by that mail alone (rules of b4 and patchwork, joined).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PatchKind {
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

/// The facts of one mail besides its headers; kept for every message of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The kind of the mail.
    pub kind: PatchKind,
    /// The subject, taken apart.
    pub subject: Subject,
    /// The in-body `From:`, where there is one (git-am takes it for the author).
    pub author: Option<Address>,
    /// Trailers of the log message, in order; those patchwork appended behind the diffstat last.
    pub trailers: ThinVec<Trailer>,
    /// The tags that a reply gives, or a mail that may be one; in order, empty for every mail that
    /// answers none.
    pub tags: ThinVec<TagGiven>,
    /// The first line of such a mail that is no quote; empty for every other mail.
    pub gist: Shared,
    /// Files that the diff changes, in order; empty without a diff.
    pub files: ThinVec<FileChange>,
    /// The diffstat that the text prints, where there is one.
    pub stat: Option<Box<DiffStat>>,
    /// `base-commit`, `change-id`, links, titles of the shortlog: what the letter says.
    pub letter: Rare<Letter>,
    /// Damage in the diff and oddities of the text, as lower-case fragments.
    pub damage: ThinVec<String>,
    /// Characters in subject, log and diff that a reader would not see.
    pub hidden: u32,
    /// Whether a mail without a reply marker quotes above its diff; false for every reply.
    pub quotes: bool,
}

impl Facts {
    /// The author of the change: the in-body `From:`, else the sender.
    pub fn author<'a>(&'a self, message: &'a Message) -> &'a Address {
        self.author.as_ref().unwrap_or(&message.from)
    }

    /// Drops the rows of a diffstat that stands above its diff (the totals stay), and spare room.
    pub fn settle(&mut self) {
        let has_diff = self.has_diff();
        // A page shows the files of the diff itself, so that the printed rows serve nobody.
        if let Some(stat) = self.stat.as_mut().filter(|_| has_diff) {
            stat.files = ThinVec::new();
        }
        self.trailers.shrink_to_fit();
        self.tags.shrink_to_fit();
        self.files.shrink_to_fit();
        self.damage.shrink_to_fit();
    }

    /// Replaces strings that other mails hold as well by one shared copy from `pool`.
    pub fn share(&mut self, pool: &mut Pool) {
        pool.share(&mut self.subject.title);
        self.subject.targets.iter_mut().for_each(|t| pool.share(t));
        if let Some(author) = &mut self.author {
            author.share(pool);
        }
        let tags = self.tags.iter_mut().map(|tag| &mut tag.trailer);
        for trailer in self.trailers.iter_mut().chain(tags) {
            for text in [&mut trailer.name, &mut trailer.value, &mut trailer.note] {
                pool.share(text);
            }
        }
        for file in &mut self.files {
            pool.share(&mut file.path);
            let rest = [&mut file.old_path, &mut file.old_mode, &mut file.new_mode];
            rest.into_iter().flatten().for_each(|text| pool.share(text));
        }
    }

    /// Whether anything is wrong with the mail itself.
    pub fn is_odd(&self) -> bool {
        !self.damage.is_empty() || self.hidden > 0
    }

    /// The alerts of the mail itself, in words.
    pub fn alerts(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let hidden = match self.hidden {
            0 => None,
            1 => Some("1 hidden character, shown where it stands".into()),
            some => Some(format!("{some} hidden characters, shown where they stand").into()),
        };
        let damage = self.damage.iter().map(|what| Cow::Borrowed(what.as_str()));
        damage.chain(hidden)
    }

    /// Whether the mail is a patch, or the letter to some, and answers another mail as well.
    pub fn answers(&self) -> bool {
        let brings = matches!(self.kind, PatchKind::Patch | PatchKind::Cover) && !self.may_answer();
        brings && !self.gist.is_empty()
    }

    /// Whether the mail holds a diff.
    pub fn has_diff(&self) -> bool {
        !self.files.is_empty()
    }

    /// Whether the mail quotes and brings nothing of its own: it may be a reply whose subject does
    /// not say so. The mail above it, or one of the same title, decides.
    pub fn may_answer(&self) -> bool {
        let own = self.has_diff() || self.letter.has_stat || !self.letter.shortlog.is_empty();
        self.quotes && !own
    }
}

/// The diff of a mail, from its text or, where that has none, from its attachments.
struct FoundDiff {
    files: Vec<FileChange>,
    /// The byte of the text at which it begins.
    start: Option<usize>,
    /// The byte of the text at which its last hunk ends.
    end: usize,
    /// Whether it is of a kind whose hunks are not read.
    foreign: bool,
    damage: Vec<String>,
}

/// Reads one mail as a patch. Never fails: what is odd stands in [`Facts::damage`].
pub fn read(message: &Message, body: &Body) -> Facts {
    // PostgreSQL, GCC and others attach files of `git format-patch`: such a file has an author, a
    // title and a log of its own, as `git am` reads them.
    if let Some(file) = &body.file {
        return enclosed::read(message, body, file);
    }
    let subject = subject::parse(&message.subject);
    let text = body.text.as_str();
    let mut found = find_diff(text, body);
    // Nothing of the mail that stands below an answer is the sender's; most replies neither give a
    // tag nor hold a diff, so that it need not be looked for. Without a marker in the subject it
    // tells that this is an answer.
    let mut own = None;
    let mut has_tags = subject.reply && trailer::is_in(text);
    if has_tags || (subject.reply && found.start.is_some()) {
        own = above(text);
    } else if !subject.reply && !message.parents.is_empty() {
        own = above(head_of_text(text, found.start));
    }
    if let Some(own) = own {
        found = find_diff(own, body);
        has_tags = trailer::is_in(own);
    }
    let own = own.or_else(|| subject.reply.then_some(text));
    if subject.pull && subject.part.is_none() && found.foreign {
        // A request to pull may show how a conflict was resolved (`diff --cc`), above or below
        // its list of commits.
        found.files.clear();
        found.start = None;
    }
    if let Some(own) = own {
        let hidden = hidden_of(message, body);
        return Facts {
            hidden,
            ..reply::read_reply(subject, (own, &message.from), found, has_tags)
        };
    }
    read_own(message, (subject, body), found)
}

/// Reads a mail without a reply marker, or a whole patch inside a mail as one of its own.
fn read_own(message: &Message, (mut subject, body): (Subject, &Body), found: FoundDiff) -> Facts {
    let in_body = letter::in_body(&body.text);
    // `git am` prefers an in-body `Subject:` to that of the header.
    if let Some(title) = title_of(&in_body) {
        subject.title = title;
    }
    let stat = printed(&body.text, &found);
    let stat_range = stat.as_ref().map(|(_, range)| range.clone());
    let below_stat = stat_range.as_ref().map(|range| range.end);
    let sections = letter::divide(&body.text, found.start, stat_range);
    let mut letter = letter::read(&body.text, &sections);
    // Requests in words of their own ("Please pull from git://example.org/x for-next") are believed
    // only where the subject says PULL: any mail may name a repository.
    if subject.pull && letter.pull_url.is_none() {
        letter.pull_url = pull::named(head_of_text(&body.text, found.start)).map(Into::into);
    }
    let trailers = trailers_of(body, &found, below_stat);
    let mut facts = Facts {
        author: in_body.from,
        stat: stat.map(|(stat, _)| Box::new(stat)),
        files: found.files.into(),
        damage: found.damage.into(),
        subject,
        trailers: trailers.into(),
        letter: letter.into(),
        hidden: hidden_of(message, body),
        quotes: quote::is_in(head_of_text(&body.text, found.start)),
        ..Facts::default()
    };
    facts.kind = classify(&facts, message);
    // Without `Re:` the answer is known by what it says, and its tags are given, not its own.
    if facts.kind == PatchKind::Reply {
        facts.trailers.clear();
    }
    if facts.kind == PatchKind::Reply || facts.may_answer() {
        facts.tags = trailer::of_reply(&body.text, &message.from, &Inner::default()).into();
        facts.gist = gist::of(&body.text);
    }
    facts
}

/// Returns the text above the mail that a mailer put below an answer, where there is one.
fn above(text: &str) -> Option<&str> {
    text.get(..quote::below(text)?)
}

/// Counts the characters of a mail that a reader would not see, its patches included.
fn hidden_of(message: &Message, body: &Body) -> u32 {
    let attached = body.diffs.iter().map(|part| hidden::count(&part.text));
    let note = body
        .file
        .as_ref()
        .map_or(0, |file| hidden::count(&file.note));
    hidden::count(&message.subject)
        .saturating_add(note)
        .saturating_add(hidden::count(message.from.label()))
        .saturating_add(hidden::count(&body.text))
        .saturating_add(attached.fold(0, u32::saturating_add))
}

fn head_of_text(text: &str, diff: Option<usize>) -> &str {
    diff.and_then(|start| text.get(..start)).unwrap_or(text)
}

/// Returns the printed diffstat of a patch and where it stands. Where the first names fewer files
/// than the diff changes, those of the other patches in the text are added.
fn printed(text: &str, found: &FoundDiff) -> Option<(DiffStat, Range<usize>)> {
    let (mut stat, range) = stat::parse(head_of_text(text, found.start))?;
    if let Some(start) = found.start
        && found.files.len() > stat.totals.files as usize
    {
        stat::add_those_between(&mut stat, text, start);
    }
    Some((stat, range))
}

fn find_diff(text: &str, body: &Body) -> FoundDiff {
    let scan = diff::scan_diff(text);
    let mut found = FoundDiff {
        files: scan.files,
        start: scan.start,
        end: scan.end,
        foreign: scan.foreign,
        damage: scan.damage,
    };
    if let Some(start) = found.start {
        let diff = text.get(start..).unwrap_or_default();
        // A Cyrillic `а` in an identifier compiles as another name.
        found.damage.extend(hidden::mixed(diff));
    } else {
        // A patch pasted into the mail and attached as well would count twice.
        for attachment in &body.diffs {
            let scan = diff::scan_diff(&attachment.text);
            found.files.extend(scan.files);
            found.damage.extend(scan.damage);
            found.damage.extend(hidden::mixed(&attachment.text));
        }
    }
    // RFC 3676: a sender of `format=flowed` may break long lines, and puts a blank before lines
    // that begin with one, as context does. It is named only where the diff did suffer.
    if body.flowed && !found.damage.is_empty() {
        found.damage.push("sent as format=flowed".to_owned());
    }
    found
}

/// Returns the title of an in-body `Subject:`, its tags taken off.
fn title_of(in_body: &InBody) -> Option<Shared> {
    let title = subject::parse(in_body.subject.as_deref()?).title;
    (!title.is_empty()).then_some(title)
}

/// The trailers of the log: of the text, else of the first attached patch; and those that
/// patchwork appends below the diffstat of a cover.
fn trailers_of(body: &Body, found: &FoundDiff, below_stat: Option<usize>) -> Vec<Trailer> {
    let log = letter::message_of(&body.text);
    let mut trailers = trailer::of_log(log);
    if trailers.is_empty()
        && found.start.is_none()
        && let Some(attachment) = body.diffs.first()
    {
        trailers = trailer::of_log(letter::message_of(&attachment.text));
    }
    if found.start.is_none()
        && let Some(end) = below_stat
    {
        let below = body.text.get(end..).unwrap_or_default();
        // Patchwork appends the tags of persons that it collected below `3 files changed`; `-- `
        // begins the signature.
        for line in below.lines().take_while(|line| *line != "-- ") {
            let tag = trailer::parse_line(line).filter(trailer::is_person);
            trailers.extend(tag.filter(|tag| !trailers.contains(tag)));
        }
    }
    trailers
}

/// Returns the kind of a mail without a reply marker (rules of b4 and patchwork, joined).
fn classify(facts: &Facts, message: &Message) -> PatchKind {
    let subject = &facts.subject;
    // `[PATCH 0/3] x` with a diff is what `git format-patch --interdiff` writes.
    if matches!(subject.part, Some((0, _))) {
        return PatchKind::Cover;
    }
    // A request may show its changes as well (`git request-pull -p`): they are not mailed patches.
    let asks_to_pull = facts.letter.pull_url.is_some() && !subject.patch;
    let titled_pull = subject.pull && !facts.has_diff();
    if subject.part.is_none() && (asks_to_pull || titled_pull) {
        return PatchKind::Pull;
    }
    if facts.has_diff() {
        return PatchKind::Patch;
    }
    // b4 takes a mail without `Re:` that has parents, trailers and no diff for a reply: some
    // mailers drop the marker. With a diffstat it may be a cover without a number.
    let answers = !message.parents.is_empty() && subject.part.is_none();
    if answers && !facts.letter.has_stat && (!facts.trailers.is_empty() || facts.quotes) {
        return PatchKind::Reply;
    }
    PatchKind::Other
}

#[cfg(test)]
mod tests;
