//! Keeping the account and putting it back, in-process and over the control plane.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Clock, Emulator, Snapshot};
use reqwest::Method;
use serde_json::{Value, json};
use support::control::{control, get, lived_in, post};
use support::{Caller, NOW, password_grant, quiet, refresh_grant};

#[tokio::test]
async fn a_reset_brings_back_the_beginning() {
    let emulator = Emulator::builder()
        .clock(Clock::manual(NOW))
        .seed(42)
        .generate_list("Big", 10)
        .start()
        .await
        .unwrap();
    let beginning = emulator.snapshot().to_json();
    let caller = Caller::login(&emulator).await;
    caller.delete("/api/1/list/l-0001").await;
    emulator.clock().set(NOW + 1);
    emulator.quirks(|quirks| quirks.api_enabled = false);
    post(&emulator, "/faults", json!({"kind": "refuse"})).await;

    let reset = post(&emulator, "/reset", Value::Null).await;
    assert_eq!(reset, (200, json!({"status": "reset"})));
    assert_eq!(emulator.snapshot().to_json(), beginning);
    assert_eq!(emulator.clock().now(), NOW);
    assert_eq!(emulator.journal().count(), 0);
    assert_eq!(caller.get("/api/1/account").await.0, 401);
    let again = Caller::login(&emulator).await;
    assert_eq!(again.token, caller.token, "the same seed, the same tokens");
}

#[tokio::test]
async fn a_snapshot_put_back_restores_everything_there_was() {
    let (emulator, caller) = lived_in().await;
    let (_, tokens) = password_grant(&caller.http, &emulator).await;
    let job = caller
        .multipart(
            Method::POST,
            "/api/1/list",
            &[
                ("listname", "Later"),
                ("uploadspecs", support::SPECS),
                ("quotecharacter", "NONE"),
            ],
            Some((
                "a.csv",
                b"E-mail Address,First Name,Region\nz@example.com,Z,West\nbad,Y,East\n",
            )),
        )
        .await
        .1;
    let (status, kept) = get(&emulator, "/snapshot").await;
    assert_eq!(status, 200);
    let rows = (emulator.list_rows("l-0001"), emulator.list_rows("l-0002"));
    let (images, media) = (emulator.images(), emulator.media());

    caller.delete("/api/1/list/l-0001").await;
    caller.delete("/api/1/list/l-0002").await;
    caller
        .delete(&format!("/api/1/image/{}", images[0].id))
        .await;
    caller
        .delete(&format!("/api/1/media/{}", media[0].id))
        .await;
    emulator.expire_access_tokens();
    emulator.revoke_refresh_token();
    emulator.add_opt_out("another@example.com", NOW);

    let restored = control(&emulator, Method::PUT, "/snapshot", kept.clone()).await;
    assert_eq!(restored, (200, json!({"status": "restored"})));
    assert_eq!(get(&emulator, "/snapshot").await.1, kept);
    assert_eq!(
        (emulator.list_rows("l-0001"), emulator.list_rows("l-0002")),
        rows
    );
    assert_eq!(
        (emulator.images(), emulator.media()),
        (images, media.clone())
    );
    assert_eq!(
        emulator.media_bytes(&media[0].id).unwrap(),
        [0, 159, 146, 150].as_slice()
    );
    assert_eq!(emulator.opt_outs().len(), 1);
    assert_eq!(emulator.hard_bounces().len(), 1);
    assert_eq!(emulator.spam_complaints().len(), 1);
    let refresh = tokens["refresh_token"].as_str().unwrap();
    assert_eq!(caller.get("/api/1/account").await.0, 200);
    assert_eq!(refresh_grant(&caller.http, &emulator, refresh).await.0, 200);
    let done = caller.finish(&job).await;
    assert_eq!(done["details"]["appendCount"], 1);
    assert_eq!(done["details"]["rejectedCount"], 1);
}

#[tokio::test]
async fn a_snapshot_fits_another_emulator_and_keeps_a_generated_list_small() {
    let (emulator, caller) = lived_in().await;
    let big = emulator.generate_list("Very big", 1_000_000);
    let text = emulator.snapshot().to_json();
    assert!(text.len() < 20_000, "{} bytes", text.len());
    let other = quiet().seed(7).start().await.unwrap();
    other.restore(Snapshot::from_json(&text).unwrap());
    assert_eq!(other.snapshot().to_json(), text);
    let there = Caller {
        url: other.url().to_owned(),
        ..caller
    };
    let page = format!("/api/1/list/{big}?count=2&offset=999998");
    let (status, body) = there.get(&page).await;
    assert_eq!((status, &body["totalCount"]), (200, &json!(1_000_000)));
    let row = there.get("/api/1/list/l-0002/record/l-0002:4").await.1;
    assert!(row.to_string().contains("Elsewhere"), "{row}");
}

#[tokio::test]
async fn what_no_account_could_have_given_is_no_snapshot() {
    let (emulator, _) = lived_in().await;
    let good: Value = serde_json::from_str(&emulator.snapshot().to_json()).unwrap();
    let spoilt = |pointer: &str, value: Value| {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        bad
    };
    for bad in [
        json!({}),
        json!("nonsense"),
        spoilt("/version", json!(2)),
        spoilt("/next_list", json!(1)),
        spoilt("/lists/1/id", json!("l-0001")),
        spoilt("/lists/1/id", json!("list")),
        spoilt("/lists/1/rows/deleted", json!([1000])),
        spoilt("/lists/1/rows/deleted", json!([4])),
        spoilt("/lists/1/rows/next", json!(10)),
        spoilt("/lists/0/rows/next", json!(1)),
        spoilt("/images/0/bytes", json!("not Base64")),
        spoilt("/random", json!("xyz")),
    ] {
        let (status, body) = control(&emulator, Method::PUT, "/snapshot", bad.clone()).await;
        assert_eq!(status, 400, "{bad}");
        assert!(body["error"].is_string());
    }
    let now: Value = serde_json::from_str(&emulator.snapshot().to_json()).unwrap();
    assert_eq!(now, good, "nothing changed");
}
