//! OAuth: who holds which token, and for how long (A§2).

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use serde::{Deserialize, Serialize};

use crate::random::Random;

/// How long a code from `/authorize` may wait (inferred).
const CODE_LIFETIME: i64 = 600_000;

/// What a grant gives.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

/// A code on its way from `/authorize` to `/token`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Code {
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<Challenge>,
    pub(crate) issued: i64,
}

/// A PKCE challenge.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Challenge {
    pub(crate) text: String,
    /// `S256`; otherwise the verifier is the challenge.
    pub(crate) hashed: bool,
}

impl Challenge {
    pub(crate) fn accepts(&self, verifier: &str) -> bool {
        if self.hashed {
            URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == self.text
        } else {
            verifier == self.text
        }
    }
}

/// The tokens of the one user and application the emulator knows.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Tokens {
    random: Random,
    /// Access token to the instant it expires.
    access: BTreeMap<String, i64>,
    /// There is one at a time: any new grant kills the one before (A§2.3).
    refresh: Option<String>,
    codes: BTreeMap<String, Code>,
}

impl Tokens {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed ^ 0x0074_6f6b_656e),
            access: BTreeMap::new(),
            refresh: None,
            codes: BTreeMap::new(),
        }
    }

    pub(crate) fn issue(&mut self, now: i64, lifetime_ms: i64) -> Pair {
        self.access.retain(|_, expires| *expires > now);
        let pair = Pair {
            access: self.random.uuid(),
            refresh: self.random.uuid(),
        };
        self.access
            .insert(pair.access.clone(), now.saturating_add(lifetime_ms));
        self.refresh = Some(pair.refresh.clone());
        pair
    }

    pub(crate) fn is_current_refresh(&self, token: &str) -> bool {
        self.refresh.as_deref() == Some(token)
    }

    pub(crate) fn is_valid(&self, access: &str, now: i64) -> bool {
        self.access
            .get(access)
            .is_some_and(|expires| *expires > now)
    }

    pub(crate) fn expire(&mut self, access: &str) {
        self.access.remove(access);
    }

    pub(crate) fn expire_all(&mut self) {
        self.access.clear();
    }

    pub(crate) fn revoke_refresh(&mut self) {
        self.refresh = None;
    }

    pub(crate) fn issue_code(&mut self, code: Code) -> String {
        let text = self.random.hex();
        self.codes.insert(text.clone(), code);
        text
    }

    /// Takes a code, so that it serves once; an old one is gone already.
    pub(crate) fn take_code(&mut self, text: &str, now: i64) -> Option<Code> {
        let code = self.codes.remove(text)?;
        (now.saturating_sub(code.issued) <= CODE_LIFETIME).then_some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::Challenge;

    #[test]
    fn a_hashed_challenge_accepts_the_verifier_of_rfc_7636() {
        let challenge = Challenge {
            text: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".into(),
            hashed: true,
        };
        assert!(challenge.accepts("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assert!(!challenge.accepts("something else"));
    }
}
