//! Sends and resends, users, custom events, event-triggered mail: what is answered, and what it leaves.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Clock, Emulator, MessageType};
use reqwest::Method;
use serde_json::{Value, json};
use support::{Caller, NOW, answer};

async fn sample() -> (Emulator, Caller) {
    let builder = Emulator::builder()
        .rate_limit(false)
        .clock(Clock::manual(NOW));
    let emulator = builder.start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    (emulator, caller)
}

async fn form(
    caller: &Caller,
    method: Method,
    path: &str,
    fields: &[(&str, &str)],
) -> (u16, Value) {
    answer(caller.request(method, path).form(fields)).await
}

#[tokio::test]
async fn a_send_makes_a_message_with_a_report_and_a_resend_adds_to_it() {
    let (emulator, caller) = sample().await;
    let draft = emulator.add_message(MessageType::Draft, "Spring", |message| {
        message.subject = "It is here!".to_owned();
    });
    let when = NOW.to_string();
    let fields = [
        ("senderemail", "emma@example.com"),
        ("sendername", "Emma"),
        ("sendtoids", "l-0002"),
        ("when", when.as_str()),
    ];
    let (status, sent) = form(
        &caller,
        Method::POST,
        &format!("/api/1/message/{draft}/send"),
        &fields,
    )
    .await;
    assert_eq!(
        (status, &sent["status"]),
        (200, &json!("success")),
        "{sent}"
    );
    let sent = emulator
        .messages()
        .into_iter()
        .rev()
        .find(|one| one.kind == MessageType::Sent)
        .unwrap();
    assert_eq!(
        (sent.title.as_str(), sent.sent_to.as_slice()),
        ("Spring", ["l-0002".to_owned()].as_slice())
    );
    let path = format!("/api/1/message/{}", sent.id);
    let (_, before) = caller.get(&format!("{path}/report")).await;
    assert!(before["sent"].as_u64().unwrap() > 0);
    let again = [("sendtorecids", "l-0001:0"), ("when", when.as_str())];
    let (status, answered) = form(&caller, Method::PUT, &format!("{path}/send"), &again).await;
    assert_eq!(status, 200, "{answered}");
    let (_, after) = caller.get(&format!("{path}/report")).await;
    assert_eq!(
        after["sent"].as_u64(),
        before["sent"].as_u64().map(|sent| sent + 1)
    );
    let nobody = [
        ("senderemail", "e@example.com"),
        ("sendername", "E"),
        ("when", when.as_str()),
    ];
    let (status, refused) = form(
        &caller,
        Method::POST,
        &format!("/api/1/message/{draft}/send"),
        &nobody,
    )
    .await;
    assert_eq!(
        (status, &refused["errorCode"]),
        (422, &json!(10121)),
        "{refused}"
    );
}

#[tokio::test]
async fn each_user_is_answered_for_itself() {
    let (emulator, caller) = sample().await;
    let user = |email: &str, role: &str| json!({"userType": role, "email": email, "firstName": "A", "lastName": "B", "password": "p"});
    let users = json!([
        user("ada@example.com", "Marketing"),
        user("ADA@example.com", "Sales"),
        user("bo@example.com", "Boss"),
        {"email": "cy@example.com"},
    ]);
    let (status, answered) = caller.post_json("/api/1/user", users).await;
    let said = |at: usize| answered[at]["status"].as_str().unwrap();
    assert_eq!(
        (status, said(0), said(1), said(2), said(3)),
        (200, "ok", "error", "error", "error")
    );
    assert_eq!(emulator.users().len(), 2);
    let (_, gone) = caller
        .post_json(
            "/api/1/user/delete",
            json!([{"email": "ada@example.com"}, {"email": "ada@example.com"}]),
        )
        .await;
    assert_eq!(
        (&gone[0]["status"], &gone[1]["errorCodeId"]),
        (&json!("ok"), &json!(10148))
    );
    let (status, alone) = caller.delete("/api/1/user/emma@example.com").await;
    assert_eq!((status, &alone["status"]), (200, &json!("ok")));
    assert_eq!(emulator.users(), []);
    let kept = emulator.snapshot();
    emulator.restore(kept);
    assert_eq!(emulator.users(), []);
}

#[tokio::test]
async fn an_event_needs_a_destination_and_a_file_is_a_job() {
    let (emulator, caller) = sample().await;
    let event = [
        ("destination", "Webinars"),
        ("customeventaction", "CUSTOM_ATTENDED"),
        ("email", "ada@example.com"),
        ("when", "2024-09-03 12:00:00"),
        ("dateformat", "yyyy-MM-dd HH:mm:ss"),
        ("title", "Spring"),
    ];
    let path = "/api/1/customevents/fact";
    assert_eq!(
        form(&caller, Method::POST, path, &event).await.0,
        400,
        "no such destination"
    );
    let mut made = event.to_vec();
    made.push(("createlistingentry", "true"));
    assert_eq!(form(&caller, Method::POST, path, &made).await.0, 200);
    assert_eq!(
        form(&caller, Method::POST, path, &event).await.0,
        200,
        "it is there now"
    );
    assert_eq!(emulator.custom_events("Webinars").len(), 2);
    let (status, _) = caller.get("/api/1/customevents/1/status").await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn triggered_mail_has_a_limit_of_its_own() {
    let builder = Emulator::builder().clock(Clock::manual(NOW));
    let emulator = builder.start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let template = emulator.add_message(MessageType::Template, "Order", |_| {});
    let path = format!("/ete/v1/email/46370/{template}");
    let body =
        json!({"envelope": {"toAddress": "ada@example.com", "fromAddress": "e@example.com"}});
    for _ in 0..20 {
        assert_eq!(caller.post_json(&path, body.clone()).await.0, 200);
    }
    assert_eq!(
        caller.post_json(&path, body.clone()).await.0,
        429,
        "the 21st within a second"
    );
    for _ in 0..5 {
        assert_eq!(
            caller.get("/api/1/account").await.0,
            200,
            "the others are counted apart"
        );
    }
    assert_eq!(caller.get("/api/1/account").await.0, 429);
    emulator.clock().advance(std::time::Duration::from_secs(1));
    assert_eq!(
        caller.post_json(&path.replace("46370", "1"), body).await.0,
        400
    );
    assert_eq!(emulator.triggered_mail().len(), 20);
}
