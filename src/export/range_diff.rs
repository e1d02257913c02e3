//! Two versions compared, in the form of `git range-diff`: where git names a commit stands the
//! begin of a patch id, so that equal names are equal changes.

use std::io::{self, Write};

use crate::archive::compare::{Comparison, Patch};
use crate::patch::between::{Between, OuterHunk};
use crate::patch::pairing::{Op, Pair};
use crate::text;

/// Digits of a patch id that are shown.
const NAME: usize = 12;

/// Writes a comparison. `is_shown` says that a terminal shows it: then what one would act on is
/// shown instead of sent.
pub fn write(comparison: &Comparison, is_shown: bool, out: &mut dyn Write) -> io::Result<()> {
    let (old, new) = (&comparison.old.patches, &comparison.new.patches);
    // git makes room for the number behind the last one.
    let width = (old.len().max(new.len()) + 1).to_string().len();
    let mut writer = RangeDiffWriter {
        width,
        is_shown,
        out,
    };
    if comparison.is_of_letters() {
        writer.listed(comparison)?;
        return writer.out.flush();
    }
    for pair in &comparison.git {
        let sides = (
            pair.old.and_then(|at| old.get(at)),
            pair.new.and_then(|at| new.get(at)),
        );
        let op = comparison.op_of(pair);
        writer.pair_head(pair, sides, op)?;
        let entry = comparison.entry_of(pair).filter(|_| op == Op::Changed);
        let text = entry.and_then(|entry| comparison.texts.get(entry.text?));
        if let (Some(between), (Some(old), Some(new))) = (text, sides) {
            writer.difference(between, old, new)?;
        }
    }
    writer.out.flush()
}

struct RangeDiffWriter<'a> {
    /// Digits of the largest number.
    width: usize,
    is_shown: bool,
    out: &'a mut dyn Write,
}

impl RangeDiffWriter<'_> {
    /// `1:  0123456789ab ! 2:  ba9876543210 title`.
    fn pair_head(
        &mut self,
        pair: &Pair,
        (old, new): (Option<&Patch>, Option<&Patch>),
        op: Op,
    ) -> io::Result<()> {
        let (left, right) = (self.pair_side(pair.old, old), self.pair_side(pair.new, new));
        let title = old.or(new).map_or("", |patch| patch.title.as_str());
        let line = format!("{left} {} {right} {title}", op.sign());
        self.write_line(line.as_bytes())
    }

    /// The titles of a letter whose patches are not here, beside those of the other version.
    fn listed(&mut self, comparison: &Comparison) -> io::Result<()> {
        let (old, new) = (&comparison.old, &comparison.new);
        for entry in &comparison.entries {
            let left = entry.old.and_then(|at| old.patches.get(at));
            let right = entry.new.and_then(|at| new.patches.get(at));
            let left = self.pair_side(entry.old.or(entry.old_listed), left);
            let right = self.pair_side(entry.new.or(entry.new_listed), right);
            let old = old.named(entry.old, entry.old_listed);
            let new = new.named(entry.new, entry.new_listed);
            let title = old.or(new).map_or("", |(_, title)| title.as_str());
            let line = format!("{left} {} {right} {title}", entry.op.sign());
            self.write_line(line.as_bytes())?;
        }
        Ok(())
    }

    fn pair_side(&self, place: Option<usize>, patch: Option<&Patch>) -> String {
        let number = place.map_or_else(|| "-".to_owned(), |place| (place + 1).to_string());
        let id = patch.and_then(|patch| patch.id).map(|id| id.to_string());
        let name = id.as_deref().and_then(|id| id.get(..NAME));
        let name = name.map_or_else(|| "-".repeat(NAME), str::to_owned);
        format!("{number:>width$}:  {name}", width = self.width)
    }

    fn difference(&mut self, between: &Between, old: &Patch, new: &Patch) -> io::Result<()> {
        let (old, new) = (&old.recast.text, &new.recast.text);
        for hunk in &between.hunks {
            self.heading(hunk, old)?;
            for line in between.lines.get(hunk.lines.clone()).unwrap_or_default() {
                let text = if line.sign == b'-' { old } else { new };
                let text = text.get(line.side.clone()).unwrap_or_default();
                let sign = char::from(line.sign);
                self.write_line(format!("    {sign}{text}").as_bytes())?;
            }
        }
        Ok(())
    }

    /// The heading may be cut within a character, as git cuts it.
    fn heading(&mut self, hunk: &OuterHunk, old: &str) -> io::Result<()> {
        let heading = hunk.heading.clone();
        let heading = heading.and_then(|range| old.as_bytes().get(range));
        let mut line = b"    @@".to_vec();
        if let Some(heading) = heading {
            line.push(b' ');
            line.extend_from_slice(heading);
        }
        self.write_line(&line)
    }

    fn write_line(&mut self, line: &[u8]) -> io::Result<()> {
        if self.is_shown {
            let line = String::from_utf8_lossy(line);
            self.out.write_all(text::sanitize(&line).as_bytes())?;
        } else {
            self.out.write_all(line)?;
        }
        self.out.write_all(b"\n")
    }
}
