//! Odd bytes on the wire.

use super::server::{Do, Server, answer, ok};
use crate::plan::{Body, Part, Request};
use crate::schema::Method;
use crate::{ErrorKind, Upload};

fn read() -> Request {
    Request::get("/api/1/list")
}

fn upload(content: Upload) -> Request {
    Request::new(Method::POST, "/api/1/image").body(Body::Multipart(vec![
        Part::text("folderName", "New Folder"),
        Part::file(content),
    ]))
}

#[tokio::test]
async fn a_body_cut_short_is_asked_for_again_and_never_taken_for_whole() {
    let short = || Do::Say("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":".into());
    let unfinished =
        || Do::Say("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n".into());
    let server = Server::start([short(), unfinished(), ok("{}")]).await;
    let body = server
        .client("")
        .await
        .call(read())
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert_eq!(body, "{}");
    assert_eq!(server.calls().len(), 3);
}

#[tokio::test]
async fn a_long_download_cut_short_is_an_error_of_transport_where_it_broke() {
    let server = Server::start([Do::Say(
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\na,b\r\n1,2\r\n".into(),
    )])
    .await;
    let mut answer = server.client("").await.call(read().long()).await.unwrap();
    let first = answer.chunk().await.unwrap().unwrap();
    assert_eq!(first, "a,b\r\n1,2\r\n");
    let error = answer.chunk().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.call(), Some("GET /api/1/list"));
}

