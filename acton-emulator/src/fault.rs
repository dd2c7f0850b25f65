//! Trouble on demand.

mod spec;

use std::time::Duration;

use bytes::Bytes;

pub(crate) use spec::Spec;

/// Something that goes wrong, for which calls, and how often.
///
/// A fault matches any call unless [`on`](Self::on) narrows it, lets the first
/// [`skip`](Self::skip) matching calls pass, and fires once unless [`times`](Self::times) or
/// [`always`](Self::always) says otherwise. Several faults may fire on one call; of those that
/// replace the answer, the first added wins.
///
/// ```
/// use acton_emulator::Fault;
///
/// let twice = Fault::status(502).on("GET", "/api/1/list/").times(2);
/// let third_page = Fault::reset_before().on("GET", "/api/1/list/l-0001").skip(2);
/// let slow = Fault::latency(std::time::Duration::from_millis(5)).always();
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Fault {
    pub(crate) kind: Kind,
    method: Option<String>,
    path: String,
    skip: u32,
    times: Option<u32>,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Instead {
        status: u16,
        content_type: Option<String>,
        body: Bytes,
    },
    TooManyRequests(Option<u64>),
    ResetBefore,
    ResetAfter,
    Latency(Duration),
    Truncate(usize),
    Stall(usize),
    ContentType(String),
    Refuse,
    Drip {
        chunk: usize,
        pause: Duration,
    },
    ExpireToken,
}

impl Fault {
    /// This status in the gateway's envelope, instead of the call.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// # use acton_emulator::Fault;
    /// emulator.fail(Fault::status(503));
    /// assert_eq!(reqwest::get(emulator.url()).await?.status(), 503);
    /// # Ok(()) }
    /// ```
    pub fn status(status: u16) -> Self {
        Self::new(Kind::Instead {
            status,
            content_type: None,
            body: Bytes::new(),
        })
    }

    /// This answer, instead of the call.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// # use acton_emulator::Fault;
    /// emulator.fail(Fault::body(200, "application/json", "{}"));
    /// assert_eq!(reqwest::get(emulator.url()).await?.text().await?, "{}");
    /// # Ok(()) }
    /// ```
    pub fn body(status: u16, content_type: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self::new(Kind::Instead {
            status,
            content_type: Some(content_type.into()),
            body: body.into(),
        })
    }

    /// An HTML error page with this status, as a proxy in between writes one, instead of the call.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// # use acton_emulator::Fault;
    /// emulator.fail(Fault::html(502));
    /// let page = reqwest::get(emulator.url()).await?.text().await?;
    /// assert!(page.contains("<h1>502 Bad Gateway</h1>"));
    /// # Ok(()) }
    /// ```
    pub fn html(status: u16) -> Self {
        let title = axum::http::StatusCode::from_u16(status)
            .ok()
            .and_then(|status| status.canonical_reason())
            .unwrap_or("Error");
        let page = format!(
            "<html>\r\n<head><title>{status} {title}</title></head>\r\n<body>\r\n\
             <center><h1>{status} {title}</h1></center>\r\n<hr>\r\n</body>\r\n</html>\r\n"
        );
        Self::body(status, "text/html", page)
    }

    /// The call has its effect and its own answer, under a content type that is not the answer's.
    ///
    /// ```
    /// let fault = acton_emulator::Fault::content_type("text/plain").on("GET", "/api/1/image");
    /// ```
    pub fn content_type(content_type: impl Into<String>) -> Self {
        Self::new(Kind::ContentType(content_type.into()))
    }

    /// 429 in the gateway's envelope, with `Retry-After` if seconds are given.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// # use acton_emulator::Fault;
    /// emulator.fail(Fault::too_many_requests(Some(2)));
    /// assert_eq!(reqwest::get(emulator.url()).await?.headers()["retry-after"], "2");
    /// # Ok(()) }
    /// ```
    pub fn too_many_requests(retry_after_secs: Option<u64>) -> Self {
        Self::new(Kind::TooManyRequests(retry_after_secs))
    }

    /// The connection is closed as soon as it is known which call it brings: the body is not read,
    /// there is no effect and no entry in the journal.
    ///
    /// A port that nobody listens on is another thing: [`shutdown`](crate::Emulator::shutdown).
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// # use acton_emulator::Fault;
    /// emulator.fail(Fault::refuse());
    /// assert!(reqwest::get(emulator.url()).await.is_err());
    /// assert_eq!(emulator.journal().count(), 0);
    /// # Ok(()) }
    /// ```
    pub fn refuse() -> Self {
        Self::new(Kind::Refuse)
    }

