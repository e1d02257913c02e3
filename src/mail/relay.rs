//! Senders behind a list: where DMARC forbids it to pass an address on, a list writes its own into
//! From, and leaves the sender's elsewhere.

use super::header::{Field, Mail};
use super::{Address, address};

/// The words between a sender's name and the list's; the longer of two that may match is first.
const MARKS: [&str; 3] = [" (via ", " via ", " über "];

impl Address {
    /// Whether the address is a list's that was written in place of the sender's: then only the
    /// name says who it is.
    pub fn is_stand_in(&self) -> bool {
        person(&self.name).is_some()
    }

    /// Whether it is a list's that was written in place of this person's.
    pub fn stands_for(&self, other: &Self) -> bool {
        let local = other.email.split('@').next().unwrap_or_default();
        // `ann via list`, where the sender had no name: Mailman takes the local part of the address.
        let is_name = |name: &str| {
            let name = name.trim_end_matches('-');
            [&*other.name, local]
                .iter()
                .any(|said| bare_name(said).eq_ignore_ascii_case(name))
        };
        person(&self.name).is_some_and(|(name, _)| !name.is_empty() && is_name(name))
    }

    /// Returns what tells two senders apart, in lower case: the address, or the name where the
    /// sender has no address of his own.
    pub fn identity(&self) -> String {
        if self.email.is_empty() || self.is_stand_in() {
            // With a quote, so that a name never equals an address by chance.
            return format!("\"{}", self.name.to_lowercase());
        }
        self.email.to_lowercase()
    }
}

impl Mail<'_> {
    /// The sender of a mail "Ann via List <list@…>", and whether that was its form.
    ///
    /// X-Original-From has the address, else the Reply-To or Cc of the same name (patchwork), else
    /// From itself (groups.io, Sympa), else the only Reply-To that could be Ann's. One that bears
    /// another name never is: two people are not made one.
    ///
    /// Without the marks of a list on the name, X-Original-From only says which account the
    /// sender's own mailer used, and From stands.
    pub(super) fn unmangled(&self, from: Address) -> (Address, bool) {
        let person = person(&from.name);
        // Google Groups writes `'Ann' via list`, and leaves the quotes where it drops the rest.
        if person.is_none() && !from.name.starts_with('\'') {
            return (from, false);
        }
        // Google Groups keeps the whole of From there; Mailman 2 has no such field.
        for name in ["X-Original-From", "X-Google-Original-From"] {
            let original = self.first(name).map(|f| address::first(&f.unfolded()));
            if let Some(original) = original.filter(|a| a.email.contains('@')) {
                return (original, true);
            }
        }
        let Some((name, written)) = person else {
            return (from, false);
        };
        // Mailman puts the author into Reply-To, or into Cc where the list munges Reply-To itself.
        let named = self.addresses(&["Reply-To", "Cc"]).find(|other| {
            bare_name(&other.name).eq_ignore_ascii_case(name) && other.email != from.email
        });
        let found = named.or_else(|| {
            // Sympa and Mailman have the address in the name, groups.io within its own address.
            let email = written
                .or_else(|| packed(&from.email))
                .or_else(|| self.only_reply(&from))?;
            let name = name.into();
            Some(Address {
                name,
                email: email.into(),
            })
        });
        (found.unwrap_or(from), true)
    }

    /// The one address of Reply-To that is not known as the list's or as another person's.
    fn only_reply(&self, from: &Address) -> Option<String> {
        let others: Vec<Address> = self.addresses(&["To", "List-Post"]).collect();
        let named = self.addresses(&["Reply-To", "Cc"]);
        let named: Vec<Address> = named.filter(|other| !other.name.is_empty()).collect();
        let is_free = |email: &str| {
            // The list itself, and people with a name who are copied, are not the sender.
            let mut taken = others.iter().chain(&named).chain([from]);
            !taken.any(|other| other.email.eq_ignore_ascii_case(email))
        };
        let mut left = self.addresses(&["Reply-To"]).filter(|a| is_free(&a.email));
        let only = left.next()?;
        left.all(|other| other.email == only.email)
            .then(|| only.email.to_string())
    }

    fn addresses(&self, names: &[&str]) -> impl Iterator<Item = Address> {
        let is_wanted = |field: &&Field<'_>| names.iter().any(|name| field.is_named(name));
        let fields = self.fields.iter().filter(is_wanted);
        fields.flat_map(|field| address::parse_all(&field.unfolded()))
    }
}

