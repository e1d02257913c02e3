//! The lines of a text, found many bytes at a time: mail is read line by line over and over.

use memchr::Memchr;

/// See [`lines`].
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    start: usize,
    ends: Memchr<'a>,
}

/// What [`str::lines`] gives, in a fraction of the time.
pub fn lines(text: &str) -> Lines<'_> {
    Lines {
        text,
        start: 0,
        ends: memchr::memchr_iter(b'\n', text.as_bytes()),
    }
}

/// What `split_inclusive('\n')` gives, in a fraction of the time: lines with their ends.
pub fn whole_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    let last = (!text.is_empty() && !text.ends_with('\n')).then_some(text.len());
    ends.chain(last).filter_map(move |end| {
        let line = text.get(start..end);
        start = end;
        line
    })
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

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

    use super::{lines, whole_lines};

    proptest! {
        #[test]
        fn they_are_those_of_the_standard_library(text in "[a\u{e9}\r\n]{0,40}") {
            prop_assert!(lines(&text).eq(text.lines()));
            prop_assert!(whole_lines(&text).eq(text.split_inclusive('\n')));
        }
    }
}
