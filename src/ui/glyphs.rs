//! Our own glyphs in ASCII, for terminals and fonts that have no others.

/// The ASCII sign for one of our glyphs; any other symbol as it is.
pub(super) fn ascii(symbol: &str) -> &str {
    match symbol {
        "┌" | "┐" | "└" | "┘" | "├" | "┤" | "┼" => "+",
        "┏" | "┓" | "┗" | "┛" => "#",
        "─" | "╌" | "−" | "–" => "-",
        "━" => "=",
        "│" => "|",
        "┃" | "▐" | "▌" => "#",
        "▾" => "v",
        "▸" | "→" | "⟩" | "›" => ">",
        "⟨" | "‹" => "<",
        "●" => "*",
        "◐" => "~",
        "≈" => "~",
        "✓" => "x",
        "★" => "#",
        "≡" => "=",
        "…" => "~",
        "·" | "•" => ".",
        "↑" => "^",
        "↓" => "v",
        "±" => "%",
        "↪" => "\\",
        "⏎" => "<",
        other if other.chars().all(is_control_picture) && !other.is_empty() => "?",
        other => other,
    }
}

/// `␛` and its like, which stand for a control character.
fn is_control_picture(c: char) -> bool {
    ('\u{2400}'..='\u{2426}').contains(&c)
}
