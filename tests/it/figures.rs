//! The figures of the code: how long functions and files are, how much is said beside them, how
//! things are named. `cargo test --test it figures -- --nocapture` prints them; those that are
//! limits are kept by `architecture`.

mod code;

use std::collections::BTreeMap;
use std::fmt;

use self::code::{Code, Item};
use crate::architecture::files;

/// The code of a source file without what its strings, comments and tests say.
pub(crate) fn code_of(path: &str, source: &str) -> String {
    Code::new(path, source).into_text()
}

/// Sizes in order: their middle, what nine of ten stay under, and the largest.
#[derive(Default)]
pub(crate) struct Sizes(Vec<(usize, String)>);

impl Sizes {
    fn new(mut sizes: Vec<(usize, String)>) -> Self {
        sizes.sort();
        Self(sizes)
    }

    /// The size under or at which a share of them is, in hundredths.
    pub(crate) fn at(&self, hundredths: usize) -> usize {
        let last = self.0.len().saturating_sub(1);
        self.0.get(last * hundredths / 100).map_or(0, |(n, _)| *n)
    }

    /// Those above a size, the largest first, by name.
    pub(crate) fn over(&self, size: usize) -> Vec<String> {
        let large = self.0.iter().rev().take_while(|(n, _)| *n > size);
        large.map(|(n, name)| format!("{name} {n}")).collect()
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {} / {}", self.at(50), self.at(90), self.at(100))
    }
}

/// All figures, tests left out but where they are counted.
pub(crate) struct Figures {
    /// Lines of code of a function, from its name to its last brace.
    pub(crate) functions: Sizes,
    /// Lines of a file without its tests.
    pub(crate) files: Sizes,
    /// Fields of a struct.
    pub(crate) structs: Sizes,
    /// Arms of a match in which at least one arm is a block; the others are tables.
    pub(crate) matches: Sizes,
    /// Lines of code, of comments that document nothing, and of tests.
    pub(crate) lines: (usize, usize, usize),
    /// Lines of code of the application, and of the unit tests that stand beside it.
    app: (usize, usize),
    /// Functions, those named by one word, and those named by four letters or fewer.
    pub(crate) names: (usize, usize, usize),
    /// Types that bear the name of another, and where.
    pub(crate) shared: BTreeMap<String, Vec<String>>,
    /// How many different names types have.
    pub(crate) types: usize,
}

/// How many hundredths of a whole a part is, to a tenth.
fn tenths(part: usize, whole: usize) -> usize {
    part * 1000 / whole.max(1)
}

impl Figures {
    /// Measures the tree.
    pub(crate) fn new() -> Self {
        let mut functions = Vec::new();
        let mut lengths = Vec::new();
        let mut structs = Vec::new();
        let mut matches = Vec::new();
        let mut lines = (0, 0, 0);
        let mut app = (0, 0);
        let mut names = (0, 0, 0);
        let mut types: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (path, _, text) in files() {
            let code = Code::new(&path, &text);
            lines.0 += code.lines;
            lines.1 += code.comments;
            lines.2 += code.test_lines;
            if path.starts_with("src/app") {
                app.0 += code.lines;
                app.1 += code.test_lines;
            }
            if code.length > 0 {
                lengths.push((code.length, path.clone()));
            }
            for item in code.items() {
                match item {
                    Item::Function { name, lines } => {
                        names.0 += 1;
                        names.1 += usize::from(!name.trim_start_matches('_').contains('_'));
                        names.2 += usize::from(name.len() <= 4);
                        functions.push((lines, format!("{path} {name}")));
                    }
                    Item::Struct { name, fields } => {
                        structs.push((fields, format!("{path} {name}")));
                    }
                    Item::Type { name } => types.entry(name).or_default().push(path.clone()),
                    Item::Match { line, arms } => matches.push((arms, format!("{path}:{line}"))),
                }
            }
        }
        for path in crate::architecture::test_files() {
            let text = std::fs::read_to_string(&path).unwrap();
            lines.2 += Code::new("tests/", &text).test_lines;
        }
        let distinct = types.len();
        types.retain(|_, places| places.len() > 1);
        Self {
            functions: Sizes::new(functions),
            files: Sizes::new(lengths),
            structs: Sizes::new(structs),
            matches: Sizes::new(matches),
            lines,
            app,
            names,
            shared: types,
            types: distinct,
        }
    }

    /// Comments that document nothing, in tenths of a hundredth of the lines of code.
    pub(crate) fn comments(&self) -> usize {
        tenths(self.lines.1, self.lines.0)
    }

    /// Lines of tests, likewise.
    pub(crate) fn tests(&self) -> usize {
        tenths(self.lines.2, self.lines.0)
    }

    /// Lines of the unit tests of the application, of its own lines of code, likewise.
    pub(crate) fn app_tests(&self) -> usize {
        tenths(self.app.1, self.app.0)
    }

    /// Functions named by one word, in tenths of a hundredth of all.
    pub(crate) fn one_word(&self) -> usize {
        tenths(self.names.1, self.names.0)
    }

    /// Functions named by four letters or fewer, likewise.
    pub(crate) fn short_names(&self) -> usize {
        tenths(self.names.2, self.names.0)
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |tenths: usize| format!("{}.{} %", tenths / 10, tenths % 10);
        let list = |names: Vec<String>| match names.len() {
            0 => "0".to_owned(),
            count => format!("{count}: {}", names.join(", ")),
        };
        let (code, plain, tests) = self.lines;
        let (all, one, short) = self.names;
        let shared: Vec<String> = self
            .shared
            .iter()
            .map(|(n, p)| format!("{n} ×{}", p.len()))
            .collect();
        let rows = [
            (
                "function lines, median / p90 / max",
                self.functions.to_string(),
            ),
            ("functions over 60 lines", list(self.functions.over(60))),
            ("file lines, median / p90 / max", self.files.to_string()),
            ("structs over 12 fields", list(self.structs.over(12))),
            (
                "matches over 16 arms, tables apart",
                list(self.matches.over(16)),
            ),
            (
                "plain comments / code",
                format!("{} ({plain} / {code})", share(self.comments())),
            ),
            (
                "test lines / code",
                format!("{} ({tests} / {code})", share(self.tests())),
            ),
            (
                "unit tests of app / its code",
                format!(
                    "{} ({} / {})",
                    share(self.app_tests()),
                    self.app.1,
                    self.app.0
                ),
            ),
            (
                "functions named by one word",
                format!("{} ({one} / {all})", share(self.one_word())),
            ),
            (
                "functions of four letters or fewer",
                format!("{} ({short} / {all})", share(self.short_names())),
            ),
            (
                "type names defined twice or more",
                format!("{} of {}", list(shared), self.types),
            ),
        ];
        rows.iter()
            .try_for_each(|(what, value)| writeln!(f, "{what:<36} {value}"))
    }
}

#[test]
fn figures_are_printed() {
    println!("{}", Figures::new());
}
