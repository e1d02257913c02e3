//! The command line: flags, what is done with them, exit codes.

mod compare;
mod generate;
mod memory;
mod screen;

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Parser, ValueEnum};

use crate::archive::Archive;
use crate::archive::filter::{Filter, FilterScope};
use crate::archive::load;
use crate::archive::marks::Marks;
use crate::archive::search::{Pattern, sift_all};
use crate::export;
use crate::mail::MessageId;
use crate::runtime;
use crate::series::SeriesIdx;
use crate::state::corrections::CorrectionFile;
use crate::text;

/// Read patch series that travel by mail: open an mbox, a patchwork digest, a Maildir,
/// a public-inbox clone or a patch, and see series.
#[derive(Debug, Parser)]
#[command(
    version,
    // Not the name that the program was started by, which may hold anything.
    bin_name = "trifold",
    after_help = "Keys: ? in the program.",
    max_term_width = 100
)]
struct Flags {
    /// What to open; - is standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print, and open no screen
    #[arg(long, value_name = "FORMAT")]
    format: Option<PrintFormat>,
    /// Only series that match, such as 'from:jane is:incomplete'
    #[arg(
        long,
        value_name = "QUERY",
        default_value = "",
        hide_default_value = true
    )]
    filter: String,
    /// default, dark, light, mono, or a file
    #[arg(long, value_name = "THEME")]
    theme: Option<String>,
    /// What the frame is drawn with
    #[arg(long, value_name = "GLYPHS")]
    glyphs: Option<Glyphs>,
    /// Of what --format patch and --compare are: an id, or words of a title
    #[arg(long, value_name = "SERIES")]
    series: Option<String>,
    /// Print what changed since the version before, as git range-diff does
    #[arg(
        long,
        value_name = "OLD..NEW",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = ""
    )]
    compare: Option<String>,
    /// Print every line of the mails that matches: message id, line, text
    #[arg(long, value_name = "REGEX")]
    grep: Option<String>,
    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,
    /// A configuration file instead of the usual one
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// No configuration file at all
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
    /// Colours: auto, which heeds `NO_COLOR`, always or never
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true
    )]
    color: When,
    /// A file of corrections instead of the one in the state folder
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// With --format json: what was read, and whose turn it is
    #[arg(long)]
    with_state: bool,
    /// Remember nothing: the state folder is left alone
    #[arg(long)]
    no_state: bool,
    /// The memory: export, import, import-b4:FILE, check, forget:2y
    #[arg(long, value_name = "REQUEST")]
    memory: Option<memory::MemoryRequest>,
    /// Append what went wrong to a file
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Print the manual page, or completions: man, bash, zsh or fish
    #[arg(long, value_name = "WHAT", hide_possible_values = true)]
    generate: Option<generate::Generated>,
}

