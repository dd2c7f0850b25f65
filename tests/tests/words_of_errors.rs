//! What errors say of what others said: no secret, no control character, nothing twice.

use std::error::Error as _;

use acton_orm::prelude::*;
use acton_orm::schema::images;
use acton_orm::{Error, Method};
use acton_orm_tests::bytes::{Say, Server, answer};
use acton_orm_tests::rows::{picture, subscriber};

/// As everything that prints an error may show it.
fn shown(error: &Error) -> String {
    let mut shown = format!("{error}\n{error:?}\n{:?}", error.api());
    let mut cause = error.source();
    while let Some(error) = cause {
        shown.push_str(&format!("\n{error} {error:?}"));
        cause = error.source();
    }
    shown
}

fn say(status: &str, content_type: &str, body: &str) -> Say {
    Say::Bytes(format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\nx-request-id: ACCESS-S3CRET\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    ))
}

/// The server's answers repeat the access token, in every form of answer that is an error.
#[tokio::test]
async fn a_token_that_a_server_repeats_is_struck_out() {
    let token = "Bearer ACCESS-S3CRET";
    let long = format!("{}{token}", " ".repeat(285));
    let json = |text: &str| format!(r#"{{"errorCode":10010,"message":"{text}"}}"#);
    let answers = [
        say("400 No", "application/json", &json(token)),
        say("400 No", "application/json", &json(&long)),
        say("401 No", "text/plain", token),
        say("401 No", "text/plain", token),
        say(
            "403 No",
            "text/html",
            &format!("<html><title>{token}</title>"),
        ),
        say("200 OK", "application/json", &json(token)),
        say("200 OK", "application/json", &format!(r#""{token}""#)),
        say(
            "200 OK",
            "application/json",
            &format!(r#"[{{"name":"x","entries":"{token}"}}]"#),
        ),
        say(
            "200 OK",
            "application/json",
            &format!(r#"[{{"name":"x","entries":[{{"id":"1","size":"{token}"}}]}}]"#),
        ),
    ];
    let count = answers.len() - 1;
    let server = Server::start(answers).await;
    let acton = server.client("MaxRetries=0").await;
    for number in 0..count {
        let sizes = images::table.select(images::size);
        let error = sizes.load(&acton).await.unwrap_err();
        let shown = shown(&error);
        assert!(!shown.contains("ACCESS"), "{number}: {shown}");
        assert!(!shown.contains("S3CRET"), "{number}: {shown}");
        assert!(shown.contains("[secret]"), "{number}: {shown}");
    }
}

#[tokio::test]
async fn what_is_read_by_hand_or_written_repeats_no_token_either() {
    let token = "Bearer ACCESS-S3CRET";
    let told = format!(r#"{{"status":"{token}"}}"#);
    let server = Server::start([
        answer("application/json", &format!(r#"{{"size":"{token}"}}"#)),
        answer(
            "application/json",
            r#"{"headers":["_contact_id_","E-mail Address","Business City"],"data":[]}"#,
        ),
        answer("application/json", &told),
        answer("application/json", &told),
    ])
    .await;
    let acton = server.client("MaxRetries=0").await;
    let raw = acton
        .request(Method::GET, "/api/1/account")
        .send()
        .await
        .unwrap();
    let error = raw
        .json::<std::collections::HashMap<String, u64>>()
        .unwrap_err();
    assert!(!shown(&error).contains("ACCESS"), "{error}");

    let mut session = acton.session();
    let _ = session.add_to("List_l-0001", subscriber("ada@example.com", None));
    let _ = session.add(picture("a.png", "New"));
    let error = session.commit().keep_going().await.unwrap_err();
    let report = error.into_report().unwrap();
    assert_eq!(report.unknown(), 2, "{report}");
    let text = format!("{report} {report:?}");
    assert!(
        !text.contains("ACCESS") && text.contains("[secret]"),
        "{text}"
    );
}

#[tokio::test]
async fn a_login_that_repeats_what_it_got_tells_neither_password_nor_client_secret() {
    let emulator = acton_orm_tests::empty_account().await;
    for said in [
        r#"{"error":"invalid_request","error_description":"client_secret=SECRET password=PASSWORD"}"#,
        r#"{"httpCode":"401","httpMessage":"SECRET","moreInformation":"PASSWORD"}"#,
        "grant_type=password&password=PASSWORD&client_secret=SECRET",
    ] {
        let said = said
            .replace("SECRET", emulator.client_secret())
            .replace("PASSWORD", emulator.password());
        let kind = if said.starts_with('{') {
            "application/json"
        } else {
            "text/plain"
        };
        emulator.fail(acton_emulator::Fault::body(400, kind, said).on("POST", "/token"));
        let error = Client::connect(&emulator.connection_string())
            .await
            .unwrap_err();
        let shown = shown(&error);
        assert!(!shown.contains(emulator.client_secret()), "{shown}");
        assert!(!shown.contains(emulator.password()), "{shown}");
        assert!(shown.contains("[secret]"), "{shown}");
    }
}

/// All that is printed of it in one line, without what steers a terminal.
fn assert_plain(shown: &str) {
    let odd = |letter: char| letter.is_control() && letter != '\n';
    assert!(!shown.contains(odd), "{shown:?}");
    assert!(!shown.contains("\nforged"), "{shown:?}");
}

const ODD: &str = "a\r\nforged\u{1b}[2J";

#[tokio::test]
async fn what_others_say_ends_no_line_of_ours() {
    let json = serde_json::json!({"errorCode": ODD, "message": ODD}).to_string();
    let server = Server::start([say("400 No", "application/json", &json)]).await;
    let acton = server.client("MaxRetries=0").await;
    let error = images::table
        .select(images::size)
        .load(&acton)
        .await
        .unwrap_err();
    assert_plain(&format!("{error}"));
    assert_plain(&error.api().unwrap().to_string());

    // Of a cell, and of a heading.
    for csv in [
        format!("_contact_id_,E-mail Address,Business City\nl-0001:0,\"{ODD}\",x\n"),
        format!("_contact_id_,\"{ODD}\"\nl-0001:0,\n"),
        format!("_contact_id_,E-mail Address,Business City\n\"{ODD}\",,\n"),
    ] {
        let server = Server::start([answer("text/csv", &csv)]).await;
        let acton = server.client("MaxRetries=0").await;
        let error = People::query().load(&acton).await.unwrap_err();
        assert_plain(&format!("{error}"));
        assert!(error.to_string().contains("forged"), "{error}");
    }
}

/// A list whose addresses are numbers, so that every text is refused.
#[derive(Entity, Debug)]
#[acton(table = "List_l-0001", module = "numbers")]
#[allow(dead_code)]
struct People {
    #[acton(column = "E-mail Address")]
    email: i64,
}

#[tokio::test]
async fn what_a_user_says_ends_no_line_of_plans_and_reports() {
    let emulator = acton_orm_tests::empty_account().await;
    let acton = acton_orm_tests::client(&emulator).await;
    let query = images::table
        .select(images::name)
        .filter(images::name.eq(ODD));
    assert_plain(&query.explain().to_string());
    let mut session = acton.session();
    let _ = session.add(picture(ODD, "New"));
    let _ = session.add(acton_orm_tests::rows::NewOptOut { email: ODD.into() });
    let plan = session.plan().unwrap();
    assert_plain(&format!("{plan} {plan:#}"));
    for step in plan.steps() {
        assert_plain(&step.to_string());
    }
    let report = session.commit().keep_going().await;
    let report = report.unwrap_or_else(acton_orm_tests::rows::report);
    assert!(report.to_string().contains("forged"));
    assert_plain(&report.to_string());
}

#[tokio::test]
async fn a_file_whose_name_would_be_another_header_is_not_sent() {
    let emulator = acton_orm_tests::empty_account().await;
    let mut session = acton_orm_tests::client(&emulator).await.session();
    let mut odd = picture("a.png", "New");
    odd.content = Upload::bytes("a.png\r\nX-Forged: 1\r\n", "x");
    let odd = session.add(odd);
    let report = acton_orm_tests::rows::report(session.commit().await.unwrap_err());
    let error = report.outcome(odd).unwrap().error().unwrap();
    assert_eq!(error.kind(), acton_orm::ErrorKind::Invalid, "{error}");
    assert!(acton_orm_tests::calls(&emulator).is_empty());
}

/// The error and its causes, as many programs print them.
fn chain(error: Error) -> String {
    let mut chain = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        chain.push_str(&format!(": {error}"));
        cause = error.source();
    }
    chain
}

#[tokio::test]
async fn a_cause_is_told_once() {
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = gone.local_addr().unwrap();
    drop(gone);
    let text = format!("Server=http://{at};OAuthAccessToken=t;MaxRetries=0");
    let acton = Client::connect(&text).await.unwrap();
    let query = images::table.select(images::size);
    let refused = chain(query.load(&acton).await.unwrap_err());
    assert_eq!(
        refused.matches("Connection refused").count(),
        1,
        "{refused}"
    );

    let emulator = acton_orm_tests::empty_account().await;
    let mut session = acton_orm_tests::client(&emulator).await.session();
    let mut missing = picture("a.png", "New");
    missing.content = Upload::path("/nowhere/a.png");
    let _ = session.add(missing);
    let error = chain(session.commit().await.unwrap_err());
    assert_eq!(error.matches("No such file").count(), 1, "{error}");

    let connected = Client::parse(&emulator.connection_string()).unwrap();
    let location = "/proc/nowhere/settings.json";
    let error = connected.oauth_settings_location(location).connect().await;
    let error = chain(error.unwrap_err());
    assert_eq!(error.matches("os error").count(), 1, "{error}");
}