/// Splits the name of a stand-in: the sender's part, and the address that stands in it.
fn person(name: &str) -> Option<(&str, Option<String>)> {
    // Nearly no name has a mark, and all are asked.
    let is_end = |pair: &[u8]| matches!(pair, b"ia " | b"er ");
    if !name.as_bytes().windows(3).any(is_end) {
        return None;
    }
    let (before, _) = MARKS.iter().find_map(|mark| name.rsplit_once(mark))?;
    let before = bare_name(before);
    // Sympa: "Ann (ann@x.org via the List)"; Mailman of who has no name: "ann at x.org via List".
    let (name, inner) = before.split_once(" (").unwrap_or((before, before));
    let inner = address::first(inner).email;
    let written = inner.contains('@').then(|| inner.to_string());
    let is_address = written.is_some() && name == before;
    Some((if is_address { "" } else { name }, written))
}

/// `ann=x.org@groups.io`: the address within that of the list.
fn packed(email: &str) -> Option<String> {
    let (local, _) = email.rsplit_once('@')?;
    let (user, host) = local.split_once('=')?;
    // `bounce+1=ann=x.org@y.org` is where refused mail goes back to, and no sender.
    let fits = !user.is_empty() && host.contains('.') && !host.contains('=');
    fits.then(|| format!("{user}@{host}"))
}

/// A name without the quotes that lists put around it.
fn bare_name(name: &str) -> &str {
    name.trim().trim_matches(['\'', '"']).trim()
}

#[cfg(test)]
mod tests {
    use crate::source::Framing;

    use super::*;

    /// The sender of a mail with these headers, and whether a list stands before it.
    fn sender(headers: &str) -> (String, bool) {
        let mail = super::super::header::split(headers.as_bytes(), Framing::Plain, |_| true);
        let from = address::first(&mail.first("From").unwrap().unfolded());
        let (sender, relayed) = mail.unmangled(from);
        (sender.to_string(), relayed)
    }

    fn ann(relayed: bool) -> (String, bool) {
        ("Ann Lee <ann@x.org>".to_owned(), relayed)
    }

    #[test]
    fn the_address_is_found_where_lists_leave_it() {
        for headers in [
            "From: Ann Lee via L <l@y.org>\nReply-To: Ann Lee <ann@x.org>\n",
            "From: Ann Lee via L <l@y.org>\nCc: Bob <bob@x.org>, Ann Lee <ann@x.org>\n",
            "From: 'Ann Lee' via g <g@googlegroups.com>\nX-Original-From: Ann Lee <ann@x.org>\nReply-To: Ann Lee <ann@x.org>\n",
            "From: \"'Ann Lee' via g\" <g@googlegroups.com>\nReply-To: ann@x.org\n",
            "From: Ann Lee via L <l@y.org>\nTo: l@y.org\nReply-To: ann@x.org, l@y.org\n",
            "From: Ann Lee via B4 Relay <devnull+ann.x.org@kernel.org>\nReply-To: ann@x.org\n",
            "From: \"Ann Lee via groups.io\" <ann=x.org@groups.io>\nReply-To: l@groups.io\nTo: l@groups.io\n",
            "From: \"Ann Lee (via list Mailing List)\" <list@y.org>\nReply-To: ann@x.org\n",
            "From: \"Ann Lee (ann@x.org via list Mailing List)\" <list@y.org>\n",
            "From: Ann Lee via L <l@y.org>\nList-Post: <mailto:list@y.org>\nReply-To: list@y.org, ann@x.org\n",
        ] {
            assert_eq!(sender(headers), ann(true), "{headers}");
        }
        let nameless = "From: ann at x.org via L <l@y.org>\n";
        assert_eq!(sender(nameless).0, "ann@x.org");
    }

    #[test]
    fn two_people_are_not_made_one() {
        for headers in [
            "Reply-To: Bob <bob@x.org>\n",
            "Reply-To: bob@x.org\nCc: Bob <bob@x.org>\n",
            "Reply-To: ann@x.org, bob@x.org\n",
            "Reply-To: list@y.org\nTo: list@y.org\n",
            "Reply-To: l@y.org\n",
            "",
        ] {
            let mail = format!("From: Ann Lee via L <l@y.org>\n{headers}");
            let (sender, relayed) = sender(&mail);
            assert_eq!(
                (sender.as_str(), relayed),
                ("Ann Lee via L <l@y.org>", true),
                "{headers}"
            );
        }
        let of = |name: &str| Address {
            name: name.into(),
            email: "l@y.org".into(),
        };
        assert_ne!(of("Ann via L").identity(), of("Bob via L").identity());
        assert_eq!(of("Ann").identity(), of("Bob").identity());
    }

    #[test]
    fn a_sender_who_uses_another_account_stays() {
        let headers = "From: Ann Lee <ann@x.org>\nX-Google-Original-From: Ann <ann@work.org>\n";
        assert_eq!(sender(headers), ann(false));
        let quoted = "From: 'Ann Lee' <ann@x.org>\nReply-To: Bob <bob@x.org>\n";
        assert!(!sender(quoted).1);
    }
}
