//! Headers and footers, in each of the shapes their list may have.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{BlockList, Emulator, Snapshot};
use reqwest::Method;
use serde_json::{Value, json};
use support::{Caller, answer, error, quiet};

#[tokio::test]
async fn each_is_added_listed_changed_and_deleted_by_form() {
    let emulator = quiet().start().await.unwrap();
    emulator.add_header("Default Header", "<p/>", "");
    emulator.add_footer("Default Footer", "<p/>", "");
    let caller = Caller::login(&emulator).await;
    for (kind, name) in [("header", "Header"), ("footer", "Footer")] {
        let form = [
            ("title", "News & more"),
            ("html", "<h1>News</h1>"),
            ("text", "News"),
        ];
        let all = format!("/api/1/{kind}");
        let one = format!("/api/1/{kind}/1");
        let request = caller.request(Method::POST, &format!("{all}/")).form(&form);
        let done = |what: &str| json!({"status": "success", "message": format!("{name} has been {what}"), "id": "1"});
        assert_eq!(answer(request).await, (200, done("added")));
        let block =
            |html: &str| json!({"id": "1", "title": "News & more", "html": html, "text": "News"});
        assert_eq!(caller.get(&one).await, (200, block("<h1>News</h1>")));

        let request = caller.request(Method::PUT, &one).form(&[("html", "")]);
        assert_eq!(answer(request).await, (200, done("updated")));
        let first =
            json!({"id": "0", "title": format!("Default {name}"), "html": "<p/>", "text": ""});
        let rows = json!([first, block("")]);
        assert_eq!(caller.get(&all).await, (200, rows.clone()));
        emulator.quirks(|quirks| quirks.block_list = BlockList::Envelope);
        let envelope = json!({"offset": 0, "count": 2, "totalCount": 2, "result": rows});
        assert_eq!(caller.get(&all).await, (200, envelope));
        emulator.quirks(|quirks| quirks.block_list = BlockList::Array);

        let message = format!("{name} 1 has been deleted");
        let deleted = json!({"status": "success", "message": message});
        assert_eq!(caller.delete(&one).await, (200, deleted));
        emulator.quirks(|quirks| quirks.block_id_is_number = true);
        let added = caller.post_json(&all, json!({"title": "Next"})).await.1;
        assert_eq!(added["id"], 2, "ids are not used again");
        emulator.quirks(|quirks| quirks.block_id_is_number = false);
    }
}

#[tokio::test]
async fn the_default_stays_as_it_is_and_a_wrong_id_is_refused() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let invalid = || error(10054, "The id is invalid");
    for one in ["/api/1/header/0", "/api/1/footer/0"] {
        let changed = caller.put_json(one, json!({"title": "Mine"})).await;
        let more = &changed.1["moreInformation"];
        assert_eq!(
            (changed.0, more),
            (400, &json!("The default cannot be changed"))
        );
        assert_eq!(caller.delete(one).await, changed);
    }
    let changed = caller
        .put_json("/api/1/header/9", json!({"title": "Mine"}))
        .await;
    assert_eq!(changed, (400, invalid()));
    assert_eq!(caller.delete("/api/1/header/9").await, (404, invalid()));
    assert_eq!(caller.get("/api/1/footer/9").await, (404, invalid()));
    let missing = (422, error(10121, "Missing parameter - title"));
    assert_eq!(
        caller
            .post_json("/api/1/footer", json!({"text": "x"}))
            .await,
        missing
    );
}

#[tokio::test]
async fn they_are_part_of_a_snapshot_and_older_ones_have_none() {
    let emulator = Emulator::start().await.unwrap();
    let text = emulator.snapshot().to_json();
    let other = quiet().start().await.unwrap();
    other.restore(Snapshot::from_json(&text).unwrap());
    assert_eq!(other.headers(), emulator.headers());
    assert_eq!(other.footers(), emulator.footers());

    let mut old: Value = serde_json::from_str(&text).unwrap();
    for area in ["headers", "footers"] {
        old.as_object_mut().unwrap().remove(area).unwrap();
    }
    other.restore(Snapshot::from_json(&old.to_string()).unwrap());
    assert_eq!((other.headers(), other.footers()), (vec![], vec![]));
}