impl Flags {
    fn correction_file(&self) -> CorrectionFile {
        match &self.corrections {
            None if self.no_state => CorrectionFile::default(),
            named => CorrectionFile::new(named.as_deref()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PrintFormat {
    Table,
    Json,
    Patch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Glyphs {
    Unicode,
    Ascii,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

/// Runs the program: 0 done, 1 could not read, 2 usage. A broken pipe is success.
pub fn main() -> ExitCode {
    runtime::reports_panics();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let flags = match Flags::try_parse_from(&arguments) {
        Ok(flags) => flags,
        Err(error) if error.use_stderr() => {
            explain(&error, &arguments);
            return ExitCode::from(2);
        }
        // The help or the version: nothing of it comes from outside.
        Err(error) => {
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
    };
    match run(flags) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::from(1)
        }
    }
}

fn run(flags: Flags) -> anyhow::Result<ExitCode> {
    if let Some(what) = flags.generate {
        generate::print(what)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(request) = flags.memory.clone() {
        return memory::run(request, &flags);
    }
    if flags.paths.is_empty() {
        complain("nothing to open");
        complain(
            "try trifold FILE, or trifold - to read standard input; trifold --help lists the rest",
        );
        return Ok(ExitCode::from(2));
    }
    let filter = match Filter::parse(&flags.filter, runtime::now()) {
        Ok(filter) => filter,
        Err(what) => {
            complain(&format!("--filter: {what}"));
            return Ok(ExitCode::from(2));
        }
    };
    let pattern = match flags.grep.as_deref().map(Pattern::new).transpose() {
        Ok(pattern) => pattern,
        Err(what) => {
            complain(&format!("--grep: {what}"));
            return Ok(ExitCode::from(2));
        }
    };
    let versions = match flags
        .compare
        .as_deref()
        .map(compare::Versions::parse)
        .transpose()
    {
        Ok(versions) => versions,
        Err(what) => {
            complain(&format!("--compare: {what}"));
            return Ok(ExitCode::from(2));
        }
    };
    let is_asked = flags.format.is_some() || pattern.is_some() || versions.is_some();
    let on_screen = !is_asked && io::stdout().is_terminal();
    if on_screen {
        return screen::open(flags);
    }
    let asked = Asked {
        pattern: pattern.as_ref(),
        versions: versions.as_ref(),
    };
    print(&flags, &filter, &asked)?;
    Ok(ExitCode::SUCCESS)
}

/// What is asked of the mails, besides their list.
struct Asked<'a> {
    pattern: Option<&'a Pattern>,
    versions: Option<&'a compare::Versions>,
}

/// Loads what was named and prints it in the form that was asked for.
fn print(flags: &Flags, filter: &Filter, asked: &Asked<'_>) -> anyhow::Result<()> {
    let (corrections, faults) = flags.correction_file().read();
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
        sifted: &sift_all(&archive, filter.deep()),
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
            let at = one(&archive, flags.series.as_deref(), chosen())?;
            write_patch(&export::mbox::series(&archive, at)?, &mut out)?;
        }
        (None, Some(PrintFormat::Table) | None) => {
            let is_shown = io::stdout().is_terminal();
            let options = export::table::TableOptions {
                width: is_shown.then(|| usize::from(runtime::size().width)),
                now: None,
            };
            export::table::write(&archive, &chosen(), options, &mut out)?;
        }
    }
    // The system takes all memory back at once, faster than a million lists would be freed.
    std::mem::forget(archive);
    Ok(())
}

/// The one series that is meant: by the id of any of its mails, by words of its title, or the
/// only one that the filter leaves. Of several versions the newest.
fn one(
    archive: &Archive,
    named: Option<&str>,
    chosen: Vec<SeriesIdx>,
) -> anyhow::Result<SeriesIdx> {
    if let Some(at) = named.and_then(|name| archive.find(&MessageId::new(name))) {
        let series = archive.place(at).series();
        return series.context("that mail is of no series");
    }
    let words = named.unwrap_or_default().to_lowercase();
    let title = |at: &SeriesIdx| archive.series(*at).map(|s| s.title.to_lowercase());
    let fits = |at: &SeriesIdx| words.is_empty() || title(at).is_some_and(|t| t.contains(&words));
    let mut found: Vec<SeriesIdx> = chosen.into_iter().filter(fits).collect();
    let newest = |at: &SeriesIdx| {
        let newer = archive.series(*at).map_or(&[][..], |series| &series.newer);
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

/// Says what went wrong, on a line: names of files are anybody's, and a line feed in one would
/// make another complaint of it. Standard error may be closed; that is no reason to fail.
fn complain(what: &str) {
    let _ = writeln!(io::stderr(), "trifold: {}", text::sanitize(what));
}

/// What the parser of flags says of arguments without anything that acts on a terminal: it
/// repeats them as they are.
fn explain(error: &clap::Error, arguments: &[OsString]) {
    let clean = arguments.iter().map(|argument| {
        let argument = argument.to_string_lossy();
        text::sanitize(&argument).into_owned()
    });
    match Flags::try_parse_from(clean) {
        Err(error) if error.use_stderr() => drop(error.print()),
        // What made it wrong is gone, such as bytes that are no text.
        _ => complain(&error.kind().to_string()),
    }
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

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        io == Some(io::ErrorKind::BrokenPipe)
    })
}
