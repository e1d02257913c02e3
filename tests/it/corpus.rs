//! Our own mails, one oddity each: what a careful reader would say of them.

mod shapes;

use trifold::archive::Archive;
use trifold::patch::stat::Change;
use trifold::series::Verdict;

use crate::support::{corpus, shape, short};

use shapes::SHAPES;

/// The patch of a file that holds one.
fn facts(archive: &Archive) -> &trifold::patch::Facts {
    let series = &archive.all_series()[0];
    archive
        .facts(series.parts.slots[0].message.unwrap())
        .unwrap()
}

/// Tags of the first patch: name and verdict.
fn tags(name: &str) -> Vec<(String, Verdict)> {
    let archive = corpus(name);
    let slot = &archive.all_series()[0].parts.slots[0];
    slot.review
        .iter()
        .map(|r| (r.trailer.name.to_string(), r.verdict))
        .collect()
}

#[test]
fn series_are_what_their_author_meant() {
    for (name, want) in SHAPES {
        let mut want = want.to_vec();
        want.sort_unstable();
        assert_eq!(shape(&corpus(name)), want, "{name}");
    }
}

#[test]
fn joined_mails_are_whole_and_nothing_of_them_is_odd() {
    for (name, mails) in [
        ("joined_without_blank_lines", 4),
        ("separators_without_a_date", 4),
        ("separator_in_an_open_part", 2),
    ] {
        let archive = corpus(name);
        assert_eq!(archive.len(), mails, "{name}");
        assert!(archive.warnings().is_empty(), "{name}");
        let series = &archive.all_series()[0];
        assert!(series.alerts.is_empty(), "{name}: {:?}", series.alerts);
        let facts = series
            .parts
            .slots
            .iter()
            .map(|slot| archive.facts(slot.message.unwrap()).unwrap());
        assert!(
            facts.map(|facts| facts.files.len()).all(|files| files == 1),
            "{name}"
        );
    }
}

#[test]
fn what_was_quoted_for_its_envelope_is_a_patch() {
    for (name, added, text) in [
        (
            "clearsigned_patch",
            2,
            "From here on it blinks.\n\nSigned-off-by: ",
        ),
        ("forwarded_behind_dashes", 1, "- sent for Ann\n\n-------"),
    ] {
        let archive = corpus(name);
        let facts = facts(&archive);
        let lines: Vec<_> = facts
            .files
            .iter()
            .map(|f| (&*f.path, f.added, f.deleted))
            .collect();
        assert_eq!(lines, [("lamp.c", Some(added), Some(1))], "{name}");
        assert!(facts.damage.is_empty(), "{name}: {:?}", facts.damage);
        let at = archive.all_series()[0].parts.slots[0].message.unwrap();
        let body = archive.read_body(at).unwrap().text;
        assert!(body.starts_with(text), "{name}: {body}");
        assert!(
            !body.contains("PGP") && !body.contains("- -"),
            "{name}: {body}"
        );
    }
    let archive = corpus("clearsigned_patch");
    assert!(archive.all_series()[0].alerts.is_empty());
    assert_eq!(facts(&archive).trailers.len(), 1);
}

#[test]
fn a_number_given_twice_loses_no_mail() {
    let archive = corpus("number_given_twice");
    let series = archive.all_series();
    let held = series.iter().flat_map(|one| &one.parts.slots);
    let held = held.filter(|slot| slot.message.is_some()).count();
    assert_eq!(held, 4, "{:?}", shape(&archive));
    assert_eq!(
        series[0].parts.counter(),
        "3/3",
        "the second 2/3 is no fourth"
    );
}

#[test]
fn a_base_commit_is_a_whole_hex_word_or_nothing() {
    let archive = corpus("base_commit_that_is_a_tag");
    let mut bases: Vec<_> = archive
        .all_series()
        .iter()
        .filter_map(|s| s.head.base_commit.clone())
        .collect();
    bases.sort();
    assert_eq!(bases, ["0123456789abcdef0123456789abcdef01234567"]);
}

#[test]
fn text_is_decoded_whatever_its_charset_says() {
    for (name, want) in [
        ("latin1_without_charset", "Grüße aus Köln."),
        ("charset_that_is_nonsense", "Grüße."),
        ("charset_gbk", "灯亮了"),
        ("quoted_printable_patch", "Gruß = Log."),
        ("base64_patch", "Gruß = Log."),
    ] {
        let archive = corpus(name);
        let at = archive.all_series()[0].parts.slots[0].message.unwrap();
        let body = archive.read_body(at).unwrap();
        assert!(body.text.starts_with(want), "{name}: {}", body.text);
        assert_eq!(archive.facts(at).unwrap().files.len(), 1, "{name}");
    }
}

#[test]
fn subjects_are_decoded_however_they_were_cut() {
    for (name, want) in [
        ("subject_in_iso_2022_jp", "three ポンプの弁を閉じる"),
        ("subject_in_iso_2022_kr", "펌프 밸브"),
        ("subject_in_eucgb2312_cn", "你好世界"),
        ("subject_with_base64_cut_anywhere", "泵：修复阀门的泄漏"),
    ] {
        let archive = corpus(name);
        let series = &archive.all_series()[0];
        assert_eq!(series.head.title, want, "{name}");
        assert!(series.alerts.is_empty(), "{name}: {:?}", series.alerts);
    }
}

#[test]
fn tags_carry_how_sure_they_are() {
    assert_eq!(
        tags("comma_name_tags_for_another"),
        [("Reviewed-by".into(), Verdict::Mismatch)]
    );
    assert_eq!(
        tags("tag_from_another_address"),
        [("Reviewed-by".into(), Verdict::Ok)]
    );
    assert_eq!(
        tags("tag_from_a_subdomain"),
        [("Acked-by".into(), Verdict::Ok)]
    );
    assert_eq!(tags("tag_that_is_quoted"), []);
    assert_eq!(
        tags("tag_with_a_condition"),
        [("Acked-by".into(), Verdict::Conditional)]
    );
    assert_eq!(
        tags("tag_in_a_reply_to_a_reply"),
        [("Reviewed-by".into(), Verdict::Ok)]
    );
}

