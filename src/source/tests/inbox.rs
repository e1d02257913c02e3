//! public-inbox clones, well-meant and not.

use super::*;

/// A bare repository made of commits in the language of `git fast-import`.
fn repository(path: &Path, commits: &[String]) {
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("--git-dir").arg(path).args(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    };
    assert!(git(&["init", "--bare"]).status().unwrap().success());
    import(path, commits);
}

fn import(path: &Path, commits: &[String]) {
    let mut command = Command::new("git");
    command.arg("--git-dir").arg(path);
    command
        .args(["fast-import", "--quiet"])
        .stdin(Stdio::piped());
    let mut import = command.spawn().unwrap();
    import
        .stdin
        .take()
        .unwrap()
        .write_all(commits.concat().as_bytes())
        .unwrap();
    assert!(import.wait().unwrap().success());
}

/// A commit that changes files.
fn commit(changes: &[(&str, Option<&str>)]) -> String {
    let mut text = "commit refs/heads/master\ncommitter A <a@b> 0 +0000\ndata 0\n".to_owned();
    for (name, content) in changes {
        let line = match content {
            Some(content) => format!("M 644 inline {name}\ndata {}\n{content}\n", content.len()),
            None => format!("D {name}\n"),
        };
        text.push_str(&line);
    }
    text
}

#[test]
fn an_inbox_of_version_2_is_read_without_what_was_taken_back() {
    let root = tempfile::tempdir().unwrap();
    let git = root.path().join("git");
    fs::create_dir(&git).unwrap();
    let mail = |text| commit(&[("d", None), ("m", Some(text))]);
    let gone = |text| commit(&[("m", None), ("d", Some(text))]);
    let (a, b, c, d) = ("a: 1\n\n", "b: 2\n\n", "c: 3\n\n", "d: 4\n\n");
    let first = [mail(a), mail(b), gone(b), mail(c), gone(c), mail(c)];
    repository(&git.join("3.git"), &first);
    // What an older epoch holds is taken back in the newest.
    repository(&git.join("10.git"), &[gone(a), mail(d)]);
    assert_eq!(texts(root.path()), [c, d]);
    assert_eq!(texts(&git.join("10.git")), [d]);
    assert_eq!(texts(&git.join("3.git")), [a, c]);
    assert_eq!(opened(root.path()).format, Format::PublicInbox);
}

#[test]
fn an_inbox_of_version_1_is_read_in_order_of_arrival() {
    let root = tempfile::tempdir().unwrap();
    let name = |n: u8| format!("{n:02x}/{n:038x}");
    let (x, y, z) = (name(0xf0), name(0x0a), name(0x33));
    let commits = [
        commit(&[(&x, Some("a: 1\n\n"))]),
        commit(&[(&y, Some("b: 2\n\n"))]),
        commit(&[(&z, Some("c: 3\n\n"))]),
        commit(&[(&y, None)]),
        commit(&[(&z, Some("c: 3, changed\n\n"))]),
    ];
    repository(root.path(), &commits);
    assert_eq!(texts(root.path()), ["a: 1\n\n", "c: 3, changed\n\n"]);
}

#[test]
fn more_mails_than_are_asked_for_at_once_come_in_order() {
    let root = tempfile::tempdir().unwrap();
    let text = |n: usize| format!("a: {n}\n\n{}\n", "x".repeat(n % 7 * 1000));
    let commits: Vec<String> = (0..700).map(|n| commit(&[("m", Some(&text(n)))])).collect();
    repository(root.path(), &commits);
    assert_eq!(texts(root.path()), (0..700).map(text).collect::<Vec<_>>());
}

#[test]
fn a_repository_of_code_is_no_inbox() {
    let root = tempfile::tempdir().unwrap();
    repository(
        root.path(),
        &[commit(&[("m", Some("x")), ("main.c", Some("y"))])],
    );
    assert!(error(root.path()).ends_with("no mail in this folder"));
}

/// A clone of some mails, each of which is one commit.
fn clone(mails: &[&str]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let commits: Vec<String> = mails
        .iter()
        .map(|text| commit(&[("m", Some(text))]))
        .collect();
    repository(root.path(), &commits);
    root
}

