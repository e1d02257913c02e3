//! Text that was put into an envelope of dashes and quoted for it: PGP clearsigned messages
//! (RFC 9580 §7) and mails that were forwarded or collected as RFC 934 says. Lines in it that
//! begin with a dash gained `- `, so that no diff in it could be read.

use std::sync::LazyLock;

use memchr::memmem::{self, Finder};

use crate::text::whole_lines;

const BEGIN: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &str = "-----BEGIN PGP SIGNATURE-----";
const END: &str = "-----END PGP SIGNATURE-----";

/// Every text is searched for these two: both have letters that are seldom met, and the first is
/// the part of [`BEGIN`] that is short enough for the fast search.
static SIGNED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"-----BEGIN PGP SIGNED"));
static SUBJECT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\nSubject: "));

/// Returns a text without its envelopes, and whether it may hold whole mails, since a subject
/// begins a line. Lines outside of envelopes stay: `- ` begins items of lists, and removed lines
/// of diffs that were indented.
pub(super) fn opened(text: String) -> (String, bool) {
    // Signatures first: what was signed may be a collection of mails.
    let text = if SIGNED.find(text.as_bytes()).is_some() {
        signed(&text)
    } else {
        text
    };
    let has_mail = SUBJECT.find(text.as_bytes()).is_some();
    if has_mail && memmem::find(text.as_bytes(), b"\n- -").is_some() {
        return (enclosed(&text), has_mail);
    }
    (text, has_mail)
}

/// Takes the armour off all that was signed in a text.
fn signed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, armour)) = split_at_line(rest, BEGIN) {
        out.push_str(before);
        rest = armour;
        // In prose it is a line like any other.
        let Some((head, body)) = split_head(armour) else {
            out.push_str(BEGIN);
            rest = armour.get(BEGIN.len()..).unwrap_or_default();
            continue;
        };
        // The mail was cut: without its end nobody knows how far the quoting goes.
        let Some((said, signature)) = split_at_line(body, SIGNATURE) else {
            break;
        };
        // GnuPG has an option for patches that quotes nothing.
        if head.contains("\nNotDashEscaped:") {
            out.push_str(said);
        } else {
            out.push_str(&unquoted(said));
        }
        // A list's footer may follow the signature and stays.
        let end = split_at_line(signature, END);
        rest = end.map_or("", |(_, end)| behind_line(end));
    }
    out.push_str(rest);
    out
}

/// A text before and from the first line that is nothing else, but for blanks at its end.
fn split_at_line<'t>(text: &'t str, line: &str) -> Option<(&'t str, &'t str)> {
    let mut places = memmem::find_iter(text.as_bytes(), line);
    places.find_map(|at| {
        let (before, found) = text.split_at_checked(at)?;
        let rest = found.get(line.len()..)?;
        let rest = rest.trim_start_matches([' ', '\t', '\r']);
        // `> -----BEGIN PGP SIGNED MESSAGE-----` in a reply is no envelope of this mail.
        let is_line = (before.is_empty() || before.ends_with('\n'))
            && (rest.is_empty() || rest.starts_with('\n'));
        is_line.then_some((before, found))
    })
}

fn behind_line(rest: &str) -> &str {
    rest.split_once('\n').map_or("", |(_, behind)| behind)
}

/// The head of an armour, `Hash: SHA256` and its like, and what is behind the blank line that
/// ends it.
fn split_head(armour: &str) -> Option<(&str, &str)> {
    let mut at = 0;
    for (number, line) in whole_lines(armour).enumerate() {
        at += line.len();
        if line.trim().is_empty() {
            return armour.split_at_checked(at);
        }
        // Line 0 is the border itself. Prose below it means that somebody only wrote of it.
        if number > 0 && !line.contains(':') {
            return None;
        }
    }
    None
}

/// A text with one `- ` less on each line that begins with it.
fn unquoted(text: &str) -> String {
    whole_lines(text)
        // `- --- a/f.c` was `--- a/f.c` (RFC 9580 §7.2).
        .map(|line| line.strip_prefix("- ").unwrap_or(line))
        .collect()
}

