//! The files of a series or of a patch: a tree in which folders with a single child are joined,
//! counts stand at the right and folders carry a bar, or a flat list.

mod tree;

use std::collections::HashMap;

use super::age::short;
use super::build::{Builder, Context};
use super::fold::Folds;
use super::{Document, Role, Row, Target, sign};
use crate::archive::net::number_runs;
use crate::patch::stat::{Change, FileChange, Totals};
use crate::text::Shared;

use self::tree::{Node, Sum, Tree};

/// Signs of the longest bar.
const BAR: u64 = 8;

/// Signs of a file's bar, where only the printed graph tells.
const SHORT_BAR: u64 = 4;

/// Deeper levels are indented no further.
const DEEPEST: usize = 12;

/// The numbers of the patches that touch each file; empty where there is only one patch.
pub type Touches = HashMap<Shared, Vec<u32>>;

/// How the files are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FilesShape {
    /// Whole paths without folders.
    pub flat: bool,
    /// What stands first.
    pub order: FileOrder,
}

/// The order of files, and of the files of a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FileOrder {
    /// By path, folders first.
    #[default]
    Path,
    /// As the diff or the diffstat has them.
    Diff,
    /// The largest change first.
    Size,
}

/// The files and, above them, their totals: those given, else the sum of the files.
pub fn build(
    files: &[FileChange],
    totals: Option<Totals>,
    shape: FilesShape,
    touches: &Touches,
    context: &Context<'_>,
) -> Document {
    let mut builder = Builder::new(Row::of("Files", Role::Text), "");
    if files.is_empty() && totals.is_none() {
        builder.push_row(Row::of("no files", Role::Dim));
        return builder.into_document();
    }
    let is_exact = totals.is_some() || files.iter().all(is_counted);
    let totals = totals.unwrap_or_else(|| Totals::of(files));
    let look = FileColumns::of(files, totals, context.width);
    builder.push_row(look.totals(files, totals, is_exact));
    if shape.flat {
        let mut all: Vec<&FileChange> = files.iter().collect();
        tree::order_files(&mut all, shape.order);
        for file in all {
            let row = look.file_row(&file.path, file, 0, (touches, context));
            builder.push_aimed(row, Target::File(file.path.to_string()));
        }
        return builder.into_document();
    }
    let tree = Tree::of(files);
    let is_open = |path: &str| context.folds.is_open(&Folds::folder_key(path));
    tree.walk_rows(shape.order, &is_open, &mut |node| match node {
        Node::Folder {
            name,
            path,
            sum,
            depth,
        } => {
            let row = look.folder(name, sum, is_open(path), depth);
            builder.push_aimed(row, Target::Directory(path.to_owned()));
        }
        Node::File { name, file, depth } => {
            builder.push_aimed(
                look.file_row(name, file, depth, (touches, context)),
                Target::File(file.path.to_string()),
            );
        }
    });
    builder.into_document()
}

/// The columns of the counts, the same in all rows.
struct FileColumns {
    width: usize,
    added: usize,
    deleted: usize,
    largest: u64,
}

impl FileColumns {
    fn of(files: &[FileChange], totals: Totals, width: usize) -> Self {
        let widest = |counts: &mut dyn Iterator<Item = u32>| {
            counts.map(|n| count(n).len() + 1).max().unwrap_or(2)
        };
        let added = files.iter().filter_map(|file| file.added);
        let deleted = files.iter().filter_map(|file| file.deleted);
        let changes = files.iter().map(|file| u64::from(file.changes));
        Self {
            width,
            added: widest(&mut added.chain([totals.added])),
            deleted: widest(&mut deleted.chain([totals.deleted])),
            largest: changes.sum::<u64>().max(1),
        }
    }

    fn totals(&self, files: &[FileChange], totals: Totals, is_exact: bool) -> Row {
        let word = if totals.files == 1 { "file" } else { "files" };
        let mut row = Row::of(&format!("{} {word}", totals.files), Role::Heading);
        if files.is_empty() {
            row.push(" (not listed)", Role::Dim);
        }
        let counts = if is_exact {
            self.counts(totals.added, totals.deleted)
        } else {
            let changes = files.iter().map(|file| file.changes);
            let all = changes.fold(0, u32::saturating_add);
            Row::of(&format!("±{}", count(all)), Role::Text)
        };
        row.push_right(&counts, self.width);
        row
    }

    fn counts(&self, added: u32, deleted: u32) -> Row {
        let (plus, minus) = (self.added, self.deleted);
        let mut row = Row::of(
            &format!("{:>plus$}", format!("+{}", count(added))),
            Role::Added,
        );
        let deleted = format!(" {:>minus$}", format!("−{}", count(deleted)));
        row.push(&deleted, Role::Deleted);
        row
    }

