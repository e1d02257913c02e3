//! What is written for `git am` is what git reads from the mails, and the tags that were given.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use trifold::archive::Archive;
use trifold::export::mbox;
use trifold::series::{SeriesIdx, Verdict};

use crate::support::{open, shared};

fn git(folder: &Path, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("git")
        .current_dir(folder)
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap().stdout
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Splits what was written for a series as git does, and compares every mail.
fn check(archive: &Archive, at: SeriesIdx) -> usize {
    let series = archive.series(at).unwrap();
    let written = mbox::series(archive, at).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let count = text(&git(path, &["mailsplit", "-o."], written.as_bytes()));
    let slots: Vec<_> = series
        .parts
        .slots
        .iter()
        .take(series.parts.total as usize)
        .collect();
    assert_eq!(count.trim(), slots.len().to_string(), "{}", series.id);
    for (number, slot) in (1..).zip(&slots) {
        let mail = fs::read(path.join(format!("{number:04}"))).unwrap();
        let info = text(&git(path, &["mailinfo", "-k", "log", "patch"], &mail));
        let message = slot.message.unwrap();
        let facts = archive.facts(message).unwrap();
        let author = facts.author(archive.message(message).unwrap());
        assert!(
            info.contains(&format!("Email: {}", author.email)),
            "{info}\n{}",
            series.id
        );
        assert!(info.contains(slot.title.as_str()), "{info}\n{}", series.id);
        let patch = fs::read(path.join("patch")).unwrap();
        let id = text(&git(path, &["patch-id", "--stable"], &patch));
        let id = id.split(' ').next().filter(|id| !id.is_empty());
        assert_eq!(
            id.map(str::to_owned),
            archive.patch_id(message).map(|id| id.to_string()),
            "{}",
            series.id
        );
        let log = [b"title\n\n".to_vec(), fs::read(path.join("log")).unwrap()].concat();
        let found = text(&git(path, &["interpret-trailers", "--parse"], &log));
        let given = slot.review.iter().chain(&slot.carried);
        let sure = given.filter(|review| review.verdict == Verdict::Ok);
        for tag in facts
            .trailers
            .iter()
            .chain(sure.map(|review| &review.trailer))
        {
            // git joins what was wrapped, and folds blanks; names and addresses stay.
            let name = format!("{}:", tag.name).to_lowercase();
            assert!(
                found.to_lowercase().contains(&name),
                "{tag} not in {found}\n{}",
                series.id
            );
        }
    }
    slots.len()
}

#[test]
fn every_patch_keeps_its_id_and_trailers_and_gains_its_tags() {
    let Some(path) = shared("corpora/mbox/io-uring-10MB.mbox.xz") else {
        return;
    };
    // All of a hundred series take git a while; a few show as much every day.
    let most = if std::env::var_os("TRIFOLD_ALL").is_some() {
        100
    } else {
        6
    };
    let archive = open(&[path]);
    let all = (0u32..).map(SeriesIdx).zip(archive.all_series());
    let whole = all.filter(|(_, series)| {
        let has_diffs = |slot: &trifold::series::Slot| {
            let facts = slot.message.and_then(|at| archive.facts(at));
            facts.is_some_and(|f| f.has_diff() && f.damage.is_empty())
        };
        series.parts.is_complete()
            && series.parts.total > 0
            && series.parts.slots.iter().all(has_diffs)
    });
    let checked: usize = whole.take(most).map(|(at, _)| check(&archive, at)).sum();
    assert!(checked >= most, "{checked} patches");
}

#[test]
fn git_applies_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().join("tree");
    fs::create_dir(&repository).unwrap();
    git(&repository, &["init", "-q"], b"");
    fs::write(repository.join("lamp.c"), "on\noff\n").unwrap();
    git(&repository, &["add", "."], b"");
    let who = ["-c", "user.name=T", "-c", "user.email=t@x"];
    git(
        &repository,
        &[&who[..], &["commit", "-qm", "base"]].concat(),
        b"",
    );
    let mails = folder.path().join("a.mbox");
    fs::write(
        &mails,
        "From a@x Tue Mar  3 10:00:00 2026\nFrom: =?utf-8?q?J=C3=B6rg?= <j@x>\nMessage-ID: <p@x>\n\
         Date: Tue, 3 Mar 2026 10:00:00 +0000\nSubject: [PATCH v2] lamp: dim =?utf-8?q?=C3=BC?=\n\n\
         From: Ann, Lee <ann@x>\n\nWhy.\nFrom 1 May 2020 10:00:00 on.\n\nSigned-off-by: Ann, Lee <ann@x>\n---\n lamp.c | 2 +-\n\n\
         diff --git a/lamp.c b/lamp.c\n--- a/lamp.c\n+++ b/lamp.c\n@@ -1,2 +1,2 @@\n on\n-off\n+dim\n-- \n2.40\n\n\
         From b@x Tue Mar  3 10:00:00 2026\nFrom: Bob <bob@x>\nMessage-ID: <r@x>\nIn-Reply-To: <p@x>\n\
         Date: Tue, 3 Mar 2026 11:00:00 +0000\nSubject: Re: [PATCH v2] lamp: dim\n\nReviewed-by: Bob <bob@x>\n",
    )
    .unwrap();
    let archive = open(&[mails]);
    let written = mbox::series(&archive, SeriesIdx(0)).unwrap();
    git(
        &repository,
        &[&who[..], &["am", "-q"]].concat(),
        written.as_bytes(),
    );
    assert_eq!(
        fs::read_to_string(repository.join("lamp.c")).unwrap(),
        "on\ndim\n"
    );
    let log = text(&git(
        &repository,
        &["log", "-1", "--format=%an <%ae>%n%s%n%(trailers)"],
        b"",
    ));
    assert!(log.starts_with("Ann, Lee <ann@x>\nlamp: dim ü\n"), "{log}");
    assert!(
        log.contains("Signed-off-by: Ann, Lee <ann@x>\nReviewed-by: Bob <bob@x>\n"),
        "{log}"
    );
    assert_eq!(
        mbox::file_name(&archive.all_series()[0]),
        "v2-lamp-dim.mbox"
    );
}

#[test]
fn tags_that_are_in_doubt_are_not_written_for_git_am() {
    for (name, tag) in [
        ("comma_name_tags_for_another", "Reviewed-by"),
        ("tag_with_a_condition", "Acked-by"),
    ] {
        let archive = crate::support::corpus(name);
        let slot = &archive.all_series()[0].parts.slots[0];
        assert!(
            slot.review
                .iter()
                .any(|review| review.verdict != Verdict::Ok),
            "{name}"
        );
        let written = mbox::series(&archive, SeriesIdx(0)).unwrap();
        let doubted = slot
            .review
            .iter()
            .filter(|review| review.verdict != Verdict::Ok);
        for review in doubted {
            assert!(
                !written.contains(&review.trailer.to_string()),
                "{tag}: {written}"
            );
        }
    }
}