/// Undoes the quoting of mails that stand between lines of dashes (RFC 934 §3).
fn enclosed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let line = whole_lines(rest).next().unwrap_or(rest);
        at += line.len();
        out.push_str(line);
        let behind = text.get(at..).unwrap_or_default();
        if is_border(line) && begins_with_header(behind) {
            let mail = mail_in(behind);
            at += mail.len();
            // Who quoted one line quoted all: a bare one is of a diff that was not.
            let next = text.get(at..).and_then(|rest| whole_lines(rest).next());
            if next.is_some_and(is_border) {
                out.push_str(&unquoted(mail));
            } else {
                out.push_str(mail);
            }
        }
    }
    out
}

/// A line that encloses mails: of dashes, perhaps with words behind them.
fn is_border(line: &str) -> bool {
    line.starts_with("-----")
}

/// Whether a mail begins there, perhaps behind blank lines.
fn begins_with_header(text: &str) -> bool {
    crate::source::begins_mail(text.trim_start_matches(['\n', '\r']).as_bytes())
}

/// Up to the next line that begins with a dash and is not quoted.
fn mail_in(text: &str) -> &str {
    let is_bare = |line: &&str| line.starts_with('-') && !line.starts_with("- ");
    let mail = whole_lines(text).take_while(|line| !is_bare(line));
    text.get(..mail.map(str::len).sum()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(text: String) -> String {
        super::opened(text).0
    }

    /// A text as it is signed.
    fn sign(head: &str, text: &str) -> String {
        format!("{BEGIN}\n{head}\n{text}{SIGNATURE}\n\niQIz\n=ab\n{END}\n")
    }

    #[test]
    fn only_what_was_signed_loses_its_quoting() {
        let outside = "- an item\n- - another\n";
        let inside = "log\n- ---\n- --- a/x\n+++ b/x\n- -old\n- - old\n- From here\n- - x\n -y\n";
        let said = "log\n---\n--- a/x\n+++ b/x\n-old\n- old\nFrom here\n- x\n -y\n";
        let text = format!(
            "{outside}{}{outside}",
            sign("Hash: SHA256\nHash: SHA1\n", inside)
        );
        assert_eq!(opened(text), format!("{outside}{said}{outside}"));
        assert_eq!(opened(sign("", inside).repeat(2)), said.repeat(2));
        let mentioned = format!("{BEGIN}\nis how it begins\n");
        assert_eq!(
            opened(mentioned.clone() + &sign("", inside)),
            mentioned + said
        );
    }

    #[test]
    fn an_armour_that_says_it_quotes_nothing_is_taken_off_alone() {
        let head = "Hash: SHA256\nNotDashEscaped: You need GnuPG to verify this message\n";
        let text = "--- a/x\n- - old\n";
        assert_eq!(opened(sign(head, text)), text);
    }

    #[test]
    fn what_is_no_whole_armour_stays() {
        let whole = sign("Hash: SHA256\n", "- -old\n");
        for text in [
            format!("> {}", whole.replace('\n', "\n> ")),
            whole.replace(SIGNATURE, "-----"),
            whole.replace("Hash: ", "Hash of "),
            whole.replace(BEGIN, &format!("{BEGIN} is a line")),
            format!("see {whole}"),
            format!("{BEGIN}\n").repeat(3),
        ] {
            assert_eq!(opened(text.clone()), text);
        }
    }

    #[test]
    fn a_signature_that_was_cut_is_no_text() {
        let whole = sign("Hash: SHA256\n", "- -old\n");
        assert_eq!(opened(whole.replace(END, "")), "-old\n");
        assert_eq!(opened(whole.replace('\n', " \n")), "-old \n");
    }

    #[test]
    fn mails_between_lines_of_dashes_lose_their_quoting() {
        let mail = "\nFrom: a@b\nSubject: x\n\n- --- a/x\n- -old\n- - old\n\n";
        let said = "\nFrom: a@b\nSubject: x\n\n--- a/x\n-old\n- old\n\n";
        let digest = |mail: &str| {
            format!(
                "- an item\n- - x\n------- Message 1\n{mail}------- Message 2\n{mail}------- End\n- - y\n"
            )
        };
        assert_eq!(opened(digest(mail)), digest(said));
        // One that was forwarded as it is, a removed line in it that looks quoted.
        let plain = digest("\nFrom: a@b\nSubject: x\n\n--- a/x\n- -old\n- - old\n\n");
        assert_eq!(opened(plain.clone()), plain);
        let cut = digest(mail).replace("------- End\n- - y\n", "");
        assert!(opened(cut).ends_with("- - old\n\n"));
    }
}
