//! How fast each stage is, from bytes to a page: `cargo bench [FILTER]`.
//!
//! The mails are made here. `TRIFOLD_BENCH_MBOX=FILE` measures the first six stages on mail of
//! your own; programs side by side are timed by `benches/compare.sh`.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a program to measure with"
)]

#[path = "stages/respins.rs"]
mod respins;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use trifold::archive::Archive;
use trifold::archive::filter::{Filter, FilterScope};
use trifold::archive::load::load;
use trifold::archive::marks::{
    Day, Ledger, MarkKey, Marks, Pack, Recalled, Record, Viewpoint, bits,
};
use trifold::archive::net::Span;
use trifold::archive::search::{Pattern, search};
use trifold::archive::standing::Group;
use trifold::doc::build::{Beside, Context};
use trifold::doc::fold::Folds;
use trifold::doc::{diff, notes, patch as page};
use trifold::mail::{self, Message, MsgIdx};
use trifold::patch::{self, Facts};
use trifold::series::correct::Corrections;
use trifold::series::{self, SeriesIdx};
use trifold::source::{self, RawMessage, SourceIdx};

use respins::{respin, respun};

fn main() {
    divan::main();
}

/// Series that are made where no mailbox is named, and patches of each.
const MADE: (usize, usize) = (500, 5);

/// Lines of the large diff.
const LARGE: usize = 200_000;

static BOX: LazyLock<PathBuf> = LazyLock::new(|| match std::env::var_os("TRIFOLD_BENCH_MBOX") {
    Some(path) => path.into(),
    None => kept("made.mbox", &made()),
});

static RAW: LazyLock<Vec<RawMessage<'static>>> = LazyLock::new(|| {
    let mut all = Vec::new();
    let source = source::open_path(&BOX, SourceIdx(0)).unwrap();
    source.split(&mut Vec::new(), &mut |raw| {
        all.push(raw.into_owned());
        ControlFlow::Continue(())
    });
    all
});

static PARSED: LazyLock<Vec<mail::Parsed>> =
    LazyLock::new(|| RAW.iter().map(mail::parse).collect());

static ARCHIVE: LazyLock<Archive> = LazyLock::new(|| opened(&BOX));

static LARGE_ARCHIVE: LazyLock<Archive> = LazyLock::new(|| opened(&kept("large.mbox", &large())));

fn kept(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    path
}

fn opened(path: &Path) -> Archive {
    let go_on = |_| ControlFlow::Continue(());
    load(&[path.to_path_buf()], &Corrections::default(), &go_on).unwrap()
}

/// Series of patches, each answered once.
fn made() -> String {
    let mut text = String::new();
    let (all, patches) = MADE;
    for series in 0..all {
        for number in 0..=patches {
            let (id, first) = (
                format!("{series}-{number}@x.example"),
                format!("{series}-0@x.example"),
            );
            let minute = (series * 7 + number) % 60;
            let head = |id: &str, subject: &str, parent: &str| {
                format!(
                    "From mboxrd@z Thu Jan  1 00:00:00 1970\nReturn-Path: <a@x.example>\n\
                     Received: from a by b with SMTP; Mon, 2 Mar 2026 10:{minute:02}:00 +0000\n\
                     From: Ann {series} <ann{series}@x.example>\nTo: list@x.example\n\
                     Message-ID: <{id}>\nIn-Reply-To: <{parent}>\nReferences: <{parent}>\n\
                     Date: Mon, 2 Mar 2026 10:{minute:02}:00 +0000\nSubject: {subject}\n\
                     Content-Type: text/plain; charset=\"utf-8\"\n\n"
                )
            };
            let subject = format!("[PATCH {number}/{patches}] lamp: change {series} of the bus");
            text.push_str(&head(&id, &subject, &first));
            text.push_str("What is changed, and why it had to be.\n\nSigned-off-by: Ann <ann@x.example>\n---\n");
            if number > 0 {
                text.push_str(&change(&format!("lamp{}.c", (series + number) % 9), 40, 4));
            }
            text.push_str("-- \n2.40\n\n");
            text.push_str(&head(&format!("r{id}"), &format!("Re: {subject}"), &id));
            text.push_str(
                "> What is changed, and why it had to be.\n\nReviewed-by: Ben <ben@x.example>\n\n",
            );
        }
    }
    text
}

