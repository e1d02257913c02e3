//! Colours of Kconfig files, for whose language there is no grammar.

use std::ops::Range;

use crate::doc::Role;

/// Whether a path is of such a file.
pub(super) fn is_kconfig(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with("Kconfig")
}

/// Words that begin a line of a Kconfig file (its language has no grammar elsewhere).
const KCONFIG: &[&str] = &[
    "config",
    "menuconfig",
    "choice",
    "endchoice",
    "comment",
    "menu",
    "endmenu",
    "if",
    "endif",
    "source",
    "bool",
    "tristate",
    "string",
    "hex",
    "int",
    "prompt",
    "default",
    "def_bool",
    "def_tristate",
    "depends",
    "select",
    "imply",
    "visible",
    "range",
    "help",
    "option",
    "mainmenu",
];

/// The parts of a line that are anything.
pub(super) fn kconfig(line: &str) -> Vec<(Range<usize>, Role)> {
    let start = line.len() - line.trim_start().len();
    let rest = line.get(start..).unwrap_or_default();
    if rest.starts_with('#') {
        return vec![(start..line.len(), Role::Comment)];
    }
    let word = rest.split_whitespace().next().unwrap_or_default();
    if !KCONFIG.contains(&word) {
        return Vec::new();
    }
    let mut parts = vec![(start..start + word.len(), Role::Keyword)];
    let open = line.find('"');
    let close = line.rfind('"');
    if let Some((open, close)) = open.zip(close).filter(|(open, close)| open < close) {
        parts.push((open..close + 1, Role::Literal));
    }
    parts
}
