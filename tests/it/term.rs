//! Two terminals that take in what was sent, one that sees clusters and one that draws character
//! by character. They measure with tables of their own, so that a row which is right on one of
//! them by a mistake of ours is wrong on the other.

use ratatui::buffer::{Buffer, CellWidth};
use unicode_segmentation::UnicodeSegmentation;

/// How a terminal moves on behind what it draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// A cluster takes two cells or one, whatever it is made of.
    Clusters,
    /// Each character takes its own cells (`wcwidth`).
    Characters,
}

/// What stands in the cells: the character that begins there, none in the right half of a wide one.
pub(crate) struct Screen {
    measure: Measure,
    width: usize,
    cells: Vec<Vec<Option<char>>>,
    at: (usize, usize),
}

impl Screen {
    pub(crate) fn new(measure: Measure, width: u16, height: u16) -> Self {
        let row = vec![Some(' '); usize::from(width)];
        Self {
            measure,
            width: usize::from(width),
            cells: vec![row; usize::from(height)],
            at: (0, 0),
        }
    }

    /// Takes in what was sent; what goes over the right edge is an error, as it would wrap.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> Result<(), String> {
        let mut rest = std::str::from_utf8(bytes).map_err(|e| format!("no UTF-8: {e}"))?;
        while !rest.is_empty() {
            let end = rest.find('\x1b').unwrap_or(rest.len());
            let (run, sequence) = rest.split_at(end);
            for cluster in run.graphemes(true) {
                self.print(cluster)?;
            }
            rest = sequence;
            if let Some(csi) = sequence.strip_prefix("\x1b[") {
                let end = csi.find(|c: char| c.is_ascii_alphabetic());
                let (parameters, left) = csi.split_at(end.ok_or("no end")?);
                if left.starts_with('H') {
                    let (y, x) = parameters.split_once(';').ok_or("no place")?;
                    let number = |text: &str| text.parse::<usize>().map_err(|e| e.to_string());
                    self.at = (number(x)? - 1, number(y)? - 1);
                }
                rest = &left[1..];
            } else if let Some(osc) = sequence.strip_prefix("\x1b]") {
                rest = osc.split_once("\x1b\\").ok_or("no end")?.1;
            }
        }
        Ok(())
    }

    fn print(&mut self, cluster: &str) -> Result<(), String> {
        match self.measure {
            Measure::Clusters => {
                let first = cluster.chars().next().unwrap_or(' ');
                self.put(first, as_one(cluster))
            }
            Measure::Characters => cluster
                .chars()
                .filter(|c| cells(*c) > 0)
                .try_for_each(|c| self.put(c, cells(c))),
        }
    }

    fn put(&mut self, c: char, wide: usize) -> Result<(), String> {
        let (x, y) = self.at;
        if x + wide > self.width {
            return Err(format!("{c:?} wraps in row {y}"));
        }
        let row = self.cells.get_mut(y).ok_or("below the screen")?;
        // Half of a wide character is none: what is left of one that is painted over is blank.
        if row[x].is_none() {
            row[x - 1] = Some(' ');
        }
        if let Some(rest @ None) = row.get_mut(x + wide) {
            *rest = Some(' ');
        }
        row[x] = Some(c);
        row[x + 1..x + wide].fill(None);
        self.at.0 += wide;
        Ok(())
    }

    /// Whether every cell shows what it should; what a cluster covers that terminals do not
    /// agree on is its own.
    pub(crate) fn shows(&self, buffer: &Buffer) -> Result<(), String> {
        for (y, row) in (0..).zip(&self.cells) {
            let mut x = 0;
            while x < buffer.area.width {
                let cell = &buffer[(x, y)];
                let wanted = cell.symbol().chars().next();
                if row[usize::from(x)] != wanted {
                    let shown: String = row.iter().flatten().collect();
                    return Err(format!(
                        "{:?}: not {wanted:?} at {x} in {shown:?}",
                        self.measure
                    ));
                }
                x += cell.cell_width().max(1);
            }
        }
        Ok(())
    }
}

/// The most cells that a text takes on one of the two.
pub(crate) fn most(text: &str) -> usize {
    let of = |cluster: &str| {
        cluster
            .chars()
            .map(cells)
            .sum::<usize>()
            .max(as_one(cluster))
    };
    text.graphemes(true).map(of).sum()
}

fn as_one(cluster: &str) -> usize {
    let is_wide = cluster.chars().any(|c| cells(c) == 2 || c == '\u{fe0f}');
    let spacing = cluster.chars().filter(|c| cells(*c) == 1).count();
    if is_wide { 2 } else { spacing.clamp(1, 2) }
}

/// The cells of a character, by the blocks of East Asian Width and the marks that our mails use:
/// a table apart from the crate that the program measures with.
fn cells(c: char) -> usize {
    match u32::from(c) {
        0x300..=0x36f | 0x483..=0x489 | 0x591..=0x5bd | 0x610..=0x61a | 0x64b..=0x65f => 0,
        0x900..=0x902 | 0x93c | 0x941..=0x948 | 0x94d | 0x1160..=0x11ff | 0x200b..=0x200d => 0,
        0x17b7..=0x17bd | 0x17c6 | 0x17c9..=0x17d3 => 0,
        0x20d0..=0x20f0 | 0xfe00..=0xfe0f | 0xe34..=0xe3a | 0xe47..=0xe4e | 0x3099 | 0x309a => 0,
        0x1100..=0x115f | 0x231a | 0x231b | 0x2e80..=0x303e | 0x3041..=0xa4cf => 2,
        0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff01..=0xff60 => 2,
        0xffe0..=0xffe6 | 0x1f300..=0x1f64f | 0x1f680..=0x1f6ff | 0x1f900..=0x1f9ff => 2,
        0x23e9..=0x23ec | 0x23f0 | 0x23f3 | 0x25fd | 0x25fe | 0x2614 | 0x2615 => 2,
        0x26a1 | 0x26bd | 0x26d4 | 0x2705 | 0x270a | 0x270b | 0x2728 | 0x274c | 0x274e => 2,
        0x2753..=0x2755 | 0x2757 | 0x2795..=0x2797 | 0x27b0 | 0x2b1b | 0x2b1c | 0x2b50 | 0x2b55 => {
            2
        }
        0xe0000..=0xe0fff => 0,
        0x20000..=0x3fffd => 2,
        _ => 1,
    }
}
