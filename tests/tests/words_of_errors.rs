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
