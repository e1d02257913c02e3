//! The fuzz targets; the functions are the test suite's own, which runs all findings again.

#[path = "../../tests/it/scan.rs"]
mod scan;
#[path = "../../tests/it/targets.rs"]
#[allow(dead_code, reason = "the test suite uses the rest")]
mod targets;

#[path = "../../tests/it/term.rs"]
#[allow(dead_code, reason = "the test suite uses the rest")]
mod term;

#[path = "../../tests/it/wire.rs"]
mod wire;

/// Runs the target of a name.
pub fn run(name: &str, data: &[u8]) {
    targets::run(name, data);
}
