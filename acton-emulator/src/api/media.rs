//! Media files and media links (A§12).

use serde::Serialize;

use super::files::{extension_of, url};
use super::{Done, Reply};
use crate::http::error::{INVALID_URL, NO_FILE, invalid_file_type, invalid_id};
use crate::http::{Answer, Call, Refusal, Upload};
use crate::world::{Asset, DEFAULT_FOLDER, World};

/// The published types, and pdf, which the published samples have.
const TYPES: [&str; 15] = [
    "zip", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "pps", "ppsx", "txt", "vcs", "ics", "dwg",
    "rfa", "pdf",
];

#[derive(Serialize)]
struct Folder<'a> {
    entries: Vec<Entry<'a>>,
    name: &'a str,
}

/// A file has a size, as a string; a link has a target instead.
#[derive(Serialize)]
struct Entry<'a> {
    creation_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_url: Option<&'a str>,
    name: &'a str,
    id: &'a str,
    last_modified: String,
    url: String,
}

#[derive(Serialize)]
struct Single<'a> {
    id: &'a str,
    name: &'a str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_url: Option<&'a str>,
    creation_time: i64,
    last_modified: i64,
}

pub(crate) fn list(world: &mut World, _: &Call) -> Reply {
    let base = world.settings.url.as_str();
    let folders = world.media.folders().into_iter();
    let folders = folders.map(|(name, media)| Folder {
        entries: media.into_iter().map(|one| entry(base, one)).collect(),
        name,
    });
    Ok(Answer::json(&folders.collect::<Vec<_>>()))
}

fn entry<'a>(base: &str, media: &'a Asset) -> Entry<'a> {
    let is_file = media.target_url.is_none();
    Entry {
        creation_time: media.created,
        size: is_file.then(|| media.bytes.len().to_string()),
        target_url: media.target_url.as_deref(),
        name: &media.name,
        id: &media.id,
        last_modified: media.modified.to_string(),
        url: url(base, media),
    }
}

pub(crate) fn get(world: &mut World, call: &Call) -> Reply {
    let media = world.media.get(call.path_value(0)).ok_or(invalid_id(404))?;
    Ok(Answer::json(&Single {
        id: &media.id,
        name: &media.name,
        url: url(&world.settings.url, media),
        target_url: media.target_url.as_deref(),
        creation_time: media.created,
        last_modified: media.modified,
    }))
}

pub(crate) fn add(world: &mut World, call: &Call) -> Reply {
    let file = file_of(call, 403)?;
    let name = call.field("name").unwrap_or(&file.file_name);
    if name.contains(['/', '\\']) {
        return Err(Refusal::bad_request("name must not contain slashes"));
    }
    let asset = Asset {
        bytes: file.bytes.clone(),
        ..new_asset(world, "f", name, call)
    };
    let id = asset.id.clone();
    world.media.add(asset);
    Ok(Done::new("The file has been uploaded").id(id).into())
}

pub(crate) fn add_link(world: &mut World, call: &Call) -> Reply {
    let target = call.field("url").filter(|url| is_url(url));
    let target = target.ok_or(INVALID_URL)?;
    let asset = Asset {
        target_url: Some(target.to_owned()),
        ..new_asset(world, "u", call.field("name").unwrap_or(target), call)
    };
    let id = asset.id.clone();
    world.media.add(asset);
    Ok(Done::new("URL saved").id(id).into())
}

pub(crate) fn replace(world: &mut World, call: &Call) -> Reply {
    let now = world.now();
    // The status for a wrong id is inferred, and that a link cannot be given a file.
    let media = world.media.get_mut(call.path_value(0));
    let media = media
        .filter(|media| media.target_url.is_none())
        .ok_or(invalid_id(400))?;
    media.bytes = file_of(call, 400)?.bytes.clone();
    media.version += 1;
    media.modified = now;
    Ok(Done::new("The file has been uploaded").id(&media.id).into())
}

pub(crate) fn delete(world: &mut World, call: &Call) -> Reply {
    if !world.media.remove(call.path_value(0)) {
        return Err(invalid_id(404));
    }
    Ok(Done::new("File deleted").into())
}

/// The same refusal is 403 on add and 400 on update (A§5.2).
fn file_of(call: &Call, refusal_status: u16) -> Result<&Upload, Refusal> {
    let file = call.file.as_ref().ok_or(NO_FILE)?;
    if TYPES.contains(&extension_of(call, file).as_str()) {
        Ok(file)
    } else {
        Err(invalid_file_type(refusal_status))
    }
}

fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("http://")
        .or_else(|| text.strip_prefix("https://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(' '))
}

fn new_asset(world: &mut World, prefix: &str, name: &str, call: &Call) -> Asset {
    let now = world.now();
    Asset {
        id: format!("{prefix}-{}", world.random.uuid()),
        name: name.to_owned(),
        folder: call
            .field("foldername")
            .unwrap_or(DEFAULT_FOLDER)
            .to_owned(),
        bytes: bytes::Bytes::new(),
        target_url: None,
        version: 0,
        created: now,
        modified: now,
    }
}
