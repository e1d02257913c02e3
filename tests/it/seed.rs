//! The document the project was made for reads exactly as it should.

use trifold::patch::stat::Change;
use trifold::series::TotalsFrom;

use crate::support::{open, shared};

const SEED: &str = "seeds/overview_covers_2021-05-11.md";

#[test]
fn the_seed_holds_five_series() {
    let Some(path) = shared(SEED) else { return };
    let archive = open(&[path]);
    let mut rows: Vec<String> = archive
        .all_series()
        .iter()
        .map(|s| {
            let (t, from) = s.parts.totals.unwrap();
            assert_eq!(from, TotalsFrom::DiffStat);
            let d = s.head.date.unwrap();
            format!(
                "{} v{} {}/{} {:?} {} | {} | {} +{} -{} | {} {:+}",
                s.head.title,
                s.head.revision,
                s.parts.present(),
                s.parts.total,
                s.head.targets,
                s.head.author.name,
                s.parts
                    .slots
                    .iter()
                    .filter(|slot| !slot.title.is_empty())
                    .count(),
                t.files,
                t.added,
                t.deleted,
                d.seconds,
                d.offset
            )
        })
        .collect();
    rows.sort();
    assert_eq!(
        rows,
        [
            "KVM: nVMX: Fixes for nested state migration when eVMCS is in use v1 0/7 [] Vitaly Kuznetsov | 7 | 2 +109 -54 | 1620731989 +120",
            "KVM: x86/pmu: Add *basic* support to enable guest PEBS via DS v6 0/16 [] Like Xu | 16 | 15 +368 -96 | 1620700918 +480",
            "Lazily allocate memslot rmaps v4 0/7 [] Ben Gardon | 7 | 7 +255 -87 | 1620753363 -420",
            "fix long division routines for ARM eabi v1 0/2 [\"kvm-unit-tests\"] Paolo Bonzini | 2 | 3 +58 -3 | 1620754864 +120",
            "vfio-ccw: Fix interrupt handling for HALT/CLEAR v6 0/3 [] Eric Farman | 3 | 4 +15 -4 | 1620762988 +120",
        ]
    );
}

#[test]
fn wrapped_titles_paths_and_links_of_the_seed_are_whole() {
    let Some(path) = shared(SEED) else { return };
    let archive = open(&[path]);
    let find = |title: &str| {
        archive
            .all_series()
            .iter()
            .find(|s| s.head.title.contains(title))
            .unwrap()
    };
    let nvmx = find("nVMX");
    assert_eq!(
        nvmx.parts.slots[2].title,
        "KVM: nVMX: Ignore 'hv_clean_fields' data when eVMCS data is copied in vmx_get_nested_state()"
    );
    let facts = |title| archive.facts(find(title).parts.cover.unwrap()).unwrap();
    let files = &facts("nVMX").stat.as_ref().unwrap().files;
    assert_eq!(
        files[1].path,
        ".../testing/selftests/kvm/x86_64/evmcs_test.c"
    );
    let files = &facts("long division").stat.as_ref().unwrap().files;
    assert_eq!(
        (files[1].path.as_str(), files[1].change),
        ("lib/arm/ldivmod.S", Change::Added)
    );
    let labels = |title| -> Vec<&str> {
        facts(title)
            .letter
            .links
            .iter()
            .map(|l| l.label.as_str())
            .collect()
    };
    assert_eq!(labels("vfio-ccw"), ["v5", "v4", "v3", "v2", "v1"]);
    assert_eq!(labels("x86/pmu"), ["Previous", "[0]", "[1]"]);
}

#[test]
fn versions_in_neighbouring_digests_are_linked() {
    let mut paths = Vec::new();
    for day in ["04-27", "04-29", "05-06", "05-18"] {
        let Some(path) = shared(&format!("corpora/digests/overview_covers_2021-{day}.md")) else {
            return;
        };
        paths.push(path);
    }
    paths.extend(shared(SEED));
    let archive = open(&paths);
    let versions = |title: &str| -> Vec<(u32, usize, usize)> {
        let mut of: Vec<_> = archive
            .all_series()
            .iter()
            .filter(|s| s.head.title == title)
            .map(|s| {
                (
                    s.head.revision.major,
                    s.versions.older.len(),
                    s.versions.newer.len(),
                )
            })
            .collect();
        of.sort_unstable();
        of
    };
    assert_eq!(
        versions("Lazily allocate memslot rmaps")
            .iter()
            .map(|v| v.0)
            .collect::<Vec<_>>(),
        [1, 2, 3, 4, 5]
    );
    assert!(
        versions("Lazily allocate memslot rmaps")
            .iter()
            .all(|v| v.1 + v.2 == 4)
    );
}

#[test]
fn the_seed_exports_every_title_as_a_patch_that_is_not_here() {
    let Some(path) = shared(SEED) else { return };
    let mut out = Vec::new();
    trifold::export::json::write(&open(&[path]), &mut out).unwrap();
    let lines = String::from_utf8(out).unwrap();
    let records = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let series: Vec<_> = records
        .filter(|record| record["type"] == "series")
        .collect();
    let patches = series
        .iter()
        .flat_map(|record| record["patches"].as_array().unwrap());
    let titles = patches.filter(|patch| patch["message_id"].is_null() && patch["subject"] != "");
    assert_eq!((series.len(), titles.count()), (5, 35));
}
