//! Loading again: of a mailbox that only grew, only what came in since is read.

use std::ops::Range;
use std::sync::Arc;

use super::super::parts::Lately;
use super::super::reader::MailReader;
use super::super::{Archive, Mails};
use super::{Intake, LoadError, Request, Watch};
use crate::source::{OpenError, Reopened, Source, SourcePart, Warning};

/// More than this is read by all cores, from the beginning.
const LARGE: u64 = 64 * 1024 * 1024;

/// A source as it is now, and the bytes of it that are to be read.
type Tail = (Arc<Source>, Option<Range<u64>>);

impl Request<'_> {
    /// Loads what an archive was loaded from as it is now.
    ///
    /// # Errors
    /// Where a path cannot be opened any more.
    pub fn load_again(self, old: &Archive, watch: Watch<'_>) -> Result<Archive, LoadError> {
        // What comes through it comes once, and a load that was stopped may have left some of it.
        let spent = self.paths.iter().find(|path| path.as_os_str() == "-");
        if let Some(path) = spent.filter(|_| old.is_partial()) {
            return Err(OpenError::Empty(path.clone()).into());
        }
        // Mail is delivered at the end of an mbox: mostly only what came is read, into a copy of
        // what was.
        let tails = tails(old, self);
        match tails.and_then(|tails| self.grown(old, tails, watch)) {
            Some(archive) => Ok(archive),
            None => self.load(watch),
        }
    }

    /// The archive with what stands in the tails of its sources; none where what was its last
    /// mail is another now.
    fn grown(self, old: &Archive, tails: Vec<Tail>, watch: Watch<'_>) -> Option<Archive> {
        let (sources, ranges): (Vec<Arc<Source>>, Vec<_>) = tails.into_iter().unzip();
        let mut intake = Intake::new(&sources, self, watch);
        intake.merged = old.mails.merged.clone();
        let mut warnings: Vec<Warning> = old.mails.warnings.clone();
        let mut reader = MailReader::new(self.digests);
        for (source, range) in sources.iter().zip(ranges) {
            let Some(range) = range else { continue };
            // The last mail is read once more, since it may have been cut while it came in; so are
            // its warnings.
            warnings.retain(|w| w.source != source.path || w.offset < Some(range.start));
            let had = intake.merged.messages.len();
            let part = SourcePart {
                known: Some(range.start),
                range,
            };
            let mut is_first = true;
            let mut is_same = true;
            source.split_part(&part, &mut warnings, &mut |raw| {
                let mut mails = Vec::new();
                reader.read_mail(raw, &mut mails);
                // The mail at that place must be the one that was there, or the file is another
                // under the same name.
                let known = mails
                    .first()
                    .and_then(|mail| old.find_message(&mail.message.id));
                is_same &= !std::mem::take(&mut is_first) || known.is_some();
                intake.take_batch(0, mails)
            });
            // Somebody expunged or rewrote it: all is read anew.
            if !is_same || intake.merged.messages.len() < had {
                return None;
            }
        }
        let Intake {
            merged,
            warnings: odd,
            is_stopped,
            ..
        } = intake;
        warnings.extend(odd);
        let mails = Mails {
            merged,
            warnings,
            is_partial: is_stopped,
            sources,
            lately: Lately::default(),
        };
        Some(Archive::of(mails, self.corrections))
    }
}

