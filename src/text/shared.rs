//! Strings that are kept once however often they are said: names, addresses, titles, paths.

use std::borrow::{Borrow, Cow};
use std::collections::HashSet;
use std::fmt;
use std::ops::Deref;

use arcstr::ArcStr;

/// A string that never changes and may have many owners: one pointer wide. The empty one takes no
/// memory.
#[derive(Clone, Default)]
pub struct Shared(ArcStr);

impl Shared {
    /// The string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Shared {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for Shared {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Shared {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&String> for Shared {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Cow<'_, str>> for Shared {
    fn from(text: Cow<'_, str>) -> Self {
        Self::from(&*text)
    }
}

impl From<Shared> for String {
    fn from(text: Shared) -> Self {
        text.as_str().to_owned()
    }
}

impl AsRef<str> for Shared {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for Shared {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl serde::Serialize for Shared {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        // Those of one pool are one, and need not be looked at.
        ArcStr::ptr_eq(&self.0, &other.0) || self.as_str() == other.as_str()
    }
}

impl Eq for Shared {}

impl PartialEq<str> for Shared {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Shared {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialEq<String> for Shared {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == other
    }
}

impl PartialOrd for Shared {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Shared {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl std::hash::Hash for Shared {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// Where equal strings find each other. Strings are a stranger's, so the hash is seeded.
#[derive(Debug, Default)]
pub struct Pool(HashSet<Shared, foldhash::fast::RandomState>);

impl Pool {
    /// A pool with room for so many strings. Growing would rehash every entry.
    pub fn with_room(strings: usize) -> Self {
        Self(HashSet::with_capacity_and_hasher(
            strings,
            foldhash::fast::RandomState::default(),
        ))
    }

    /// The string of the pool that says this.
    pub fn get(&mut self, text: &str) -> Shared {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let new = Shared::from(text);
        self.0.insert(new.clone());
        new
    }

    /// Makes a string the one of the pool that says the same.
    pub fn share(&mut self, text: &mut Shared) {
        if text.is_empty() {
            return;
        }
        match self.0.get(text.as_str()) {
            Some(known) => text.clone_from(known),
            None => drop(self.0.insert(text.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_strings_of_a_pool_are_one() {
        let mut pool = Pool::default();
        let (mut a, mut b, mut c) = (Shared::from("x"), Shared::from("x"), Shared::from("y"));
        for text in [&mut a, &mut b, &mut c] {
            pool.share(text);
        }
        assert!(std::ptr::eq(a.as_str(), b.as_str()));
        assert_eq!((a.as_str(), c.as_str()), ("x", "y"));
        assert_eq!(Shared::from(""), Shared::default());
    }
}
