//! Trouble on demand.

mod answers;
mod gate;
mod in_force;
mod late;
mod spec;

use std::time::Duration;

use bytes::Bytes;

pub(crate) use gate::Gate;
pub(crate) use in_force::Faults;
pub(crate) use late::Late;
pub(crate) use spec::Spec;

/// How long calls wait at a gate unless a test says otherwise.
const PATIENCE: Duration = Duration::from_secs(10);

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
    Gate(Gate),
    Late(Late),
    Pages(Pages),
    CloseDelimited(Option<usize>),
    Echo(u16),
    DropColumn(String),
}

/// What the envelope says of an `offset` that was not heeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pages {
    /// That it was 0.
    First,
    /// That it was as asked.
    AsAsked,
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

    /// The call waits this long, in real time, before it has any effect. If its caller hangs up
    /// meanwhile, it never has any: [`late`](Self::late) is for one that has.
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

    /// The calls wait for each other: they are held back before they are carried out, until `calls`
    /// of them are there at once. Then all of them go on, and so does every later one: the gate
    /// stays open. [`times(k)`](Self::times) makes it gather `k` groups before it stays open,
    /// [`always`](Self::always) a group again and again. It proves without a clock that a client has
    /// that many calls under way at once.
    ///
    /// A held call is in the journal, with status 0, and has no effect yet; one whose caller hangs
    /// up never has any, and is not waited with any more. When too few come for ten seconds, in
    /// real time, those held are answered 503 in the gateway's envelope, which says so, and so is
    /// every later call at once. [`clear_faults`](crate::Emulator::clear_faults) lets all go on.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// # use acton_emulator::Fault;
    /// emulator.fail(Fault::gate(2).on("GET", "/api/1/account"));
    /// let account = format!("{}/api/1/account", emulator.url());
    /// let (one, other) = futures::join!(reqwest::get(&account), reqwest::get(&account));
    /// assert_eq!(one?.status(), other?.status());
    /// assert_eq!(emulator.most_in_flight(), 2);
    /// # Ok(()) }
    /// ```
    pub fn gate(calls: usize) -> Self {
        Self::gate_within(calls, PATIENCE)
    }

    /// A [`gate`](Self::gate) whose calls wait this long, in real time, instead of ten seconds.
    ///
    /// ```
    /// use std::time::Duration;
    /// let fault = acton_emulator::Fault::gate_within(3, Duration::from_secs(60));
    /// ```
    pub fn gate_within(calls: usize, patience: Duration) -> Self {
        Self::new(Kind::Gate(Gate::new(calls, patience)))
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

    /// As it is laid: a gate of its own, where nobody waits.
    fn armed(self) -> Self {
        match &self.kind {
            Kind::Gate(gate) => Self {
                kind: Kind::Gate(gate.armed(self.times)),
                ..self
            },
            _ => self,
        }
    }

    /// How often it will still fire: a gate, how many groups it will still gather.
    fn left(&self) -> Option<u32> {
        match &self.kind {
            Kind::Gate(gate) => gate.left(),
            _ => self.times,
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
        // A gate counts groups, and only once they have gathered.
        if let Kind::Gate(gate) = &self.kind {
            return gate.left() != Some(0);
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
