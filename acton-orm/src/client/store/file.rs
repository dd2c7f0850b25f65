//! Tokens in a file that several processes share.
//!
//! The lock is a file of its own beside it, `<name>.lock`, because the settings file is replaced on
//! every save: written whole under another name, made durable, renamed over the old one. A process
//! that dies at any moment leaves either the old file or the new one, and the system frees its lock.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, sleep};

use super::{BoxFuture, LockedTokens, SavedTokens, TokenStore};
use crate::{Error, ErrorKind, Result};

/// Longer than a refresh with all its retries takes.
const PATIENCE: Duration = Duration::from_secs(180);
const POLL: Duration = Duration::from_millis(20);

#[derive(Debug)]
pub(crate) struct FileStore {
    path: PathBuf,
}

impl FileStore {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path }
    }
}

impl TokenStore for FileStore {
    fn lock(&self) -> BoxFuture<'_, Box<dyn LockedTokens>> {
        Box::pin(async {
            let (path, lock) = lock_beside(&self.path).await?;
            Ok(Box::new(Held { path, _lock: lock }) as Box<dyn LockedTokens>)
        })
    }
}

/// Holds `<path>.lock` until it is dropped; answers the path with its links resolved.
pub(super) async fn lock_beside(path: &Path) -> Result<(PathBuf, File)> {
    let named = path.to_path_buf();
    let (real, lock) = blocking(move || {
        let path = real(named)?;
        let lock = open_lock(&path)?;
        Ok((path, lock))
    })
    .await
    .map_err(|error| failed(path, "opened", error))?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok((real, lock)),
            Err(TryLockError::Error(error)) => return Err(failed(path, "locked", error)),
            Err(TryLockError::WouldBlock) if Instant::now() > deadline => {
                let message = format!(
                    "another process has held the lock of {} for {} s",
                    path.display(),
                    PATIENCE.as_secs()
                );
                return Err(Error::new(ErrorKind::Io, message).advise(
                    "it may be waiting for somebody to sign in; finish that, or end the process",
                ));
            }
            Err(TryLockError::WouldBlock) => sleep(POLL).await,
        }
    }
}

#[derive(Debug)]
struct Held {
    path: PathBuf,
    _lock: File,
}

impl LockedTokens for Held {
    fn load(&mut self) -> BoxFuture<'_, Option<SavedTokens>> {
        Box::pin(async {
            let path = self.path.clone();
            let text = match blocking(move || std::fs::read(path)).await {
                Ok(text) if text.is_empty() => return Ok(None),
                Ok(text) => text,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(failed(&self.path, "read", error)),
            };
            SavedTokens::from_json(&text)
                .map(Some)
                .map_err(|error| error.caused_by(format!("in {}", self.path.display())))
        })
    }

    fn save(&mut self, tokens: SavedTokens) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let (path, text) = (self.path.clone(), tokens.to_json()?);
            blocking(move || replace(&path, &text))
                .await
                .map_err(|error| failed(&self.path, "written", error))
        })
    }
}

/// Through a symbolic link to the file it stands for, so that the link outlives a replacement.
fn real(path: PathBuf) -> io::Result<PathBuf> {
    match path.canonicalize() {
        Ok(path) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path),
        Err(error) => Err(error),
    }
}

fn open_lock(path: &Path) -> io::Result<File> {
    if let Some(folder) = folder(path) {
        private_folder(folder)?;
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(name)
}

fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn folder(path: &Path) -> Option<&Path> {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
}

/// The temporary file is readable by its owner alone from the beginning.
fn replace(path: &Path, text: &SecretString) -> io::Result<()> {
    let folder = folder(path).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".acton-")
        .tempfile_in(folder)?;
    file.write_all(text.expose_secret().as_bytes())?;
    file.as_file().sync_all()?;
    #[cfg(test)]
    crate::client::steps::passed("before the rename");
    file.persist(path)?;
    #[cfg(test)]
    crate::client::steps::passed("after the rename");
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(io::Error::other)?
}

fn failed(path: &Path, what: &str, error: io::Error) -> Error {
    Error::new(
        ErrorKind::Io,
        format!(
            "the settings file {} cannot be {what}: {error}",
            path.display()
        ),
    )
    .advise("check `OAuthSettingsLocation`")
    .caused_by(error)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn store() -> (tempfile::TempDir, FileStore) {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::new(folder.path().join("new/OAuthSettings.json"));
        (folder, store)
    }

    #[tokio::test]
    async fn what_is_saved_is_loaded_and_only_its_owner_may_read_it() {
        let (_folder, store) = store();
        let mut held = store.lock().await.unwrap();
        assert!(held.load().await.unwrap().is_none());
        let saved = SavedTokens {
            calls: 7,
            ..SavedTokens::default()
        };
        held.save(saved).await.unwrap();
        assert_eq!(held.load().await.unwrap().unwrap().calls, 7);
        #[cfg(unix)]
        for name in ["OAuthSettings.json", "OAuthSettings.json.lock"] {
            use std::os::unix::fs::PermissionsExt;
            let mode = store
                .path
                .with_file_name(name)
                .metadata()
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        let left = std::fs::read_dir(store.path.parent().unwrap())
            .unwrap()
            .count();
        assert_eq!(left, 2, "no temporary file is left behind");
    }

    #[tokio::test]
    async fn one_holds_the_lock_at_a_time_and_no_change_is_lost() {
        let (_folder, store) = store();
        let path = Arc::new(store.path);
        let tasks: Vec<_> = (0..16)
            .map(|_| {
                let store = FileStore::new(path.as_ref().clone());
                tokio::spawn(async move {
                    let mut held = store.lock().await.unwrap();
                    let mut saved = held.load().await.unwrap().unwrap_or_default();
                    saved.calls += 1;
                    held.save(saved).await.unwrap();
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let mut held = FileStore::new(path.as_ref().clone()).lock().await.unwrap();
        assert_eq!(held.load().await.unwrap().unwrap().calls, 16);
    }

    #[tokio::test]
    async fn a_damaged_file_is_named_and_left_alone() {
        let (_folder, store) = store();
        let mut held = store.lock().await.unwrap();
        std::fs::write(&store.path, "{\"version\":1,\"access_token\":\"SECRET").unwrap();
        let error = held.load().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io);
        let shown = format!("{error} {error:?}");
        assert!(
            shown.contains("log in again") && !shown.contains("SECRET"),
            "{shown}"
        );
        assert!(store.path.exists());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_symbolic_link_stays_one() {
        let (folder, store) = store();
        let target = folder.path().join("target.json");
        std::fs::write(&target, "").unwrap();
        std::fs::create_dir_all(store.path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(&target, &store.path).unwrap();
        store
            .lock()
            .await
            .unwrap()
            .save(SavedTokens::default())
            .await
            .unwrap();
        assert!(store.path.is_symlink());
        assert!(std::fs::read_to_string(target).unwrap().contains("version"));
    }
}
