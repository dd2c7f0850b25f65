//! TLS, with a certificate made at the start.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use rcgen::{CertificateParams, DnType, KeyPair};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};
use tokio_rustls::server::TlsStream;
use tokio_rustls::{Accept, TlsAcceptor};

use super::connection::{Duplex, Socket, Wrap};

/// The names by which a client on this machine reaches the emulator.
const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// What to serve TLS with.
#[derive(Clone, Debug)]
pub(crate) enum Certificate {
    /// One made at the start.
    Own,
    /// Chain and key, as PEM.
    Given(String, String),
}

/// How connections are made secure, and the certificate to trust for it.
pub(crate) fn secure(certificate: &Certificate) -> io::Result<(Wrap, String)> {
    let (chain, key) = match certificate {
        Certificate::Own => make().map_err(io::Error::other)?,
        Certificate::Given(chain, key) => (chain.clone(), key.clone()),
    };
    let acceptor = TlsAcceptor::from(Arc::new(config(&chain, &key)?));
    let wrap = move |socket| {
        let accept = Box::new(acceptor.accept(socket));
        Box::pin(Secured::Shaking(accept)) as Pin<Box<dyn Duplex>>
    };
    Ok((Arc::new(wrap), chain))
}

/// A certificate that signs itself, and its key.
fn make() -> Result<(String, String), rcgen::Error> {
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::new(NAMES.map(str::to_owned))?;
    let name = &mut params.distinguished_name;
    name.push(DnType::CommonName, "acton-emulator");
    Ok((params.self_signed(&key)?.pem(), key.serialize_pem()))
}

fn config(chain: &str, key: &str) -> io::Result<ServerConfig> {
    let wrong = |what: String| io::Error::new(io::ErrorKind::InvalidInput, what);
    let chain = CertificateDer::pem_slice_iter(chain.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| wrong(format!("the certificate: {error}")))?;
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes())
        .map_err(|error| wrong(format!("the certificate's key: {error}")))?;
    // Not the process's default, which is the program's to choose.
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error: rustls::Error| wrong(format!("the certificate and its key: {error}")))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// A connection whose first read or write makes it secure, so that a client who says nothing keeps
/// nobody else waiting.
enum Secured {
    Shaking(Box<Accept<Socket>>),
    Secure(Box<TlsStream<Socket>>),
}

impl Secured {
    fn poll_secure(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<&mut TlsStream<Socket>>> {
        if let Self::Shaking(accept) = self {
            let secure = ready!(Pin::new(accept).poll(cx))?;
            *self = Self::Secure(Box::new(secure));
        }
        match self {
            Self::Secure(stream) => Poll::Ready(Ok(stream)),
            Self::Shaking(_) => Poll::Pending,
        }
    }
}

impl AsyncRead for Secured {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let stream = ready!(self.poll_secure(cx))?;
        Pin::new(stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Secured {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let stream = ready!(self.poll_secure(cx))?;
        Pin::new(stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let stream = ready!(self.poll_secure(cx))?;
        Pin::new(stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            // Nothing was said yet that wants an orderly end.
            Self::Shaking(_) => Poll::Ready(Ok(())),
            Self::Secure(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
