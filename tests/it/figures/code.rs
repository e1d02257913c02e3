//! Rust as far as the figures need it: strings and comments told from code, braces in pairs, and
//! the items between them.

/// A stretch of code that is counted.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item {
    Function { name: String, lines: usize },
    Struct { name: String, fields: usize },
    Type { name: String },
    Match { line: usize, arms: usize },
}

/// One file: its code with strings and comments blotted out and its tests cut off.
pub(super) struct Code {
    text: Vec<u8>,
    /// Lines of the file without those of its tests and of comments beside the code, which are no
    /// reason to split it.
    pub(super) length: usize,
    /// Lines that hold code.
    pub(super) lines: usize,
    /// Lines that hold a comment which documents nothing.
    pub(super) comments: usize,
    /// Lines of tests that hold code.
    pub(super) test_lines: usize,
}

impl Code {
    pub(super) fn new(path: &str, source: &str) -> Self {
        let blotted = blot(source);
        let tests = if is_test(path) {
            vec![(0, blotted.len())]
        } else {
            test_modules(&blotted)
        };
        let mut text = blotted.clone();
        for &(start, end) in &tests {
            for byte in text[start..end].iter_mut().filter(|byte| **byte != b'\n') {
                *byte = b' ';
            }
        }
        let in_tests = |at: usize| tests.iter().any(|&(start, end)| (start..end).contains(&at));
        let mut code = Self {
            text,
            length: 0,
            lines: 0,
            comments: 0,
            test_lines: 0,
        };
        let mut at = 0;
        for line in source.split_inclusive('\n') {
            let end = at + line.len();
            let holds_code = !blotted[at..end].trim_ascii().is_empty();
            let is_plain =
                line.trim_start().starts_with("//") && !line.trim_start().starts_with("///");
            let is_plain = is_plain && !line.trim_start().starts_with("//!") && !holds_code;
            if in_tests(at) {
                code.test_lines += usize::from(holds_code);
            } else {
                code.length += usize::from(!is_plain);
                code.lines += usize::from(holds_code);
                code.comments += usize::from(is_plain);
            }
            at = end;
        }
        code
    }

    /// The code alone, byte for byte in its place.
    pub(super) fn into_text(self) -> String {
        String::from_utf8(self.text).unwrap()
    }

    /// Everything that is counted, in order.
    pub(super) fn items(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for (at, word) in words(&self.text) {
            let after = at + word.len();
            let name = || {
                words(&self.text[after..])
                    .next()
                    .map_or_else(String::new, |(_, name)| name.to_owned())
            };
            match word {
                "fn" if self.text.get(after) == Some(&b' ') => {
                    if let Some((_, end)) = block(&self.text, after) {
                        // A comment is no reason to split what it explains.
                        let lines = self.text[at..=end].split(|byte| *byte == b'\n');
                        let lines = lines.filter(|line| !line.trim_ascii().is_empty()).count();
                        items.push(Item::Function {
                            name: name(),
                            lines,
                        });
                    }
                }
                "struct" => {
                    // What is written or parsed field by field is as wide as that is.
                    let is_record = is_derived(&self.text[..at], &["Serialize", "Parser"]);
                    if let Some((start, end)) = block(&self.text, after).filter(|_| !is_record) {
                        items.push(Item::Struct {
                            name: name(),
                            fields: fields(&self.text[start..end]),
                        });
                    }
                    items.push(Item::Type { name: name() });
                }
                "enum" | "trait" => items.push(Item::Type { name: name() }),
                "match" => items.extend(block(&self.text, after).and_then(|(start, end)| {
                    let line = count(&self.text[..at], b'\n') + 1;
                    let arms = arms(&self.text[start..end])?;
                    Some(Item::Match { line, arms })
                })),
                _ => {}
            }
        }
        items
    }
}

/// Whether an item that begins at the end of a text derives one of some traits.
fn is_derived(text: &[u8], traits: &[&str]) -> bool {
    let last = text.iter().rposition(|byte| b"{};".contains(byte));
    let own = &text[last.map_or(0, |at| at + 1)..];
    words(own).any(|(_, word)| traits.contains(&word))
}

fn is_test(path: &str) -> bool {
    path.contains("tests/") || path.ends_with("tests.rs") || path.ends_with("testing.rs")
}

fn count(text: &[u8], wanted: u8) -> usize {
    memchr::memchr_iter(wanted, text).count()
}

/// The words of code and where each begins.
fn words(text: &[u8]) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text.get(at..)?.iter().position(is_word)?;
        let start = at;
        at += text[at..].iter().take_while(|byte| is_word(byte)).count();
        Some((start, str::from_utf8(&text[start..at]).unwrap()))
    })
}

