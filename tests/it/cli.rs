//! The program as a script meets it: output, exit codes, one clear line when something is wrong.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use crate::support::file;

fn trifold(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trifold"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn sample() -> String {
    file("assets/sample.mbox").display().to_string()
}

#[test]
fn json_is_a_line_an_object_and_begins_with_the_archive() {
    let out = trifold(&["--format", "json", &sample()]);
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        (lines[0]["type"].as_str(), lines[0]["schema"].as_u64()),
        (Some("archive"), Some(1))
    );
    assert!(
        lines
            .iter()
            .skip(1)
            .all(|line| ["series", "message", "warning"].contains(&line["type"].as_str().unwrap()))
    );
}

#[test]
fn corrections_hold_for_what_is_printed_and_a_wrong_line_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("corrections");
    let path = path.to_str().unwrap();
    let series = |flags: &[&str]| {
        let out = trifold(&[&["--format", "json"], flags, &[&sample()]].concat());
        let text = String::from_utf8(out.stdout).unwrap();
        let told = String::from_utf8(out.stderr).unwrap();
        (text.matches("\"type\":\"series\"").count(), told)
    };
    let (before, _) = series(&["--corrections", path]);
    let out = trifold(&["--format", "json", &sample()]);
    let text = String::from_utf8(out.stdout).unwrap();
    let first = text
        .lines()
        .find(|line| line.contains("\"version\":3"))
        .unwrap();
    let first: serde_json::Value = serde_json::from_str(first).unwrap();
    let id = first["patches"][1]["message_id"].as_str().unwrap();
    fs::write(path, format!("split {id}\nfly\n")).unwrap();
    let (after, told) = series(&["--corrections", path]);
    assert_eq!(after, before + 1);
    assert!(
        told.contains("corrections:2: there is no correction"),
        "{told}"
    );
}

#[test]
fn a_pipe_gets_the_table() {
    let out = trifold(&[&sample()]);
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success());
    assert_eq!(
        text.matches("lamp: fade instead of switching").count(),
        3,
        "{text}"
    );
}

#[test]
fn a_filter_chooses_series() {
    let out = trifold(&["--filter", "from:ana", &sample()]);
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(
        text.contains("MAINTAINERS") && !text.contains("fade"),
        "{text}"
    );
    assert_eq!(
        trifold(&["--filter", "v:x", &sample()]).status.code(),
        Some(2)
    );
}

#[test]
fn standard_input_is_read() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_trifold"))
        .args(["--format", "table", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mail = fs::read(file("assets/sample.mbox")).unwrap();
    child.stdin.take().unwrap().write_all(&mail).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(
        String::from_utf8(out.stdout)
            .unwrap()
            .contains("MAINTAINERS")
    );
}

#[test]
fn what_cannot_be_opened_is_one_line_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    fs::write(place("empty"), "").unwrap();
    fs::write(place("binary"), [0u8, 159, 146, 150, 0, 1, 2]).unwrap();
    fs::write(place("prose"), "Nothing but prose.\n").unwrap();
    fs::create_dir(place("folder")).unwrap();
    for name in ["empty", "binary", "prose", "folder", "missing"] {
        let path = place(name).display().to_string();
        let out = trifold(&[&path]);
        let said = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(1), "{name}: {said}");
        assert_eq!(said.lines().count(), 1, "{name}: {said}");
        assert!(said.contains(&path), "{name}: {said}");
    }
}

#[test]
fn no_argument_names_the_next_step() {
    let out = trifold(&[]);
    assert_eq!(out.status.code(), Some(2));
    assert!(
        String::from_utf8(out.stderr)
            .unwrap()
            .contains("trifold FILE")
    );
}

#[test]
fn help_fits_on_a_screen() {
    let out = trifold(&["--help"]);
    let lines = String::from_utf8(out.stdout).unwrap().lines().count();
    assert!(lines <= 30, "{lines} lines");
}

