//! https against the emulator, by the TLS backend that this was built with.
#![cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]

mod certificates;

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use acton_emulator::{Emulator, Fault};
use acton_orm::prelude::*;
use acton_orm::{Client, ErrorKind};
use acton_orm_https_tests::{builder, emulator, emulator_with, refusal, stranger};
#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
use certificates::signing;
use certificates::{expired, issued, valid};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "Images")]
struct Picture {
    id: String,
    folder_name: String,
}

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Big", module = "big")]
struct Person {
    #[acton(key)]
    id: RecordId,
}

async fn client(emulator: &Emulator) -> Client {
    let settings = Client::parse(&emulator.connection_string()).unwrap();
    settings.calls_per_second(None).connect().await.unwrap()
}

#[tokio::test]
async fn the_emulators_connection_string_signs_in_reads_and_commits_over_https() {
    let emulator = emulator().await;
    assert!(emulator.url().starts_with("https://127.0.0.1:"));
    let acton = client(&emulator).await;
    let mut session = acton.session();
    let image = session.one(Picture::query().limit(1)).await.unwrap();
    session[image].folder_name = "Moved".to_owned();
    session.commit().await.unwrap();
    let moved = Picture::query().filter(images::folder_name.eq("Moved"));
    moved.one(&acton).await.unwrap();
}

/// Published addresses of images are plain http, and lead to https.
#[tokio::test]
async fn an_image_is_moved_from_where_its_plain_address_leads_to() {
    let emulator = emulator().await;
    let acton = client(&emulator).await;
    let mut session = acton.session();
    let image = session.one(Picture::query().limit(1)).await.unwrap();
    let id = session[image].id.clone();
    let bytes = emulator.image_bytes(&id).unwrap();
    let images = emulator.images();
    let name = &images.iter().find(|one| one.id == id).unwrap().name;
    let account = "46370";
    let to = format!("{}/cdn/{account}/{id}/{name}", emulator.url());
    let plain = redirecting(to).await;
    let details = format!(
        r#"{{"id":"{id}","image_url":"{plain}","size":{},"display_name":"{name}","folder_name":"New"}}"#,
        bytes.len()
    );
    emulator.fail(Fault::body(200, "application/json", details).on("GET", "/api/1/image/"));
    session[image].folder_name = "Moved".to_owned();
    session.commit().await.unwrap();
    let moved = Picture::query().filter(images::folder_name.eq("Moved"));
    let moved = moved.one(&acton).await.unwrap();
    assert_eq!(emulator.image_bytes(&moved.id).unwrap(), bytes);
}

/// A plain address that leads elsewhere.
async fn redirecting(to: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/a.png", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let answer = format!(
                "HTTP/1.1 301 Moved\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    address
}

#[tokio::test]
async fn a_whole_list_streams_over_https() {
    let builder = builder().tls().generate_list("Big", 20_000);
    let emulator = builder.start().await.unwrap();
    let people = Person::query()
        .load(&client(&emulator).await)
        .await
        .unwrap();
    assert_eq!(people.len(), 20_000);
}

#[tokio::test]
async fn the_certificate_may_be_text_or_a_file() {
    let emulator = emulator().await;
    let pem = emulator.certificate_pem().unwrap();
    stranger(&emulator)
        .ssl_server_cert(pem)
        .connect()
        .await
        .unwrap();

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("emulator.pem");
    fs::write(&file, pem).unwrap();
    let file = file.to_str().unwrap();
    stranger(&emulator)
        .ssl_server_cert(file)
        .connect()
        .await
        .unwrap();

    let (before, _) = emulator
        .connection_string()
        .split_once("&SSLServerCert=")
        .map(|(before, after)| (before.to_owned(), after.len()))
        .unwrap();
    let text = format!("{before}&SSLServerCert={file}");
    Client::connect(&text).await.unwrap();
}

#[tokio::test]
async fn who_trusts_the_issuer_trusts_the_server() {
    let pem = issued();
    let emulator = emulator_with(&pem).await;
    let client = stranger(&emulator).ssl_server_cert(&pem.trusted);
    client.connect().await.unwrap();
}

#[tokio::test]
async fn a_certificate_nobody_knows_is_refused_once_and_the_error_says_what_to_do() {
    let emulator = emulator().await;
    let connections = Arc::new(AtomicU32::new(0));
    let address = forward(&emulator, Arc::clone(&connections)).await;
    let client = stranger(&emulator).server(format!("https://{address}"));
    let error = refusal(client, &emulator).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.is_transport());
    let text = error.to_string();
    assert!(
        text.contains("the server's certificate is not accepted"),
        "{text}"
    );
    assert!(text.contains("nothing was sent"), "{text}");
    assert!(text.contains("in `SSLServerCert`"), "{text}");
    assert_eq!(connections.load(Ordering::SeqCst), 1, "not tried again");
}

