//! Archives of hand-made mails for the tests of this module.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Document;
use super::build::{Beside, Context};
use super::fold::Folds;
use crate::archive::Archive;
use crate::archive::marks::Marks;
use crate::mail::{Address, Attachment, Body, Date, Message, MessageId};
use crate::patch;
use crate::source::Origin;

/// A log message and a diff that adds a line to one file and takes one from another.
pub(super) const PATCH: &str = "\
Why.

Signed-off-by: Ann <ann@example.org>
---
A note.

diff --git a/src/new.c b/src/new.c
new file mode 100644
--- /dev/null
+++ b/src/new.c
@@ -0,0 +1 @@
+one
diff --git a/src/sub/old.c b/src/sub/old.c
--- a/src/sub/old.c
+++ b/src/sub/old.c
@@ -1,2 +1 @@
 kept
-gone
-- 
2.40
";

/// An archive of mails of Ann's, an hour apart: id, subject, parents, text.
pub(super) fn archive_of(mails: &[(&str, &str, &[&str], &str)]) -> Archive {
    let mut messages = Vec::new();
    let mut facts = Vec::new();
    for (hour, (id, subject, parents, text)) in (0i64..).zip(mails) {
        let message = Message {
            id: MessageId::new(id),
            id_synthesised: false,
            was_read: false,
            parents: parents.iter().map(|id| MessageId::new(id)).collect(),
            from: Address {
                name: "ann".into(),
                email: "ann@example.org".into(),
            },
            date: Some(Date {
                seconds: hour * 3600,
                offset: 0,
                guessed: false,
            }),
            subject: (*subject).into(),
            as_sent: true,
            attachments: thin_vec::ThinVec::new(),
            origin: Origin::default(),
        };
        facts.push(patch::read(&message, &body(text)));
        messages.push(message);
    }
    Archive::new(messages, facts, Vec::new())
}

/// An archive of one mail with attachments of these names.
pub(super) fn archive_with(names: &[&str]) -> Archive {
    let mut message = archive_of(&[("1@x", "hi", &[], "text\n")])
        .messages()
        .next()
        .map(|(_, m)| m.clone());
    let part = |name: &&str| Attachment {
        name: (*name).into(),
        kind: "text/plain".into(),
        size: 3,
    };
    let messages: Vec<Message> = message
        .take()
        .into_iter()
        .map(|message| Message {
            attachments: names.iter().map(part).collect(),
            ..message
        })
        .collect();
    let facts = messages
        .iter()
        .map(|message| patch::read(message, &body("text\n")))
        .collect();
    Archive::new(messages, facts, Vec::new())
}

/// What a mail says.
pub(super) fn body(text: &str) -> Body {
    Body {
        text: text.to_owned(),
        recipients: 337,
        ..Body::default()
    }
}

/// The lines of a document as they are drawn.
pub(super) fn texts(document: &Document) -> Vec<String> {
    let rows = document.lines.iter().map(|line| document.row(line));
    rows.map(|row| row.text().to_owned()).collect()
}

/// A context of 72 columns in which nothing was read.
pub(super) fn context<'a>(archive: &'a Archive, now: i64, folds: &'a Folds) -> Context<'a> {
    static NONE: LazyLock<Marks> = LazyLock::new(Marks::default);
    static UNDONE: LazyLock<HashSet<String>> = LazyLock::new(HashSet::new);
    Context {
        archive,
        width: 72,
        is_low: false,
        now,
        folds,
        marks: &NONE,
        done: &UNDONE,
        source: None,
        headers: false,
        notes: super::notes::Notes::default(),
        beside: Beside::default(),
        diff: crate::doc::diff::DiffLook::default(),
    }
}
