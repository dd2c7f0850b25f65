//! The listing of messages.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Emulator, MessageKeys, MessageType};
use reqwest::Method;
use serde_json::json;
use support::{Caller, answer, error, gateway, quiet};

#[tokio::test]
async fn a_sent_message_looks_as_published_in_either_generation() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    emulator.add_message(MessageType::Sent, "Monthly", |message| {
        message.time = 1_725_641_452_528;
        message.sender_name = "A B".to_owned();
        message.sender_email = "a@example.com".to_owned();
    });
    let path = "/api/1/message?type=SENT";
    let expected = json!({"count": 1, "totalCount": 1, "offset": 0, "id": 0, "msgresult": [{
        "name": "Monthly", "msgId": "s-0001-2409", "msgType": "SENT",
        "timeStamp": "1725641452528", "timeWhen": "Fri Sep 6 9:50 AM PDT",
        "senderName": "A B", "senderId": "434330", "isTextOnly": "false",
        "senderEmail": "a@example.com",
    }]});
    assert_eq!(caller.get(path).await, (200, expected));
    emulator.quirks(|quirks| quirks.message_keys = MessageKeys::Of2021);
    let expected = json!([{
        "title": "Monthly", "msg_id": "s-0001-2409", "timestamp": 1_725_641_452_528_i64,
        "time_when": "Fri Sep 6 9:50 AM PDT", "sender_name": "A B", "sender_id": "434330",
        "is_text_only": "false", "sender_email": "a@example.com",
    }]);
    assert_eq!(caller.get(path).await.1["msgresult"], expected);
}

#[tokio::test]
async fn a_draft_is_added_changed_and_deleted_by_forms() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let send = async |method: Method, path: &str, form: &[(&str, &str)]| {
        answer(caller.request(method, path).form(form)).await
    };
    let done = |message: &str| json!({"status": "success", "message": message, "id": "d-0001"});
    let path = "/api/1/message";
    let form = [
        ("type", "draft"),
        ("subject", "Hi & hello"),
        ("foldername", "New"),
        ("htmlbody", "<p>"),
    ];
    let added = send(Method::POST, path, &form).await;
    assert_eq!(added, (200, done("Message created")));
    let one = "/api/1/message/d-0001";
    let changed = [("title", "Spring"), ("htmlbody", "")];
    let changed = send(Method::PUT, one, &changed).await;
    assert_eq!(changed, (200, done("Message updated")));
    let message = emulator.messages().remove(0);
    assert_eq!(
        [message.subject, message.title, message.folder, message.html],
        ["Hi & hello", "Spring", "New", ""]
    );
    let gone = json!({"status": "success", "message": "Message deleted"});
    assert_eq!(send(Method::DELETE, one, &[]).await, (200, gone));
    let unknown = error(10030, "Invalid or deleted message");
    assert_eq!(send(Method::DELETE, one, &[]).await, (404, unknown.clone()));
    assert_eq!(send(Method::PUT, one, &[]).await, (400, unknown.clone()));
    let missing = error(10121, "Missing parameter - subject");
    let bare = send(Method::POST, path, &[("type", "template")]).await;
    assert_eq!(bare, (422, missing));
    let sent = [("type", "sent"), ("subject", "x")];
    assert_eq!(send(Method::POST, path, &sent).await.0, 400);
    let sent = emulator.add_message(MessageType::Sent, "Sent", |_| {});
    let change = send(Method::PUT, &format!("{path}/{sent}"), &[("title", "x")]).await;
    let refused = gateway(400, "Bad Request", "Not a draft or a template");
    assert_eq!(change, (400, refused));
}

#[tokio::test]
async fn messages_are_those_of_a_type_page_by_page() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let mut sum = 0;
    for (kind, count) in [
        ("DRAFT", 2),
        ("template", 6),
        ("SENT", 3),
        ("TRIGGERED", 1),
        ("FAILED", 1),
        ("SCHEDULED", 2),
    ] {
        let (status, page) = caller
            .get(&format!("/api/1/message?type={kind}&count=1"))
            .await;
        assert_eq!(
            (status, &page["totalCount"]),
            (200, &json!(count)),
            "{kind}"
        );
        assert_eq!(page["count"], 1);
        sum += count;
    }
    assert_eq!(sum, emulator.messages().len());
    let (_, last) = caller
        .get("/api/1/message/?type=TEMPLATE&offset=5&count=9")
        .await;
    assert_eq!(last["msgresult"][0]["msgId"], "t-0006");
    assert_eq!((&last["offset"], &last["count"]), (&json!(5), &json!(1)));
    let (_, all) = caller.get("/api/1/message").await;
    assert_eq!(all["totalCount"], json!(sum));
    let wrong = (400, gateway(400, "Bad Request", "Invalid type UNSENT"));
    assert_eq!(caller.get("/api/1/message?type=UNSENT").await, wrong);
}
