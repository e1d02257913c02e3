//! The addresses of the reader.

use super::Address;

/// The addresses of the reader. Without any, nobody is known to be the reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Whole addresses in lower case, without what stands behind a `+`.
    addresses: Vec<String>,
    /// Domains of which every address is the reader's, in lower case: from `*@corp.example`.
    domains: Vec<String>,
}

impl Identity {
    /// Reads addresses as they were written: `jane@x.org`, `Jane <jane@x.org>` or
    /// `*@corp.example`. Anything that is no address is left out.
    pub fn new<'a>(written: impl IntoIterator<Item = &'a str>) -> Self {
        let mut identity = Self::default();
        for one in written {
            let bare = one.rsplit_once('<').map_or(one, |(_, rest)| rest);
            let bare = bare.trim().trim_end_matches('>');
            match bare.split_once('@') {
                Some(("*", domain)) if !domain.is_empty() => {
                    identity.domains.push(domain.to_lowercase());
                }
                Some((user, domain)) if !user.is_empty() && !domain.is_empty() => {
                    identity.addresses.push(plain(user, domain));
                }
                _ => {}
            }
        }
        identity
    }

    /// Whether nobody is known to be the reader.
    pub fn is_empty(&self) -> bool {
        self.addresses.is_empty() && self.domains.is_empty()
    }

    /// Whether an address is the reader's.
    pub fn is_mine(&self, address: &Address) -> bool {
        if self.is_empty() {
            return false;
        }
        let Some((user, domain)) = address.email.split_once('@') else {
            return false;
        };
        // The domain as a whole: `*@corp.example` does not mean `a@lab.corp.example`.
        let is_domain = |own: &String| own.eq_ignore_ascii_case(domain);
        self.domains.iter().any(is_domain) || self.addresses.contains(&plain(user, domain))
    }
}

/// An address in lower case, without the part behind a `+`, which only sorts mail (RFC 5233).
fn plain(user: &str, domain: &str) -> String {
    let user = user.split_once('+').map_or(user, |(user, _)| user);
    // RFC 5321 §2.4 lets servers tell case apart in the local part; people write their own in
    // either.
    format!("{user}@{domain}").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_ones_own_in_any_case_and_with_any_extension() {
        let me = Identity::new(["Jane Roe <Jane+git@X.org>", "*@corp.example", "nonsense"]);
        let is = |email: &str| {
            me.is_mine(&Address {
                name: "x".into(),
                email: email.into(),
            })
        };
        assert!(is("jane@x.org") && is("JANE+lists@x.ORG") && is("any@Corp.example"));
        assert!(!is("jane@y.org") && !is("jan@x.org") && !is("") && !is("a@sub.corp.example"));
        assert!(!Identity::default().is_mine(&Address::default()));
    }
}
