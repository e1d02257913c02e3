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
