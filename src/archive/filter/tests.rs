//! What the fields of a filter look at.

use super::*;

fn series() -> Series {
    use crate::mail::{Address, Date, MessageId};
    use crate::series::{Parts, SeriesHead, Slot};
    use thin_vec::ThinVec;
    let who = Address {
        name: "Jane Doe".into(),
        email: "jane@example.org".into(),
    };
    let head = SeriesHead {
        title: "mm: Fix the thing".into(),
        subject: "[PATCH v2 0/2] mm: Fix the thing".into(),
        revision: crate::patch::subject::Revision { major: 2, minor: 0 },
        revision_from: crate::patch::subject::RevisionFrom::Subject,
        rfc: false,
        resend: false,
        targets: ThinVec::new(),
        submitter: who.clone(),
        author: who,
        date: Some(Date {
            seconds: 18_758 * 86_400,
            offset: 0,
            guessed: false,
        }),
        change_id: None,
        base_commit: None,
    };
    let first = Slot {
        number: 1,
        title: "first step".into(),
        ..Slot::default()
    };
    let parts = Parts {
        total: 2,
        slots: thin_vec::thin_vec![first],
        ..Parts::default()
    };
    Series::new(MessageId::new("a@b"), head, parts, ThinVec::new())
}

fn holds(query: &str) -> bool {
    let archive = Archive::default();
    let scope = FilterScope {
        archive: &archive,
        sifted: &Vec::new(),
        marks: &Marks::default(),
    };
    let filter = Filter::parse(query, 0).unwrap();
    let series = series();
    let holds = |t: &Term| t.test.holds(&scope, &series) != t.negated;
    filter.groups.is_empty() || filter.groups.iter().any(|group| group.iter().all(holds))
}

#[test]
fn words_are_looked_for_in_title_and_people() {
    assert!(holds("fix jane"));
    assert!(holds("\"the thing\" mm:"));
    assert!(!holds("fix nobody"));
}

#[test]
fn case_counts_only_where_it_is_written() {
    assert!(holds("s:fix") && holds("s:Fix"));
    assert!(!holds("s:FIX"));
}

#[test]
fn fields_look_at_their_own() {
    for query in [
        "from:example.org",
        "s:first",
        "v:2",
        "n:2",
        "n:2..",
        "added:<1",
        "v:>1",
        "v:>=2",
        "v:<3",
        "d:2021-05",
        "is:incomplete",
        "is:latest",
        "!is:rfc",
        "!tag:r",
        "!file:mm/",
        "-tag:r -file:mm/",
        "NOT tag:r AND NOT is:rfc",
        "NOT -s:first",
        "-\"no such words\"",
        "thi*",
        "s:ste*",
        "mm:*",
        "from:exam*",
        "*",
        "s:*",
        "dfa:*",
    ] {
        assert!(holds(query), "{query}");
    }
    for query in [
        "from:thing",
        "n:>2",
        "added:1..",
        "v:>2",
        "d:..2020",
        "is:complete",
        "is:old",
        "tag:r",
        "-s:first",
        "NOT s:first",
        "-\"the thing\"",
        "hing*",
        "\"thi*\"",
        "s:tep*",
    ] {
        assert!(!holds(query), "{query}");
    }
}

#[test]
fn one_side_of_an_or_is_enough() {
    for query in [
        "from:thing OR s:first",
        "s:first OR v:9",
        "v:9 OR is:rfc OR v:2",
        "v:9 OR",
        "n:1..2",
        "n:..2",
        "v:2..3",
    ] {
        let most = query == "v:9 OR";
        assert_eq!(holds(query), !most, "{query}");
    }
    assert!(!holds("from:thing OR v:9") && !holds("n:3..9") && !holds("v:..1"));
    // Both sides of AND, on one side of OR.
    assert!(holds("v:9 s:first OR v:2 AND s:first") && !holds("v:9 s:first OR v:2 from:thing"));
}

#[test]
fn what_stands_in_mails_is_asked_for_with_its_field() {
    let filter = Filter::parse("dfa:kmalloc !nq:\"no way\" t:list s:fix dfb:k*", 0).unwrap();
    let deep: Vec<_> = filter
        .deep_patterns()
        .iter()
        .map(|p| (p.field, p.text.as_str()))
        .collect();
    assert_eq!(
        deep,
        [
            (SearchField::Removed, "kmalloc"),
            (SearchField::NotQuoted, "no way"),
            (SearchField::To, "list"),
            (SearchField::Added, r"\b{start-half}k")
        ]
    );
    assert!(!holds("dfa:x") && holds("!dfa:x"));
}

#[test]
fn a_query_that_is_being_typed_lets_everything_through() {
    for query in ["", "from:", "!", "!from:", "v:>", "\"", "s:\"fix the"] {
        assert!(holds(query), "{query}");
    }
}

#[test]
fn what_cannot_be_meant_is_said() {
    for query in ["v:x", "is:nothing", "d:soon"] {
        assert!(Filter::parse(query, 0).is_err(), "{query}");
    }
}

#[test]
fn a_pattern_without_end_is_refused() {
    let error = Pattern::new(r"(\w{100}){100}").unwrap_err();
    assert!(error.contains("size limit"), "{error}");
    let word = "\u{e4}".repeat(200_000);
    let error = Filter::parse(&word, 0).unwrap_err();
    assert_eq!(error, "this word is too long");
}
