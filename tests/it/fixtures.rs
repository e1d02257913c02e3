//! What the tests of patchwork and b4 assert about their own mails, where those lie beside the
//! project. What we decide otherwise is listed with the reason.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::Value;
use trifold::archive::Archive;
use trifold::archive::load::load;
use trifold::mail::{MessageId, MsgIdx};
use trifold::patch::stat::FileChange;
use trifold::patch::trailer::{self, Trailer};
use trifold::patch::{PatchKind, letter};
use trifold::series::correct::Corrections;
use trifold::series::{Review, Series, Slot, Verdict};

/// The fixtures and a list of theirs; none, said aloud, where they are not here.
fn fixtures(list: &str) -> Option<(PathBuf, Value)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/fixtures");
    let Ok(text) = std::fs::read_to_string(root.join(list)) else {
        eprintln!("skipped: {list} is not here");
        return None;
    };
    Some((root, serde_json::from_str(&text).unwrap()))
}

fn open(path: &Path) -> Archive {
    load(&[path.to_path_buf()], &Corrections::default(), &|_| {
        ControlFlow::Continue(())
    })
    .unwrap()
}

fn id(value: &Value) -> Option<String> {
    value.as_str().map(|id| MessageId::new(id).to_string())
}

/// Revision, total, whether complete, cover, and each patch with its number.
type Shape = (u64, u64, bool, Option<String>, Vec<(u64, String)>);

fn expected(series: &Value) -> Shape {
    let patches = series["patches"].as_array().unwrap().iter();
    (
        series["version"].as_u64().unwrap(),
        series["total"].as_u64().unwrap(),
        series["complete"].as_bool().unwrap(),
        id(&series["cover"]),
        patches
            .map(|p| (p["number"].as_u64().unwrap(), id(&p["message_id"]).unwrap()))
            .collect(),
    )
}

fn found(archive: &Archive, series: &Series) -> Shape {
    let name = |at| archive.message(at).unwrap().id.to_string();
    let patch = |slot: &Slot| Some((u64::from(slot.number), name(slot.message?)));
    (
        u64::from(series.head.revision.major),
        u64::from(series.parts.total),
        series.parts.is_complete(),
        series.parts.cover.map(name),
        series.parts.slots.iter().filter_map(patch).collect(),
    )
}

