//! What is opened before all of it was read.

use super::*;
use crate::source::testing::trickle;

/// A mailbox of more than is read at once.
fn large() -> String {
    let mail = format!("a: 1\n\n{}", "words and words\n".repeat(200));
    mbox(&vec![mail.as_str(); 200])
}

#[test]
fn a_mailbox_is_open_before_it_is_unpacked() {
    let text = large();
    let root = folder(&[("a.gz", &gzip(text.as_bytes()))]);
    let (source, rest) = begin(&root.path().join("a.gz"), SourceIdx(0), &|| true).unwrap();
    assert_eq!((source.format, source.known_size()), (Format::Mbox, None));
    assert!(source.has_parts());
    assert_eq!(source.reach(FROM.len() as u64), FROM.len() as u64);
    rest.unwrap().read_all();
    assert_eq!(source.known_size(), Some(text.len() as u64));
    assert_eq!(all(&source).0.len(), 200);
}

#[test]
fn what_has_no_parts_is_unpacked_when_it_is_opened() {
    let mail = format!("Subject: a\n\n{}", "words\n".repeat(100_000));
    let small = mbox(&["a: 1\n\none\n"]);
    for text in [mail, small] {
        let root = folder(&[("a", &gzip(text.as_bytes()))]);
        let (source, rest) = begin(&root.path().join("a"), SourceIdx(0), &|| true).unwrap();
        assert!(rest.is_none());
        assert_eq!(source.known_size(), Some(text.len() as u64));
    }
}

#[test]
fn a_rest_that_is_dropped_is_told_like_damage() {
    let root = folder(&[("a.gz", &gzip(large().as_bytes()))]);
    let (source, rest) = begin(&root.path().join("a.gz"), SourceIdx(0), &|| true).unwrap();
    drop(rest);
    let (found, warnings) = all(&source);
    assert!(found.len() < 200);
    assert_eq!(warnings.last().unwrap().offset, source.known_size());
}

#[test]
fn what_was_given_up_is_missed_by_nobody() {
    let (source, mut rest) = trickle(&large(), 4096, 0);
    for _ in 0..3 {
        assert!(rest.read_piece().is_continue());
    }
    source.stop_reading();
    assert!(rest.read_piece().is_break());
    let part = SourcePart {
        range: 0..3 * 4096,
        known: None,
    };
    let (mut found, mut warnings) = (Vec::new(), Vec::new());
    source.split_part(&part, &mut warnings, &mut |raw| {
        found.push(raw.into_owned());
        ControlFlow::Continue(())
    });
    assert_eq!((found.len(), warnings.len()), (0, 0));
    assert_eq!(source.known_size(), None);
}

#[test]
fn only_what_is_read_as_it_stands_counts_as_the_users_own_size() {
    let text = mbox(&["Subject: x\n\nhello\n"]);
    let packed = gzip(text.as_bytes());
    let root = folder(&[
        ("a.mbox", text.as_bytes()),
        ("a.gz", &packed),
        ("dir/1", b"Subject: x\n\nhello\n"),
    ]);
    let size = |name: &str| opened(&root.path().join(name)).plain_size();
    assert_eq!(size("a.mbox"), text.len() as u64);
    // What is unpacked may be a thousand times the file: it has a budget of its own.
    assert_eq!((size("a.gz"), size("dir")), (0, 0));
}
