//! What is remembered, from the command line: where it lies, and what can be done with it.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::anyhow;

use super::Flags;
use crate::archive::Archive;
use crate::archive::marks::{Day, Ledger, Marks, Recalled};
use crate::config::Config;
use crate::runtime::{self, MemoryOptions};
use crate::state::memory::{self, Age, Memory};

/// What `--memory` asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum MemoryRequest {
    Export,
    Import,
    ImportB4(PathBuf),
    Forget(Age),
    Check,
}

impl FromStr for MemoryRequest {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(age) = text.strip_prefix("forget:") {
            let age = Age::parse(age).ok_or("an age is all, or a number with d, w, m or y")?;
            return Ok(Self::Forget(age));
        }
        if let Some(path) = text.strip_prefix("import-b4:") {
            return Ok(Self::ImportB4(path.into()));
        }
        match text {
            "export" => Ok(Self::Export),
            "import" => Ok(Self::Import),
            "check" => Ok(Self::Check),
            _ => Err("export, import, import-b4: with a file, check, or forget: with an age such as 2y or all".to_owned()),
        }
    }
}

/// Where the memory lies; nowhere where the user wants none.
fn place(flags: &Flags, config: &Config) -> Option<PathBuf> {
    if flags.no_state || !config.memory.keep {
        return None;
    }
    let named = config.memory.path.clone();
    named.or_else(memory::usual_place)
}

/// What is remembered in this run, and who reads.
pub(super) fn options(flags: &Flags, config: &Config) -> MemoryOptions {
    MemoryOptions {
        path: place(flags, config),
        addresses: config.addresses.clone(),
        counts_bots: config.memory.counts_bots,
        ignores_flags: !config.memory.source_flags,
    }
}

/// What was read of an archive, for those who only look: no file is made for it.
pub(super) fn marks(flags: &Flags, archive: &Archive) -> anyhow::Result<Marks> {
    let options = options(flags, &config(flags));
    let there = options.path.as_ref().filter(|path| path.exists());
    let ledger = match there {
        Some(path) => Memory::open(path)?.ledger()?,
        None => Ledger::default(),
    };
    let recalled = Recalled::new(ledger, archive, &options.viewpoint());
    let mut marks = Marks::default();
    let _ = marks.recall(recalled);
    Ok(marks)
}

/// The configuration, for what it says of the memory.
pub(super) fn config(flags: &Flags) -> Config {
    if flags.no_config {
        Config::defaults()
    } else {
        Config::load(flags.config.as_deref())
    }
}

/// Does what `--memory` asks.
pub(super) fn run_request(request: MemoryRequest, flags: &Flags) -> anyhow::Result<ExitCode> {
    let config = config(flags);
    let path = place(flags, &config).ok_or_else(|| anyhow!("nothing is remembered here"))?;
    let mut memory = Memory::open(&path)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut code = ExitCode::SUCCESS;
    match request {
        MemoryRequest::Export => memory.export(&mut out)?,
        MemoryRequest::Import => {
            let lines = memory.import(&mut io::stdin().lock(), Day::day_at(runtime::unix_now()))?;
            writeln!(out, "{lines} lines taken in")?;
        }
        MemoryRequest::ImportB4(other) => {
            let mails = memory.import_b4(&other, Day::day_at(runtime::unix_now()))?;
            writeln!(out, "{mails} mails were read or answered in b4")?;
        }
        MemoryRequest::Forget(age) => {
            let forgotten = memory.forget(age, Day::day_at(runtime::unix_now()))?;
            writeln!(out, "{forgotten} marks forgotten")?;
        }
        MemoryRequest::Check => {
            let (faults, counts) = memory.check()?;
            for fault in &faults {
                writeln!(out, "{fault}")?;
            }
            if !faults.is_empty() {
                code = ExitCode::from(1);
            }
            writeln!(
                out,
                "{}: {} mails, {} hunks, {} flags, notes and the like, {} bytes",
                path.display(),
                counts.mails,
                counts.hunks,
                counts.kept,
                counts.bytes
            )?;
        }
    }
    out.flush()?;
    Ok(code)
}
