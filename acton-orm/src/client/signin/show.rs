//! Ways to bring a person to the sign-in page.

use std::fmt;
use std::io::{IsTerminal, Write};

use tokio::sync::oneshot;
use url::Url;

use super::browser;
use crate::client::store::BoxFuture;
use crate::{Error, ErrorKind};

/// Brings a person to the address where they sign in.
///
/// ```
/// use acton_orm::{SignIn, Url, connect::BoxFuture};
///
/// /// Sends the address to somebody who is not at this machine.
/// #[derive(Debug)]
/// struct ByChat;
///
/// impl SignIn for ByChat {
///     fn show<'a>(&'a self, address: &'a Url) -> BoxFuture<'a, Option<String>> {
///         Box::pin(async move {
///             let code = ask(address.as_str());
///             Ok(Some(code))
///         })
///     }
/// }
/// # fn ask(_: &str) -> String { String::new() }
/// ```
pub trait SignIn: fmt::Debug + Send + Sync {
    /// Shows the address. Answers the code, or the whole address the browser was sent to, if the
    /// person brings it; `None` if the browser will bring it to the listener of `CallbackURL`.
    ///
    /// ```no_run
    /// use acton_orm::{Browser, SignIn, Url};
    ///
    /// # async fn demo(address: Url) -> acton_orm::Result<()> {
    /// if let Some(pasted) = Browser.show(&address).await? {
    ///     println!("the person brought {pasted}");
    /// }
    /// # Ok(()) }
    /// ```
    fn show<'a>(&'a self, address: &'a Url) -> BoxFuture<'a, Option<String>>;
}

/// Opens the system's browser (`$BROWSER` if set); where there is none, does as [`Console`]. This is
/// the default.
///
/// ```
/// let builder = acton_orm::Client::builder().sign_in(acton_orm::Browser);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Browser;

/// Writes the address to standard error and reads the code, or the address the browser was sent to,
/// from standard input: for machines without a browser.
///
/// ```
/// let builder = acton_orm::Client::builder().sign_in(acton_orm::connect::Console);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Console;

impl SignIn for Browser {
    fn show<'a>(&'a self, address: &'a Url) -> BoxFuture<'a, Option<String>> {
        Box::pin(async move {
            match browser::open(address) {
                Ok(()) => Ok(None),
                Err(_) if std::io::stdin().is_terminal() => Console.show(address).await,
                Err(error) => Err(Error::new(ErrorKind::Auth, "somebody must sign in, and there is neither a browser nor a terminal")
                    .advise("sign in on another machine and give the code as `OAuthVerifier`, or use `User` and `Password`")
                    .caused_by(error)),
            }
        })
    }
}

impl SignIn for Console {
    fn show<'a>(&'a self, address: &'a Url) -> BoxFuture<'a, Option<String>> {
        Box::pin(async move {
            let asked = writeln!(
                std::io::stderr(),
                "Sign in to Act-On at\n\n  {address}\n\nthen paste the code here, or the address the browser was sent to:"
            );
            asked.map_err(|error| {
                Error::new(ErrorKind::Io, "the address to sign in at cannot be shown")
                    .caused_by(error)
            })?;
            let (sent, line) = oneshot::channel();
            // A thread of its own: reading a terminal cannot be cancelled, and must not hold up the
            // runtime's end.
            std::thread::spawn(move || {
                let mut line = String::new();
                let read = std::io::stdin().read_line(&mut line).map(|_| line);
                let _ = sent.send(read);
            });
            match line.await {
                Ok(Ok(line)) => Ok(Some(line)),
                _ => Err(Error::new(
                    ErrorKind::Io,
                    "no code could be read from standard input",
                )),
            }
        })
    }
}