/// One mail whose diff is large.
fn large() -> String {
    format!(
        "From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann <ann@x.example>\nMessage-ID: <large@x.example>\n\
         Date: Mon, 2 Mar 2026 10:00:00 +0000\nSubject: [PATCH] lamp: a large diff\n\nLarge.\n---\n{}-- \n2.40\n",
        change("lamp.c", LARGE, 2000)
    )
}

/// A diff of about so many lines in so many hunks.
fn change(path: &str, lines: usize, hunks: usize) -> String {
    let mut text = format!("diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n");
    let groups = (lines / hunks / 5).max(1);
    let count = groups * 4;
    for hunk in 0..hunks {
        let at = 10 + hunk * (count + 10);
        writeln!(
            text,
            "@@ -{at},{count} +{at},{count} @@ int lamp_{hunk}(void)"
        )
        .unwrap();
        for n in at..at + groups {
            write!(
                text,
                " \tif (lamp->level > {n}) {{\n-\t\tret = bus_write(lamp->bus, lamp->address, {n});\n\
                 +\t\tret = bus_write_wait(lamp->bus, lamp->address, {n});\n \t\treturn \"lamp {n}\";\n \t}}\n"
            )
            .unwrap();
        }
    }
    text
}

fn size() -> BytesCount {
    BytesCount::new(std::fs::metadata(&*BOX).unwrap().len())
}

#[divan::bench]
fn split(bencher: Bencher) {
    let source = source::open_path(&BOX, SourceIdx(0)).unwrap();
    bencher.counter(size()).bench(|| {
        let mut count = 0;
        source.split(&mut Vec::new(), &mut |_| {
            count += 1;
            ControlFlow::Continue(())
        });
        count
    });
}

#[divan::bench]
fn headers(bencher: Bencher) {
    let count = ItemsCount::new(RAW.len());
    bencher.counter(count).bench(|| {
        for raw in RAW.iter() {
            black_box(mail::headers(&raw.bytes, raw.origin.framing));
        }
    });
}

#[divan::bench]
fn message(bencher: Bencher) {
    LazyLock::force(&RAW);
    bencher.counter(size()).bench(|| {
        for raw in RAW.iter() {
            black_box(mail::parse(raw));
        }
    });
}

#[divan::bench]
fn patches(bencher: Bencher) {
    LazyLock::force(&PARSED);
    bencher.counter(size()).bench(|| {
        for mail in PARSED.iter() {
            black_box(patch::read(&mail.message, &mail.body));
        }
    });
}

#[divan::bench]
fn grouping(bencher: Bencher) {
    let messages: Vec<Message> = PARSED.iter().map(|mail| mail.message.clone()).collect();
    let facts: Vec<Facts> = PARSED
        .iter()
        .map(|mail| patch::read(&mail.message, &mail.body))
        .collect();
    let ids = messages.iter().map(|message| message.id.clone());
    let ids: series::Index = ids.zip((0u32..).map(MsgIdx)).collect();
    let corrections = Corrections::default();
    let count = ItemsCount::new(messages.len());
    bencher
        .counter(count)
        .bench(|| series::group((&messages, &facts), &ids, &corrections));
}

#[divan::bench]
fn whole_load(bencher: Bencher) {
    bencher.counter(size()).bench(|| opened(&BOX));
}

#[divan::bench(args = ["nowhere_to_be_found", "[a-z]+_wait\\(\\w+->bus", "dfa:_wait"])]
fn find(bencher: Bencher, pattern: &str) {
    LazyLock::force(&ARCHIVE);
    let pattern = Pattern::new(pattern).unwrap();
    bencher.counter(size()).bench(|| {
        let count = AtomicUsize::new(0);
        search(&ARCHIVE, &pattern, &|found| {
            count.fetch_add(found.hits.len(), Ordering::Relaxed);
            ControlFlow::Continue(())
        });
        count.into_inner()
    });
}

