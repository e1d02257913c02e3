//! The files of a series or of a patch as a tree: folders with a single child are joined, counts
//! stand at the right, folders carry a proportional bar.

use std::collections::BTreeMap;

use super::age::short;
use super::build::{Builder, Context, justified};
use super::{Document, Role, Row, Target};
use crate::patch::stat::{Change, FileChange, Totals};

/// Signs of a bar at most.
const BAR: u32 = 8;

/// A folder under construction; the names of its children are whole path parts.
#[derive(Default)]
struct Folder<'a> {
    folders: BTreeMap<&'a str, Self>,
    files: Vec<(&'a str, &'a FileChange)>,
}

/// Files and lines below a folder.
#[derive(Clone, Copy, Default)]
struct Sum {
    files: u32,
    added: u32,
    deleted: u32,
    exact: bool,
}

/// The tree, or a flat list, of files. `totals` as the series has them.
pub fn build(
    files: &[FileChange],
    totals: Option<Totals>,
    flat: bool,
    context: &Context<'_>,
) -> Document {
    let mut builder = Builder::new(Row::of("Files", Role::Text), "");
    let totals = totals.unwrap_or_else(|| Totals::of(files));
    let count = if totals.files == 1 {
        "1 file".to_owned()
    } else {
        format!("{} files", totals.files)
    };
    let counts = counts_row(Some(totals.added), Some(totals.deleted), 0, context.width);
    builder.row(justified(
        &Row::of(&count, Role::Heading),
        &counts,
        context.width,
    ));
    if flat {
        for file in files {
            builder.aim(
                file_row(&file.path, file, 0, context.width),
                Target::File(file.path.clone()),
            );
        }
        return builder.end();
    }
    let mut root = Folder::default();
    for file in files {
        insert(&mut root, file);
    }
    draw(&root, context, &mut builder);
    builder.end()
}

fn insert<'a>(root: &mut Folder<'a>, file: &'a FileChange) {
    let mut folder = root;
    let (folders, name) = match file.path.rsplit_once('/') {
        Some((folders, name)) if !name.is_empty() => (Some(folders), name),
        _ => (None, file.path.as_str()),
    };
    for part in folders.into_iter().flat_map(|path| path.split('/')) {
        folder = folder.folders.entry(part).or_default();
    }
    folder.files.push((name, file));
}

/// Draws a tree without recursion: how deep paths nest is the mail's choice.
fn draw(root: &Folder<'_>, context: &Context<'_>, builder: &mut Builder) {
    enum Step<'a, 'b> {
        Folder(String, String, &'b Folder<'a>, usize),
        File(&'a str, &'a FileChange, usize),
    }
    let mut steps: Vec<Step<'_, '_>> = Vec::new();
    let children = |steps: &mut Vec<Step<'_, '_>>, (): ()| steps.reverse();
    let mut next: Vec<Step<'_, '_>> = Vec::new();
    expand(root, "", 0, &mut |name, path, folder, depth| {
        next.push(Step::Folder(name, path, folder, depth));
    });
    next.extend(
        root.files
            .iter()
            .map(|(name, file)| Step::File(name, file, 0)),
    );
    children(&mut next, ());
    steps.append(&mut next);
    while let Some(step) = steps.pop() {
        match step {
            Step::File(name, file, depth) => {
                builder.aim(
                    file_row(name, file, depth, context.width),
                    Target::File(file.path.clone()),
                );
            }
            Step::Folder(name, path, folder, depth) => {
                let open = context.folds.is_open(&path);
                builder.aim(
                    folder_row(&name, folder, open, depth, context.width),
                    Target::Directory(path.clone()),
                );
                if !open {
                    continue;
                }
                let mut next: Vec<Step<'_, '_>> = Vec::new();
                expand(
                    folder,
                    &path,
                    depth + 1,
                    &mut |name, path, folder, depth| {
                        next.push(Step::Folder(name, path, folder, depth));
                    },
                );
                next.extend(
                    folder
                        .files
                        .iter()
                        .map(|(name, file)| Step::File(name, file, depth + 1)),
                );
                children(&mut next, ());
                steps.append(&mut next);
            }
        }
    }
}

