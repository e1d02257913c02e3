//! Visible tokens for characters that are not.

/// Whether a character is invisible or acts on the terminal (Unicode Cc, Cf and their like).
pub fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{70f}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The last letter of the scripts that are written without joiners (Latin, Greek, Cyrillic).
const PLAIN_SCRIPTS_END: char = '\u{52f}';

/// Characters of a cluster that may be joined: the longest emoji that there are, two people who
/// kiss, have ten. Longer chains only make a row wider than it seems.
const JOINED: usize = 10;

/// Whether a character can be a lawful part of a cluster: the joiners that emoji and some scripts
/// are written with, and the selector of the emoji style. The other selectors choose between
/// shapes that nobody tells apart, of widths that no two terminals agree on.
fn can_join(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{200c}' | '\u{fe0f}')
}

/// Flags that are written with tag characters, all that Unicode recommends: England, Scotland and
/// Wales. Any other run of these characters smuggles.
const TAGGED_FLAGS: [&str; 3] = [
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}",
];

/// Whether a hidden character is one in its cluster, at this place in it. Behind a letter of a
/// script that knows none of them they only hide a difference (keycaps, © and ® are the
/// exception), and runs of them only smuggle; but emoji are joined behind the selector that makes
/// one of a sign (❤️‍🔥, 🏳️‍🌈).
pub(super) fn joins(c: char, number: usize, before: char, cluster: &str) -> bool {
    if TAGGED_FLAGS.contains(&cluster) {
        return number > 0;
    }
    // Behind what is shown as a token nothing is left to be joined.
    let goes_on = !is_hidden(before) || (before, c) == ('\u{fe0f}', '\u{200d}');
    if number == 0 || number >= JOINED || !can_join(c) || !goes_on {
        return false;
    }
    let first = cluster.chars().next().unwrap_or(' ');
    let may =
        first > PLAIN_SCRIPTS_END || matches!(first, '©' | '®') || cluster.ends_with('\u{20e3}');
    may && !is_hidden(first)
}

/// What is shown in the place of a hidden character.
pub(super) fn of(c: char) -> String {
    let code = u32::from(c);
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + code)
            .map(String::from)
            .unwrap_or_default(),
        '\x7f' => "␡".to_owned(),
        '\u{80}'..='\u{9f}' => format!("⟨{code:02X}⟩"),
        '\u{ad}' => "⟨SHY⟩".to_owned(),
        '\u{200b}' => "⟨ZWSP⟩".to_owned(),
        '\u{2060}' => "⟨WJ⟩".to_owned(),
        '\u{feff}' => "⟨BOM⟩".to_owned(),
        _ => format!("⟨U+{code:04X}⟩"),
    }
}
