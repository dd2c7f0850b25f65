//! TLS by the backend that was built in. Of several, the first is used: rustls with aws-lc-rs, rustls
//! with ring, the system's own library.

#[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
mod certificates;
mod distrust;
#[cfg(all(feature = "rustls-ring", not(feature = "rustls")))]
mod ring;

use reqwest::ClientBuilder;
use url::Url;

use crate::Result;
#[cfg(not(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls")))]
use crate::{Error, ErrorKind};

pub(crate) use distrust::Distrust;

/// Adds TLS that trusts the system's certificates and, beside them, those of `SSLServerCert`.
#[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
pub(super) fn add(
    builder: ClientBuilder,
    _: &Url,
    property: Option<&str>,
) -> Result<ClientBuilder> {
    let extra = property.map(certificates::read).transpose()?;
    backend(builder, extra.unwrap_or_default())
}

#[cfg(not(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls")))]
pub(super) fn add(
    builder: ClientBuilder,
    base: &Url,
    property: Option<&str>,
) -> Result<ClientBuilder> {
    let needs = match property {
        _ if base.scheme() == "https" => "https",
        Some(_) => "`SSLServerCert`",
        None => return Ok(builder),
    };
    Err(Error::new(
        ErrorKind::Config,
        format!("{needs} needs TLS, which acton-orm was built without"),
    )
    .advise("build it with one of its features `rustls`, `rustls-ring` and `native-tls`"))
}

/// Named, because another crate may have switched on another backend of reqwest.
#[cfg(feature = "rustls")]
fn backend(
    builder: ClientBuilder,
    extra: Vec<rustls_pki_types::CertificateDer<'static>>,
) -> Result<ClientBuilder> {
    Ok(builder
        .tls_backend_rustls()
        .tls_certs_merge(certificates::for_reqwest(extra)?))
}

#[cfg(all(feature = "rustls-ring", not(feature = "rustls")))]
use ring::backend;

#[cfg(all(
    feature = "native-tls",
    not(any(feature = "rustls", feature = "rustls-ring"))
))]
fn backend(
    builder: ClientBuilder,
    extra: Vec<rustls_pki_types::CertificateDer<'static>>,
) -> Result<ClientBuilder> {
    Ok(builder
        .tls_backend_native()
        .tls_certs_merge(certificates::for_reqwest(extra)?))
}
