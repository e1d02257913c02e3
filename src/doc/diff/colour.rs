//! Syntax colours of a diff: which blocks are wanted, and their lines with roles.
//!
//! A block is a stretch of one hunk. What stands before the hunk is not known, so a hunk that
//! begins within a comment is taken for one only where its first line looks like it. The side
//! before the change and the one after it are followed apart.

mod budget;

mod kconfig;

use std::collections::HashMap;
use std::ops::Range;
use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use syntect::parsing::{
    BasicScopeStackOp, ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet,
};

use self::kconfig::{is_kconfig, kconfig};
use super::super::{Document, Line, Role};
use super::{DiffTable, LineKind, NONE};

pub use self::budget::Budget;

/// Lines of a block.
const BLOCK: u32 = 200;

/// Longer lines are not looked at, in bytes.
const LONGEST: usize = 400;

/// Parts of lines with their roles, by the byte at which the line begins; the parts count from
/// behind the sign.
pub type Colours = HashMap<u32, Vec<(Range<usize>, Role)>>;

/// Blocks to be coloured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColourJob {
    /// The text that they are of.
    pub text: Arc<str>,
    /// What is wanted of it.
    pub blocks: Vec<ColourBlock>,
}

/// Some lines of one hunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColourBlock {
    /// Where its first line begins: what it is known by.
    pub key: u32,
    path: String,
    lines: Vec<(LineKind, Range<u32>)>,
}

impl Document {
    /// The blocks that some of its lines belong to.
    pub fn blocks(&self, lines: Range<usize>) -> Vec<ColourBlock> {
        let end = lines.end.min(self.lines.len());
        let shown = self.lines.get(lines.start.min(end)..end);
        let at = shown
            .unwrap_or_default()
            .iter()
            .flat_map(|line| match line {
                Line::Diff(at) => [Some(*at), None],
                Line::Split(old, new) => {
                    [Some(*old), Some(*new)].map(|at| at.filter(|at| *at != NONE))
                }
                Line::Row(_)
                | Line::Outer(_)
                | Line::OuterSplit(..)
                | Line::Text { .. }
                | Line::Series(_)
                | Line::Discussion(_) => [None, None],
            });
        let (mut first, mut last) = (NONE, 0);
        for at in at.flatten() {
            (first, last) = (first.min(at), last.max(at));
        }
        if first > last {
            return Vec::new();
        }
        self.diff.blocks(first..last + 1)
    }
}

impl DiffTable {
    fn blocks(&self, lines: Range<u32>) -> Vec<ColourBlock> {
        let first = self
            .hunks
            .partition_point(|hunk| hunk.lines.start < lines.start);
        let end = self
            .hunks
            .partition_point(|hunk| hunk.lines.start < lines.end);
        let hunks = self
            .hunks
            .get(first.saturating_sub(1)..end)
            .unwrap_or_default();
        let mut blocks = Vec::new();
        for hunk in hunks {
            let Some(file) = self.file_at(hunk.line).and_then(|at| self.files.get(at)) else {
                continue;
            };
            let inside = hunk.lines.start + 1..hunk.lines.end;
            let before = lines.start.saturating_sub(inside.start);
            let mut at = inside.start + before / BLOCK * BLOCK;
            while at < inside.end.min(lines.end) {
                let end = at.saturating_add(BLOCK).min(inside.end);
                blocks.extend(self.block(&file.path, at..end));
                at = end;
            }
        }
        blocks
    }

    fn block(&self, path: &str, lines: Range<u32>) -> Option<ColourBlock> {
        let lines = self.lines.get(lines.start as usize..lines.end as usize)?;
        Some(ColourBlock {
            key: lines.first()?.range.start,
            path: path.to_owned(),
            lines: lines
                .iter()
                .map(|line| (line.kind, line.range.clone()))
                .collect(),
        })
    }
}

/// Colours blocks; nothing for files of a language that is not known, nor where the budget of
/// the page is spent.
pub fn colour(job: &ColourJob, budget: &mut Budget) -> Colours {
    let mut colours = Colours::new();
    for block in &job.blocks {
        let lines = block.lines.iter().filter_map(|(kind, range)| {
            let line = job.text.get(range.start as usize..range.end as usize)?;
            let rest = line.strip_prefix(['+', '-', ' ']).unwrap_or(line);
            (rest.len() <= LONGEST).then_some((*kind, range.start, rest))
        });
        if is_kconfig(&block.path) {
            colours.extend(lines.map(|(_, start, line)| (start, kconfig(line))));
        } else if let Some(syntax) = syntax_of(&block.path) {
            sides(syntax, lines, budget, &mut colours);
        }
    }
    colours
}

