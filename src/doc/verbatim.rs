//! A text as it is.

use super::build::Builder;
use super::{Document, Role, Row, letter};

/// A text as it is, such as a mail's source.
pub fn verbatim(title: &str, text: &str) -> Document {
    let mut builder = Builder::new(Row::of(title, Role::Title), text);
    let end = builder.whole_text().len();
    letter::prose_as(0..end, 0, &mut builder, |_| Role::Text);
    Document {
        is_code: true,
        ..builder.into_document()
    }
}
