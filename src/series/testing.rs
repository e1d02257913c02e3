//! Hand-made mails for the tests of this module: what grouping looks at and nothing else.

use super::correct::Corrections;
use super::grouped::GroupedMails;
use super::member::Members;
use super::thread::Threads;
use super::{Grouping, Index, group};
use crate::mail::{Address, Date, Message, MessageId, MsgIdx};
use crate::patch::subject;
use crate::patch::{Facts, PatchKind};
use crate::source::Origin;

/// Messages and facts, side by side.
#[derive(Default)]
pub(crate) struct TestMails {
    pub(crate) messages: Vec<Message>,
    pub(crate) facts: Vec<Facts>,
}

impl TestMails {
    /// Which mail has an id.
    pub(crate) fn ids(&self) -> Index {
        let ids = self.messages.iter().map(|message| message.id.clone());
        ids.zip((0u32..).map(MsgIdx)).collect()
    }

    /// The series that they make.
    pub(crate) fn group(&self, corrections: &Corrections) -> Grouping {
        group((&self.messages, &self.facts), &self.ids(), corrections)
    }

    /// What the rules of grouping look at.
    pub(super) fn view<T>(&self, look: impl FnOnce(GroupedMails<'_>) -> T) -> T {
        let ids = self.ids();
        let threads = Threads::new(&self.messages, &ids, &Vec::new());
        let members = Members::new(&self.messages, &self.facts, &threads);
        look(GroupedMails {
            messages: &self.messages,
            facts: &self.facts,
            ids: &ids,
            threads: &threads,
            members: &members,
        })
    }

    /// A mail of Ann's; minutes count from the epoch. A patch has a diff unless it is `0/N`.
    pub(crate) fn mail(&mut self, id: &str, subject: &str, minute: i64, parents: &[&str]) {
        self.by("ann", id, subject, minute, parents);
    }

    /// The same from somebody else.
    #[expect(clippy::too_many_arguments, reason = "a mail in one line of a test")]
    pub(crate) fn by(&mut self, who: &str, id: &str, subject: &str, minute: i64, up: &[&str]) {
        let subject_facts = subject::parse(subject);
        let kind = match (&subject_facts, subject_facts.part) {
            (s, _) if s.reply => PatchKind::Reply,
            (s, _) if s.pull => PatchKind::Pull,
            (_, Some((0, _))) => PatchKind::Cover,
            (s, _) if s.patch => PatchKind::Patch,
            _ => PatchKind::Other,
        };
        let mut facts = Facts {
            kind,
            subject: subject_facts,
            ..Facts::default()
        };
        if kind == PatchKind::Patch {
            facts.files.push(crate::patch::stat::FileChange::default());
        }
        self.facts.push(facts);
        self.messages.push(Message {
            id: MessageId::new(id),
            id_synthesised: false,
            was_read: false,
            parents: up.iter().map(|id| MessageId::new(id)).collect(),
            from: Address {
                name: who.into(),
                email: format!("{who}@example.org").into(),
            },
            date: Some(Date {
                seconds: minute * 60,
                offset: 0,
                guessed: false,
            }),
            subject: subject.into(),
            as_sent: true,
            attachments: thin_vec::ThinVec::new(),
            origin: Origin::default(),
        });
    }

    /// What is known of the last mail.
    pub(crate) fn last(&mut self) -> &mut Facts {
        self.facts.last_mut().unwrap()
    }
}
