//! From the text of a diff to the lines of a document.

mod pairs;

use std::ops::Range;
use std::sync::Arc;

use self::pairs::{hide_blanks, pair_lines};
use super::super::build::{Builder, Context};
use super::super::{Line, Role, Target};
use super::{DiffLine, FileMark, HunkMark, LineKind, NONE, head, moved};
use crate::patch::diff::{self, FileDiff, GistKey, Hunk, HunkKey};

/// The lines of a stretch of the text that holds a diff.
pub(in crate::doc) fn write(range: Range<usize>, context: &Context<'_>, to: &mut Builder) {
    let text = Arc::clone(to.shared_text());
    let inside = text.get(range.clone()).unwrap_or_default();
    // Growing step by step would copy a large diff many times over.
    to.reserve(memchr::memchr_iter(b'\n', inside.as_bytes()).count());
    to.diff_table().look = context.diff;
    to.diff_table().width = context.width;
    let mut writer = DiffWriter {
        text: &text,
        context,
        to: &mut *to,
    };
    let mut at = range.start;
    for file in diff::parse(inside).files {
        let start = range.start + file.range.start;
        writer.between(at..start.max(at));
        at = (range.start + file.range.end).max(at);
        writer.file_lines(&file, range.start);
    }
    writer.between(at..range.end.max(at));
    let diff = to.diff_table();
    moved::mark_moved(diff, &text, context.beside.moves);
    let largest = diff.lines.iter().map(|line| line.old.max(line.new)).max();
    diff.digits = largest.unwrap_or(0).to_string().len().max(3);
}

struct DiffWriter<'a, 'b> {
    text: &'a str,
    context: &'a Context<'b>,
    to: &'a mut Builder,
}

impl DiffWriter<'_, '_> {
    /// What stands between files and behind them: a signature, mostly.
    fn between(&mut self, range: Range<usize>) {
        self.to.lines(range, 0, |_| Role::Dim);
    }

    fn file_lines(&mut self, file: &FileDiff, shift: usize) {
        let path = file.file.path.to_string();
        let first = self.to.diff_table().hunks.len();
        let line = self.to.next_line();
        let key = self.to.unique_key(&format!("diff {path}"));
        let open = self.context.folds.is_open(&key);
        let heading = head::file_row(file);
        self.to.diff_table().files.push(FileMark {
            line,
            start: u32::try_from(shift + file.range.start).unwrap_or(u32::MAX),
            path: path.clone(),
            heading: heading.clone(),
            hunks: first..first,
        });
        self.to.mark_line(Target::Section(key.clone()));
        self.to.mark_line(Target::File(path));
        let viewed: Vec<Seen> = (file.hunks.iter())
            .map(|hunk| self.seen_before(&file.file.path, hunk, shift))
            .collect();
        let all_viewed = !viewed.is_empty() && viewed.iter().all(|seen| *seen == Seen::Viewed);
        self.to
            .push_row(head::marked(&heading, open, all_viewed, self.context.width));
        if open {
            self.body_lines(file, shift, &key, &viewed);
        }
        let end = self.to.diff_table().hunks.len();
        if let Some(mark) = self.to.diff_table().files.last_mut() {
            mark.hunks = first..end;
        }
    }

    fn seen_before(&self, path: &str, hunk: &Hunk, shift: usize) -> Seen {
        let bytes = shift + hunk.range.start..shift + hunk.range.end;
        let marks = self.context.marks;
        // Nothing is hashed while nothing was viewed.
        match self.text.get(bytes).filter(|_| marks.has_viewed()) {
            Some(text) if marks.is_viewed(HunkKey::of(path, text)) => Seen::Viewed,
            Some(text) if marks.is_alike(GistKey::of(path, text)) => Seen::Alike,
            _ => Seen::New,
        }
    }

    fn body_lines(&mut self, file: &FileDiff, shift: usize, key: &str, seen: &[Seen]) {
        if file.foreign {
            let lines = shift + file.range.start..shift + file.range.end;
            return self.to.lines(lines, 0, head::foreign_role);
        }
        let mut behind = file.range.start;
        for (number, (hunk, seen)) in file.hunks.iter().zip(seen).enumerate() {
            self.header(shift + behind..shift + hunk.range.start.max(behind));
            behind = hunk.range.end;
            // What was viewed is folded until it is opened.
            let mark = if *seen == Seen::Viewed { "-" } else { "" };
            self.hunk_lines(hunk, shift, &format!("{mark}{key} @{number}"), *seen);
        }
        self.header(shift + behind..shift + file.range.end.max(behind));
    }

    /// Header lines that the heading does not tell in words.
    fn header(&mut self, range: Range<usize>) {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let mut at = range.start;
        for line in text.split_inclusive('\n') {
            if !head::is_told(line.trim_end()) {
                self.to.lines(at..at + line.len(), 0, |_| Role::FileHeader);
            }
            at += line.len();
        }
    }

    fn hunk_lines(&mut self, hunk: &Hunk, shift: usize, key: &str, seen: Seen) {
        let open = self.context.folds.is_open(key);
        let text = self
            .text
            .get(shift + hunk.range.start..shift + hunk.range.end);
        let mut lines = text.unwrap_or_default().split_inclusive('\n');
        let mut at = shift + hunk.range.start;
        let line = self.to.next_line();
        let start = self.count();
        self.to.mark_line(Target::Section(key.to_owned()));
        let heading = lines.next().unwrap_or_default();
        let kind = if open {
            LineKind::Heading
        } else {
            LineKind::Folded
        };
        self.push_line(&mut at, heading, kind, (0, 0));
        if let Some(heading) = self.to.diff_table().lines.last_mut() {
            heading.viewed = seen == Seen::Viewed;
            heading.alike = seen == Seen::Alike;
        }
        if open {
            let mut numbers = (hunk.old.0, hunk.new.0);
            for line in lines {
                self.numbered(&mut at, line, &mut numbers);
            }
            pair_lines(&mut self.to.diff_table().lines, start as usize + 1);
            if !self.context.diff.blanks {
                let text = self.text;
                hide_blanks(&mut self.to.diff_table().lines, start as usize + 1, text);
            }
        }
        let lines = start..self.count();
        self.emit_lines(lines.clone());
        let byte = |at: usize| u32::try_from(shift + at).unwrap_or(u32::MAX);
        let text = byte(hunk.range.start)..byte(hunk.range.end);
        self.to
            .diff_table()
            .hunks
            .push(HunkMark { line, lines, text });
    }

