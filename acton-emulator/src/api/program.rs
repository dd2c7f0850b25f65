//! `GET /api/1/program` (A§10.6).

use serde::Serialize;

use super::Reply;
use crate::http::{Answer, Call, Refusal};
use crate::time::label;
use crate::world::{Program, ProgramType, World};

#[derive(Serialize)]
struct Listing<'a> {
    folders: Vec<Folder<'a>>,
    #[serde(rename = "anyRunning")]
    any_running: bool,
}

#[derive(Serialize)]
struct Folder<'a> {
    id: i64,
    name: &'a str,
    programs: Vec<Entry<'a>>,
}

/// `createdTS` but `modifiedTs`: the published example has it so.
#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(rename = "isFavorite")]
    is_favorite: bool,
    description: &'a str,
    #[serde(rename = "srcIds")]
    src_ids: Vec<&'a str>,
    #[serde(rename = "srcNames")]
    src_names: Vec<&'a str>,
    #[serde(rename = "messageIds")]
    message_ids: &'a [String],
    #[serde(rename = "createdTS")]
    created_ts: i64,
    created: String,
    #[serde(rename = "modifiedTs")]
    modified_ts: i64,
    modified: String,
    #[serde(rename = "nextrunTS")]
    nextrun_ts: i64,
    nextrun: Option<String>,
    progstate: &'a str,
    valid: bool,
    running: bool,
    active: i64,
    #[serde(rename = "tagNames")]
    tag_names: &'a [String],
    scheduled: bool,
}

pub(crate) fn list(world: &mut World, call: &Call) -> Reply {
    let kind = match call.query("type") {
        Some(text) => {
            // How a wrong type is refused is inferred.
            let wrong = || Refusal::bad_request(format!("Invalid type {text}"));
            Some(ProgramType::read(text).ok_or_else(wrong)?)
        }
        None if world.quirks.program_type_required => return Err(without_type()),
        None => None,
    };
    let folders = world.programs.folders(kind);
    let shown = || folders.iter().flat_map(|(_, _, programs)| programs);
    Ok(Answer::json(&Listing {
        // Of those asked for (inferred).
        any_running: shown().any(|program| program.running),
        folders: folders
            .iter()
            .map(|(id, name, programs)| Folder {
                id: *id,
                name,
                programs: programs.iter().map(|program| entry(program)).collect(),
            })
            .collect(),
    }))
}

fn entry(program: &Program) -> Entry<'_> {
    // In the published example a program never modified shows its creation here.
    let modified = match program.modified {
        0 => program.created,
        modified => modified,
    };
    Entry {
        id: &program.id,
        name: &program.name,
        is_favorite: program.favorite,
        description: &program.description,
        src_ids: program.sources.iter().map(|(id, _)| id.as_str()).collect(),
        src_names: program.sources.iter().map(|(_, n)| n.as_str()).collect(),
        message_ids: &program.messages,
        created_ts: program.created,
        created: label(program.created),
        modified_ts: program.modified,
        modified: label(modified),
        nextrun_ts: program.next_run.unwrap_or(0),
        nextrun: program.next_run.map(label),
        progstate: &program.state,
        valid: program.valid,
        running: program.running,
        active: program.active,
        tag_names: &program.tags,
        scheduled: program.scheduled,
    }
}

/// The documentation requires `type`, the OpenAPI does not; that it is refused so is inferred.
fn without_type() -> Refusal {
    Refusal::missing("type")
}
