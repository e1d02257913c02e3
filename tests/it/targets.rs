//! What is fuzzed: one function a parser, from bytes of anybody's choice. Nothing is expected
//! but that it ends, and what is said beside each.
//!
//! The test suite runs the same functions over every finding that was ever kept.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use trifold::app::action::command;
use trifold::app::input::keymap::Keymap;
use trifold::app::outgoing::user;
use trifold::app::reader::find::Find;
use trifold::archive::Archive;
use trifold::archive::filter::{Filter, FilterScope};
use trifold::archive::load::load;
use trifold::archive::marks::Marks;
use trifold::config::Config;
use trifold::doc::Document;
use trifold::mail::{self, Address};
use trifold::patch::between::Between;
use trifold::patch::compose::{self, PatchStep};
use trifold::patch::pairing;
use trifold::patch::quote::{
    self,
    anchor::{Effort, LineIndex},
};
use trifold::patch::recast::Recast;
use trifold::patch::{diff, id, letter, pull, stat, subject, trailer};
use trifold::series::SeriesIdx;
use trifold::series::correct::Corrections;
use trifold::source::{Framing, Origin, RawMessage};
use trifold::text;

use crate::scan;

#[path = "targets/memory.rs"]
mod memory;
#[path = "targets/packed.rs"]
mod packed;
#[path = "targets/screen.rs"]
mod screen;

/// A target: its name and what it does with bytes.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All of them.
pub(crate) const ALL: &[Target] = &[
    ("mbox", mbox),
    ("digest", digest),
    ("single", single),
    ("packed", packed::run),
    ("headers", headers),
    ("mime", mime),
    ("charset", charset),
    ("subject", subject),
    ("trailers", trailers),
    ("letter", letter),
    ("quote", quote),
    ("compose", compose),
    ("compare", compare),
    ("diff", diff),
    ("diffstat", diffstat),
    ("grouping", grouping),
    ("query", query),
    ("placeholders", placeholders),
    ("config", config),
    ("keymap", keymap),
    ("corrections", corrections),
    ("cells", cells),
    ("screen", screen::run),
    ("pack", memory::pack),
    ("memory", memory::database),
];

/// Runs the target of a name.
pub(crate) fn run(name: &str, data: &[u8]) {
    if let Some((_, target)) = ALL.iter().find(|(known, _)| *known == name) {
        target(data);
    }
}

/// A file of some bytes, opened as the program opens it.
fn opened(data: &[u8], with: impl FnOnce(&Path)) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(data).unwrap();
    with(file.path());
}

/// Every mail that is found can be read back, and says the same again.
fn archive(data: &[u8]) -> Option<Archive> {
    let mut found = None;
    opened(data, |path| {
        let go_on = |_| ControlFlow::Continue(());
        let Ok(archive) = load(&[path.to_path_buf()], &Corrections::default(), &go_on) else {
            return;
        };
        for (at, _) in archive.messages() {
            let body = archive
                .read_body(at)
                .expect("a mail that was found is there");
            assert_eq!(archive.read_body(at).unwrap(), body);
            let _ = archive.headers(at);
        }
        found = Some(archive);
    });
    found
}

fn mbox(data: &[u8]) {
    archive(&[b"From a@b Tue May 11 02:41:58 2021\n", data].concat());
}

fn digest(data: &[u8]) {
    archive(&[b"#### [PATCH 0/2] a\n##### From: A <a@b>\n\n```c\n", data].concat());
}

fn single(data: &[u8]) {
    archive(data);
}

fn parse(bytes: Vec<u8>, framing: Framing) -> mail::Parsed {
    let length = bytes.len() as u64;
    let origin = Origin {
        span: 0..length,
        framing,
        ..Origin::default()
    };
    mail::parse(&RawMessage {
        origin,
        hint: None,
        bytes: bytes.into(),
    })
}

fn headers(data: &[u8]) {
    for framing in [Framing::Plain, Framing::BodyOnly] {
        parse(data.to_vec(), framing);
        mail::headers(data, framing);
    }
    mail::decode_words(&String::from_utf8_lossy(data));
    mail::MessageId::new(&String::from_utf8_lossy(data));
}

