//! Public files, whose addresses come from answers. An answer must not make this machine read what only
//! this machine can reach, so each address is judged, wherever it leads to.

mod names;
mod network;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use reqwest::Response;
use reqwest::header::LOCATION;
use url::{Host, Url};

use super::{Broken, Http};
use crate::client::config::is_loopback;
use crate::{Error, ErrorKind};
pub(super) use names::Names;
use network::is_public;

/// A published address leads to https of the same site, and from there nowhere else.
const REDIRECTS: usize = 3;

/// Which addresses may be fetched by a client of this server.
#[derive(Debug)]
pub(super) struct Public {
    server: Url,
    names: Arc<Names>,
}

/// An address that is not fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Forbidden(String);

impl Public {
    pub(super) fn new(server: Url) -> Self {
        Self {
            server,
            names: Arc::default(),
        }
    }

    /// What looks names up for the client that fetches.
    pub(super) fn names(&self) -> Arc<Names> {
        Arc::clone(&self.names)
    }

    /// The server itself, which the user has named; on loopback, all of it.
    fn is_ours(&self, address: &Url) -> bool {
        address.host() == self.server.host() || self.is_local(address)
    }

    fn is_local(&self, address: &Url) -> bool {
        is_loopback(&self.server) && is_loopback(address)
    }

    /// Whether an address may be asked. Plain http may, to be led to https.
    pub(super) fn allow(&self, address: &Url) -> Result<(), Forbidden> {
        let forbidden = |why: &str| Err(Forbidden(why.to_owned()));
        if !matches!(address.scheme(), "https" | "http") {
            return forbidden("it is no https address");
        }
        if !address.username().is_empty() || address.password().is_some() {
            return forbidden("it holds a user or a password");
        }
        if self.is_ours(address) {
            return Ok(());
        }
        let allowed = match address.host() {
            Some(Host::Domain(name)) => self.names.guard(name),
            Some(Host::Ipv4(ip)) => is_public(ip.into()),
            Some(Host::Ipv6(ip)) => is_public(ip.into()),
            None => false,
        };
        match allowed {
            true => Ok(()),
            false => forbidden("its network is not public"),
        }
    }

    /// Where an answer leads to, if it is not the file itself.
    pub(super) fn next(&self, from: &Url, answer: &Response) -> Result<Option<Url>, Forbidden> {
        let status = answer.status();
        let Some(to) = answer
            .headers()
            .get(LOCATION)
            .filter(|_| status.is_redirection())
        else {
            let open = from.scheme() == "http" && !self.is_local(from);
            return match open && status.is_success() {
                true => Err(Forbidden("it is given out without https".to_owned())),
                false => Ok(None),
            };
        };
        let to = to.to_str().ok().and_then(|to| from.join(to).ok());
        self.led(from, to).map(Some)
    }

    fn led(&self, from: &Url, to: Option<Url>) -> Result<Url, Forbidden> {
        let forbidden = |why: &str| Forbidden(format!("it redirects to {why}"));
        let to = to.ok_or_else(|| forbidden("what is no address"))?;
        if to.host() != from.host() {
            return Err(forbidden("another site"));
        }
        if to.scheme() != "https" && !self.is_local(&to) {
            return Err(forbidden("what is not https"));
        }
        self.allow(&to)?;
        Ok(to)
    }
}

impl Http {
    /// Gets a public file, from where its address leads to.
    pub(super) async fn fetch(&self, mut request: reqwest::Request) -> Result<Response, Broken> {
        for _ in 0..=REDIRECTS {
            let from = request.url().clone();
            let answer = self.client.execute(request).await?;
            match self.public.next(&from, &answer)? {
                None => return Ok(answer),
                Some(to) => request = reqwest::Request::new(reqwest::Method::GET, to),
            }
        }
        Err(Forbidden("it redirects again and again".to_owned()).into())
    }
}

/// An address that an answer has brought and nobody should follow.
pub(crate) fn not_fetched(why: impl fmt::Display) -> Error {
    Error::new(
        ErrorKind::Decode,
        format!("the file's address is not to be trusted: {why}"),
    )
}

impl Forbidden {
    /// Looks for it among an error's causes.
    pub(super) fn of<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e Self> {
        let mut causes = std::iter::successors(Some(error), |error| (*error).source());
        causes.find_map(|error| error.downcast_ref())
    }
}

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Forbidden {}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn allowed(server: &str, address: &str) -> bool {
        Public::new(url(server)).allow(&url(address)).is_ok()
    }

    #[test]
    fn loopback_is_for_a_server_on_loopback() {
        let act_on = "https://api.actonsoftware.com";
        for local in ["http://127.0.0.1:8080/a.png", "https://[::1]/a.png"] {
            assert!(!allowed(act_on, local), "{local}");
            assert!(allowed("http://localhost:8080", local), "{local}");
        }
        assert!(!allowed("http://127.0.0.1:8080", "http://10.0.0.7/a.png"));
        assert!(allowed(act_on, "https://203.0.114.5/a.png"));
        assert!(allowed(act_on, "http://cdn.example.com/a.png"));
    }

    #[test]
    fn a_server_in_a_private_network_gives_out_its_own_files() {
        let own = "https://10.0.0.7/acton";
        assert!(allowed(own, "https://10.0.0.7/a.png"));
        assert!(!allowed(own, "https://10.0.0.8/a.png"));
    }

    #[test]
    fn a_redirect_leads_to_https_of_the_same_site() {
        let public = Public::new(url("https://api.actonsoftware.com"));
        let led = |from, to| public.led(&url(from), url(from).join(to).ok());
        let site = "http://cdn.example.com/a.png";
        assert!(led(site, "https://cdn.example.com/a.png").is_ok());
        let secure = "https://cdn.example.com/a.png";
        assert!(led(secure, "/b.png").is_ok());
        for (to, why) in [
            ("http://cdn.example.com/b.png", "not https"),
            ("https://cdn.example.net/b.png", "another site"),
            ("https://127.0.0.1/b.png", "another site"),
            ("file:///etc/hostname", "another site"),
            ("https://u:p@cdn.example.com/b.png", "password"),
        ] {
            let error = led(secure, to).unwrap_err().to_string();
            assert!(error.contains(why), "{to}: {error}");
        }
    }

    #[test]
    fn what_is_given_out_without_https_is_not_taken() {
        let public = Public::new(url("https://api.actonsoftware.com"));
        let answer = |status: u16, to: &str| {
            let answer = oauth2::http::Response::builder().status(status);
            let answer = answer.header(LOCATION, to).body("").unwrap();
            Response::from(answer)
        };
        let (plain, secure) = ("http://cdn.example.com/a", "https://cdn.example.com/a");
        let next = |from, answer| public.next(&url(from), &answer);
        assert!(next(plain, answer(200, "")).is_err());
        assert_eq!(next(plain, answer(404, "")), Ok(None));
        assert_eq!(next(secure, answer(200, "")), Ok(None));
        assert_eq!(next(plain, answer(301, secure)), Ok(Some(url(secure))));
        assert!(next(secure, answer(302, plain)).is_err());
    }
}
