//! The one series that is meant on the command line.

use anyhow::{Context as _, bail};

use crate::archive::Archive;
use crate::mail::MessageId;
use crate::series::SeriesIdx;

/// The one series that is meant: by the id of any of its mails, by words of its title, or the
/// only one that the filter leaves. Of several versions the newest.
pub(super) fn only_series(
    archive: &Archive,
    named: Option<&str>,
    chosen: Vec<SeriesIdx>,
) -> anyhow::Result<SeriesIdx> {
    if let Some(at) = named.and_then(|name| archive.find_message(&MessageId::new(name))) {
        let series = archive.place(at).series();
        return series.context("that mail is of no series");
    }
    let words = named.unwrap_or_default().to_lowercase();
    let title = |at: &SeriesIdx| archive.series(*at).map(|s| s.head.title.to_lowercase());
    let fits = |at: &SeriesIdx| words.is_empty() || title(at).is_some_and(|t| t.contains(&words));
    let mut found: Vec<SeriesIdx> = chosen.into_iter().filter(fits).collect();
    let newest = |at: &SeriesIdx| {
        let newer = archive
            .series(*at)
            .map_or(&[][..], |series| &series.versions.newer);
        !newer.iter().any(|newer| found.contains(newer))
    };
    let left: Vec<SeriesIdx> = found.iter().copied().filter(newest).collect();
    if !left.is_empty() {
        found = left;
    }
    match found.as_slice() {
        [only] => Ok(*only),
        [] => bail!("no series matches"),
        several => bail!(
            "{} series match; name one with --series, by a message id or words of its title",
            several.len()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::testing::TestMails;

    /// Two versions of one series, another one, and a mail of none.
    fn shelf() -> Archive {
        let mut mails = TestMails::default();
        mails.mail("l1", "[PATCH] Lamp: fade", 0, &[]);
        mails.mail("l2", "[PATCH v2] Lamp: fade", 100, &[]);
        mails.mail("p", "[PATCH] pump: idle", 200, &[]);
        mails.mail("h", "hello", 300, &[]);
        Archive::new(mails.messages, mails.facts, Vec::new())
    }

    fn chosen(named: Option<&str>) -> Result<String, String> {
        let archive = shelf();
        let all = (0..archive.all_series().len()).filter_map(|at| u32::try_from(at).ok());
        let found = only_series(&archive, named, all.map(SeriesIdx).collect());
        let id = |at| archive.series(at).unwrap().id.to_string();
        found.map(id).map_err(|error| error.to_string())
    }

    #[test]
    fn a_series_is_named_by_a_mail_or_by_words_of_its_title() {
        assert_eq!(chosen(Some("l1")), Ok("l1".to_owned()));
        assert_eq!(chosen(Some("<p>")), Ok("p".to_owned()));
        assert_eq!(chosen(Some("PUMP")), Ok("p".to_owned()));
        // Of several versions the newest is meant.
        assert_eq!(chosen(Some("lamp: f")), Ok("l2".to_owned()));
    }

    #[test]
    fn what_names_none_or_several_says_so() {
        assert_eq!(
            chosen(Some("h")),
            Err("that mail is of no series".to_owned())
        );
        assert_eq!(chosen(Some("bus")), Err("no series matches".to_owned()));
        let why = "2 series match; name one with --series, by a message id or words of its title";
        assert_eq!(chosen(None), Err(why.to_owned()));
    }
}
