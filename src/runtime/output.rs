//! Where frames go: each is one write, all of it shown at once where the terminal can (mode
//! 2026), and one that changes nothing writes nothing. Over a slow line both are felt.

use std::io::{self, Write, stdout};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

/// Where the cursor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cursor {
    /// Somewhere: something else had the terminal.
    Unknown,
    Hidden,
    /// Shown, where it was put last.
    Shown,
}

/// A frame on its way to the terminal.
#[derive(Debug)]
pub(super) struct Output {
    bytes: Vec<u8>,
    cursor: Cursor,
    /// Where it was put last; drawing moves it, and then it is not known.
    place: Option<Position>,
}

impl Output {
    pub(super) fn new() -> Self {
        Self {
            bytes: Vec::new(),
            cursor: Cursor::Unknown,
            place: None,
        }
    }
}

impl Backend for Output {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        // A frame without a change writes nothing, not even modes.
        if content.peek().is_none() {
            return Ok(());
        }
        self.place = None;
        CrosstermBackend::new(&mut self.bytes).draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor != Cursor::Hidden {
            self.cursor = Cursor::Hidden;
            queue!(self.bytes, Hide)?;
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor != Cursor::Shown {
            self.cursor = Cursor::Shown;
            queue!(self.bytes, Show)?;
        }
        Ok(())
    }

    /// What is known of it: the terminal is not asked, since it may never answer.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.place.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let place = position.into();
        if self.place != Some(place) {
            self.place = Some(place);
            queue!(self.bytes, MoveTo(place.x, place.y))?;
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        CrosstermBackend::new(&mut self.bytes).clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        CrosstermBackend::new(io::sink()).size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        CrosstermBackend::new(io::sink()).window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let mut frame = Vec::with_capacity(self.bytes.len() + 16);
        // One write, and terminals that know the mode (DEC 2026) show it whole or not at all.
        queue!(frame, BeginSynchronizedUpdate)?;
        frame.append(&mut self.bytes);
        queue!(frame, EndSynchronizedUpdate)?;
        let mut out = stdout().lock();
        out.write_all(&frame)?;
        out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_that_changes_nothing_writes_nothing() {
        let mut output = Output::new();
        output.hide_cursor().unwrap();
        assert!(!output.bytes.is_empty());
        output.bytes.clear();
        output.draw(std::iter::empty()).unwrap();
        output.hide_cursor().unwrap();
        assert!(output.bytes.is_empty());
    }

    #[test]
    fn a_cursor_is_put_back_where_drawing_moved_it() {
        let mut output = Output::new();
        let put = |output: &mut Output| {
            output.bytes.clear();
            output.set_cursor_position((3, 4)).unwrap();
            !output.bytes.is_empty()
        };
        assert!(put(&mut output) && !put(&mut output));
        output
            .draw(std::iter::once((0, 0, &Cell::default())))
            .unwrap();
        assert!(put(&mut output));
    }
}
