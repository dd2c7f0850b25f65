//! Rows as they arrive.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::run::Run;
use crate::{Error, Result};

/// Rows as they arrive, from [`Query::stream`](crate::Query::stream): a
/// [`Stream`](futures_core::Stream) with a `next` of its own, to keep in a struct and pass on.
///
/// ```no_run
/// # use acton_orm::{Rows, prelude::*, models::Image};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let mut images: Rows<Image> = Image::query().stream(&acton);
/// while let Some(image) = images.next().await {
///     println!("{}", image?.name);
/// }
/// # Ok(()) }
/// ```
#[must_use = "nothing is read before rows are asked for"]
pub struct Rows<R> {
    ready: VecDeque<Result<R>>,
    state: State<R>,
}

enum State<R> {
    Waiting(Box<Run<R>>),
    Reading(Reading<R>),
    Failed(Error),
    Done,
}

/// A batch under way: one boxed future for each, none for a row.
type Reading<R> =
    Pin<Box<dyn Future<Output = (Box<Run<R>>, Result<Option<Vec<Result<R>>>>)> + Send>>;

// No field is pinned structurally.
impl<R> Unpin for Rows<R> {}

impl<R: Send + 'static> Rows<R> {
    pub(super) fn new(run: Result<Run<R>>) -> Self {
        Self {
            ready: VecDeque::new(),
            state: match run {
                Ok(run) => State::Waiting(Box::new(run)),
                Err(error) => State::Failed(error),
            },
        }
    }

    /// The next row; `None` after the last. A row that cannot be decoded is an error and not the end: the
    /// next one follows. Where the read itself fails, the error is the last item. Dropping the future loses nothing: what has arrived by then
    /// is given by the next call.
    ///
    /// ```no_run
    /// # use acton_orm::{prelude::*, models::Image};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let first = Image::query().stream(&acton).next().await.transpose()?;
    /// # drop(first); Ok(()) }
    /// ```
    pub async fn next(&mut self) -> Option<Result<R>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// As [`next`](Self::next), with the error first: `while let Some(row) = rows.try_next().await?`.
    ///
    /// # Errors
    /// As [`Query::load`](crate::Query::load). After a row that could not be decoded the next call goes on.
    ///
    /// ```no_run
    /// # use acton_orm::{prelude::*, models::Image};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let mut images = Image::query().stream(&acton);
    /// while let Some(image) = images.try_next().await? {
    ///     println!("{}", image.name);
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn try_next(&mut self) -> Result<Option<R>> {
        self.next().await.transpose()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R>>> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Poll::Ready(Some(row));
            }
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Waiting(mut run) => {
                    self.state = State::Reading(Box::pin(async move {
                        let rows = run.next_of_stream().await;
                        (run, rows)
                    }));
                }
                State::Reading(mut reading) => match reading.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Reading(reading);
                        return Poll::Pending;
                    }
                    Poll::Ready((_, Err(error))) => self.state = State::Failed(error),
                    Poll::Ready((_, Ok(None))) => {}
                    Poll::Ready((run, Ok(Some(rows)))) => {
                        self.ready = rows.into();
                        self.state = State::Waiting(run);
                    }
                },
            }
        }
    }
}

impl<R: Send + 'static> Stream for Rows<R> {
    type Item = Result<R>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<R>>> {
        Poll::Ready(ready!(self.get_mut().poll(context)))
    }
}

impl<R> fmt::Debug for Rows<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("ready", &self.ready.len())
            .finish_non_exhaustive()
    }
}
