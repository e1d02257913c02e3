//! The command line: flags, what is done with them, exit codes.

mod chosen;
mod compare;
mod generate;
mod memory;
mod print;
mod screen;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};

use crate::archive::filter::Filter;
use crate::archive::search::Pattern;
use crate::runtime;
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
        return memory::run_request(request, &flags);
    }
    if flags.paths.is_empty() {
        complain("nothing to open");
        complain(
            "try trifold FILE, or trifold - to read standard input; trifold --help lists the rest",
        );
        return Ok(ExitCode::from(2));
    }
    let filter = match Filter::parse(&flags.filter, runtime::unix_now()) {
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
        return screen::open_screen(flags);
    }
    let asked = print::Asked {
        pattern: pattern.as_ref(),
        versions: versions.as_ref(),
    };
    print::print(&flags, &filter, &asked)?;
    Ok(ExitCode::SUCCESS)
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

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        io == Some(io::ErrorKind::BrokenPipe)
    })
}
