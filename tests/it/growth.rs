//! Growth is a test of shape: four times the input may cost six times the work, whatever the
//! machine. What is counted is the time that a processor worked, so that a busy machine changes
//! nothing; work that is quadratic costs sixteen times as much.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rustix::time::{ClockId, clock_gettime};

use crate::session::Session;

/// How often so much work four times the input may be.
const FACTOR: u64 = 6;

/// Microseconds that are within what the clock of a process can tell: six of its ticks.
const TICKS: u64 = 60_000;

/// The same of the clock of a thread.
const FINE: u64 = 2_000;

/// What one of two runs costs at least: caches and the allocator only ever add to it.
fn least(cost: impl Fn() -> u64) -> u64 {
    cost().min(cost())
}

/// Fails where the work for four times as much is not about four times as much.
fn is_linear(what: &str, size: usize, noise: u64, cost: &dyn Fn(usize) -> u64) {
    let (one, four) = (least(|| cost(size)), least(|| cost(size * 4)));
    assert!(
        four <= one * FACTOR + noise,
        "{what}: {one} µs for {size}, {four} µs for four times as much"
    );
}

const HEAD: &str = "From a@b Tue Mar 10 10:00:00 2026\nFrom: A <a@b.example>\nMessage-ID: <1@x>\n\
                    Date: Tue, 10 Mar 2026 10:00:00 +0000\nSubject: [PATCH] x\n";

/// What makes a patch of a mail.
const HUNK: &str = "@@ -1 +1 @@\n-a\n+b\n";

const DIFF: &str = "---\ndiff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n";

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

