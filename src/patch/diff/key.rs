//! By what a hunk is known again: in another version of its patch, in another run.

use sha1::{Digest, Sha1};

/// The first bytes of the SHA-1 of a file's path and of what its hunk does: the same wherever
/// the hunk moved to, another as soon as a line of it changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HunkKey(pub u64);

impl HunkKey {
    /// The key of a hunk whose text begins with its `@@` line.
    pub fn of(path: &str, hunk: &str) -> Self {
        let lines = hunk.split_once('\n').map_or("", |(_, lines)| lines);
        let mut hash = Sha1::new();
        hash.update(path.as_bytes());
        hash.update([0]);
        hash.update(lines.trim_end_matches('\n').as_bytes());
        let bytes = hash.finalize();
        let first = bytes.iter().take(8);
        Self(first.fold(0, |key, byte| key << 8 | u64::from(*byte)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hunk_that_only_moved_is_the_same() {
        let key = HunkKey::of("a.c", "@@ -1 +1 @@ x\n-one\n+two\n");
        assert_eq!(key, HunkKey::of("a.c", "@@ -9 +12 @@ y\n-one\n+two"));
        assert_ne!(key, HunkKey::of("b.c", "@@ -1 +1 @@ x\n-one\n+two\n"));
        assert_ne!(key, HunkKey::of("a.c", "@@ -1 +1 @@ x\n-one\n+three\n"));
    }
}
