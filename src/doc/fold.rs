//! Which sections and folders are open.

use std::collections::HashMap;

/// The key of the section that lists the recipients. To open it, a page needs
/// [`Context::source`](super::build::Context::source).
pub const RECIPIENTS: &str = "-recipients";

/// What the reader opened and closed. A section's key says how it begins: one that starts
/// with `-` is closed until it is opened, every other is open until it is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folds {
    all: Option<bool>,
    each: HashMap<String, bool>,
}

impl Folds {
    /// Whether the section with a key is open.
    pub fn is_open(&self, key: &str) -> bool {
        let begins = || self.all.unwrap_or_else(|| !key.starts_with('-'));
        self.each.get(key).copied().unwrap_or_else(begins)
    }

    /// The key of a folder by its path: never one of a section, and open until it is closed, be
    /// the folder called `-old` or `diff`.
    pub fn folder_key(path: &str) -> String {
        format!("/{path}")
    }

    /// Opens or closes one.
    pub fn set_open(&mut self, key: &str, open: bool) {
        self.each.insert(key.to_owned(), open);
    }

    /// Opens or closes all.
    pub fn set_all(&mut self, open: bool) {
        self.each.clear();
        self.all = Some(open);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_begins_open_whatever_it_is_called() {
        let mut folds = Folds::default();
        for path in ["-old/", "-", "src/", "patches"] {
            let key = Folds::folder_key(path);
            assert!(folds.is_open(&key), "{path}");
            folds.set_open(&key, false);
            assert!(!folds.is_open(&key), "{path}");
        }
        assert!(
            folds.is_open("patches"),
            "a section of that name is another"
        );
    }

    #[test]
    fn a_key_says_how_its_section_begins() {
        let mut folds = Folds::default();
        assert!(folds.is_open("description") && !folds.is_open("-diffstat"));
        folds.set_open("-diffstat", true);
        assert!(folds.is_open("-diffstat"));
        folds.set_all(false);
        assert!(!folds.is_open("-diffstat") && !folds.is_open("description"));
    }
}
