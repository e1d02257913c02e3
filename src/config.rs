//! Options: embedded defaults, the user's file, flags. A wrong line is reported with file and
//! line, and the rest applies. Nothing is read from the folders that mail lies in.

mod commands;
mod memory;
mod value;

use std::fs;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use self::value::{flag_value, notes, plain, set_diff_option, sort_named, text_of};
use crate::app::Options;
use crate::app::input::keymap::Keymap;
use crate::ui::theme::{AUTO, BUILT_IN, Theme, Themes};

pub use self::memory::MemorySection;

/// The default configuration, with a comment on every option.
pub const DEFAULT: &str = include_str!("../config/default.toml");

/// All that a user can set.
#[derive(Debug)]
pub struct Config {
    /// What concerns the application.
    pub options: Options,
    /// Keys.
    pub keymap: Keymap,
    /// The name of a built-in theme, the path of another, or `auto`.
    pub theme: String,
    /// What is remembered.
    pub memory: MemorySection,
    /// The reader's addresses; none for those that git knows.
    pub addresses: Vec<String>,
    /// What was wrong, a line each.
    pub faults: Vec<String>,
}

impl Config {
    /// The defaults alone.
    pub fn defaults() -> Self {
        Self {
            options: Options::default(),
            keymap: Keymap::default(),
            theme: AUTO.to_owned(),
            memory: MemorySection::default(),
            addresses: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// The defaults and the user's file: the one named, else the one in the system's place.
    pub fn load(file: Option<&Path>) -> Self {
        let mut config = Self::defaults();
        let named = file.is_some();
        let Some(path) = file.map(Path::to_path_buf).or_else(place) else {
            return config;
        };
        match fs::read_to_string(&path) {
            Ok(text) => config.apply(&text, &path),
            Err(error) if named => config.faults.push(format!("{}: {error}", path.display())),
            // No file is the common case.
            Err(_) => {}
        }
        config
    }

    /// Takes in the options of a text; `path` names it in faults.
    pub fn apply(&mut self, text: &str, path: &Path) {
        let fault =
            |at: usize, what: &str| format!("{}:{}: {what}", path.display(), line_of(text, at));
        // A line that cannot be read does not take the others with it.
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            self.faults.push(fault(
                error.span().map_or(0, |span| span.start),
                error.message(),
            ));
        }
        // In the order of the file, as a reader goes through them.
        let mut entries: Vec<_> = table.get_ref().iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            // Keys are merged by the map itself, which knows contexts and actions.
            if key.get_ref() == "keys"
                && let Some(table) = value.get_ref().as_table()
            {
                let wrong = self.keymap.merge(&plain(table)).into_iter();
                let told = wrong.map(|what| fault(place_of(&what, table, key.span().start), &what));
                self.faults.extend(told);
                continue;
            }
            if let Err(what) = self.set_table(key.get_ref(), value) {
                self.faults
                    .push(fault(value.span().start.min(key.span().start), &what));
            }
        }
    }

