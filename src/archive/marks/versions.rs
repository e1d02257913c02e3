//! Versions of series that were touched, by what links them to newer ones: a respin in a file
//! without its older versions is an update all the same.

use std::collections::BTreeMap;

use crate::mail::MessageId;
use crate::patch::subject::Revision;
use crate::series::Series;

/// Letters of a title or an address that are kept.
const LONGEST: usize = 300;

/// A version of a series, of which something was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchedVersion {
    /// The series, by its id.
    pub id: MessageId,
    /// Its `change-id`.
    pub change_id: Option<String>,
    /// Who sent it, in lower case.
    pub sender: String,
    /// Its title, likewise.
    pub title: String,
    /// Which version it is.
    pub revision: Revision,
}

/// Those that are remembered.
#[derive(Clone, Debug, Default)]
pub(super) struct TouchedVersions {
    all: BTreeMap<MessageId, TouchedVersion>,
    by_change: BTreeMap<String, Revision>,
    by_title: BTreeMap<(String, String), Revision>,
}

impl TouchedVersion {
    /// What is remembered of a series.
    pub fn of(series: &Series) -> Self {
        // A title may be a megabyte; the key of a version need not.
        let short = |text: &str| text.chars().take(LONGEST).collect::<String>();
        Self {
            id: series.id.clone(),
            change_id: series.head.change_id.as_deref().map(short),
            sender: short(&series.head.submitter.email.to_lowercase()),
            title: short(&series.head.title.to_lowercase()),
            revision: series.head.revision,
        }
    }
}

impl TouchedVersions {
    pub(super) fn insert(&mut self, version: TouchedVersion) {
        // The oldest that links: whatever is newer is newer than it.
        let least = |known: &mut Revision| *known = version.revision.min(*known);
        if let Some(change) = &version.change_id {
            let known = self.by_change.entry(change.clone());
            known.and_modify(least).or_insert(version.revision);
        }
        if !version.title.is_empty() {
            let key = (version.sender.clone(), version.title.clone());
            let known = self.by_title.entry(key);
            known.and_modify(least).or_insert(version.revision);
        }
        self.all.insert(version.id.clone(), version);
    }

    pub(super) fn all_versions(&self) -> impl Iterator<Item = &TouchedVersion> {
        self.all.values()
    }

    pub(super) fn get(&self, id: &MessageId) -> Option<&TouchedVersion> {
        self.all.get(id)
    }

    /// Whether an older version of a series was touched: by its change-id, else by sender and
    /// title, as series are linked (`series::revision`).
    pub(super) fn has_older(&self, series: &Series) -> bool {
        if self.all.is_empty() {
            return false;
        }
        let version = TouchedVersion::of(series);
        let change = version.change_id.as_ref();
        // The change-id of b4 first: titles change between versions.
        let by_change = change.and_then(|change| self.by_change.get(change));
        let key = (version.sender, version.title);
        let older = by_change.or_else(|| self.by_title.get(&key));
        older.is_some_and(|older| *older < version.revision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Archive;
    use crate::series::testing::TestMails;

    fn one(subject: &str) -> Series {
        let mut mails = TestMails::default();
        mails.mail("x", subject, 0, &[]);
        let archive = Archive::new(mails.messages, mails.facts, Vec::new());
        archive.all_series()[0].clone()
    }

    #[test]
    fn an_older_version_is_known_by_sender_and_title_or_by_its_change() {
        let mut versions = TouchedVersions::default();
        versions.insert(TouchedVersion::of(&one("[PATCH v2] lamp: fade")));
        assert!(versions.has_older(&one("[PATCH v3] lamp: Fade")));
        assert!(
            !versions.has_older(&one("[PATCH v2] lamp: fade")),
            "the same"
        );
        assert!(
            !versions.has_older(&one("[PATCH] lamp: fade")),
            "an older one"
        );
        assert!(!versions.has_older(&one("[PATCH v3] lamp: dim")));
        let changed = |subject: &str| {
            let mut series = one(subject);
            series.head.change_id = Some("20260301-lamp".into());
            series
        };
        versions.insert(TouchedVersion::of(&changed("[PATCH v5] lamp: glow")));
        assert!(versions.has_older(&changed("[PATCH v6] lamp: shine")));
        assert!(!versions.has_older(&changed("[PATCH v4] lamp: shine")));
    }
}
