//! Calls that nobody is answered and that are carried out later.

use std::time::Duration;

use super::{Fault, Kind};

/// How a late call goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Late {
    /// How long after its arrival it is carried out; none: once the test says so.
    pub(crate) after: Option<Duration>,
    /// Whether its connection is closed at once.
    pub(crate) hang_up: bool,
}

impl Fault {
    /// The call is not answered, and carried out this long after its arrival, by the emulator's
    /// clock: also if its caller has gone. The caller sees silence until it gives up, a reset at
    /// once with [`hang_up`](Self::hang_up), or what a second fault puts in the answer's place.
    ///
    /// Whether the call may be made, its token and the limits, is looked at when it arrives; what is
    /// refused then is answered at once and never carried out. With a manual clock the call waits
    /// for the clock to be moved. [`release`](crate::Emulator::release) does not wait for either.
    ///
    /// ```
    /// use std::time::Duration;
    /// use acton_emulator::Fault;
    ///
    /// let late = Fault::late(Duration::from_secs(3)).on("POST", "/api/1/list/");
    /// let lost = Fault::late(Duration::from_secs(3)).hang_up().on("POST", "/api/1/list/");
    /// ```
    pub fn late(after: Duration) -> Self {
        Self::new(Kind::Late(Late {
            after: Some(after),
            hang_up: false,
        }))
    }

    /// As [`late`](Self::late), but carried out when the test says so:
    /// [`release`](crate::Emulator::release).
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// # use acton_emulator::Fault;
    /// # let form = [("grant_type", "password"), ("username", emulator.user()), ("password", emulator.password()),
    /// #     ("client_id", emulator.client_id()), ("client_secret", emulator.client_secret())];
    /// # let http = reqwest::Client::new();
    /// # let token = format!("{}/token", emulator.url());
    /// emulator.fail(Fault::held().hang_up().on("POST", "/token"));
    /// assert!(http.post(token).form(&form).send().await.is_err());
    /// assert_eq!(emulator.late(), 1);
    /// assert_eq!(emulator.release(), 1); // now it is done, and nobody was told
    /// assert_eq!(emulator.journal().entries()[0].carried_out, Some(200));
    /// # Ok(()) }
    /// ```
    pub fn held() -> Self {
        Self::new(Kind::Late(Late {
            after: None,
            hang_up: false,
        }))
    }

    /// Of a [`late`](Self::late) or [`held`](Self::held) call the connection is reset at once,
    /// instead of silence. On other faults it changes nothing.
    ///
    /// ```
    /// let fault = acton_emulator::Fault::held().hang_up().on("POST", "/api/1/image");
    /// ```
    pub fn hang_up(mut self) -> Self {
        if let Kind::Late(late) = &mut self.kind {
            late.hang_up = true;
        }
        self
    }
}
