//! Values of the configuration, each with what is wrong about it.

use crate::app::Sort;
use crate::doc::diff::{DiffLayout, DiffLook, Numbers};
use crate::doc::notes::Notes;
use toml::de::{DeTable, DeValue};

pub(super) fn text_of(key: &str, value: &DeValue<'_>) -> Result<String, String> {
    value
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| format!("{key} is a text in quotes"))
}

/// How diffs are shown.
pub(super) fn set_diff_option(
    look: &mut DiffLook,
    key: &str,
    value: &DeValue<'_>,
) -> Result<(), String> {
    let one_of = |known: &str| format!("{key} is {known}");
    match key {
        "diff_layout" => {
            look.layout = match text_of(key, value)?.as_str() {
                "auto" => DiffLayout::Auto,
                "unified" => DiffLayout::Unified,
                "split" => DiffLayout::Split,
                _ => return Err(one_of("\"auto\", \"unified\" or \"split\"")),
            }
        }
        "diff_numbers" => {
            look.numbers = match text_of(key, value)?.as_str() {
                "auto" => Numbers::Auto,
                "off" => Numbers::Off,
                "one" => Numbers::One,
                "two" => Numbers::Two,
                _ => return Err(one_of("\"auto\", \"off\", \"one\" or \"two\"")),
            }
        }
        "diff_words" => look.words = flag_value(key, value)?,
        "diff_colours" => look.colours = flag_value(key, value)?,
        _ => look.blanks = flag_value(key, value)?,
    }
    Ok(())
}

pub(super) fn flag_value(key: &str, value: &DeValue<'_>) -> Result<bool, String> {
    value
        .as_bool()
        .ok_or_else(|| format!("{key} is true or false"))
}

pub(super) fn notes(name: &str) -> Result<Notes, String> {
    Ok(match name {
        "inline" => Notes::Inline,
        "marks" => Notes::Marks,
        "off" => Notes::Off,
        _ => return Err("replies is \"inline\", \"marks\" or \"off\"".to_owned()),
    })
}

pub(super) fn sort_named(name: &str) -> Result<Sort, String> {
    Ok(match name {
        "activity" => Sort::Activity,
        "date" => Sort::Date,
        "title" => Sort::Title,
        "author" => Sort::Author,
        "size" => Sort::Size,
        "replies" => Sort::Replies,
        other => {
            return Err(format!(
                "sort is activity, date, author, size, replies or title, not \"{other}\""
            ));
        }
    })
}

/// A table without its spans, as the keymap takes it.
pub(super) fn plain(table: &DeTable<'_>) -> toml::Table {
    table
        .iter()
        .map(|(key, value)| (key.get_ref().to_string(), plain_value(value.get_ref())))
        .collect()
}

pub(super) fn plain_value(value: &DeValue<'_>) -> toml::Value {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the enum is another crate's"
    )]
    match value {
        DeValue::Table(table) => toml::Value::Table(plain(table)),
        DeValue::Array(items) => toml::Value::Array(
            items
                .iter()
                .map(|item| plain_value(item.get_ref()))
                .collect(),
        ),
        DeValue::Boolean(flag) => toml::Value::Boolean(*flag),
        other => toml::Value::String(other.as_str().unwrap_or_default().to_owned()),
    }
}
