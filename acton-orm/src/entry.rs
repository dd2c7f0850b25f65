//! Where bytes that others wrote come in, each as a function of any bytes, for the fuzz targets in `fuzz/`
//! and the property tests here. Each panics where one of its promises does not hold.
//!
//! No part of the interface: it is there only for tests, and for fuzzing (`--cfg fuzzing`).

#[cfg(test)]
mod tests;

use crate::{client, wire};

/// What takes any bytes.
pub type Entry = fn(&[u8]);

/// Every entry by its name, which is that of its fuzz target and of its folder of seeds.
pub const ENTRIES: &[(&str, Entry)] = &[
    ("connection", client::entry::connection),
    ("csv", wire::entry::csv),
    ("envelopes", client::entry::envelopes),
    ("keys", wire::entry::keys),
    ("listing", wire::entry::listing),
    ("objects", wire::entry::objects),
    ("page", wire::entry::page),
    ("times", wire::entry::times),
    ("tokens", client::entry::tokens),
];

/// Runs an entry.
///
/// # Panics
/// If it has another name than those of [`ENTRIES`], or if a promise does not hold.
pub fn run(name: &str, bytes: &[u8]) {
    let entry = ENTRIES.iter().find(|(known, _)| *known == name);
    assert!(entry.is_some(), "no entry is called {name}");
    entry.into_iter().for_each(|(_, entry)| entry(bytes));
}
