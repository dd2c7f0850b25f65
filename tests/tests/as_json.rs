//! With the feature `serde`: rows, pages, plans and reports as JSON.

use acton_emulator::{Fault, tiny_png};
use acton_orm::models::{HardBounce, Image, images};
use acton_orm::prelude::*;
use acton_orm::{Client, Result};
use acton_orm_tests::rows::{Picture, impatient, picture, report};
use acton_orm_tests::{client, empty_account};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// A line of JSON a row, whatever the entity.
async fn export<E: Entity + Serialize + Send + 'static>(acton: &Client) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    let mut rows = E::query().stream(acton);
    while let Some(row) = rows.try_next().await? {
        lines.push(serde_json::to_string(&row).unwrap());
    }
    Ok(lines)
}

/// A struct of the user's, for JSON and for Act-On.
#[derive(Entity, Serialize, Deserialize, Debug, Clone, Default, PartialEq)]
#[acton(table = "Images", module = "stored")]
struct Stored {
    id: String,
    name: String,
    #[acton(skip)]
    #[serde(default)]
    seen: bool,
}

async fn one_image() -> (acton_emulator::Emulator, Client) {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(3, 2, 1));
    let acton = client(&emulator).await;
    (emulator, acton)
}

#[tokio::test]
async fn any_entity_that_serializes_is_exported_line_by_line() {
    let (_emulator, acton) = one_image().await;
    let own = export::<Stored>(&acton).await.unwrap();
    let image: Stored = serde_json::from_str(&own[0]).unwrap();
    assert_eq!((image.name.as_str(), image.seen), ("a.png", false));
    assert_eq!(
        Stored {
            name: String::new(),
            id: String::new(),
            ..image.clone()
        },
        Stored::default()
    );

    let ours = export::<Image>(&acton).await.unwrap();
    let row: Json = serde_json::from_str(&ours[0]).unwrap();
    assert_eq!(
        (&row["name"], &row["folder_name"]),
        (&json!("a.png"), &json!("New"))
    );
    let back: Image = serde_json::from_str(&ours[0]).unwrap();
    assert_eq!(back.id, image.id);
}

#[tokio::test]
async fn a_record_id_is_read_back_and_what_is_none_is_refused() {
    let id: RecordId = "l-0001:31a".parse().unwrap();
    let text = serde_json::to_string(&id).unwrap();
    assert_eq!(text, r#""l-0001:31a""#);
    assert_eq!(serde_json::from_str::<RecordId>(&text).unwrap(), id);
    assert!(serde_json::from_str::<RecordId>(r#""31a""#).is_err());
}

#[tokio::test]
async fn a_page_and_a_plan_are_told_by_their_fields() {
    let (_emulator, acton) = one_image().await;
    let query = Stored::query().filter(images::name.eq("a.png"));
    let plan = serde_json::to_value(query.explain()).unwrap();
    assert_eq!(
        plan,
        json!({
            "calls": {"at_least": 1, "at_most": 1},
            "requests": [
                {"method": "GET", "path": "/api/1/image", "query": [], "effect": "reads"}
            ],
            "pushed": [],
            "residual": "Name = 'a.png'",
        })
    );
    let page = query.page(&acton, 0, 10).await.unwrap();
    let page = serde_json::to_value(page).unwrap();
    assert_eq!(page["rows"][0]["name"], "a.png");
    assert_eq!(
        (&page["number"], &page["has_next"]),
        (&json!(0), &json!(false))
    );
}

#[tokio::test]
async fn a_row_of_a_session_is_its_struct_also_where_it_is_only_read() {
    let emulator = empty_account().await;
    emulator.add_hard_bounce("gone@example.com", 1_725_392_821_000);
    let mut session = client(&emulator).await.session();
    let row = session.one(HardBounce::query()).await.unwrap();
    let read = serde_json::to_value(&session[row]).unwrap();
    assert_eq!(read["email"], "gone@example.com");
    assert_eq!(read, serde_json::to_value(session.get(row)).unwrap());
}

#[tokio::test]
async fn a_report_says_what_became_of_each_row() {
    let (emulator, _) = one_image().await;
    let mut session = impatient(&emulator).await.session();
    let _ = session.load(Picture::query()).await.unwrap();
    let _ = session.add(picture("b.png", "New"));
    let _ = session.add(picture("c.png", "New"));
    let plan = serde_json::to_value(session.plan().unwrap()).unwrap();
    assert_eq!(
        (&plan["changes"], &plan["calls"]["at_most"]),
        (&json!(2), &json!(2))
    );
    emulator.fail(Fault::reset_after().on("POST", "/api/1/image").skip(1));
    let report = report(session.commit().await.unwrap_err());
    let report = serde_json::to_value(report).unwrap();
    assert_eq!(
        (&report["applied"], &report["unknown"]),
        (&json!(1), &json!(1))
    );
    let states: Vec<_> = report["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            (
                entry["kind"].as_str().unwrap(),
                entry["outcome"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(states, [("insert", "applied"), ("insert", "unknown")]);
    let error = &report["entries"][1]["error"];
    assert_eq!(error["kind"], "UnknownOutcome");
    assert_eq!(report["entries"][1]["table"], "Images");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("POST /api/1/image"),
        "{error}"
    );
}
