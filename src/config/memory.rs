//! `[memory]`: what outlives a run.

use std::path::PathBuf;

use toml::de::DeValue;

use super::{flag_value, text_of};

/// What is said of the memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemorySection {
    /// What is read and viewed outlives the run.
    pub keep: bool,
    /// The file; none for `memory.db` in the state folder.
    pub path: Option<PathBuf>,
    /// Mails of programs count as answers of people do.
    pub counts_bots: bool,
    /// What Maildir, MH and `Status:` say was read is read.
    pub source_flags: bool,
}

impl Default for MemorySection {
    fn default() -> Self {
        Self {
            keep: true,
            path: None,
            counts_bots: false,
            source_flags: true,
        }
    }
}

impl MemorySection {
    /// Takes in an option.
    pub(super) fn set_option(&mut self, key: &str, value: &DeValue<'_>) -> Result<(), String> {
        match key {
            "keep" => self.keep = flag_value("memory.keep", value)?,
            "path" => {
                let path = text_of("memory.path", value)?;
                self.path = (!path.is_empty()).then(|| PathBuf::from(path));
            }
            "source_flags" => self.source_flags = flag_value("memory.source_flags", value)?,
            "bots" => {
                self.counts_bots = match text_of("memory.bots", value)?.as_str() {
                    "quiet" => false,
                    "count" => true,
                    other => {
                        return Err(format!(
                            "memory.bots is \"quiet\" or \"count\", not \"{other}\""
                        ));
                    }
                }
            }
            _ => return Err(format!("there is no option memory.{key}")),
        }
        Ok(())
    }
}