fn mime(data: &[u8]) {
    let head = b"MIME-Version: 1.0\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n";
    parse([head.as_slice(), data].concat(), Framing::Plain);
    let html = b"Content-Type: text/html; charset=utf-8\n\n";
    parse([html.as_slice(), data].concat(), Framing::Plain);
    let flowed = b"Content-Type: text/plain; format=flowed; delsp=yes\n\n";
    parse([flowed.as_slice(), data].concat(), Framing::Plain);
}

const CHARSETS: &[&str] = &[
    "utf-8",
    "us-ascii",
    "iso-8859-1",
    "windows-1252",
    "iso-2022-jp",
    "gb18030",
    "gbk",
    "big5",
    "koi8-r",
    "shift_jis",
    "euc-kr",
    "utf-16",
    "utf-16be",
    "utf-7",
    "x-unknown",
    "",
];

fn charset(data: &[u8]) {
    let Some(([label, way], text)) = data.split_first_chunk::<2>() else {
        return;
    };
    let label = CHARSETS[usize::from(*label) % CHARSETS.len()];
    let way = ["7bit", "8bit", "quoted-printable", "base64", "x-uuencode"][usize::from(*way) % 5];
    let head = format!(
        "Content-Type: text/plain; charset=\"{label}\"\nContent-Transfer-Encoding: {way}\n\n"
    );
    parse([head.as_bytes(), text].concat(), Framing::Plain);
    let quoted: String = text.iter().take(64).map(|b| format!("={b:02X}")).collect();
    mail::decode_words(&format!("=?{label}?Q?{quoted}?= =?{label}?B?{quoted}?="));
}

fn subject(data: &[u8]) {
    subject::parse(&String::from_utf8_lossy(data));
}

fn trailers(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let log = trailer::of_log(&text);
    let scan = diff::scan_diff(&text);
    let inner = trailer::Inner::new(&text, scan.start.unwrap_or(0)..scan.end);
    let tags = trailer::of_reply(&text, &Address::default(), &inner);
    quote::below(&text);
    for found in log.iter().chain(tags.iter().map(|tag| &tag.trailer)) {
        trailer::is_person(found);
        trailer::says_same(found, found);
        trailer::address(&found.value);
    }
}

fn letter(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let sections = letter::sections(&text);
    letter::read(&text, &sections);
    letter::read_reply(&text);
    letter::in_body(&text);
    letter::message_of(&text);
    pull::url(&text);
    let mut rest = text.as_ref();
    while let Some((_, url, after)) = text::url::next_link(rest) {
        letter::message_of_url(url);
        assert!(after.len() < rest.len(), "links end");
        rest = after;
    }
}

/// A reply and the text it answers, parted by a zero: what is found of it lies within.
fn quote(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (reply, patch) = text.split_once('\0').unwrap_or((&text, &text));
    let index = LineIndex::new(patch);
    let mut end = 0;
    for block in quote::blocks(reply) {
        assert!(block.range.start >= end, "blocks are in order");
        end = block.range.end;
        let lines: Vec<&str> = reply[block.range].lines().collect();
        if let Some(found) = index.find_end(&lines, 0, &mut Effort::default()) {
            assert!(found.line < patch.lines().count() && found.dropped < lines.len());
        }
    }
}

/// Patches, parted by zeros, as one change: what comes out is a diff of one file each.
fn compose(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let steps: Vec<PatchStep> = (1..)
        .zip(text.split('\0'))
        .map(|(number, text)| PatchStep {
            number,
            text: text.to_owned(),
        })
        .collect();
    for net in compose::compose(&steps, &|| true) {
        match net.diff {
            Ok(change) => assert!(diff::parse(&change).files.len() <= 1),
            Err(why) => assert!(!why.words().is_empty()),
        }
    }
}

