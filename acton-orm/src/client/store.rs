//! Where tokens are kept between runs, and how several processes share them.
//!
//! Act-On kills a refresh token the moment it is used (A§2.3), so whoever refreshes must be alone, and
//! the new pair must be down before anyone uses it. A store therefore hands out a lock; what is decided
//! about tokens is decided while holding it, after reading them again.

mod file;
mod json;
#[cfg(feature = "keyring")]
mod keyring;
mod ledger;
mod memory;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

pub(crate) use file::{FileStore, beside, private, real, regular};
#[cfg(feature = "keyring")]
pub use keyring::Keyring;
pub(crate) use ledger::{Ledger, day, millis};
pub(crate) use memory::MemoryStore;

use super::TokenPair;
use crate::{Error, ErrorKind, Result};

/// A boxed future, as a trait object's method must return one.
///
/// ```
/// use acton_orm::{LockedTokens, SavedTokens, connect::BoxFuture};
///
/// fn saved(held: &mut dyn LockedTokens) -> BoxFuture<'_, SavedTokens> {
///     Box::pin(async { Ok(held.load().await?.unwrap_or_default()) })
/// }
/// ```
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A place for tokens: a file, the memory, a keyring, a secret manager.
///
/// ```
/// use std::sync::Arc;
///
/// use acton_orm::{Client, LockedTokens, SavedTokens, TokenStore, connect::BoxFuture};
/// use tokio::sync::{Mutex, OwnedMutexGuard};
///
/// /// Tokens for the tasks of this process, as long as it lives.
/// #[derive(Debug, Default)]
/// struct Memory(Arc<Mutex<Option<SavedTokens>>>);
///
/// impl TokenStore for Memory {
///     fn lock(&self) -> BoxFuture<'_, Box<dyn LockedTokens>> {
///         Box::pin(async {
///             let held = Arc::clone(&self.0).lock_owned().await;
///             Ok(Box::new(Held(held)) as Box<dyn LockedTokens>)
///         })
///     }
/// }
///
/// #[derive(Debug)]
/// struct Held(OwnedMutexGuard<Option<SavedTokens>>);
///
/// impl LockedTokens for Held {
///     fn load(&mut self) -> BoxFuture<'_, Option<SavedTokens>> {
///         Box::pin(async { Ok(self.0.clone()) })
///     }
///     fn save(&mut self, tokens: SavedTokens) -> BoxFuture<'_, ()> {
///         Box::pin(async { *self.0 = Some(tokens); Ok(()) })
///     }
/// }
///
/// # #[tokio::main] async fn main() -> acton_orm::Result<()> {
/// let store = Memory::default();
/// store.lock().await?.save(SavedTokens::default()).await?;
/// assert!(store.lock().await?.load().await?.is_some());
/// let builder = Client::builder().token_store(store);
/// # Ok(()) }
/// ```
pub trait TokenStore: fmt::Debug + Send + Sync {
    /// Waits until nobody else, in this process or another, holds the lock. Dropping the answer
    /// releases it; so must the death of the process.
    ///
    /// ```no_run
    /// # async fn demo(store: &dyn acton_orm::TokenStore) -> acton_orm::Result<()> {
    /// let held = store.lock().await?; // the others wait
    /// drop(held);
    /// # Ok(()) }
    /// ```
    fn lock(&self) -> BoxFuture<'_, Box<dyn LockedTokens>>;
}

/// A store whose lock is held.
///
/// ```
/// use acton_orm::{LockedTokens, SavedTokens, connect::BoxFuture};
///
/// #[derive(Debug, Default)]
/// struct Held(Option<SavedTokens>);
///
/// impl LockedTokens for Held {
///     fn load(&mut self) -> BoxFuture<'_, Option<SavedTokens>> {
///         Box::pin(async { Ok(self.0.clone()) })
///     }
///     fn save(&mut self, tokens: SavedTokens) -> BoxFuture<'_, ()> {
///         Box::pin(async { self.0 = Some(tokens); Ok(()) })
///     }
/// }
/// ```
pub trait LockedTokens: fmt::Debug + Send {
    /// What was saved last, by anyone.
    ///
    /// ```no_run
    /// # async fn demo(held: &mut dyn acton_orm::LockedTokens) -> acton_orm::Result<()> {
    /// let calls_today = held.load().await?.map_or(0, |saved| saved.calls);
    /// # Ok(()) }
    /// ```
    fn load(&mut self) -> BoxFuture<'_, Option<SavedTokens>>;

    /// Makes as sure as can be that what [`save`](Self::save) is given next will be kept. It is called
    /// before a token is spent: where it fails, none is. Unless a store knows better, it saves once more
    /// what is kept already.
    ///
    /// ```no_run
    /// # async fn demo(held: &mut dyn acton_orm::LockedTokens) -> acton_orm::Result<()> {
    /// held.prepare().await?; // a full disk says so now
    /// # Ok(()) }
    /// ```
    fn prepare(&mut self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            let kept = self.load().await?.unwrap_or_default();
            self.save(kept).await
        })
    }

    /// Keeps what is given; when this returns it must survive a crash.
    ///
    /// ```no_run
    /// # async fn demo(held: &mut dyn acton_orm::LockedTokens) -> acton_orm::Result<()> {
    /// held.save(acton_orm::SavedTokens::default()).await?; // forgets the tokens
    /// # Ok(()) }
    /// ```
    fn save(&mut self, tokens: SavedTokens) -> BoxFuture<'_, ()>;
}

/// All that a store keeps.
///
/// ```
/// let saved = acton_orm::SavedTokens::default();
/// assert!(saved.pair.is_none());
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct SavedTokens {
    /// The pair, once there was one.
    pub pair: Option<TokenPair>,
    /// Whose it is.
    pub owner: Owner,
    /// When logins were made lately, Unix milliseconds: Act-On allows five an hour (A§5.3).
    pub logins: Vec<u64>,
    /// The day of `calls`, in days since 1970 (UTC).
    pub day: u64,
    /// Calls made or reserved on that day.
    pub calls: u64,
    /// Other days and their calls, those used last first: of processes whose clocks disagree, each has
    /// its day.
    pub(crate) other_days: Vec<(u64, u64)>,
    /// How often a file of them was saved: a file that was not renamed yet follows the one whose number
    /// is one less.
    pub(crate) saves: u64,
}

/// Whose tokens they are: tokens of another server, app or user are not used.
///
/// ```
/// let owner = acton_orm::Owner::default();
/// assert_eq!(owner.server, "");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owner {
    /// The base address.
    pub server: String,
    /// The app's key, where known.
    pub client_id: Option<String>,
    /// The user, where the password grant was used.
    pub user: Option<String>,
}

impl Owner {
    /// An error unless everything known on both sides agrees.
    pub(crate) fn check(&self, saved: &Self) -> Result<()> {
        let differ = |one: &Option<String>, other: &Option<String>| matches!((one, other), (Some(one), Some(other)) if one != other);
        let what = if !saved.server.is_empty() && saved.server != self.server {
            "server"
        } else if differ(&self.client_id, &saved.client_id) {
            "app"
        } else if differ(&self.user, &saved.user) {
            "user"
        } else {
            return Ok(());
        };
        Err(Error::new(
            ErrorKind::Config,
            format!("the saved tokens belong to another {what}"),
        )
        .advise("name another place in `OAuthSettingsLocation`, one for each account"))
    }
}
