//! Tokens that live as long as the process.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

use super::{BoxFuture, LockedTokens, SavedTokens, TokenStore};

type Shelf = Arc<AsyncMutex<SavedTokens>>;

/// Stores by name: clients that give the same name share tokens, as with the incumbent's `memory://`.
static NAMED: LazyLock<Mutex<HashMap<String, Shelf>>> = LazyLock::new(Mutex::default);

#[derive(Debug, Default)]
pub(crate) struct MemoryStore(Shelf);

impl MemoryStore {
    /// The store of that name; the empty name is a new one each time.
    pub(crate) fn named(name: &str) -> Self {
        if name.is_empty() {
            return Self::default();
        }
        let mut named = NAMED.lock().unwrap_or_else(PoisonError::into_inner);
        Self(Arc::clone(named.entry(name.to_owned()).or_default()))
    }
}

impl TokenStore for MemoryStore {
    fn lock(&self) -> BoxFuture<'_, Box<dyn LockedTokens>> {
        Box::pin(async {
            let held = Arc::clone(&self.0).lock_owned().await;
            Ok(Box::new(Held(held)) as Box<dyn LockedTokens>)
        })
    }
}

#[derive(Debug)]
struct Held(OwnedMutexGuard<SavedTokens>);

impl LockedTokens for Held {
    fn load(&mut self) -> BoxFuture<'_, Option<SavedTokens>> {
        Box::pin(async { Ok(Some(self.0.clone())) })
    }

    fn prepare(&mut self) -> BoxFuture<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn save(&mut self, tokens: SavedTokens) -> BoxFuture<'_, ()> {
        Box::pin(async {
            *self.0 = tokens;
            Ok(())
        })
    }
}