#[tokio::test]
async fn a_download_that_falls_silent_ends_after_the_timeout() {
    let stalled = Do::SayAndHang("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc".into());
    let server = Server::start([stalled]).await;
    let mut answer = server
        .client("Timeout=0.2")
        .await
        .call(read().long())
        .await
        .unwrap();
    answer.chunk().await.unwrap().unwrap();
    assert_eq!(answer.chunk().await.unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_write_whose_answer_is_cut_short_is_unknown() {
    let server = Server::start([Do::Say(
        "HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{".into(),
    )])
    .await;
    let error = server
        .client("")
        .await
        .call(upload(Upload::bytes("a.png", "x")))
        .await
        .unwrap_err();
    assert!(error.is_unknown_outcome(), "{error}");
    assert_eq!(server.calls().len(), 1);
}

#[tokio::test]
async fn an_html_page_and_garbage_are_errors_that_say_what_they_are() {
    let page = answer(
        "403 Forbidden",
        "content-type: text/html\r\nx-request-id: r-1\r\n",
        "<html><head><title>Blocked</title></head></html>",
    );
    let server = Server::start([Do::Say(page), Do::Say("garbage\r\n\r\n".into())]).await;
    let acton = server.client("MaxRetries=0").await;
    let error = acton.call(read()).await.unwrap_err();
    assert!(
        error.is_auth() && error.to_string().contains("titled `Blocked`"),
        "{error}"
    );
    assert_eq!(error.api().unwrap().request_id.as_deref(), Some("r-1"));
    assert!(error.to_string().contains("request r-1"), "{error}");
    let error = acton.call(read()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_the_token_goes_nowhere_else() {
    let other = Server::start([ok("{}")]).await;
    let to = answer(
        "307 Temporary Redirect",
        &format!("location: {}/api/1/list\r\n", other.url),
        "",
    );
    let server = Server::start([Do::Say(to)]).await;
    let error = server.client("").await.call(read()).await.unwrap_err();
    assert!(
        error.to_string().contains("redirects are not followed"),
        "{error}"
    );
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_public_asset_is_fetched_without_the_token() {
    let server = Server::start([Do::Say(answer(
        "200 OK",
        "content-type: image/png\r\n",
        "png",
    ))])
    .await;
    let address = crate::Url::parse(&format!(
        "{}/acton/attachment/1/f-1/1/-/-/-/-/a.png",
        server.url
    ))
    .unwrap();
    let body = server
        .client("")
        .await
        .call(Request::file(Some(address.as_str()), "image_url"))
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert_eq!(body, "png");
    assert!(
        !server.calls()[0]
            .to_ascii_lowercase()
            .contains("authorization")
    );
}

#[tokio::test]
async fn a_file_is_streamed_with_its_length_and_its_media_type() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hero.png");
    std::fs::write(&path, vec![b'x'; 200_000]).unwrap();
    let server = Server::start([ok("{}")]).await;
    server
        .client("")
        .await
        .call(upload(Upload::path(&path)))
        .await
        .unwrap();
    let request = &server.calls()[0];
    let head = request
        .split("\r\n\r\n")
        .next()
        .unwrap()
        .to_ascii_lowercase();
    assert!(
        head.contains("content-length: 200"),
        "a whole length, no chunks: {head}"
    );
    for part in [
        "name=\"folderName\"",
        "New Folder",
        "filename=\"hero.png\"",
        "Content-Type: image/png",
    ] {
        assert!(request.contains(part), "{part}");
    }
    assert!(request.contains(&"x".repeat(200_000)));
}

#[tokio::test]
async fn a_file_that_is_missing_or_a_folder_costs_no_call() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start([]).await;
    let acton = server.client("").await;
    for path in [folder.path().join("missing.png"), folder.path().to_owned()] {
        let error = acton.call(upload(Upload::path(&path))).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io);
        assert!(
            error.to_string().contains(&path.display().to_string()),
            "{error}"
        );
    }
    assert!(server.calls().is_empty());
}

#[tokio::test]
async fn a_connection_refused_is_an_error_of_transport_for_reads_and_writes() {
    let server = Server::start([]).await;
    let acton = server.client("MaxRetries=1").await;
    let gone = std::net::TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap();
    let text = format!("Server=http://{gone};OAuthAccessToken=t;MaxRetries=1;CallsPerSecond=1000");
    let refused = crate::Client::connect(&text).await.unwrap();
    for call in [read(), upload(Upload::bytes("a.png", "x"))] {
        let error = refused.call(call).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    }
    drop(acton);
}

#[tokio::test]
async fn a_proxy_gets_its_own_password_and_the_whole_address() {
    let proxy = Server::start([ok("{}")]).await;
    let port = proxy.url.rsplit_once(':').unwrap().1.to_owned();
    let text = format!(
        "Server=http://localhost:9;OAuthAccessToken=t;ProxyServer=127.0.0.1;ProxyPort={port};ProxyUser=ada;ProxyPassword=pw"
    );
    let acton = crate::Client::connect(&text).await.unwrap();
    acton.call(read()).await.unwrap();
    let request = &proxy.calls()[0];
    assert!(
        request.starts_with("GET http://localhost:9/api/1/list HTTP/1.1"),
        "{request}"
    );
    assert!(
        request
            .to_ascii_lowercase()
            .contains("proxy-authorization: basic ywrhonb3"),
        "{request}"
    );
}

/// A SOCKS5 server that lets nobody through but notes whom it was asked for.
#[tokio::test]
async fn a_socks_firewall_is_asked_for_the_host_by_name() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let socket = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let port = socket.local_addr().unwrap().port();
    let asked = tokio::spawn(async move {
        let (mut stream, _) = socket.accept().await.unwrap();
        let mut greeting = [0; 2];
        stream.read_exact(&mut greeting).await.unwrap();
        let mut methods = vec![0; usize::from(greeting[1])];
        stream.read_exact(&mut methods).await.unwrap();
        stream.write_all(&[5, 0]).await.unwrap();
        let mut request = [0; 5];
        stream.read_exact(&mut request).await.unwrap();
        let mut host = vec![0; usize::from(request[4])];
        stream.read_exact(&mut host).await.unwrap();
        stream
            .write_all(&[5, 2, 0, 1, 0, 0, 0, 0, 0, 0])
            .await
            .unwrap();
        String::from_utf8(host).unwrap()
    });
    let text = format!(
        "OAuthAccessToken=t;MaxRetries=0;FirewallType=SOCKS5;FirewallServer=127.0.0.1;FirewallPort={port}"
    );
    let error = crate::Client::connect(&text)
        .await
        .unwrap()
        .call(upload(Upload::bytes("a.png", "x")))
        .await
        .unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::Transport,
        "nothing was sent: {error}"
    );
    assert_eq!(asked.await.unwrap(), "api.actonsoftware.com");
}
