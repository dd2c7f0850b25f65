//! The line to Act-On that all clones of a client share: a call waits for its turn, is sent, and is
//! sent again where that is harmless.

mod trouble;

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};
use tracing::Instrument;

use super::answer::Answer;
use super::auth::Auth;
use super::config::Limits;
use super::daily::Daily;
use super::http::Http;
use super::limiter::Limiter;
use super::retry::{self, Failure, RetryBudget};
use super::tally::Tally;
use super::tokens::TokenPair;
use super::watch::{Watch, Watched};
use crate::plan::{Body, Request};
use crate::{Error, Result};
use trouble::{Trouble, conclude, lost, refused};

#[derive(Debug)]
pub(crate) struct Line {
    http: Http,
    limiter: Arc<Limiter>,
    /// Of event-triggered mail, which Act-On counts apart.
    mail: Limiter,
    pub(crate) daily: Arc<Daily>,
    pub(crate) watch: Arc<Watch>,
    budget: RetryBudget,
    retries: u32,
    retry_time: Option<Duration>,
}

/// Messages a second that events may trigger (Act-On's help centre).
const MAIL_A_SECOND: u32 = 20;

/// What happened so far to one call.
struct Past {
    begun: Instant,
    attempts: u32,
    /// A token was refused and replaced already.
    renewed: bool,
    /// An attempt may have been received.
    uncertain: bool,
    /// The answer is asked for without compression.
    plain: bool,
}

impl Line {
    pub(crate) fn new(
        http: Http,
        limiter: Arc<Limiter>,
        limits: &Limits,
        daily: Daily,
        watch: Arc<Watch>,
    ) -> Self {
        Self {
            http,
            limiter,
            mail: Limiter::new(limits.per_second.map(|_| MAIL_A_SECOND)),
            daily: Arc::new(daily),
            watch,
            budget: RetryBudget::default(),
            retries: limits.retries,
            retry_time: limits.retry_time,
        }
    }

    /// One call to its end: token, turn, attempts. `auth` is `None` for the calls that get tokens.
    pub(crate) async fn exchange(
        &self,
        call: &Request,
        auth: Option<&Arc<Auth>>,
        tallies: &[Arc<Tally>],
    ) -> Result<Answer> {
        let watched = self.watch.begin(call, tallies);
        let span = watched.span();
        let answer = self.attempts(call, auth, &watched).instrument(span).await;
        watched.end(answer.as_ref());
        answer
    }

    async fn attempts(
        &self,
        call: &Request,
        auth: Option<&Arc<Auth>>,
        watched: &Watched,
    ) -> Result<Answer> {
        let mut past = Past {
            begun: Instant::now(),
            attempts: 0,
            renewed: false,
            uncertain: false,
            plain: self.http.asks_plainly(call),
        };
        loop {
            past.attempts += 1;
            let trouble = match self.once(call, auth, past.plain, watched).await {
                // Compressed, it may have lost its length on the way to us.
                Ok(answer) if answer.is_endless() && call.is_read() && !past.plain => {
                    past.plain = true;
                    if call.is_long() {
                        self.http.ask_plainly();
                    }
                    watched.retry(past.attempts, Duration::ZERO, &answer.without_end());
                    continue;
                }
                Ok(answer) => {
                    self.budget.earn();
                    return Ok(answer);
                }
                Err(trouble) => Trouble {
                    error: self.watch.secrets.strike(trouble.error),
                    ..trouble
                },
            };
            if trouble
                .failure
                .is_some_and(|failure| !failure.is_harmless())
            {
                past.uncertain = true;
                watched.lost();
            }
            if trouble.failure == Some(Failure::TooMany) {
                self.limiter_of(call).refused(trouble.retry_after);
            }
            match self.again(call, &mut past, &trouble, auth).await {
                Ok(Some(wait)) => {
                    let span = watched.retry(past.attempts, wait, &trouble.error);
                    sleep(wait).instrument(span).await;
                }
                Ok(None) => {
                    let decided = trouble.failure.is_none() && trouble.error.api().is_some();
                    return Err(conclude(call, past.uncertain, decided, trouble.error));
                }
                Err(error) => return Err(conclude(call, past.uncertain, false, error)),
            }
        }
    }

