//! The pages behind `/authorize`, as a browser and a forger meet them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::time::Duration;

use acton_emulator::Emulator;
use reqwest::{Client, Response, redirect};
use support::{answer, quiet};

const CALLBACK: &str = "http://localhost:9/callback";

/// Somebody at a browser that follows no redirect by itself.
struct Person {
    http: Client,
    url: String,
}

impl Person {
    fn at(emulator: &Emulator) -> Self {
        let http = Client::builder().redirect(redirect::Policy::none());
        Self {
            http: http.build().unwrap(),
            url: emulator.url().to_owned(),
        }
    }

    async fn opens(&self, query: &[(&str, &str)]) -> Response {
        let page = self.http.get(format!("{}/authorize", self.url));
        let page = page.header("accept", "text/html,*/*").query(query);
        page.send().await.unwrap()
    }

    async fn submits(&self, path: &str, form: &[(&str, &str)]) -> Response {
        let post = self.http.post(format!("{}{path}", self.url));
        post.form(form).send().await.unwrap()
    }

    async fn signs_in(&self, visit: &str, user: &str, password: &str) -> Response {
        let form = [("visit", visit), ("username", user), ("password", password)];
        self.submits("/authorize/sign-in", &form).await
    }
}

fn asking(emulator: &Emulator) -> Vec<(&str, &str)> {
    vec![
        ("scope", "PRODUCTION"),
        ("response_type", "code"),
        ("client_id", emulator.client_id()),
        ("redirect_uri", CALLBACK),
        ("state", "a b&c"),
    ]
}

/// The id the page's form carries.
fn visit_in(page: &str) -> String {
    let rest = page.split_once("name=\"visit\" value=\"").unwrap().1;
    rest.split('"').next().unwrap().to_owned()
}

fn location(response: &Response) -> String {
    let location = response.headers()["location"].to_str().unwrap();
    location.to_owned()
}

async fn signed_in(emulator: &Emulator, person: &Person) -> String {
    let page = person.opens(&asking(emulator)).await.text().await.unwrap();
    let visit = visit_in(&page);
    let response = person
        .signs_in(&visit, emulator.user(), emulator.password())
        .await;
    assert_eq!(response.status(), 303);
    assert_eq!(
        location(&response),
        format!("/authorize/consent?visit={visit}")
    );
    visit
}

#[tokio::test]
async fn a_person_signs_in_consents_and_the_code_buys_tokens_once() {
    let emulator = quiet().redirect_uri(CALLBACK).start().await.unwrap();
    let person = Person::at(&emulator);
    let visit = signed_in(&emulator, &person).await;
    let consent = format!("{}/authorize/consent?visit={visit}", emulator.url());
    let consent = person.http.get(consent).send().await.unwrap();
    assert_eq!(consent.status(), 200);
    let policy = consent.headers()["content-security-policy"].to_str();
    assert!(policy.unwrap().starts_with("default-src 'none'"));
    let page = consent.text().await.unwrap();
    for part in [
        emulator.user(),
        emulator.client_id(),
        CALLBACK,
        "Example Marketing",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert_eq!(visit_in(&page), visit);

    let decision = [("visit", visit.as_str()), ("decision", "allow")];
    let back = person.submits("/authorize/consent", &decision).await;
    let back = location(&back);
    let code = back
        .strip_prefix("http://localhost:9/callback?code=")
        .unwrap();
    let code = code.strip_suffix("&state=a%20b%26c").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("client_id", emulator.client_id()),
        ("client_secret", emulator.client_secret()),
    ];
    let token = format!("{}/token", emulator.url());
    for expected in [200, 403] {
        let grant = person.http.post(&token).form(&form);
        assert_eq!(answer(grant).await.0, expected);
    }
    let again = person.submits("/authorize/consent", &decision).await;
    assert_eq!(again.status(), 400, "a page is decided once");
}

#[tokio::test]
async fn deny_sends_the_browser_back_with_the_standards_error_and_the_state() {
    let emulator = quiet().start().await.unwrap();
    let person = Person::at(&emulator);
    let visit = signed_in(&emulator, &person).await;
    let decision = [("visit", visit.as_str()), ("decision", "deny")];
    let back = person.submits("/authorize/consent", &decision).await;
    assert_eq!(
        location(&back),
        format!("{CALLBACK}?error=access_denied&state=a%20b%26c")
    );
}

