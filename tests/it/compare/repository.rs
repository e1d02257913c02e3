//! A repository of our own, in which versions of a series are made, mailed and applied.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use regex::Regex;

/// A repository of our own, in which versions of a series are made.
pub(super) struct Repository {
    folder: tempfile::TempDir,
}

const DATE: &str = "2026-03-10T10:00:00Z";

impl Repository {
    pub(super) fn new() -> Self {
        let made = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        made.git(&["init", "-q", "-b", "base"]);
        for (name, value) in [
            ("user.name", "Ann Lamp"),
            ("user.email", "ann@lamp.example"),
        ] {
            made.git(&["config", name, value]);
        }
        for name in ["bus.c", "lamp.c", "shade.c"] {
            made.write(name, &function(name, 40, &[]));
        }
        made.write("dos.txt", &"one\r\ntwo\r\nthree\r\nfour\r\n".repeat(3));
        fs::write(made.path().join("icon.bin"), [0, 1, 2, 3, 0, 255]).unwrap();
        made.commit("base");
        made
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn git(&self, arguments: &[&str]) -> String {
        let out = Command::new("git")
            .current_dir(self.path())
            .args(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_DATE", DATE)
            .env("GIT_COMMITTER_DATE", DATE)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(
            out.status.success(),
            "git {arguments:?}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        String::from_utf8_lossy(&out.stdout).into_owned()
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    pub(super) fn replace(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path().join(name)).unwrap();
        assert!(text.contains(from), "{from} is not in {name}");
        self.write(name, &text.replace(from, to));
    }

    pub(super) fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    /// Begins a version on a branch that is there.
    pub(super) fn begin(&self, version: u32, on: &str) {
        self.git(&["checkout", "-q", "-b", &format!("v{version}"), on]);
    }

    /// Mails a version, and makes its commits of the mails again, as a maintainer would.
    pub(super) fn mail(&self, version: u32, on: &str, options: &[&str]) -> PathBuf {
        let out = format!("mails{version}");
        let (number, range) = (format!("-v{version}"), format!("{on}..v{version}"));
        let subject = "--subject-prefix=PATCH";
        let fixed = [
            "format-patch",
            "-q",
            "--thread",
            subject,
            &number,
            "-o",
            &out,
        ];
        self.git(&[&fixed[..], options, &[&range]].concat());
        let mut mails: Vec<PathBuf> = fs::read_dir(self.path().join(&out))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        mails.sort();
        let mbox = self.path().join(format!("v{version}.mbox"));
        let all: Vec<u8> = mails
            .iter()
            .flat_map(|path| fs::read(path).unwrap())
            .collect();
        fs::write(&mbox, all).unwrap();
        self.git(&["checkout", "-q", "-b", &format!("am{version}"), on]);
        let patches = mails
            .iter()
            .filter(|path| !path.display().to_string().contains("0000"));
        let patches: Vec<&str> = patches.map(|path| path.to_str().unwrap()).collect();
        self.git(&[&["am", "-q", "--keep-cr"], &patches[..]].concat());
        mbox
    }

    /// What git finds, commit names put out.
    pub(super) fn range_diff(&self, old: (&str, &str), new: (&str, &str)) -> String {
        let range = |(base, tip): (&str, &str)| format!("{base}..{tip}");
        nameless(&self.git(&["range-diff", "--no-color", &range(old), &range(new)]))
    }
}

/// The text with the names of commits and patches put out.
pub(super) fn nameless(text: &str) -> String {
    let name = Regex::new(r"(?m)^( *[\d-]+:  )\S+( [=!<>] +[\d-]+:  )\S+").unwrap();
    name.replace_all(text, "${1}x${2}x").into_owned()
}

/// A file of functions, each of a few lines, with some lines changed.
pub(super) fn function(name: &str, lines: usize, changed: &[(usize, &str)]) -> String {
    let mut text = String::new();
    for line in 0..lines {
        let changed = changed.iter().find(|(at, _)| *at == line);
        match (changed, line % 10) {
            (Some((_, other)), _) => writeln!(text, "{other}").unwrap(),
            (None, 0) => writeln!(text, "int part_{}(void) /* {name} */", line / 10).unwrap(),
            (None, 1) => writeln!(text, "{{").unwrap(),
            (None, 9) => writeln!(text, "}}").unwrap(),
            (None, _) => writeln!(text, "\tstep({line});").unwrap(),
        }
    }
    text
}