#[test]
fn manual_and_completions_name_every_flag() {
    let help = trifold(&["--help"]);
    let help = String::from_utf8_lossy(&help.stdout);
    let flags = help.split_whitespace().filter_map(|word| {
        let flag = word.strip_prefix("--")?;
        let end = flag.find(|c: char| !c.is_ascii_lowercase() && c != '-');
        flag.get(..end.unwrap_or(flag.len()))
    });
    let flags: Vec<&str> = flags.filter(|flag| !flag.is_empty()).collect();
    assert!(flags.len() > 15);
    for what in ["man", "bash", "zsh", "fish"] {
        let made = trifold(&["--generate", what]);
        let made = String::from_utf8_lossy(&made.stdout).replace('\\', "");
        for flag in &flags {
            assert!(made.contains(flag), "{what}: {flag}");
        }
    }
}

#[test]
fn grep_prints_mail_line_and_text() {
    let out = trifold(&["--grep", "^Signed-off-by: Mira", &sample()]);
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success());
    let is_hit = |line: &str| {
        let mut parts = line.splitn(3, ':');
        parts.next().unwrap().contains('@') && parts.next().unwrap().parse::<u32>().is_ok()
    };
    assert!(
        text.lines().count() > 3 && text.lines().all(is_hit),
        "{text}"
    );
    let wrong = trifold(&["--grep", "(", &sample()]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn versions_are_compared_as_text_and_as_json() {
    let compare = |flags: &[&str]| trifold(&[flags, &[&sample()]].concat());
    let out = compare(&["--compare", "--series", "fade instead"]);
    let text = String::from_utf8(out.stdout).unwrap();
    let first = text.lines().next().unwrap();
    assert_eq!(
        first,
        "1:  068fb1ba33fd ! 1:  068fb1ba33fd lamp: refuse levels out of range"
    );
    assert!(
        text.contains("\n3:  259bda331077 = 3:  259bda331077 "),
        "{text}"
    );
    assert!(
        text.contains("\n-:  ------------ > 4:  68815740e36a "),
        "{text}"
    );
    let older = compare(&["--compare=v1..v2", "--series", "fade instead"]);
    assert!(
        String::from_utf8(older.stdout)
            .unwrap()
            .starts_with("1:  1e5f28ad96be < -:  ")
    );
    let out = compare(&["--compare", "--format", "json", "--series", "fade instead"]);
    let text = String::from_utf8(out.stdout).unwrap();
    let kinds = |kind: &str| text.matches(&format!("\"type\":\"{kind}\"")).count();
    assert_eq!(
        (kinds("series"), kinds("comparison"), kinds("message")),
        (3, 2, 0)
    );
}

#[test]
fn what_cannot_be_compared_is_said() {
    let says = |flags: &[&str]| {
        let out = trifold(&[flags, &[&sample()]].concat());
        (out.status.code(), String::from_utf8(out.stderr).unwrap())
    };
    let (code, told) = says(&["--compare=2"]);
    assert_eq!(code, Some(2));
    assert!(
        told.contains("2 is not two revisions, such as 2..4"),
        "{told}"
    );
    let (code, told) = says(&["--compare=v2..v9", "--series", "fade instead"]);
    assert_eq!(code, Some(1));
    assert!(
        told.contains("only v1, v2, v3 of this series is open here"),
        "{told}"
    );
}

#[test]
fn the_environment_of_git_does_not_hide_a_clone() {
    let root = tempfile::tempdir().unwrap();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(root.path()).args(arguments);
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "A");
            command.env(format!("GIT_{who}_EMAIL"), "a@b.example");
        }
        assert!(command.output().unwrap().status.success(), "{arguments:?}");
    };
    git(&["init", "-q", "-b", "master"]);
    fs::write(root.path().join("m"), "Subject: one\n\ntext\n").unwrap();
    git(&["add", "m"]);
    git(&["commit", "-q", "-m", "one"]);
    fs::remove_file(root.path().join("m")).unwrap();
    let out = Command::new(env!("CARGO_BIN_EXE_trifold"))
        .args(["--format", "json"])
        .arg(root.path())
        .env("GIT_OBJECT_DIRECTORY", "/nowhere")
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(text.contains("\"subject\":\"one\""), "{text}");
}
