//! The list of patches in a cover: `A B (2):`, then one indented title a patch.

/// Whether a line heads an author's titles; `next` is the line after it.
pub(super) fn is_heading(line: &str, next: Option<&str>) -> bool {
    announced(line).is_some()
        && next.is_some_and(|next| is_indented(next) && !next.trim().is_empty())
}

/// The number in `NAME (N):`.
fn announced(line: &str) -> Option<usize> {
    // `git shortlog` writes `Ann Author (2):` at the margin. `see foo(3):` has no blank before the
    // bracket, and prose rarely a number in it.
    let (name, count) = line.trim_end().strip_suffix("):")?.rsplit_once(" (")?;
    (!name.is_empty() && !is_indented(name)).then(|| count.parse().ok())?
}

/// Whether a line stands to the right of the margin.
pub(super) fn is_indented(line: &str) -> bool {
    line.starts_with([' ', '\t'])
}

/// The titles of a shortlog in order; a line that stands deeper than the first continues a title.
pub(super) fn titles(text: &str) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    let mut first = None;
    for line in crate::text::lines(text) {
        if line.trim().is_empty() {
            continue;
        }
        // The next author's name: another person's list may be indented by another depth.
        if !is_indented(line) {
            first = None;
            continue;
        }
        let depth = depth(line);
        match titles.last_mut() {
            // `git shortlog -w` wraps a title and indents what goes on deeper.
            Some(title) if first.is_some_and(|first| depth > first) => {
                title.push(' ');
                title.push_str(line.trim());
            }
            _ => {
                titles.push(line.trim().into());
                first = first.or(Some(depth));
            }
        }
    }
    titles
}

/// Columns of white space at the start of a line.
fn depth(line: &str) -> usize {
    line.chars()
        .take_while(|c| c.is_whitespace())
        .fold(0, |column, c| {
            if c == '\t' {
                (column / 8 + 1) * 8
            } else {
                column + 1
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_titles_are_joined_and_authors_follow_each_other() {
        let text = "A B (2):\n  one\n  two\n    three\n\nC (x) (1):\n      four\n        five\n";
        assert_eq!(titles(text), ["one", "two three", "four five"]);
    }

    #[test]
    fn a_heading_is_a_name_a_count_and_an_indented_line() {
        assert!(is_heading("A B (2):", Some("  x")));
        assert!(!is_heading("A B (2):", Some("x")));
        assert!(!is_heading("A B (two):", Some("  x")));
        assert!(!is_heading("(2):", Some("  x")));
    }
}
