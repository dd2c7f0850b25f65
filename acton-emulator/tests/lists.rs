//! Lists as assets, and their rows as downloads.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Clock, DateHeadings, Emulator, ListSeed};
use reqwest::Method;
use serde_json::{Value, json};
use support::{Caller, NOW, SPECS, error, gateway, quiet};

fn three_people() -> ListSeed {
    ListSeed::new("People")
        .folder("Marketing")
        .columns([
            ("First Name", Some("FIRSTNAME")),
            ("E-mail Address", Some("EMAIL")),
            ("Region", None),
        ])
        .rows([
            ["Ada", "ada@example.com", "West"],
            ["Bo", "bo@example.com", ""],
            ["Cy, Jr.", "cy@example.com", "East"],
        ])
}

async fn with_people() -> (Emulator, Caller) {
    let emulator = quiet().start().await.unwrap();
    emulator.create_list(three_people());
    let caller = Caller::login(&emulator).await;
    (emulator, caller)
}

#[tokio::test]
async fn the_listing_has_the_25_published_keys() {
    let (_emulator, caller) = with_people().await;
    let (status, body) = caller.get("/api/1/list?listingtype=CONTACT_LIST").await;
    assert_eq!(status, 200);
    let item = json!({
        "id": "l-0001", "name": "People", "folderName": "Marketing", "sourceId": "l-0001",
        "baseId": "l-0001", "description": "Uploaded Marketing List", "sourceSize": "3",
        "sourceName": "People", "tsLastModified": NOW, "tsLastCounted": NOW, "tsSource": NOW,
        "sourceTS": "Sep 3 2024 12:47 PM PDT", "bIsSingleton": false, "bIsList": true,
        "bIsSforce": false, "bIsSforceReport": false, "bIsSforceAvailable": true,
        "bIsMSDyn": false, "bIsMSDynAvailable": true, "bIsSugar": false,
        "bIsSugarAvailable": true, "bIsSL": false, "bIsSLAvailable": true, "bIsNsuite": false,
        "bIsNsuiteAvailable": true,
    });
    assert_eq!(item.as_object().unwrap().len(), 25);
    assert_eq!(
        body,
        json!({"offset": 0, "count": 1, "totalCount": 1, "result": [item]})
    );
    let (status, headers) = caller.get("/api/1/list?listingtype=header").await;
    assert_eq!(
        (status, &headers["totalCount"]),
        (200, &serde_json::json!(0))
    );
    assert_eq!(caller.get("/api/1/list?listingtype=nothing").await.0, 400);
}

#[tokio::test]
async fn a_list_without_a_file_exists_at_once() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let fields = [
        ("listname", "Spring"),
        ("uploadspecs", SPECS),
        ("quotecharacter", "DOUBLE_QUOTE"),
        ("fieldseperator", "ignored, as any unknown field"),
    ];
    let (status, body) = caller
        .multipart(Method::POST, "/api/1/list", &fields, None)
        .await;
    let expected = json!({"listId": "l-0001", "status": "success", "message": "List created"});
    assert_eq!((status, body), (200, expected));
    let (_, rows) = caller.get("/api/1/list/l-0001").await;
    let headers = json!(["_contact_id_", "E-mail Address", "First Name", "Region"]);
    assert_eq!(rows["headers"], headers);
    assert_eq!(
        (&rows["emailColumn"], &rows["data"]),
        (&json!(1), &json!([]))
    );
    assert_eq!(emulator.lists()[0].folder, "Default Folder");
}

#[tokio::test]
async fn a_list_from_a_json_body_is_created_too() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let specs: Value = serde_json::from_str(SPECS).unwrap();
    let body = json!({"listname": "Spring", "uploadspecs": specs, "quotecharacter": "NONE"});
    let (status, body) = caller.post_json("/api/1/list", body).await;
    assert_eq!((status, &body["listId"]), (200, &json!("l-0001")));
}

