//! Subjects of every shape.

use super::*;

fn version(text: &str) -> (String, RevisionFrom) {
    let subject = parse(text);
    (subject.revision.to_string(), subject.revision_from)
}

#[test]
fn every_tag_is_read_and_the_rest_are_targets() {
    let s = parse("[RFC PATCH net-next v2 RESEND 3/7] net: fix it");
    assert!(s.patch && s.rfc && s.resend && !s.reply && !s.pull);
    assert_eq!(s.part, Some((3, 7)));
    assert_eq!(s.revision, Revision { major: 2, minor: 0 });
    assert_eq!(s.targets, ["net-next"]);
    assert_eq!(s.title, "net: fix it");
}

#[test]
fn counters_are_read_in_every_shape() {
    for (text, part) in [
        ("[PATCH,v2,1/3] x", (1, 3)),
        ("[PATCH1/8] x", (1, 8)),
        ("[v2PATCH12/15] x", (12, 15)),
        ("[PATCH 1 of 2] x", (1, 2)),
        ("[PATCH 2 / 7] x", (2, 7)),
        ("[PATCH 2/ 7] x", (2, 7)),
        ("[PATCH 2 /7] x", (2, 7)),
        ("[PATCH 11/10] x", (11, 10)),
        ("[Patch 2/2]: x", (2, 2)),
        ("[[PATCH] v2 1/3] x", (1, 3)),
        ("[PATCH [v2 1/3] x", (1, 3)),
        ("[3/4] [PATCH] x", (3, 4)),
        ("[PATCH 1/2] [media 3/4] x", (1, 2)),
        ("[PATCH 00001/10000] x", (1, 10000)),
        ("[PATCH V3, #1 of 3], x", (1, 3)),
        ("[PATCH #2/3] x", (2, 3)),
        ("[PATCH 2 out of 3] x", (2, 3)),
        ("[PATCH 2of3] x", (2, 3)),
        ("[PATCH 2-of-3] x", (2, 3)),
        ("[PATCH v20/4] x", (0, 4)),
        ("[PATCH v1012/24] x", (12, 24)),
        ("[PATCH v2/3] x", (2, 3)),
        ("[PATCH v4 1/2] [PATCH v3 7/9] x", (1, 2)),
        ("[PATCH] [PATCH v3 7/9] x", (7, 9)),
    ] {
        let s = parse(text);
        assert_eq!(s.part, Some(part), "{text}");
        assert_eq!(s.title, "x", "{text}");
    }
}

#[test]
fn revisions_are_read_in_every_shape() {
    for (text, revision) in [
        ("[PATCHv3] x", "3"),
        ("[PATCH V2] x", "2"),
        ("[PATCHSET v30.10] x", "30.10"),
        ("[PATCH v6.1 3/5] x", "6.1"),
        ("[PATCH v4rev2] x", "4.2"),
        ("[PATCH r2] x", "2"),
        ("[PATCH v 2] x", "2"),
        ("[RFCv2] x", "2"),
        ("[RFC-v3 1/2] x", "3"),
        ("[PATCH v5.4 v2] x", "2"),
        ("[PATCH-v2] x", "2"),
        ("[PATCH v2-RESEND] x", "2"),
        ("[PATCH v20/4] x", "2"),
        ("[PATCH v1012/24] x", "10"),
        ("[PATCH-1v4, arch] x", "4"),
        ("[PATCH2v3] x", "3"),
        ("[PATCH, take #2] x", "2"),
        ("[PATCH try2 1/3] x", "2"),
        ("[PATCH v4 1/2] [PATCH v3 1/2] x", "4"),
        ("[PATCH v4] [RFC PATCH v5 1/2] x", "4"),
    ] {
        assert_eq!(
            version(text),
            (revision.into(), RevisionFrom::Subject),
            "{text}"
        );
    }
}

