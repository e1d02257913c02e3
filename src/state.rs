//! What outlives a run, in files of the user's own below the state folder.

pub mod corrections;

pub mod memory;

use std::fs;
use std::io;
use std::path::Path;

/// Makes a folder for its owner alone, where there is none.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}
