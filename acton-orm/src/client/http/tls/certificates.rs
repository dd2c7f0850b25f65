//! The certificates of the property `SSLServerCert`.

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use crate::{Error, ErrorKind, Result};

/// Those of a PEM file, or of PEM text.
pub(super) fn read(property: &str) -> Result<Vec<CertificateDer<'static>>> {
    if property == "*" {
        return Err(Error::new(
            ErrorKind::Config,
            "`SSLServerCert=*` would give the password to whoever answers",
        )
        .advise("name the PEM file of the certificate to trust"));
    }
    let text = property.contains("-----BEGIN");
    let pem = if text {
        property.as_bytes().to_vec()
    } else {
        std::fs::read(property).map_err(|error| {
            Error::new(
                ErrorKind::Io,
                format!("`SSLServerCert` names a file that cannot be read: {property}: {error}"),
            )
            .advise(
                "give the path of a PEM file, or its text from `-----BEGIN CERTIFICATE-----` on",
            )
            .caused_by(error)
        })?
    };
    let place = if text {
        "the PEM text in `SSLServerCert`".to_owned()
    } else {
        format!("`SSLServerCert`: the file {property}")
    };
    let certificates = CertificateDer::pem_slice_iter(&pem)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| wrong(format!("{place} is no PEM: {error}")).caused_by(error))?;
    if certificates.is_empty() {
        return Err(wrong(format!("{place} holds no certificate")));
    }
    for (index, certificate) in certificates.iter().enumerate() {
        check(certificate).map_err(|error| {
            let number = index + 1;
            wrong(format!("{place}: certificate {number} is none: {error}")).caused_by(error)
        })?;
    }
    Ok(certificates)
}

fn wrong(what: String) -> Error {
    Error::new(ErrorKind::Config, what).advise(
        "give certificates as PEM: base64 between the lines `-----BEGIN CERTIFICATE-----` and `-----END CERTIFICATE-----`",
    )
}

#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
fn check(certificate: &CertificateDer<'static>) -> Result<(), rustls::Error> {
    rustls::RootCertStore::empty().add(certificate.clone())
}

#[cfg(not(any(feature = "rustls", feature = "rustls-ring")))]
fn check(certificate: &CertificateDer<'static>) -> Result<(), native_tls::Error> {
    native_tls::Certificate::from_der(certificate).map(drop)
}

/// As reqwest's builder takes them.
#[cfg(any(feature = "rustls", not(feature = "rustls-ring")))]
pub(super) fn for_reqwest(
    certificates: Vec<CertificateDer<'static>>,
) -> Result<Vec<reqwest::Certificate>> {
    let convert = |certificate: CertificateDer<'static>| {
        reqwest::Certificate::from_der(&certificate)
            .map_err(|error| super::super::unusable("`SSLServerCert`", error))
    };
    certificates.into_iter().map(convert).collect()
}
