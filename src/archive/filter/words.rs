//! A query taken apart: words between blanks, quotes, and the signs that turn them round.

/// One word of a query.
#[derive(Default)]
pub(super) struct FilterWord {
    pub(super) text: String,
    /// Whether it began with a quote.
    pub(super) quoted: bool,
    /// Whether `!` or `-` stood before it.
    pub(super) negated: bool,
}

impl FilterWord {
    fn is_sign(&self) -> bool {
        !self.quoted && matches!(self.text.as_str(), "!" | "-")
    }

    /// Takes the sign before it off.
    fn settled(mut self) -> Self {
        if !self.quoted && self.text.starts_with(['!', '-']) {
            self.text.remove(0);
            self.negated = true;
        }
        self
    }
}

/// The words of a query.
pub(super) fn words(query: &str) -> Vec<FilterWord> {
    let mut words = Vec::new();
    let mut word = FilterWord::default();
    let (mut inside, mut any) = (false, false);
    for c in query.chars() {
        match c {
            '"' => {
                if word.text.is_empty() || word.is_sign() {
                    word = word.settled();
                    word.quoted = true;
                }
                inside = !inside;
                any = true;
            }
            c if c.is_whitespace() && !inside => {
                let whole = std::mem::take(&mut word);
                words.extend(any.then(|| whole.settled()));
                any = false;
            }
            c => {
                word.text.push(c);
                any = true;
            }
        }
    }
    words.extend(any.then(|| word.settled()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Vec<(String, bool, bool)> {
        let parts = |word: FilterWord| (word.text, word.quoted, word.negated);
        words(query).into_iter().map(parts).collect()
    }

    fn word(text: &str, quoted: bool, negated: bool) -> (String, bool, bool) {
        (text.to_owned(), quoted, negated)
    }

    #[test]
    fn a_sign_turns_a_word_round_outside_of_quotes() {
        assert_eq!(
            read("a -b !c:d -\"e f\" !\"g\" \"-h\" s:\"i j\" k-l --m"),
            [
                word("a", false, false),
                word("b", false, true),
                word("c:d", false, true),
                word("e f", true, true),
                word("g", true, true),
                word("-h", true, false),
                word("s:i j", false, false),
                word("k-l", false, false),
                word("-m", false, true),
            ]
        );
    }

    #[test]
    fn what_is_not_typed_to_the_end_is_a_word_all_the_same() {
        assert_eq!(read("\"a b"), [word("a b", true, false)]);
        assert_eq!(read("-"), [word("", false, true)]);
        assert_eq!(read("\"\""), [word("", true, false)]);
    }
}
