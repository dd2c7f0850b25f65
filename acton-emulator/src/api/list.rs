//! Marketing lists as assets: creation, deletion (A§7.3, A§7.7).

use serde::Serialize;

use super::{Done, Reply};
use crate::http::{Answer, Call, Refusal};
use crate::world::{Column, DEFAULT_FOLDER, Dialect, Rows, Work, World, specs};

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
