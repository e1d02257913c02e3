//! Paths as a tree, without recursion: how deep they nest is the mail's choice.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::FileOrder;
use crate::patch::stat::FileChange;

/// Files and lines below a folder; lines from the printed graph where nothing better is known,
/// which is good enough for a bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) files: u32,
    pub(super) added: u64,
    pub(super) deleted: u64,
}

impl Sum {
    pub(super) fn changes(self) -> u64 {
        self.added + self.deleted
    }

    fn of(file: &FileChange) -> Self {
        let (added, deleted) = match (file.added, file.deleted) {
            (Some(added), Some(deleted)) => (u64::from(added), u64::from(deleted)),
            _ => share(file),
        };
        Self {
            files: 1,
            added,
            deleted,
        }
    }

    fn add_sum(&mut self, other: Self) {
        self.files = self.files.saturating_add(other.files);
        self.added += other.added;
        self.deleted += other.deleted;
    }
}

/// The changes of a file, divided as its printed graph is.
fn share(file: &FileChange) -> (u64, u64) {
    let (plus, minus) = (u64::from(file.graph.0), u64::from(file.graph.1));
    let all = u64::from(file.changes);
    match (all * plus).checked_div(plus + minus) {
        Some(added) => (added, all - added),
        None => (0, 0),
    }
}

/// What the walk comes by.
pub(super) enum Node<'a> {
    /// A folder, with those joined that have a single child.
    Folder {
        name: &'a str,
        path: &'a str,
        sum: Sum,
        depth: usize,
    },
    /// A file.
    File {
        name: &'a str,
        file: &'a FileChange,
        depth: usize,
    },
}

#[derive(Default)]
struct TreeFolder<'a> {
    name: &'a str,
    parent: usize,
    /// The first of its files, by position.
    first: usize,
    folders: Vec<usize>,
    files: Vec<&'a FileChange>,
    sum: Sum,
}

/// Folders by position, the root first, parents before their children.
pub(super) struct Tree<'a> {
    folders: Vec<TreeFolder<'a>>,
}

/// What is still to be walked.
enum TreeStep<'a> {
    Folder {
        at: usize,
        path: String,
        /// Where its own name begins in the path.
        name: usize,
        depth: usize,
    },
    File(&'a FileChange, usize),
}

impl<'a> Tree<'a> {
    pub(super) fn of(files: &'a [FileChange]) -> Self {
        let mut folders = vec![TreeFolder::default()];
        let mut known: HashMap<(usize, &str), usize> = HashMap::new();
        for (number, file) in files.iter().enumerate() {
            let mut at = 0;
            let parents = file.path.rsplit_once('/').map(|(parents, _)| parents);
            for name in parents.into_iter().flat_map(|path| path.split('/')) {
                let next = folders.len();
                let child = *known.entry((at, name)).or_insert(next);
                if child == next {
                    folders.push(TreeFolder {
                        name,
                        parent: at,
                        first: number,
                        ..TreeFolder::default()
                    });
                    if let Some(folder) = folders.get_mut(at) {
                        folder.folders.push(child);
                    }
                }
                at = child;
            }
            if let Some(folder) = folders.get_mut(at) {
                folder.files.push(file);
                folder.sum.add_sum(Sum::of(file));
            }
        }
        for at in (1..folders.len()).rev() {
            let below = folders.get(at).map(|folder| (folder.parent, folder.sum));
            if let Some((parent, sum)) = below
                && let Some(parent) = folders.get_mut(parent)
            {
                parent.sum.add_sum(sum);
            }
        }
        Self { folders }
    }

    /// Hands out folders and files as they are drawn; what is in a closed folder is left out.
    pub(super) fn walk_rows(
        &self,
        order: FileOrder,
        is_open: &dyn Fn(&str) -> bool,
        each: &mut dyn FnMut(Node<'_>),
    ) {
        let mut steps = Vec::new();
        self.open_folder((0, "", 0), order, &mut steps);
        while let Some(step) = steps.pop() {
            match step {
                TreeStep::File(file, depth) => {
                    let name = file.path.rsplit('/').next().unwrap_or_default();
                    each(Node::File { name, file, depth });
                }
                TreeStep::Folder {
                    at,
                    path,
                    name,
                    depth,
                } => {
                    let (at, path) = self.join_single(at, path);
                    each(Node::Folder {
                        name: path.get(name..).unwrap_or_default(),
                        path: &path,
                        sum: self.folders.get(at).map_or_else(Sum::default, |f| f.sum),
                        depth,
                    });
                    if is_open(&path) {
                        self.open_folder((at, &path, depth + 1), order, &mut steps);
                    }
                }
            }
        }
    }

    /// Goes down as long as there is a single folder and nothing else.
    fn join_single(&self, mut at: usize, mut path: String) -> (usize, String) {
        while let Some(folder) = self.folders.get(at)
            && folder.files.is_empty()
            && let [only] = folder.folders.as_slice()
            && let Some(child) = self.folders.get(*only)
        {
            path.push('/');
            path.push_str(child.name);
            at = *only;
        }
        (at, path)
    }

    /// Puts what is in a folder on the stack, the last first.
    fn open_folder(
        &self,
        (at, path, depth): (usize, &str, usize),
        order: FileOrder,
        steps: &mut Vec<TreeStep<'a>>,
    ) {
        let Some(folder) = self.folders.get(at) else {
            return;
        };
        let mut files = folder.files.clone();
        order_files(&mut files, order);
        let mut folders: Vec<(usize, &TreeFolder<'_>)> = folder
            .folders
            .iter()
            .filter_map(|at| Some((*at, self.folders.get(*at)?)))
            .collect();
        match order {
            FileOrder::Path => folders.sort_by_key(|(_, folder)| folder.name),
            FileOrder::Diff => folders.sort_by_key(|(_, folder)| folder.first),
            FileOrder::Size => folders.sort_by_key(|(_, folder)| Reverse(folder.sum.changes())),
        }
        steps.extend(
            files
                .into_iter()
                .rev()
                .map(|file| TreeStep::File(file, depth)),
        );
        for (at, folder) in folders.into_iter().rev() {
            let is_root = depth == 0;
            let name = if is_root { 0 } else { path.len() + 1 };
            let path = if is_root {
                folder.name.to_owned()
            } else {
                format!("{path}/{}", folder.name)
            };
            steps.push(TreeStep::Folder {
                at,
                path,
                name,
                depth,
            });
        }
    }
}

/// Orders files.
pub(super) fn order_files(files: &mut [&FileChange], order: FileOrder) {
    match order {
        FileOrder::Path => files.sort_by(|a, b| a.path.cmp(&b.path)),
        FileOrder::Diff => {}
        FileOrder::Size => files.sort_by_key(|file| Reverse(file.changes)),
    }
}
