//! What is wrong with a certificate that is not accepted, and what to do about it.

use std::error::Error as StdError;
use std::{io, iter};

/// A server's certificate that is not accepted.
#[derive(Debug)]
pub(crate) struct Distrust {
    flaw: Flaw,
    /// In the words of the library.
    pub(crate) reason: String,
}

#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(any(feature = "rustls", feature = "rustls-ring")),
    allow(dead_code, reason = "not every backend tells all of them")
)]
enum Flaw {
    /// Made out for another name.
    Name,
    /// Not valid at this time.
    Time,
    /// One that signs others, which is no server's own.
    Authority,
    /// Signed by nobody we know, or broken.
    Unknown,
}

impl Distrust {
    /// Looks for it among an error's causes.
    pub(crate) fn of(error: &(dyn StdError + 'static)) -> Option<Self> {
        let mut causes = iter::successors(Some(error), |error| cause(*error));
        causes.find_map(|error| {
            flaw(error).map(|flaw| Self {
                flaw,
                reason: error.to_string(),
            })
        })
    }

    pub(crate) fn advice(&self) -> &'static str {
        match self.flaw {
            Flaw::Name => {
                "the address has to have a name that the certificate is made out for: check `Server`"
            }
            Flaw::Time => {
                "check this machine's clock; if it is right, whoever runs the server has to renew the certificate"
            }
            Flaw::Authority => {
                "whoever runs the server has to give it a certificate of its own, without `CA:TRUE`"
            }
            Flaw::Unknown => {
                "if this is the server you mean, name the PEM file of its certificate, or of the one that signed it, in `SSLServerCert`"
            }
        }
    }
}

fn flaw(error: &(dyn StdError + 'static)) -> Option<Flaw> {
    #[cfg(any(feature = "rustls", feature = "rustls-ring"))]
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return by_rustls(error);
    }
    #[cfg(feature = "native-tls")]
    if let Some(error) = error.downcast_ref::<native_tls::Error>() {
        return by_text(&error.to_string());
    }
    let _ = error;
    None
}

/// `source` of an I/O error skips the error that it was made of.
fn cause<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
fn by_rustls(error: &rustls::Error) -> Option<Flaw> {
    use rustls::CertificateError as Wrong;

    let rustls::Error::InvalidCertificate(wrong) = error else {
        return None;
    };
    Some(match wrong {
        Wrong::NotValidForName | Wrong::NotValidForNameContext { .. } => Flaw::Name,
        Wrong::Expired
        | Wrong::ExpiredContext { .. }
        | Wrong::NotValidYet
        | Wrong::NotValidYetContext { .. } => Flaw::Time,
        // webpki's word for it, which rustls has none for.
        Wrong::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => Flaw::Authority,
        _ => Flaw::Unknown,
    })
}

/// The system's libraries tell by text only: OpenSSL's, Windows's and Apple's words.
#[cfg(feature = "native-tls")]
fn by_text(error: &str) -> Option<Flaw> {
    let error = error.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| error.contains(word));
    if !has(&["certificate", "cert_"]) {
        return None;
    }
    Some(
        if has(&[
            "hostname mismatch",
            "ip address mismatch",
            "cn name",
            "host name",
        ]) {
            Flaw::Name
        } else if has(&["expired", "not yet valid", "validity period"]) {
            Flaw::Time
        } else {
            Flaw::Unknown
        },
    )
}
