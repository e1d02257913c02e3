//! Texts of errors and warnings.

use std::io;
use std::path::PathBuf;

use super::Warning;

/// The text of an error of the system, without "(os error 2)".
pub(super) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    text.to_lowercase()
}

pub(super) fn warning(source: PathBuf, offset: Option<u64>, what: &str) -> Warning {
    Warning {
        source,
        offset,
        message_id: None,
        what: what.to_owned(),
    }
}