#[test]
fn a_title_can_carry_the_revision() {
    for text in [
        "[PATCH] x (v2)",
        "[PATCH] x - v2",
        "[PATCH] V2: x",
        "[PATCH], V2, x",
        "[PATCH] x (v2) y",
    ] {
        assert_eq!(version(text), ("2".into(), RevisionFrom::Title), "{text}");
    }
}

#[test]
fn a_target_is_never_taken_for_a_version() {
    for (text, target) in [
        ("[PATCH ipv6 1/2] x", "ipv6"),
        ("[PATCH drv 12/15] x", "drv"),
        ("[PATCH riscv 2/3] x", "riscv"),
        ("[PATCH v5.10.y 1/2] x", "v5.10.y"),
        ("[PATCH 5.10 1/2] x", "5.10"),
        ("[PATCH v5.10 1/2] x", "v5.10"),
        ("[PATCH net-next] x", "net-next"),
        ("[PATCH -next] x", "-next"),
        ("[PATCH gitlab] x", "gitlab"),
        ("[PATCH v3-rc1] x", "v3-rc1"),
        ("[PATCH 2021/05/11] x", "2021/05/11"),
        ("[PATCH tag r8 y] x", "r8"),
        ("[PATCH v4.{4,9} 1/2] x", "v4.{4,9}"),
        ("[RFC/RFT PATCH] x", "RFT"),
    ] {
        let s = parse(text);
        assert!(s.targets.iter().any(|t| t == target), "{text}");
        assert_eq!(s.revision_from, RevisionFrom::Inferred, "{text}");
    }
}

#[test]
fn reply_markers_are_a_closed_list() {
    for text in [
        "Re: x",
        "RE[2]: x",
        "Re(2): x",
        "Re: AW: Re: x",
        "Fwd : x",
        "答复：x",
        "回覆: x",
        "Ответ: x",
        "Rép : x",
        "Vá: x",
        "返信: x",
    ] {
        let s = parse(text);
        assert!(s.reply, "{text}");
        assert_eq!(s.title, "x", "{text}");
    }
    for text in [
        "SV: [PATCH] x",
        "RV: [PATCH] x",
        "На: [PATCH] x",
        "R: Re: x",
        "ATB: [PATCH] x",
    ] {
        assert!(parse(text).reply, "{text}");
    }
    assert!(parse("[list] Re: [PATCH 1/2] x").reply);
    for text in [
        "Re factor the parser",
        "vs: fix",
        "tr: fix",
        "i: fix",
        "mm: x",
        "net: Re: x",
        "[PATCH] re: x",
    ] {
        assert!(!parse(text).reply, "{text}");
    }
}

#[test]
fn of_two_sendings_the_first_counts_and_the_other_is_no_label() {
    let s = parse("[PATCH 1/2] [RFC PATCH net v3 1/2] x");
    assert_eq!(s.revision_from, RevisionFrom::Inferred);
    assert!(!s.rfc && s.targets.is_empty());
}

#[test]
fn a_part_may_be_slipped_in() {
    for (text, part, late) in [
        ("[PATCH 2.5/5] x", (2, 5), b'5'),
        ("[PATCH v2 2a/5] x", (2, 5), b'a'),
        ("[PATCH2.1/5] x", (2, 5), b'1'),
        ("[PATCH 2/5] x", (2, 5), 0),
    ] {
        let s = parse(text);
        assert_eq!((s.part, s.late), (Some(part), late), "{text}");
    }
    for text in [
        "[PATCH 6.1/5] x",
        "[PATCH 5.10/12] x",
        "[PATCH v6.1/7] x",
        "[PATCH 2f/5] x",
    ] {
        assert_eq!(parse(text).late, 0, "{text}");
    }
}

