//! `--compare`: which versions are meant, and in what form the answer is printed.

use std::io::{self, IsTerminal, Write};

use anyhow::{anyhow, bail};

use super::chosen::only_series;
use super::{Flags, PrintFormat};
use crate::archive::Archive;
use crate::export;
use crate::mail::MessageId;
use crate::series::SeriesIdx;

/// Two revisions; none stands for the newest and the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Versions(Option<(String, String)>);

impl Versions {
    /// Reads `2..4`, `v2..v4` or nothing.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self(None));
        }
        let revision = |text: &str| {
            let digits = text.trim().trim_start_matches(['v', 'V']);
            let is_number = digits.starts_with(|c: char| c.is_ascii_digit());
            is_number.then(|| digits.to_owned())
        };
        let pair = text
            .split_once("..")
            .and_then(|(old, new)| Some((revision(old)?, revision(new)?)));
        match pair {
            Some(pair) => Ok(Self(Some(pair))),
            None => Err(format!("{text} is not two revisions, such as 2..4")),
        }
    }

    /// The older and the newer version of the set that a series is of.
    fn of(&self, archive: &Archive, at: SeriesIdx) -> Option<(SeriesIdx, SeriesIdx)> {
        let Some((old, new)) = &self.0 else {
            return Some((archive.nearest_older(at)?, at));
        };
        let version = |revision: &str| archive.version_named(at, revision);
        Some((version(old)?, version(new)?))
    }
}

/// Prints the comparison of one series, or of all that were chosen as JSON.
pub(super) fn print(
    archive: &Archive,
    flags: &Flags,
    versions: &Versions,
    chosen: Vec<SeriesIdx>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    if flags.format == Some(PrintFormat::Json) {
        return print_json(archive, flags, versions, &chosen, out);
    }
    if flags.format.is_some() {
        bail!("--compare prints text, or JSON with --format json");
    }
    let at = only_series(archive, flags.series.as_deref(), chosen)?;
    let (old, new) = versions
        .of(archive, at)
        .ok_or_else(|| missing(archive, at))?;
    let comparison = archive.compare(old, new, &|| true);
    for note in &comparison.notes {
        super::complain(note);
    }
    export::range_diff::write(&comparison, io::stdout().is_terminal(), out)?;
    Ok(())
}

fn print_json(
    archive: &Archive,
    flags: &Flags,
    versions: &Versions,
    chosen: &[SeriesIdx],
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let named = flags.series.as_deref();
    let is_all = named.is_none() && flags.filter.is_empty();
    let chosen: Vec<SeriesIdx> = chosen
        .iter()
        .copied()
        .filter(|&at| named.is_none_or(|name| is_named(archive, at, name)))
        .collect();
    let mut pairs: Vec<_> = chosen
        .iter()
        .filter_map(|&at| versions.of(archive, at))
        .collect();
    let mut seen = std::collections::HashSet::new();
    pairs.retain(|pair| seen.insert(*pair));
    let loose: Vec<_> = archive.loose().filter(|_| is_all).collect();
    export::json::write_compared(archive, &chosen, &pairs, &loose, out)?;
    Ok(())
}

/// Whether a series is meant by words of its title or the id of its cover or of a patch.
fn is_named(archive: &Archive, at: SeriesIdx, name: &str) -> bool {
    let Some(series) = archive.series(at) else {
        return false;
    };
    let message = archive.find_message(&MessageId::new(name));
    let holds = message.is_some_and(|message| {
        let patches = series.parts.slots.iter().map(|slot| slot.message);
        patches
            .chain([series.parts.cover])
            .any(|own| own == Some(message))
    });
    holds
        || series
            .head
            .title
            .to_lowercase()
            .contains(&name.to_lowercase())
}

/// Why there is nothing to compare.
fn missing(archive: &Archive, at: SeriesIdx) -> anyhow::Error {
    let Some(series) = archive.series(at) else {
        return anyhow!("no series matches");
    };
    let others = series.versions.older.iter().chain(&series.versions.newer);
    let others = others.filter_map(|&at| archive.series(at));
    let mut here: Vec<String> = others.map(|s| format!("v{}", s.head.revision)).collect();
    here.push(format!("v{}", series.head.revision));
    here.sort();
    anyhow!("only {} of this series is open here", here.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_read_with_or_without_their_letter() {
        let pair = |old: &str, new: &str| Ok(Versions(Some((old.into(), new.into()))));
        assert_eq!(Versions::parse("2..4"), pair("2", "4"));
        assert_eq!(Versions::parse("v2..v2.1"), pair("2", "2.1"));
        assert_eq!(Versions::parse(""), Ok(Versions(None)));
        for text in ["2", "2..", "a..b", "2-4"] {
            assert!(Versions::parse(text).is_err(), "{text}");
        }
    }
}
