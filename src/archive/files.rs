//! The files that a series changes: its patches' files as one list.

use super::Archive;
use crate::patch::Facts;
use crate::patch::stat::{Change, FileChange};
use crate::series::{Map, SeriesIdx};
use crate::text::Shared;

impl Archive {
    /// The files of a series, in the order of its patches: what its diffs change together,
    /// else what the diffstat of its cover, or of a patch, prints.
    pub fn files(&self, at: SeriesIdx) -> Vec<FileChange> {
        let Some(series) = self.series(at) else {
            return Vec::new();
        };
        let patches = || {
            let messages = series.parts.slots.iter().filter_map(|slot| slot.message);
            messages.filter_map(|message| self.facts(message))
        };
        if patches().any(Facts::has_diff) {
            return union(patches().flat_map(|facts| &facts.files));
        }
        let cover = series.parts.cover.and_then(|message| self.facts(message));
        if let Some(stat) = cover.and_then(|facts| facts.stat.as_ref()) {
            return stat.files.to_vec();
        }
        let printed = patches().filter_map(|facts| facts.stat.as_ref());
        union(printed.flat_map(|stat| &stat.files))
    }
}

/// Adds up what later changes do to the same file; a file that moves takes its counts along.
fn union<'a>(all: impl Iterator<Item = &'a FileChange>) -> Vec<FileChange> {
    let mut files: Vec<FileChange> = Vec::new();
    let mut places: Map<Shared, usize> = Map::default();
    for change in all {
        let moved = change.old_path.as_deref();
        let from = moved.filter(|_| change.change == Change::Renamed);
        let known = places.get(&change.path).copied();
        let known = known.or_else(|| from.and_then(|old| places.remove(old)));
        let place = known.unwrap_or(files.len());
        places.insert(change.path.clone(), place);
        match files.get_mut(place) {
            Some(file) => add_change(file, change),
            None => files.push(change.clone()),
        }
    }
    files
}

fn add_change(file: &mut FileChange, later: &FileChange) {
    let sum = |a: Option<u32>, b: Option<u32>| Some(a?.saturating_add(b?));
    file.added = sum(file.added, later.added);
    file.deleted = sum(file.deleted, later.deleted);
    file.changes = file.changes.saturating_add(later.changes);
    file.graph.0 = file.graph.0.saturating_add(later.graph.0);
    file.graph.1 = file.graph.1.saturating_add(later.graph.1);
    file.binary |= later.binary;
    file.new_mode = later.new_mode.clone().or_else(|| file.new_mode.take());
    if file.path != later.path {
        let old = std::mem::replace(&mut file.path, later.path.clone());
        if file.change != Change::Added {
            file.old_path.get_or_insert(old);
        }
    }
    file.change = match (file.change, later.change) {
        (_, Change::Deleted) => Change::Deleted,
        (Change::Deleted, _) => Change::Modified,
        (Change::Modified, new) => new,
        (before, _) => before,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &str, change: Change, added: u32) -> FileChange {
        FileChange {
            path: path.into(),
            change,
            added: Some(added),
            deleted: Some(0),
            changes: added,
            ..FileChange::default()
        }
    }

    #[test]
    fn later_changes_add_up() {
        let all = [
            change("x", Change::Added, 1),
            change("y", Change::Modified, 2),
            change("x", Change::Modified, 3),
        ];
        let files = union(all.iter());
        let brief: Vec<_> = files
            .iter()
            .map(|f| (f.path.as_str(), f.change, f.added))
            .collect();
        assert_eq!(
            brief,
            [
                ("x", Change::Added, Some(4)),
                ("y", Change::Modified, Some(2))
            ]
        );
    }

    #[test]
    fn a_moved_file_is_one_file() {
        let mut moved = change("b", Change::Renamed, 1);
        moved.old_path = Some("a".into());
        let all = [
            change("a", Change::Modified, 2),
            moved,
            change("b", Change::Modified, 4),
        ];
        let files = union(all.iter());
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].path, "b");
        assert_eq!(files[0].old_path.as_deref(), Some("a"));
        assert_eq!(
            (files[0].change, files[0].added),
            (Change::Renamed, Some(7))
        );
    }
}
