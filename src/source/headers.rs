//! Lines of a header block, as far as they tell what a file is and where a mail begins.

/// Header names that a mail has at least one of. Prose may look like `Note: text`; not like these.
const HEADERS: &[&str] = &[
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "received",
    "return-path",
    "sender",
    "precedence",
    "mime-version",
    "content-type",
    "delivered-to",
    "x-patchwork-id",
    "x-mailing-list",
    "list-id",
    "in-reply-to",
    "references",
    "reply-to",
    "envelope-to",
    "authentication-results",
    "dkim-signature",
    "x-original-to",
];

/// As many fields of a mail as no prose begins a line with by chance.
pub(super) const SEVERAL: u32 = 2;

/// The first line of some bytes, without its end.
pub(super) fn first_line(text: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
    let line = text.get(..end).unwrap_or_default();
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The name of a header line (RFC 5322 §2.2).
pub(super) fn header_name(line: &[u8]) -> Option<&[u8]> {
    let name = line.get(..memchr::memchr(b':', line)?)?;
    // RFC 5322 §2.2 allows any printable sign, but `(see: x)` and `a.c: y` are prose.
    let fits = |&b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    (!name.is_empty() && name.iter().all(fits)).then_some(name)
}

/// The place of a name among those that a mail has.
fn known(name: &[u8]) -> Option<usize> {
    let is = |known: &&str| name.eq_ignore_ascii_case(known.as_bytes());
    HEADERS.iter().position(is)
}

/// How many different fields of a mail stand in the header lines that bytes begin with, counted
/// up to [`SEVERAL`]. The first line that is none ends them.
pub(super) fn known_fields(text: &[u8]) -> u32 {
    let mut seen = 0_u64;
    let mut goes_on = false;
    // An older delivery left its separator there, quoted.
    let lines = text.split(|&b| b == b'\n');
    for line in lines.skip_while(|line| line.starts_with(b">From ")) {
        // A folded line goes on with the field above it; before the first field it is prose.
        if goes_on && matches!(line.first(), Some(b' ' | b'\t')) {
            continue;
        }
        let Some(name) = header_name(line) else { break };
        goes_on = true;
        seen |= known(name).map_or(0, |at| 1 << at);
        // Enough is known; a header of a hundred lines is not read on.
        if seen.count_ones() == SEVERAL {
            break;
        }
    }
    seen.count_ones()
}

/// Whether bytes begin with several fields of a mail.
pub(crate) fn begins_mail(text: &[u8]) -> bool {
    known_fields(text) == SEVERAL
}

/// Whether bytes begin with a block of header lines, one of them of a mail.
pub(super) fn has_headers(text: &[u8]) -> bool {
    let mut has_known = false;
    // No header has as many lines; a file that goes on like this is told by those it had.
    for (number, line) in text.split(|&b| b == b'\n').take(400).enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return has_known;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if number == 0 {
                return false;
            }
            continue;
        }
        match header_name(line) {
            Some(name) => has_known |= known(name).is_some(),
            // Some mailers leave a separator of their own kind there.
            None if number == 0 && is_from(line) => {}
            // A mail may hold one broken header line, but not begin with it.
            None if number == 0 || !has_known => return false,
            None => {}
        }
    }
    has_known
}

fn is_from(line: &[u8]) -> bool {
    line.starts_with(b"From ") || line.starts_with(b">From ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_fields_of_a_mail_are_counted() {
        for (count, text) in [
            (2, "From: a@b\nSubject: x\n\nbody\n"),
            (
                2,
                "X-UIDL: 7\r\nReceived: by x\r\n\tfor y\r\nDate: z\r\n\r\n",
            ),
            (2, ">From a@b Tue May 11\n>From b\nTO: a\ncc: b\n"),
            (1, "Subject: x\nSubject: y\n\nDate: z\n"),
            (1, "Subject: x\nand so on\nDate: z\n"),
            (0, " Subject: x\nDate: z\n"),
            (0, "Note: x\nFixes: y\n"),
            (0, ""),
        ] {
            assert_eq!(known_fields(text.as_bytes()), count, "{text:?}");
        }
    }

    #[test]
    fn every_known_name_has_a_bit() {
        assert!(HEADERS.len() <= 64);
    }
}