#[test]
fn patchworks_series_are_found() {
    let Some((root, list)) = fixtures("patchwork.json") else {
        return;
    };
    let mut wrong = Vec::new();
    for case in list["series"].as_array().unwrap() {
        let file = case["file"].as_str().unwrap();
        let archive = open(&root.join(file));
        let Some(series) = case["series"].as_array() else {
            continue;
        };
        let expect: BTreeSet<Shape> = series.iter().map(expected).collect();
        let all = archive.all_series().iter();
        let got: BTreeSet<Shape> = all.map(|series| found(&archive, series)).collect();
        if got != expect {
            wrong.push(format!("{file}\n  expect {expect:?}\n  found  {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn patchworks_odd_mails_are_read() {
    let Some((root, list)) = fixtures("patchwork.json") else {
        return;
    };
    for case in list["mail"].as_array().unwrap() {
        let archive = open(&root.join(case["file"].as_str().unwrap()));
        let expect = &case["expect"];
        let facts = || archive.messages().filter_map(|(at, _)| archive.facts(at));
        if let Some(diff) = expect["diff"].as_bool() {
            assert_eq!(facts().any(trifold::patch::Facts::has_diff), diff, "{case}");
        }
        let urls: Vec<_> = facts()
            .filter_map(|f| f.letter.pull_url.as_deref())
            .collect();
        diff_reads_as(&archive, case);
        match &expect["pull_url"] {
            Value::Bool(is) => assert_eq!(!urls.is_empty(), *is, "{case}"),
            Value::String(url) => assert_eq!(urls, [url.as_str()], "{case}"),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => {}
        }
    }
    for case in list["fuzz"].as_array().unwrap() {
        // That it returns is all that is asked: some are refused as binary.
        let path = root.join(case["file"].as_str().unwrap());
        let _ = load(&[path], &Corrections::default(), &|_| {
            ControlFlow::Continue(())
        });
    }
}

/// What a case says of the diff, of the log, and of what is neither.
fn diff_reads_as(archive: &Archive, case: &Value) {
    let expect = &case["expect"];
    let (at, message) = archive.messages().next().unwrap();
    let facts = archive.facts(at).unwrap();
    let body = archive.read_body(at).unwrap();
    let text = body.text.as_str();
    let is_diff = |section: &&letter::Section| section.kind == letter::SectionKind::Diff;
    let sections = letter::sections(text);
    let diff = sections.iter().find(is_diff);
    // A patch that was attached is shown behind the text of its mail.
    let attached = body.diffs.first().map(|a| a.text.as_str());
    let diff = diff.map(|section| text.get(section.range.clone()).unwrap());
    let diff = diff.or(attached).unwrap_or_default();
    let log = letter::message_text(&body);
    if let Some(start) = expect["diff_starts"].as_str() {
        assert!(diff.starts_with(start), "{case}");
    }
    for part in expect["diff_contains"].as_array().into_iter().flatten() {
        assert!(diff.contains(part.as_str().unwrap()), "{case}");
    }
    if let Some(renames) = expect["rename_from"].as_u64() {
        let is_rename = |file: &&FileChange| file.old_path.is_some();
        assert_eq!(
            facts.files.iter().filter(is_rename).count() as u64,
            renames,
            "{case}"
        );
    }
    if let Some(once) = expect["contains_once"].as_str() {
        assert_eq!(diff.matches(once).count(), 1, "{case}");
    }
    if let Some(marks) = expect["no_newline_markers_in_diff"].as_u64() {
        assert_eq!(
            diff.matches("\\ No newline").count() as u64,
            marks,
            "{case}"
        );
        assert!(!log.contains("\\ No newline"), "{case}");
    }
    if expect["message"].as_bool() == Some(true) {
        assert!(!log.trim().is_empty() || !text.trim().is_empty(), "{case}");
    }
    if expect["html_ignored"].as_bool() == Some(true) {
        assert!(!text.contains("<html") && !text.contains("<div"), "{case}");
    }
    if expect["is_patch"].as_bool() == Some(true) {
        assert_eq!(facts.kind, PatchKind::Patch, "{case} {}", message.subject);
    }
}

/// A trailer by its name and the person, else its value.
fn key(trailer: &Trailer) -> (String, String) {
    let person = trailer::address(&trailer.value);
    let person = person.map_or_else(|| trailer.value.clone(), |address| address.email);
    (trailer.name.to_lowercase(), person.to_lowercase())
}

/// What b4 writes of its own accord when it is asked to, and trifold, which only reads, does not:
/// `Cc:` for the recipients, a `Link:` or `Message-ID:` to the mail, the user's own sign-off.
fn is_made_by_b4(trailer: &Trailer, case: &Value) -> bool {
    let asked = |option: &str| case["options"][option].as_bool() == Some(true);
    let value = |part: &str| trailer.value.contains(part);
    match trailer.name.to_lowercase().as_str() {
        "cc" => asked("copyccs"),
        "link" => asked("addlink") && value("patch.msgid.link"),
        "message-id" => asked("addlink"),
        "signed-off-by" => case["user"].as_str() == Some(trailer.value.as_str()),
        _ => false,
    }
}

/// The tags that a patch was given, as b4 takes them with the options of a case. Trailers whose
/// sender is another person are kept and marked here, and only taken by b4 when told so.
fn given<'a>(archive: &'a Archive, at: Option<MsgIdx>, case: &Value) -> Vec<&'a Trailer> {
    let asked = |option: &str| case["options"][option].as_bool() == Some(true);
    if asked("noaddtrailers") {
        return Vec::new();
    }
    let ignored = case["config"]["trailers-ignore-from"].as_str();
    let newest = archive.all_series().iter().max_by_key(|s| s.head.revision);
    let slots = newest.into_iter().flat_map(|series| &series.parts.slots);
    let slot = slots.into_iter().find(|slot| slot.message == at);
    let all = slot.into_iter().flat_map(|slot| &slot.review);
    let is_taken = |review: &&Review| {
        let sender = archive.message(review.from).map(|m| m.from.email.as_str());
        (review.verdict != Verdict::Mismatch || asked("sloppytrailers"))
            && (ignored.is_none() || sender != ignored)
    };
    all.filter(is_taken).map(|review| &review.trailer).collect()
}

#[test]
fn b4s_replies_give_the_same_tags() {
    let Some((root, list)) = fixtures("b4.json") else {
        return;
    };
    let mut wrong = Vec::new();
    for case in list["followups"].as_array().unwrap() {
        let archive = open(&root.join(case["file"].as_str().unwrap()));
        for patch in case["expected"].as_array().unwrap() {
            let lines = patch["last_paragraph"].as_array().unwrap().iter();
            let lines = lines.filter_map(|line| trailer::parse_line(line.as_str()?));
            let lines = lines.filter(|trailer| !is_made_by_b4(trailer, case));
            let expect: BTreeSet<_> = lines.map(|trailer| key(&trailer)).collect();
            // A cover has no trailers of its own that b4 would print.
            if !expect.iter().any(|(name, _)| name == "signed-off-by") {
                continue;
            }
            let at = archive.find_message(&MessageId::new(patch["message_id"].as_str().unwrap()));
            let own = archive.facts(at.unwrap()).unwrap().trailers.iter();
            let given = given(&archive, at, case);
            let all = own.chain(given).filter(|t| !is_made_by_b4(t, case));
            let got: BTreeSet<_> = all.map(key).collect();
            if got != expect {
                wrong.push(format!(
                    "{} {}\n  expect {expect:?}\n  found  {got:?}",
                    case["file"], case["about"]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn b4s_other_cases_read_as_it_says() {
    let Some((root, list)) = fixtures("b4.json") else {
        return;
    };
    for case in list["other"].as_array().unwrap() {
        let archive = open(&root.join(case["file"].as_str().unwrap()));
        let expect = &case["expect"];
        let newest = archive
            .all_series()
            .iter()
            .max_by_key(|s| s.parts.slots.len());
        if let Some(cover) = expect["has_cover"].as_bool() {
            assert!(
                archive.all_series().iter().any(|s| s.parts.cover.is_some()) == cover,
                "{case}"
            );
        }
        if let Some(patches) = expect["patches"].as_u64() {
            assert_eq!(newest.unwrap().parts.present() as u64, patches, "{case}");
        }
        if let Some(numbers) = expect["cover_trailer_goes_to"].as_array() {
            let tagged = newest
                .unwrap()
                .parts
                .slots
                .iter()
                .filter(|slot| !slot.review.is_empty());
            assert_eq!(tagged.count(), numbers.len(), "{case}");
        }
        if let Some(id) = expect["followed_patch_message_id"].as_str() {
            let at = archive.find_message(&MessageId::new(id));
            let mut slots = newest.unwrap().parts.slots.iter();
            assert!(
                !slots.find(|s| s.message == at).unwrap().replies.is_empty(),
                "{case}"
            );
        }
        if let Some(part) = expect["from_name_contains"].as_str() {
            let mut all = archive.messages();
            assert!(all.any(|(_, m)| m.from.name.contains(part)), "{case}");
        }
    }
}
