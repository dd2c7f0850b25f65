//! Senders, in each of the shapes their list may have.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Emulator, SenderList, Snapshot};
use serde_json::{Value, json};
use support::{Caller, quiet};

#[tokio::test]
async fn senders_are_listed_in_the_shape_switched_to() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    emulator.add_sender("A B", "a@example.com");
    let list = || caller.get("/api/1/account/senders");
    let plain = json!([{"id": "434330", "name": "A B", "email": "a@example.com"}]);
    assert_eq!(list().await, (200, plain.clone()));
    emulator.quirks(|quirks| quirks.sender_list = SenderList::Named);
    assert_eq!(list().await, (200, json!({"senders": plain})));
    emulator.quirks(|quirks| quirks.sender_list = SenderList::LikeMessages);
    let like = json!([
        {"senderId": "434330", "senderName": "A B", "senderEmail": "a@example.com"},
    ]);
    assert_eq!(list().await, (200, like));
}

#[tokio::test]
async fn senders_are_part_of_a_snapshot_and_older_ones_have_none() {
    let emulator = Emulator::start().await.unwrap();
    let (senders, text) = (emulator.senders(), emulator.snapshot().to_json());
    let other = quiet().start().await.unwrap();
    other.restore(Snapshot::from_json(&text).unwrap());
    assert_eq!(other.senders(), senders);

    let mut old: Value = serde_json::from_str(&text).unwrap();
    old.as_object_mut().unwrap().remove("senders").unwrap();
    other.restore(Snapshot::from_json(&old.to_string()).unwrap());
    assert_eq!(other.senders(), []);
}
