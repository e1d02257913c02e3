//! The contract of the JSON output, as a program that reads it has it.

use std::fs;
use std::ops::ControlFlow;

use serde_json::Value;

use super::*;
use crate::archive::load::load;
use crate::series::correct::Corrections;

/// The lines that a mailbox gives.
fn lines(mbox: &str) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.mbox");
    fs::write(&path, mbox).unwrap();
    let archive = load(&[path], &Corrections::default(), &|_| {
        ControlFlow::Continue(())
    })
    .unwrap();
    let mut out = Vec::new();
    write(&archive, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn mail(id: &str, subject: &str, text: &str) -> String {
    format!(
        "From a@b Tue May 11 10:00:00 2021\nFrom: A <a@b.c>\nMessage-ID: <{id}>\nDate: Tue, 11 May 2021 10:00:00 +0200\nSubject: {subject}\n\n{text}\n"
    )
}

const DIFF: &str =
    "log\n---\ndiff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n a\n+b\n";

#[test]
fn every_kind_of_line_is_written_in_order() {
    let mbox = mail("1@x", "[PATCH v2 1/2] one", DIFF) + &mail("2@x", "hello", "text");
    let lines = lines(&mbox);
    let kinds: Vec<_> = lines
        .iter()
        .map(|line| line["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds[..3], ["archive", "series", "message"]);
    assert_eq!(lines[0]["messages"], 2);
    assert_eq!(lines[2]["kind"], "other");
    assert_eq!(lines[2]["date"], "2021-05-11T10:00:00+02:00");
}

#[test]
fn a_patch_says_what_it_changes_and_who_it_is() {
    let lines = lines(&mail("1@x", "[PATCH v2 1/2] one", DIFF));
    let series = &lines[1];
    assert_eq!(
        (&series["version"], &series["revision"]),
        (&2.into(), &"2".into())
    );
    assert_eq!(series["missing"], serde_json::json!([2]));
    assert_eq!(series["patches"].as_array().unwrap().len(), 1);
    let patch = &series["patches"][0];
    assert_eq!(patch["message_id"], "1@x");
    assert_eq!(patch["files"][0]["added"], 1);
    assert_eq!(patch["files"][0]["status"], "modified");
    assert_eq!(patch["patch_id"].as_str().map(str::len), Some(40));
    // printf 'log\n' | sha256sum
    assert_eq!(
        patch["message_sha256"].as_str().unwrap(),
        "9b75290f6a6359a2a3471022cbba4b724e45105b313ae8f6c103a2f79e82a857"
    );
}

#[test]
fn a_pull_request_names_its_place_and_a_series_the_tags_of_the_older_one() {
    let request = "The following changes since commit 12:\n\nare available in the git repository at:\n\n  git@x.y:z  tags/t\n\nfor you to fetch\n";
    let lines = lines(
        &(mail("1@x", "[PATCH] one", DIFF)
            + &mail(
                "2@x\nIn-Reply-To: <1@x",
                "Re: [PATCH] one",
                "Acked-by: B <b@b.c>\n",
            )
            .replace("From: A <a@b.c>", "From: B <b@b.c>")
            + &mail("3@x\nIn-Reply-To: <1@x", "[PATCH v2] one", DIFF)
            + &mail("4@x", "[GIT PULL] two", request)),
    );
    let series = |id: &str| lines.iter().find(|line| line["id"] == id).unwrap();
    assert_eq!(series("4@x")["pull_url"], "git@x.y:z tags/t");
    assert_eq!(series("3@x")["pull_url"], Value::Null);
    let tags = series("3@x")["patches"][0]["carried"].clone();
    let want = serde_json::json!([{"trailer": "Acked-by: B <b@b.c>", "from": "2@x", "via": "older version", "verdict": "ok"}]);
    assert_eq!(tags, want);
}

#[test]
fn hidden_characters_are_escaped_and_come_back() {
    let mut out = Vec::new();
    let nasty = "a\u{1b}\u{9b}\u{202e}\u{e0041}\u{200b}\u{7f}\\\"z\u{e9}";
    write_line(&mut out, &nasty).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(
        text.trim_end(),
        "\"a\\u001b\\u009b\\u202e\\udb40\\udc41\\u200b\\u007f\\\\\\\"z\u{e9}\""
    );
    assert_eq!(serde_json::from_str::<String>(&text).unwrap(), nasty);
}

#[test]
fn holes_of_a_lone_cover_are_told_as_missing() {
    let cover = "text\n\nA (2):\n  one\n  two\n\n x | 2 ++\n 1 file changed, 2 insertions(+)\n";
    let lines = lines(&mail("0@x", "[PATCH 0/2] all", cover));
    assert_eq!(lines[1]["missing"], serde_json::json!([1, 2]));
    assert_eq!(lines[1]["stat"]["from"], "diffstat");
    assert_eq!(lines[1]["files"][0]["path"], "x");
}

/// The line of the series that an id names.
fn series_of<'v>(lines: &'v [Value], id: &str) -> &'v Value {
    lines.iter().find(|line| line["id"] == id).unwrap()
}

/// A reply to a mail, by B.
fn reply(id: &str, to: &str, subject: &str, text: &str) -> String {
    mail(&format!("{id}>\nIn-Reply-To: <{to}"), subject, text)
        .replace("From: A <a@b.c>", "From: B <b@b.c>")
}

#[test]
fn where_a_version_is_from_is_said_in_a_word() {
    let from = |subject: &str| {
        let lines = lines(&mail("1@x", subject, DIFF));
        (
            lines[1]["revision"].clone(),
            lines[1]["version_from"].clone(),
        )
    };
    assert_eq!(from("[PATCH v2] one"), ("2".into(), "subject".into()));
    assert_eq!(from("[PATCH v6.1] one"), ("6.1".into(), "subject".into()));
    assert_eq!(from("[PATCH] one"), ("1".into(), "inferred".into()));
    // A version in a title is one of a letter alone: patches are about `v3` of many things.
    assert_eq!(from("[PATCH] one v3"), ("1".into(), "inferred".into()));
    let cover = "text\n\n x | 1 +\n 1 file changed, 1 insertion(+)\n";
    let mbox = mail("0@x", "[PATCH v4 0/1] all", cover)
        + &mail("1@x>\nIn-Reply-To: <0@x", "[PATCH 1/1] one", DIFF);
    let lines = lines(&mbox);
    assert_eq!(lines[1]["version"], 4);
    assert_eq!(lines[1]["cover"], "0@x");
}

#[test]
fn tags_of_the_bracket_are_told_apart() {
    let lines = lines(&mail("1@x", "[RFC PATCH net-next RESEND 1/1] one", DIFF));
    let series = &lines[1];
    assert_eq!(
        (&series["rfc"], &series["resend"]),
        (&true.into(), &true.into())
    );
    assert_eq!(series["targets"], serde_json::json!(["net-next"]));
    assert_eq!(
        (&series["total"], &series["present"]),
        (&1.into(), &1.into())
    );
    assert_eq!(
        (&series["complete"], &series["naked_cover"]),
        (&true.into(), &false.into())
    );
    assert_eq!(
        (&series["pull"], &series["cover"]),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn who_wrote_a_patch_and_who_sent_it_are_two() {
    let text = "From: C D <c@d.e>\n\n".to_owned() + DIFF;
    let lines = lines(&mail("1@x", "[PATCH] one", &text));
    let patch = &lines[1]["patches"][0];
    assert_eq!(
        patch["author"],
        serde_json::json!({"name": "C D", "email": "c@d.e"})
    );
    assert_eq!(
        patch["submitter"],
        serde_json::json!({"name": "A", "email": "a@b.c"})
    );
    assert_eq!(lines[1]["submitter"]["email"], "a@b.c");
    assert_eq!(patch["date"], "Tue, 11 May 2021 10:00:00 +0200");
    assert_eq!(patch["timestamp"], "2021-05-11T10:00:00+02:00");
}

#[test]
fn a_letter_names_its_base_its_change_and_what_it_depends_on() {
    let text = "See https://x.y/z\n\n---\nbase-commit: 1234567890123456789012345678901234567890\n\
                change-id: 20210511-lamp-1234\n\
                prerequisite-message-id: <9@x>\n\
                prerequisite-patch-id: abcdefabcdefabcdefabcdefabcdefabcdefabcd\n";
    let mbox = mail("0@x", "[PATCH 0/1] all", text)
        + &mail("1@x>\nIn-Reply-To: <0@x", "[PATCH 1/1] one", DIFF);
    let lines = lines(&mbox);
    let series = &lines[1];
    assert_eq!(
        series["base_commit"],
        "1234567890123456789012345678901234567890"
    );
    assert_eq!(series["change_id"], "20210511-lamp-1234");
    let asked = series["prerequisites"].as_array().unwrap();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert_eq!(asked[0], "prerequisite-message-id: <9@x>");
    assert_eq!(series["links"][0], "https://x.y/z");
}

#[test]
fn a_tag_says_where_it_was_given_and_how_sure_it_is() {
    let mbox = mail("0@x", "[PATCH 0/1] all", "text\n")
        + &mail("1@x>\nIn-Reply-To: <0@x", "[PATCH 1/1] one", DIFF)
        + &reply(
            "2@x",
            "0@x",
            "Re: [PATCH 0/1] all",
            "For the series:\nAcked-by: B <b@b.c>\n",
        )
        + &reply(
            "3@x",
            "1@x",
            "Re: [PATCH 1/1] one",
            "Tested-by: B <b@b.c>\n",
        )
        + &reply(
            "4@x",
            "1@x",
            "Re: [PATCH 1/1] one",
            "Reviewed-by: Z <z@z.z>\n",
        )
        + &reply(
            "5@x",
            "1@x",
            "Re: [PATCH 1/1] one",
            "With that fixed,\nReviewed-by: B <b@b.c>\n",
        );
    let lines = lines(&mbox);
    let review = lines[1]["patches"][0]["review"].as_array().unwrap();
    let told: Vec<[&str; 3]> = review
        .iter()
        .map(|tag| ["from", "via", "verdict"].map(|key| tag[key].as_str().unwrap()))
        .collect();
    for wanted in [
        ["2@x", "cover", "ok"],
        ["3@x", "patch", "ok"],
        ["4@x", "patch", "mismatch"],
        ["5@x", "patch", "conditional"],
    ] {
        assert!(told.contains(&wanted), "{wanted:?} of {told:?}");
    }
    assert_eq!(told.len(), 4);
    assert_eq!(lines[1]["replies"], serde_json::json!(["2@x"]));
    assert_eq!(
        lines[1]["patches"][0]["replies"],
        serde_json::json!(["3@x", "4@x", "5@x"])
    );
}

#[test]
fn versions_name_each_other_and_a_tag_of_a_changed_patch_is_stale() {
    let changed = DIFF.replace("+b", "+c");
    let mbox = mail("1@x", "[PATCH] one", DIFF)
        + &reply("2@x", "1@x", "Re: [PATCH] one", "Acked-by: B <b@b.c>\n")
        + &mail("3@x>\nIn-Reply-To: <1@x", "[PATCH v2] one", &changed);
    let lines = lines(&mbox);
    assert_eq!(
        series_of(&lines, "3@x")["older"],
        serde_json::json!(["1@x"])
    );
    assert_eq!(
        series_of(&lines, "1@x")["newer"],
        serde_json::json!(["3@x"])
    );
    assert_eq!(series_of(&lines, "1@x")["older"], serde_json::json!([]));
    let carried = &series_of(&lines, "3@x")["patches"][0]["carried"][0];
    assert_eq!(
        (&carried["via"], &carried["verdict"]),
        (&"older version".into(), &"stale".into())
    );
    let rules: Vec<&str> = series_of(&lines, "3@x")["why"]
        .as_array()
        .unwrap()
        .iter()
        .map(|why| why["rule"].as_str().unwrap())
        .collect();
    assert!(!rules.is_empty() && rules.iter().all(|rule| !rule.is_empty()));
}

#[test]
fn every_kind_of_change_of_a_file_has_its_word() {
    let diff = "log\n---\n\
        diff --git a/new b/new\nnew file mode 100755\n--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+a\n\
        diff --git a/old b/old\ndeleted file mode 100644\n--- a/old\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n\
        diff --git a/from b/to\nsimilarity index 100%\nrename from from\nrename to to\n\
        diff --git a/one b/two\nsimilarity index 100%\ncopy from one\ncopy to two\n\
        diff --git a/mode b/mode\nold mode 100644\nnew mode 100755\n\
        diff --git a/p.png b/p.png\nindex 1..2 100644\nBinary files a/p.png and b/p.png differ\n";
    let lines = lines(&mail("1@x", "[PATCH] one", diff));
    let files = lines[1]["patches"][0]["files"].as_array().unwrap();
    let file = |path: &str| files.iter().find(|file| file["path"] == path).unwrap();
    let status = |path: &str| file(path)["status"].as_str().unwrap();
    assert_eq!((status("new"), status("old")), ("new", "deleted"));
    assert_eq!((status("to"), status("two")), ("renamed", "copied"));
    assert_eq!((status("mode"), status("p.png")), ("modified", "modified"));
    assert_eq!(
        (&file("to")["old_path"], &file("two")["old_path"]),
        (&"from".into(), &"one".into())
    );
    assert_eq!(file("new")["old_path"], Value::Null);
    assert_eq!(
        (&file("mode")["old_mode"], &file("mode")["new_mode"]),
        (&"100644".into(), &"100755".into())
    );
    assert_eq!(file("p.png")["binary"], true);
    assert_eq!(file("new")["binary"], false);
    let stat = &lines[1]["patches"][0]["stat"];
    assert_eq!(
        *stat,
        serde_json::json!({"files": 6, "added": 1, "deleted": 1, "from": "diff"})
    );
    assert_eq!(lines[1]["files"].as_array().unwrap().len(), 6);
}

#[test]
fn a_mail_of_no_series_says_what_it_is_and_what_it_answers() {
    let mbox = mail("1@x", "hello", "text") + &reply("2@x", "1@x", "Re: hello", "No.\n");
    let lines = lines(&mbox);
    let reply = lines
        .iter()
        .find(|line| line["message_id"] == "2@x")
        .unwrap();
    assert_eq!(
        (&reply["kind"], &reply["in_reply_to"]),
        (&"reply".into(), &"1@x".into())
    );
    assert_eq!(reply["author"]["name"], "B");
    assert_eq!(lines[0]["series"], 0);
    assert_eq!(lines[1]["in_reply_to"], Value::Null);
}

#[test]
fn parts_that_are_no_patch_are_listed_with_the_mail_they_came_in() {
    let parts = |id: &str, text: &str| {
        mail(id, "[PATCH] one", "").replace(
            "\n\n\n",
            "\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n",
        ) + "--b\nContent-Type: text/plain\n\n"
            + text
            + "--b\nContent-Type: text/plain; name=log.txt\nContent-Disposition: attachment; filename=log.txt\n\nboot\n--b--\n"
    };
    let lines = lines(&parts("1@x", DIFF));
    let part = &lines[1]["patches"][0]["attachments"][0];
    assert_eq!(
        *part,
        serde_json::json!({"name": "log.txt", "type": "text/plain", "size": 4, "from": "1@x"})
    );
}

#[test]
fn what_was_odd_in_the_input_has_its_file_and_place() {
    let mbox = mail("1@x", "[PATCH] one", DIFF).replace("Tue, 11 May 2021 10:00:00 +0200", "never");
    let lines = lines(&mbox);
    let warning = lines.iter().find(|line| line["type"] == "warning").unwrap();
    assert!(
        warning["what"]
            .as_str()
            .unwrap()
            .contains("unreadable date")
    );
    assert!(warning["source"].as_str().unwrap().ends_with("x.mbox"));
    assert_eq!(lines[0]["warnings"], 1);
    // The line that separates mails has one as well.
    assert_eq!(lines[1]["date"], "2021-05-11T10:00:00+00:00");
}
