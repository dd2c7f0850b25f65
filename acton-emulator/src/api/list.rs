//! Marketing lists as assets: listing, creation, deletion (A§7.1, A§7.3, A§7.7).

use serde::Serialize;

use super::{Done, Envelope, Paging, Reply};
use crate::http::{Answer, Call, Refusal};
use crate::time;
use crate::world::{Column, DEFAULT_FOLDER, Dialect, List, Rows, Work, World, specs};

/// The types of the listing that are not contact lists.
const OTHER_TYPES: [&str; 14] = [
    "header",
    "footer",
    "sender",
    "media",
    "pages",
    "custom_events",
    "template_message",
    "draft_message",
    "landing_page",
    "sent_message",
    "triggered_message",
    "test_message",
    "failed_message",
    "scheduled_message",
];

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(rename = "folderName")]
    folder_name: &'a str,
    #[serde(rename = "sourceId")]
    source_id: &'a str,
    #[serde(rename = "baseId")]
    base_id: &'a str,
    description: &'static str,
    #[serde(rename = "sourceSize")]
    source_size: String,
    #[serde(rename = "sourceName")]
    source_name: &'a str,
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

pub(crate) fn listing(world: &mut World, call: &Call) -> Reply {
    let wanted = call.query("listingtype").unwrap_or("contact_list");
    let wanted = wanted.to_ascii_lowercase();
    if OTHER_TYPES.contains(&wanted.as_str()) {
        return Err(Refusal::not_modelled(format!("listingtype={wanted}")));
    }
    if wanted != "contact_list" {
        return Err(Refusal::bad_request("Unknown listingtype"));
    }
    let paging = Paging::of(call);
    let page = world.lists().skip(paging.offset).take(paging.count);
    let result: Vec<_> = page.map(item).collect();
    Ok(Answer::json(&Envelope {
        offset: paging.told,
        count: result.len(),
        total_count: world.lists().count() as i64,
        result,
    }))
}

fn item(list: &List) -> Item<'_> {
    Item {
        id: &list.id,
        name: &list.name,
        folder_name: &list.folder,
        source_id: &list.id,
        base_id: &list.id,
        description: "Uploaded Marketing List",
        source_size: list.rows.len().to_string(),
        source_name: &list.name,
        ts_last_modified: list.modified,
        ts_last_counted: list.modified,
        ts_source: list.created,
        source_ts: time::label(list.created),
        flags: UPLOADED,
    }
}

/// The answer when no file was sent: the one place that gives a list id at once.
#[derive(Serialize)]
struct Created {
    #[serde(rename = "listId")]
    list_id: String,
    status: &'static str,
    message: &'static str,
}

pub(crate) fn create(world: &mut World, call: &Call) -> Reply {
    let name = call.required("listname")?.to_owned();
    let specs = specs(call.required("uploadspecs")?)?;
    let dialect = dialect(call)?;
    if world.list_name_is_taken(&name) {
        // Names are unique (A§7.3); how Act-On says so is inferred.
        return Err(Refusal::api(
            400,
            10087,
            "A list with this name already exists",
        ));
    }
    let folder = call
        .field("foldername")
        .unwrap_or(DEFAULT_FOLDER)
        .to_owned();
    let columns: Vec<(usize, Column)> = specs
        .into_iter()
        .filter(|spec| !spec.ignored)
        .map(|spec| (spec.index, spec.column))
        .collect();
    let now = world.now();
    let Some(file) = call.file.as_ref().filter(|file| !file.bytes.is_empty()) else {
        let columns = columns.into_iter().map(|(_, column)| column).collect();
        let list_id = world.add_list(&name, &folder, columns, Rows::default(), now);
        return Ok(Answer::json(&Created {
            list_id,
            status: "success",
            message: "List created",
        }));
    };
    let work = Work::Create {
        name,
        folder,
        columns,
        dialect,
        file: file.bytes.clone(),
    };
    let job = world.jobs.queue(work, now);
    // It says completed though the job is only queued.
    Ok(Done::new("Upload completed").job(job).into())
}

/// How the caller says its file is written.
pub(super) fn dialect(call: &Call) -> Result<Dialect, Refusal> {
    let quote = match call.required("quotecharacter")? {
        "NONE" => None,
        "SINGLE_QUOTE" => Some(b'\''),
        "DOUBLE_QUOTE" => Some(b'"'),
        _ => return Err(Refusal::bad_request("Unknown quotecharacter")),
    };
    let separator = match call.field("fieldseparator") {
        None => None,
        Some("COMMA") => Some(b','),
        Some("SEMICOLON" | "SEMI") => Some(b';'),
        Some("TAB") => Some(b'\t'),
        Some(_) => return Err(Refusal::bad_request("Unknown fieldseparator")),
    };
    Ok(Dialect {
        separator,
        quote,
        // Any value but Y means no.
        headings: call.field("headings").is_none_or(|value| value == "Y"),
    })
}

/// The body is inferred from every other delete.
pub(crate) fn delete(world: &mut World, call: &Call) -> Reply {
    world.remove_list(call.path_value(0))?;
    Ok(Done::new("List deleted").into())
}
