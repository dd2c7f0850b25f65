//! Subscription categories: who is in, who is out, and what a call without `action` does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Emulator, Snapshot};
use reqwest::Method;
use serde_json::{Value, json};
use support::{Caller, NOW, answer, error, quiet};

async fn put(caller: &Caller, path: &str, form: &[(&str, &str)]) -> support::Answer {
    let path = format!("/api/1/subscription/{path}");
    answer(caller.request(Method::PUT, &path).form(form)).await
}

#[tokio::test]
async fn categories_have_headers_unless_an_address_is_asked_about() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    emulator.add_category("News", "Monthly");
    emulator.add_category("Offers", "");
    let path = "/api/1/subscription/category";
    let all = json!([
        {"id": "1", "name": "News", "description": "Monthly", "headerid": "0",
         "headername": "Default Header"},
        {"id": "2", "name": "Offers", "description": "", "headerid": "0",
         "headername": "Default Header"},
    ]);
    assert_eq!(caller.get(path).await, (200, all));
    let of_ada = format!("{path}?email=ada@example.com");
    assert_eq!(caller.get(&of_ada).await, (200, json!([])));
    let form = [("email", "ada@example.com"), ("category", "News")];
    let message = "OptIn entry added for subscription category : News";
    let done = json!({"status": "success", "message": message});
    assert_eq!(
        put(&caller, "optout", &form).await,
        (200, done),
        "without action"
    );
    let news = json!([{"id": "1", "name": "News", "description": "Monthly"}]);
    assert_eq!(caller.get(&of_ada).await, (200, news));
}

#[tokio::test]
async fn opt_outs_come_in_pages_with_a_true_total() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    emulator.add_category("News", "");
    emulator.opt_out_of("News", "a@example.com", 1);
    let form = [
        ("email", "b@example.com"),
        ("category", "News"),
        ("action", "optout"),
    ];
    assert_eq!(put(&caller, "optout", &form).await.0, 200);
    let page = caller
        .get("/api/1/subscription/optout?category=News&offset=1&count=5")
        .await;
    let expected = json!({
        "offset": 1, "count": 1, "totalCount": 2,
        "result": [{"email": "b@example.com", "timestamp": NOW}],
    });
    assert_eq!(page, (200, expected));
    let missing = (422, error(10121, "Missing parameter - category"));
    assert_eq!(caller.get("/api/1/subscription/optout").await, missing);
    assert_eq!(
        caller.get("/api/1/subscription/optout?category=No").await.0,
        400
    );
}

#[tokio::test]
async fn setting_categories_replaces_the_whole_set() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    for name in ["News", "Offers", "Events"] {
        emulator.add_category(name, "");
    }
    let form = [
        ("email", "a@example.com"),
        ("category", "News"),
        ("category", "Offers"),
    ];
    let message = "Entry added for subscription categories : [News, Offers]";
    let done = json!({"status": "success", "message": message});
    assert_eq!(put(&caller, "setcategories", &form).await, (200, done));
    assert_eq!(
        emulator.opt_outs_of("Events"),
        [("a@example.com".to_owned(), NOW)]
    );
    assert_eq!(put(&caller, "setcategories", &form[..1]).await.0, 200);
    assert_eq!(
        emulator.opt_outs_of("News").len(),
        1,
        "none named is out of all"
    );
}

#[tokio::test]
async fn subscriptions_are_part_of_a_snapshot_and_older_ones_have_none() {
    let emulator = Emulator::start().await.unwrap();
    let text = emulator.snapshot().to_json();
    let other = quiet().start().await.unwrap();
    other.restore(Snapshot::from_json(&text).unwrap());
    assert_eq!(other.categories(), emulator.categories());
    assert_eq!(other.opt_outs_of("News"), emulator.opt_outs_of("News"));

    let mut old: Value = serde_json::from_str(&text).unwrap();
    old.as_object_mut()
        .unwrap()
        .remove("subscriptions")
        .unwrap();
    other.restore(Snapshot::from_json(&old.to_string()).unwrap());
    assert_eq!(other.categories(), []);
}
