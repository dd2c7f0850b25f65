//! The listener, with a person and a browser played by the test.

use std::sync::{Arc, Mutex};

use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;
use crate::client::store::BoxFuture;

/// Remembers the address; brings what it was given.
#[derive(Debug, Default)]
struct Person {
    shown: Mutex<Option<Url>>,
    brings: Option<&'static str>,
}

impl SignIn for Person {
    fn show<'a>(&'a self, address: &'a Url) -> BoxFuture<'a, Option<String>> {
        Box::pin(async move {
            *self.shown.lock().unwrap() = Some(address.clone());
            Ok(self.brings.map(str::to_owned))
        })
    }
}

fn app() -> App {
    App {
        id: "key".into(),
        secret: SecretString::from("s3cret"),
    }
}

async fn get(callback: &Url, target: &str) -> String {
    let port = callback.port().unwrap();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let request = format!("GET {target} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

async fn shown(person: &Person) -> (Url, String) {
    loop {
        if let Some(address) = person.shown.lock().unwrap().clone() {
            let value = |name: &str| {
                address
                    .query_pairs()
                    .find(|(key, _)| key == name)
                    .unwrap()
                    .1
                    .into_owned()
            };
            return (Url::parse(&value("redirect_uri")).unwrap(), value("state"));
        }
        tokio::task::yield_now().await;
    }
}

fn begin(callback: &str, person: &Arc<Person>) -> tokio::task::JoinHandle<Result<SignedIn>> {
    let callback = Url::parse(callback).unwrap();
    let show = Arc::clone(person) as Arc<dyn SignIn>;
    tokio::spawn(async move {
        let base = Url::parse("http://127.0.0.1:1/").unwrap();
        sign_in(&app(), &base, &callback, &show).await
    })
}

#[tokio::test]
async fn a_browser_that_comes_back_brings_the_code_and_sees_what_became_of_it() {
    let person = Arc::new(Person::default());
    let signing_in = begin("http://localhost:0/done", &person);
    let (callback, state) = shown(&person).await;
    assert!(
        get(&callback, "/favicon.ico")
            .await
            .starts_with("HTTP/1.1 404")
    );
    assert!(
        get(&callback, "/done?code=forged&state=other")
            .await
            .starts_with("HTTP/1.1 400")
    );
    assert!(
        get(&callback, "/done?code=forged")
            .await
            .starts_with("HTTP/1.1 400")
    );
    let browser =
        tokio::spawn(async move { get(&callback, &format!("/done?code=abc&state={state}")).await });
    let signed_in = signing_in.await.unwrap().unwrap();
    assert_eq!(signed_in.code, "abc");
    signed_in.reply.unwrap().finish(Ok(())).await;
    let page = browser.await.unwrap();
    assert!(
        page.contains("200 OK") && page.contains("You are signed in"),
        "{page}"
    );
}

#[tokio::test]
async fn a_refusal_is_an_error_and_the_page_says_so() {
    let person = Arc::new(Person::default());
    let signing_in = begin("http://127.0.0.1:0", &person);
    let (callback, state) = shown(&person).await;
    let page = get(&callback, &format!("/?error=access_denied&state={state}")).await;
    assert!(
        page.contains("The sign-in failed") && page.contains("access_denied"),
        "{page}"
    );
    let error = signing_in.await.unwrap().err().unwrap();
    assert!(error.is_auth(), "{error}");
}

#[tokio::test]
async fn a_connection_that_says_nothing_does_not_hold_up_the_one_that_does() {
    let person = Arc::new(Person::default());
    let signing_in = begin("http://localhost:0", &person);
    let (callback, state) = shown(&person).await;
    let _silent = TcpStream::connect(("127.0.0.1", callback.port().unwrap()))
        .await
        .unwrap();
    let browser =
        tokio::spawn(async move { get(&callback, &format!("/?code=abc&state={state}")).await });
    let signed_in = signing_in.await.unwrap().unwrap();
    signed_in.reply.unwrap().finish(Ok(())).await;
    browser.await.unwrap();
}

#[tokio::test]
async fn a_pasted_code_does_without_the_listener() {
    let person = Arc::new(Person {
        brings: Some("pasted-code"),
        ..Person::default()
    });
    for callback in ["http://localhost:0", "https://app.example/callback"] {
        let signed_in = begin(callback, &person).await.unwrap().unwrap();
        assert_eq!(signed_in.code, "pasted-code");
        assert!(signed_in.reply.is_none());
    }
}

#[tokio::test]
async fn a_callback_elsewhere_needs_somebody_who_brings_the_code() {
    let person = Arc::new(Person::default());
    let error = begin("https://app.example/callback", &person)
        .await
        .unwrap()
        .err()
        .unwrap();
    assert!(error.to_string().contains("OAuthVerifier"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn nobody_is_waited_for_longer_than_five_minutes() {
    let person = Arc::new(Person::default());
    let error = begin("http://localhost:0", &person)
        .await
        .unwrap()
        .err()
        .unwrap();
    assert!(error.to_string().contains("five minutes"), "{error}");
}

#[tokio::test]
async fn a_port_in_use_is_named() {
    let taken = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let port = taken.local_addr().unwrap().port();
    let person = Arc::new(Person::default());
    let error = begin(&format!("http://localhost:{port}"), &person)
        .await
        .unwrap()
        .err()
        .unwrap();
    assert!(
        error.to_string().contains(&format!("port {port}")),
        "{error}"
    );
}

/// Whether this machine has the address at all.
fn has_ipv6() -> bool {
    std::net::TcpListener::bind(("::1", 0)).is_ok()
}

#[tokio::test]
async fn localhost_is_listened_on_at_both_of_its_addresses_or_at_neither() {
    if !has_ipv6() {
        println!("left out: this machine has no ::1");
        return;
    }
    let person = Arc::new(Person::default());
    let signing_in = begin("http://localhost:0", &person);
    let (callback, state) = shown(&person).await;
    let port = callback.port().unwrap();
    for address in ["127.0.0.1", "::1"] {
        let taken = std::net::TcpListener::bind((address, port));
        assert!(taken.is_err(), "{address} is open to another process");
    }
    let mut browser = TcpStream::connect(("::1", port)).await.unwrap();
    let request = format!("GET /?code=abc&state={state} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    browser.write_all(request.as_bytes()).await.unwrap();
    assert_eq!(signing_in.await.unwrap().unwrap().code, "abc");

    for address in ["127.0.0.1", "::1"] {
        let squatter = std::net::TcpListener::bind((address, 0)).unwrap();
        let port = squatter.local_addr().unwrap().port();
        let person = Arc::new(Person::default());
        let error = begin(&format!("http://localhost:{port}"), &person)
            .await
            .unwrap()
            .err()
            .unwrap();
        assert!(
            error.to_string().contains(&format!("port {port}")),
            "{error}"
        );
        assert!(
            person.shown.lock().unwrap().is_none(),
            "nobody was sent there"
        );
    }
}

#[test]
fn the_address_has_what_act_on_wants_and_no_secret() {
    let base = Url::parse("https://api.actonsoftware.com/").unwrap();
    let callback = Url::parse("http://localhost:80").unwrap();
    let (challenge, _) = PkceCodeChallenge::new_random_sha256();
    let state = CsrfToken::new("st".into());
    let address = super::address(&app(), &base, &callback, Some((&state, challenge))).unwrap();
    let text = address.as_str();
    for part in [
        "https://api.actonsoftware.com/authorize?",
        "response_type=code",
        "client_id=key",
        "scope=PRODUCTION",
        "state=st",
        "code_challenge_method=S256",
        "redirect_uri=http%3A%2F%2Flocalhost",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("s3cret"));
    let elsewhere = super::address(&app(), &base, &callback, None).unwrap();
    assert!(!elsewhere.as_str().contains("state") && !elsewhere.as_str().contains("challenge"));
}

#[test]
fn a_code_may_be_pasted_bare_or_in_its_address() {
    assert_eq!(code_in(" abc \n", "st").unwrap(), "abc");
    assert_eq!(
        code_in("http://localhost/?code=abc&state=st", "st").unwrap(),
        "abc"
    );
    assert_eq!(code_in("http://localhost/?code=abc", "").unwrap(), "abc");
}

#[test]
fn another_sign_ins_answer_a_refusal_and_nothing_are_errors_that_show_no_code() {
    for (pasted, says) in [
        (
            "http://localhost/?code=SECRET&state=other",
            "another sign-in",
        ),
        ("http://localhost/?code=SECRET", "another sign-in"),
        (
            "http://localhost/?error=access_denied&error_description=no&state=st",
            "access_denied: no",
        ),
        ("http://localhost/?state=st", "no code"),
        ("", "no code"),
    ] {
        let error = code_in(pasted, "st").unwrap_err();
        assert!(
            error.is_auth() && error.to_string().contains(says),
            "{error}"
        );
        assert!(!format!("{error:?}").contains("SECRET"));
    }
}
