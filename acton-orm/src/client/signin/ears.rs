//! The sockets a browser may come back to.
//!
//! `localhost` is two addresses, and the browser chooses. With one of them open to others, another
//! process of this machine could take the code; so both are ours, or neither.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::{TcpListener, TcpStream};
use url::{Host, Url};

/// So often another free port is tried, when one is free for one of the addresses only.
const TRIES: usize = 16;

pub(super) struct Ears {
    first: TcpListener,
    second: Option<TcpListener>,
}

impl Ears {
    pub(super) async fn open(callback: &Url, port: u16) -> io::Result<Self> {
        let only = match callback.host() {
            Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
            Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
            _ => None,
        };
        if let Some(ip) = only {
            let first = TcpListener::bind((ip, port)).await?;
            return Ok(Self {
                first,
                second: None,
            });
        }
        let mut tries = 0;
        loop {
            match Self::both(port).await {
                Err(error)
                    if port == 0 && error.kind() == io::ErrorKind::AddrInUse && tries < TRIES =>
                {
                    tries += 1;
                }
                opened => return opened,
            }
        }
    }

    /// A system that lacks one of the two has nobody listening there either.
    async fn both(port: u16) -> io::Result<Self> {
        let old = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let port = match &old {
            Ok(first) => first.local_addr()?.port(),
            Err(_) => port,
        };
        let new = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await;
        match (old, new) {
            (Ok(first), Ok(second)) => Ok(Self {
                first,
                second: Some(second),
            }),
            (Ok(first), Err(error)) | (Err(error), Ok(first)) if is_lacking(&error) => Ok(Self {
                first,
                second: None,
            }),
            (Err(error), _) | (_, Err(error)) => Err(error),
        }
    }

    pub(super) fn port(&self) -> Option<u16> {
        self.first.local_addr().map(|at| at.port()).ok()
    }

    pub(super) async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        match &self.second {
            Some(second) => tokio::select! {
                came = self.first.accept() => came,
                came = second.accept() => came,
            },
            None => self.first.accept().await,
        }
    }
}

/// The system has no such address, or no such protocol.
fn is_lacking(error: &io::Error) -> bool {
    // EAFNOSUPPORT, which the standard library has no word for: on Linux, on macOS, on Windows.
    const NO_PROTOCOL: &[i32] = if cfg!(windows) {
        &[10047]
    } else if cfg!(target_vendor = "apple") {
        &[47]
    } else {
        &[97]
    };
    error.kind() == io::ErrorKind::AddrNotAvailable
        || error
            .raw_os_error()
            .is_some_and(|code| NO_PROTOCOL.contains(&code))
}
