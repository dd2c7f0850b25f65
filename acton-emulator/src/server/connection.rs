//! Connections a fault can cut.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use super::lines::Lines;

/// A listener whose connections come with a [`Line`].
pub(crate) struct Connections {
    pub(crate) listener: TcpListener,
    /// What lies between a connection and HTTP.
    pub(crate) wrap: Wrap,
    /// Those that are open.
    pub(crate) lines: Lines,
}

/// Lays something around a connection: TLS, or nothing.
pub(crate) type Wrap = Arc<dyn Fn(Socket) -> Pin<Box<dyn Duplex>> + Send + Sync>;

/// Bytes both ways.
pub(crate) trait Duplex: AsyncRead + AsyncWrite + Send {}

impl<T: AsyncRead + AsyncWrite + Send> Duplex for T {}

/// Nothing around it.
pub(crate) fn plain() -> Wrap {
    Arc::new(|socket| Box::pin(socket))
}

/// A handler's hold on the connection it answers.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    cut: Arc<AtomicBool>,
    /// Something was read that is no request yet.
    midway: Arc<AtomicBool>,
    from: SocketAddr,
}

impl Line {
    pub(crate) fn new(from: SocketAddr) -> Self {
        Self {
            cut: Arc::default(),
            midway: Arc::default(),
            from,
        }
    }

    pub(super) fn from(&self) -> SocketAddr {
        self.from
    }

    /// All that was read belongs to a request that is counted.
    pub(super) fn heard(&self) {
        self.midway.store(false, Ordering::SeqCst);
    }

    pub(super) fn is_midway(&self) -> bool {
        self.midway.load(Ordering::SeqCst)
    }

    /// Whether the caller is on this machine.
    pub(crate) fn is_from_loopback(&self) -> bool {
        self.from.ip().to_canonical().is_loopback()
    }

    /// From now on nothing is written: the caller sees a reset.
    pub(crate) fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
    }

    fn is_cut(&self) -> bool {
        self.cut.load(Ordering::SeqCst)
    }
}

/// A connection that its line cuts.
#[derive(Debug)]
pub(crate) struct Socket {
    tcp: Arc<Mutex<TcpStream>>,
    line: Line,
}

/// A connection as HTTP sees it, and its line.
pub(crate) struct Wrapped {
    io: Pin<Box<dyn Duplex>>,
    line: Line,
}

impl Listener for Connections {
    type Io = Wrapped;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (tcp, address) = Listener::accept(&mut self.listener).await;
        let _ = tcp.set_nodelay(true);
        let line = Line::new(address);
        let tcp = Arc::new(Mutex::new(tcp));
        self.lines.add(&line, &tcp);
        let socket = Socket {
            tcp,
            line: line.clone(),
        };
        let io = (self.wrap)(socket);
        (Wrapped { io, line }, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, Connections>> for Line {
    fn connect_info(stream: IncomingStream<'_, Connections>) -> Self {
        stream.io().line.clone()
    }
}

impl Socket {
    fn tcp(&self) -> MutexGuard<'_, TcpStream> {
        self.tcp.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refuse(&self) -> io::Error {
        // Without lingering, closing sends a reset instead of an orderly end.
        let _ = self.tcp().set_zero_linger();
        io::Error::from(io::ErrorKind::ConnectionReset)
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.tcp()).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.line.is_cut() {
            return Poll::Ready(Err(self.refuse()));
        }
        Pin::new(&mut *self.tcp()).poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.tcp()).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.line.is_cut() {
            return Poll::Ready(Err(self.refuse()));
        }
        Pin::new(&mut *self.tcp()).poll_shutdown(cx)
    }
}

impl AsyncRead for Wrapped {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        // Set first: whoever asks finds it here, in the socket or among the requests.
        let before = self.line.midway.swap(true, Ordering::SeqCst);
        let filled = buffer.filled().len();
        let read = self.io.as_mut().poll_read(cx, buffer);
        let more = buffer.filled().len() > filled;
        self.line.midway.store(before || more, Ordering::SeqCst);
        read
    }
}

impl AsyncWrite for Wrapped {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.io.as_mut().poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.io.as_mut().poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.io.as_mut().poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn this_machine_is_known_under_all_its_loopback_names_and_no_other() {
        let here = |from: &str| Line::new(from.parse().unwrap()).is_from_loopback();
        for from in [
            "127.0.0.1:9",
            "127.1.2.3:9",
            "[::1]:9",
            "[::ffff:127.0.0.1]:9",
        ] {
            assert!(here(from), "{from}");
        }
        for from in ["192.0.2.1:9", "[2001:db8::1]:9", "[::ffff:192.0.2.1]:9"] {
            assert!(!here(from), "{from}");
        }
    }
}
