//! The listing of assets: contact lists, and whatever else the account has (A§7.1).

use serde::Serialize;
use serde_json::{Value, json};

use super::{Envelope, Paging, Reply};
use crate::http::{Answer, Call, Refusal};
use crate::quirks::ListingKeys;
use crate::time;
use crate::world::{DEFAULT_FOLDER, List, MessageType, World};

#[derive(Serialize)]
struct Item {
    id: String,
    name: String,
    #[serde(rename = "folderName")]
    folder_name: String,
    #[serde(rename = "sourceId")]
    source_id: String,
    #[serde(rename = "baseId")]
    base_id: String,
    description: &'static str,
    #[serde(rename = "sourceSize")]
    source_size: String,
    #[serde(rename = "sourceName")]
    source_name: String,
    #[serde(rename = "tsLastModified")]
    ts_last_modified: i64,
    #[serde(rename = "tsLastCounted")]
    ts_last_counted: i64,
    #[serde(rename = "tsSource")]
    ts_source: i64,
    #[serde(rename = "sourceTS")]
    source_ts: String,
    #[serde(flatten)]
    flags: Flags,
}

/// Which systems the list comes from, and which it could come from.
#[derive(Serialize)]
#[expect(non_snake_case, reason = "the wire's own spelling")]
struct Flags {
    bIsSingleton: bool,
    bIsList: bool,
    bIsSforce: bool,
    bIsSforceReport: bool,
    bIsSforceAvailable: bool,
    bIsMSDyn: bool,
    bIsMSDynAvailable: bool,
    bIsSugar: bool,
    bIsSugarAvailable: bool,
    bIsSL: bool,
    bIsSLAvailable: bool,
    bIsNsuite: bool,
    bIsNsuiteAvailable: bool,
}

const UPLOADED: Flags = Flags {
    bIsSingleton: false,
    bIsList: true,
    bIsSforce: false,
    bIsSforceReport: false,
    bIsSforceAvailable: true,
    bIsMSDyn: false,
    bIsMSDynAvailable: true,
    bIsSugar: false,
    bIsSugarAvailable: true,
    bIsSL: false,
    bIsSLAvailable: true,
    bIsNsuite: false,
    bIsNsuiteAvailable: true,
};

pub(crate) fn get(world: &mut World, call: &Call) -> Reply {
    let wanted = call.query("listingtype").unwrap_or("contact_list");
    let paging = Paging::of(call);
    if wanted.eq_ignore_ascii_case("contact_list") {
        let total = world.lists().count();
        let page = world.lists().skip(paging.offset).take(paging.count);
        return Ok(answer(&paging, total, page.map(list).collect()));
    }
    let wanted = wanted.to_ascii_lowercase();
    let all = others(world, &wanted).ok_or_else(|| Refusal::bad_request("Unknown listingtype"))?;
    let total = all.len();
    let page = all.into_iter().skip(paging.offset).take(paging.count);
    Ok(match world.quirks.listing_keys {
        ListingKeys::OfLists => answer(&paging, total, page.collect()),
        ListingKeys::OfEachType => {
            let page = page.map(|item| of_type(&wanted, &item));
            answer(&paging, total, page.collect::<Vec<_>>())
        }
    })
}

fn answer<T: Serialize>(paging: &Paging, total: usize, result: Vec<T>) -> Answer {
    Answer::json(&Envelope {
        offset: paging.told,
        count: result.len(),
        total_count: total as i64,
        result,
    })
}

/// What its own listing says of it: ids of headers and footers as numbers, times as numbers or text.
fn of_type(wanted: &str, item: &Item) -> Value {
    let (id, name, folder) = (&item.id, &item.name, &item.folder_name);
    let modified = item.ts_last_modified;
    match wanted {
        "header" | "footer" => match id.parse::<u64>() {
            Ok(number) => json!({"id": number, "title": name}),
            Err(_) => json!({"id": id, "title": name}),
        },
        "sender" | "custom_events" => json!({"id": id, "name": name}),
        "media" => {
            let modified = modified.to_string();
            json!({"id": id, "name": name, "folder_name": folder, "last_modified": modified})
        }
        "pages" | "landing_page" => {
            let modified = modified.to_string();
            json!({"id": id, "title": name, "folder": folder, "modified": modified})
        }
        _ => json!({"msg_id": id, "title": name, "folderName": folder, "timestamp": modified}),
    }
}

fn list(list: &List) -> Item {
    Item {
        description: "Uploaded Marketing List",
        source_size: list.rows.len().to_string(),
        ts_source: list.created,
        source_ts: time::label(list.created),
        flags: UPLOADED,
        ..item(&list.id, &list.name, &list.folder, list.modified)
    }
}

/// The other types have the same keys unless a switch says otherwise (which they have is not published). `pages` and
/// `landing_page` are the same ones, custom events are their destinations, tests are none (inferred).
fn others(world: &World, wanted: &str) -> Option<Vec<Item>> {
    let now = world.now();
    let titled = |id: &str, title: &str| item(id, title, DEFAULT_FOLDER, now);
    let messages = |kind| {
        let of_kind = world.messages.of(Some(kind));
        let items = of_kind.map(|one| item(&one.id, &one.title, &one.folder, one.time));
        items.collect()
    };
    Some(match wanted {
        "header" => world
            .headers
            .iter()
            .map(|one| titled(&one.id, &one.title))
            .collect(),
        "footer" => world
            .footers
            .iter()
            .map(|one| titled(&one.id, &one.title))
            .collect(),
        "sender" => world
            .senders
            .iter()
            .map(|one| titled(&one.id, &one.name))
            .collect(),
        "custom_events" => {
            let destinations = world.events.destinations();
            destinations.map(|one| titled(&one.id, &one.name)).collect()
        }
        "media" => {
            let media = world.media.iter();
            media
                .map(|one| item(&one.id, &one.name, &one.folder, one.modified))
                .collect()
        }
        "pages" | "landing_page" => {
            let pages = world.pages.iter();
            pages
                .map(|one| item(&one.id, &one.title, &one.folder, one.modified))
                .collect()
        }
        "template_message" => messages(MessageType::Template),
        "draft_message" => messages(MessageType::Draft),
        "sent_message" => messages(MessageType::Sent),
        "triggered_message" => messages(MessageType::Triggered),
        "failed_message" => messages(MessageType::Failed),
        "scheduled_message" => messages(MessageType::Scheduled),
        "test_message" => Vec::new(),
        _ => return None,
    })
}

fn item(id: &str, name: &str, folder: &str, modified: i64) -> Item {
    Item {
        id: id.to_owned(),
        name: name.to_owned(),
        folder_name: folder.to_owned(),
        source_id: id.to_owned(),
        base_id: id.to_owned(),
        description: "",
        source_size: "0".to_owned(),
        source_name: name.to_owned(),
        ts_last_modified: modified,
        ts_last_counted: modified,
        ts_source: modified,
        source_ts: time::label(modified),
        flags: Flags {
            bIsList: false,
            ..UPLOADED
        },
    }
}