#[test]
fn marks_before_the_bracket_are_passed_over() {
    for text in [
        "EXTERNAL: [PATCH 1/2] x",
        "External mail: [PATCH 1/2] x",
        "*** SPAM *** [PATCH 1/2] x",
        "***SPAM***[PATCH 1/2] x",
        "{Spam?} [PATCH 1/2] x",
        "(EXT) [PATCH 1/2] x",
        "EXT [PATCH 1/2] x",
        "EXTERNAL EMAIL [PATCH 1/2] x",
        "SPAM? [PATCH 1/2] x",
        "bug#71235: [PATCH 1/2] x",
        "[list] bug#71235: [PATCH 1/2] x",
        "Subject: [PATCH 1/2] x",
        "mm: [PATCH 1/2] x",
    ] {
        let s = parse(text);
        let read = (s.part, s.title.as_str(), s.reply, s.patch);
        assert_eq!(read, (Some((1, 2)), "x", false, true), "{text}");
    }
    for text in [
        "EXTERNAL: Re: [PATCH] x",
        "Re: SPAM: [PATCH] x",
        "*** SPAM *** AW: [PATCH] x",
    ] {
        let s = parse(text);
        assert_eq!((s.reply, s.title.as_str()), (true, "x"), "{text}");
    }
    assert!(parse("RFC: [PATCH] x").rfc && parse("RESEND: [PATCH] x").resend);
    for text in [
        "What of [PATCH] x",
        "the old [PATCH] x",
        "net: [x86] y",
        "SPAM: x [PATCH]",
    ] {
        let s = parse(text);
        assert_eq!((s.patch, s.title.as_str()), (false, text), "{text}");
    }
}

#[test]
fn the_title_of_a_cover_may_end_in_its_version() {
    for text in [
        "mend x v2",
        "mend x V2",
        "mend x, v2",
        "mend x - v2",
        "mend x (v2)",
        "mend x [v2]",
        "mend x v2 (resend)",
        "mend x v2 RESEND",
        "mend x (version 2)",
        "mend x, take 2",
        "v2: mend x",
    ] {
        let found = title_version(text).unwrap();
        let read = (found.revision.to_string(), found.title, found.may_be_a_name);
        assert_eq!(read, ("2".to_owned(), "mend x", false), "{text}");
    }
    assert!(title_version("support UVC v2").unwrap().may_be_a_name);
    assert!(title_version("a new API v2").unwrap().may_be_a_name);
    assert!(!title_version("support UVC, v2").unwrap().may_be_a_name);
    for text in [
        "add IPv2",
        "fixes for v6",
        "fixes in v6.5",
        "v2",
        "mend x 2",
        "take 2",
        "mend v2x",
    ] {
        assert_eq!(title_version(text), None, "{text}");
    }
}

#[test]
fn several_groups_are_read_and_later_brackets_are_title() {
    let s = parse("[dm-devel] [PATCH 1/2] [media] a [b] c");
    assert_eq!(s.targets, ["dm-devel", "media"]);
    assert_eq!(s.part, Some((1, 2)));
    assert_eq!(s.title, "a [b] c");
}

#[test]
fn pulls_sets_and_fixups_are_flagged() {
    assert!(parse("[GIT PULL] x").pull);
    assert!(parse("[GIT PULL REQUEST] x").targets.is_empty());
    assert_eq!(parse("[PULL 00/20] x").part, Some((0, 20)));
    assert!(parse("[PATCHSET v2 0/3] x").patch);
    assert!(parse("[FIXUP] x").fixup);
}

#[test]
fn an_open_bracket_is_part_of_the_title() {
    let s = parse("[PATCH 1/2 x");
    assert_eq!(s.title, "[PATCH 1/2 x");
    assert!(!s.patch);
}

proptest::proptest! {
    #[test]
    fn any_subject_can_be_parsed(text in "\\PC{0,60}") {
        parse(&text);
    }

    #[test]
    fn brackets_and_signs_can_come_in_any_order(text in r"[\[\]()Rev:/ 0-9.,PATCHofrc-]{0,40}") {
        parse(&text);
    }
}
