//! What is printed: the list, JSON, a patch, what was searched for or compared.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;

use super::chosen::only_series;
use super::{Flags, PrintFormat, compare, complain, memory};
use crate::archive::filter::sift_all;
use crate::archive::filter::{Filter, FilterScope};
use crate::archive::load;
use crate::archive::marks::Marks;
use crate::archive::search::Pattern;
use crate::export;
use crate::runtime;
use crate::series::SeriesIdx;
use crate::text;

/// What is asked of the mails, besides their list.
pub(super) struct Asked<'a> {
    pub(super) pattern: Option<&'a Pattern>,
    pub(super) versions: Option<&'a compare::Versions>,
}

/// Loads what was named and prints it in the form that was asked for.
pub(super) fn print(flags: &Flags, filter: &Filter, asked: &Asked<'_>) -> anyhow::Result<()> {
    let (corrections, faults) = flags.correction_file().read_file();
    for fault in faults {
        complain(&fault);
    }
    let request = load::Request {
        paths: &flags.paths,
        corrections: &corrections,
        digests: flags.format == Some(PrintFormat::Json) && filter.is_empty(),
    };
    let archive = request.load(&|_| ControlFlow::Continue(()))?;
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    // What was read is nobody's business but the filter's, and who asks for it.
    let marks = if filter.is_empty() && !flags.with_state {
        Marks::default()
    } else {
        memory::marks(flags, &archive)?
    };
    let scope = FilterScope {
        archive: &archive,
        marks: &marks,
        sifted: &sift_all(&archive, filter.deep_patterns()),
    };
    let count = u32::try_from(archive.all_series().len()).unwrap_or(u32::MAX);
    let all = (0..count).map(SeriesIdx);
    let chosen = || -> Vec<SeriesIdx> { all.filter(|&at| filter.matches(&scope, at)).collect() };
    if let Some(versions) = asked.versions {
        compare::print(&archive, flags, versions, chosen(), &mut out)?;
        std::mem::forget(archive);
        return Ok(());
    }
    match (asked.pattern, flags.format) {
        (Some(pattern), _) => export::grep::write(&archive, pattern, &mut out)?,
        (None, Some(PrintFormat::Json)) if flags.with_state => {
            export::json::write_with_state(&archive, &chosen(), &marks, &mut out)?;
        }
        (None, Some(PrintFormat::Json)) if filter.is_empty() => {
            export::json::write(&archive, &mut out)?;
        }
        (None, Some(PrintFormat::Json)) => {
            export::json::write_chosen(&archive, &chosen(), &[], &mut out)?;
        }
        (None, Some(PrintFormat::Patch)) => {
            let at = only_series(&archive, flags.series.as_deref(), chosen())?;
            write_patch(&export::mbox::series(&archive, at)?, &mut out)?;
        }
        (None, Some(PrintFormat::Table) | None) => {
            let is_shown = io::stdout().is_terminal();
            let options = export::table::TableOptions {
                width: is_shown.then(|| usize::from(runtime::terminal_size().width)),
                now: None,
            };
            export::table::write(&archive, &chosen(), options, &mut out)?;
        }
    }
    // The system takes all memory back at once, faster than a million lists would be freed.
    std::mem::forget(archive);
    Ok(())
}

/// A patch, byte for byte; on a terminal, which would act on some of them, as lines that are clean.
fn write_patch(patch: &str, out: &mut dyn Write) -> io::Result<()> {
    if !io::stdout().is_terminal() {
        out.write_all(patch.as_bytes())?;
        return out.flush();
    }
    for line in text::lines(patch) {
        writeln!(out, "{}", text::sanitize(line))?;
    }
    out.flush()
}
