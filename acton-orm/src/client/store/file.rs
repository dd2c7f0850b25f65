//! Tokens in a file that several processes share.
//!
//! The lock is a file of its own beside it, `<name>.lock`, because the settings file is replaced on
//! every save: written whole beside it, made durable, renamed over the old one. A process that dies at
//! any moment leaves the old file, or the new one, here or beside it; and the system frees its lock.

mod next;
mod place;

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::{BoxFuture, LockedTokens, SavedTokens, TokenStore};
use crate::{Error, ErrorKind, Result};
use next::Next;
pub(crate) use place::{beside, private, real, regular};

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
            let file = path.clone();
            let lock = Arc::new(lock);
            let saves = blocking(&lock, move || Next::resolve(&file))
                .await
                .map_err(|error| failed(&path, "read", error))?;
            Ok(Box::new(Held {
                path,
                saves,
                next: None,
                lock,
            }) as Box<dyn LockedTokens>)
        })
    }
}

/// Holds `<path>.lock` until it is dropped; answers the path with its links resolved.
pub(super) async fn lock_beside(path: &Path) -> Result<(PathBuf, File)> {
    let named = path.to_path_buf();
    let (real, lock) = blocking(&(), move || {
        let path = real(named)?;
        let lock = place::open_lock(&path)?;
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
    /// How often the file was saved, by anyone.
    saves: u64,
    next: Option<Next>,
    lock: Arc<File>,
}

impl LockedTokens for Held {
    fn load(&mut self) -> BoxFuture<'_, Option<SavedTokens>> {
        Box::pin(async {
            let path = self.path.clone();
            let read = move || match regular(&path)? {
                Some(_) => std::fs::read(path),
                None => Ok(Vec::new()),
            };
            let text = blocking(&self.lock, read)
                .await
                .map_err(|error| failed(&self.path, "read", error))?;
            if text.is_empty() {
                return Ok(None);
            }
            SavedTokens::from_json(&text)
                .map(Some)
                .map_err(|error| error.caused_by(format!("in {}", self.path.display())))
        })
    }

    fn prepare(&mut self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            if self.next.is_some() {
                return Ok(());
            }
            let path = self.path.clone();
            let made = blocking(&self.lock, move || Next::make(&path)).await;
            let next = made.map_err(|error| {
                let remedy = remedy(&error);
                failed(&beside(&self.path, ".next"), "written", error).advise(format!(
                    "no token was spent, and those in {} still work; {remedy}",
                    self.path.display()
                ))
            })?;
            self.next = Some(next);
            Ok(())
        })
    }

    fn save(&mut self, tokens: SavedTokens) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let saves = self.saves + 1;
            let text = SavedTokens { saves, ..tokens }.to_json()?;
            let (path, next) = (self.path.clone(), self.next.take());
            let saved = blocking(&self.lock, move || {
                let next = match next {
                    Some(next) => next,
                    None => Next::make(&path)?,
                };
                next.replace(&text)
            });
            saved
                .await
                .map_err(|error| failed(&self.path, "written", error))?;
            self.saves = saves;
            Ok(())
        })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(next) = self.next.take() {
            next.remove();
        }
    }
}

/// Work on the file system, in a thread for it. Who gives up waiting does not give up the lock before
/// the work is done.
pub(super) async fn blocking<L: Clone + Send + 'static, T: Send + 'static>(
    lock: &L,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let lock = lock.clone();
    let work = move || {
        let done = work();
        drop(lock);
        done
    };
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
    .advise(remedy(&error))
    .caused_by(error)
}

fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "free some space on its disk",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "let this user write to its folder, or name another file in `OAuthSettingsLocation`"
        }
        io::ErrorKind::InvalidInput => {
            "move it away, or name another place in `OAuthSettingsLocation`"
        }
        _ => "check `OAuthSettingsLocation`",
    }
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
