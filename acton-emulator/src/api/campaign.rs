//! `GET /api/1/campaigns` (A§10.5). No source shows an answer: all of this is inferred.

use serde::Serialize;
use serde_json::json;

use super::{Envelope, Reply};
use crate::http::error::invalid_id;
use crate::http::{Answer, Call};
use crate::quirks::CampaignList;
use crate::world::{Campaign, World};

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    name: &'a str,
    description: &'a str,
}

/// Like a list of logos: in a paged envelope, without taking parameters.
pub(crate) fn list(world: &mut World, _: &Call) -> Reply {
    let result: Vec<Entry<'_>> = world.campaigns.iter().map(entry).collect();
    Ok(match world.quirks.campaign_list {
        CampaignList::Envelope => Answer::json(&Envelope {
            offset: 0,
            count: result.len(),
            total_count: i64::try_from(result.len()).unwrap_or(i64::MAX),
            result,
        }),
        CampaignList::Array => Answer::json(&result),
        CampaignList::Named => Answer::json(&json!({"campaigns": result})),
    })
}

pub(crate) fn get(world: &mut World, call: &Call) -> Reply {
    let campaign = world.campaigns.get(call.path_value(0));
    Ok(Answer::json(&entry(campaign.ok_or(invalid_id(404))?)))
}

fn entry(campaign: &Campaign) -> Entry<'_> {
    Entry {
        id: &campaign.id,
        name: &campaign.name,
        description: &campaign.description,
    }
}
