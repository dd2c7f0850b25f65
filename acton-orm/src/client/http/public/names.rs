//! Names looked up: of those that an answer has brought, only public addresses are connected to. A check
//! before connecting would ask another time, and could be told something else.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::{Forbidden, is_public};

/// The images of an account lie on a few hosts.
const MOST: usize = 10_000;

/// Looks names up as the system does. Guarded names stay so: a connection may still be in the making
/// when nobody waits for it any more.
#[derive(Debug, Default)]
pub(in crate::client::http) struct Names(Arc<Mutex<HashSet<String>>>);

impl Names {
    /// From now on the name is good for public addresses alone. False where that cannot be had.
    pub(super) fn guard(&self, name: &str) -> bool {
        let mut guarded = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let name = plain(name);
        guarded.contains(&name) || (guarded.len() < MOST && guarded.insert(name))
    }

    fn is_guarded(&self, name: &str) -> bool {
        let guarded = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        guarded.contains(&plain(name))
    }
}

fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let guarded = self.is_guarded(name.as_str());
        Box::pin(async move {
            let mut found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if guarded {
                found.retain(|address| is_public(address.ip()));
                if found.is_empty() {
                    return Err(Forbidden("its network is not public".to_owned()).into());
                }
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_guarded_name_that_leads_to_this_machine_leads_nowhere() {
        let names = Names::default();
        let look_up = || names.resolve("localhost".parse().unwrap());
        assert!(look_up().await.is_ok(), "a proxy may be there");
        assert!(names.guard("LocalHost."));
        let error = look_up().await.err().unwrap();
        assert!(Forbidden::of(error.as_ref()).is_some(), "{error}");
    }
}