/// Runs git in a repository.
fn git(path: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.arg("--git-dir").arg(path).args(arguments);
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn fifo(path: &Path) {
    let _ = fs::remove_file(path);
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// A program that leaves a trace when it is run.
fn trap(root: &Path) -> (PathBuf, PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    let (program, trace) = (root.join("trap"), root.join("trace"));
    fs::write(
        &program,
        format!("#!/bin/sh\ntouch {}\ncat\n", trace.display()),
    )
    .unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    (program, trace)
}

#[test]
fn no_setting_of_a_clone_counts() {
    let root = clone(&["a: 1\n\n", "b: 2\n\n"]);
    let elsewhere = tempfile::tempdir().unwrap();
    let (program, trace) = trap(elsewhere.path());
    let program = program.display().to_string();
    for (name, value) in [
        ("core.fsmonitor", program.as_str()),
        ("core.alternateRefsCommand", program.as_str()),
        ("core.sshCommand", program.as_str()),
        ("core.worktree", "/"),
        ("diff.external", program.as_str()),
        ("diff.orderFile", "/dev/zero"),
        ("log.showSignature", "true"),
        ("gpg.program", program.as_str()),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", &format!("ext::{program} %S")),
        ("protocol.ext.allow", "always"),
        ("core.repositoryFormatVersion", "1"),
    ] {
        git(root.path(), &["config", name, value]);
    }
    assert_eq!(texts(root.path()), ["a: 1\n\n", "b: 2\n\n"]);
    assert!(!trace.exists(), "a program was run");
}

#[test]
fn what_a_partial_clone_lacks_is_not_fetched() {
    let root = clone(&["a: 1\n\n", "b: 2\n\n"]);
    let elsewhere = tempfile::tempdir().unwrap();
    let (program, trace) = trap(elsewhere.path());
    let url = format!("ext::{} %S", program.display());
    for (name, value) in [
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("protocol.ext.allow", "always"),
        ("remote.origin.url", &url),
    ] {
        git(root.path(), &["config", name, value]);
    }
    loosen(root.path());
    fs::remove_file(object(root.path(), "master:m")).unwrap();
    let (found, warnings) = all(&opened(root.path()));
    assert_eq!(found.len(), 1);
    assert!(warnings[0].what.contains("git does not have the mail"));
    assert!(!trace.exists(), "a program was run");
}

/// Takes all objects out of their pack.
fn loosen(path: &Path) {
    let folder = path.join("objects/pack");
    let moved = path.join("moved");
    fs::rename(&folder, &moved).unwrap();
    fs::create_dir(&folder).unwrap();
    for entry in fs::read_dir(&moved).unwrap() {
        let pack = entry.unwrap().path();
        if pack.extension().is_some_and(|end| end == "pack") {
            let mut command = Command::new("git");
            command
                .arg("--git-dir")
                .arg(path)
                .args(["unpack-objects", "-q"]);
            let status = command.stdin(fs::File::open(pack).unwrap()).status();
            assert!(status.unwrap().success());
        }
    }
}

/// Bytes as git packs them into a loose object.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// The file of a loose object.
fn object(path: &Path, name: &str) -> PathBuf {
    let mut command = Command::new("git");
    let output = command
        .arg("--git-dir")
        .arg(path)
        .args(["rev-parse", name])
        .output();
    let id = String::from_utf8(output.unwrap().stdout).unwrap();
    let (folder, rest) = id.trim().split_at(2);
    path.join("objects").join(folder).join(rest)
}

#[test]
fn pipes_in_a_clone_are_not_waited_for() {
    for name in [
        "config",
        "packed-refs",
        "objects/info/alternates",
        "shallow",
        "refs/heads/master",
    ] {
        let root = clone(&["a: 1\n\n"]);
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fifo(&path);
        let opened = open_path(root.path(), SourceIdx(0));
        let is_read = matches!(name, "config" | "packed-refs" | "objects/info/alternates");
        assert_eq!(opened.is_ok(), is_read, "{name}");
    }
    let root = clone(&["a: 1\n\n", "b: 2\n\n"]);
    loosen(root.path());
    fifo(&object(root.path(), "master:m"));
    // git opens an index where its pack is a file.
    fs::write(root.path().join("objects/pack/pack-0.pack"), "PACK").unwrap();
    fifo(&root.path().join("objects/pack/pack-0.idx"));
    assert_eq!(texts(root.path()), ["a: 1\n\n"]);
}

#[test]
fn a_damaged_mail_hides_no_other() {
    let all_of = ["a: 1\n\n", "b: 2\n\n", "c: 3\n\n", "d: 4\n\n"];
    let root = clone(&all_of);
    loosen(root.path());
    // git goes on behind the one, and ends at the other.
    let short = deflated(b"blob 500\0b: 2\n\n");
    for (name, bytes) in [("master~2:m", &short[..]), ("master~1:m", b"no object")] {
        let path = object(root.path(), name);
        fs::remove_file(&path).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let (found, warnings) = all(&opened(root.path()));
    let found: Vec<_> = found.iter().map(|raw| raw.bytes.to_vec()).collect();
    assert_eq!(found, [b"a: 1\n\n".to_vec(), b"d: 4\n\n".to_vec()]);
    assert_eq!(warnings.len(), 2, "{warnings:?}");
}

/// Packs a repository, and says where an object lies: the pack, the first byte, how many.
fn packed_at(path: &Path, name: &str) -> (PathBuf, usize, usize) {
    let said = |arguments: &[&str]| {
        let mut git = Command::new("git");
        let output = git.arg("--git-dir").arg(path).args(arguments).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    said(&["repack", "-adq"]);
    let files = fs::read_dir(path.join("objects/pack")).unwrap();
    let mut files = files.map(|file| file.unwrap().path());
    let is_pack = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "pack");
    let pack = files.find(is_pack).unwrap();
    let id = said(&["rev-parse", name]);
    let listed = said(&["verify-pack", "-v", pack.to_str().unwrap()]);
    let line = listed.lines().find(|line| line.starts_with(id.trim()));
    let fields: Vec<&str> = line.unwrap().split_whitespace().collect();
    let number = |at: usize| fields[at].parse().unwrap();
    (pack, number(4), number(3))
}

#[test]
fn a_mail_at_which_git_ends_hides_no_other() {
    let bodies = [
        "a: 1\n\n",
        "b: a longer mail than the others\n\n",
        "c: 3\n\n",
        "d: 4\n\n",
    ];
    let root = clone(&bodies);
    let (pack, at, length) = packed_at(root.path(), "master~2:m");
    let mut bytes = fs::read(&pack).unwrap();
    bytes[at + 4..at + length].fill(0xff);
    fs::remove_file(&pack).unwrap();
    fs::write(&pack, &bytes).unwrap();
    let (found, warnings) = all(&opened(root.path()));
    let found: Vec<_> = found.iter().map(|raw| raw.bytes.to_vec()).collect();
    let rest = ["a: 1\n\n", "c: 3\n\n", "d: 4\n\n"].map(|body| body.as_bytes().to_vec());
    assert_eq!(found, rest);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
}

#[test]
fn a_shallow_clone_and_one_of_longer_ids_are_read() {
    let root = clone(&["a: 1\n\n", "b: 2\n\n", "c: 3\n\n"]);
    let copy = tempfile::tempdir().unwrap();
    let url = format!("file://{}", root.path().display());
    let to = copy.path().join("x.git");
    let to = to.to_str().unwrap();
    let arguments = [
        "clone",
        "-q",
        "--bare",
        "--depth=2",
        "-b",
        "master",
        &url,
        to,
    ];
    assert!(
        Command::new("git")
            .args(arguments)
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(texts(Path::new(to)).last().unwrap(), "c: 3\n\n");
    let long = tempfile::tempdir().unwrap();
    let arguments = ["init", "-q", "--bare", "--object-format=sha256"];
    let made = Command::new("git")
        .args(arguments)
        .arg(long.path())
        .status();
    assert!(made.unwrap().success());
    import(long.path(), &[commit(&[("m", Some("a: 1\n\n"))])]);
    assert_eq!(texts(long.path()), ["a: 1\n\n"]);
}

#[test]
fn an_epoch_that_stands_elsewhere_is_left_out() {
    let root = tempfile::tempdir().unwrap();
    let (inside, outside) = (root.path().join("in"), root.path().join("out.git"));
    fs::create_dir_all(inside.join("git")).unwrap();
    repository(&outside, &[commit(&[("m", Some("a: 1\n\n"))])]);
    repository(
        &inside.join("git/1.git"),
        &[commit(&[("m", Some("b: 2\n\n"))])],
    );
    std::os::unix::fs::symlink(&outside, inside.join("git/0.git")).unwrap();
    assert_eq!(texts(&inside), ["b: 2\n\n"]);
}

#[test]
fn no_more_epochs_are_read_than_an_inbox_has() {
    let root = tempfile::tempdir().unwrap();
    let git = root.path().join("git");
    fs::create_dir(&git).unwrap();
    for number in 0..23 {
        let mail = format!("a: {number}\n\n");
        let path = git.join(format!("{number}.git"));
        repository(&path, &[commit(&[("m", Some(&mail))])]);
    }
    // In tests they are 20.
    assert_eq!(texts(root.path()).len(), 20);
}

#[test]
fn a_blob_that_says_it_is_enormous_is_not_waited_for() {
    let all_of = ["a: 1\n\n", "b: 2\n\n"];
    let root = clone(&all_of);
    loosen(root.path());
    let path = object(root.path(), "master:m");
    let lie = deflated(format!("blob {}\0b: 2\n\n", 5_u64 << 30).as_bytes());
    fs::remove_file(&path).unwrap();
    fs::write(&path, lie).unwrap();
    let (found, warnings) = all(&opened(root.path()));
    assert_eq!((found.len(), warnings.len()), (1, 1));
    assert!(
        warnings[0].what.contains("more than 1 gib"),
        "{}",
        warnings[0].what
    );
}