    fn folder(&self, name: &str, sum: Sum, is_open: bool, depth: usize) -> Row {
        let mut row = indent(depth);
        row.sign_apart(sign::fold_sign(is_open));
        row.push(name, Role::Directory);
        row.push("/", Role::Directory);
        let mut right = Row::of(&sum.files.to_string(), Role::Dim);
        if self.width >= 28 {
            right.push(" ", Role::Text);
            let signs = (sum.changes() * BAR).div_ceil(self.largest).min(BAR);
            draw_bar(&mut right, sum.added, sum.deleted, signs, BAR);
        }
        row.push_right(&right, self.width);
        row
    }

    fn file_row(
        &self,
        name: &str,
        file: &FileChange,
        depth: usize,
        (touches, context): (&Touches, &Context<'_>),
    ) -> Row {
        let mut row = indent(depth);
        let done = !context.done.is_empty() && context.done.contains(&*file.path);
        match file.change {
            _ if done => row.sign_apart(sign::VIEWED),
            Change::Added => row.sign_apart(sign::ADDED),
            Change::Deleted => row.sign_apart(sign::DELETED),
            Change::Renamed => row.sign_apart(sign::RENAMED),
            Change::Copied => row.sign_apart(sign::COPIED),
            Change::Modified => row.push("  ", Role::Text),
        }
        if let Some(old) = &file.old_path {
            row.push(&format!("{} → ", shown_old(old, &file.path)), Role::Dim);
        }
        row.push(name, Role::File);
        if let Some(mode) = mode_change(file) {
            row.push(&format!(" {mode}"), Role::Dim);
        }
        let change = self.change(file);
        if let Some(numbers) = touches.get(&file.path) {
            let text = format!("  {}", number_runs(numbers));
            // It gives way to everything else.
            if row.width() + text.len() + change.width() < self.width {
                row.push(&text, Role::Revision);
            }
        }
        row.push_right(&change, self.width);
        row
    }

    /// `+12 −3`, `Bin`, or `±15` and the proportion where no more is known.
    fn change(&self, file: &FileChange) -> Row {
        if file.binary {
            return Row::of("Bin", Role::Dim);
        }
        if let (Some(added), Some(deleted)) = (file.added, file.deleted) {
            return self.counts(added, deleted);
        }
        let mut row = Row::of(&format!("±{} ", count(file.changes)), Role::Text);
        let (added, deleted) = (u64::from(file.graph.0), u64::from(file.graph.1));
        draw_bar(&mut row, added, deleted, SHORT_BAR, SHORT_BAR);
        row
    }
}

/// Whether more is known than a printed graph.
fn is_counted(file: &FileChange) -> bool {
    file.binary || (file.added.is_some() && file.deleted.is_some())
}

fn indent(depth: usize) -> Row {
    Row::of(&"  ".repeat(depth.min(DEEPEST)), Role::Text)
}

/// Exact up to four digits.
fn count(lines: u32) -> String {
    if lines < 10_000 {
        lines.to_string()
    } else {
        short(lines)
    }
}

/// So many `+` and `−` in the proportion of two counts, at the left of `room` columns; neither
/// kind vanishes where there is any of it.
fn draw_bar(row: &mut Row, added: u64, deleted: u64, signs: u64, room: u64) {
    let all = added + deleted;
    let signs = if all == 0 { 0 } else { signs.max(1) };
    let mut plus = (signs * added + all / 2).checked_div(all).unwrap_or(0);
    if signs > 1 {
        let (least, most) = (u64::from(added > 0), signs - u64::from(deleted > 0));
        plus = plus.clamp(least, most);
    }
    let repeat = |sign: &str, times: u64| sign.repeat(usize::try_from(times).unwrap_or(0));
    row.push(&repeat("+", plus), Role::Added);
    row.push(&repeat("−", signs - plus), Role::Deleted);
    row.push(&repeat(" ", room - signs), Role::Text);
}

/// The old path: its name alone where it stays in its folder.
fn shown_old<'a>(old: &'a str, new: &str) -> &'a str {
    match (old.rsplit_once('/'), new.rsplit_once('/')) {
        (Some((from, name)), Some((to, _))) if from == to => name,
        _ => old,
    }
}

/// What happens to the mode: `+x`, `−x`, or the new one.
fn mode_change(file: &FileChange) -> Option<String> {
    let (old, new) = (file.old_mode.as_deref()?, file.new_mode.as_deref()?);
    match (old, new) {
        _ if old == new => None,
        ("100644", "100755") => Some("+x".to_owned()),
        ("100755", "100644") => Some("−x".to_owned()),
        _ => Some(format!("mode {new}")),
    }
}

#[cfg(test)]
mod tests;
