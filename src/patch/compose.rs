//! The net change of a series, composed from its patches alone, without the files themselves.
//!
//! Every hunk tells a few lines of a file and where they stand. Going through the patches in
//! order, what is known of each file grows, each line knows whether it was there before the
//! first patch, and what goes in and out again leaves no trace. Where a patch says something
//! else about a line than is known, or was made on another blob, there is no net change to be
//! had, and [`NotComposed`] says so.

mod sheet;

use std::collections::HashMap;
use std::fmt::Write as _;

use super::diff::{self, FileDiff};
use super::stat::Change;
use crate::text::Shared;
use sheet::Sheet;

/// A patch to be composed.
#[derive(Clone, Debug)]
pub struct PatchStep {
    /// Its number in the series.
    pub number: u32,
    /// Its text; the log may stand before the diff.
    pub text: String,
}

/// Why there is no net change of a file: which patch stands in the way, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotComposed {
    /// It says something else about a line (of the file as it finds it) than those before it.
    Differs(u32, u32),
    /// Its `index` line names another blob than the patch before it left.
    Blob(u32),
    /// It changes a binary file.
    Binary(u32),
    /// It copies the file from one whose lines no patch shows.
    Copied(u32),
    /// It creates a file that is there, or changes one that is gone.
    Missing(u32),
}

impl NotComposed {
    /// The reason in words.
    pub fn words(&self) -> String {
        match self {
            Self::Differs(patch, line) => {
                format!(
                    "patch {patch} does not apply: line {line} differs from what the earlier patches leave"
                )
            }
            Self::Blob(patch) => {
                format!("patch {patch} does not apply: it was made on another state of the file")
            }
            Self::Binary(patch) => format!("patch {patch} changes it as a binary file"),
            Self::Copied(patch) => format!("patch {patch} copies it from a file that is not shown"),
            Self::Missing(patch) => {
                format!(
                    "patch {patch} does not apply: the earlier patches create or remove the file"
                )
            }
        }
    }
}

/// The net change of one file by a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetChange {
    /// The path before; none where the series creates it.
    pub old_path: Option<String>,
    /// The path after; none where it deletes it.
    pub new_path: Option<String>,
    /// The patches that touch it, by their numbers.
    pub patches: Vec<u32>,
    /// The change as a unified diff, empty where everything was taken back; or the reason why there
    /// is none. Context is as much as the patches show: three lines, or fewer.
    pub diff: Result<String, NotComposed>,
    /// The known lines of the file before: numbers from 1, and lines without their ends.
    pub base: Vec<(u32, String)>,
}

impl NetChange {
    /// The path it is known by.
    pub fn known_path(&self) -> &str {
        let path = self.new_path.as_deref().or(self.old_path.as_deref());
        path.unwrap_or_default()
    }
}

/// Composes patches, which must be all of a run of a series, in order. Files that a series
/// creates and deletes again are left out.
///
/// `go_on` is asked once a file. Where it says no, nobody waits for the answer any more, and
/// nothing more is composed.
pub fn compose(steps: &[PatchStep], go_on: &dyn Fn() -> bool) -> Vec<NetChange> {
    let mut files = ComposedFiles::default();
    for step in steps {
        for file in &diff::parse(&step.text).files {
            if !go_on() {
                return Vec::new();
            }
            files.take(step, file);
        }
    }
    let states = files.states.into_iter().take_while(|_| go_on());
    states.filter_map(FileState::net_change).collect()
}

/// The files that the patches change, each found by its path at the moment.
#[derive(Default)]
struct ComposedFiles {
    states: Vec<FileState>,
    here: HashMap<String, usize>,
    /// Those that were deleted, by their last path.
    gone: HashMap<String, usize>,
}

impl ComposedFiles {
    fn take(&mut self, step: &PatchStep, file: &FileDiff) {
        let change = &file.file;
        let moved = change
            .old_path
            .as_deref()
            .filter(|_| change.change == Change::Renamed);
        let from = moved.unwrap_or(&change.path);
        // A file that was deleted and comes again under its old path is one file, so that both
        // cancel out.
        let known = self.here.remove(from).or_else(|| self.gone.remove(from));
        let place = known.unwrap_or_else(|| {
            self.states.push(FileState::new(file, from));
            self.states.len() - 1
        });
        let Some(state) = self.states.get_mut(place) else {
            return;
        };
        state.take(step, file);
        let paths = if state.path.is_some() {
            &mut self.here
        } else {
            &mut self.gone
        };
        paths.insert(state.last.clone(), place);
    }
}

/// A file while patches are gone through.
struct FileState {
    old_path: Option<String>,
    /// Its path at the moment; none while it is deleted.
    path: Option<String>,
    /// Its last path.
    last: String,
    sheet: Sheet,
    blob: Option<String>,
    modes: (Option<Shared>, Option<Shared>),
    patches: Vec<u32>,
    why: Option<NotComposed>,
}

