//! Characters that a reader would not see, or that would act on a terminal: counted per mail.

/// How many there are. Tab and line feed are not among them, nor is a zero-width joiner or
/// variation selector, which emoji are written with.
pub fn count(text: &str) -> u32 {
    if text
        .bytes()
        .all(|b| matches!(b, b'\t' | b'\n' | 0x20..=0x7e))
    {
        return 0;
    }
    let found = text.chars().filter(|&c| is_hidden(c)).count();
    u32::try_from(found).unwrap_or(u32::MAX)
}

/// Whether a character is invisible or acts on the terminal (Unicode Cc, Cf and their like).
pub fn is_hidden(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' => true,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' => {
            true
        }
        '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => true,
        '\u{e0000}'..='\u{e007f}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn plain_text_hides_nothing() {
        assert_eq!(count("a\tb\näöü 灯"), 0);
    }

    #[test]
    fn escapes_bidi_and_zero_width_are_counted() {
        assert_eq!(count("\x1b[31m\u{202e}x\u{200b}\u{ad}\r"), 5);
    }
}
