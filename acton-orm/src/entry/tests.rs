//! Each entry on the seeds of its fuzz target, on seeds that are cut, spliced and bent, and on any bytes.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::Index;

use super::{ENTRIES, run};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds")
}

/// The seeds of an entry, with their names.
fn seeds(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let files = fs::read_dir(folder().join(name)).unwrap();
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    let seeds = paths.into_iter().map(|path| {
        let bytes = fs::read(&path).unwrap();
        (path, bytes)
    });
    seeds.collect()
}

/// One way to bend a seed.
#[derive(Debug, Clone)]
enum Bend {
    Cut(Index, Index),
    Set(Index, u8),
    Repeat(Index, Index),
    /// A piece of another seed, put in.
    Splice(Index, Index, Index, Index),
    /// One of the words that mean something to one of the decoders.
    Word(Index, &'static str),
}

const WORDS: &[&str] = &[
    "\"",
    "'",
    ",",
    ":",
    ";",
    "=",
    "&",
    "%",
    "%4",
    "{",
    "}",
    "[",
    "]",
    "\n",
    "\r\n",
    "\\",
    "\\u0000",
    "\0",
    "-",
    "0",
    "-1",
    "1e999",
    "1e-7",
    "0.1",
    "18446744073709551615",
    "9223372036854775807",
    "253402300800000",
    "NaN",
    "null",
    "true",
    "\u{feff}",
    "\u{202e}",
    "\u{ff}",
    "S3CR3T-S3CR3T",
    " PM ",
    "GMT-12:00",
    "23:59:60",
    "+10000",
    "totalCount",
    "offset",
    "headers",
    "data",
    "result",
    "_contact_id_",
];

fn bend() -> impl Strategy<Value = Bend> {
    let place = any::<Index>;
    prop_oneof![
        (place(), place()).prop_map(|(from, to)| Bend::Cut(from, to)),
        (place(), any::<u8>()).prop_map(|(at, byte)| Bend::Set(at, byte)),
        (place(), place()).prop_map(|(from, to)| Bend::Repeat(from, to)),
        (place(), place(), place(), place()).prop_map(|(a, b, c, d)| Bend::Splice(a, b, c, d)),
        (place(), prop::sample::select(WORDS)).prop_map(|(at, word)| Bend::Word(at, word)),
    ]
}

/// From and to, in order.
fn span(bytes: &[u8], from: &Index, to: &Index) -> std::ops::Range<usize> {
    let (a, b) = (from.index(bytes.len() + 1), to.index(bytes.len() + 1));
    a.min(b)..a.max(b)
}

fn bent(mut bytes: Vec<u8>, bend: &Bend, seeds: &[(PathBuf, Vec<u8>)]) -> Vec<u8> {
    match bend {
        Bend::Cut(from, to) => drop(bytes.drain(span(&bytes, from, to))),
        Bend::Set(at, byte) if !bytes.is_empty() => *at.get_mut(&mut bytes) = *byte,
        Bend::Set(..) => {}
        Bend::Repeat(from, to) => {
            let span = span(&bytes, from, to);
            let piece = bytes[span.clone()].to_vec();
            bytes.splice(span.end..span.end, piece);
        }
        Bend::Splice(seed, from, to, at) => {
            let (_, other) = seed.get(seeds);
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, other[span(other, from, to)].iter().copied());
        }
        Bend::Word(at, word) => {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, word.bytes());
        }
    }
    bytes
}

#[test]
fn every_entry_has_a_fuzz_target_and_seeds_and_no_other_has() {
    let mut names: Vec<&str> = ENTRIES.iter().map(|(name, _)| *name).collect();
    assert!(names.is_sorted());
    for name in &names {
        assert!(!seeds(name).is_empty(), "{name} has no seeds");
    }
    let manifest = fs::read_to_string(folder().join("../Cargo.toml")).unwrap();
    let targets = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    let mut targets: Vec<&str> = targets.filter(|name| *name != "acton-orm-fuzz").collect();
    targets.sort_unstable();
    assert_eq!(targets, names);
    let folders = fs::read_dir(folder()).unwrap();
    let folders: Vec<String> = folders
        .map(|folder| folder.unwrap().file_name().into_string().unwrap())
        .collect();
    names.retain(|name| !folders.iter().any(|folder| folder == name));
    assert_eq!((names.len(), folders.len()), (0, ENTRIES.len()));
}

#[test]
fn the_seeds_keep_every_promise() {
    for (name, entry) in ENTRIES {
        for (path, bytes) in seeds(name) {
            println!("{}", path.display());
            entry(&bytes);
        }
    }
}

/// The property tests of each entry.
macro_rules! entries {
    ($($name:ident)*) => { $(mod $name {
        use super::*;

        proptest! {
            // What fails becomes a seed.
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

            #[test]
            fn bent_seeds_keep_every_promise(
                seed in any::<Index>(),
                bends in prop::collection::vec(bend(), 1..6),
            ) {
                let seeds = seeds(stringify!($name));
                let seed = seed.get(&seeds).1.clone();
                let bytes = bends.iter().fold(seed, |bytes, bend| bent(bytes, bend, &seeds));
                run(stringify!($name), &bytes);
            }

            #[test]
            fn any_bytes_keep_every_promise(bytes: Vec<u8>) {
                run(stringify!($name), &bytes);
            }
        }
    })* };
}

entries! { connection csv envelopes keys listing objects page times tokens }
