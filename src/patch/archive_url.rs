//! Finds the message id in a URL of a mail archive.

use crate::mail::MessageId;
use crate::text::url;

/// Hosts whose URLs are `/LIST/MESSAGE-ID/` or `/r/MESSAGE-ID`.
const ARCHIVES: &[&str] = &["lore.kernel.org", "lkml.kernel.org", "public-inbox.org"];

/// Returns the id of the message that a URL leads to: any path part with an `@`, or the id part of
/// the known archives, whose ids may lack one. Percent signs are undone.
pub fn message_of_url(link: &str) -> Option<MessageId> {
    let (_, rest) = link.trim().split_once("://")?;
    // `…/a@b/T/#u` leads to one mail of a page, `…/a@b/?q=x` to a search: both name the mail
    // before.
    let rest = rest.split(['#', '?']).next()?;
    let (host, path) = rest.split_once('/')?;
    let parts = || path.split('/').filter(|part| !part.is_empty());
    // The host does not matter where a part has an `@`: public-inbox runs under many names. An `@`
    // at the edge (`/@ann/`) names a user of a web site.
    let with_at = parts()
        .map(url::unescape)
        .find(|part| part.contains('@') && !part.starts_with('@') && !part.ends_with('@'));
    if let Some(id) = with_at {
        return Some(MessageId::new(&id));
    }
    let second = || parts().nth(1).filter(|id| !matches!(*id, "t" | "T"));
    // b4 writes `Link: https://patch.msgid.link/ID`, with no list in the path.
    let id = if host == "patch.msgid.link" || host == "msgid.link" {
        parts().next()
    } else if ARCHIVES.contains(&host) {
        second().filter(|id| id.contains(['.', '-']))
    } else {
        None
    };
    id.map(|id| MessageId::new(&url::unescape(id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archive_urls_give_the_message() {
        let id = |url| message_of_url(url).map(|id| id.as_str().to_owned());
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(id("https://lore.kernel.org/kvm/1-2@x.y/"), some("1-2@x.y"));
        assert_eq!(id("https://lore.kernel.org/r/a%2Bb%40x.y"), some("a+b@x.y"));
        assert_eq!(id("https://lkml.kernel.org/r/a@b#t"), some("a@b"));
        assert_eq!(id("https://patch.msgid.link/cover.1"), some("cover.1"));
        assert_eq!(id("https://lore.kernel.org/all/a@b/T/#u"), some("a@b"));
        assert_eq!(id("https://lore.kernel.org/kvm/"), None);
        assert_eq!(id("https://example.org/x/y"), None);
    }
}