/// Hands out the folders of a folder, those with a single child joined with it.
fn expand<'a, 'b>(
    folder: &'b Folder<'a>,
    path: &str,
    depth: usize,
    each: &mut dyn FnMut(String, String, &'b Folder<'a>, usize),
) {
    for (name, mut child) in &folder.folders {
        let mut joined = (*name).to_owned();
        while child.files.is_empty() && child.folders.len() == 1 {
            let Some((name, only)) = child.folders.iter().next() else {
                break;
            };
            joined = format!("{joined}/{name}");
            child = only;
        }
        let whole = if path.is_empty() {
            joined.clone()
        } else {
            format!("{path}/{joined}")
        };
        each(joined, whole, child, depth);
    }
}

fn sum(folder: &Folder<'_>) -> Sum {
    let mut sum = Sum {
        exact: true,
        ..Sum::default()
    };
    let mut open = vec![folder];
    while let Some(folder) = open.pop() {
        open.extend(folder.folders.values());
        for (_, file) in &folder.files {
            sum.files += 1;
            let (added, deleted) = proportion(file);
            sum.exact &= file.added.is_some() || file.changes == 0;
            sum.added = sum.added.saturating_add(added);
            sum.deleted = sum.deleted.saturating_add(deleted);
        }
    }
    sum
}

/// Lines added and deleted, from the printed graph where nothing better is known: for bars only.
fn proportion(file: &FileChange) -> (u32, u32) {
    let signs = u32::from(file.graph.0) + u32::from(file.graph.1);
    match (file.added, file.deleted) {
        (Some(added), Some(deleted)) => (added, deleted),
        _ if signs == 0 => (0, 0),
        _ => {
            let added = u64::from(file.changes) * u64::from(file.graph.0) / u64::from(signs);
            let added = u32::try_from(added).unwrap_or(u32::MAX);
            (added, file.changes.saturating_sub(added))
        }
    }
}

fn folder_row(name: &str, folder: &Folder<'_>, open: bool, depth: usize, width: usize) -> Row {
    let mut left = Row::of(&"  ".repeat(depth.min(20)), Role::Text);
    left.push(if open { "▾ " } else { "▸ " }, Role::Dim);
    left.push(&format!("{name}/"), Role::Directory);
    let sum = sum(folder);
    let mut right = Row::of(&format!("{}", sum.files), Role::Dim);
    let all = sum.added.saturating_add(sum.deleted);
    let signs = all.min(BAR);
    let plus = if all == 0 {
        0
    } else {
        u64::from(signs) * u64::from(sum.added) / u64::from(all)
    };
    let plus = usize::try_from(plus).unwrap_or(0);
    let minus = signs as usize - plus.min(signs as usize);
    if width >= 30 {
        right.push(" ", Role::Text);
        right.push(&" ".repeat((BAR - signs) as usize), Role::Text);
        right.push(&"+".repeat(plus), Role::Added);
        right.push(&"-".repeat(minus), Role::Deleted);
    }
    justified(&left, &right, width)
}

fn file_row(name: &str, file: &FileChange, depth: usize, width: usize) -> Row {
    let mut left = Row::of(&"  ".repeat(depth.min(20)), Role::Text);
    let (mark, role) = match file.change {
        Change::Added => ("A ", Role::Added),
        Change::Deleted => ("D ", Role::Deleted),
        Change::Renamed => ("R ", Role::Revision),
        Change::Copied => ("C ", Role::Revision),
        Change::Modified => ("  ", Role::Text),
    };
    left.push(mark, role);
    left.push(name, Role::File);
    if let Some(old) = &file.old_path {
        left.push(&format!(" ← {old}"), Role::Dim);
    }
    if let (Change::Modified, Some(old), Some(new)) = (file.change, &file.old_mode, &file.new_mode)
        && old != new
    {
        left.push(&format!(" mode {new}"), Role::Dim);
    }
    let right = if file.binary {
        Row::of("Bin", Role::Dim)
    } else {
        counts_row(file.added, file.deleted, file.changes, width)
    };
    justified(&left, &right, width)
}

/// `+12 −3`, or `±15` where only the sum is known.
fn counts_row(added: Option<u32>, deleted: Option<u32>, changes: u32, _width: usize) -> Row {
    let (Some(added), Some(deleted)) = (added, deleted) else {
        return Row::of(&format!("±{}", short(changes)), Role::Text);
    };
    let mut row = Row::of(&format!("+{}", short(added)), Role::Added);
    row.push(
        &format!(" {:>5}", format!("−{}", short(deleted))),
        Role::Deleted,
    );
    row
}