/// The first block behind a place, without its braces; none where a statement ends before it.
fn block(text: &[u8], from: usize) -> Option<(usize, usize)> {
    let mut depth = 0;
    let mut start = None;
    for (at, byte) in text.iter().enumerate().skip(from) {
        match byte {
            b';' if depth == 0 => return None,
            b'(' | b'[' => depth += 1,
            b'{' => {
                if depth == 0 && start.is_none() {
                    start = Some(at + 1);
                }
                depth += 1;
            }
            b')' | b']' | b'}' => {
                depth -= 1;
                match start {
                    Some(start) if depth == 0 => return Some((start, at)),
                    None if depth < 0 => return None,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    None
}

/// The bytes of a block that stand in no bracket of their own, each with where it is.
fn on_top(text: &[u8]) -> impl Iterator<Item = (usize, u8)> {
    let mut depth = 0;
    text.iter().copied().enumerate().filter(move |(_, byte)| {
        let is_close = matches!(byte, b')' | b']' | b'}');
        depth -= i32::from(is_close);
        let is_on_top = depth == 0;
        depth += i32::from(matches!(byte, b'(' | b'[' | b'{'));
        is_on_top
    })
}

fn fields(block: &[u8]) -> usize {
    let is_alone =
        |at: usize| block.get(at + 1) != Some(&b':') && (at == 0 || block[at - 1] != b':');
    on_top(block)
        .filter(|&(at, byte)| byte == b':' && is_alone(at))
        .count()
}

/// How many arms a match has; none where it is a table: no arm does more than give a value.
fn arms(block: &[u8]) -> Option<usize> {
    let arrows =
        on_top(block).filter(|&(at, byte)| byte == b'=' && block.get(at + 1) == Some(&b'>'));
    let arrows: Vec<usize> = arrows.map(|(at, _)| at + 2).collect();
    let is_block = |&at: &usize| {
        let body = block[at..].trim_ascii_start();
        body.starts_with(b"{") && !body.starts_with(b"{}")
    };
    arrows.iter().any(is_block).then_some(arrows.len())
}

/// The modules that are built for tests only.
fn test_modules(text: &[u8]) -> Vec<(usize, usize)> {
    let mark = b"#[cfg(test)]";
    let mut found = Vec::new();
    for (at, window) in text.windows(mark.len()).enumerate() {
        if window == mark
            && let Some((_, end)) = block(text, at + mark.len())
        {
            found.push((at, end + 1));
        }
    }
    found
}

/// Code with what strings say as `s` and comments as blanks, byte for byte in its place.
fn blot(source: &str) -> Vec<u8> {
    let text = source.as_bytes();
    let mut out = text.to_vec();
    let mut at = 0;
    while at < text.len() {
        let rest = &source[at..];
        let (length, fill) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), b' ')
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), b' ')
        } else if let Some(length) = string(rest, at.checked_sub(1).map(|before| text[before])) {
            (length, b's')
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        for byte in out[at..at + length]
            .iter_mut()
            .filter(|byte| **byte != b'\n')
        {
            *byte = fill;
        }
        at += length;
    }
    out.iter_mut()
        .filter(|byte| !byte.is_ascii())
        .for_each(|byte| *byte = b'_');
    out
}

/// How long the string or character is that begins here, if one does.
fn string(rest: &str, before: Option<u8>) -> Option<usize> {
    let is_inside = before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if let Some(raw) = rest
        .strip_prefix('r')
        .filter(|_| !is_inside || before == Some(b'b'))
    {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            return Some(1 + hashes + 1 + raw[hashes + 1..].find(&close)? + close.len());
        }
    }
    if let Some(inner) = rest.strip_prefix('"') {
        return Some(1 + end(inner, '"')?);
    }
    let inner = rest.strip_prefix('\'')?;
    let first = inner.chars().next()?;
    let is_char = first == '\\' || inner[first.len_utf8()..].starts_with('\'');
    is_char.then(|| end(inner, '\'').map(|length| 1 + length))?
}

/// Where a quoted text ends, its mark counted.
fn end(inner: &str, mark: char) -> Option<usize> {
    let mut is_escaped = false;
    let at = inner.char_indices().find(|&(_, c)| {
        let ends = c == mark && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    at.map(|(at, _)| at + 1)
}

#[test]
fn code_is_told_from_what_stands_in_strings_comments_and_tests() {
    let source = r##"
/// Documented { here.
struct Pair<'a> { one: Map<&'a str, u8>, two: path::To }
// Why { it is so.
fn first(of: char) -> &'static str {
    match of { '{' => "fn no() {", '\'' => { r#"" { "# } _ => "" }
}
fn declared();
#[cfg(test)]
mod tests {
    fn tested() {}
}
"##;
    let code = Code::new("src/x.rs", source);
    assert_eq!(
        (code.length, code.lines, code.comments, code.test_lines),
        (7, 5, 1, 4)
    );
    let wanted = [
        Item::Struct {
            name: "Pair".into(),
            fields: 2,
        },
        Item::Type {
            name: "Pair".into(),
        },
        Item::Function {
            name: "first".into(),
            lines: 3,
        },
        Item::Match { line: 6, arms: 3 },
    ];
    assert_eq!(code.items(), wanted);
}
