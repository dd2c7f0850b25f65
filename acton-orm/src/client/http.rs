//! One request over the network, without judgement: no retries, no redirects, no limits.

mod connecting;
mod public;
mod tls;
mod turned_away;
mod upload;

use std::error::Error as StdError;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Response, redirect, retry};
use secrecy::{ExposeSecret, SecretString};
use url::Url;
use url::form_urlencoded::Serializer;

use super::config::{Network, Proxy};
use super::limiter::Limiter;
use super::retry::Failure;
pub(crate) use public::Forbidden;
use public::Public;
pub(crate) use public::not_fetched;
pub(crate) use tls::Distrust;
use upload::{FileBroke, form};

use crate::plan::{Body, Piece, Request, Target};
use crate::schema::Method;
use crate::{Error, ErrorKind, Result};

/// Longer than this to connect means that nobody is there.
const CONNECT: Duration = Duration::from_secs(10);
/// A connection idle for longer may have been closed at the other end without our noticing; a write
/// sent into it would be lost with its outcome unknown.
const IDLE: Duration = Duration::from_secs(20);
/// How pairs are written in a body.
const FORM: &str = "application/x-www-form-urlencoded";
/// An upload slower than this, in bytes a second, is taken for stalled.
const SLOWEST_UPLOAD: u64 = 32 * 1024;

#[derive(Debug)]
pub(crate) struct Http {
    client: reqwest::Client,
    #[cfg(test)]
    script: Option<super::script::Script>,
    base: Url,
    public: Public,
    /// Long answers are asked for without compression.
    plain: AtomicBool,
    /// For a whole exchange, or for a silence in a long one.
    pub(crate) patience: Option<Duration>,
}

/// A request ready to go, and how many bytes of files it carries.
pub(crate) struct Ready {
    request: reqwest::Request,
    upload: u64,
    /// Of the API, and no file whose address an answer has brought.
    is_api: bool,
}

/// An attempt that brought no answer.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) failure: Failure,
    pub(crate) timed_out: bool,
    pub(crate) source: Box<dyn StdError + Send + Sync>,
}

impl Http {
    pub(crate) fn new(base: Url, network: &Network, limiter: &Arc<Limiter>) -> Result<Self> {
        let public = Public::new(base.clone());
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("acton-orm/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .connect_timeout(network.patience_to_connect())
            .connector_layer(connecting::Connecting(Arc::clone(limiter)))
            .dns_resolver(public.names())
            .pool_idle_timeout(IDLE);
        builder = match &network.proxy {
            Proxy::System => builder,
            Proxy::None => builder.no_proxy(),
            Proxy::Through {
                address,
                user,
                except,
            } => {
                let mut proxy = reqwest::Proxy::all(address.as_str())
                    .map_err(|error| unusable("the proxy's address", error))?;
                if let Some((user, password)) = user {
                    proxy = proxy.basic_auth(user, password.expose_secret());
                }
                let except = except.as_deref().and_then(reqwest::NoProxy::from_string);
                builder.no_proxy().proxy(proxy.no_proxy(except))
            }
        };
        let client = tls::add(builder, &base, network.certificate.as_deref())?
            .build()
            .map_err(|error| unusable("the network", error))?;
        Ok(Self {
            client,
            #[cfg(test)]
            script: None,
            base,
            public,
            plain: AtomicBool::new(false),
            patience: network.timeout,
        })
    }

    #[cfg(test)]
    pub(crate) fn scripted(base: Url, script: super::script::Script) -> Self {
        Self {
            client: tls::add(reqwest::Client::builder(), &base, None)
                .unwrap()
                .build()
                .unwrap(),
            script: Some(script),
            public: Public::new(base.clone()),
            plain: AtomicBool::new(false),
            base,
            patience: Some(Duration::from_secs(60)),
        }
    }

    /// Builds the request, `plain` for an answer without compression; files are opened now, so that a
    /// missing one costs no call.
    pub(crate) async fn request(
        &self,
        call: &Request,
        token: Option<&SecretString>,
        plain: bool,
    ) -> Result<Ready> {
        let mut request = self
            .client
            .request(method(call.method()), self.address(call)?);
        if let Some(token) = token {
            let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose_secret()))
                .map_err(|_| {
                    Error::new(
                        ErrorKind::Config,
                        "the access token holds characters no header can carry",
                    )
                })?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        if plain {
            request = request.header(ACCEPT_ENCODING, "identity");
        }
        let mut upload = 0;
        request = match call.content() {
            Body::None => request,
            Body::Json(json) => request
                .header(CONTENT_TYPE, "application/json")
                .body(json.clone()),
            Body::Form(pairs) => request
                .header(CONTENT_TYPE, FORM)
                .body(Serializer::new(String::new()).extend_pairs(pairs).finish()),
            Body::Credentials(encoded) => request
                .header(CONTENT_TYPE, FORM)
                .body(encoded.expose_secret().to_owned()),
            Body::Multipart(parts) => {
                let (form, bytes) = form(parts).await?;
                upload = bytes;
                request.multipart(form)
            }
        };
        let request = request.build().map_err(|error| {
            Error::new(
                ErrorKind::Invalid,
                format!("the call cannot be written: {}", innermost(&error)),
            )
            .during(call.name())
        })?;
        Ok(Ready {
            request,
            upload,
            is_api: call.is_api(),
        })
    }

    /// Whether a call asks for its answer without compression.
    pub(crate) fn asks_plainly(&self, call: &Request) -> bool {
        call.is_long() && self.plain.load(Ordering::Relaxed)
    }

    /// From now on long answers are asked for without compression.
    pub(crate) fn ask_plainly(&self) {
        self.plain.store(true, Ordering::Relaxed);
    }

