//! A file as far as patches told it, with each line's place before the first of them.

mod hunks;

use self::hunks::hunks;

/// Lines of context on each side of a change, as `git diff` shows them.
const CONTEXT: usize = 3;

/// The known lines of a file, in order.
#[derive(Debug)]
pub(super) struct Sheet {
    parts: Vec<SheetPart>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum SheetPart {
    /// So many lines that nobody showed; `u32::MAX` of them to an end that nobody knows.
    Gap(u32),
    /// A line that was there before and still is.
    Kept(SheetLine),
    /// A line that was there before.
    Gone(SheetLine),
    /// A line that came.
    New(SheetLine),
}

/// A line without its end, and whether it has one.
type SheetLine = (String, bool);

/// A hunk: where it begins before the change, and its lines with their signs.
pub(super) type Hunk<'a> = ((u32, u32), &'a str);

impl Sheet {
    /// A file of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self {
            parts: vec![SheetPart::Gap(u32::MAX)],
        }
    }

    /// A file that is not there yet.
    pub(super) fn empty() -> Self {
        Self { parts: Vec::new() }
    }

    /// Applies the hunks of one patch, in order. The error is the line at which they differ from
    /// the known lines.
    pub(super) fn apply(&mut self, hunks: &[Hunk<'_>]) -> Result<(), u32> {
        let old = std::mem::take(&mut self.parts);
        let mut writer = SheetWriter {
            rest: old.into_iter(),
            pending: None,
            done: Vec::new(),
            line: 1,
        };
        for (start, lines) in hunks {
            // A hunk without old lines stands behind the line that it names.
            let first = start.0.saturating_add(u32::from(start.1 == 0));
            writer.forward(first)?;
            let mut lines = lines.split_terminator('\n').peekable();
            while let Some(line) = lines.next() {
                let has_end = lines.next_if(|next| next.starts_with('\\')).is_none();
                // An empty line is context whose blank a mailer stripped.
                let (sign, text) = line.split_at_checked(1).unwrap_or((" ", ""));
                let text = (text.to_owned(), has_end);
                match sign {
                    "+" => writer.done.push(SheetPart::New(text)),
                    "-" => writer.old_line(text, false)?,
                    "\\" => {}
                    _ => writer.old_line(text, true)?,
                }
            }
        }
        self.parts = writer.into_parts();
        Ok(())
    }

    /// Known lines of the file before, with their numbers.
    pub(super) fn base_lines(&self) -> Vec<(u32, String)> {
        let mut number = 1u32;
        let mut known = Vec::new();
        for part in &self.parts {
            match part {
                SheetPart::Gap(count) => number = number.saturating_add(*count),
                SheetPart::Kept(line) | SheetPart::Gone(line) => {
                    known.push((number, line.0.clone()));
                    number = number.saturating_add(1);
                }
                SheetPart::New(_) => {}
            }
        }
        known
    }

    /// Hunks of the change from before to now.
    pub(super) fn diff_hunks(&self) -> String {
        let (mut old, mut new) = (1u32, 1u32);
        let mut out = String::new();
        for run in self
            .parts
            .chunk_by(|a, b| !matches!(a, SheetPart::Gap(_)) && !matches!(b, SheetPart::Gap(_)))
        {
            if let [SheetPart::Gap(count)] = run {
                (old, new) = (old.saturating_add(*count), new.saturating_add(*count));
                continue;
            }
            let before: Vec<&SheetLine> = run.iter().filter_map(SheetPart::before).collect();
            let after: Vec<&SheetLine> = run.iter().filter_map(SheetPart::after).collect();
            hunks(&before, &after, (old, new), &mut out);
            let count = |lines: &[&SheetLine]| u32::try_from(lines.len()).unwrap_or(u32::MAX);
            (old, new) = (
                old.saturating_add(count(&before)),
                new.saturating_add(count(&after)),
            );
        }
        out
    }
}

impl SheetPart {
    fn before(&self) -> Option<&SheetLine> {
        match self {
            Self::Kept(line) | Self::Gone(line) => Some(line),
            Self::Gap(_) | Self::New(_) => None,
        }
    }

    fn after(&self) -> Option<&SheetLine> {
        match self {
            Self::Kept(line) | Self::New(line) => Some(line),
            Self::Gap(_) | Self::Gone(_) => None,
        }
    }
}

/// Goes through the parts of a file while a patch is applied.
struct SheetWriter {
    rest: std::vec::IntoIter<SheetPart>,
    pending: Option<SheetPart>,
    done: Vec<SheetPart>,
    /// The number, in the file that the patch finds, of the line that comes next.
    line: u32,
}

impl SheetWriter {
    fn next(&mut self) -> Option<SheetPart> {
        self.pending.take().or_else(|| self.rest.next())
    }

    /// Copies everything up to a line.
    fn forward(&mut self, to: u32) -> Result<(), u32> {
        // Hunks that overlap, or stand in no order, would apply to lines that are gone by.
        if to < self.line {
            return Err(to);
        }
        while self.line < to {
            match self.next().ok_or(to)? {
                SheetPart::Gap(count) => {
                    let taken = count.min(to - self.line);
                    self.line += taken;
                    self.push_gap(taken);
                    let left = if count == u32::MAX {
                        count
                    } else {
                        count - taken
                    };
                    self.pending = (left > 0).then_some(SheetPart::Gap(left));
                }
                gone @ SheetPart::Gone(_) => self.done.push(gone),
                part @ (SheetPart::Kept(_) | SheetPart::New(_)) => {
                    self.line += 1;
                    self.done.push(part);
                }
            }
        }
        Ok(())
    }

    fn push_gap(&mut self, count: u32) {
        match self.done.last_mut() {
            Some(SheetPart::Gap(last)) => *last = last.saturating_add(count),
            _ if count > 0 => self.done.push(SheetPart::Gap(count)),
            _ => {}
        }
    }

    /// Takes over a line that the patch finds, to stay or to go; it must be what is known.
    fn old_line(&mut self, line: SheetLine, stays: bool) -> Result<(), u32> {
        loop {
            let part = self.next().ok_or(self.line)?;
            let known = match part {
                gone @ SheetPart::Gone(_) => {
                    self.done.push(gone);
                    continue;
                }
                SheetPart::Gap(count) => {
                    let left = if count == u32::MAX { count } else { count - 1 };
                    self.pending = (left > 0).then_some(SheetPart::Gap(left));
                    SheetPart::Kept(line)
                }
                SheetPart::Kept(known) | SheetPart::New(known) if known != line => {
                    return Err(self.line);
                }
                known @ (SheetPart::Kept(_) | SheetPart::New(_)) => known,
            };
            self.line = self.line.saturating_add(1);
            match (known, stays) {
                (known, true) => self.done.push(known),
                (SheetPart::Kept(line), false) => self.done.push(SheetPart::Gone(line)),
                // What came and goes leaves no trace.
                (_, false) => {}
            }
            return Ok(());
        }
    }

    fn into_parts(mut self) -> Vec<SheetPart> {
        self.done.extend(self.pending.take());
        self.done.extend(self.rest);
        self.done
    }
}
