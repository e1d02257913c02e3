//! Who reads, where the configuration does not say: whom git takes the user for.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::archive::marks::Viewpoint;
use crate::mail::Identity;

/// What is remembered, and who reads.
#[derive(Clone, Debug, Default)]
pub struct MemoryOptions {
    /// The database; none where nothing is to outlive the run.
    pub path: Option<PathBuf>,
    /// The reader's addresses; none for those that git knows.
    pub addresses: Vec<String>,
    /// Mails of programs count as answers of people do.
    pub counts_bots: bool,
    /// What the source says was read counts for nothing.
    pub ignores_flags: bool,
}

impl MemoryOptions {
    /// Who reads. Git is asked where the addresses are not written down.
    pub fn viewpoint(&self) -> Viewpoint {
        Viewpoint {
            identity: find_identity(&self.addresses),
            counts_bots: self.counts_bots,
            ignores_flags: self.ignores_flags,
        }
    }
}

/// The reader's addresses: those that were written down, else those of git's own configuration.
/// That of a repository is not looked at: the folder of the data decides nothing.
fn find_identity(written: &[String]) -> Identity {
    // Whoever writes addresses down may read under another name than git commits with.
    if !written.is_empty() {
        return Identity::new(written.iter().map(String::as_str));
    }
    let text = asked().unwrap_or_default();
    // `user.email jane@x.org`, a line each.
    let values = text.lines().filter_map(|line| line.split_once(' '));
    Identity::new(values.map(|(_, value)| value))
}

fn asked() -> Option<String> {
    let mut command = Command::new("git");
    command.args(["config", "--global", "--includes", "--get-regexp"]);
    command.arg(r"^(user\.email|sendemail\.from)$");
    command
        // No repository lies there, whose configuration could speak.
        .current_dir("/")
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    let output = command.output().ok()?;
    String::from_utf8(output.stdout).ok()
}