    fn address(&self, call: &Request) -> Result<Url> {
        if let Some(hole) = call.open_hole() {
            return Err(Error::new(
                ErrorKind::Invalid,
                format!("the call still lacks its `{hole}`"),
            )
            .during(call.name())
            .advise("nothing was sent; this is a defect of acton-orm, please report it"));
        }
        let mut url = match call.target() {
            Target::File(address) => {
                let address = address.text().unwrap_or_default();
                let url = Url::parse(address).map_err(|error| {
                    Error::new(
                        ErrorKind::Decode,
                        format!("{address:?} is no address: {error}"),
                    )
                })?;
                self.public.allow(&url).map_err(not_fetched)?;
                url
            }
            Target::Api(segments) => {
                let segments: Vec<&str> = segments.iter().filter_map(Piece::text).collect();
                // The URL parser drops TAB, CR and LF, and what is left may be another path.
                let odd = |segment: &&str| {
                    matches!(*segment, "" | "." | "..") || segment.contains(char::is_control)
                };
                if segments.iter().any(odd) {
                    return Err(Error::new(
                        ErrorKind::Invalid,
                        "a key that is empty, of dots only, or holds a control character would make this another call",
                    )
                    .during(call.name())
                    .advise("nothing was sent; check the key"));
                }
                let mut url = self.base.clone();
                if let Ok(mut path) = url.path_segments_mut() {
                    path.pop_if_empty().extend(segments);
                }
                url
            }
        };
        let params = call.params();
        if !params.is_empty() {
            let pairs = params
                .iter()
                .map(|(name, value)| (name, value.text().unwrap_or_default()));
            url.query_pairs_mut().extend_pairs(pairs);
        }
        Ok(url)
    }

    /// How long the exchange may take as a whole, given what it uploads.
    pub(crate) fn allowance(&self, upload: u64) -> Option<Duration> {
        self.patience
            .map(|patience| patience + Duration::from_secs(upload / SLOWEST_UPLOAD))
    }

    /// Sends, and waits for the head of the answer.
    pub(crate) async fn send(&self, ready: Ready) -> Result<Response, Broken> {
        let allowance = self.allowance(ready.upload);
        let sending = async {
            #[cfg(test)]
            if let Some(script) = &self.script {
                return script.answer(ready.request).await;
            }
            match ready.is_api {
                true => self
                    .client
                    .execute(ready.request)
                    .await
                    .map_err(Broken::from),
                false => self.fetch(ready.request).await,
            }
        };
        match allowance {
            Some(allowance) => tokio::time::timeout(allowance, sending)
                .await
                .unwrap_or_else(|_| Err(Broken::silence())),
            None => sending.await,
        }
    }
}

/// As reqwest has it.
fn method(method: Method) -> reqwest::Method {
    reqwest::Method::from_bytes(method.as_str().as_bytes()).unwrap_or(reqwest::Method::GET)
}

impl Ready {
    /// The length of the body, as far as it is known.
    pub(crate) fn bytes(&self) -> u64 {
        let body = self.request.body().and_then(|body| body.as_bytes());
        let body = body.map_or(0, |body| u64::try_from(body.len()).unwrap_or(u64::MAX));
        body + self.upload
    }

    pub(crate) fn upload(&self) -> u64 {
        self.upload
    }
}

impl Network {
    fn patience_to_connect(&self) -> Duration {
        self.timeout.map_or(CONNECT, |timeout| timeout.min(CONNECT))
    }
}

fn unusable(what: &str, error: reqwest::Error) -> Error {
    Error::new(
        ErrorKind::Config,
        format!("{what} cannot be used: {}", innermost(&error)),
    )
    .caused_by(error.without_url())
}

impl From<reqwest::Error> for Broken {
    fn from(error: reqwest::Error) -> Self {
        Self {
            failure: if error.is_connect() {
                Failure::NotSent
            } else {
                Failure::Lost
            },
            timed_out: error.is_timeout(),
            source: Box::new(error.without_url()),
        }
    }
}

impl From<Forbidden> for Broken {
    fn from(forbidden: Forbidden) -> Self {
        Self {
            failure: Failure::NotSent,
            timed_out: false,
            source: Box::new(forbidden),
        }
    }
}

impl Broken {
    /// Why the address is not fetched, if that is what broke the attempt.
    pub(crate) fn forbidden(&self) -> Option<&Forbidden> {
        Forbidden::of(self.source.as_ref())
    }

    pub(crate) fn silence() -> Self {
        Self {
            failure: Failure::Lost,
            timed_out: true,
            source: "no answer in time".into(),
        }
    }

    pub(crate) fn dripping() -> Self {
        Self {
            source: "it comes slower than 1 KiB a second".into(),
            ..Self::silence()
        }
    }

    /// The local file that failed, if that is what broke the exchange.
    pub(crate) fn file(&self) -> Option<&FileBroke> {
        let mut error: &(dyn StdError + 'static) = self.source.as_ref();
        loop {
            if let Some(file) = error.downcast_ref() {
                return Some(file);
            }
            error = error.source()?;
        }
    }

    /// Why the server is not believed to be the one that was meant, if that is what broke the attempt.
    pub(crate) fn distrust(&self) -> Option<Distrust> {
        match self.failure {
            Failure::NotSent => Distrust::of(self.source.as_ref()),
            _ => None,
        }
    }

    /// Whether a proxy or firewall did not accept our user and password.
    pub(crate) fn turned_away(&self) -> bool {
        self.failure == Failure::NotSent && turned_away::turned_away(self.source.as_ref())
    }

    pub(crate) fn reason(&self) -> String {
        innermost(self.source.as_ref())
    }
}

/// The deepest cause says most: "connection refused" rather than "error sending request".
fn innermost(error: &(dyn StdError + 'static)) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
