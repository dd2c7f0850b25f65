//! The same API without async: put [`wait`](Wait::wait) where an async program has `.await`.
//!
//! ```no_run
//! use acton_orm::Client;
//! use acton_orm::blocking::Wait;
//!
//! # fn main() -> acton_orm::Result<()> {
//! let acton = Client::connect("Region=EU").wait()?;
//! println!("{} calls so far", acton.metrics().calls);
//! # Ok(()) }
//! ```
//!
//! Nothing needs to be started: the first `wait` starts one thread that does the network's work for all.
//! `wait` may be called on any thread, also inside another async runtime, where it holds up the worker
//! it is called on, as any blocking call does. Only code that this crate itself calls back (a
//! [`SignIn`](crate::SignIn), a [`TokenStore`](crate::TokenStore)) must not call it: that code is async
//! already.

use std::future::{Future, IntoFuture};
use std::pin::{Pin, pin};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle};

/// The runtime behind all of this, on a thread of its own for as long as the process lives.
static RUNTIME: LazyLock<Handle> = LazyLock::new(start);

#[expect(
    clippy::expect_used,
    reason = "without a thread and an event queue there is nothing to fall back to"
)]
fn start() -> Handle {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system refuses an event queue");
    let handle = runtime.handle().clone();
    std::thread::Builder::new()
        .name("acton-orm".to_owned())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))
        .expect("the system refuses a thread");
    handle
}

/// Waits on the calling thread for whatever can be awaited.
///
/// ```
/// use acton_orm::blocking::Wait;
///
/// assert_eq!(async { 1 + 1 }.wait(), 2);
/// ```
pub trait Wait: IntoFuture {
    /// Blocks until it is done.
    ///
    /// ```
    /// use acton_orm::blocking::Wait;
    ///
    /// assert_eq!(std::future::ready("done").wait(), "done");
    /// ```
    fn wait(self) -> Self::Output;
}

impl<F: IntoFuture> Wait for F {
    fn wait(self) -> F::Output {
        block_on(pin!(self.into_future()))
    }
}

/// A stream as an iterator that blocks for each item.
///
/// ```
/// let numbers = futures::stream::iter([1, 2, 3]);
/// assert_eq!(acton_orm::blocking::iter(numbers).sum::<i32>(), 6);
/// ```
pub fn iter<S: Stream>(stream: S) -> impl Iterator<Item = S::Item> {
    let mut stream = Box::pin(stream);
    std::iter::from_fn(move || {
        block_on(pin!(std::future::poll_fn(|context| stream
            .as_mut()
            .poll_next(context))))
    })
}

/// Polls on this thread; timers and sockets are the runtime's.
fn block_on<F: Future>(mut future: Pin<&mut F>) -> F::Output {
    let _runtime = RUNTIME.enter();
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

#[cfg(test)]
mod tests {
    use acton_emulator::Emulator;

    use super::*;
    use crate::Client;

    /// An emulator on a runtime of its own, as in another process.
    fn emulator() -> (tokio::runtime::Runtime, Emulator) {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let emulator = runtime.block_on(Emulator::start()).unwrap();
        (runtime, emulator)
    }

    fn work(text: &str) -> u64 {
        let acton = Client::connect(text).wait().unwrap();
        acton
            .call(crate::plan::Request::get("/api/1/account"))
            .wait()
            .unwrap();
        acton.metrics().calls
    }

    #[test]
    fn calls_are_made_from_a_plain_thread() {
        let (_runtime, emulator) = emulator();
        assert_eq!(work(&emulator.connection_string()), 2);
    }

    #[test]
    fn calls_are_made_from_inside_other_runtimes_without_a_panic() {
        let (_runtime, emulator) = emulator();
        let text = emulator.connection_string();
        for mut builder in [Builder::new_current_thread(), Builder::new_multi_thread()] {
            let other = builder.enable_all().build().unwrap();
            assert_eq!(other.block_on(async { work(&text) }), 2);
        }
    }

    #[test]
    fn several_threads_wait_at_once_for_one_client() {
        let (_runtime, emulator) = emulator();
        let acton = Client::connect(&emulator.connection_string())
            .wait()
            .unwrap();
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    acton
                        .call(crate::plan::Request::get("/api/1/account"))
                        .wait()
                        .unwrap()
                });
            }
        });
        assert_eq!(acton.metrics().calls, 4);
    }

    #[test]
    fn what_can_be_awaited_without_being_a_future_is_waited_for_too() {
        let (_runtime, emulator) = emulator();
        let acton = Client::connect(&emulator.connection_string())
            .wait()
            .unwrap();
        let answer = acton.request(crate::Method::GET, "/api/1/account").wait();
        assert_eq!(answer.unwrap().status(), 200);
        assert!(acton.session().commit().wait().is_ok());
    }

    #[test]
    fn a_stream_is_an_iterator() {
        let sleepy = futures::stream::unfold(0, |n| async move {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            (n < 3).then_some((n, n + 1))
        });
        assert_eq!(iter(sleepy).collect::<Vec<_>>(), [0, 1, 2]);
    }
}