impl FileState {
    fn new(file: &FileDiff, path: &str) -> Self {
        let is_new = file.file.change == Change::Added;
        Self {
            old_path: (!is_new).then(|| path.to_owned()),
            path: (!is_new).then(|| path.to_owned()),
            last: path.to_owned(),
            sheet: if is_new {
                Sheet::empty()
            } else {
                Sheet::unknown()
            },
            blob: None,
            modes: (file.file.old_mode.clone().filter(|_| !is_new), None),
            patches: Vec::new(),
            why: None,
        }
    }

    fn take(&mut self, step: &PatchStep, file: &FileDiff) {
        let number = step.number;
        if self.patches.last() != Some(&number) {
            self.patches.push(number);
        }
        let change = &file.file;
        let fault = self.fault(step, file);
        self.why = self.why.take().or(fault);
        match change.change {
            Change::Deleted => self.path = None,
            Change::Added | Change::Modified | Change::Renamed | Change::Copied => {
                self.path = Some(change.path.to_string());
                self.last = change.path.to_string();
            }
        }
        self.modes.1 = change.new_mode.clone().or_else(|| self.modes.1.take());
    }

    /// Applies the hunks; returns the reason where that fails.
    fn fault(&mut self, step: &PatchStep, file: &FileDiff) -> Option<NotComposed> {
        let number = step.number;
        let creates = file.file.change == Change::Added;
        if file.file.binary {
            return Some(NotComposed::Binary(number));
        }
        if file.file.change == Change::Copied {
            return Some(NotComposed::Copied(number));
        }
        if creates == self.path.is_some() {
            return Some(NotComposed::Missing(number));
        }
        let blobs = blobs(file, &step.text);
        if let (Some((old, _)), Some(known)) = (&blobs, &self.blob)
            // Abbreviated to different lengths by different senders: `1a2b3c4` and `1a2b3c4d5e` are
            // one blob.
            && !old.starts_with(known.as_str())
            && !known.starts_with(old.as_str())
        {
            return Some(NotComposed::Blob(number));
        }
        self.blob = blobs.map(|(_, new)| new);
        let mut hunks = Vec::new();
        for hunk in &file.hunks {
            let text = step.text.get(hunk.range.clone()).unwrap_or_default();
            hunks.push((
                hunk.old,
                text.split_once('\n').map_or("", |(_, lines)| lines),
            ));
        }
        let applied = self.sheet.apply(&hunks);
        applied.err().map(|line| NotComposed::Differs(number, line))
    }

    /// The net change; none of a file that came and went.
    fn net_change(self) -> Option<NetChange> {
        if self.old_path.is_none() && self.path.is_none() {
            return None;
        }
        let diff = match self.why.clone() {
            Some(why) => Err(why),
            None => Ok(self.diff_text()),
        };
        Some(NetChange {
            diff,
            base: self.sheet.base_lines(),
            old_path: self.old_path,
            new_path: self.path,
            patches: self.patches,
        })
    }

    /// The diff as text, in git's form.
    fn diff_text(&self) -> String {
        let hunks = self.sheet.diff_hunks();
        let (old, new) = (self.old_path.as_deref(), self.path.as_deref());
        let is_renamed = old.zip(new).is_some_and(|(old, new)| old != new);
        let (from, to) = (self.modes.0.as_deref(), self.modes.1.as_deref());
        let is_moded =
            old.is_some() && new.is_some() && from.is_some() && to.is_some() && from != to;
        if hunks.is_empty() && old.is_some() == new.is_some() && !is_renamed && !is_moded {
            return String::new();
        }
        let name = |path: Option<&str>| path.or(new).or(old).unwrap_or_default().to_owned();
        let mut text = format!("diff --git a/{} b/{}\n", name(old), name(new));
        // Writing to a string does not fail.
        let mut line = |line: String| writeln!(text, "{line}").unwrap_or_default();
        match (old, new) {
            (None, _) => line(format!("new file mode {}", to.unwrap_or("100644"))),
            (_, None) => line(format!("deleted file mode {}", from.unwrap_or("100644"))),
            (Some(old), Some(new)) => {
                if is_moded {
                    line(format!("old mode {}", from.unwrap_or_default()));
                    line(format!("new mode {}", to.unwrap_or_default()));
                }
                if is_renamed {
                    line(format!("rename from {old}"));
                    line(format!("rename to {new}"));
                }
            }
        }
        if !hunks.is_empty() {
            line(old.map_or_else(
                || "--- /dev/null".to_owned(),
                |path| format!("--- a/{path}"),
            ));
            line(new.map_or_else(
                || "+++ /dev/null".to_owned(),
                |path| format!("+++ b/{path}"),
            ));
            text.push_str(&hunks);
        }
        text
    }
}

/// The blobs of a file's `index` line.
fn blobs(file: &FileDiff, text: &str) -> Option<(String, String)> {
    let end = file
        .hunks
        .first()
        .map_or(file.range.end, |hunk| hunk.range.start);
    let header = text.get(file.range.start..end)?;
    let line = header
        .lines()
        .find_map(|line| line.strip_prefix("index "))?;
    let (old, new) = line.split(' ').next()?.split_once("..")?;
    let is_blob =
        |blob: &&str| blob.len() >= 7 && blob.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some((
        Some(old).filter(is_blob)?.to_owned(),
        Some(new).filter(is_blob)?.to_owned(),
    ))
}

#[cfg(test)]
mod tests;