fn sides<'a>(
    syntax: &SyntaxReference,
    lines: impl Iterator<Item = (LineKind, u32, &'a str)>,
    budget: &mut Budget,
    colours: &mut Colours,
) {
    let (mut before, mut after) = (DiffSide::new(syntax), DiffSide::new(syntax));
    let mut is_first = true;
    if budget.is_spent() {
        return;
    }
    for (kind, start, line) in lines {
        let begun = budget.clock_now();
        if std::mem::take(&mut is_first) && line.trim_start().starts_with("* ") {
            before.colour_line("/*");
            after.colour_line("/*");
        }
        let parts = match kind {
            LineKind::Deleted | LineKind::Hidden => before.colour_line(line),
            LineKind::Added => after.colour_line(line),
            LineKind::Context => {
                before.colour_line(line);
                after.colour_line(line)
            }
            LineKind::Heading | LineKind::Folded | LineKind::Note => continue,
        };
        colours.insert(start, parts);
        if !budget.spend(budget.clock_now().saturating_sub(begun)) {
            break;
        }
    }
}

/// One side of a change, followed from line to line.
struct DiffSide {
    state: ParseState,
    stack: ScopeStack,
    /// What each scope of the stack is, and those around it where it says nothing itself.
    roles: Vec<Option<Role>>,
}

impl DiffSide {
    fn new(syntax: &SyntaxReference) -> Self {
        Self {
            state: ParseState::new(syntax),
            stack: ScopeStack::new(),
            roles: Vec::new(),
        }
    }

    fn colour_line(&mut self, line: &str) -> Vec<(Range<usize>, Role)> {
        let whole = format!("{line}\n");
        let Ok(changes) = self.state.parse_line(&whole, &SYNTAXES) else {
            return Vec::new();
        };
        let mut parts: Vec<(Range<usize>, Role)> = Vec::new();
        let mut at = 0;
        let ends = changes.iter().map(|(end, _)| *end).chain([line.len()]);
        let mut changes = changes.iter();
        for end in ends {
            let end = end.min(line.len());
            if let Some(role) = self.innermost_role().filter(|_| at < end) {
                match parts.last_mut() {
                    Some((range, last)) if *last == role && range.end == at => range.end = end,
                    _ => parts.push((at..end, role)),
                }
            }
            at = at.max(end);
            if let Some((_, change)) = changes.next()
                && !self.apply(change)
            {
                return Vec::new();
            }
        }
        parts
    }

    /// What the innermost scope is that is anything.
    fn innermost_role(&self) -> Option<Role> {
        let role = self.roles.last().copied().flatten();
        role.filter(|role| *role != Role::Text)
    }

    /// Takes a change of the stack; whether it made sense.
    fn apply(&mut self, change: &ScopeStackOp) -> bool {
        let roles = &mut self.roles;
        let done = self.stack.apply_with_hook(change, |step, _| match step {
            BasicScopeStackOp::Push(scope) => {
                let around = roles.last().copied().flatten();
                roles.push(role_of(scope).or(around));
            }
            BasicScopeStackOp::Pop => drop(roles.pop()),
        });
        done.is_ok()
    }
}

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Scopes and their roles; of a stack, the innermost counts.
static SCOPES: LazyLock<Vec<(Scope, Role)>> = LazyLock::new(|| {
    let all = [
        ("comment", Role::Comment),
        ("string", Role::Literal),
        ("constant.other.placeholder", Role::Literal),
        ("constant.character", Role::Literal),
        ("constant", Role::Number),
        ("keyword.operator", Role::Text),
        ("keyword.control.import", Role::Macro),
        ("meta.preprocessor", Role::Macro),
        ("keyword", Role::Keyword),
        ("storage.type", Role::Type),
        ("storage", Role::Keyword),
        ("support.type", Role::Type),
        ("entity.name.type", Role::Type),
        ("entity.name.function", Role::Function),
        ("entity.name.tag", Role::Keyword),
        ("entity.name.section", Role::Heading),
        ("markup.heading", Role::Heading),
        ("variable.language", Role::Keyword),
        ("support.function.builtin", Role::Keyword),
    ];
    let known = all
        .iter()
        .map(|(name, role)| Some((Scope::from_str(name).ok()?, *role)));
    known.flatten().collect()
});

fn role_of(scope: Scope) -> Option<Role> {
    let known = SCOPES.iter().find(|(known, _)| known.is_prefix_of(scope));
    known.map(|(_, role)| *role)
}

