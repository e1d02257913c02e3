//! The command `trifold`: see the library for everything it does.

fn main() {}