#[tokio::test]
async fn a_wrong_password_says_so_and_lets_one_try_again() {
    let emulator = quiet().start().await.unwrap();
    let person = Person::at(&emulator);
    let page = person.opens(&asking(&emulator)).await.text().await.unwrap();
    let visit = visit_in(&page);
    assert!(!page.contains("role=\"alert\""));
    for (user, password) in [
        (emulator.user(), "wrong"),
        ("somebody@example.com", emulator.password()),
        (emulator.user(), ""),
    ] {
        let response = person.signs_in(&visit, user, password).await;
        assert_eq!(response.status(), 403);
        let page = response.text().await.unwrap();
        assert!(page.contains("Wrong email or password."), "{page}");
        assert!(page.contains(user), "who tried need not type it again");
    }
    let right = person.signs_in(&visit, emulator.user(), emulator.password());
    assert_eq!(right.await.status(), 303);
}

#[tokio::test]
async fn nobody_consents_without_having_signed_in() {
    let emulator = quiet().start().await.unwrap();
    let person = Person::at(&emulator);
    let page = person.opens(&asking(&emulator)).await.text().await.unwrap();
    for visit in [visit_in(&page).as_str(), "made-up", ""] {
        let decision = [("visit", visit), ("decision", "allow")];
        let response = person.submits("/authorize/consent", &decision).await;
        assert_eq!(response.status(), 400);
        let page = format!("{}/authorize/consent?visit={visit}", emulator.url());
        assert_eq!(person.http.get(page).send().await.unwrap().status(), 400);
    }
}

#[tokio::test]
async fn a_page_left_open_for_more_than_ten_minutes_is_over() {
    let emulator = quiet().start().await.unwrap();
    let person = Person::at(&emulator);
    let page = person.opens(&asking(&emulator)).await.text().await.unwrap();
    emulator.clock().advance(Duration::from_secs(601));
    let late = person
        .signs_in(&visit_in(&page), emulator.user(), emulator.password())
        .await;
    assert_eq!(late.status(), 400);
    assert!(late.text().await.unwrap().contains("This sign-in is over"));
}

#[tokio::test]
async fn a_wrong_request_is_a_page_for_a_person_an_envelope_for_a_program_and_no_redirect() {
    let emulator = quiet().redirect_uri(CALLBACK).start().await.unwrap();
    let person = Person::at(&emulator);
    for (name, value, status) in [
        ("redirect_uri", "http://elsewhere.test/", 400),
        ("client_id", "unknown", 401),
        ("response_type", "token", 400),
        ("scope", "other", 400),
    ] {
        let mut query = asking(&emulator);
        query.retain(|(key, _)| *key != name);
        query.push((name, value));
        let page = person.opens(&query).await;
        assert_eq!(page.status(), status, "{name}");
        assert!(page.headers().get("location").is_none());
        let page = page.text().await.unwrap();
        assert!(page.contains("This sign-in cannot go on"), "{page}");
        let program = person.http.get(format!("{}/authorize", emulator.url()));
        let (status_again, body) = answer(program.query(&query)).await;
        assert_eq!(status_again, status);
        assert!(body["error"].is_string(), "{body}");
    }
}

#[tokio::test]
async fn what_a_page_shows_cannot_become_part_of_it() {
    let emulator = quiet().start().await.unwrap();
    let person = Person::at(&emulator);
    let evil = "\"><script>alert('1')</script>";
    let mut query = asking(&emulator);
    let callback = format!("http://localhost:9/{evil}");
    query[3].1 = &callback;
    query[4].1 = evil;
    let page = person.opens(&query).await.text().await.unwrap();
    let visit = visit_in(&page);
    let wrong = person.signs_in(&visit, evil, "wrong").await;
    let right = person.signs_in(&visit, emulator.user(), emulator.password());
    let consent = format!("{}{}", emulator.url(), location(&right.await));
    let consent = person.http.get(consent).send().await.unwrap();
    for page in [
        page,
        wrong.text().await.unwrap(),
        consent.text().await.unwrap(),
    ] {
        assert!(!page.contains("<script") && !page.contains("'1'"), "{page}");
    }
}
