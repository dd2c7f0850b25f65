//! An image is moved by a download, an upload and a delete. Where its address comes from an answer, so
//! that nothing is fetched but from a public place, and nothing is taken over but the image itself:
//! otherwise nothing is changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use acton_emulator::{Emulator, Fault, tiny_png};
use acton_orm::prelude::*;
use acton_orm::{ErrorKind, Handle, Session};
use acton_orm_tests::rows::{Picture, impatient, pictures, report};
use acton_orm_tests::{calls, empty_account};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header::LOCATION};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

const IMAGE: &str = "/api/1/image/";

/// An account with one image, and the session that is to move it.
async fn moving() -> (Emulator, Session, Handle<Picture>) {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(5, 5, 5));
    let mut session = impatient(&emulator).await.session();
    let image = session.one(Picture::query()).await.unwrap();
    session[image].folder_name = "Archive".into();
    (emulator, session, image)
}

/// Details that name another address, and a size.
fn details(address: &str, size: Option<usize>) -> Fault {
    let size = size.map_or(String::new(), |size| format!(r#""size":{size},"#));
    let body = format!(
        r#"{{"id":"f-1","image_url":"{address}",{size}"display_name":"a.png","folder_name":"New"}}"#
    );
    Fault::body(200, "application/json", body).on("GET", IMAGE)
}

/// What the move says of such an address, nothing having changed.
async fn refused(address: &str, size: Option<usize>) -> String {
    let (emulator, mut session, image) = moving().await;
    emulator.fail(details(address, size));
    emulator.journal().clear();
    let report = report(session.commit().await.unwrap_err());
    assert!(
        report.outcome(image).unwrap().is_rejected(),
        "{address}: {report}"
    );
    let error = report.outcome(image).unwrap().error().unwrap();
    assert_eq!(error.kind(), ErrorKind::Decode, "{address}: {error}");
    assert_eq!(pictures(&emulator), [("a.png".into(), "New".into())]);
    assert_eq!(calls(&emulator).len(), 1, "only the details were read");
    error.to_string()
}

fn whole() -> Option<usize> {
    Some(tiny_png(5, 5, 5).len())
}

/// A server on loopback, as the account's own, that counts what it is asked for.
async fn elsewhere(routes: Router<Arc<AtomicU64>>) -> (String, Arc<AtomicU64>) {
    let asked = Arc::new(AtomicU64::new(0));
    let routes = routes.with_state(Arc::clone(&asked));
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", socket.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(socket, routes).await });
    (base, asked)
}

fn redirect(to: impl Into<String>) -> Response {
    (StatusCode::FOUND, [(LOCATION, to.into())]).into_response()
}

fn page(content: Vec<u8>) -> Router<Arc<AtomicU64>> {
    Router::new().route(
        "/a.png",
        get(move |State(asked): State<Arc<AtomicU64>>| async move {
            asked.fetch_add(1, Ordering::SeqCst);
            content
        }),
    )
}

#[tokio::test]
async fn no_address_in_a_private_network_is_asked() {
    for address in [
        "https://169.254.169.254/latest/meta-data/a.png",
        "https://10.0.0.7/a.png",
        "https://192.168.1.1/a.png",
        "https://172.16.3.4/a.png",
        "https://100.64.0.1/a.png",
        "https://0.0.0.0/a.png",
        "https://[fe80::1]/a.png",
        "https://[fd00::1]/a.png",
        "https://[::ffff:10.0.0.7]/a.png",
        "https://[64:ff9b::a9fe:a9fe]/a.png",
        "http://169.254.169.254/a.png",
        "https://0xa9fea9fe/a.png",
    ] {
        let error = refused(address, whole()).await;
        assert!(error.contains("not public"), "{address}: {error}");
        assert!(error.contains("nothing was changed"), "{error}");
    }
}

#[tokio::test]
async fn what_is_no_address_of_the_web_is_not_opened() {
    for (address, why) in [
        ("file:///etc/hostname", "https"),
        ("ftp://example.com/a.png", "https"),
        ("data:image/png;base64,AA", "https"),
        ("https://user:secret@example.com/a.png", "password"),
        ("a.png", "no address"),
    ] {
        let error = refused(address, whole()).await;
        assert!(error.contains(why), "{address}: {error}");
        assert!(!error.contains("secret"), "{error}");
    }
}

#[tokio::test]
async fn a_redirect_is_followed_on_the_same_site_alone() {
    let png = tiny_png(5, 5, 5);
    let content = png.clone();
    let routes = Router::new()
        .route("/moved", get(|| async { redirect("/a.png") }))
        .route(
            "/inside",
            get(|| async { redirect("https://10.0.0.7/a.png") }),
        )
        .route(
            "/meta",
            get(|| async { redirect("http://169.254.169.254/a.png") }),
        )
        .route(
            "/other",
            get(|| async { redirect("https://example.com/a.png") }),
        )
        .route("/file", get(|| async { redirect("file:///etc/hostname") }))
        .route("/round", get(|| async { redirect("/round") }))
        .merge(page(content));
    let (base, asked) = elsewhere(routes).await;
    for path in ["/inside", "/meta", "/other", "/file", "/round"] {
        let error = refused(&format!("{base}{path}"), whole()).await;
        assert!(error.contains("redirect"), "{path}: {error}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);

    let (emulator, mut session, _) = moving().await;
    emulator.fail(details(&format!("{base}/moved"), whole()));
    session.commit().await.unwrap();
    assert_eq!(pictures(&emulator), [("a.png".into(), "Archive".into())]);
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_is_found_has_to_be_an_image_of_the_size_that_was_told() {
    let png = tiny_png(5, 5, 5);
    let secrets = b"root:x:0:0:root:/root:/bin/sh\n".repeat(9)[..png.len()].to_vec();
    let (base, _) = elsewhere(page(secrets)).await;
    let error = refused(&format!("{base}/a.png"), whole()).await;
    assert!(error.contains("no image"), "{error}");

    let (base, asked) = elsewhere(page(png)).await;
    let error = refused(&format!("{base}/a.png"), whole().map(|size| size + 1)).await;
    assert!(error.contains("bytes"), "{error}");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    let error = refused(&format!("{base}/a.png"), None).await;
    assert!(error.contains("size"), "{error}");
    assert_eq!(asked.load(Ordering::SeqCst), 1, "it cannot be checked");
}