    /// What it waits for: mail that an event triggers has a limit of its own.
    fn limiter_of(&self, call: &Request) -> &Limiter {
        match call.path().starts_with("/ete/") {
            true => &self.mail,
            false => &self.limiter,
        }
    }

    /// One attempt.
    async fn once(
        &self,
        call: &Request,
        auth: Option<&Arc<Auth>>,
        plain: bool,
        watched: &Watched,
    ) -> Result<Answer, Trouble> {
        let token = match auth {
            Some(auth) => Some(auth.token().await?),
            None => None,
        };
        let secret = token.as_ref().map(|pair| pair.secret());
        self.learn_secrets(call, token.as_ref());
        let ready = self
            .http
            .request(call, secret, plain)
            .await
            .map_err(|error| error.during(call.name()))?;
        if call.is_api() {
            match auth {
                Some(_) => self
                    .daily
                    .take()
                    .await
                    .map_err(|error| error.during(call.name()))?,
                None => self.daily.note(),
            }
            let span = watched.wait();
            let waited = self.limiter_of(call).turn().instrument(span).await;
            watched.waited(waited);
        }
        let deadline = self
            .http
            .allowance(ready.upload())
            .map(|allowance| Instant::now() + allowance);
        watched.sent(&ready);
        let response = self
            .http
            .send(ready)
            .await
            .map_err(|broken| lost(call, broken))?;
        watched.status(response.status());
        if !response.status().is_success() {
            let trouble = refused(call, response, deadline).await;
            return Err(Trouble { token, ..trouble });
        }
        Answer::receive(call, response, self.http.patience, deadline, &self.watch)
            .await
            .map_err(|broken| lost(call, broken))
    }

    fn learn_secrets(&self, call: &Request, token: Option<&TokenPair>) {
        let secrets = &self.watch.secrets;
        if let Some(pair) = token {
            secrets.learn(pair.access());
            pair.refresh()
                .into_iter()
                .for_each(|refresh| secrets.learn(refresh));
        }
        if let Body::Credentials(form) = call.content() {
            secrets.learn_form(form);
        }
    }

    /// How long to wait before the next attempt; `None` if there is to be none.
    async fn again(
        &self,
        call: &Request,
        past: &mut Past,
        trouble: &Trouble,
        auth: Option<&Arc<Auth>>,
    ) -> Result<Option<Duration>> {
        let Some(failure) = trouble
            .failure
            .filter(|failure| failure.may_repeat(call.effect()))
        else {
            return Ok(None);
        };
        if failure == Failure::Unauthorized {
            let (Some(auth), Some(token), false) = (auth, &trouble.token, past.renewed) else {
                return Ok(None);
            };
            past.renewed = true;
            auth.replace(token).await?;
            return Ok(Some(Duration::ZERO));
        }
        // For a login, a 429 is most likely the hour's limit of logins, and no use waiting for.
        let login = auth.is_none() && call.is_api() && !call.effect().is_repeatable();
        if login && failure == Failure::TooMany && past.attempts > 1 {
            return Ok(None);
        }
        let wait = retry::backoff(past.attempts, trouble.retry_after);
        Ok(self
            .affords(past.attempts, past.begun, wait)
            .then_some(wait))
    }

    /// Whether one more repetition is to be had; if so it is paid.
    fn affords(&self, attempts: u32, since: Instant, wait: Duration) -> bool {
        let in_time = self
            .retry_time
            .is_none_or(|limit| since.elapsed() + wait <= limit);
        attempts <= self.retries && in_time && self.budget.spend()
    }

    /// Waits before an answer that broke off while it was read is asked for again; false if it is not to be.
    pub(crate) async fn once_more(&self, breaks: u32, since: Instant, because: &Error) -> bool {
        let wait = retry::backoff(breaks, None);
        if !self.affords(breaks, since, wait) {
            return false;
        }
        self.watch.repeated(breaks, wait, because);
        sleep(wait).await;
        true
    }
}
