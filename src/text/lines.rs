//! The lines of a text, found many bytes at a time: mail is read line by line over and over.

use super::blocks::{Ends, line_ends};

/// See [`lines`].
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    start: usize,
    ends: Ends<'a>,
}

/// What [`str::lines`] gives, in a fraction of the time.
pub fn lines(text: &str) -> Lines<'_> {
    Lines {
        text,
        start: 0,
        ends: line_ends(text.as_bytes()),
    }
}

/// What `split_inclusive('\n')` gives, in a fraction of the time: lines with their ends.
pub fn whole_lines(text: &str) -> impl Iterator<Item = &str> {
    let (mut start, mut ends) = (0, line_ends(text.as_bytes()));
    std::iter::from_fn(move || {
        let end = ends.next().map_or(text.len(), |end| end + 1);
        let line = text.get(start..end).filter(|line| !line.is_empty());
        start = end;
        line
    })
}

/// Whether a line holds nothing but white space. It is asked of every line; the first letter
/// answers it for most.
#[inline]
pub fn is_blank(line: &str) -> bool {
    match line.as_bytes().first() {
        None => true,
        Some(first) => !first.is_ascii_graphic() && line.trim().is_empty(),
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    #[inline]
    fn next(&mut self) -> Option<&'a str> {
        let Some(end) = self.ends.next() else {
            let last = self.text.get(self.start..).filter(|last| !last.is_empty());
            self.start = self.text.len();
            return last;
        };
        let line = self.text.get(self.start..end)?;
        self.start = end + 1;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{is_blank, lines, whole_lines};

    proptest! {
        #[test]
        fn they_are_those_of_the_standard_library(text in "[a\u{e9}\r\n]{0,40}") {
            prop_assert!(lines(&text).eq(text.lines()));
            prop_assert!(whole_lines(&text).eq(text.split_inclusive('\n')));
        }

        #[test]
        fn a_blank_line_is_all_white_space(line in "[a \t\r\u{a0}\u{e9}]{0,4}") {
            prop_assert_eq!(is_blank(&line), line.trim().is_empty());
        }
    }
}
