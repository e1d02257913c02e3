//! A terminal's other end: what was sent to it.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// Bytes that were sent, shared between the terminal and who reads them.
#[derive(Clone, Default)]
pub(crate) struct Wire(Rc<RefCell<Vec<u8>>>);

impl Wire {
    /// Takes what was sent since.
    pub(crate) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.borrow_mut())
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
