//! The command `trifold`: see the library for everything it does.

use std::process::ExitCode;

/// Pages and loads have threads of their own. The system's allocator may keep an arena for each,
/// and what one load leaves there: after 70 reloads of 100 MB that was 350 MB instead of 80.
#[cfg(feature = "jemalloc")]
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    trifold::cli::main()
}
