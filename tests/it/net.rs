//! Net changes composed from mails are what git finds between the commits.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use trifold::archive::Archive;
use trifold::patch::compose::{NetChange, PatchStep, compose};
use trifold::patch::diff;
use trifold::series::Series;

use crate::session::Session;
use crate::support::{all_of_them, file, open, shared};

fn git(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let out = Command::new("git")
        .current_dir(folder)
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (
        out.status.success(),
        String::from_utf8_lossy(&out.stdout).into_owned(),
    )
}

/// Files that end where a patch shows fewer than three lines behind its last change: git applies
/// such a hunk at the end only.
fn ending(steps: &[PatchStep]) -> HashSet<String> {
    let mut paths = HashSet::new();
    for step in steps {
        for file in &diff::parse(&step.text).files {
            let last = file
                .hunks
                .last()
                .and_then(|hunk| step.text.get(hunk.range.clone()));
            let lines = last.unwrap_or_default().lines().rev();
            if lines
                .take_while(|line| line.starts_with(' ') || line.is_empty())
                .count()
                < 3
            {
                paths.insert(file.file.path.to_string());
                paths.extend(file.file.old_path.iter().map(ToString::to_string));
            }
        }
    }
    paths
}

/// The files before the series: the lines that patches show, and something else between them.
fn lay_out(folder: &Path, net: &NetChange, ending: &HashSet<String>) {
    let Some(path) = &net.old_path else { return };
    let last = net.base.last().map_or(0, |line| line.0);
    let known: BTreeMap<u32, &String> = net
        .base
        .iter()
        .map(|(number, line)| (*number, line))
        .collect();
    let mut text = String::new();
    let mut names = net.old_path.iter().chain(&net.new_path);
    let more = if names.any(|name| ending.contains(name)) {
        0
    } else {
        9
    };
    for number in 1..=last + more {
        match known.get(&number) {
            Some(line) => text.push_str(line),
            None => text.push_str(&format!("?{number}")),
        }
        text.push('\n');
    }
    let to = folder.join(path);
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::write(to, text).unwrap();
}

/// What a diff takes away and adds, by file, number and text, without context.
fn edits(text: &str) -> Vec<(String, char, u32, String)> {
    let mut edits = Vec::new();
    for file in &diff::parse(text).files {
        for hunk in &file.hunks {
            let (mut old, mut new) = (
                hunk.old.0 + u32::from(hunk.old.1 == 0),
                hunk.new.0 + u32::from(hunk.new.1 == 0),
            );
            for line in text[hunk.range.clone()].lines().skip(1) {
                let path = file.file.path.to_string();
                match line.chars().next() {
                    Some('-') => {
                        edits.push((path, '-', old, line[1..].to_owned()));
                        old += 1;
                    }
                    Some('+') => {
                        edits.push((path, '+', new, line[1..].to_owned()));
                        new += 1;
                    }
                    Some('\\') => {}
                    _ => (old, new) = (old + 1, new + 1),
                }
            }
        }
    }
    edits
}

#[derive(Default)]
struct Count {
    series: usize,
    unusable: usize,
    files: usize,
    refused: usize,
    same: usize,
    equal: usize,
    wrong: Vec<String>,
}

/// Applies the mails with git, one commit each, and compares file by file.
fn check(archive: &Archive, series: &Series, count: &mut Count) {
    let steps: Vec<PatchStep> = (series.parts.slots.iter())
        .filter_map(|slot| {
            let body = archive.read_body(slot.message?).ok()?;
            Some(PatchStep {
                number: slot.number,
                text: body.whole().into_owned(),
            })
        })
        .collect();
    let nets = compose(&steps, &|| true);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    git(path, &["init", "-q", "-b", "master"]);
    let ending = ending(&steps);
    for net in &nets {
        lay_out(path, net, &ending);
    }
    let commit = [
        "-c",
        "user.name=T",
        "-c",
        "user.email=t@x",
        "commit",
        "-qam",
        "x",
        "--allow-empty",
    ];
    git(path, &["add", "-A"]);
    git(path, &commit);
    for PatchStep { number, text } in &steps {
        let diff = diff::parse(text);
        let start = diff.start().unwrap_or(0);
        fs::write(path.join(".patch"), &text[start..]).unwrap();
        if !git(path, &["apply", "--index", "--whitespace=nowarn", ".patch"]).0 {
            if nets.iter().all(|net| net.diff.is_ok()) {
                count
                    .wrong
                    .push(format!("{}: git does not apply patch {number}", series.id));
            }
            count.unusable += 1;
            return;
        }
        fs::remove_file(path.join(".patch")).unwrap();
        git(path, &commit);
    }
    count.series += 1;
    for net in &nets {
        compare(path, net, series, count);
    }
}

