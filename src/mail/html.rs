//! A plain rendering of mail that came as HTML only: enough to read it, no layout.

/// Elements whose content is not text.
const UNSEEN: [&str; 4] = ["script", "style", "head", "title"];

/// Elements that begin a line of their own.
const BLOCKS: [&str; 18] = [
    "br",
    "p",
    "div",
    "tr",
    "li",
    "pre",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "table",
    "hr",
    "body",
];

/// Strips tags, breaks lines at blocks, decodes the common entities.
pub(super) fn to_text(html: &str) -> String {
    let mut out = HtmlText::default();
    let mut rest = html;
    let mut unseen: Option<&str> = None;
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        let (text, from_tag) = rest.split_at_checked(at).unwrap_or((rest, ""));
        if unseen.is_none() {
            out.push_text(text);
        }
        // In a script `if (a<b)` begins no tag; only `</script>` counts.
        let is_sign = unseen.is_some() && !from_tag.starts_with("</");
        let Some(tag) = (if is_sign { None } else { tag_at(from_tag) }) else {
            if unseen.is_none() && !from_tag.is_empty() {
                out.push_text("<");
            }
            rest = from_tag.get(1..).unwrap_or_default();
            continue;
        };
        let (name, closing) = tag.tag_name();
        if let Some(hidden) = unseen {
            // Only its own end tag: a style may stand in the head, and `</b>` in the text of a
            // script.
            if closing && name.eq_ignore_ascii_case(hidden) {
                unseen = None;
            }
        } else {
            unseen = UNSEEN
                .into_iter()
                .find(|u| !closing && u.eq_ignore_ascii_case(name));
            out.take_tag(name, closing);
        }
        rest = tag.rest;
    }
    out.finish()
}

struct HtmlTag<'a> {
    inner: &'a str,
    rest: &'a str,
}

impl<'a> HtmlTag<'a> {
    fn tag_name(&self) -> (&'a str, bool) {
        let closing = self.inner.starts_with('/');
        let bare = self.inner.trim_start_matches('/');
        let end = bare
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(bare.len());
        (bare.get(..end).unwrap_or_default(), closing)
    }
}

/// A tag or comment at the start of `text`; `None` where `<` is only a sign.
fn tag_at(text: &str) -> Option<HtmlTag<'_>> {
    let inner = text.strip_prefix('<')?;
    // A `>` within a comment, as in `<!--[if mso]> … <![endif]-->`, does not end it.
    if let Some(comment) = inner.strip_prefix("!--") {
        let rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
        return Some(HtmlTag { inner: "", rest });
    }
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return None;
    }
    // A tag that is never closed swallows the rest: searched once, so the whole stays linear.
    let (inner, rest) = inner.split_once('>').unwrap_or((inner, ""));
    Some(HtmlTag { inner, rest })
}

#[derive(Default)]
struct HtmlText {
    text: String,
    preformatted: u32,
}

impl HtmlText {
    fn push_text(&mut self, raw: &str) {
        let decoded = entities(raw);
        // A diff in `<pre>` keeps its blanks and line ends, or it would not apply.
        if self.preformatted > 0 {
            self.text.push_str(&decoded);
            return;
        }
        for c in decoded.chars() {
            if !c.is_ascii_whitespace() {
                self.text.push(c);
            } else if !self.text.ends_with([' ', '\n']) && !self.text.is_empty() {
                self.text.push(' ');
            }
        }
    }

    fn take_tag(&mut self, name: &str, closing: bool) {
        if BLOCKS.iter().any(|b| b.eq_ignore_ascii_case(name)) {
            // Begin and end of a block, `</p><p>`, make one line end; each `<br>` makes its own.
            let is_break = name.eq_ignore_ascii_case("br");
            if is_break || !self.text.ends_with('\n') {
                while self.preformatted == 0 && self.text.ends_with(' ') {
                    self.text.pop();
                }
                self.text.push('\n');
            }
        }
        if name.eq_ignore_ascii_case("pre") {
            self.preformatted = if closing {
                self.preformatted.saturating_sub(1)
            } else {
                self.preformatted + 1
            };
        }
    }

    fn finish(self) -> String {
        let mut text = self.text.trim_start_matches('\n').trim_end().to_owned();
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }
}

fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        // `&#x1f600;` is as long as they come: without a bound, each `&` of a text without any `;`
        // would be searched to the end.
        let end = after.bytes().take(10).position(|b| b == b';');
        let known = end.and_then(|end| Some((entity(after.get(..end)?)?, after.get(end + 1..)?)));
        rest = if let Some((character, tail)) = known {
            out.push(character);
            tail
        } else {
            out.push('&');
            after
        };
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        // A number that is no character, as half of a surrogate pair, stays as it is written.
        return code.ok().and_then(char::from_u32);
    }
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        // A plain blank: in a diff it would hide as another character.
        "nbsp" => ' ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_go_and_blocks_break_lines() {
        let html =
            "<html><head><title>x</title></head><body><p>Hello\n  <b>you</b></p><div>a<br>b</div>";
        assert_eq!(to_text(html), "Hello you\na\nb\n");
    }

    #[test]
    fn preformatted_text_keeps_its_blanks() {
        assert_eq!(to_text("<pre>-  a\n+  b</pre>"), "-  a\n+  b\n");
    }

    #[test]
    fn entities_and_bare_signs_are_text() {
        assert_eq!(
            to_text("1 < 2 &lt;&#65;&#x42;&bogus; & c"),
            "1 < 2 <AB&bogus; & c\n"
        );
    }

    #[test]
    fn scripts_and_comments_are_unseen() {
        assert_eq!(
            to_text("a<script>if (a<b) x</script><!-- c > d -->b"),
            "ab\n"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_rendered_without_a_panic(html in "(<|>|/|!--|-->|pre|&|#x;|[a-zé ])*") {
            to_text(&html);
        }
    }
}
