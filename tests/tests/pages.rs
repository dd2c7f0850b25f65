//! What the pages in the repository say of the repository is so.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file with this ending, without what is built or hidden.
fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            files(&path, ending, found);
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut pages = Vec::new();
    files(&root(), ".md", &mut pages);
    assert!(pages.len() > 10, "{pages:?}");
    for page in pages {
        let source = fs::read_to_string(&page).expect("a page");
        for link in source.split("](").skip(1) {
            let target = link.split([')', '#']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let path = page.parent().expect("a folder").join(target);
            assert!(path.exists(), "{} links to {target}", page.display());
        }
    }
}

#[test]
fn the_gate_runs_the_commands_of_the_readme() {
    let (readme, gate) = (text("README.md"), text(".ci/run"));
    let (_, below) = readme.split_once("```sh\n").expect("commands");
    let (commands, _) = below.split_once("```").expect("their end");
    for line in commands.lines() {
        let command = line.split('#').next().unwrap_or_default().trim();
        assert!(gate.contains(command), "{command}");
    }
}

#[test]
fn every_dependency_has_a_line_among_the_decisions() {
    let page = text("docs/decisions.md");
    let known = [
        "syn",
        "quote",
        "proc-macro2",
        "reqwest",
        "oauth2",
        "serde",
        "tokio",
    ];
    let mut manifests = Vec::new();
    files(&root(), "Cargo.toml", &mut manifests);
    for manifest in manifests {
        let source = fs::read_to_string(&manifest).expect("a manifest");
        let mut listed = false;
        for line in source.lines() {
            if line.starts_with('[') {
                listed = line.ends_with("dependencies]") && !line.contains("workspace");
                continue;
            }
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            let ours = name.starts_with("acton-") || name.starts_with('#') || name.is_empty();
            if listed && !ours && !known.contains(&name) {
                let line = format!("`{name}`");
                assert!(page.contains(&line), "{} in {}", name, manifest.display());
            }
        }
    }
}

#[test]
fn no_page_names_a_place_of_one_machine() {
    let mut pages = Vec::new();
    files(&root(), ".md", &mut pages);
    for page in pages {
        let source = fs::read_to_string(&page).expect("a page");
        for place in ["/home/", "/root/", "/work/", "/tmp/", "C:\\"] {
            assert!(!source.contains(place), "{} names {place}", page.display());
        }
    }
}

#[test]
fn every_feature_is_explained_on_the_crate_page() {
    let manifest = text("acton-orm/Cargo.toml");
    let (_, features) = manifest.split_once("[features]\n").expect("features");
    let (features, _) = features.split_once("\n[").expect("another section");
    let page = text("acton-orm/src/lib.rs");
    for line in features.lines().filter(|line| line.contains('=')) {
        let name = line.split(' ').next().unwrap_or_default();
        if name != "#" && name != "default" {
            assert!(page.contains(&format!("//! | `{name}` |")), "{name}");
        }
    }
}

#[test]
fn the_crate_page_quotes_errors_that_the_compiler_prints() {
    let mut golden = Vec::new();
    files(&root().join("tests/compile/fail"), ".stderr", &mut golden);
    let golden: Vec<String> = golden
        .iter()
        .map(|path| fs::read_to_string(path).expect("golden words"))
        .collect();
    let page = text("acton-orm/src/lib.rs");
    let (_, below) = page
        .split_once("| the error says |")
        .expect("the table of errors");
    let rows = below
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with("//! |"));
    let quotes: Vec<&str> = rows
        .map(|row| {
            let row = row.trim_start_matches("//! | ");
            let quote = row.split(" | ").next().unwrap_or_default().trim();
            // Code that contains backticks is fenced by two.
            match quote
                .strip_prefix("``")
                .and_then(|quote| quote.strip_suffix("``"))
            {
                Some(quote) => quote.trim(),
                None => quote.trim_matches('`'),
            }
        })
        .collect();
    assert!(quotes.len() > 10, "{quotes:?}");
    for quote in quotes {
        assert!(golden.iter().any(|words| words.contains(quote)), "{quote}");
    }
}

/// A diff without its unchanged lines is what the files have now, in that order.
#[test]
fn the_commit_that_the_page_on_contributing_shows_is_still_what_the_files_say() {
    let page = text("docs/contributing.md");
    let (_, below) = page.split_once("```diff\n").expect("a diff");
    let (diff, _) = below.split_once("\n```\n").expect("its end");
    let mut files = 0;
    for file in format!("\n{diff}").split("\n--- ").skip(1) {
        let mut lines = file.lines().skip(1);
        let name = lines.next().expect("its name");
        let name = name.strip_prefix("+++ b/").expect("the new name");
        let source = text(name);
        let mut left = source.lines();
        for added in lines.filter_map(|line| line.strip_prefix('+')) {
            assert!(left.any(|line| line == added), "{name} lacks {added:?}");
        }
        files += 1;
    }
    assert_eq!(files, 3, "as the page says");
}
