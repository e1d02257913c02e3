//! Versions compared from their mails are what `git range-diff` finds between the commits.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use regex::Regex;
use trifold::archive::Archive;
use trifold::archive::compare::{Comparison, State};
use trifold::export::range_diff;
use trifold::patch::between::Code;
use trifold::patch::pairing::{By, Op};
use trifold::series::SeriesIdx;

use crate::session::Session;
use crate::support::{file, open};

/// A repository of our own, in which versions of a series are made.
struct Repository {
    folder: tempfile::TempDir,
}

const DATE: &str = "2026-03-10T10:00:00Z";

impl Repository {
    fn new() -> Self {
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

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn git(&self, arguments: &[&str]) -> String {
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

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    fn replace(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path().join(name)).unwrap();
        assert!(text.contains(from), "{from} is not in {name}");
        self.write(name, &text.replace(from, to));
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    /// Begins a version on a branch that is there.
    fn begin(&self, version: u32, on: &str) {
        self.git(&["checkout", "-q", "-b", &format!("v{version}"), on]);
    }

    /// Mails a version, and makes its commits of the mails again, as a maintainer would.
    fn mail(&self, version: u32, on: &str, options: &[&str]) -> PathBuf {
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
    fn range_diff(&self, old: (&str, &str), new: (&str, &str)) -> String {
        let range = |(base, tip): (&str, &str)| format!("{base}..{tip}");
        nameless(&self.git(&["range-diff", "--no-color", &range(old), &range(new)]))
    }
}

/// The text with the names of commits and patches put out.
fn nameless(text: &str) -> String {
    let name = Regex::new(r"(?m)^( *[\d-]+:  )\S+( [=!<>] +[\d-]+:  )\S+").unwrap();
    name.replace_all(text, "${1}x${2}x").into_owned()
}

/// A file of functions, each of a few lines, with some lines changed.
fn function(name: &str, lines: usize, changed: &[(usize, &str)]) -> String {
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

fn compared(mails: &[PathBuf]) -> (Archive, Comparison) {
    let archive = open(mails);
    let mut all: Vec<_> = (0..)
        .map(SeriesIdx)
        .take(archive.all_series().len())
        .collect();
    all.sort_by_key(|&at| archive.series(at).unwrap().revision);
    let [older, newest] = all[..] else {
        panic!("{} series", all.len())
    };
    let comparison = archive.compare(older, newest, &|| true);
    (archive, comparison)
}

fn text(comparison: &Comparison) -> String {
    let mut out = Vec::new();
    range_diff::write(comparison, false, &mut out).unwrap();
    nameless(&String::from_utf8_lossy(&out))
}

fn rows(comparison: &Comparison) -> Vec<(Option<usize>, &'static str, Option<usize>)> {
    let count = |at: Option<usize>| at.map(|at| at + 1);
    let entries = comparison.entries.iter();
    entries
        .map(|entry| (count(entry.old), entry.op.sign(), count(entry.new)))
        .collect()
}

#[test]
fn patches_in_another_order_retitled_and_with_other_tags_are_paired_as_git_does() {
    let made = Repository::new();
    let changes = [
        (
            "lamp.c",
            "\tstep(3);",
            "\tstep(3);\n\tdim(3);\n\tdim(4);\n\tdim(5);",
            "lamp: dim",
        ),
        ("bus.c", "\tstep(14);", "\tstep(140);", "bus: step further"),
        (
            "shade.c",
            "\tstep(25);",
            "\tshade(25);\n\tshade(26);",
            "shade: shade",
        ),
    ];
    made.begin(1, "base");
    for (file, from, to, title) in changes {
        made.replace(file, from, to);
        made.commit(&format!(
            "{title}\n\nIt was\tdark.\n\n\nAnd it still is.\n\nSigned-off-by: Ann Lamp <ann@lamp.example>\nReviewed-by: Ben Bus <ben@bus.example>"
        ));
    }
    made.begin(2, "base");
    for (file, from, to, title) in [changes[2], changes[0], changes[1]] {
        made.replace(file, from, to);
        let title = title.replace("bus: step further", "bus: make a longer step");
        made.commit(&format!(
            "{title}\n\nIt was\tdark.\n\nAnd it still is.\n\nSigned-off-by: Ann Lamp <ann@lamp.example>"
        ));
    }
    let mails = [made.mail(1, "base", &[]), made.mail(2, "base", &[])];
    let (_, comparison) = compared(&mails);
    assert_eq!(
        text(&comparison),
        made.range_diff(("base", "am1"), ("base", "am2"))
    );
    assert_eq!(
        rows(&comparison),
        [
            (Some(3), "!", Some(1)),
            (Some(1), "!", Some(2)),
            (Some(2), "!", Some(3))
        ]
    );
    for entry in &comparison.entries {
        assert_eq!((entry.by, entry.kinds.code), (Some(By::Diff), Code::Same));
        assert!(entry.kinds.trailers && !entry.kinds.log && !entry.kinds.author);
    }
    assert!(comparison.entries[2].kinds.title);
}

#[test]
fn a_rebase_alone_is_context_and_noise() {
    let made = Repository::new();
    made.begin(1, "base");
    made.write("lamp.c", &function("lamp.c", 40, &[(15, "\tbright(15);")]));
    made.commit("lamp: be bright\n\nWhy not.");
    made.write("bus.c", &function("bus.c", 40, &[(35, "\tfast(35);")]));
    made.commit("bus: be fast");
    made.git(&["checkout", "-q", "-b", "later", "base"]);
    made.write(
        "lamp.c",
        &format!("first\n{}", function("lamp.c", 40, &[(13, "\tother(13);")])),
    );
    made.write("bus.c", &format!("first\n{}", function("bus.c", 40, &[])));
    made.commit("what others did");
    made.begin(2, "later");
    made.replace("lamp.c", "\tstep(15);", "\tbright(15);");
    made.commit("lamp: be bright\n\nWhy not.");
    made.replace("bus.c", "\tstep(35);", "\tfast(35);");
    made.commit("bus: be fast");
    let mails = [made.mail(1, "base", &[]), made.mail(2, "later", &[])];
    let (_, comparison) = compared(&mails);
    assert_eq!(
        text(&comparison),
        made.range_diff(("base", "am1"), ("later", "am2"))
    );
    let [first, second] = comparison.entries.as_slice() else {
        panic!("{:?}", comparison.entries)
    };
    assert_eq!((first.op, first.kinds.code), (Op::Changed, Code::Context));
    assert_eq!((first.gone, first.come, first.noise), (0, 0, 2));
    assert_eq!(second.op, Op::Same);
}

#[test]
fn renames_modes_binaries_and_line_ends_read_as_git_reads_them() {
    let made = Repository::new();
    let version = |extra: &str, mode: &str, icon: &[u8]| {
        made.git(&["mv", "shade.c", "cover.c"]);
        made.replace("cover.c", "\tstep(5);", &format!("\tcover(5);{extra}"));
        made.commit("shade: it is a cover");
        let flag = format!("--chmod={mode}");
        made.git(&["update-index", &flag, "bus.c"]);
        made.replace("bus.c", "\tstep(4);", &format!("\trun(4);{extra}"));
        made.git(&["add", "bus.c"]);
        made.git(&["update-index", &flag, "bus.c"]);
        made.git(&["commit", "-q", "-m", "bus: a mode"]);
        made.git(&["checkout", "-q", "-f", "HEAD"]);
        fs::write(made.path().join("icon.bin"), icon).unwrap();
        made.write("new.c", &function("new.c", 12, &[]));
        fs::remove_file(made.path().join("lamp.c")).unwrap();
        made.commit(&format!("icon: draw it{extra}"));
        made.replace("dos.txt", "two\r\n", &format!("two{extra}\r\n"));
        made.write("end.txt", &format!("no end{extra}"));
        made.commit("dos: ends");
    };
    made.begin(1, "base");
    version(" // a", "+x", &[0, 9, 9, 9, 0, 1]);
    made.begin(2, "base");
    version(" // b", "+x", &[0, 8, 8, 8, 8, 0, 1]);
    let mails = [made.mail(1, "base", &["-M"]), made.mail(2, "base", &["-M"])];
    let (_, comparison) = compared(&mails);
    assert_eq!(
        text(&comparison),
        made.range_diff(("base", "am1"), ("base", "am2"))
    );
}

#[test]
fn split_squashed_dropped_and_new_patches_are_paired_as_git_does() {
    let made = Repository::new();
    let calls = |word: &str, count: usize| -> String {
        (0..count).map(|n| format!("\t{word}({n});\n")).collect()
    };
    let add = |file: &str, at: usize, text: &str| {
        let line = format!("\tstep({at});\n");
        made.replace(file, &line, &format!("{line}{text}"));
    };
    made.begin(1, "base");
    add("lamp.c", 3, &calls("bright", 12));
    add("bus.c", 3, &calls("fast", 9));
    made.commit("lamp, bus: bright and fast");
    add("shade.c", 3, &calls("fold", 4));
    made.commit("shade: fold");
    add("shade.c", 23, &calls("unfold", 4));
    made.commit("shade: unfold");
    add("bus.c", 33, &calls("drop", 10));
    made.commit("bus: dropped later");
    made.begin(2, "base");
    add("lamp.c", 3, &calls("bright", 12));
    made.commit("lamp: bright");
    add("bus.c", 3, &calls("fast", 9));
    made.commit("bus: fast");
    add("shade.c", 3, &calls("fold", 4));
    add("shade.c", 23, &calls("unfold", 4));
    made.commit("shade: fold and unfold");
    add("lamp.c", 33, &calls("blink", 8));
    made.commit("lamp: blink");
    let mails = [
        made.mail(1, "base", &[]),
        made.mail(2, "base", &["--cover-letter"]),
    ];
    let (_, comparison) = compared(&mails);
    assert_eq!(
        text(&comparison),
        made.range_diff(("base", "am1"), ("base", "am2"))
    );
}

#[test]
fn the_page_says_what_changed_and_leads_to_the_newer_patch() {
    let mut session = Session::new(&[file("assets/sample.mbox")], 120, 40);
    session.press("/ f a d e enter enter D");
    let screen = session.screen();
    for line in [
        "[2] Compare v2 → v3 lamp: fade instead of switching",
        "Patches  3 → 4: 1 same · 1 but for trailers · 1 changed · 1 new",
        "Net      2 of 8 files differ by 8 lines",
        "Remarks  1: 1 where lines changed",
        "  2 !  2  lamp: add lamp_fade()  ",
        "  – >  4  docs: say how a lamp fades  ",
        "▸   1 !  1  lamp: refuse levels out of range",
        "  - +#define LAMP_FADE_STEP_MS 10",
        "  + +#define LAMP_FADE_STEP_MS 20",
    ] {
        assert!(screen.contains(line), "{line}\n{screen}");
    }
    // The second of the patches, two lines below the first rule.
    session.press("g g j j j j j j j j enter");
    let screen = session.screen();
    assert!(
        screen.contains("[2] v3 2/4 lamp: add lamp_fade()"),
        "{screen}"
    );
    session.press("D");
    let screen = session.screen();
    assert!(screen.contains("[2] Compare v2 → v3"), "{screen}");
}

#[test]
fn noise_and_patches_without_code_are_hidden_by_a_key() {
    let made = Repository::new();
    made.begin(1, "base");
    made.write("lamp.c", &function("lamp.c", 40, &[(15, "\tbright(15);")]));
    made.commit("lamp: be bright\n\nWhy not.");
    made.write("bus.c", &function("bus.c", 40, &[(35, "\tfast(35);")]));
    made.write("new.c", "int one;\n");
    made.commit("bus: be fast");
    made.git(&["checkout", "-q", "-b", "later", "base"]);
    made.write("lamp.c", &function("lamp.c", 40, &[(13, "\tother(13);")]));
    made.commit("what others did");
    made.begin(2, "later");
    made.replace("lamp.c", "\tstep(15);", "\tbright(15);");
    made.commit("lamp: be bright\n\nWhy not.");
    made.replace("bus.c", "\tstep(35);", "\tfaster(35);");
    made.write("new.c", "int two;\n");
    made.commit("bus: be fast");
    let mails = [made.mail(1, "base", &[]), made.mail(2, "later", &[])];
    let mut session = Session::new(&mails, 120, 40);
    // The section of the patch that was only rebased is closed: `]` goes there, `z o` opens it.
    session.press("enter D ] z o");
    let screen = session.screen();
    for line in [
        "[2] Compare v1 → v2",
        "▾   1 !  1  lamp: be bright",
        "  ·         step(13);",
        "  ·         other(13);",
        "  - +       fast(35);",
        "  + +       faster(35);",
        "v1 → v2",
    ] {
        assert!(screen.contains(line), "{line}\n{screen}");
    }
    session.press("W");
    let screen = session.screen();
    assert!(screen.contains("only stand elsewhere hidden"), "{screen}");
    assert!(!screen.contains("other(13);"), "{screen}");
    session.press("W");
    let screen = session.screen();
    assert!(screen.contains("  +         other(13);"), "{screen}");
    session.press("=");
    let screen = session.screen();
    assert!(
        screen.contains("1 more without a change of code"),
        "{screen}"
    );
    assert!(!screen.contains("1 !  1  lamp"), "{screen}");
    // A net change has no log, also where what stands around it reaches up there.
    session.press("g n");
    let screen = session.screen();
    assert!(screen.contains("  + +int two;"), "{screen}");
    assert!(!screen.contains("┃  log"), "{screen}");
    session.press("q");
    // `)` goes to the patch with a change of code, `x` marks its hunk as viewed in the newer one.
    session.press("g g ) x q ] ]");
    let screen = session.screen();
    assert!(screen.contains("v2 2/2 bus: be fast"), "{screen}");
    assert!(screen.contains("✓"), "{screen}");
}

#[test]
fn any_two_versions_are_picked_and_compared_as_one_change() {
    let mut session = Session::new(&[file("assets/sample.mbox")], 120, 40);
    session.press("/ f a d e enter enter D V");
    let screen = session.screen();
    assert!(screen.contains("The older version"), "{screen}");
    session.press("enter");
    let screen = session.screen();
    assert!(screen.contains("The newer version"), "{screen}");
    session.press("enter");
    let screen = session.screen();
    assert!(screen.contains("[2] Compare v1 → v2"), "{screen}");
    session.press("g n");
    let screen = session.screen();
    assert!(screen.contains("[2] Net change v1 → v2"), "{screen}");
    session.press("q");
    let screen = session.screen();
    assert!(screen.contains("[2] Compare v1 → v2"), "{screen}");
}

#[test]
fn versions_are_named_in_a_command_and_one_that_is_alone_says_so() {
    let mut session = Session::new(&[file("assets/sample.mbox")], 120, 40);
    session.press("/ f a d e enter enter : c o m p a r e space 1 space 3 enter");
    let screen = session.screen();
    assert!(screen.contains("[2] Compare v1 → v3"), "{screen}");
    session.press(": c o m p a r e space v 1 . . v 7 enter");
    let screen = session.screen();
    assert!(
        screen.contains("v1 and v7 of this series are not both here"),
        "{screen}"
    );
    let mut session = Session::new(&[file("assets/sample.mbox")], 120, 40);
    session.press("g g enter D");
    let screen = session.screen();
    assert!(
        screen.contains("only v1 of this series is open here"),
        "{screen}"
    );
}

#[test]
fn letters_are_compared_with_their_recipients_and_bases() {
    let letter = |version: &str, day: u32, said: &str, to: &str, base: &str| {
        format!(
            "From ann@lamp.example Tue Mar {day} 10:00:00 2026\nFrom: Ann Lamp <ann@lamp.example>\n\
             To: {to}\nMessage-ID: <c{day}@lamp.example>\nDate: Tue, {day} Mar 2026 09:59:00 +0000\n\
             Subject: [PATCH{version} 0/1] lamp: fade\n\n{said}\n\nAnn Lamp (1):\n  lamp: fade\n\n\
             base-commit: {base}\n\n"
        )
    };
    let base = [
        "1234567890123456789012345678901234567890",
        "abcdefabcdefabcdefabcdefabcdefabcdefabcd",
    ];
    let made = tempfile::tempdir().unwrap();
    let path = made.path().join("letters.mbox");
    let old = letter(
        "",
        10,
        "A lamp fades.",
        "Ben <ben@bus.example>, Cy <cy@bus.example>",
        base[0],
    );
    let new = letter(
        " v2",
        17,
        "A lamp fades slowly.",
        "cy@BUS.example, dee@bus.example",
        base[1],
    );
    fs::write(&path, old + &new).unwrap();
    let (_, comparison) = compared(&[path]);
    let letters = comparison.letters.unwrap();
    assert_eq!(letters.counts(), (1, 1));
    assert_eq!(letters.gained, ["dee@bus.example"]);
    assert_eq!(letters.lost, ["ben@bus.example"]);
    let [old, new] = letters.base.unwrap().map(Option::unwrap);
    assert_eq!([old.as_str(), new.as_str()], base);
}

#[test]
fn the_page_at_the_sizes_that_it_was_drawn_for() {
    for (width, height) in [(160, 48), (80, 24)] {
        let mut session = Session::new(&[file("assets/sample.mbox")], width, height);
        session.press("/ f a d e enter enter D");
        let name = format!("compare_{width}x{height}");
        insta::assert_snapshot!(name, session.screen());
    }
}

/// A reply to the second patch of the first version, as a mailbox.
fn answered(made: &Repository, archive: &Archive) -> PathBuf {
    let mut mails = archive.messages();
    let (_, about) = mails
        .find(|(_, mail)| mail.subject.contains("v1 2/2"))
        .unwrap();
    let (id, subject) = (about.id.as_str(), &about.subject);
    let reply = format!(
        "From ben@bus.example Tue Mar 10 10:00:00 2026\nFrom: Ben Bus <ben@bus.example>\nMessage-ID: <r@bus.example>\n\
         In-Reply-To: <{id}>\nDate: Tue, 10 Mar 2026 09:59:00 +0000\nSubject: Re: {subject}\n\n\
         > +\tlamp_fold_of_the_bus(1);\n> +\tlamp_fold_of_the_bus(2);\n\nIs one fold not enough?\n"
    );
    let path = made.path().join("reply.mbox");
    fs::write(&path, reply).unwrap();
    path
}

#[test]
fn a_lost_tag_an_unanswered_remark_and_what_was_split_off_are_found() {
    let made = Repository::new();
    let calls = |word: &str| -> String {
        (0..9)
            .map(|n| format!("\tlamp_{word}_of_the_bus({n});\n"))
            .collect()
    };
    let add = |file: &str, at: usize, text: &str| {
        let line = format!("\tstep({at});\n");
        made.replace(file, &line, &format!("{line}{text}"));
    };
    let tag = "Reviewed-by: Ben Bus <ben@bus.example>";
    made.begin(1, "base");
    add("lamp.c", 3, &calls("bright"));
    add("bus.c", 3, &calls("fast"));
    add("bus.c", 23, &calls("slow"));
    made.commit("lamp, bus: bright and fast");
    add("shade.c", 3, &calls("fold"));
    made.commit(&format!("shade: fold\n\nWhy not.\n\n{tag}"));
    made.begin(2, "base");
    add("lamp.c", 3, &calls("bright"));
    made.commit("lamp: bright");
    add("bus.c", 3, &calls("fast"));
    add("bus.c", 23, &calls("slow"));
    made.commit("lamp, bus: bright and fast");
    add("shade.c", 3, &calls("fold"));
    made.commit("shade: fold\n\nWhy not.");
    let mails = [made.mail(1, "base", &[]), made.mail(2, "base", &[])];
    let (archive, _) = compared(&mails);
    let path = answered(&made, &archive);
    let (_, comparison) = compared(&[mails[0].clone(), mails[1].clone(), path]);
    let lost: Vec<_> = comparison
        .tags
        .iter()
        .filter(|tag| tag.is_lost_on_same())
        .collect();
    assert_eq!(lost.len(), 1, "{:?}", comparison.tags);
    assert_eq!(
        (lost[0].old, lost[0].new, lost[0].from),
        (Some(1), Some(2), None)
    );
    let [remark] = comparison.remarks.as_slice() else {
        panic!("{:?}", comparison.remarks)
    };
    assert_eq!((remark.state, remark.answered), (State::Untouched, false));
    assert_eq!(remark.text, "Is one fold not enough?");
    assert_eq!(comparison.splits(), [(0, vec![0, 1])]);
    assert_eq!(comparison.net.totals(), (0, 0));
    assert_eq!(comparison.net.files, 3);
}

#[test]
fn a_version_is_compared_with_the_newest_older_one_that_was_read() {
    let open = || Session::new(&[file("assets/sample.mbox")], 120, 60);
    let mut session = open();
    session.press("/ f a d e enter enter");
    session.screen_shows("changes since v2");
    session.press("D");
    session.screen_shows("[2] Compare v2 → v3");
    // The first version is read, the second is not.
    let mut session = open();
    session.press("/ f a d e enter V j j enter");
    session.screen_shows("[2] v1");
    session.press("1 k k enter");
    session.screen_shows("changes since v1");
    session.press("D");
    session.screen_shows("[2] Compare v1 → v3");
    // Both are read: the newer of them counts.
    session.press("1 j enter 1 k enter D");
    session.screen_shows("[2] Compare v2 → v3");
}

#[test]
fn a_version_without_patches_here_offers_no_comparison() {
    let paths = [file("assets/sample.mbox"), file("assets/sample_digest.md")];
    let mut session = Session::new(&paths, 120, 60);
    session.press("/ f a d e enter enter");
    session.screen_shows("[v4]   0/4");
    assert!(
        !session.screen().contains("changes since"),
        "{}",
        session.screen()
    );
}
