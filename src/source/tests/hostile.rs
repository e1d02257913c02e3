//! Folders and files that were made to hang, to fill memory or the disk, or to lead elsewhere.

use super::*;

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn what_is_no_regular_file_of_a_folder_is_not_read() {
    let root = folder(&[
        ("cur/1", b"Subject: one\n\n"),
        ("new/2", b"Subject: two\n\n"),
    ]);
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, root.path().join(at)).unwrap();
    link("/proc/kmsg", "cur/x");
    link("/dev/zero", "cur/y");
    link("/", "all");
    let made = Command::new("mkfifo")
        .arg(root.path().join("new/z"))
        .status();
    assert!(made.unwrap().success());
    let source = opened(root.path());
    let (found, warnings) = all(&source);
    assert_eq!(found.len(), 2);
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    assert!(
        warnings
            .iter()
            .all(|w| w.what.contains("a link out of the folder"))
    );
}

#[test]
fn a_file_that_became_a_pipe_is_not_waited_for() {
    let root = folder(&[("1", b"Subject: one\n\n"), ("2", b"Subject: two\n\n")]);
    let source = opened(root.path());
    let path = root.path().join("2");
    fs::remove_file(&path).unwrap();
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    let (found, warnings) = all(&source);
    assert_eq!((found.len(), warnings.len()), (1, 1));
    assert_eq!(warnings[0].what, "no regular file");
}

#[test]
fn packed_files_of_a_folder_have_one_allowance() {
    // Each by itself is less than a file may unpack to; in tests that is 8 MiB.
    let text = mbox(&["Subject: a\n\n"]) + &"x\n".repeat(1100 << 10);
    let packed = bzip2(text.as_bytes());
    let names: Vec<String> = (0..5).map(|n| format!("{n}.bz2")).collect();
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &packed[..]))
        .collect();
    let root = folder(&files);
    let (found, warnings) = all(&opened(root.path()));
    assert_eq!(found.len(), 4);
    let said: Vec<&str> = warnings.iter().map(|w| w.what.as_str()).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("unpacks to more than"), "{said:?}");
    assert!(
        said[1].contains("the packed files here unpack to more than"),
        "{said:?}"
    );
}

#[test]
fn packed_files_without_mail_cost_nothing() {
    let zeros = bzip2(&vec![0; 4 << 20]);
    let names: Vec<String> = (0..40).map(|n| format!("{n}.bz2")).collect();
    let mut files: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &zeros[..]))
        .collect();
    files.push(("mail", b"Subject: a\n\n"));
    let root = folder(&files);
    let (found, warnings) = all(&opened(root.path()));
    assert_eq!((found.len(), warnings.len()), (1, 0));
}

/// A file that is as long as it says and holds nothing behind its beginning.
fn sparse(beginning: &str, len: u64) -> TempDir {
    let root = folder(&[("a", beginning.as_bytes())]);
    let file = fs::File::options()
        .write(true)
        .open(root.path().join("a"))
        .unwrap();
    file.set_len(len).unwrap();
    root
}

#[test]
fn of_a_file_that_is_one_mail_no_more_is_read_than_of_any() {
    for beginning in ["Subject: a\n\ntext\n", "diff --git a/x b/x\n"] {
        let root = sparse(beginning, 3 << 30);
        for path in [root.path().join("a"), root.path().to_path_buf()] {
            let source = opened(&path);
            let (found, _) = all(&source);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].bytes.len() as u64, MAIL + 1);
            assert_eq!(
                source.read_again(&found[0].origin).unwrap(),
                *found[0].bytes
            );
        }
    }
}

#[test]
fn no_more_is_said_than_anybody_reads() {
    let root = folder(&[(
        "a",
        format!("{FROM}\n").repeat(MOST_WARNINGS + 50).as_bytes(),
    )]);
    let (_, warnings) = all(&opened(&root.path().join("a")));
    assert_eq!(warnings.len(), MOST_WARNINGS + 1);
    assert_eq!(warnings[MOST_WARNINGS].what, "more is odd than is listed");
}

#[test]
fn a_folder_that_nobody_wants_is_read_no_further() {
    let root = folder(&[
        ("1", b"Subject: one\n\n"),
        ("2", b"A note.\n"),
        ("3", b"Subject: b\n\n"),
    ]);
    let source = opened(root.path());
    source.stop_reading();
    assert!(all(&source).0.is_empty());
}
