//! Facts that most mails do not have, and that take no room where they are absent.

use std::ops::{Deref, DerefMut};

/// A type whose default means that nothing is known.
pub trait Absent: Default + PartialEq + 'static {
    /// The one default value that all absent ones share.
    fn absent() -> &'static Self;
}

/// A boxed value that is mostly absent; it reads as its default then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rare<T>(Option<Box<T>>);

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Absent> From<T> for Rare<T> {
    fn from(value: T) -> Self {
        // A default that was boxed would not equal one that is absent, though both read the same.
        Self((value != *T::absent()).then(|| Box::new(value)))
    }
}

impl<T: Absent> Deref for Rare<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.0 {
            Some(value) => value,
            None => T::absent(),
        }
    }
}

impl<T: Absent> DerefMut for Rare<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.get_or_insert_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter::Letter;
    use super::Rare;

    #[test]
    fn what_is_absent_reads_as_its_default() {
        let mut letter = Rare::from(Letter::default());
        assert_eq!(letter, Rare::default());
        assert!(!letter.has_stat);
        letter.has_stat = true;
        assert!(letter.has_stat && letter.shortlog.is_empty());
    }
}
