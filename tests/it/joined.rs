//! Mails put together by hand are the mails that `git mailsplit` finds, where it is right: every
//! separator has a date, and no text looks like one.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::open;

/// Numbers that look random and are the same in every run (Knuth's generator).
struct Dice(u64);

impl Dice {
    fn of<'a, T>(&mut self, sides: &'a [T]) -> &'a T {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        &sides[usize::try_from(self.0 >> 33).unwrap() % sides.len()]
    }
}

const SEPARATORS: [&str; 6] = [
    "From mboxrd@z Thu Jan  1 00:00:00 1970",
    "From ann@x Tue May 11 02:41:58 2021",
    "From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001",
    "From - Tue May 11 02:41:58 2021",
    "From ann@x mar. 11 mai 02:41:58 2021",
    "From ann at x.org  Tue May 11 02:41:58 2021",
];

const BODIES: [&str; 6] = [
    "\nA log.\n\nFrom here on it works.\n---\n+a\n \n",
    "\nA reply.\n\n> From ann@x Tue May 11\n> Subject: x\n-- \n2.47.1\n",
    "Content-Transfer-Encoding: base64\n\nRnJvbSBoZXJlIG9u\nCg==\n",
    "Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\n\ntext\n--b\n\nlog\n--b--\n",
    "Content-Type: multipart/mixed;\n boundary=c\n\nnothing\n--c\n\ntext\n\n--c--\n\n\n",
    "\n\n\nA text.\n\n\n",
];

/// A mailbox, and how many mails were put into it.
fn mailbox(dice: &mut Dice) -> (String, usize) {
    let count = *dice.of(&[1, 2, 3, 4, 5, 6, 7]);
    let mut text = String::new();
    for number in 0..count {
        let blank = if number == 0 {
            ""
        } else {
            *dice.of(&["", "\n", " \n", "\n\n"])
        };
        let (line, body) = (dice.of(&SEPARATORS), dice.of(&BODIES));
        text += &format!("{blank}{line}\nFrom: Ann <ann@x>\nMessage-ID: <{number}@x>\n{body}");
    }
    (text, count)
}

/// What git makes of a mailbox, without separators and blank lines at the end.
fn by_git(folder: &Path, file: &Path) -> Vec<Vec<u8>> {
    let out = format!("-o{}", folder.display());
    let done = Command::new("git")
        .args(["mailsplit", &out])
        .arg(file)
        .output();
    let count: usize = String::from_utf8(done.unwrap().stdout)
        .unwrap()
        .trim()
        .parse()
        .unwrap();
    let mail = |number: usize| {
        let mail = fs::read(folder.join(format!("{number:04}"))).unwrap();
        let start = mail.iter().position(|&b| b == b'\n').unwrap();
        mail[start + 1..].trim_ascii_end().to_vec()
    };
    (1..=count).map(mail).collect()
}

#[test]
fn a_hundred_joined_mailboxes_are_split_as_git_splits_them() {
    let mut dice = Dice(15);
    for _ in 0..100 {
        let (text, count) = mailbox(&mut dice);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("joined.mbox");
        fs::write(&file, &text).unwrap();
        let expected = by_git(folder.path(), &file);
        let archive = open(std::slice::from_ref(&file));
        let found: Vec<Vec<u8>> = archive
            .messages()
            .map(|(at, _)| archive.raw_bytes(at).unwrap().trim_ascii_end().to_vec())
            .collect();
        assert_eq!(found, expected, "{text}");
        assert_eq!(found.len(), count, "{text}");
        assert!(archive.warnings().is_empty(), "{text}");
    }
}