    fn set_table(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<(), String> {
        let value = value.get_ref();
        match key {
            "memory" => {
                for (key, value) in value.as_table().ok_or("memory is a table")? {
                    let (key, value) = (key.get_ref(), value.get_ref());
                    if key == "groups" {
                        self.options.groups = flag_value("memory.groups", value)?;
                    } else {
                        self.memory.set_option(key, value)?;
                    }
                }
            }
            "me" => {
                let table = value.as_table().ok_or("me is a table")?;
                let all = table.get("addresses").map(Spanned::get_ref);
                let all = all.and_then(DeValue::as_array);
                let all = all.ok_or("me.addresses is a list of addresses")?;
                for one in all {
                    self.addresses.push(text_of("an address", one.get_ref())?);
                }
            }
            "source" => {
                for (key, value) in value.as_table().ok_or("source is a table")? {
                    match key.get_ref().as_ref() {
                        "tree" => self.options.tree = text_of("source.tree", value.get_ref())?,
                        other => return Err(format!("there is no option source.{other}")),
                    }
                }
            }
            "keys" => return Err("keys is a table".to_owned()),
            "command" => {
                let all = value
                    .as_array()
                    .ok_or("commands are written as [[command]]")?;
                self.user_commands(all)?;
            }
            _ => self.set_one(key, value)?,
        }
        Ok(())
    }

    fn set_one(&mut self, key: &str, value: &DeValue<'_>) -> Result<(), String> {
        match key {
            "theme" => self.theme = text_of(key, value)?,
            "glyphs" => {
                self.options.ascii = match text_of(key, value)?.as_str() {
                    "unicode" => false,
                    "ascii" => true,
                    other => {
                        return Err(format!(
                            "glyphs is \"unicode\" or \"ascii\", not \"{other}\""
                        ));
                    }
                }
            }
            "mouse" => self.options.mouse = flag_value(key, value)?,
            "wrap" => self.options.wrap = flag_value(key, value)?,
            "diff_layout" | "diff_numbers" | "diff_words" | "diff_colours" | "diff_blanks" => {
                set_diff_option(&mut self.options.diff, key, value)?;
            }
            "replies" => self.options.notes = notes(&text_of(key, value)?)?,
            "sort" => self.options.sort = sort_named(&text_of(key, value)?)?,
            "margin" => {
                let number = value
                    .as_integer()
                    .and_then(|n| u16::from_str_radix(n.as_str(), n.radix()).ok());
                self.options.margin = number.ok_or("margin is a number of rows")?;
            }
            "editor" => self.options.editor = text_of(key, value)?,
            "link" => self.options.link_base = text_of(key, value)?,
            _ => return Err(format!("there is no option {key}")),
        }
        Ok(())
    }

    /// Takes in the user's own commands; one that is wrong does not keep the others out.
    fn user_commands(&mut self, all: &[Spanned<DeValue<'_>>]) -> Result<(), String> {
        let mut faults = Vec::new();
        for item in all {
            let table = item.get_ref().as_table().map(plain).unwrap_or_default();
            let number = self.options.commands.len();
            match commands::command(&table, number, &mut self.keymap) {
                Ok(command) => self.options.commands.push(command),
                Err(why) => {
                    let name = table
                        .get("name")
                        .and_then(toml::Value::as_str)
                        .unwrap_or("a command");
                    faults.push(format!("{name}: {why}"));
                }
            }
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults.join("; "))
        }
    }

    /// The themes of a run: the one that is asked for, or one by the background of the terminal.
    pub fn themes(&mut self) -> Themes {
        if self.theme == AUTO {
            return Themes::by_background();
        }
        Themes::fixed(self.theme())
    }

    /// The theme that is asked for; a fault and the default where it cannot be had.
    fn theme(&mut self) -> Theme {
        if let Some(theme) = Theme::built_in(&self.theme) {
            return theme;
        }
        let read = fs::read_to_string(&self.theme).map_err(|error| error.to_string());
        match read.and_then(|text| Theme::parse(&text)) {
            Ok(theme) => theme,
            Err(what) => {
                // Whoever mistypes a name sees what there is.
                let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
                self.faults.push(format!(
                    "theme {}: {what}; there are {}",
                    self.theme,
                    names.join(", ")
                ));
                Theme::built_in("default").unwrap_or_default()
            }
        }
    }
}

/// Where the user's file is looked for.
fn place() -> Option<PathBuf> {
    Some(
        ProjectDirs::from("", "", "trifold")?
            .config_dir()
            .join("config.toml"),
    )
}

/// Where what is wrong with the keys stands, by how it begins: `context."name": why`.
fn place_of(what: &str, keys: &DeTable<'_>, whole: usize) -> usize {
    let context = what.split(['.', ':']).next().unwrap_or_default();
    let name = what.split('"').nth(1).unwrap_or_default();
    let Some((key, entries)) = keys.iter().find(|(key, _)| key.get_ref() == context) else {
        return whole;
    };
    let inner = entries.get_ref().as_table().into_iter().flatten();
    let mut named = inner.filter(|(key, _)| key.get_ref() == name);
    named
        .next()
        .map_or_else(|| key.span().start, |(key, _)| key.span().start)
}

/// The line of a byte, from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|&b| b == b'\n').count() + 1
}

#[cfg(test)]
mod tests;