/// Two mails, parted by a zero, as versions of a patch: every line shown is one of theirs.
fn compare(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (old, new) = text.split_once('\0').unwrap_or((&text, &text));
    let recast = |text: &str| {
        let body = mail::Body {
            text: text.to_owned(),
            ..mail::Body::default()
        };
        Recast::new(&Address::default(), "x", &body)
    };
    let (old, new) = (recast(old), recast(new));
    let between = Between::new(&old, &new);
    for line in &between.lines {
        let text = if line.sign == b'-' { &old } else { &new };
        assert!(text.text.get(line.side.clone()).is_some());
    }
    let pairs = pairing::pair(&[&old], &[&new], &|| true).pairs;
    assert!((1..=2).contains(&pairs.len()));
}

fn placeholders(data: &[u8]) {
    let _ = user::pieces(&String::from_utf8_lossy(data));
}

fn diff(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let parsed = diff::parse(&text);
    assert_eq!(
        parsed.start(),
        diff::scan_diff(&text).start,
        "both readers agree"
    );
    id::patch_id(&text);
}

fn diffstat(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Some((mut found, range)) = stat::parse(&text) {
        assert!(text.get(range).is_some());
        stat::complete_paths(&mut found, &["a/b/c.c", "d.c"]);
    }
}

/// Mails of a few letters each, so that ids, subjects and parents meet by chance.
fn grouping(data: &[u8]) {
    let mut mails = String::new();
    for chunk in data.chunks(6).take(200) {
        let at = |n: usize| usize::from(chunk.get(n).copied().unwrap_or(0));
        let subject = [
            "[PATCH 1/3] a",
            "[PATCH v2 2/3] b",
            "[PATCH 0/3] c",
            "Re: [PATCH 1/3] a",
            "[PATCH v2 1/3] a",
            "[RFC 3/2] d",
            "Re: c",
            "[PATCH] a",
            "plain",
        ][at(1) % 9];
        let body = [
            "",
            "Reviewed-by: B <b@x>\n",
            "> quote\nno\n",
            "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n",
            "change-id: x\n",
        ][at(2) % 5];
        mails.push_str(&format!(
            "From a@x Tue May 11 02:41:58 2021\nFrom: {n} <{n}@x>\nMessage-ID: <{}@x>\nSubject: {subject}\n\
             In-Reply-To: <{}@x>\nReferences: <{}@x> <{}@x>\nDate: Tue, {} May 2021 02:41:58 +0000\n\n{body}\n",
            at(0) % 16, at(3) % 16, at(4) % 16, at(3) % 16, at(5) % 28 + 1, n = at(5) % 3,
        ));
    }
    archive(mails.as_bytes());
}

fn query(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let archive = Archive::default();
    if let Ok(filter) = Filter::parse(&text, 1_774_008_000) {
        let scope = FilterScope {
            sifted: &Vec::new(),
            archive: &archive,
            marks: &Marks::default(),
        };
        filter.matches(&scope, SeriesIdx(0));
    }
    let _ = command::parse(&text);
    command::candidates(&text);
    let _ = Find::new(&text, &Document::default(), &archive);
}

fn config(data: &[u8]) {
    let mut config = Config::defaults();
    config.apply(&String::from_utf8_lossy(data), Path::new("config.toml"));
    config.themes();
}

fn keymap(data: &[u8]) {
    Keymap::parse(&String::from_utf8_lossy(data));
}

fn corrections(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (found, _) = Corrections::parse(&text);
    for correction in found.iter() {
        let _ = correction.verb();
    }
}

/// One line: nothing acts on the terminal, the columns add up, and no row is too wide.
fn cells(data: &[u8]) {
    let line = String::from_utf8_lossy(data);
    let clean = text::sanitize(&line);
    assert_eq!(scan::printable(&clean), Ok(()));
    assert!(text::width(&text::truncate(&clean, 20)) <= 20);
    let rows = text::wrap_words(&clean, 20);
    let joined: String = rows
        .iter()
        .filter_map(|row| clean.get(row.clone()))
        .collect();
    assert_eq!(joined, clean);
}
