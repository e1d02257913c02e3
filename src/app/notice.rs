//! What the user is told: one row at a time, and all of it in the log.

use crate::doc::Document;
use crate::doc::verbatim::verbatim;

/// How many notices the log keeps.
const KEPT: usize = 1_000;

/// One thing that is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// Whether something went wrong.
    pub is_error: bool,
}

/// The current notice and those before it.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    log: Vec<Notice>,
    is_shown: bool,
}

impl Notices {
    /// Tells something.
    pub fn tell(&mut self, text: impl Into<String>) {
        self.add_notice(text.into(), false);
    }

    /// Tells that something went wrong.
    pub fn fail(&mut self, text: impl Into<String>) {
        self.add_notice(text.into(), true);
    }

    fn add_notice(&mut self, text: String, is_error: bool) {
        // A session lasts for weeks.
        if self.log.len() >= KEPT {
            self.log.remove(0);
        }
        self.log.push(Notice { text, is_error });
        self.is_shown = true;
    }

    /// Takes the current notice off the screen; it stays in the log.
    pub fn clear(&mut self) {
        self.is_shown = false;
    }

    /// What is to be shown now.
    pub fn current(&self) -> Option<&Notice> {
        self.log.last().filter(|_| self.is_shown)
    }

    /// Everything that was told, oldest first.
    pub fn log_page(&self) -> Document {
        let line = |notice: &Notice| {
            let sign = if notice.is_error { "error: " } else { "" };
            format!("{sign}{}", notice.text)
        };
        let lines: Vec<String> = self.log.iter().map(line).collect();
        verbatim("Messages", &lines.join("\n"))
    }
}
