//! Text from outside made fit for a terminal: the only place that knows a terminal's hazards.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

/// The columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text without anything that a terminal would act on: control characters become U+FFFD.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.chars().any(char::is_control) {
        return Cow::Borrowed(text);
    }
    let clean = text
        .chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c });
    Cow::Owned(clean.collect())
}
