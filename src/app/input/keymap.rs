//! Keys and what they do: chords, sequences, contexts, and the user's changes to them.
//!
//! The defaults are `config/keymap.toml`, embedded. Nothing here waits: a sequence stays
//! pending until a key decides it.

mod chord;

use toml::{Table, Value};

use crate::app::action::Action;

pub use self::chord::Chord;

/// Where a key works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyContext {
    /// Everywhere.
    Global,
    /// In the series list.
    List,
    /// In the patches of a series.
    Patches,
    /// In the files.
    Tree,
    /// On the page of two versions compared.
    Compare,
    /// In the reading pane.
    Text,
}

impl KeyContext {
    /// All of them, the most general first.
    pub const ALL: [Self; 6] = [
        Self::Global,
        Self::List,
        Self::Patches,
        Self::Tree,
        Self::Compare,
        Self::Text,
    ];

    /// Its name in `keymap.toml`.
    pub fn toml_name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::List => "list",
            Self::Patches => "patches",
            Self::Tree => "tree",
            Self::Compare => "compare",
            Self::Text => "text",
        }
    }
}

/// Keys pressed one after another.
pub type Sequence = Vec<Chord>;

/// One key or sequence and what it does in a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub context: KeyContext,
    /// Which keys.
    pub keys: Sequence,
    /// What it does.
    pub action: Action,
}

/// What a sequence means so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// An action.
    Hit(Action),
    /// The beginning of at least one sequence.
    Prefix,
    /// Nothing.
    Miss,
}

/// All bindings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::parse(include_str!("../../../config/keymap.toml")).0
    }
}

impl Keymap {
    /// Reads a key map from nothing; what is wrong is reported and the rest applies.
    pub fn parse(text: &str) -> (Self, Vec<String>) {
        let mut map = Self {
            bindings: Vec::new(),
        };
        let problems = match text.parse::<Table>() {
            Ok(table) => map.merge(&table),
            Err(error) => vec![error.message().to_owned()],
        };
        (map, problems)
    }

    /// Lays the user's tables (`[list]`, `"go.open" = ["enter", "l"]`) over the map: an action
    /// that is named loses its default keys in that context, a key that is named is taken from
    /// whatever had it, and `false` unbinds. Gives back what is wrong, as `context."name": why`.
    pub fn merge(&mut self, table: &Table) -> Vec<String> {
        let mut problems = Vec::new();
        let mut new: Vec<Binding> = Vec::new();
        for (name, entries) in table {
            let Some(context) = KeyContext::ALL.into_iter().find(|c| c.toml_name() == name) else {
                problems.push(format!("{name}: no such context"));
                continue;
            };
            let Value::Table(entries) = entries else {
                problems.push(format!("{name}: a table is expected"));
                continue;
            };
            for (name, keys) in entries {
                let place = format!("{}.\"{name}\"", context.toml_name());
                let Some(action) = Action::named(name) else {
                    problems.push(format!("{place}: no such action"));
                    continue;
                };
                self.bindings
                    .retain(|b| b.context != context || b.action != action);
                // What is written for an action takes the place of all its keys of before.
                for keys in sequences(keys, &place, &mut problems) {
                    let binding = Binding {
                        context,
                        keys,
                        action,
                    };
                    // Two of the user's own that clash are a fault; against one of ours the user's
                    // wins.
                    match new.iter().find(|other| clash(other, &binding)) {
                        Some(other) => problems.push(format!(
                            "{place}: {} is already a key of {}",
                            show_keys(&binding.keys),
                            other.action.dotted_name()
                        )),
                        None => new.push(binding),
                    }
                }
            }
        }
        self.bindings
            .retain(|old| !new.iter().any(|b| clash(old, b)));
        self.bindings.append(&mut new);
        problems
    }

    /// Binds keys in the context with a name; what had them loses them.
    pub fn bind_keys(&mut self, context: &str, keys: &str, action: Action) -> Result<(), String> {
        let context = KeyContext::ALL
            .into_iter()
            .find(|known| known.toml_name() == context)
            .ok_or_else(|| format!("{context}: no such context"))?;
        let binding = Binding {
            context,
            keys: parse_sequence(keys)?,
            action,
        };
        self.bindings.retain(|old| !clash(old, &binding));
        self.bindings.push(binding);
        Ok(())
    }

    /// What the keys mean in a context.
    pub fn lookup(&self, context: KeyContext, keys: &[Chord]) -> Lookup {
        let mut prefix = false;
        for binding in self.in_context(context) {
            if binding.keys == keys {
                return Lookup::Hit(binding.action);
            }
            // A whole key hits at once: no binding is the beginning of another.
            prefix |= binding.keys.starts_with(keys);
        }
        if prefix { Lookup::Prefix } else { Lookup::Miss }
    }

    /// The bindings that work in a context: its own and the global ones. A comparison is a text:
    /// what its own keys do not take, those of a text have.
    pub fn in_context(&self, context: KeyContext) -> impl Iterator<Item = &Binding> {
        let own = move |b: &&Binding| b.context == context;
        // A comparison is read as a text is, but for keys of its own.
        let is_lent = move |b: &Binding| {
            let is_taken = |own: &Binding| clash_of(&own.keys, &b.keys);
            context == KeyContext::Compare
                && b.context == KeyContext::Text
                && !self.bindings.iter().filter(own).any(is_taken)
        };
        self.bindings
            .iter()
            .filter(move |b| own(b) || b.context == KeyContext::Global || is_lent(b))
    }

    /// All bindings, context by context, in the order of the file.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The keys of an action in a context, as they are shown, first the one to be advertised.
    pub fn keys_of(&self, context: KeyContext, action: Action) -> Vec<String> {
        self.in_context(context)
            .filter(|b| b.action == action)
            .map(|b| show_keys(&b.keys))
            .collect()
    }
}

/// A sequence as it is shown: `Ctrl-w o`, `g g`.
pub fn show_keys(keys: &[Chord]) -> String {
    let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
    keys.join(" ")
}

/// Whether two bindings cannot stand beside each other: the same keys, or one the beginning of
/// the other, where both are heard.
fn clash(a: &Binding, b: &Binding) -> bool {
    let heard_together = a.context == b.context
        || a.context == KeyContext::Global
        || b.context == KeyContext::Global;
    heard_together && clash_of(&a.keys, &b.keys)
}

/// Whether one sequence is the other, or the beginning of it.
fn clash_of(a: &[Chord], b: &[Chord]) -> bool {
    // `g` beside `g g`: the shorter would hide the longer.
    a.starts_with(b) || b.starts_with(a)
}

/// The sequences of one entry: a string, a list of strings, or `false` for none.
fn sequences(value: &Value, place: &str, problems: &mut Vec<String>) -> Vec<Sequence> {
    let texts: Vec<&str> = match value {
        // `"go.open" = false` takes the key off.
        Value::Boolean(false) => Vec::new(),
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        Value::Boolean(true)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Datetime(_)
        | Value::Table(_) => {
            problems.push(format!("{place}: keys or false are expected"));
            Vec::new()
        }
    };
    let mut found = Vec::new();
    for text in texts {
        match parse_sequence(text) {
            Ok(keys) => found.push(keys),
            Err(why) => problems.push(format!("{place}: {why}")),
        }
    }
    found
}

fn parse_sequence(text: &str) -> Result<Sequence, String> {
    let keys = text
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<Sequence, String>>()?;
    if keys.is_empty() {
        return Err("an empty key".to_owned());
    }
    Ok(keys)
}

#[cfg(test)]
mod tests;