/// A way to the emulator that counts connections.
async fn forward(emulator: &Emulator, connections: Arc<AtomicU32>) -> String {
    let to = emulator.url().trim_start_matches("https://").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            connections.fetch_add(1, Ordering::SeqCst);
            let mut far = TcpStream::connect(&to).await.unwrap();
            tokio::spawn(async move {
                let _ = copy_bidirectional(&mut near, &mut far).await;
            });
        }
    });
    address
}

#[tokio::test]
async fn another_emulators_certificate_is_not_this_ones() {
    let (this, other) = (emulator().await, emulator().await);
    let client = stranger(&this).ssl_server_cert(other.certificate_pem().unwrap());
    let error = refusal(client, &this).await;
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused_though_it_is_trusted() {
    let pem = valid("acton.test");
    let emulator = emulator_with(&pem).await;
    let client = stranger(&emulator).ssl_server_cert(&pem.trusted);
    let error = refusal(client, &emulator).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("check `Server`"), "{error}");
}

#[tokio::test]
async fn a_certificate_that_has_expired_is_refused_though_it_is_trusted() {
    let pem = expired();
    let emulator = emulator_with(&pem).await;
    let client = stranger(&emulator).ssl_server_cert(&pem.trusted);
    let error = refusal(client, &emulator).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("clock"), "{error}");
}

/// OpenSSL does not mind.
#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
#[tokio::test]
async fn a_certificate_that_signs_others_is_no_servers_own() {
    let pem = signing();
    let emulator = emulator_with(&pem).await;
    let client = stranger(&emulator).ssl_server_cert(&pem.trusted);
    let error = refusal(client, &emulator).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("CA:TRUE"), "{error}");
}

#[tokio::test]
async fn what_is_no_certificate_is_an_error_before_any_call() {
    let emulator = emulator().await;
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &[u8]| {
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let good = emulator.certificate_pem().unwrap();
    let hollow = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let key = valid("localhost").key;
    for (given, kind, says) in [
        ("*".to_owned(), ErrorKind::Config, "whoever answers"),
        ("/no/such.pem".to_owned(), ErrorKind::Io, "/no/such.pem"),
        (
            file("empty.pem", b""),
            ErrorKind::Config,
            "empty.pem holds no certificate",
        ),
        (
            file("binary.der", &[0x30, 0x82, 1, 2]),
            ErrorKind::Config,
            "holds no certificate",
        ),
        (
            file("key.pem", key.as_bytes()),
            ErrorKind::Config,
            "holds no certificate",
        ),
        (
            key,
            ErrorKind::Config,
            "the PEM text in `SSLServerCert` holds no certificate",
        ),
        (
            good.replace("-----END", "-----"),
            ErrorKind::Config,
            "is no PEM",
        ),
        (good.replace("\nM", "\n!"), ErrorKind::Config, "is no PEM"),
        (
            format!("{good}{hollow}"),
            ErrorKind::Config,
            "certificate 2 is none",
        ),
    ] {
        let error = refusal(stranger(&emulator).ssl_server_cert(given), &emulator).await;
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(says), "{error}");
        assert!(error.to_string().contains("PEM"), "what to do: {error}");
    }
}

#[tokio::test]
async fn a_connection_that_is_cut_is_told_over_https_too() {
    let emulator = emulator().await;
    let settings = Client::parse(&emulator.connection_string()).unwrap();
    let acton = settings.max_retries(0).calls_per_second(None);
    let acton = acton.connect().await.unwrap();
    for fault in [
        Fault::truncate(10),
        Fault::reset_before(),
        Fault::reset_after(),
        Fault::refuse(),
    ] {
        emulator.fail(fault.on("GET", "/api/1/image"));
        let error = Picture::query().load(&acton).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    }
    assert_eq!(emulator.faults_struck(), 4);
    Picture::query().load(&acton).await.unwrap();
}

#[tokio::test]
async fn who_connects_and_says_nothing_keeps_nobody_waiting() {
    let emulator = emulator().await;
    let address = emulator.url().trim_start_matches("https://");
    let _silent = TcpStream::connect(address).await.unwrap();
    let acton = client(&emulator).await;
    Picture::query().load(&acton).await.unwrap();
}

#[tokio::test]
async fn the_emulator_settles_when_a_caller_over_https_has_gone() {
    let emulator = emulator().await;
    let acton = client(&emulator).await;
    for fault in [Fault::gate(2), Fault::held()] {
        emulator.fail(fault.on("GET", "/api/1/image"));
        let query = Picture::query();
        tokio::select! {
            read = query.load(&acton) => panic!("nobody answers: {read:?}"),
            () = emulator.until_in_flight(1) => {}
        }
        emulator.settled().await;
        assert_eq!(emulator.in_flight(), 0);
        emulator.clear_faults();
    }
    assert_eq!(emulator.release(), 1);
    assert!(Picture::query().load(&acton).await.is_ok());
    emulator.settled().await;
}
