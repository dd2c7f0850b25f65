//! A proxy or firewall that does not accept who comes.

use std::error::Error as StdError;
use std::iter;

/// reqwest hands out the types of these errors no more than hyper does, so they are known by their
/// words, which tests hold.
const WORDS: &[&str] = &[
    "proxy authorization required",
    "credentials not accepted",
    "server does not support user/pass authentication",
];

/// Looks for it among an error's causes.
pub(super) fn turned_away(error: &(dyn StdError + 'static)) -> bool {
    let mut causes = iter::successors(Some(error), |error| (*error).source());
    causes.any(|cause| {
        let said = cause.to_string();
        WORDS.iter().any(|words| said.contains(words))
    })
}
