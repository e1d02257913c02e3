//! How much of a new version was read before it came, on real mail: fifty series of a list whose older
//! version is read, hunk by hunk.

use std::collections::HashSet;

use trifold::archive::Archive;
use trifold::archive::inherit::Known;
use trifold::archive::marks::Marks;
use trifold::mail::MsgIdx;
use trifold::patch::diff;
use trifold::series::SeriesIdx;

use crate::support::{open, shared};

/// Path, `+`, `-` and context lines of each hunk of a patch, behind its `@@` line.
fn hunks(archive: &Archive, at: MsgIdx) -> Vec<(String, String)> {
    let body = archive.read_body(at).unwrap();
    let whole = body.whole();
    let parsed = diff::parse(&whole);
    let texts = parsed.files.iter().flat_map(|file| {
        file.hunks.iter().map(|hunk| {
            let text = &whole[hunk.range.clone()];
            let body = text.split_once('\n').map_or("", |(_, body)| body);
            (file.file.path.to_string(), body.to_owned())
        })
    });
    texts.collect()
}

fn patches(archive: &Archive, at: SeriesIdx) -> Vec<MsgIdx> {
    let slots = archive.series(at).unwrap().parts.slots.iter();
    slots.filter_map(|slot| slot.message).collect()
}

#[test]
fn of_fifty_new_versions_most_hunks_were_viewed_and_none_that_differs() {
    let Some(mbox) = shared("corpora/truth/kvmarm-2021.mbox.xz") else {
        println!("skipped: the mail of kvmarm is not at hand");
        return;
    };
    let archive = open(&[mbox]);
    let all = (0..archive.all_series().len()).map(|at| SeriesIdx(u32::try_from(at).unwrap()));
    let pairs = all.filter_map(|new| Some((archive.nearest_older(new)?, new)));
    let is_whole = |at: SeriesIdx| !patches(&archive, at).is_empty();
    let pairs = pairs.filter(|(old, new)| is_whole(*old) && is_whole(*new));
    let (mut whole, mut count, mut viewed, mut hunk_count) = (0, 0, 0, 0);
    for (old, new) in pairs.take(50) {
        let mut marks = Marks::default();
        let mut seen = HashSet::new();
        let of_old = archive.inherited(old, &|| true);
        for at in patches(&archive, old) {
            marks.mark_read([at], &archive);
            if let Some(patch) = of_old.patch(at) {
                marks.view_hunks(&patch.keys.hunks, true);
            }
            seen.extend(hunks(&archive, at));
        }
        let of_new = archive.inherited(new, &|| true);
        // What is new altogether has nothing to inherit.
        let compared = archive.compare(old, new, &|| true);
        let paired = compared.entries.iter().filter(|entry| entry.old.is_some());
        let paired = paired.filter_map(|entry| compared.new.patches.get(entry.new?));
        for at in paired.map(|patch| patch.message) {
            let Some(patch) = of_new.patch(at) else {
                continue;
            };
            count += 1;
            let known = of_new.known(at, &marks);
            whole += usize::from(matches!(known, Some(Known::Same(_) | Known::Diff(_))));
            let texts = hunks(&archive, at);
            assert_eq!(texts.len(), patch.keys.hunks.len());
            hunk_count += texts.len();
            for (keys, text) in patch.keys.hunks.iter().zip(&texts) {
                let is_viewed = marks.is_viewed(keys.hunk);
                assert_eq!(is_viewed, seen.contains(text), "{text:?}");
                viewed += usize::from(is_viewed);
            }
        }
    }
    println!("patches: {whole} of {count}; hunks: {viewed} of {hunk_count}");
    // Over the whole list it is 54 % of the patches and 79 % of the hunks.
    assert!(whole * 2 > count, "{whole} of {count}");
    assert!(viewed * 10 > hunk_count * 7, "{viewed} of {hunk_count}");
}
