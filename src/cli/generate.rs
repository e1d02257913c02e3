//! The manual page and the completions of shells, made from the flags.

use std::io::{self, Write};

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;

use super::Flags;

/// What can be made from the flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Generated {
    Man,
    Bash,
    Zsh,
    Fish,
}

/// Writes it to standard output.
pub(super) fn print(what: Generated) -> io::Result<()> {
    let mut command = Flags::command();
    let mut made = Vec::new();
    let shell = match what {
        Generated::Man => None,
        Generated::Bash => Some(Shell::Bash),
        Generated::Zsh => Some(Shell::Zsh),
        Generated::Fish => Some(Shell::Fish),
    };
    match shell {
        Some(shell) => clap_complete::generate(shell, &mut command, "trifold", &mut made),
        None => clap_mangen::Man::new(command).render(&mut made)?,
    }
    let mut out = io::stdout().lock();
    out.write_all(&made)?;
    out.flush()
}
