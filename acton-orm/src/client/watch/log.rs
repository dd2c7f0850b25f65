//! `Logfile`: one line a call.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::{State, millis};
use crate::{Error, ErrorKind, Result};

#[derive(Debug)]
pub(crate) struct Log(Mutex<File>);

impl Log {
    /// Opens the file to append to it; its folder must exist.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| {
            Error::new(
                ErrorKind::Io,
                format!("`Logfile` {} cannot be opened: {error}", path.display()),
            )
            .advise("its folder must exist")
            .caused_by(error)
        })?;
        Ok(Self(Mutex::new(file)))
    }

    /// Failures from verbosity 1 on, all calls from 3 on.
    pub(super) fn line(
        &self,
        call: &str,
        took: Duration,
        state: State,
        error: Option<&Error>,
        verbosity: u8,
    ) {
        if verbosity == 0 || (error.is_none() && verbosity < 3) {
            return;
        }
        let now = chrono::Utc::now().format("%Y-%m-%dT%H:%M:%S%.3fZ");
        let status = state
            .status
            .map_or_else(|| "-".to_owned(), |status| status.to_string());
        let mut line = format!(
            "{now} {call} {status} {} ms, waited {} ms, {} retries",
            millis(took),
            millis(state.waited),
            state.retries
        );
        if let Some(error) = error {
            line.push_str(&format!(": {error}").replace(['\n', '\r'], " "));
        }
        line.push('\n');
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A full disk must not fail the call that is logged.
        let _ = file.write_all(line.as_bytes());
    }
}
