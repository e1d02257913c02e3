#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| trifold_fuzz::run("pack", data));
