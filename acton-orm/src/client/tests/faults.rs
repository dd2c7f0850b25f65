//! Faults of the emulator's, judged by what it holds afterwards.

use acton_emulator::{Emulator, Fault};

use super::emulated::{account, and};
use crate::client::Client;
use crate::plan::{Body, Request};
use crate::schema::Method;

#[tokio::test]
async fn a_reset_after_the_write_is_unknown_and_a_reset_before_it_too_but_never_doubled() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let list = emulator.generate_list("Faulty", 0);
    let acton = Client::connect(&and(&emulator, "CallsPerSecond=1000"))
        .await
        .unwrap();
    let add = |email: &str| {
        Request::new(Method::POST, "/api/1/list/{list}/record")
            .with("list", &list)
            .body(Body::Json(
                format!(r#"{{"E-mail Address":"{email}"}}"#).into(),
            ))
    };
    acton
        .call(add("sure@example.com"))
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    emulator.fail(Fault::reset_after().on("POST", "/api/1/list").times(1));
    assert!(
        acton
            .call(add("after@example.com"))
            .await
            .unwrap_err()
            .is_unknown_outcome()
    );
    emulator.fail(Fault::reset_before().on("POST", "/api/1/list").times(1));
    assert!(
        acton
            .call(add("before@example.com"))
            .await
            .unwrap_err()
            .is_unknown_outcome()
    );
    let rows = emulator.list_rows(&list);
    let has = |email: &str| {
        rows.iter()
            .filter(|row| row.iter().any(|cell| cell == email))
            .count()
    };
    assert_eq!(
        (
            has("sure@example.com"),
            has("after@example.com"),
            has("before@example.com")
        ),
        (1, 1, 0)
    );
}

#[tokio::test]
async fn reads_survive_resets_truncation_and_gateway_errors() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let acton = Client::connect(&and(&emulator, "CallsPerSecond=1000"))
        .await
        .unwrap();
    let whole = acton.call(account()).await.unwrap().bytes().await.unwrap();
    for fault in [
        Fault::reset_before(),
        Fault::reset_after(),
        Fault::truncate(5),
        Fault::status(502),
        Fault::status(503),
        Fault::too_many_requests(Some(0)),
        Fault::body(504, "text/html", "<html><title>Gateway</title></html>"),
        Fault::expire_token(),
    ] {
        let shown = format!("{fault:?}");
        emulator.fail(fault.on("GET", "/api/1/account").times(1));
        let again = acton
            .call(account())
            .await
            .unwrap_or_else(|error| panic!("{shown}: {error}"));
        assert_eq!(again.bytes().await.unwrap(), whole, "{shown}");
    }
}
