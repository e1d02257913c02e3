//! The command `trifold`: see the library for everything it does.

use std::process::ExitCode;

fn main() -> ExitCode {
    trifold::cli::main()
}
