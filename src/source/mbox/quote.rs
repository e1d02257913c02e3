//! Quoting of lines that begin with `From `, and undoing it.
//!
//! mboxrd puts one `>` before every `>*From ` line, mboxo and mboxcl only before `From ` lines,
//! mboxcl2 before none.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::{self, Finder};

use crate::source::Framing;

/// The text that every quoted line holds; each mail is searched for it.
static QUOTED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b">From "));

/// Returns how the `From ` lines of one message are quoted. `counted` says that a believed
/// Content-Length ended it, `mboxrd` that the file is known to be of that kind.
pub(super) fn framing(message: &[u8], counted: bool, mboxrd: bool) -> Framing {
    if QUOTED.find(message).is_none()
        || !message.starts_with(b">") && memmem::find(message, b"\n>").is_none()
    {
        return Framing::Plain;
    }
    // Who left one such line as it was quoted none: a `>` beside it is the sender's.
    let left = || message.starts_with(b"From ") || memmem::find(message, b"\nFrom ").is_some();
    if mboxrd {
        Framing::Mboxrd
    } else if left() {
        Framing::Plain
    } else if counted {
        // mboxcl, told by its length, quotes `From ` lines alone, as mboxo does.
        Framing::Mboxo
    } else {
        Framing::Mboxrd
    }
}

/// A message with the quoting of its `From ` lines taken off.
pub(in crate::source) fn unquoted(message: &[u8], framing: Framing) -> Cow<'_, [u8]> {
    let deep = match framing {
        Framing::Plain | Framing::BodyOnly => return Cow::Borrowed(message),
        Framing::Mboxrd => true,
        Framing::Mboxo => false,
    };
    let mut out = Vec::with_capacity(message.len());
    let mut done = 0;
    for found in memmem::find_iter(message, b">From ") {
        let before = message.get(done..found).unwrap_or_default();
        // `>>From ` was `>From ` in the mail (mboxrd); mboxo leaves it alone.
        let more = before.iter().rev().take_while(|&&b| b == b'>').count();
        let start = found - more;
        let at_start = start == 0 || message.get(start - 1) == Some(&b'\n');
        if at_start && (deep || more == 0) {
            out.extend_from_slice(message.get(done..start).unwrap_or_default());
            done = start + 1;
        }
    }
    out.extend_from_slice(message.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mboxrd_takes_one_sign_off_any_number() {
        assert_eq!(
            *unquoted(b">From a\n>>From b\n> From c\nx >From d\n", Framing::Mboxrd),
            *b"From a\n>From b\n> From c\nx >From d\n"
        );
    }

    #[test]
    fn mboxo_takes_a_lone_sign_off() {
        assert_eq!(
            *unquoted(b">From a\n>>From b\n", Framing::Mboxo),
            *b"From a\n>>From b\n"
        );
    }

    #[test]
    fn a_message_with_a_bare_line_was_not_quoted() {
        let text = b"a: b\n\nFrom here\n>From there\n";
        assert_eq!(framing(text, false, false), Framing::Plain);
        assert_eq!(framing(text, false, true), Framing::Mboxrd);
        assert_eq!(
            framing(b"a: b\n\n>From there\n", true, false),
            Framing::Mboxo
        );
        assert_eq!(
            framing(b"a: b\n\n>From there\n", false, false),
            Framing::Mboxrd
        );
        assert_eq!(
            framing(b"a: b\n\nx >From there\n", false, false),
            Framing::Plain
        );
    }
}