#[tokio::test]
async fn creation_says_what_is_wrong() {
    let (_emulator, caller) = with_people().await;
    let twice = r#"[{"columnHeading":"A","columnType":"EMAIL","columnIndex":0},
        {"columnHeading":"B","columnType":"EMAIL","columnIndex":1}]"#;
    let shouted = r#"[{"columnHeading":"A","columnType":"E-MAIL","columnIndex":0}]"#;
    let cases = [
        ("", SPECS, 422, "Missing parameter - listname"),
        ("New", "", 422, "Missing parameter - uploadspecs"),
        (
            "New",
            shouted,
            400,
            "Upload specs contain an invalid column type value.",
        ),
        (
            "New",
            twice,
            400,
            "Upload specs must have exactly one EMAIL column.",
        ),
        ("People", SPECS, 400, "A list with this name already exists"),
    ];
    for (name, specs, status, message) in cases {
        let fields = [
            ("listname", name),
            ("uploadspecs", specs),
            ("quotecharacter", "NONE"),
        ];
        let answer = caller
            .multipart(Method::POST, "/api/1/list", &fields, None)
            .await;
        assert_eq!(
            (answer.0, answer.1["message"].as_str()),
            (status, Some(message))
        );
    }
}

#[tokio::test]
async fn a_page_is_rows_of_strings_with_the_record_id_first() {
    let (_emulator, caller) = with_people().await;
    let (status, body) = caller.get("/api/1/list/l-0001?count=2&offset=1").await;
    assert_eq!(status, 200);
    let expected = json!({
        "listId": "l-0001", "offset": 1, "count": 2, "totalCount": 3, "emailColumn": 2,
        "headers": ["_contact_id_", "First Name", "E-mail Address", "Region"],
        "data": [["l-0001:1", "Bo", "bo@example.com", ""],
                 ["l-0001:2", "Cy, Jr.", "cy@example.com", "East"]],
    });
    assert_eq!(body, expected);
    let (_, past) = caller.get("/api/1/list/l-0001?offset=9").await;
    assert_eq!(
        (&past["offset"], &past["count"], &past["totalCount"]),
        (&json!(9), &json!(0), &json!(3))
    );
}

#[tokio::test]
async fn a_page_never_has_more_than_1000_rows() {
    let emulator = quiet().start().await.unwrap();
    let id = emulator.generate_list("Big", 2500);
    let caller = Caller::login(&emulator).await;
    for query in ["", "?count=5000", "?count=1000"] {
        let (_, body) = caller.get(&format!("/api/1/list/{id}{query}")).await;
        assert_eq!(
            (&body["count"], &body["totalCount"]),
            (&json!(1000), &json!(2500))
        );
    }
}

#[tokio::test]
async fn fields_choose_columns_in_the_order_asked() {
    let (_emulator, caller) = with_people().await;
    let (_, body) = caller
        .get("/api/1/list/l-0001?count=1&fields=Region%3BFirst+Name")
        .await;
    assert_eq!(
        body["headers"],
        json!(["_contact_id_", "Region", "First Name"])
    );
    assert_eq!(body["data"], json!([["l-0001:0", "West", "Ada"]]));
    assert_eq!(body["emailColumn"], -1);
    let wrong = caller.get("/api/1/list/l-0001?fields=Nonsense").await;
    assert_eq!(wrong, (400, error(10010, "Invalid Column Specified")));
    let both = caller
        .get("/api/1/list/l-0001?fields=Region&datequalifiers=true")
        .await;
    assert_eq!(both.0, 400);
}

#[tokio::test]
async fn json_stops_at_255_fields_and_csv_does_not() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let columns: Vec<(String, Option<&str>)> = (0..300).map(|n| (format!("C{n}"), None)).collect();
    emulator.create_list(ListSeed::new("Wide").columns(columns).rows([["x"]]));
    let (_, body) = caller.get("/api/1/list/l-0001").await;
    assert_eq!(body["headers"].as_array().unwrap().len(), 255);
    assert_eq!(body["data"][0].as_array().unwrap().len(), 255);
    let (_, csv) = caller.text("/api/1/list/l-0001?responseformat=CSV").await;
    assert_eq!(csv.lines().next().unwrap().split(',').count(), 301);
}

