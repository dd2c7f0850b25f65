//! People on their way through the sign-in page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Challenge;
use crate::random::Random;

/// How long a page may stay open (inferred).
const PATIENCE: i64 = 600_000;

/// What an application asked for, and how far the person has come.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Visit {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) challenge: Option<Challenge>,
    pub(crate) begun: i64,
    pub(crate) signed_in: bool,
}

/// The open pages, by the id their forms carry.
///
/// What was asked for stays here and not in the forms, so that nobody can approve something else
/// than the page showed, nor approve without having signed in.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Visits {
    random: Random,
    open: BTreeMap<String, Visit>,
}

impl Visits {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed ^ 0x0076_6973_6974),
            open: BTreeMap::new(),
        }
    }

    pub(crate) fn begin(&mut self, visit: Visit) -> String {
        self.forget_old(visit.begun);
        let id = self.random.hex();
        self.open.insert(id.clone(), visit);
        id
    }

    pub(crate) fn get_mut(&mut self, id: &str, now: i64) -> Option<&mut Visit> {
        self.forget_old(now);
        self.open.get_mut(id)
    }

    /// Ends a visit: a page is decided once.
    pub(crate) fn take(&mut self, id: &str, now: i64) -> Option<Visit> {
        self.forget_old(now);
        self.open.remove(id)
    }

    fn forget_old(&mut self, now: i64) {
        self.open
            .retain(|_, visit| now.saturating_sub(visit.begun) <= PATIENCE);
    }
}
