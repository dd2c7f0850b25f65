//! Signing in with a real browser: headless Chromium on the emulator's pages, and back to the
//! client's listener. Without Chromium and its driver the tests say so and pass, unless `ACTON_BROWSER` is
//! `required`. With `ACTON_SCREENSHOTS` naming a folder, they leave their screenshots there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "browser/webdriver.rs"]
mod webdriver;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use acton_emulator::Emulator;
use acton_orm::connect::BoxFuture;
use acton_orm::models::AccountInfo;
use acton_orm::prelude::*;
use acton_orm::{SignIn, Url};
use tokio::time::timeout;
use webdriver::Browser;

/// Longer than anything here takes, shorter than a client waits for a person.
const LIMIT: Duration = Duration::from_secs(120);

/// A browser, or the reason why a test has nothing to do.
async fn browser() -> Option<Arc<Browser>> {
    match Browser::start().await {
        Ok(browser) => Some(Arc::new(browser)),
        Err(why) => {
            assert!(
                std::env::var("ACTON_BROWSER").as_deref() != Ok("required"),
                "ACTON_BROWSER=required, and {why}: .ci/install-browser installs it"
            );
            // Past the capture of a passing test's output.
            let _ = writeln!(
                std::io::stderr(),
                "left out: signing in with a browser, as there is {why} (.ci/install-browser installs one)"
            );
            None
        }
    }
}

/// Somebody who mistypes the password once, and then allows or denies.
#[derive(Debug)]
struct Person {
    browser: Arc<Browser>,
    user: String,
    password: String,
    decision: &'static str,
}

impl Person {
    fn of(emulator: &Emulator, browser: &Arc<Browser>, decision: &'static str) -> Self {
        Self {
            browser: Arc::clone(browser),
            user: emulator.user().to_owned(),
            password: emulator.password().to_owned(),
            decision,
        }
    }

    async fn walk(&self, address: &Url) {
        let browser = &self.browser;
        browser.open(address.as_str()).await;
        browser.sees("Sign in").await;
        browser.fill("[name=username]", &self.user).await;
        keep("sign-in", browser).await;
        browser.fill("[name=password]", "wrong horse").await;
        browser.click("#sign-in").await;
        let alert = browser.text_of("[role=alert]").await;
        assert_eq!(alert, "Wrong email or password. Try again.");
        browser.fill("[name=password]", &self.password).await;
        browser.click("#sign-in").await;
        browser.sees("Allow access?").await;
        keep("consent", browser).await;
    }
}

impl SignIn for Person {
    fn show<'a>(&'a self, address: &'a Url) -> BoxFuture<'a, Option<String>> {
        Box::pin(async move {
            self.walk(address).await;
            // A task of its own: the client stops listening to us once the browser has come back.
            let (browser, decision) = (Arc::clone(&self.browser), self.decision);
            tokio::spawn(async move { browser.click(decision).await });
            Ok(None)
        })
    }
}

/// A client that is about to sign in with a browser.
fn client(emulator: &Emulator, person: Person) -> acton_orm::ClientBuilder {
    let text = format!(
        "Server={};InitiateOAuth=GETANDREFRESH;CallbackURL=http://127.0.0.1:0/back;OAuthClientId={};OAuthClientSecret={}",
        emulator.url(),
        emulator.client_id(),
        emulator.client_secret()
    );
    Client::parse(&text).unwrap().sign_in(person)
}

/// Keeps a screenshot, if asked to.
async fn keep(name: &str, browser: &Browser) {
    let picture = browser.screenshot().await;
    assert!(picture.starts_with(b"\x89PNG"), "{name} is no PNG");
    if let Some(folder) = std::env::var_os("ACTON_SCREENSHOTS") {
        let file = PathBuf::from(folder).join(format!("{name}.png"));
        std::fs::write(file, picture).unwrap();
    }
}

#[tokio::test]
async fn a_person_signs_in_in_chromium_and_the_client_reads_the_account() {
    let Some(browser) = browser().await else {
        return;
    };
    let emulator = Emulator::start().await.unwrap();
    let person = Person::of(&emulator, &browser, "#allow");
    let acton = timeout(LIMIT, client(&emulator, person).connect())
        .await
        .unwrap()
        .unwrap();
    browser.sees("You are signed in").await;
    keep("signed-in", &browser).await;

    let account = AccountInfo::query().one(&acton).await.unwrap();
    assert_eq!(account.user_email.as_deref(), Some("emma@example.com"));

    let journal = emulator.journal().entries();
    let asked: Vec<_> = journal.iter().filter(|e| e.path == "/authorize").collect();
    assert_eq!(asked.len(), 1, "one page for one sign-in");
    assert!(asked[0].target.contains("code_challenge_method=S256"));
    let grants: Vec<_> = journal.iter().filter(|e| e.path == "/token").collect();
    assert_eq!(grants.len(), 1);
    let grant = String::from_utf8_lossy(&grants[0].request_body);
    for part in ["grant_type=authorization_code", "code_verifier=", "code="] {
        assert!(grant.contains(part), "no {part}");
    }
}

#[tokio::test]
async fn a_person_who_denies_is_told_and_so_is_the_program() {
    let Some(browser) = browser().await else {
        return;
    };
    let emulator = Emulator::start().await.unwrap();
    let person = Person::of(&emulator, &browser, "#deny");
    let error = timeout(LIMIT, client(&emulator, person).connect())
        .await
        .unwrap()
        .unwrap_err();
    assert!(
        error.is_auth() && error.to_string().contains("access_denied"),
        "{error}"
    );
    browser.sees("The sign-in failed").await;
    assert!(browser.text_of("body").await.contains("access_denied"));
    assert_eq!(emulator.journal().count_of("POST", "/token"), 0);
}
