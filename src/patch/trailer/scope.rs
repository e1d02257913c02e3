//! The words around a tag: whether they set a condition, and which patches they name.

use std::sync::LazyLock;

use regex::Regex;

use super::TrailerScope;

// These words are English: word borders are those of ASCII, and patterns are given text in lower
// case instead of knowing both. Compiling them is the longest single step of a short load, and
// either halves it. Blanks and what is no full stop are Unicode's.

/// "with that fixed", "if you drop it", "once this is resolved", "modulo the nit", and a
/// sentence that leads up to the tag and stops at "with that".
static CONDITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let done = "fixed|addressed|changed|resolved|corrected|done|removed|updated|sorted|dropped|\
                added|clarified|reworded|renamed|taken care";
    let small = "nits?|changes?|comments?|fix|fixes|typos?|suggestions?|tweaks?|modifications?";
    Regex::new(&format!(
        r"(?-u)\bwith (?:(?u:[^.!?])* )?(?:{done})\b|\bif you (?:can |do |could |also )?(?:fix|address|change|remove|drop|update|correct|add|make|rename|reword|move|use)|\b(?:if|when|once) (?:that|this|these|those|it|you|the|my)\b(?u:[^.!?])*\b(?:{done})\b|\bassuming\b|\bprovided (?:that|you|the)\b|\bmodulo\b|\bafter (?:fixing|addressing)\b|\bsubject to\b|\bwith (?:that|this|those|these)(?: (?:(?:small|minor|one|two) )*(?:{small}))?(?u:\s)*[,:.]*(?u:\s)*$"
    ))
    .ok()
});

/// "for the series", "to all patches", "the whole set".
static WHOLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?-u)\b(?:for|to|on) (?:the |this )?(?:whole |entire |full |complete |rest of the )*(?:patch ?)?(?:series|set|patchset|lot)\b|\b(?:whole|entire|full) (?:patch ?)?(?:series|set|patchset)\b|\ball (?:of )?(?:the |these )?(?:[0-9]+ )?patches\b",
    )
    .ok()
});

/// "patches 1-3, 5 and 7", "patch 2", "for 1-3,5", "for #2".
static NUMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let list = r"(#?[0-9]{1,4}(?:/[0-9]{1,4})?(?:(?u:\s)*(?:,(?u:\s)*and|,|-|(?u:–)|and|&|to|through|\+)(?u:\s)*#?[0-9]{1,4}(?:/[0-9]{1,4})?)*)";
    Regex::new(&format!(
        r"(?-u)\b(?:patch(?:es)?(?:(?u:\s)+numbers?)?|for)(?u:\s)+{list}(?:(?u:\s)*$|(?u:[\s)\].,:;]))"
    ))
    .ok()
});

/// Whether the words before the tag, or those beside and below it, set a condition.
pub(super) fn is_conditional(before: &str, after: &str) -> bool {
    let Some(condition) = CONDITION.as_ref() else {
        return false;
    };
    let is_one = |text: &str| condition.is_match(&text.to_ascii_lowercase());
    is_one(before.trim_end()) || is_one(after)
}

/// What the words say the tag is given to.
pub(super) fn of(before: &str, after: &str) -> TrailerScope {
    // "Acked-by: A <a@b> # for 1-3" binds closer than "For the series:" above it.
    for text in [after, before].map(str::to_ascii_lowercase) {
        if WHOLE.as_ref().is_some_and(|whole| whole.is_match(&text)) {
            return TrailerScope::Series;
        }
        let list = NUMBERS
            .as_ref()
            .and_then(|numbers| numbers.captures(&text))
            .and_then(|found| found.get(1));
        // A kernel version ("for 5.10") is no list of patches.
        if let Some(list) = list
            && !text.get(list.end()..).is_some_and(is_fraction)
        {
            return TrailerScope::Parts(ranges(list.as_str()));
        }
    }
    TrailerScope::Here
}

fn is_fraction(rest: &str) -> bool {
    rest.strip_prefix('.')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// `1-3, 5 and 7/9` as ranges.
fn ranges(list: &str) -> Vec<(u32, u32)> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    let mut rest = list;
    let mut open = false;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (gap, tail) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = tail
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(tail.len());
        let (digits, tail) = tail.split_at_checked(end).unwrap_or((tail, ""));
        let number = digits.parse().unwrap_or(u32::MAX);
        rest = tail
            .strip_prefix('/')
            .map_or(tail, |t| t.trim_start_matches(|c: char| c.is_ascii_digit()));
        // `1-3`, `1 to 3`, `1 through 3`; a comma or `and` begins another range.
        open = open || gap.contains(['-', '–']) || gap.contains("to") || gap.contains("through");
        match found.last_mut() {
            Some(range) if open => range.1 = number.max(range.0),
            _ => found.push((number, number)),
        }
        open = false;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_seen_before_and_beside_a_tag() {
        assert!(is_conditional("With that fixed,", ""));
        assert!(is_conditional("If you fix the typo:", ""));
        assert!(is_conditional("so with this", ""));
        assert!(is_conditional("", "(assuming the test passes)"));
        assert!(!is_conditional("Looks good, feel free to add", ""));
        assert!(!is_conditional("It works with that board now, thanks.", ""));
    }

    #[test]
    fn ranges_are_read_and_versions_are_not() {
        assert_eq!(
            of("For patches 1-3, 5 and 7:", ""),
            TrailerScope::Parts(vec![(1, 3), (5, 5), (7, 7)])
        );
        assert_eq!(
            of("", "for 1-3,5"),
            TrailerScope::Parts(vec![(1, 3), (5, 5)])
        );
        assert_eq!(of("patches 2 to 4", ""), TrailerScope::Parts(vec![(2, 4)]));
        assert_eq!(of("patch 2/7", ""), TrailerScope::Parts(vec![(2, 2)]));
        assert_eq!(of("For the series:", ""), TrailerScope::Series);
        assert_eq!(of("for all patches", ""), TrailerScope::Series);
        assert_eq!(of("queue it for 5.10 please", ""), TrailerScope::Here);
    }
}
