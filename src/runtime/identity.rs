//! Who reads, where the configuration does not say: whom git takes the user for.

use std::process::{Command, Stdio};

use crate::mail::Identity;

/// The reader's addresses: those that were written down, else those of git's own configuration.
/// That of a repository is not looked at: the folder of the data decides nothing.
pub(super) fn find(written: &[String]) -> Identity {
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
        .current_dir("/")
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    let output = command.output().ok()?;
    String::from_utf8(output.stdout).ok()
}
