//! Keys by which a hunk is known again: in another version of its patch, or in another run.

use sha1::{Digest, Sha1};

/// The first bytes of the SHA-1 of a file's path and the lines of its hunk: the same wherever the
/// hunk moved to, another as soon as one of its lines changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HunkKey(pub u64);

/// The same key for the changed lines alone: it stays the same where only the lines around them
/// changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GistKey(pub u64);

/// Both keys of a hunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HunkKeys {
    /// Of all that it does.
    pub hunk: HunkKey,
    /// Of its changed lines.
    pub gist: GistKey,
}

impl HunkKey {
    /// The key of a hunk whose text begins with its `@@` line.
    pub fn of(path: &str, hunk: &str) -> Self {
        // The `@@` line is left out: its numbers move with every patch before. So is the last line
        // end, which a hunk at the end of a mail may lack.
        Self(key_of([path, "\0", hunk_body(hunk).trim_end_matches('\n')]))
    }
}

impl GistKey {
    /// The key of a hunk whose text begins with its `@@` line.
    pub fn of(path: &str, hunk: &str) -> Self {
        let lines = hunk_body(hunk).split_inclusive('\n');
        let changed = lines.filter(|line| line.starts_with(['+', '-']));
        let changed = changed.flat_map(|line| [line.trim_end_matches('\n'), "\n"]);
        Self(key_of([path, "\0"].into_iter().chain(changed)))
    }
}

impl HunkKeys {
    /// The keys of a hunk whose text begins with its `@@` line.
    pub fn of(path: &str, hunk: &str) -> Self {
        Self {
            hunk: HunkKey::of(path, hunk),
            gist: GistKey::of(path, hunk),
        }
    }
}

fn hunk_body(hunk: &str) -> &str {
    hunk.split_once('\n').map_or("", |(_, lines)| lines)
}

/// The first 64 bits of the SHA-1 of some texts, one behind the other.
pub fn key_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> u64 {
    let mut hash = Sha1::new();
    for text in texts {
        hash.update(text.as_bytes());
    }
    // Marks are kept for years: a hash that depends on the run or the library would lose them.
    let bytes = hash.finalize();
    let first = bytes.iter().take(8);
    first.fold(0, |key, byte| key << 8 | u64::from(*byte))
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

    #[test]
    fn a_gist_is_the_same_where_only_what_stands_around_it_changed() {
        let gist = GistKey::of("a.c", "@@ -1,2 +1,2 @@\n before\n-one\n+two\n after\n");
        assert_eq!(gist, GistKey::of("a.c", "@@ -1 +1 @@\n other\n-one\n+two"));
        assert_ne!(gist, GistKey::of("b.c", "@@ -1 +1 @@\n-one\n+two\n"));
        assert_ne!(gist, GistKey::of("a.c", "@@ -1 +1 @@\n-one\n+tw\n"));
        assert_ne!(gist, GistKey::of("a.c", "@@ -1 +1 @@\n-one\n-x\n+two\n"));
    }
}