    /// The lines of a hunk, one below the other or side by side.
    fn emit_lines(&mut self, lines: Range<u32>) {
        let is_split = self.context.diff.layout.is_split(self.context.width);
        let kinds: Vec<LineKind> = self.kinds(lines.clone());
        let mut run = ChangedRun::default();
        for (at, kind) in lines.zip(kinds) {
            match kind {
                LineKind::Deleted | LineKind::Hidden => run.old.push(at),
                LineKind::Added => run.new.push(at),
                // What replaces a hidden line stands where it was replaced.
                LineKind::Context if self.is_same(at) => run.new.push(at),
                // What is said about a line stays below it, on its side.
                LineKind::Note if is_split && !run.new.is_empty() => run.new.push(at),
                LineKind::Note if !run.old.is_empty() && run.new.is_empty() => run.old.push(at),
                LineKind::Note | LineKind::Context | LineKind::Heading | LineKind::Folded => {
                    self.run_lines(std::mem::take(&mut run), is_split);
                    let alone = !is_split || kind != LineKind::Context;
                    self.to.push(if alone {
                        Line::Diff(at)
                    } else {
                        Line::Split(at, at)
                    });
                }
            }
        }
        self.run_lines(run, is_split);
    }

    fn kinds(&mut self, lines: Range<u32>) -> Vec<LineKind> {
        let lines = lines.start as usize..lines.end as usize;
        let lines = self.to.diff_table().lines.get(lines).unwrap_or_default();
        lines.iter().map(|line| line.kind).collect()
    }

    fn is_same(&mut self, at: u32) -> bool {
        let line = self.to.diff_table().lines.get(at as usize);
        line.is_some_and(|line| line.kind == LineKind::Context && line.pair != NONE)
    }

    /// A run of changes, in parts where some of it is hidden.
    fn run_lines(&mut self, run: ChangedRun, is_split: bool) {
        let mut part = ChangedRun::default();
        let mut old = run.old.into_iter().peekable();
        for at in run.new {
            if !self.is_same(at) {
                part.new.push(at);
                continue;
            }
            let pair = self
                .to
                .diff_table()
                .lines
                .get(at as usize)
                .map_or(NONE, |line| line.pair);
            while let Some(before) = old.next_if(|old| *old < pair) {
                part.old.push(before);
            }
            old.next_if_eq(&pair);
            self.part_lines(std::mem::take(&mut part), is_split);
            self.to.push(if is_split {
                Line::Split(at, at)
            } else {
                Line::Diff(at)
            });
        }
        part.old.extend(old);
        self.part_lines(part, is_split);
    }

    fn part_lines(&mut self, part: ChangedRun, is_split: bool) {
        if !is_split {
            let all = part.old.into_iter().chain(part.new);
            return all.for_each(|at| self.to.push(Line::Diff(at)));
        }
        let at = |side: &[u32], row: usize| side.get(row).copied().unwrap_or(NONE);
        for row in 0..part.old.len().max(part.new.len()) {
            self.to
                .push(Line::Split(at(&part.old, row), at(&part.new, row)));
        }
    }

    fn count(&mut self) -> u32 {
        u32::try_from(self.to.diff_table().lines.len()).unwrap_or(NONE)
    }

    fn numbered(&mut self, at: &mut usize, line: &str, numbers: &mut (u32, u32)) {
        let (old, new) = *numbers;
        let kind = match line.as_bytes().first() {
            Some(b'+') => LineKind::Added,
            Some(b'-') => LineKind::Deleted,
            Some(b'\\') => LineKind::Note,
            _ => LineKind::Context,
        };
        let own = match kind {
            LineKind::Added => (0, new),
            LineKind::Deleted => (old, 0),
            LineKind::Context => (old, new),
            LineKind::Note | LineKind::Hidden | LineKind::Heading | LineKind::Folded => (0, 0),
        };
        numbers.0 = old.saturating_add(u32::from(own.0 > 0));
        numbers.1 = new.saturating_add(u32::from(own.1 > 0));
        self.push_line(at, line, kind, own);
    }

    fn push_line(&mut self, at: &mut usize, line: &str, kind: LineKind, numbers: (u32, u32)) {
        let bare = line.strip_suffix('\n').unwrap_or(line);
        let (start, end) = (u32::try_from(*at), u32::try_from(*at + bare.len()));
        *at += line.len();
        if let (Ok(start), Ok(end)) = (start, end) {
            self.to.diff_table().lines.push(DiffLine {
                range: start..end,
                kind,
                old: numbers.0,
                new: numbers.1,
                pair: NONE,
                moved: false,
                viewed: false,
                alike: false,
            });
        }
    }
}

/// What of a hunk was viewed before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    New,
    /// Its changes, with other lines around them.
    Alike,
    Viewed,
}

/// Lines of one side and of the other that stand in each other's place.
#[derive(Default)]
struct ChangedRun {
    old: Vec<u32>,
    new: Vec<u32>,
}