/// The language of a path, by its name or its extension.
fn syntax_of(path: &str) -> Option<&'static SyntaxReference> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let known = match (name, extension) {
        ("Makefile" | "Kbuild" | "GNUmakefile", _) | (_, "mk" | "mak") => "make",
        (_, "h" | "c" | "dts" | "dtsi" | "dtso" | "lds") => "c",
        (_, "S" | "s" | "asm") => "asm",
        (_, "sh" | "bash") => "sh",
        (_, "yml") => "yaml",
        (_, "" | "txt") => return None,
        (_, other) => other,
    };
    let found = SYNTAXES.find_syntax_by_extension(known);
    found.or_else(|| SYNTAXES.find_syntax_by_token(known))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::Duration;

    use super::*;

    fn roles(path: &str, line: &str) -> Vec<Role> {
        let block = ColourBlock {
            key: 0,
            path: path.to_owned(),
            lines: vec![(LineKind::Added, 0..u32::try_from(line.len()).unwrap())],
        };
        let job = ColourJob {
            text: line.into(),
            blocks: vec![block],
        };
        let mut budget = Budget::ENDLESS;
        let parts = colour(&job, &mut budget).remove(&0).unwrap_or_default();
        parts.into_iter().map(|(_, role)| role).collect()
    }

    #[test]
    fn every_language_of_a_kernel_is_known() {
        for (path, line, role) in [
            ("a.c", "+return 1;", Role::Keyword),
            ("a.h", "+/* lamp */", Role::Comment),
            ("a.rs", "+let lamp = 1;", Role::Type),
            ("a.py", "+return \"lamp\"", Role::Literal),
            ("a.sh", "+if true; then", Role::Keyword),
            ("Makefile", "+# lamp", Role::Comment),
            ("drivers/Kconfig", "+\tbool \"lamp\"", Role::Keyword),
            ("a.dts", "+\tlamp = \"on\";", Role::Literal),
            ("a.S", "+\tmovq $1, %rax", Role::Number),
            ("a.pl", "+my $lamp = 'on';", Role::Literal),
            ("a.go", "+return \"lamp\"", Role::Literal),
            ("a.yaml", "+# lamp", Role::Comment),
            ("a.rst", "+.. lamp comment", Role::Comment),
            ("a.json", "+{\"lamp\": 1}", Role::Number),
        ] {
            let found = roles(path, line);
            assert!(found.contains(&role), "{path}: {found:?}");
        }
    }

    #[test]
    fn a_hunk_that_begins_within_a_comment_is_one() {
        assert_eq!(roles("a.c", "+ * return is not meant"), [Role::Comment]);
    }

    #[test]
    fn an_unknown_language_has_no_colours() {
        assert!(roles("COPYING", "+return 1;").is_empty());
    }

    fn job(path: &str, lines: &[String]) -> ColourJob {
        let text = lines.concat();
        let mut at = 0;
        let lines = lines.iter().map(|line| {
            let start = at;
            at += u32::try_from(line.len()).unwrap();
            (LineKind::Added, start..at)
        });
        let block = ColourBlock {
            key: 0,
            path: path.to_owned(),
            lines: lines.collect(),
        };
        ColourJob {
            text: text.as_str().into(),
            blocks: vec![block],
        }
    }

    thread_local! {
        static CLOCK: Cell<(Duration, Duration)> = const { Cell::new((Duration::ZERO, Duration::ZERO)) };
    }

    /// How many of 200 lines have colours where each takes so many milliseconds.
    fn coloured(each: u64) -> usize {
        CLOCK.set((Duration::ZERO, Duration::from_millis(each)));
        let mut budget = Budget::new(|| {
            let (now, each) = CLOCK.get();
            CLOCK.set((now + each, each));
            now
        });
        let lines = vec!["+return 1;".to_owned(); 200];
        colour(&job("a.c", &lines), &mut budget).len()
    }

    #[test]
    fn lines_that_take_too_long_are_the_last_and_so_is_the_end_of_a_page() {
        assert_eq!([1, 50, 99, 101].map(coloured), [200, 40, 21, 1]);
    }

    #[test]
    fn a_page_whose_budget_is_spent_has_no_colours() {
        let job = job("a.c", &["+return 1;".to_owned()]);
        let mut budget = Budget::ENDLESS;
        assert_eq!(colour(&job, &mut budget).len(), 1);
        let mut spent = Budget::new(|| Duration::ZERO);
        while spent.spend(Duration::from_millis(50)) {}
        assert!(colour(&job, &mut spent).is_empty());
    }
}
