//! From paths to an archive: open, split, parse on all cores, merge in the order of delivery,
//! group. The result does not depend on how many cores there are.

mod again;
mod parallel;

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use thiserror::Error;

use super::mail_read::MailRead;
use super::merge::{Merged, Odd};
use super::parts::Lately;
use super::reader::MailReader;
use super::{Archive, Mails};
use crate::mail::Message;
use crate::patch::{Facts, PatchKind};
use crate::series::correct::Corrections;
use crate::source::{self, MOST_WARNINGS, OpenError, Origin, Rest, Source, SourceIdx, Warning};

/// Input up to this many bytes is read faster than threads start.
const SMALL: u64 = 256 * 1024;

/// Memory that the model of what is opened may take, or as much as what stands there unpacked.
const MODEL: u64 = 1 << 30;

/// Why nothing could be loaded.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LoadError {
    /// A path could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
}

/// How far loading has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read.
    pub bytes: u64,
    /// Bytes in all; 0 where nobody knows.
    pub of: u64,
    /// Messages found.
    pub messages: u64,
    /// Mails that begin a series, by their subjects alone: about as many series there will be.
    pub series: u64,
}

impl Progress {
    /// How many messages there will be, if the rest is like what was read.
    fn expected(&self) -> usize {
        let all = u128::from(self.messages) * u128::from(self.of.max(self.bytes));
        let all = all / u128::from(self.bytes.max(1));
        usize::try_from(all).unwrap_or(usize::MAX)
    }
}

/// Asked now and then while loading; `Break` ends it with what was read so far.
pub type Watch<'a> = &'a dyn Fn(Progress) -> ControlFlow<()>;

/// Loads everything that the paths hold into one archive, grouped as the user corrected it.
pub fn load(
    paths: &[PathBuf],
    corrections: &Corrections,
    progress: Watch<'_>,
) -> Result<Archive, LoadError> {
    Request {
        paths,
        corrections,
        digests: false,
    }
    .load(progress)
}

/// What is to be loaded, and how.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// What to open.
    pub paths: &'a [PathBuf],
    /// What the user knows better.
    pub corrections: &'a Corrections,
    /// Whether the hashes of all patches are worked out on the way: for who asks for all of
    /// them that is cheaper than to read the mails again.
    pub digests: bool,
}

impl Request<'_> {
    /// Loads it; gives what was read so far where `progress` breaks.
    ///
    /// # Errors
    /// Where a path cannot be opened.
    pub fn load(self, progress: Watch<'_>) -> Result<Archive, LoadError> {
        let sources = open_all(self.paths, progress)?;
        // One source whose size nobody knows (a pipe, a folder) makes the whole unknown: then no
        // percentage is shown.
        let sizes: Option<u64> = sources.iter().map(|source| source.known_size()).sum();
        let mut intake = Intake::new(&sources, self, progress);
        intake.progress.of = sizes.unwrap_or(0);
        let found = if sizes.is_some_and(|size| size <= SMALL) {
            read_here(&mut intake)
        } else {
            parallel::read(&mut intake)
        };
        let Intake {
            merged,
            warnings,
            is_stopped,
            ..
        } = intake;
        let read = Mails {
            merged,
            warnings: found.into_iter().chain(warnings).collect(),
            is_partial: is_stopped,
            sources,
            lately: Lately::default(),
        };
        Ok(Archive::of(read, self.corrections))
    }
}

/// Opens all paths. What there is to unpack is unpacked behind that, one source after the other;
/// the thread is nobody's, since it may wait for standard input when nobody else does any more.
fn open_all(paths: &[PathBuf], watch: Watch<'_>) -> Result<Vec<Arc<Source>>, LoadError> {
    let go_on = || watch(Progress::default()).is_continue();
    let numbered = (0u32..).map(SourceIdx).zip(paths);
    let opened = numbered.map(|(at, path)| source::begin(path, at, &go_on));
    let opened = opened.collect::<Result<Vec<_>, _>>()?;
    let (sources, rests): (Vec<_>, Vec<_>) = opened.into_iter().unzip();
    let rests: Vec<Rest> = rests.into_iter().flatten().collect();
    if !rests.is_empty() {
        // One source after the other: two that unpack at once would fight for the disk and for
        // memory.
        thread::spawn(move || rests.into_iter().for_each(Rest::read_all));
    }
    Ok(sources.into_iter().map(Arc::new).collect())
}