/// What is to be read of each source; none where one of them has to be read from the beginning.
fn tails(old: &Archive, request: Request<'_>) -> Option<Vec<Tail>> {
    let sources = old.sources();
    // Other paths than before are another question.
    let same = sources.len() == request.paths.len()
        && sources.iter().zip(request.paths).all(|(s, p)| s.path == *p);
    if !same || old.is_partial() {
        return None;
    }
    let mut tails = Vec::with_capacity(sources.len());
    let mut large = 0;
    for (at, source) in (0u32..).zip(sources) {
        tails.push(match source.reopened() {
            Reopened::Same => (Arc::clone(source), None),
            Reopened::Grown(now) => {
                // From the separator of its last mail on, which is checked to be one still.
                let of_it = old.messages().filter(|(_, m)| m.origin.source.0 == at);
                let last = of_it.map(|(_, m)| m.origin.span.start).max()?;
                let start = now.separator_of(last)?;
                let end = now.known_size()?;
                large += end.saturating_sub(start);
                (Arc::new(now), Some(start..end))
            }
            Reopened::Other => return None,
        });
    }
    // The tail is read on one core; a whole new archive behind the old one is faster on all.
    (large <= LARGE).then_some(tails)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, OpenOptions};
    use std::io::Write;
    use std::ops::ControlFlow;
    use std::path::PathBuf;

    use super::*;
    use crate::series::correct::Corrections;

    fn mail(number: u32, text: &str) -> String {
        format!(
            "From a@x Tue May 11 02:41:58 2021\nFrom: Ann <a@x>\nMessage-ID: <{number}@x>\n\
             Date: Tue, 11 May 2021 02:41:58 +0000\nSubject: [PATCH {number}/3] p{number}\n\n{text}\n\n"
        )
    }

    /// Loads a file, lets it change, and loads it again; the ids, and what was read that time.
    fn again(grows: bool, before: &str, change: impl Fn(&PathBuf)) -> (Archive, Archive) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.mbox");
        fs::write(&path, before).unwrap();
        let paths = [path.clone()];
        let corrections = Corrections::default();
        let request = Request {
            paths: &paths,
            corrections: &corrections,
            digests: false,
        };
        let go_on: Watch<'_> = &|_| ControlFlow::Continue(());
        let first = request.load(go_on).unwrap();
        change(&path);
        let has_grown = matches!(first.sources()[0].reopened(), Reopened::Grown(_));
        assert_eq!(has_grown, grows, "is read from the beginning");
        let second = request.load_again(&first, go_on).unwrap();
        (second, request.load(go_on).unwrap())
    }

    fn told(archive: &Archive) -> Vec<(String, u64, String)> {
        let one = |(at, m): (_, &crate::mail::Message)| {
            let text = archive.read_body(at).unwrap().text;
            (m.id.to_string(), m.origin.span.start, text)
        };
        archive.messages().map(one).collect()
    }

    fn append(path: &PathBuf, text: &str) {
        let mut file = OpenOptions::new().append(true).open(path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }

    /// More than is kept in memory, so that the file itself is the source.
    fn long() -> String {
        "words and words\n".repeat(40_000)
    }

    #[test]
    fn what_was_delivered_since_is_added() {
        let (again, whole) = again(true, &mail(1, &long()), |path| {
            append(path, &mail(2, "new"));
        });
        assert_eq!(told(&again), told(&whole));
        assert_eq!((again.len(), again.all_series().len()), (2, 1));
    }

    #[test]
    fn a_mail_that_had_come_in_half_is_read_to_its_end() {
        let (again, whole) = again(true, &mail(1, &long()), |path| {
            append(path, "the rest of it\n");
        });
        assert_eq!(told(&again), told(&whole));
    }

    #[test]
    fn another_file_is_read_from_the_beginning() {
        let (again, whole) = again(false, &mail(1, &long()), |path| {
            fs::write(path, mail(3, &long()) + &mail(2, "x")).unwrap();
        });
        assert_eq!(told(&again), told(&whole));
        assert_eq!(again.len(), 2);
    }

    #[test]
    fn what_is_left_of_standard_input_after_a_stop_is_no_mailbox() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.mbox");
        fs::write(&path, mail(1, "text")).unwrap();
        let corrections = Corrections::default();
        let (file, input) = ([path], ["-".into()]);
        let request = |paths| Request {
            paths,
            corrections: &corrections,
            digests: false,
        };
        let stopped = request(&file).load(&|_| ControlFlow::Break(())).unwrap();
        let again = request(&input).load_again(&stopped, &|_| ControlFlow::Continue(()));
        assert_eq!(again.unwrap_err().to_string(), "-: the file is empty");
    }
}
