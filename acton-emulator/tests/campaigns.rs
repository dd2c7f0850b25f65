//! Campaigns, in each of the shapes they may have.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{CampaignList, Emulator, Snapshot};
use serde_json::{Value, json};
use support::{Caller, error, quiet};

#[tokio::test]
async fn campaigns_are_listed_in_the_shape_switched_to() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    emulator.add_campaign("Spring", "Flowers");
    emulator.add_campaign("Autumn", "");
    let result = json!([
        {"id": "c-0001", "name": "Spring", "description": "Flowers"},
        {"id": "c-0002", "name": "Autumn", "description": ""},
    ]);
    let list = || caller.get("/api/1/campaigns");
    let envelope = json!({"offset": 0, "count": 2, "totalCount": 2, "result": result});
    assert_eq!(list().await, (200, envelope));
    emulator.quirks(|quirks| quirks.campaign_list = CampaignList::Array);
    assert_eq!(list().await, (200, result.clone()));
    emulator.quirks(|quirks| quirks.campaign_list = CampaignList::Named);
    assert_eq!(list().await, (200, json!({"campaigns": result})));
}

#[tokio::test]
async fn one_campaign_is_the_bare_element_and_a_wrong_id_is_404() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    for campaign in emulator.campaigns() {
        let path = format!("/api/1/campaigns/{}/", campaign.id);
        let expected = json!({
            "id": campaign.id, "name": campaign.name, "description": campaign.description,
        });
        assert_eq!(caller.get(&path).await, (200, expected));
    }
    assert_eq!(
        caller.get("/api/1/campaigns/c-9999").await,
        (404, error(10054, "The id is invalid"))
    );
}

#[tokio::test]
async fn campaigns_are_part_of_a_snapshot_and_older_ones_have_none() {
    let emulator = Emulator::start().await.unwrap();
    let (campaigns, text) = (emulator.campaigns(), emulator.snapshot().to_json());
    let other = quiet().start().await.unwrap();
    other.restore(Snapshot::from_json(&text).unwrap());
    assert_eq!(other.campaigns(), campaigns);
    assert_eq!(other.add_campaign("Next", ""), "c-0005");

    let mut old: Value = serde_json::from_str(&text).unwrap();
    old.as_object_mut().unwrap().remove("campaigns").unwrap();
    other.restore(Snapshot::from_json(&old.to_string()).unwrap());
    assert_eq!(other.campaigns(), []);
}