/// Where mails arrive in the order of delivery.
struct Intake<'a> {
    sources: &'a [Arc<Source>],
    merged: Merged,
    warnings: Vec<Warning>,
    progress: Progress,
    watch: Watch<'a>,
    digests: bool,
    is_stopped: bool,
    /// Whether the model is as large as it may be: what comes behind that is left out.
    is_full: bool,
    /// How large that is.
    allowed: u64,
}

impl<'a> Intake<'a> {
    fn new(sources: &'a [Arc<Source>], request: Request<'_>, watch: Watch<'a>) -> Self {
        Self {
            sources,
            merged: Merged::default(),
            warnings: Vec::new(),
            progress: Progress::default(),
            watch,
            digests: request.digests,
            is_stopped: false,
            is_full: false,
            // A model is smaller than its mail; what is unpacked from little, a bomb, has the fixed
            // bound alone.
            allowed: MODEL.max(sources.iter().map(|source| source.plain_size()).sum()),
        }
    }

    fn take_batch(&mut self, bytes: u64, mails: Vec<MailRead>) -> ControlFlow<()> {
        // Lists that double hold half as much again while they move: room is made once for all that
        // is expected.
        self.merged.make_room(mails.len(), self.progress.expected());
        for mail in mails {
            if self.is_full(&mail) {
                return ControlFlow::Break(());
            }
            self.progress.series += u64::from(begins_series(&mail.facts, &mail.message));
            let odd = self.merged.add_mail(mail);
            self.warn_odd(odd);
        }
        self.progress.bytes += bytes;
        self.progress.messages = self.merged.messages.len() as u64;
        self.ask_watch()
    }

    /// Whether there is no room for one more mail; said once, at that mail.
    fn is_full(&mut self, mail: &MailRead) -> bool {
        // It is told once, with the mail from which on the rest is left out.
        if self.merged.weight > self.allowed && !std::mem::replace(&mut self.is_full, true) {
            let (origin, most) = (&mail.message.origin, self.allowed >> 20);
            let count = self.merged.messages.len();
            self.warnings.push(Warning {
                source: self.path_of(origin),
                offset: Some(origin.span.start),
                message_id: None,
                what: format!(
                    "{count} messages take {most} MiB of memory, the rest from here on is left out"
                ),
            });
        }
        self.is_full
    }

    fn path_of(&self, origin: &Origin) -> PathBuf {
        let source = self.sources.get(origin.source.0 as usize);
        source.map_or_else(PathBuf::new, |s| s.location(origin).to_path_buf())
    }

    /// Keeps what is odd of a mail, up to a number.
    fn warn_odd(&mut self, odd: Option<Odd>) {
        let Some(Odd { origin, id, what }) = odd else {
            return;
        };
        // A damaged mailbox of a million mails: what follows is not even put into words.
        if self.warnings.len() > MOST_WARNINGS {
            return;
        }
        let path = self.path_of(&origin);
        for what in what {
            let odd = Warning {
                source: path.clone(),
                offset: Some(origin.span.start),
                message_id: Some(id.to_string()),
                what,
            };
            source::note(&mut self.warnings, odd);
        }
    }

    /// Whether to go on.
    fn ask_watch(&mut self) -> ControlFlow<()> {
        let flow = (self.watch)(self.progress);
        self.is_stopped |= flow.is_break();
        flow
    }
}

/// Whether a mail looks like the first of a series.
fn begins_series(facts: &Facts, message: &Message) -> bool {
    match (facts.kind, facts.subject.part) {
        (PatchKind::Cover | PatchKind::Pull, _) | (PatchKind::Patch, None) => true,
        // Below a cover the first patch answers it, and the cover was counted.
        (PatchKind::Patch, Some((number, _))) => number == 1 && message.parents.is_empty(),
        (PatchKind::Reply | PatchKind::Other, _) => false,
    }
}

