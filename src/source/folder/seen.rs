//! Tells which mails of a folder were read, as other mail programs keep it: Maildir in the name of
//! the file, MH in a file beside the mails.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use crate::source::regular;

/// The file in which MH keeps which mails are in which sequence (mh-sequence(5)).
const SEQUENCES: &str = ".mh_sequences";

/// Bytes of it that are read.
const MOST: u64 = 1 << 20;

/// Cuts the name of a file of a Maildir into what stays and what changes: flags stand behind the
/// name, `…:2,FS` (its `info`), where some file systems have another sign for the colon.
fn split_info(name: &[u8]) -> (&[u8], &[u8]) {
    let at = name
        .iter()
        .rposition(|byte| matches!(byte, b':' | b';' | b'!'));
    match at.and_then(|at| name.split_at_checked(at)) {
        Some((unique, [_, info @ ..])) if info.starts_with(b"1,") || info.starts_with(b"2,") => {
            (unique, info)
        }
        _ => (name, &[]),
    }
}

/// The part of the name of a file of a Maildir that stays as long as the mail is there.
pub(super) fn unique_part(name: &[u8]) -> &[u8] {
    split_info(name).0
}

/// Whether a file's name says that its mail was read.
fn is_seen_maildir(name: &[u8]) -> bool {
    // Names end in the flags, `1620700918.M1.host:2,FS`; `;` or `!` where a colon is not allowed.
    let flags = split_info(name).1.strip_prefix(b"2,");
    flags.is_some_and(|flags| flags.contains(&b'S'))
}

/// The numbers of the mails of an MH folder that were not read. None where its file has no such
/// line: who never had MH keep it has read nothing there.
fn unseen(sequences: &str) -> Option<Vec<RangeInclusive<u32>>> {
    let mut lines = sequences.lines().filter_map(|line| line.split_once(':'));
    // `unseen: 3 7-12`
    let (_, numbers) = lines.find(|(name, _)| name.trim() == "unseen")?;
    let range = |word: &str| {
        let (first, last) = word.split_once('-').unwrap_or((word, word));
        Some(first.parse().ok()?..=last.parse().ok()?)
    };
    let mut ranges: Vec<RangeInclusive<u32>> =
        numbers.split_whitespace().filter_map(range).collect();
    ranges.sort_by_key(|range| *range.start());
    // Each ends before the next begins, for one look to do.
    ranges.dedup_by(|next, kept| {
        let is_joined = next.start() <= kept.end();
        if is_joined {
            *kept = *kept.start()..=*kept.end().max(next.end());
        }
        is_joined
    });
    Some(ranges)
}

/// The sequences of the folders of some files, each read once.
#[derive(Default)]
pub(super) struct SeenFiles {
    folders: HashMap<PathBuf, Option<Vec<RangeInclusive<u32>>>>,
}

impl SeenFiles {
    /// Whether the mail in a file was read.
    pub(super) fn is_seen(&mut self, path: &Path) -> bool {
        let Some(name) = path.file_name() else {
            return false;
        };
        if is_seen_maildir(name.as_encoded_bytes()) {
            return true;
        }
        let number = name.to_str().and_then(|name| name.parse::<u32>().ok());
        let (Some(number), Some(folder)) = (number, path.parent()) else {
            return false;
        };
        // Files of one folder come one after the other, and there may be thousands.
        if !self.folders.contains_key(folder) {
            let bytes = regular::read_small(&folder.join(SEQUENCES), MOST);
            let text = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let found = text.as_deref().and_then(unseen);
            self.folders.insert(folder.to_path_buf(), found);
        }
        let unseen = self.folders.get(folder).and_then(Option::as_ref);
        // The last range that begins at or before the number is the only one that can hold it.
        unseen.is_some_and(|ranges| {
            let behind = ranges.partition_point(|range| *range.start() <= number);
            let before = ranges.get(..behind).and_then(<[_]>::last);
            !before.is_some_and(|range| range.contains(&number))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maildir_says_in_the_name_what_was_read() {
        for name in ["1.lamp:2,S", "1.lamp;2,FS", "1.lamp!2,S"] {
            assert!(is_seen_maildir(name.as_bytes()), "{name}");
        }
        for name in ["1.lamp:2,F", "1.lamp", "S", "1.lamp:1,S"] {
            assert!(!is_seen_maildir(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn flags_and_their_sign_are_no_part_of_what_stays() {
        for name in [
            "1.lamp",
            "1.lamp:2,",
            "1.lamp;2,FS",
            "1.lamp!1,x",
            "1.lamp:2,S",
        ] {
            assert_eq!(unique_part(name.as_bytes()), b"1.lamp", "{name}");
        }
        // What looks like a sign may be part of the name.
        for name in ["1.lamp,W=3!a", "1!lamp"] {
            assert_eq!(unique_part(name.as_bytes()), name.as_bytes());
        }
        assert_eq!(unique_part(b"1!lamp!2,S"), b"1!lamp");
    }

    #[test]
    fn mh_says_in_a_file_what_was_not() {
        let ranges = unseen("cur: 3\nunseen: 7 2-4 x 9- 3\n").unwrap();
        assert_eq!(ranges, [2..=4, 7..=7]);
        assert_eq!(unseen("unseen:\n"), Some(Vec::new()));
        assert_eq!(unseen("cur: 3\n"), None);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(SEQUENCES), "unseen: 2-4 7\n").unwrap();
        let mut files = SeenFiles::default();
        let seen =
            [1, 2, 4, 5, 7, 8].map(|number| files.is_seen(&folder.path().join(number.to_string())));
        assert_eq!(seen, [true, false, false, true, false, true]);
        assert!(!files.is_seen(&folder.path().join("notes")));
    }
}
