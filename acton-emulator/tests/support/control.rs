//! A caller of the control plane, and an account worth keeping.

#![allow(dead_code, reason = "each test file uses its own part of this")]

use acton_emulator::{Emulator, ListSeed, tiny_png};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::{Answer, Caller, NOW, answer, quiet};

/// Asks the control plane.
pub async fn control(emulator: &Emulator, method: Method, path: &str, body: Value) -> Answer {
    let url = format!("{}/_emulator{path}", emulator.url());
    let request = Client::new().request(method, url);
    let request = match body {
        Value::Null => request,
        Value::String(text) => request.body(text),
        other => request.body(other.to_string()),
    };
    answer(request).await
}

pub async fn get(emulator: &Emulator, path: &str) -> Answer {
    control(emulator, Method::GET, path, Value::Null).await
}

pub async fn post(emulator: &Emulator, path: &str, body: Value) -> Answer {
    control(emulator, Method::POST, path, body).await
}

/// An account with a bit of everything a snapshot must hold.
pub async fn lived_in() -> (Emulator, Caller) {
    let emulator = quiet().start().await.unwrap();
    let columns = [("E-mail Address", Some("EMAIL")), ("Region", None)];
    emulator.create_list(
        ListSeed::new("Spring")
            .columns(columns)
            .rows([["ada@example.com", "West"], ["bo@example.com", "East"]]),
    );
    emulator.generate_list("Big", 1000);
    emulator.add_image("a.png", "New", tiny_png(2, 3, 1));
    emulator.add_media("a.txt", "New", vec![0, 159, 146, 150]);
    emulator.add_media_link("link", "New", "https://example.com/");
    emulator.add_opt_out("no@example.com", NOW);
    emulator.add_hard_bounce("gone@example.com", NOW);
    emulator.add_spam_complaint("angry@example.com", NOW);
    emulator.add_cookie("cookie", "l-0001:0");
    let caller = Caller::login(&emulator).await;
    caller
        .delete("/api/1/list/l-0002/record?contactids=l-0002:3")
        .await;
    caller
        .put_json(
            "/api/1/list/l-0002/record/l-0002:4",
            json!({"Region": "Elsewhere"}),
        )
        .await;
    (emulator, caller)
}
