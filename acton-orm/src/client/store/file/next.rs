//! The file that will be renamed over the settings file: room that is there before it is needed.
//!
//! It has one name, `<name>.next`, and is touched only by who holds the lock. So whatever the next
//! holder finds there is what a killed process left: a whole text that follows the settings file is
//! newer than it and takes its place, anything else is removed.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::place::{beside, private, regular, settle};
use crate::client::store::SavedTokens;

/// Room for a new pair: far longer than any that Act-On gives.
const ROOM: usize = 16 * 1024;

/// The file beside, open, with its room on the disk.
#[derive(Debug)]
pub(super) struct Next {
    file: File,
    path: PathBuf,
}

impl Next {
    /// Settles what a killed process left, and answers how often the settings file was saved.
    pub(super) fn resolve(path: &Path) -> io::Result<u64> {
        let kept = saved(path)?;
        let saves = kept.as_ref().map_or(0, |kept| kept.saves);
        let next = name(path);
        if regular(&next)?.is_none() {
            return Ok(saves);
        }
        let damaged = kept.is_none() && regular(path)?.is_some_and(|file| file.len() > 0);
        match saved(&next)? {
            Some(found) if damaged || found.saves == saves + 1 => {
                // It may not have reached the disk before its process was killed.
                private().open(&next)?.sync_all()?;
                std::fs::rename(&next, path)?;
                settle(path)?;
                Ok(found.saves)
            }
            _ => {
                // Where that fails, so will the next save, and say so.
                let _ = std::fs::remove_file(&next);
                Ok(saves)
            }
        }
    }

    /// Makes the file, and fills it with blanks, which JSON does not mind: what is written over them
    /// needs no more room.
    pub(super) fn make(path: &Path) -> io::Result<Self> {
        let next = name(path);
        #[cfg(test)]
        crate::client::steps::passed("before the room")?;
        if regular(&next)?.is_some() {
            std::fs::remove_file(&next)?;
        }
        let mut file = private().create_new(true).open(&next)?;
        let made = file.write_all(&[b' '; ROOM]).and_then(|()| {
            file.sync_all()?;
            settle(path)
        });
        let made = made.map(|()| Self {
            file,
            path: path.to_path_buf(),
        });
        made.inspect_err(|_| drop(std::fs::remove_file(&next)))
    }

    /// Writes the text, and puts the file in the place of the settings file.
    pub(super) fn replace(mut self, text: &SecretString) -> io::Result<()> {
        let text = text.expose_secret().as_bytes();
        self.file.rewind()?;
        self.file.write_all(text)?;
        #[cfg(test)]
        crate::client::steps::passed("after the writing")?;
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        self.file.set_len(length)?;
        self.file.sync_all()?;
        #[cfg(test)]
        crate::client::steps::passed("before the rename")?;
        std::fs::rename(name(&self.path), &self.path)?;
        #[cfg(test)]
        crate::client::steps::passed("after the rename")?;
        settle(&self.path)
    }

    /// Gives the room back.
    pub(super) fn remove(self) {
        let _ = std::fs::remove_file(name(&self.path));
    }
}

fn name(path: &Path) -> PathBuf {
    beside(path, ".next")
}

/// What a file holds, if it holds a whole text of ours.
fn saved(path: &Path) -> io::Result<Option<SavedTokens>> {
    match regular(path)? {
        Some(_) => Ok(SavedTokens::from_json(&std::fs::read(path)?).ok()),
        None => Ok(None),
    }
}