/// Compares the net change of a file with what git finds.
fn compare(path: &Path, net: &NetChange, series: &Series, count: &mut Count) {
    let base = git(path, &["rev-list", "--max-parents=0", "HEAD"]).1;
    count.files += 1;
    let Ok(own) = &net.diff else {
        count.refused += 1;
        return;
    };
    let mut names: Vec<&str> = net
        .old_path
        .iter()
        .chain(&net.new_path)
        .map(String::as_str)
        .collect();
    names.dedup();
    let arguments = [&["diff", "-M1%", base.trim(), "HEAD", "--"][..], &names].concat();
    let theirs = git(path, &arguments).1;
    if edits(own) == edits(&theirs) {
        count.same += 1;
        return;
    }
    // The same change may be told in more than one way: what counts is what it does.
    git(path, &["checkout", "-q", "-f", base.trim()]);
    fs::write(path.join(".patch"), own).unwrap();
    let applies = own.is_empty()
        || git(
            path,
            &[
                "apply",
                "--index",
                "--unidiff-zero",
                "--whitespace=nowarn",
                ".patch",
            ],
        )
        .0;
    let is_same = applies
        && git(
            path,
            &[&["diff", "--cached", "--quiet", "master", "--"][..], &names].concat(),
        )
        .0;
    fs::remove_file(path.join(".patch")).unwrap();
    git(path, &["checkout", "-q", "-f", "master"]);
    if is_same {
        count.equal += 1;
    } else {
        count.wrong.push(format!(
            "{} {}\n{own}\n-- git --\n{theirs}",
            series.id,
            net.known_path()
        ));
    }
}

#[test]
fn net_changes_are_what_git_finds() {
    let Some(path) = shared("corpora/mbox/io-uring-10MB.mbox.xz") else {
        return;
    };
    let more = shared("corpora/truth/kvmarm-2021.mbox.xz").filter(|_| all_of_them());
    let most = if all_of_them() { 100 } else { 3 };
    let paths: Vec<_> = std::iter::once(path).chain(more).collect();
    let archive = open(&paths);
    let whole = archive.all_series().iter().filter(|series| {
        let is_sound = |slot: &trifold::series::Slot| {
            let facts = slot.message.and_then(|at| archive.facts(at));
            facts.is_some_and(|facts| facts.has_diff() && facts.damage.is_empty())
        };
        series.parts.is_complete()
            && series.parts.total > 1
            && series.parts.slots.iter().all(is_sound)
    });
    let mut count = Count::default();
    for series in whole {
        if count.series == most {
            break;
        }
        check(&archive, series, &mut count);
    }
    for case in count.wrong.iter().take(5) {
        eprintln!("{case}\n");
    }
    eprintln!(
        "{} series ({} that git does not apply): {} files, {} without a net change, {} the same lines, {} the same effect, {} wrong",
        count.series,
        count.unusable,
        count.files,
        count.refused,
        count.same,
        count.equal,
        count.wrong.len()
    );
    assert!(count.wrong.is_empty() && count.series > 0);
}

fn session(width: u16, height: u16, keys: &str) -> Session {
    let mails = [file("tests/corpus/three_patches_on_one_file.mbox")];
    let mut session = Session::new(&mails, width, height);
    session.press(keys);
    session
}

#[test]
fn a_series_as_one_change() {
    for (width, height) in [(200, 60), (120, 40), (80, 24), (60, 20)] {
        let name = format!("net_{width}x{height}");
        insta::assert_snapshot!(name, session(width, height, "g n").screen());
    }
}

#[test]
fn the_tree_says_which_patches_touch_a_file_and_leads_to_what_they_make_of_it() {
    let mut session = session(120, 40, "3 j");
    session.screen_shows("lamp.c  1-3");
    session.press("enter");
    session.screen_shows("Net change lamp.c");
    session.screen_shows("Patches  1-3");
    assert!(!session.screen().contains("print"));
    // What one patch touches is read there.
    session.press("3 j j enter");
    session.screen_shows("v1 1/3 lamp: add red");
}

#[test]
fn a_run_of_patches_is_asked_for_by_number() {
    let mut session = session(120, 40, ": n e t space 2 - 3 enter");
    session.screen_shows("Net change 2-3/3");
    session.screen_shows("green");
    assert!(!session.screen().contains("+red"));
    session.press(": n e t space x enter");
    session.screen_shows("patches are said as 2-5, 3 or 4-");
}
