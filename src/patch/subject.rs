//! Subject tags: `[RFC PATCH net-next v2 3/7] title`, the superset of rules of b4, liblore and
//! patchwork. Every field knows whether it was written or inferred.

use std::fmt;

/// A revision, `v2` or `v2.1`. Ordered as people mean it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision {
    /// `2` of `v2.1`.
    pub major: u32,
    /// `1` of `v2.1`, 0 where there is none.
    pub minor: u32,
}

impl Default for Revision {
    fn default() -> Self {
        Self { major: 1, minor: 0 }
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.minor == 0 {
            write!(f, "{}", self.major)
        } else {
            write!(f, "{}.{}", self.major, self.minor)
        }
    }
}

/// Where a revision was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RevisionFrom {
    /// A token in the brackets of this mail's own subject.
    Subject,
    /// The brackets of the cover letter.
    Cover,
    /// The title: `(v2)`, `- v2`, `V2:`.
    Title,
    /// The mail it was threaded under.
    Thread,
    /// Nowhere: the default.
    #[default]
    Inferred,
}

/// A subject line, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Begins with a reply marker (`Re:`, `AW:`, `Fwd:` …).
    pub reply: bool,
    /// PATCH stands in the brackets.
    pub patch: bool,
    /// PULL or GIT PULL stands in the brackets.
    pub pull: bool,
    /// RFC stands in the brackets.
    pub rfc: bool,
    /// RESEND or REPOST stands in the brackets.
    pub resend: bool,
    /// The revision; `v1` where none is written.
    pub revision: Revision,
    /// Where the revision was read.
    pub revision_from: RevisionFrom,
    /// `k` and `N` of `k/N`, only where they are written.
    pub part: Option<(u32, u32)>,
    /// The other words of the brackets: trees, branches, subsystems.
    pub targets: Vec<String>,
    /// What is left, without brackets and reply markers.
    pub title: String,
}
