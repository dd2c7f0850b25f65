//! Images (A§12). List and single read name the same things differently.

use serde::Serialize;

use super::files::{is_image, url};
use super::{Done, Reply};
use crate::http::error::{NO_FILE, invalid_file_type, invalid_id};
use crate::http::{Answer, Call, Refusal, Upload};
use crate::png;
use crate::world::{Asset, DEFAULT_FOLDER, World};

#[derive(Serialize)]
struct Folder<'a> {
    entries: Vec<Entry<'a>>,
    name: &'a str,
}

#[derive(Serialize)]
struct Entry<'a> {
    creation_time: String,
    size: usize,
    thumb: String,
    name: &'a str,
    width: String,
    id: &'a str,
    last_modified: String,
    url: String,
    height: String,
}

#[derive(Serialize)]
struct Single<'a> {
    id: &'a str,
    image_url: String,
    thumb_url: String,
    size: usize,
    last_modified: i64,
    creation_time: i64,
    display_name: &'a str,
    folder_name: &'a str,
    version: u32,
}

pub(crate) fn list(world: &mut World, _: &Call) -> Reply {
    let base = world.settings.url.as_str();
    let folders = world.images.folders().into_iter();
    let folders = folders.map(|(name, images)| Folder {
        entries: images.into_iter().map(|image| entry(base, image)).collect(),
        name,
    });
    Ok(Answer::json(&folders.collect::<Vec<_>>()))
}

fn entry<'a>(base: &str, image: &'a Asset) -> Entry<'a> {
    let (width, height) = png::dimensions(&image.bytes);
    Entry {
        creation_time: image.created.to_string(),
        size: image.bytes.len(),
        thumb: url(base, image),
        name: &image.name,
        width: width.to_string(),
        id: &image.id,
        last_modified: image.modified.to_string(),
        url: url(base, image),
        height: height.to_string(),
    }
}

pub(crate) fn get(world: &mut World, call: &Call) -> Reply {
    let image = world
        .images
        .get(call.path_value(0))
        .ok_or(invalid_id(404))?;
    let base = world.settings.url.as_str();
    Ok(Answer::json(&Single {
        id: &image.id,
        image_url: url(base, image),
        thumb_url: url(base, image),
        size: image.bytes.len(),
        last_modified: image.modified,
        creation_time: image.created,
        display_name: &image.name,
        folder_name: &image.folder,
        version: image.version,
    }))
}

pub(crate) fn add(world: &mut World, call: &Call) -> Reply {
    let file = file_of(call)?;
    let name = call.field("name").unwrap_or(&file.file_name).to_owned();
    let folder = call.field("foldername").unwrap_or(DEFAULT_FOLDER);
    Ok(store(world, name, folder, file).into())
}

/// Replaces the bytes. An image that is not in the folder named becomes a new image there.
pub(crate) fn replace(world: &mut World, call: &Call) -> Reply {
    let file = file_of(call)?;
    let now = world.now();
    let ignore_folder = call.field("ignorefolder") == Some("Y");
    // Without a folder the image is replaced where it is (inferred).
    let folder = call.field("foldername").filter(|_| !ignore_folder);
    let image = world.images.get_mut(call.path_value(0));
    match (image, folder) {
        (Some(image), folder) if folder.is_none_or(|folder| folder == image.folder) => {
            image.bytes = file.bytes.clone();
            image.version += 1;
            image.modified = now;
            Ok(Done::new("The file has been uploaded").id(&image.id).into())
        }
        (_, Some(folder)) => {
            let name = file.file_name.clone();
            let folder = folder.to_owned();
            Ok(store(world, name, &folder, file).into())
        }
        // The status is that of a logo update (inferred).
        (_, None) => Err(invalid_id(400)),
    }
}

pub(crate) fn delete(world: &mut World, call: &Call) -> Reply {
    if !world.images.remove(call.path_value(0)) {
        return Err(invalid_id(404));
    }
    Ok(Done::new("File deleted").into())
}

fn file_of(call: &Call) -> Result<&Upload, Refusal> {
    let file = call.file.as_ref().ok_or(NO_FILE)?;
    if is_image(call, file) {
        Ok(file)
    } else {
        Err(invalid_file_type(400))
    }
}

fn store(world: &mut World, name: String, folder: &str, file: &Upload) -> Done {
    let id = format!("f-{}", world.random.uuid());
    let now = world.now();
    world.images.add(Asset {
        id: id.clone(),
        name,
        folder: folder.to_owned(),
        bytes: file.bytes.clone(),
        target_url: None,
        version: 0,
        created: now,
        modified: now,
    });
    Done::new("The file has been uploaded").id(id)
}
