//! What a terminal would do with bytes: a strict reader that knows the few sequences we send
//! and refuses all others.

use unicode_segmentation::UnicodeSegmentation;

use crate::term;

/// Reads what was sent to a terminal of a size. What it is not sure of is an error.
pub(crate) fn check(bytes: &[u8], width: u16, height: u16) -> Result<(), String> {
    let sent = std::str::from_utf8(bytes).map_err(|e| format!("no UTF-8: {e}"))?;
    let (mut column, mut room) = (0, 0);
    let mut rest = sent;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('\x1b') {
            let (what, left) = sequence(after).map_err(|e| near(sent, rest, &e))?;
            if let Sequence::Goto(x, y) = what {
                if x == 0 || y == 0 || x > width || y > height {
                    return Err(near(sent, rest, "the cursor leaves the screen"));
                }
                (column, room) = (usize::from(x) - 1, usize::from(width));
            }
            rest = left;
            continue;
        }
        let end = rest.find('\x1b').unwrap_or(rest.len());
        let (run, left) = rest.split_at(end);
        printable(run).map_err(|e| near(sent, rest, &e))?;
        column += term::most(run);
        if column > room {
            return Err(near(sent, rest, "text outside of the cells"));
        }
        rest = left;
    }
    Ok(())
}

fn near(sent: &str, rest: &str, what: &str) -> String {
    let at = sent.len() - rest.len();
    let shown: String = rest.chars().take(60).collect();
    format!("{what} at byte {at}: {shown:?}")
}

enum Sequence {
    Goto(u16, u16),
    Other,
}

/// One of ours, behind its ESC.
fn sequence(text: &str) -> Result<(Sequence, &str), String> {
    if let Some(osc) = text.strip_prefix("]8;") {
        return link(osc);
    }
    let csi = text.strip_prefix('[').ok_or("no sequence of ours")?;
    let end = csi
        .find(|c: char| c.is_ascii_alphabetic())
        .ok_or("no end")?;
    let (parameters, left) = csi.split_at(end);
    let (last, left) = left.split_at(1);
    let numbers = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b';');
    match last {
        "H" => {
            let (y, x) = parameters
                .split_once(';')
                .ok_or("a cursor without a place")?;
            let number = |text: &str| text.parse().map_err(|_error| "no number".to_owned());
            Ok((Sequence::Goto(number(x)?, number(y)?), left))
        }
        "m" if numbers(parameters) => {
            if parameters.split(';').any(|p| p == "8") && !parameters.contains("8;5;8") {
                return Err("concealed text".to_owned());
            }
            Ok((Sequence::Other, left))
        }
        "h" | "l" if ["?25", "?2026"].contains(&parameters) => Ok((Sequence::Other, left)),
        _ => Err("no sequence of ours".to_owned()),
    }
}

/// `OSC 8 ; id=N ; URL ST`, as for a link in a cell; the URL is none of the mail's making.
fn link(osc: &str) -> Result<(Sequence, &str), String> {
    let (inside, left) = osc.split_once("\x1b\\").ok_or("a link without an end")?;
    let (id, url) = inside.split_once(';').ok_or("a link without a URL")?;
    let plain = |text: &str| text.bytes().all(|b| matches!(b, b'!'..=b'~'));
    let known = ["http://", "https://", "mailto:"];
    let safe = url.is_empty() || known.iter().any(|scheme| url.starts_with(scheme));
    if plain(id) && plain(url) && safe {
        return Ok((Sequence::Other, left));
    }
    Err("a link that is not ours to make".to_owned())
}

/// Whether a text puts something visible in every cell it takes, and does nothing else.
pub(crate) fn printable(text: &str) -> Result<(), String> {
    for cluster in text.graphemes(true) {
        let mut before = None;
        for c in cluster.chars() {
            if acts(c) {
                return Err(format!("U+{:04X} reaches the terminal", u32::from(c)));
            }
            // What emoji and some scripts are written with, and only within a cluster of theirs.
            let joins = matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0f}');
            let keycap = cluster.ends_with('\u{20e3}');
            let lawful = before.is_some_and(|b: char| b > '\u{52f}' || keycap);
            if joins && !lawful {
                return Err(format!("U+{:04X} joins what it should not", u32::from(c)));
            }
            before = Some(c);
        }
    }
    Ok(())
}

/// Characters that no text of ours may hold: written apart from the list of the program.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0xad | 0x34f | 0x61c | 0x70f | 0xfe00..=0xfe0e | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f
            | 0x200b | 0x200e | 0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0x3164 | 0xfeff
            | 0xffa0 | 0xfff9..=0xfffb | 0x13430..=0x1343f | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a
            | 0xe0000..=0xe0fff)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn the_scanner_lets_nothing_of_others_pass() {
        for bad in [
            "\x1b[2J",
            "\x1b]0;t\x07",
            "\x1b]52;c;eA==\x1b\\",
            "\x1bc",
            "\x1b[?1049l",
            "\x1b[6n",
            "a\rb",
            "\u{9b}m",
            "\u{202e}",
            "a\u{200d}b",
            "\x1b[1;1Hfour+",
            "\x1b[9;1Hx",
            "\x1b[8m",
            "x",
            "\x1b]8;;file:///x\x1b\\",
        ] {
            assert!(check(bad.as_bytes(), 4, 4).is_err(), "{bad:?}");
        }
        let fine = "\x1b[?25l\x1b[1;1H\x1b[38;5;8mfour\x1b[2;3H\u{706f}\x1b[0m\x1b[?2026h";
        assert_eq!(check(fine.as_bytes(), 4, 4), Ok(()));
    }
}
