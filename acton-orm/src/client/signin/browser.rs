//! Opening the system's browser.

use std::process::{Command, Stdio};

use url::Url;

/// Starts the browser; an error if there is none to start.
pub(super) fn open(address: &Url) -> std::io::Result<()> {
    let chosen = std::env::var("BROWSER")
        .ok()
        .filter(|name| !name.is_empty());
    let candidates: Vec<Vec<String>> = match chosen {
        Some(browser) => vec![vec![browser]],
        None => SYSTEM
            .iter()
            .map(|words| words.iter().map(|word| (*word).to_owned()).collect())
            .collect(),
    };
    let mut last = std::io::Error::from(std::io::ErrorKind::NotFound);
    for words in candidates {
        let Some((program, arguments)) = words.split_first() else {
            continue;
        };
        let started = Command::new(program)
            .args(arguments)
            .arg(address.as_str())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match started {
            Ok(mut child) => {
                // Waited for, so that it does not stay a zombie for months.
                std::thread::spawn(move || child.wait());
                return Ok(());
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

#[cfg(target_os = "macos")]
const SYSTEM: &[&[&str]] = &[&["open"]];
#[cfg(windows)]
const SYSTEM: &[&[&str]] = &[&["rundll32", "url.dll,FileProtocolHandler"]];
#[cfg(not(any(target_os = "macos", windows)))]
const SYSTEM: &[&[&str]] = &[&["xdg-open"], &["sensible-browser"], &["x-www-browser"]];