/// Microseconds that the program works for all of an input, on all threads: what the system says
/// of one that has ended and was not yet waited for.
#[cfg(target_os = "linux")]
fn of_a_load(text: &str) -> u64 {
    let file = file(text);
    let mut child = Command::new(env!("CARGO_BIN_EXE_trifold"))
        .args(["--format", "json"])
        .arg(file.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    std::io::copy(&mut out, &mut std::io::sink()).unwrap();
    let of_it = format!("/proc/{}/stat", child.id());
    let fields = loop {
        let mut text = String::new();
        let mut stat = std::fs::File::open(&of_it).unwrap();
        stat.read_to_string(&mut text).unwrap();
        // The name in brackets may hold anything; behind it stands the state.
        let (_, fields) = text.rsplit_once(") ").unwrap();
        if fields.starts_with('Z') {
            break fields.to_owned();
        }
        std::thread::yield_now();
    };
    assert!(child.wait().unwrap().success());
    // utime and stime, in ticks of a hundredth of a second.
    let ticks = fields.split(' ').skip(11).take(2);
    ticks.map(|tick| tick.parse::<u64>().unwrap()).sum::<u64>() * 10_000
}

#[test]
#[cfg(target_os = "linux")]
fn every_shape_of_input_is_loaded_in_time_with_its_size() {
    type Shape = fn(usize) -> String;
    let shapes: &[(&str, usize, Shape)] = &[
        ("one line", 2 << 20, |n| {
            format!("{HEAD}\n{}\n", "x".repeat(n))
        }),
        ("short lines", 1 << 17, |n| {
            format!("{HEAD}\n{}", "a line\n".repeat(n))
        }),
        ("a header", 8 << 20, |n| {
            format!("{HEAD}Comments: {}\n\ntext\n", "x".repeat(n))
        }),
        ("folds of a header", 100_000, |n| {
            format!("{HEAD}To: {}\n\ntext\n", "a@b,\n ".repeat(n))
        }),
        ("mails", 1_500, |n| mails(n, |_| String::new())),
        ("a chain of replies", 1_500, |n| {
            mails(n, |at| format!("In-Reply-To: <{}@x>\n", at.max(1) - 1))
        }),
        ("answers to one mail", 1_500, |n| {
            mails(n, |_| "In-Reply-To: <0@x>\n".to_owned())
        }),
        ("parts", 2_000, |n| parts(n)),
        ("mails within mails", 20_000, |n| nested(n)),
        ("quotes in a reply", 20_000, |n| {
            mails(2, |_| String::new()) + &"> > q\n\n> r\n".repeat(n)
        }),
        ("files of a diff", 2_000, |n| {
            format!("{HEAD}\n{}", (0..n).map(hunk).collect::<String>())
        }),
        ("tags", 10_000, |n| {
            format!(
                "{HEAD}\nlog\n\n{}{DIFF}",
                "Acked-by: A <a@b.example>\n".repeat(n)
            )
        }),
        ("a request that names no place", 50_000, |n| {
            let since = "The following changes since commit 1234567:";
            format!("{HEAD}\n{since}\n\n{}\n", "available ".repeat(n))
        }),
        ("hunks that are damaged", 20_000, |n| {
            format!("{HEAD}\n{DIFF}{}", "@@ -1,9 +1,9 @@\n-a\n+b\n".repeat(n))
        }),
    ];
    for (what, size, text) in shapes {
        is_linear(what, *size, TICKS, &|n| of_a_load(&text(n)));
    }
}

/// So many answers, each with a header of its own.
fn mails(count: usize, header: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for at in 0..count {
        let subject = if at == 0 { "" } else { "Re: " };
        let header = header(at);
        let diff = if at == 0 {
            DIFF.to_owned() + HUNK
        } else {
            String::new()
        };
        let _ = write!(
            text,
            "From a@b Tue Mar 10 10:00:00 2026\nFrom: A <a@b.example>\nMessage-ID: <{at}@x>\n{header}Subject: {subject}[PATCH] x\n\nno\n{diff}\n"
        );
    }
    text
}

fn parts(count: usize) -> String {
    let part = "--b\nContent-Type: text/plain; name=a.txt\n\nx\n".repeat(count);
    format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{part}--b--\n")
}

fn nested(count: usize) -> String {
    let level = |n: usize| format!("Message-ID: <in{n}@x>\nContent-Type: message/rfc822\n\n");
    let inner: String = (0..count).map(level).collect();
    format!("{HEAD}Content-Type: message/rfc822\n\n{inner}")
}

fn hunk(number: usize) -> String {
    format!(
        "diff --git a/d/{number}.c b/d/{number}.c\n--- a/d/{number}.c\n+++ b/d/{number}.c\n@@ -1 +1 @@\n-a {number}\n+b\n"
    )
}

/// Microseconds that this thread works for keys, on an input that was opened before; they lead to
/// a screen that shows something.
fn of_keys(text: &str, keys: &str, shown: &str) -> u64 {
    let file = file(text);
    let mut session = Session::new(&[PathBuf::from(file.path())], 120, 40);
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        u64::try_from(time.tv_sec * 1_000_000 + time.tv_nsec / 1000).unwrap()
    };
    let before = now();
    session.press(keys);
    session.screen_shows(shown);
    now() - before
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// A letter with so many links above its patch.
fn links(n: usize) -> String {
    let links = lines(n, |at| format!("https://a.example/{at}\n"));
    format!("{HEAD}\n{links}{DIFF}{HUNK}")
}

/// A patch that turns the order of its lines round.
fn turned(n: usize) -> String {
    let gone = lines(n, |at| format!("-line {at}\n"));
    let come = lines(n, |at| format!("+line {}\n", n - at));
    format!("{HEAD}\n{DIFF}@@ -1,{n} +1,{n} @@\n{gone}{come}")
}

/// A patch, and an answer that quotes its lines one by one from below.
fn quoted(n: usize) -> String {
    let diff = format!(
        "{DIFF}@@ -0,0 +1,{n} @@\n{}",
        lines(n, |at| format!("+line {at}\n"))
    );
    let answer = lines(n, |at| format!("> +line {}\n\nno {at}\n\n", n - 1 - at));
    format!(
        "{HEAD}\n{diff}\nFrom a@b Tue Mar 10 11:00:00 2026\nFrom: B <b@b.example>\nMessage-ID: <2@x>\n\
         In-Reply-To: <1@x>\nSubject: Re: [PATCH] x\n\n{answer}\n"
    )
}

#[test]
fn every_page_is_made_in_time_with_its_size() {
    type Shape = fn(usize) -> String;
    let shapes: &[(&str, &str, &str, usize, Shape)] = &[
        ("links by O", "O", "https://a.example/1", 2_000, links),
        ("the net change by g n", "g n", "▸ net", 3_000, turned),
        ("quotes on a patch", "enter .", "no ", 1_000, quoted),
        ("a thread by T", "T", "no", 400, |n| {
            mails(n, |at| format!("In-Reply-To: <{}@x>\n", at.max(1) - 1))
        }),
        ("the files of a patch", "3 j enter", "b", 400, |n| {
            format!("{HEAD}\n{}", lines(n, hunk))
        }),
    ];
    for (what, keys, shown, size, text) in shapes {
        is_linear(what, *size, FINE, &|n| of_keys(&text(n), keys, shown));
    }
}
