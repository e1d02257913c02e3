//! What is read of a folder, in which order, and what is left out.

use std::os::unix::fs::symlink;

use super::*;

/// The files found in a folder that holds some, relative to it.
fn order(files: &[(&str, &str)]) -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    names(root.path())
}

fn names(root: &Path) -> Vec<String> {
    let found = walk(root, &|| true).files;
    let name = |path: &PathBuf| path.strip_prefix(root).unwrap().display().to_string();
    found.iter().map(name).collect()
}

#[test]
fn a_maildir_is_cur_and_new() {
    let files = [
        ("tmp/1", ""),
        ("new/2", ""),
        ("cur/3:2,S", ""),
        ("dovecot-uidlist", ""),
        (".Sent/cur/4", ""),
        (".Sent/new/5", ""),
        (".notmuch/db", ""),
    ];
    assert_eq!(
        order(&files),
        [".Sent/cur/4", ".Sent/new/5", "cur/3:2,S", "new/2"]
    );
}

#[test]
fn numbers_are_in_the_order_of_their_value() {
    assert_eq!(
        order(&[("10", ""), ("9", ""), (".mh_sequences", ""), ("sub/1", "")]),
        ["9", "10", "sub/1"]
    );
}

#[test]
fn patches_are_in_the_order_of_their_names() {
    assert_eq!(
        order(&[
            ("0002-b.patch", ""),
            ("0000-cover-letter.patch", ""),
            ("0001-a.patch", "")
        ]),
        ["0000-cover-letter.patch", "0001-a.patch", "0002-b.patch"]
    );
}

#[test]
fn a_series_file_gives_the_order_of_what_it_names() {
    assert_eq!(
        order(&[
            ("a.patch", ""),
            ("b.patch", ""),
            ("c.patch", ""),
            ("series", "b.patch -p1 # x\n\n# y\na.patch\n")
        ]),
        ["b.patch", "a.patch", "c.patch", "series"]
    );
    assert_eq!(
        order(&[
            ("a/1", ""),
            ("b.patch", ""),
            ("c.patch", ""),
            ("series", "a/1\ngone.patch\nc.patch\n")
        ]),
        ["a/1", "c.patch", "b.patch", "series"]
    );
}

#[test]
fn what_a_series_file_leaves_out_is_marked() {
    let root = tempfile::tempdir().unwrap();
    let path = |name: &str| root.path().join(name);
    fs::create_dir(path("in")).unwrap();
    for name in ["a", "b", "c", "in/d"] {
        fs::write(path(name), "").unwrap();
    }
    fs::write(path("series"), "b\ngone\n#c -p0\n").unwrap();
    let found = walk(root.path(), &|| true);
    let aside = |name: &str| found.aside.get(&path(name)).copied();
    assert_eq!(aside("a"), Some(quilt::UNNAMED));
    assert_eq!(aside("b"), None);
    assert_eq!(aside("c"), Some(quilt::DISABLED));
    assert_eq!(aside("in/d"), None);
    let odd: Vec<_> = found.odd.iter().map(|(path, at, _)| (path, *at)).collect();
    assert_eq!(odd, [(&path("series"), 2)]);
}

#[test]
fn a_series_file_names_each_patch_once_and_none_outside() {
    let patches = "a.patch\n".repeat(10_000);
    let once = order(&[("a.patch", ""), ("series", &patches)]);
    assert_eq!(once, ["a.patch", "series"]);
    let outside = tempfile::NamedTempFile::new().unwrap();
    let absolute = format!("b.patch\n{}\n", outside.path().display());
    let files = [("a.patch", ""), ("b.patch", ""), ("series", &absolute)];
    assert_eq!(order(&files), ["b.patch", "a.patch", "series"]);
    let [root, beside] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    fs::write(beside.path().join("c.patch"), "").unwrap();
    symlink(beside.path(), root.path().join("link")).unwrap();
    fs::write(root.path().join("a.patch"), "").unwrap();
    fs::write(root.path().join("series"), "link/c.patch\na.patch\n").unwrap();
    assert!(
        !names(root.path())
            .iter()
            .any(|name| name.contains("c.patch"))
    );
}

#[test]
fn a_series_file_that_is_none_is_not_waited_for() {
    let root = tempfile::tempdir().unwrap();
    let at = |name: &str| root.path().join(name);
    fs::write(at("a.patch"), "").unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(at("series"))
        .status();
    assert!(made.unwrap().success());
    assert_eq!(names(root.path()), ["a.patch"]);
    fs::remove_file(at("series")).unwrap();
    symlink("/dev/zero", at("series")).unwrap();
    assert_eq!(names(root.path()), ["a.patch"]);
}

#[test]
fn links_are_followed_once_and_repositories_not_entered() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path();
    fs::create_dir_all(path.join("code.git/objects")).unwrap();
    fs::write(path.join("code.git/HEAD"), "").unwrap();
    fs::create_dir(path.join("a")).unwrap();
    fs::write(path.join("a/1"), "").unwrap();
    symlink("..", path.join("a/up")).unwrap();
    symlink("nowhere", path.join("gone")).unwrap();
    std::os::unix::net::UnixListener::bind(path.join("socket")).unwrap();
    assert_eq!(names(path), ["a/1"]);
    let left_out = walk(path, &|| true).left_out;
    assert_eq!(left_out.len(), 1);
    assert_eq!(left_out[0].0, path.join("code.git"));
}

#[test]
fn no_link_leads_out_of_the_folder() {
    let root = tempfile::tempdir().unwrap();
    let (inside, outside) = (root.path().join("in"), root.path().join("out"));
    fs::create_dir_all(inside.join("cur")).unwrap();
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("secret"), "").unwrap();
    fs::write(inside.join("1"), "").unwrap();
    symlink(outside.join("secret"), inside.join("cur/x")).unwrap();
    symlink("/", inside.join("all")).unwrap();
    symlink("../out", inside.join("out")).unwrap();
    symlink("../1", inside.join("cur/1")).unwrap();
    let found = walk(&inside, &|| true);
    let real = fs::canonicalize(&inside).unwrap();
    assert_eq!(found.files, [inside.join("1"), real.join("1")]);
    assert_eq!(found.left_out.len(), 3);
    assert!(found.left_out[0].1.contains("a link out of the folder"));
    let named = root.path().join("link");
    symlink(&inside, &named).unwrap();
    assert_eq!(walk(&named, &|| true).files.len(), 2);
}

#[test]
fn a_tree_has_a_bound_on_entries_and_depth_and_says_so() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("a/b/c")).unwrap();
    for name in ["1", "a/2", "a/b/3", "a/b/c/4"] {
        fs::write(root.path().join(name), "").unwrap();
    }
    let found = |bounds| within(root.path(), bounds, &|| true);
    assert_eq!(found((7, 3)).files.len(), 4);
    let shallow = found((100, 1));
    assert_eq!(shallow.files.len(), 2);
    assert!(shallow.left_out[0].1.contains("1 deep"));
    let few = found((3, 9));
    assert!(few.files.len() < 4);
    assert!(few.left_out[0].1.contains("all but 3 files"));
}

#[test]
fn a_walk_that_nobody_wants_ends() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("1"), "").unwrap();
    assert!(walk(root.path(), &|| false).files.is_empty());
}