/// Reads on this thread; gives the warnings of the sources.
fn read_here(intake: &mut Intake<'_>) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut reader = MailReader::new(intake.digests);
    for source in intake.sources {
        let mut flow = ControlFlow::Continue(());
        source.split(&mut found, &mut |raw| {
            let bytes = raw.bytes.len() as u64;
            let mut mails = Vec::new();
            reader.read_mail(raw, &mut mails);
            flow = intake.take_batch(bytes, mails);
            flow
        });
        if flow.is_break() {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::mail::MessageId;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    fn mail(number: u32, body: &str) -> String {
        format!(
            "From a@x Tue May 11 02:41:58 2021\nFrom: Ann <a@x>\nMessage-ID: <{number}@x>\n\
             Date: Tue, 11 May 2021 02:41:58 +0000\nSubject: [PATCH {number}/3] p{number}\n\n\
             {body}\n\n"
        )
    }

    const DIFF: &str = "---\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n";

    fn go_on(_: Progress) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    #[test]
    fn threads_do_not_change_the_result() {
        let filler = "words and words\n".repeat(4000);
        let text: String = (1..=12).map(|k| mail(k, &filler)).collect();
        let big = file(&text);
        let archive = load(&[big.path().to_path_buf()], &Corrections::default(), &go_on).unwrap();
        let ids: Vec<_> = archive.messages().map(|(_, m)| m.id.to_string()).collect();
        let expect: Vec<_> = (1..=12).map(|k| format!("{k}@x")).collect();
        assert_eq!(ids, expect);
    }

    #[test]
    fn a_richer_copy_of_a_mail_is_preferred() {
        let (bare, full) = (file(&mail(1, "log")), file(&mail(1, DIFF)));
        let paths = [bare.path().to_path_buf(), full.path().to_path_buf()];
        let archive = load(&paths, &Corrections::default(), &go_on).unwrap();
        let at = archive.find_message(&MessageId::new("1@x")).unwrap();
        assert_eq!(archive.len(), 1);
        assert!(archive.facts(at).unwrap().has_diff());
        assert!(archive.read_body(at).unwrap().text.contains("+b"));
        let warned = archive.warnings().iter();
        assert!(
            warned
                .clone()
                .any(|w| w.what.contains("different contents"))
        );
    }

    #[test]
    fn what_the_model_has_no_room_for_is_left_out_and_told_once() {
        let text: String = (1..=5).map(|k| mail(k, "text")).collect();
        let paths = [file(&text).into_temp_path().to_path_buf()];
        std::fs::write(&paths[0], &text).unwrap();
        let request = Request {
            paths: &paths,
            corrections: &Corrections::default(),
            digests: false,
        };
        let sources = open_all(&paths, &go_on).unwrap();
        let mut intake = Intake::new(&sources, request, &go_on);
        assert_eq!(intake.allowed, MODEL);
        intake.allowed = 1;
        read_here(&mut intake);
        assert_eq!(
            (intake.merged.messages.len(), intake.warnings.len()),
            (1, 1)
        );
        assert!(intake.warnings[0].what.contains("is left out"));
    }

    #[test]
    fn cancelling_keeps_what_was_read() {
        let text: String = (1..=3).map(|k| mail(k, "text")).collect();
        let small = file(&text);
        let archive = load(
            &[small.path().to_path_buf()],
            &Corrections::default(),
            &|_| ControlFlow::Break(()),
        )
        .unwrap();
        assert_eq!(archive.len(), 1);
    }

    #[test]
    fn a_mail_inside_a_mail_is_a_message_and_can_be_read_again() {
        let inner = "From: B <b@x>\nMessage-ID: <in@x>\nSubject: inside\n\nhello inside\n";
        let text = format!(
            "From: A <a@x>\nMessage-ID: <out@x>\nSubject: Fwd\nMIME-Version: 1.0\n\
             Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nsee\n\
             --b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
        );
        let file = file(&text);
        let archive = load(
            &[file.path().to_path_buf()],
            &Corrections::default(),
            &go_on,
        )
        .unwrap();
        let at = archive.find_message(&MessageId::new("in@x")).unwrap();
        assert!(archive.read_body(at).unwrap().text.contains("hello inside"));
        assert!(
            archive
                .headers(at)
                .unwrap()
                .iter()
                .any(|(name, _)| name == "Subject")
        );
    }

    #[test]
    fn an_archive_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Archive>();
    }
}
