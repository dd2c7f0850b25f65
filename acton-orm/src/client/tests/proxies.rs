//! A proxy or firewall that does not accept whoever comes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::server::{Do, Server, answer};
use crate::ErrorKind;
use crate::client::Client;

const CREDENTIALS: &str = "User=ada;Password=hunter2;OAuthClientId=id;OAuthClientSecret=s3cret";

async fn refused(text: &str) {
    let error = Client::connect(&format!(
        "{text};OAuthSettingsLocation=memory://;{CREDENTIALS}"
    ))
    .await
    .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    let said = format!("{error} {error:?}");
    assert!(
        said.contains("does not accept") && said.contains("Password`"),
        "{said}"
    );
    assert!(
        !said.contains("WRONG") && !said.contains("hunter2"),
        "{said}"
    );
}

#[tokio::test]
async fn a_wrong_password_for_a_proxy_is_said_at_once_and_not_tried_again() {
    for server in ["https://act-on.example", "http://127.0.0.1:1"] {
        let no = || Do::Say(answer("407 Proxy Authentication Required", "", "no"));
        let proxy = Server::start([no(), no(), no()]).await;
        let port = proxy.url.rsplit_once(':').unwrap().1;
        refused(&format!(
            "Server={server};ProxyServer=127.0.0.1;ProxyPort={port};ProxyUser=u;ProxyPassword=WRONG"
        ))
        .await;
        assert_eq!(proxy.requests().len(), 1, "{:?}", proxy.requests());
    }
}

#[tokio::test]
async fn a_wrong_password_for_a_firewall_is_said_at_once_and_not_tried_again() {
    let socket = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = socket.local_addr().unwrap().port();
    let knocks = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&knocks);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = socket.accept().await {
            seen.fetch_add(1, Ordering::Relaxed);
            let mut bytes = [0; 512];
            // SOCKS 5: name and password are wanted, and are wrong.
            for reply in [[5, 2], [1, 1]] {
                let _ = stream.read(&mut bytes).await;
                let _ = stream.write_all(&reply).await;
            }
        }
    });
    refused(&format!(
        "Server=https://act-on.example;FirewallType=SOCKS5;FirewallServer=127.0.0.1;FirewallPort={port};FirewallUser=u;FirewallPassword=WRONG"
    ))
    .await;
    assert_eq!(knocks.load(Ordering::Relaxed), 1);
}
