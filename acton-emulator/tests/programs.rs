//! Automated programs, webinar events, list maintenance.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Emulator, ProgramType};
use serde_json::{Value, json};
use support::{Caller, NOW, error, gateway, quiet};

const DAY: i64 = 86_400_000;

/// Names by folder.
fn names(body: &Value) -> Vec<(i64, &str, Vec<&str>)> {
    let folders = body["folders"].as_array().unwrap().iter();
    let folders = folders.map(|folder| {
        let programs = folder["programs"].as_array().unwrap().iter();
        let names = programs.map(|program| program["name"].as_str().unwrap());
        let (id, name) = (&folder["id"], &folder["name"]);
        (
            id.as_i64().unwrap(),
            name.as_str().unwrap(),
            names.collect(),
        )
    });
    folders.collect()
}

#[tokio::test]
async fn a_draft_looks_as_published() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    emulator.add_program(ProgramType::Track, "Nurture", |_| {});
    let expected = json!({"folders": [{"id": -1, "name": "", "programs": [{
        "id": "tr-0001", "name": "Nurture", "isFavorite": false, "description": "",
        "srcIds": [], "srcNames": [], "messageIds": [],
        "createdTS": NOW, "created": "Sep 3 2024 12:47 PM PDT",
        "modifiedTs": 0, "modified": "Sep 3 2024 12:47 PM PDT",
        "nextrunTS": 0, "nextrun": null, "progstate": "draft",
        "valid": false, "running": false, "active": 0, "tagNames": [], "scheduled": false,
    }]}], "anyRunning": false});
    assert_eq!(
        caller.get("/api/1/program?type=TRACK").await,
        (200, expected)
    );
}

#[tokio::test]
async fn a_running_program_has_its_arrays_and_times() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let id = emulator.add_program(ProgramType::Event, "Webinar", |program| {
        program.id = "mine".to_owned();
        program.folder = "Events".to_owned();
        program.sources = vec![("l-0001".to_owned(), "Guests".to_owned())];
        program.messages = vec!["t-0001".to_owned()];
        program.tags = vec!["2024".to_owned()];
        program.modified = NOW + DAY;
        program.next_run = Some(NOW + 100 * DAY);
        program.running = true;
        program.active = 7;
    });
    let (_, body) = caller.get("/api/1/program?type=EVENT").await;
    let program = &body["folders"][0]["programs"][0];
    assert_eq!(
        (program["id"].as_str(), id.as_str()),
        (Some("tr-0001"), "tr-0001")
    );
    assert_eq!(program["srcIds"], json!(["l-0001"]));
    assert_eq!(program["srcNames"], json!(["Guests"]));
    assert_eq!(program["messageIds"], json!(["t-0001"]));
    assert_eq!(program["tagNames"], json!(["2024"]));
    assert_eq!(program["modifiedTs"], NOW + DAY);
    assert_eq!(program["modified"], "Sep 4 2024 12:47 PM PDT");
    assert_eq!(program["nextrunTS"], NOW + 100 * DAY);
    assert_eq!(program["nextrun"], "Dec 12 2024 11:47 AM PST");
    assert_eq!(program["active"], 7);
    assert_eq!(body["anyRunning"], true);
    assert_eq!(emulator.programs()[0].active, 7);
}

#[tokio::test]
async fn programs_are_those_of_a_type_by_folder() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let (_, track) = caller.get("/api/1/program?type=TRACK").await;
    let expected = vec![
        (-1, "", vec!["Nurture"]),
        (1, "Onboarding", vec!["Welcome", "Win back"]),
        (2, "Trials", vec!["Trial, day 1 & 3"]),
    ];
    assert_eq!(names(&track), expected);
    assert_eq!(track["anyRunning"], true);
    let (_, event) = caller.get("/api/1/program/?type=event").await;
    let expected = vec![
        (-1, "", vec!["Open day"]),
        (3, "Events", vec!["Webinar 2024: Q&A"]),
    ];
    assert_eq!(names(&event), expected);
    let (_, maintenance) = caller.get("/api/1/program?type=LIST_MAINT").await;
    let expected = vec![
        (1, "Onboarding", vec!["Copy customers"]),
        (4, "Maintenance", vec!["Weekly clean-up"]),
    ];
    assert_eq!(names(&maintenance), expected);
    assert_eq!(maintenance["anyRunning"], false);
}

#[tokio::test]
async fn a_call_without_type_is_refused_unless_switched_to_all() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let refused = (422, error(10121, "Missing parameter - type"));
    assert_eq!(caller.get("/api/1/program").await, refused);
    assert_eq!(caller.get("/api/1/program?type=").await, refused);
    let wrong = (400, gateway(400, "Bad Request", "Invalid type RACK"));
    assert_eq!(caller.get("/api/1/program?type=RACK").await, wrong);
    emulator.quirks(|quirks| quirks.program_type_required = false);
    let (status, all) = caller.get("/api/1/program").await;
    assert_eq!(status, 200);
    let all: usize = names(&all).iter().map(|(_, _, names)| names.len()).sum();
    assert_eq!(all, emulator.programs().len());
}

#[tokio::test]
async fn an_empty_account_has_no_folders() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let none = json!({"folders": [], "anyRunning": false});
    assert_eq!(caller.get("/api/1/program?type=TRACK").await, (200, none));
}

#[tokio::test]
async fn programs_are_part_of_a_snapshot_and_older_ones_have_none() {
    use acton_emulator::Snapshot;

    let emulator = Emulator::start().await.unwrap();
    let (programs, text) = (emulator.programs(), emulator.snapshot().to_json());
    let other = quiet().start().await.unwrap();
    other.restore(Snapshot::from_json(&text).unwrap());
    assert_eq!(other.programs(), programs);
    let id = other.add_program(ProgramType::Track, "Next", |_| {});
    assert_eq!(id, "tr-0009");

    let mut old: Value = serde_json::from_str(&text).unwrap();
    old.as_object_mut().unwrap().remove("programs").unwrap();
    other.restore(Snapshot::from_json(&old.to_string()).unwrap());
    assert_eq!(other.programs(), []);
}
