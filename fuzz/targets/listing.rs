#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| acton_orm::entry::run("listing", bytes));
