//! The window of a second that processes share: a file beside the settings file.
//!
//! The file is locked while its words are read and one is written, for microseconds, in a thread for
//! such work. Whatever is wrong with it, calls go on, each client with a window of its own: an account
//! that is asked too often says so, and is listened to.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;

use super::table::{Asked, LENGTH, Place, Table, micros};
use crate::client::store::{beside, private, real, regular};

/// Who holds the lock for longer has been stopped in the middle of it.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(1);

#[derive(Debug)]
pub(crate) struct Shared {
    settings: PathBuf,
    /// Microseconds since 1970.
    clock: fn() -> u64,
    file: Mutex<Opened>,
    /// Whether it may say that it does not work.
    tells: bool,
    /// What is to be changed before anything else is.
    changes: Mutex<Vec<(Place, u64)>>,
}

#[derive(Debug)]
enum Opened {
    NotYet,
    File(File),
    /// It could not be, or is no longer to be used.
    Never,
}

impl Shared {
    /// Beside that settings file.
    pub(crate) fn beside(settings: PathBuf, tells: bool) -> Self {
        Self::by(settings, tells, system_clock)
    }

    pub(super) fn by(settings: PathBuf, tells: bool, clock: fn() -> u64) -> Self {
        Self {
            settings,
            clock,
            tells,
            file: Mutex::new(Opened::NotYet),
            changes: Mutex::default(),
        }
    }

    /// Asks for one of so many turns in a window; `None` where nobody can be asked.
    pub(super) async fn take(self: &Arc<Self>, allowed: usize, lasting: Duration) -> Option<Asked> {
        let this = Arc::clone(self);
        let take = move || this.with(|table, now| table.take(now, allowed, lasting));
        tokio::task::spawn_blocking(take).await.ok().flatten()
    }

    /// The call counts for so long from now. Others see it after [`flush`](Self::flush).
    pub(super) fn change(&self, place: &mut Place, lasting: Duration) {
        let until = (self.clock)() + micros(lasting);
        held(&self.changes).push((*place, until));
        place.until = until;
    }

    /// Whether the call still counts, and so is nobody else's.
    pub(super) fn holds(&self, place: Place) -> bool {
        place.until > (self.clock)()
    }

    /// For how long the call counts from now.
    pub(super) fn left(&self, place: Place) -> Duration {
        Duration::from_micros(place.until.saturating_sub((self.clock)()))
    }

    pub(super) fn flush(self: &Arc<Self>) {
        self.later(|_, _| ());
    }

    /// Tells the others of a 429.
    pub(super) fn refused(self: &Arc<Self>, closed: Duration, slow: Duration, calls: usize) {
        self.later(move |table, now| table.refuse(now, closed, slow, calls));
    }

    /// Without waiting for it. Outside a runtime it is left to the next call.
    fn later(self: &Arc<Self>, work: impl FnOnce(&mut Table, u64) + Send + 'static) {
        let this = Arc::clone(self);
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn_blocking(move || this.with(work));
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Table, u64) -> T) -> Option<T> {
        let mut opened = held(&self.file);
        match self.locked(&mut opened, work) {
            Ok(done) => Some(done),
            // Stopped in the middle, or very slow: it may go on.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
            Err(error) => {
                if self.tells && !matches!(*opened, Opened::Never) {
                    tracing::warn!(error = %error, "calls a second are not shared with other processes");
                }
                *opened = Opened::Never;
                None
            }
        }
    }

    fn locked<T>(
        &self,
        opened: &mut Opened,
        work: impl FnOnce(&mut Table, u64) -> T,
    ) -> io::Result<T> {
        if let Opened::File(file) = opened
            && is_removed(file)?
        {
            *opened = Opened::NotYet;
        }
        if let Opened::NotYet = opened {
            *opened = Opened::File(self.open()?);
        }
        let Opened::File(file) = opened else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        lock(file)?;
        let done = self.change_words(file, work);
        file.unlock()?;
        done
    }

    fn change_words<T>(
        &self,
        file: &mut File,
        work: impl FnOnce(&mut Table, u64) -> T,
    ) -> io::Result<T> {
        let mut bytes = Vec::with_capacity(LENGTH + 1);
        file.rewind()?;
        let most = u64::try_from(LENGTH + 1).unwrap_or(u64::MAX);
        Read::by_ref(file).take(most).read_to_end(&mut bytes)?;
        let mut table = Table::read(&bytes);
        for (place, until) in held(&self.changes).drain(..) {
            table.change(place, until);
        }
        let done = work(&mut table, (self.clock)());
        if let Some(whole) = table.whole() {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(&whole)?;
        } else {
            for (at, word) in table.changes() {
                file.seek(SeekFrom::Start(at))?;
                file.write_all(&word)?;
            }
        }
        Ok(done)
    }

    fn open(&self) -> io::Result<File> {
        let path = beside(&real(self.settings.clone())?, ".calls");
        regular(&path)?;
        private().create(true).truncate(false).open(path)
    }
}

fn lock(file: &File) -> io::Result<()> {
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
        }
    }
    Err(io::ErrorKind::WouldBlock.into())
}

/// Somebody tidied up: the others have another file by now, or will.
#[cfg(unix)]
fn is_removed(file: &File) -> io::Result<bool> {
    Ok(std::os::unix::fs::MetadataExt::nlink(&file.metadata()?) == 0)
}

#[cfg(not(unix))]
fn is_removed(_: &File) -> io::Result<bool> {
    Ok(false)
}

fn system_clock() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    micros(since.unwrap_or_default())
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
