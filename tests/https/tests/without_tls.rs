//! Built without TLS, https is refused before anything is sent.
#![cfg(not(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls")))]

use acton_orm::ErrorKind;
use acton_orm_https_tests::{emulator, refusal, stranger};

#[tokio::test]
async fn https_and_certificates_are_refused_with_the_features_that_give_them() {
    let emulator = emulator().await;
    let plain = emulator.url().replace("https:", "http:");
    let pem = emulator.certificate_pem().unwrap();
    for (client, says) in [
        (stranger(&emulator), "https needs TLS"),
        (
            stranger(&emulator).server(plain).ssl_server_cert(pem),
            "`SSLServerCert` needs TLS",
        ),
    ] {
        let error = refusal(client, &emulator).await;
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(says), "{error}");
        assert!(error.to_string().contains("`rustls-ring`"), "{error}");
    }
}