#[divan::bench(args = ["lamp", "from:ann7 is:complete", "file:lamp3", "added:>20 OR tag:r"])]
fn filter(bencher: Bencher, query: &str) {
    let all = ARCHIVE.all_series().len();
    let filter = Filter::parse(query, 0).unwrap();
    let sifted = Vec::new();
    let scope = FilterScope {
        archive: &ARCHIVE,
        marks: &Marks::default(),
        sifted: &sifted,
    };
    let places = || (0u32..).map(SeriesIdx).take(all);
    bencher
        .counter(ItemsCount::new(all))
        .bench_local(|| places().filter(|at| filter.matches(&scope, *at)).count());
}

/// A memory of so many mails, none of them of the archive, and all of its own.
fn remembered(marks: u64) -> Ledger {
    let spread = |number: u64| number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let others = (0..marks).map(|number| MarkKey(spread(number)));
    let own = ARCHIVE
        .messages()
        .map(|(_, mail)| MarkKey::of_mail(&mail.id));
    let records = others.chain(own).map(|key| Record {
        key,
        marks: bits::READ,
        day: Day(2500),
    });
    let mails = Pack::of(records);
    let packs = [mails, Pack::default(), Pack::default(), Pack::default()];
    Ledger::new(packs, std::iter::empty(), &[])
}

/// What a memory holds of an archive, looked up mail by mail, with the groups of its series.
#[divan::bench(args = [100_000, 1_000_000])]
fn recall(bencher: Bencher, marks: u64) {
    let ledger = remembered(marks);
    let reader = Viewpoint::default();
    let count = ItemsCount::new(ARCHIVE.len());
    bencher
        .counter(count)
        .bench(|| Recalled::new(ledger.clone(), &ARCHIVE, &reader));
}

/// How every series stands.
#[divan::bench]
fn standings(bencher: Bencher) {
    let mut marks = Marks::default();
    let all = ARCHIVE.messages().map(|(at, _)| at);
    marks.mark_read(all.step_by(2), &ARCHIVE);
    let count = ItemsCount::new(ARCHIVE.all_series().len());
    bencher
        .counter(count)
        .bench_local(|| Group::all_groups(&ARCHIVE, &marks));
}

/// Two versions of a series, from the mails to what is shown.
#[divan::bench(sample_count = 10, args = ["20 patches", "110 patches", "110 nearly equal", "30, a third changed", "200,000 lines reversed"])]
fn comparison(bencher: Bencher, shape: &str) {
    let archive = opened(&kept("respun.mbox", &respun(shape)));
    let version = |revision: &str| archive.version_named(SeriesIdx(0), revision).unwrap();
    let (old, new) = (version("1"), version("2"));
    let compared = archive.compare(old, new, &|| true);
    assert_eq!(compared.old.patches.len(), respin(shape).patches);
    bencher.bench_local(|| archive.compare(old, new, &|| true));
}

#[divan::bench]
fn net_change(bencher: Bencher) {
    LazyLock::force(&ARCHIVE);
    bencher.bench(|| ARCHIVE.compose_net(SeriesIdx(0), Span::ALL, &|| true));
}

#[divan::bench]
fn large_diff(bencher: Bencher) {
    let text = large();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| patch::diff::parse(&text));
}

/// The page of a diff of 200,000 lines, as it is built on every fold and every change of width.
#[divan::bench(args = ["unified", "split"])]
fn large_page(bencher: Bencher, layout: &str) {
    let at = SeriesIdx(0);
    let (slot, _) = LARGE_ARCHIVE.messages().next().unwrap();
    let body = LARGE_ARCHIVE.read_body(slot).unwrap();
    let look = diff::DiffLook {
        layout: if layout == "split" {
            diff::DiffLayout::Split
        } else {
            diff::DiffLayout::Unified
        },
        ..diff::DiffLook::default()
    };
    let (folds, marks, done) = (Folds::default(), Marks::default(), HashSet::new());
    let context = Context {
        archive: &LARGE_ARCHIVE,
        width: 120,
        is_low: false,
        now: 0,
        folds: &folds,
        marks: &marks,
        done: &done,
        source: None,
        headers: false,
        diff: look,
        notes: notes::Notes::default(),
        beside: Beside::default(),
    };
    bencher.bench(|| page::build(at, 0, &body, &context));
}
