//! Versions compared from their mails are what `git range-diff` finds between the commits.

mod page;
mod repository;

use std::fs;
use std::path::PathBuf;

use trifold::archive::Archive;
use trifold::archive::compare::{Comparison, RemarkState};
use trifold::export::range_diff;
use trifold::patch::between::Code;
use trifold::patch::pairing::{By, Op};
use trifold::series::SeriesIdx;

use crate::support::open;

use repository::{Repository, function, nameless};

fn compared(mails: &[PathBuf]) -> (Archive, Comparison) {
    let archive = open(mails);
    let mut all: Vec<_> = (0..)
        .map(SeriesIdx)
        .take(archive.all_series().len())
        .collect();
    all.sort_by_key(|&at| archive.series(at).unwrap().head.revision);
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
    assert_eq!(
        (remark.state, remark.answered),
        (RemarkState::Untouched, false)
    );
    assert_eq!(remark.text, "Is one fold not enough?");
    assert_eq!(comparison.splits(), [(0, vec![0, 1])]);
    assert_eq!(comparison.net.totals(), (0, 0));
    assert_eq!(comparison.net.files, 3);
}
