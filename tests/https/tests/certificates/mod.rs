//! Certificates as servers have them, good and bad.

use acton_orm_https_tests::Pem;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    // OpenSSL takes an issuer and a server of one name for one.
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

fn signed_by_itself(params: CertificateParams) -> Pem {
    let key = KeyPair::generate().unwrap();
    let pem = params.self_signed(&key).unwrap().pem();
    Pem {
        trusted: pem.clone(),
        chain: pem,
        key: key.serialize_pem(),
    }
}

/// For this name.
pub fn valid(name: &str) -> Pem {
    signed_by_itself(params(name))
}

pub fn expired() -> Pem {
    let mut params = params("127.0.0.1");
    params.not_before = date_time_ymd(2019, 1, 1);
    params.not_after = date_time_ymd(2020, 1, 1);
    signed_by_itself(params)
}

fn authority(name: &str) -> CertificateParams {
    let mut params = params(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

/// As `openssl req -x509` makes it unless told otherwise.
#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
pub fn signing() -> Pem {
    signed_by_itself(authority("127.0.0.1"))
}

/// As a company's own authority makes it.
pub fn issued() -> Pem {
    let authority_key = KeyPair::generate().unwrap();
    let authority = authority("authority.test");
    let trusted = authority.self_signed(&authority_key).unwrap().pem();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let server = params("127.0.0.1").signed_by(&key, &issuer).unwrap();
    Pem {
        trusted,
        chain: server.pem(),
        key: key.serialize_pem(),
    }
}
