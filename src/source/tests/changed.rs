//! What is read again is the mail that was found, or an error.

use super::*;

/// Opens a file, changes it, and says which of its mails can still be read.
fn after(before: &str, change: impl Fn(&Path)) -> Vec<Option<String>> {
    let root = folder(&[("a", before.as_bytes())]);
    let path = root.path().join("a");
    let source = opened(&path);
    let (found, _) = all(&source);
    change(&path);
    let read = |raw: &RawMessage<'_>| source.read_again(&raw.origin).ok();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    found.iter().map(|raw| read(raw).map(text)).collect()
}

/// Writes to a file in place, as a mailer does; never within one tick of its clock.
fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    let file = fs::File::options().write(true).open(path).unwrap();
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(2);
    file.set_modified(later).unwrap();
}

#[test]
fn a_file_that_was_cut_gives_an_error_and_no_other_text() {
    let both = mbox(&["a: 1\n\none\n", "b: 2\n\ntwo\n"]);
    let cut = mbox(&["a: 1\n\no"]);
    assert_eq!(after(&both, |path| write(path, &cut)), [None, None]);
    let swapped = mbox(&["b: 2\n\ntwo\n", "a: 1\n\none\n"]);
    assert_eq!(after(&both, |path| write(path, &swapped)), [None, None]);
    let single = "Subject: a\n\none\n";
    let other = "Subject: b\n\ntwo\n";
    assert_eq!(after(single, |path| write(path, other)), [None]);
}

#[test]
fn a_mailbox_that_grew_can_still_be_read() {
    let one = mbox(&["a: 1\n\none\n"]);
    let both = mbox(&["a: 1\n\none\n", "b: 2\n\ntwo\n"]);
    let read = after(&one, |path| write(path, &both));
    assert_eq!(read, [Some("a: 1\n\none\n".to_owned())]);
}

#[test]
fn a_file_that_was_replaced_is_read_as_it_was() {
    let read = after("Subject: a\n\none\n", |path| {
        let new = path.with_extension("new");
        fs::write(&new, "Subject: b\n\ntwo\n").unwrap();
        fs::rename(new, path).unwrap();
    });
    assert_eq!(read, [Some("Subject: a\n\none\n".to_owned())]);
}

#[test]
fn a_mail_is_found_when_its_flags_change_and_refused_when_its_text_does() {
    let root = folder(&[("cur/x", b""), ("new/1.a", b"Subject: a\n\none\n")]);
    let source = opened(root.path());
    let (found, _) = all(&source);
    let seen = root.path().join("cur/1.a:2,S");
    fs::rename(root.path().join("new/1.a"), &seen).unwrap();
    assert_eq!(
        source.read_again(&found[0].origin).unwrap(),
        *found[0].bytes
    );
    write(&seen, "Subject: b\n\ntwo\n");
    let error = source.read_again(&found[0].origin).unwrap_err();
    assert!(matches!(error, ReadError::Changed(_)));
}

/// Writes over the middle of a file by as many bytes, and gives it the times that it had.
fn overwrite(path: &Path, from: &str, to: &str) {
    assert_eq!(from.len(), to.len());
    let old = fs::metadata(path).unwrap().modified().unwrap();
    let text = fs::read_to_string(path).unwrap().replace(from, to);
    let mut file = fs::File::options().write(true).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.set_modified(old).unwrap();
}

/// Three mails, the middle one far from both edges of the file.
fn three() -> String {
    let mail = |n: u32| format!("a: {n}\n\n{}", format!("line of {n}\n").repeat(500));
    mbox(&[&mail(1), &mail(2), &mail(3)])
}

#[test]
fn no_text_of_another_mail_that_is_as_long() {
    let read = after(&three(), |path| overwrite(path, "a: 2", "a: 7"));
    let is_there: Vec<bool> = read.iter().map(Option::is_some).collect();
    assert_eq!(is_there, [true, false, true]);
    let read = after(&three(), |path| overwrite(path, "line of 2", "line of 7"));
    assert!(read[1].is_none());
}

#[test]
fn nor_where_mail_was_delivered_behind_it() {
    let read = after(&three(), |path| {
        overwrite(path, "line of 2", "line of 7");
        let mut file = fs::File::options().append(true).open(path).unwrap();
        file.write_all(mbox(&["a: 4\n\nfour\n"]).as_bytes())
            .unwrap();
    });
    let is_there: Vec<bool> = read.iter().map(Option::is_some).collect();
    assert_eq!(is_there, [true, false, true]);
}

#[test]
fn nor_in_a_folder() {
    let root = folder(&[("1", three().as_bytes())]);
    let source = opened(root.path());
    let (found, _) = all(&source);
    overwrite(&root.path().join("1"), "a: 2", "a: 7");
    let error = source.read_again(&found[1].origin).unwrap_err();
    assert!(matches!(error, ReadError::Changed(_)));
    assert!(source.read_again(&found[2].origin).is_ok());
}

/// What becomes of a mailbox by a change.
fn reopened(change: impl Fn(&Path, &Source, &[RawMessage<'_>])) -> Reopened {
    let root = folder(&[("a", three().as_bytes())]);
    let path = root.path().join("a");
    let source = opened(&path);
    let (found, _) = all(&source);
    change(&path, &source, &found);
    source.reopened()
}

#[test]
fn a_change_that_keeps_length_and_time_is_seen_by_the_time_of_the_system() {
    assert!(matches!(reopened(|_, _, _| {}), Reopened::Same));
    let now = reopened(|path, _, _| {
        // The clock of a file system ticks a few hundred times a second.
        std::thread::sleep(std::time::Duration::from_millis(30));
        overwrite(path, "a: 2", "a: 7");
    });
    assert!(matches!(now, Reopened::Other));
}

#[test]
fn a_mailbox_in_which_another_mail_was_met_is_read_anew() {
    let deliver = |path: &Path| {
        let mut file = fs::File::options().append(true).open(path).unwrap();
        file.write_all(mbox(&["a: 4\n\nfour\n"]).as_bytes())
            .unwrap();
    };
    let now = reopened(|path, _, _| deliver(path));
    assert!(matches!(now, Reopened::Grown(_)));
    let now = reopened(|path, source, found| {
        overwrite(path, "a: 2", "a: 7");
        deliver(path);
        assert!(source.read_again(&found[1].origin).is_err());
    });
    assert!(matches!(now, Reopened::Other));
}
