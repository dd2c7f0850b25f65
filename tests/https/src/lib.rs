//! Shared by the tests of https: an emulator that serves it, and clients on it.

use acton_emulator::{Builder, Emulator};
use acton_orm::{Client, ClientBuilder, Error};

/// A certificate and its key, as PEM.
#[derive(Debug)]
pub struct Pem {
    /// What a client trusts.
    pub trusted: String,
    /// What the server shows.
    pub chain: String,
    /// The server's key.
    pub key: String,
}

/// An emulator that refuses nobody for being quick.
pub fn builder() -> Builder {
    let builder = Emulator::builder().seed(42);
    builder.rate_limit(false).login_limit(false)
}

/// An emulator with a certificate that it makes itself.
pub async fn emulator() -> Emulator {
    let builder = builder().tls();
    builder.start().await.expect("a free port on loopback")
}

/// An emulator with this certificate.
pub async fn emulator_with(pem: &Pem) -> Emulator {
    let builder = builder().tls_with(&pem.chain, &pem.key);
    builder.start().await.expect("the certificate is one")
}

/// A client's settings with the emulator's account, and without its certificate.
pub fn stranger(emulator: &Emulator) -> ClientBuilder {
    Client::builder()
        .server(emulator.url())
        .user(emulator.user())
        .password(emulator.password())
        .oauth_client_id(emulator.client_id())
        .oauth_client_secret(emulator.client_secret())
        .calls_per_second(None)
}

/// How connecting fails; nothing of it may have come to the emulator.
pub async fn refusal(client: ClientBuilder, emulator: &Emulator) -> Error {
    let error = client.connect().await.expect_err("no connection");
    assert_eq!(emulator.journal().count(), 0, "nothing was sent");
    error
}