    /// The connection is reset before the call has any effect.
    ///
    /// ```
    /// let fault = acton_emulator::Fault::reset_before().on("POST", "/api/1/image");
    /// ```
    pub fn reset_before() -> Self {
        Self::new(Kind::ResetBefore)
    }

    /// The call has its effect, then the connection is reset without an answer.
    ///
    /// ```
    /// let fault = acton_emulator::Fault::reset_after().on("POST", "/api/1/image");
    /// ```
    pub fn reset_after() -> Self {
        Self::new(Kind::ResetAfter)
    }

    /// The call waits this long, in real time, before it has any effect.
    ///
    /// ```
    /// use std::time::Duration;
    /// let fault = acton_emulator::Fault::latency(Duration::from_millis(5)).always();
    /// ```
    pub fn latency(duration: Duration) -> Self {
        Self::new(Kind::Latency(duration))
    }

    /// The answer announces its whole length, sends this many bytes, and the connection closes.
    ///
    /// ```
    /// let fault = acton_emulator::Fault::truncate(100).on("GET", "/api/1/list/");
    /// ```
    pub fn truncate(bytes: usize) -> Self {
        Self::new(Kind::Truncate(bytes))
    }

    /// The answer announces its whole length, sends this many bytes, and then nothing any more; the
    /// connection stays open until the caller closes it. The call had its effect.
    ///
    /// ```
    /// let fault = acton_emulator::Fault::stall(100).on("GET", "/api/1/list/");
    /// ```
    pub fn stall(after_bytes: usize) -> Self {
        Self::new(Kind::Stall(after_bytes))
    }

    /// The answer comes in pieces of `chunk` bytes with a pause, in real time, before each.
    ///
    /// ```
    /// use std::time::Duration;
    /// let fault = acton_emulator::Fault::drip(16, Duration::from_millis(1));
    /// ```
    pub fn drip(chunk: usize, pause: Duration) -> Self {
        Self::new(Kind::Drip {
            chunk: chunk.max(1),
            pause,
        })
    }

    /// The access token the call carries expires just before the call.
    ///
    /// ```
    /// let fault = acton_emulator::Fault::expire_token().skip(3); // before the fourth call
    /// ```
    pub fn expire_token() -> Self {
        Self::new(Kind::ExpireToken)
    }

    /// Only calls with this method (`"*"` for any) whose path starts with this prefix.
    ///
    /// ```
    /// let fault = acton_emulator::Fault::status(500).on("DELETE", "/api/1/image/");
    /// ```
    pub fn on(mut self, method: &str, path_prefix: &str) -> Self {
        self.method = (method != "*").then(|| method.to_owned());
        self.path = path_prefix.to_owned();
        self
    }

    /// Lets the first `n` matching calls pass.
    ///
    /// ```
    /// let third = acton_emulator::Fault::status(500).skip(2);
    /// ```
    pub fn skip(mut self, n: u32) -> Self {
        self.skip = n;
        self
    }

    /// Fires `n` times.
    ///
    /// ```
    /// let twice = acton_emulator::Fault::status(500).times(2);
    /// ```
    pub fn times(mut self, n: u32) -> Self {
        self.times = Some(n);
        self
    }

    /// Fires until the faults are cleared.
    ///
    /// ```
    /// let broken = acton_emulator::Fault::status(500).on("GET", "/api/1/media").always();
    /// ```
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }

    fn new(kind: Kind) -> Self {
        Self {
            kind,
            method: None,
            path: String::new(),
            skip: 0,
            times: Some(1),
        }
    }

    fn matches(&self, method: &str, path: &str) -> bool {
        self.method.as_deref().is_none_or(|wanted| wanted == method) && path.starts_with(&self.path)
    }

    /// Counts a matching call; true if the fault fires on it.
    fn fires(&mut self) -> bool {
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        match &mut self.times {
            None => true,
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
        }
    }
}

/// The faults in force.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    laid: Vec<Fault>,
    struck: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.laid.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.laid.clear();
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.laid.iter()
    }

    /// What fires on this call, in the order the faults were added.
    pub(crate) fn strike(&mut self, method: &str, path: &str) -> Vec<Kind> {
        let struck: Vec<Kind> = self
            .laid
            .iter_mut()
            .filter(|fault| fault.matches(method, path))
            .filter_map(|fault| fault.fires().then(|| fault.kind.clone()))
            .collect();
        self.laid.retain(|fault| fault.times != Some(0));
        self.struck += struck.len() as u64;
        struck
    }

    /// How often a fault fired.
    pub(crate) fn struck(&self) -> u64 {
        self.struck
    }
}
