//! The day's allowance of calls, counted here because Act-On never tells (A§5.3).
//!
//! The count lives in the token store, so that processes that share it share the day. It is not
//! written at every call: calls are reserved in blocks that grow while the process goes on, so that a
//! short run wastes few and a long one writes seldom. What a process reserved and did not use counts
//! as used.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::driven::driven;
use super::store::{Ledger, Owner, TokenStore, day};
use crate::{Error, ErrorKind, Result};

const FIRST_BLOCK: u64 = 4;
const LARGEST_BLOCK: u64 = 128;

#[derive(Debug)]
pub(crate) struct Daily {
    allowed: Option<u64>,
    store: Arc<dyn TokenStore>,
    owner: Owner,
    reserving: tokio::sync::Mutex<()>,
    count: Mutex<Count>,
}

#[derive(Debug)]
struct Count {
    day: u64,
    /// Reserved and not yet used. Below zero: calls that could not wait for a reservation.
    left: i64,
    /// Reserved today by all, as of the last look into the store.
    reserved: u64,
    block: u64,
}

impl Daily {
    pub(crate) fn new(allowed: Option<u64>, store: Arc<dyn TokenStore>, owner: Owner) -> Self {
        Self {
            allowed,
            store,
            owner,
            reserving: tokio::sync::Mutex::default(),
            count: Mutex::new(Count {
                day: day(SystemTime::now()),
                left: 0,
                reserved: 0,
                block: FIRST_BLOCK,
            }),
        }
    }

    /// Takes one call of today's, or says that there is none left.
    pub(crate) async fn take(self: &Arc<Self>) -> Result<()> {
        let Some(allowed) = self.allowed else {
            return Ok(());
        };
        if self.count().take() {
            return Ok(());
        }
        // Others wait for the reservation, and nobody may poll this call just now.
        driven(Arc::clone(self).take_reserved(allowed)).await
    }

    async fn take_reserved(self: Arc<Self>, allowed: u64) -> Result<()> {
        let _alone = self.reserving.lock().await;
        if self.count().take() {
            return Ok(());
        }
        let wanted = self.count().wanted();
        let (granted, reserved) = self.reserve(wanted, allowed).await?;
        let mut count = self.count();
        count.left += i64::try_from(granted).unwrap_or(i64::MAX);
        count.reserved = reserved;
        count.block = (count.block * 2).min(LARGEST_BLOCK);
        if count.take() {
            Ok(())
        } else {
            Err(used_up(allowed))
        }
    }

    /// Counts a call that is made while the store is locked, as those to `/token` are.
    pub(crate) fn note(&self) {
        if self.allowed.is_some() {
            let mut count = self.count();
            count.turn_the_day();
            count.left -= 1;
        }
    }

    /// Calls left today, as far as is known here; `None` where they are not counted.
    pub(crate) fn left(&self) -> Option<u64> {
        let count = self.count();
        let kept = u64::try_from(count.left.max(0)).unwrap_or_default();
        Some(self.allowed?.saturating_sub(count.reserved) + kept)
    }

    async fn reserve(&self, wanted: u64, allowed: u64) -> Result<(u64, u64)> {
        let mut held = self.store.lock().await?;
        let mut saved = held.load().await?.unwrap_or_default();
        if saved.pair.is_none() && saved.owner == Owner::default() {
            saved.owner = self.owner.clone();
        }
        self.owner.check(&saved.owner)?;
        let granted = Ledger::reserve(&mut saved, wanted, allowed, SystemTime::now());
        let reserved = saved.calls;
        held.save(saved).await?;
        Ok((granted, reserved))
    }

    fn count(&self) -> MutexGuard<'_, Count> {
        self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Count {
    fn take(&mut self) -> bool {
        self.turn_the_day();
        let one = self.left > 0;
        self.left -= i64::from(one);
        one
    }

    fn turn_the_day(&mut self) {
        let today = day(SystemTime::now());
        if self.day != today {
            *self = Self {
                day: today,
                // What is owed is owed by whatever day it is.
                left: self.left.min(0),
                reserved: 0,
                block: FIRST_BLOCK,
            };
        }
    }

    /// A block, and what is owed for calls already made.
    fn wanted(&self) -> u64 {
        self.block + u64::try_from(-self.left.min(0)).unwrap_or_default()
    }
}

fn used_up(allowed: u64) -> Error {
    let today = Duration::from_secs(day(SystemTime::now()) * 86_400);
    let reopens = SystemTime::UNIX_EPOCH + today + Duration::from_secs(86_400);
    let wait = reopens
        .duration_since(SystemTime::now())
        .unwrap_or_default();
    Error::new(
        ErrorKind::DailyLimit,
        format!("the {allowed} calls of the day are used up; nothing was sent"),
    )
    .advise(format!(
        "more are possible at 00:00 UTC, in {} min; `CallsPerDay` says how many your account has",
        wait.as_secs().div_ceil(60)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::store::MemoryStore;

    fn daily(allowed: u64, store: &Arc<dyn TokenStore>) -> Arc<Daily> {
        Arc::new(Daily::new(
            Some(allowed),
            Arc::clone(store),
            Owner::default(),
        ))
    }

    #[tokio::test]
    async fn a_day_has_as_many_calls_as_allowed_and_then_says_when_there_are_more() {
        let store: Arc<dyn TokenStore> = Arc::new(MemoryStore::default());
        let day = daily(100, &store);
        for call in 0..100 {
            day.take()
                .await
                .unwrap_or_else(|error| panic!("call {call}: {error}"));
        }
        assert_eq!(day.left(), Some(0));
        let error = day.take().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::DailyLimit);
        assert!(error.to_string().contains("at 00:00 UTC"), "{error}");
    }

    #[tokio::test]
    async fn those_who_share_a_store_share_the_day_and_short_runs_waste_little() {
        let store: Arc<dyn TokenStore> = Arc::new(MemoryStore::default());
        let mut runs = 0;
        while daily(1000, &store).take().await.is_ok() {
            runs += 1;
        }
        assert_eq!(runs, 1000 / FIRST_BLOCK);
    }

    #[tokio::test]
    async fn calls_noted_without_a_reservation_are_paid_with_the_next() {
        let store: Arc<dyn TokenStore> = Arc::new(MemoryStore::default());
        let day = daily(10, &store);
        (0..6).for_each(|_| day.note());
        for _ in 0..4 {
            day.take().await.unwrap();
        }
        assert!(day.take().await.is_err());
    }
}
