//! What the tests of patchwork and b4 assert about their own mails, where those lie beside the
//! project. What we decide otherwise is listed with the reason.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::Value;
use trifold::archive::Archive;
use trifold::archive::load::load;
use trifold::mail::MessageId;
use trifold::patch::trailer::{self, Trailer};
use trifold::series::correct::Corrections;
use trifold::series::{Series, Slot, Verdict};

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
        u64::from(series.revision.major),
        u64::from(series.total),
        series.is_complete(),
        series.cover.map(name),
        series.slots.iter().filter_map(patch).collect(),
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

/// A trailer by its name and the person, else its value.
fn key(trailer: &Trailer) -> (String, String) {
    let person = trailer::address(&trailer.value);
    let person = person.map_or_else(|| trailer.value.clone(), |address| address.email);
    (trailer.name.to_lowercase(), person.to_lowercase())
}

/// The cases in which b4 is given options that change what it prints are its own affair.
fn is_plain(case: &Value) -> bool {
    let config = case["config"].as_object().unwrap();
    let options = case["options"].as_object().unwrap();
    let changes = ["noaddtrailers", "sloppytrailers", "addlink", "copyccs"];
    config.is_empty() && !changes.iter().any(|option| options.contains_key(*option))
}

#[test]
fn b4s_replies_give_the_same_tags() {
    let Some((root, list)) = fixtures("b4.json") else {
        return;
    };
    let mut wrong = Vec::new();
    let cases = list["followups"].as_array().unwrap();
    for case in cases.iter().filter(|case| is_plain(case)) {
        let archive = open(&root.join(case["file"].as_str().unwrap()));
        let user = Trailer {
            name: "Signed-off-by".to_owned(),
            value: case["user"].as_str().unwrap_or_default().to_owned(),
            note: String::new(),
        };
        for patch in case["expected"].as_array().unwrap() {
            let lines = patch["last_paragraph"].as_array().unwrap().iter();
            let lines = lines.filter_map(|line| trailer::parse_line(line.as_str()?));
            let mut expect: BTreeSet<_> = lines.map(|trailer| key(&trailer)).collect();
            if !expect.iter().any(|(name, _)| name == "signed-off-by") {
                continue;
            }
            expect.remove(&key(&user));
            let at = archive.find(&MessageId::new(patch["message_id"].as_str().unwrap()));
            let own = archive.facts(at.unwrap()).unwrap().trailers.iter();
            let newest = archive.all_series().iter().max_by_key(|s| s.revision);
            let slots = newest.into_iter().flat_map(|series| &series.slots);
            let slot = slots.into_iter().find(|slot| slot.message == at);
            let given = slot.into_iter().flat_map(|slot| &slot.review);
            let given = given.filter(|tag| tag.verdict != Verdict::Mismatch);
            let got: BTreeSet<_> = own.chain(given.map(|tag| &tag.trailer)).map(key).collect();
            if got != expect {
                wrong.push(format!(
                    "{}\n  expect {expect:?}\n  found  {got:?}",
                    case["file"]
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
        let newest = archive.all_series().iter().max_by_key(|s| s.slots.len());
        if let Some(cover) = expect["has_cover"].as_bool() {
            assert!(
                archive.all_series().iter().any(|s| s.cover.is_some()) == cover,
                "{case}"
            );
        }
        if let Some(patches) = expect["patches"].as_u64() {
            assert_eq!(newest.unwrap().present() as u64, patches, "{case}");
        }
        if let Some(numbers) = expect["cover_trailer_goes_to"].as_array() {
            let tagged = newest
                .unwrap()
                .slots
                .iter()
                .filter(|slot| !slot.review.is_empty());
            assert_eq!(tagged.count(), numbers.len(), "{case}");
        }
        if let Some(id) = expect["followed_patch_message_id"].as_str() {
            let at = archive.find(&MessageId::new(id));
            let mut slots = newest.unwrap().slots.iter();
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
