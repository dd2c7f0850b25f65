//! The listing of messages.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Emulator, MessageKeys, MessageType};
use serde_json::json;
use support::{Caller, gateway, quiet};

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