#[test]
fn a_reply_belongs_to_what_it_answers() {
    for name in ["patch_inside_a_reply", "two_in_reply_to"] {
        let archive = corpus(name);
        let slot = &archive.all_series()[0].parts.slots[0];
        assert_eq!(
            slot.replies.len(),
            if name == "two_in_reply_to" { 1 } else { 2 },
            "{name}"
        );
    }
}

#[test]
fn a_mail_that_a_list_wraps_is_one_mail_with_two_ids() {
    let archive = corpus("wrapped_for_dmarc");
    assert_eq!(archive.len(), 6);
    let series = &archive.all_series()[0];
    assert_eq!(series.head.author.email, "ann@x.example");
    assert_eq!(
        (series.replies.len(), series.parts.slots[0].replies.len()),
        (1, 2)
    );
    let outer = trifold::mail::MessageId::new("mailman.2.1@lists.example");
    assert_eq!(archive.find_message(&outer), series.parts.slots[0].message);
    let archive = corpus("reply_wrapped_for_dmarc");
    assert_eq!(archive.all_series()[0].parts.slots[0].replies.len(), 2);
    assert_eq!(archive.all_series()[0].parts.slots[0].review.len(), 1);
}

#[test]
fn what_is_forwarded_and_what_shares_an_id_is_kept() {
    assert_eq!(corpus("forwarded_patch").loose().count(), 2);
    assert_eq!(corpus("own_patch_enclosed").len(), 2);
    let archive = corpus("forwarded_patch_that_is_here");
    assert_eq!(archive.all_series()[0].parts.slots[0].replies.len(), 1);
    let archive = corpus("one_id_two_subjects");
    assert_eq!((archive.len(), archive.warnings().len()), (3, 1));
    assert!(archive.warnings()[0].what.contains("another subject"));
    assert_eq!(archive.all_series()[0].parts.slots[0].replies.len(), 1);
}

#[test]
fn damage_is_said_and_the_patch_is_kept() {
    for name in ["diff_with_a_wrapped_line", "diff_with_tabs_lost"] {
        let archive = corpus(name);
        assert!(!facts(&archive).damage.is_empty(), "{name}");
        assert!(!archive.all_series()[0].alerts.is_empty(), "{name}");
    }
}

#[test]
fn every_kind_of_file_change_is_told() {
    let archive = corpus("every_kind_of_file_change");
    let got: Vec<_> = facts(&archive)
        .files
        .iter()
        .map(|f| (f.path.as_str(), f.change, f.binary))
        .collect();
    assert_eq!(
        got,
        [
            ("logo.png", Change::Modified, true),
            ("run.sh", Change::Modified, false),
            ("new name.c", Change::Renamed, false),
            ("y.c", Change::Copied, false),
            ("empty", Change::Added, false),
            ("link", Change::Added, false),
            ("sub", Change::Modified, false),
            ("gone.c", Change::Deleted, false),
            ("grün.c", Change::Modified, false),
            ("a b/c", Change::Modified, false),
        ]
    );
}

#[test]
fn a_stat_of_one_rename_is_a_stat() {
    let archive = corpus("cover_stat_of_one_rename");
    let cover = archive.all_series()[0].parts.cover.unwrap();
    let stat = archive.facts(cover).unwrap().stat.clone().unwrap();
    assert_eq!(stat.totals.files, 1);
    assert_eq!(stat.files[0].old_path.as_deref(), Some("old/x.c"));
    assert_eq!(stat.files[0].path, "new/x.c");
}

#[test]
fn the_author_is_the_person_and_not_the_list() {
    for (name, want) in [
        ("from_in_the_body", "true@author.example"),
        ("from_mangled_by_a_list", "a@w.example"),
    ] {
        assert_eq!(
            corpus(name).all_series()[0].head.author.email,
            want,
            "{name}"
        );
    }
}

#[test]
fn a_partial_reroll_keeps_the_patches_it_did_not_send() {
    let archive = corpus("partial_reroll");
    let second = archive
        .all_series()
        .iter()
        .find(|s| s.head.revision.major == 2)
        .unwrap();
    assert_eq!(second.parts.total, 2);
    assert_eq!(
        second.parts.slots[1]
            .message
            .map(|m| short(&archive, m))
            .as_deref(),
        Some("pr2v2")
    );
}

#[test]
fn hidden_characters_are_counted() {
    let archive = corpus("escapes_in_subject_and_diff");
    assert!(facts(&archive).hidden >= 5);
}

#[test]
fn a_mail_without_headers_is_still_a_message() {
    assert_eq!(corpus("no_headers_to_speak_of").loose().count(), 1);
}

#[test]
fn a_diffstat_that_does_not_fit_the_diff_is_said() {
    let archive = corpus("diffstat_that_lies");
    let alerts = &archive.all_series()[0].alerts;
    assert_eq!(
        alerts.as_slice(),
        ["diffstat (2 files, +4 −1) does not match the diff"]
    );
}

#[test]
fn letters_that_pass_for_others_are_told() {
    let archive = corpus("links_that_lie");
    assert_eq!(facts(&archive).damage.len(), 2);
}

#[test]
fn a_subject_that_vim_would_run_is_a_title_like_any_other() {
    let archive = corpus("path_that_is_a_command");
    let paths: Vec<&str> = facts(&archive)
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    assert_eq!(paths, ["+call writefile([], 'pwned')"]);
}