#[tokio::test]
async fn date_qualifiers_add_two_columns_in_the_accounts_time_zone() {
    let (emulator, caller) = with_people().await;
    let path = "/api/1/list/l-0001?count=1&datequalifiers=true";
    let (_, body) = caller.get(path).await;
    assert_eq!(body["headers"][4], "created_date");
    let cells = json!(["2024-09-03 12:47:01 PDT", "2024-09-03 12:47:01 PDT"]);
    assert_eq!(json!([body["data"][0][4], body["data"][0][5]]), cells);
    emulator.quirks(|quirks| quirks.date_headings = DateHeadings::Underscored);
    assert_eq!(caller.get(path).await.1["headers"][5], "__modified_date");
}

#[tokio::test]
async fn date_filters_are_exclusive_unless_switched() {
    let clock = Clock::manual(1000);
    let emulator = quiet().clock(clock.clone()).start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    emulator.create_list(three_people());
    clock.set(2000);
    let path = "/api/1/list/l-0001/record/l-0001:1";
    caller.put_json(path, json!({"Region": "North"})).await;
    let ids = async |filter: &str| {
        let (_, body) = caller.get(&format!("/api/1/list/l-0001?{filter}")).await;
        let data = body["data"].as_array().unwrap();
        assert_eq!(body["totalCount"], data.len());
        data.iter()
            .map(|row| row[0].as_str().unwrap()[7..].to_owned())
            .collect::<String>()
    };
    assert_eq!(ids("modafter=1000").await, "1");
    assert_eq!(ids("modbefore=2000").await, "02");
    assert_eq!(ids("createdafter=1000").await, "");
    assert_eq!(ids("createdbefore=1001&modafter=1999").await, "1");
    emulator.quirks(|quirks| quirks.inclusive_bounds = true);
    assert_eq!(ids("modafter=1000").await, "012");
    assert_eq!(ids("createdbefore=1000").await, "012");
}

#[tokio::test]
async fn csv_has_all_rows_and_a_heading_row() {
    let (_emulator, caller) = with_people().await;
    let (status, csv) = caller.text("/api/1/list/l-0001?responseformat=CSV").await;
    let expected = "_contact_id_,First Name,E-mail Address,Region\n\
        l-0001:0,Ada,ada@example.com,West\n\
        l-0001:1,Bo,bo@example.com,\n\
        l-0001:2,\"Cy, Jr.\",cy@example.com,East\n";
    assert_eq!((status, csv.as_str()), (200, expected));
    let (_, some) = caller
        .text("/api/1/list/l-0001?responseformat=CSV&offset=1&count=1&fields=Region")
        .await;
    assert_eq!(some, "_contact_id_,Region\nl-0001:1,\n");
}

#[tokio::test]
async fn an_empty_list_downloads_as_its_headings() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let (_, csv) = caller
        .text("/api/1/list/l-0004?responseformat=CSV&fields=Region")
        .await;
    assert_eq!(csv, "_contact_id_,Region\n");
}

#[tokio::test]
async fn a_wrong_list_id_is_10004() {
    let (_emulator, caller) = with_people().await;
    let expected = error(10004, "Invalid or missing list");
    for id in [
        "l-0002", "L-0001", "l-1", "l-00001", "l-000A", "0001", "g-0001",
    ] {
        let answer = caller.get(&format!("/api/1/list/{id}")).await;
        assert_eq!(answer, (400, expected.clone()), "{id}");
    }
    assert_eq!(caller.get("/api/1/list/l-unified-contacts").await.0, 501);
}

#[tokio::test]
async fn a_deleted_list_is_gone_and_its_id_is_not_used_again() {
    let (emulator, caller) = with_people().await;
    let deleted = caller.delete("/api/1/list/l-0001").await;
    assert_eq!(
        deleted,
        (200, json!({"status": "success", "message": "List deleted"}))
    );
    assert_eq!(
        caller.delete("/api/1/list/l-0001").await.1["errorCode"],
        10004
    );
    assert_eq!(emulator.create_list(three_people()), "l-0002");
}

#[tokio::test]
async fn a_strange_response_format_is_refused() {
    let (_emulator, caller) = with_people().await;
    let answer = caller.get("/api/1/list/l-0001?responseformat=XML").await;
    assert_eq!(
        answer,
        (400, gateway(400, "Bad Request", "Unknown responseformat"))
    );
}
