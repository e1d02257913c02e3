//! Characters that a reader would not see, or that act on a terminal: counted, so that a mail
//! that holds them is marked.

/// Bytes that are looked at together.
const BLOCK: usize = 256;

/// Whether a stretch holds anything but printable ASCII, tabs and line feeds. Written so that
/// many bytes are compared at once: every mail is looked at.
fn is_odd(block: &[u8]) -> bool {
    let odd = |byte: u8| is_hidden_ascii(byte) | (byte >= 0x80);
    block.iter().fold(false, |found, &byte| found | odd(byte))
}

/// Counts controls, C1 controls, bidi controls, zero-width and tag characters, and soft
/// hyphens ("Trojan Source", CVE-2021-42574); line feed and tab are none of these, nor are the
/// joiner and the variation selectors that emoji are written with.
pub fn count(text: &str) -> u32 {
    if !text.as_bytes().chunks(BLOCK).any(is_odd) {
        return 0;
    }
    let found = text.chars().filter(|&c| is_hidden(c)).count();
    u32::try_from(found).unwrap_or(u32::MAX)
}

fn is_hidden_ascii(byte: u8) -> bool {
    ((byte < b' ') & (byte != b'\n') & (byte != b'\t')) | (byte == 0x7f)
}

fn is_hidden(c: char) -> bool {
    if let Ok(byte) = u8::try_from(c)
        && byte.is_ascii()
    {
        return is_hidden_ascii(byte);
    }
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn ordinary_text_hides_nothing() {
        assert_eq!(count("a\tb\n"), 0);
        assert_eq!(count("\u{e9} \u{4e2d} \u{1f600}"), 0);
    }

    #[test]
    fn what_cannot_be_seen_is_counted() {
        assert_eq!(count("\x1b[31m\x7f"), 2);
        assert_eq!(
            count("\u{9b}\u{ad}\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}"),
            7
        );
    }
}
