//! rustls with ring. reqwest takes ring only from the process's default, which is not a library's to
//! set; so it is handed a configuration, made as reqwest makes its own.

use std::sync::Arc;

use reqwest::ClientBuilder;
use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls_pki_types::CertificateDer;
use rustls_platform_verifier::Verifier;

use crate::{Error, ErrorKind, Result};

pub(super) fn backend(
    builder: ClientBuilder,
    extra: Vec<CertificateDer<'static>>,
) -> Result<ClientBuilder> {
    let config = config(extra).map_err(|error| {
        Error::new(ErrorKind::Config, format!("TLS cannot be set up: {error}"))
            .advise(
                "install the system's certificates, or name a PEM file of them in `SSLServerCert`",
            )
            .caused_by(error)
    })?;
    Ok(builder.tls_backend_preconfigured(config))
}

fn config(extra: Vec<CertificateDer<'static>>) -> Result<ClientConfig, rustls::Error> {
    // What the application chose for its process holds here too, as it does in reqwest.
    let provider = CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let verifier = verifier(extra, Arc::clone(&provider))?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous() // the method's name for a verifier of one's own; this is the platform's
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

#[cfg(not(target_os = "android"))]
fn verifier(
    extra: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Verifier, rustls::Error> {
    Verifier::new_with_extra_roots(extra, provider)
}

#[cfg(target_os = "android")]
fn verifier(
    extra: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Verifier, rustls::Error> {
    if extra.is_empty() {
        return Verifier::new(provider);
    }
    Err(rustls::Error::General(
        "Android trusts its own certificates only".to_owned(),
    ))
}
