//! The bytes behind an image's or media file's URL; no token is needed for them.

use super::Reply;
use crate::http::error::NOT_FOUND;
use crate::http::percent::encode;
use crate::http::{Answer, Call, Upload};
use crate::world::{ACCOUNT_ID, Asset, World};

/// The URL of an asset.
pub(crate) fn url(base: &str, asset: &Asset) -> String {
    format!(
        "{base}/cdn/{ACCOUNT_ID}/{}/{}",
        asset.id,
        encode(&asset.name)
    )
}

pub(crate) fn download(world: &mut World, call: &Call) -> Reply {
    if call.path_value(0) != ACCOUNT_ID.to_string() {
        return Err(NOT_FOUND);
    }
    let id = call.path_value(1);
    let asset = world.images.get(id).or_else(|| world.media.get(id));
    let asset = asset.ok_or(NOT_FOUND)?;
    if let Some(target) = &asset.target_url {
        return Ok(Answer::new(302, "text/plain", "").header("location", target.clone()));
    }
    Ok(Answer::new(
        200,
        content_type(&asset.name),
        asset.bytes.clone(),
    ))
}

/// The part of a name after its last dot, in lower case.
fn extension(name: &str) -> String {
    name.rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase())
        .unwrap_or_default()
}

/// What an upload's type is told by: its file name or, if that has no extension, its `name`.
pub(super) fn extension_of(call: &Call, file: &Upload) -> String {
    match extension(&file.file_name) {
        none if none.is_empty() => extension(call.field("name").unwrap_or("")),
        found => found,
    }
}

fn content_type(name: &str) -> &'static str {
    match extension(name).as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "pdf" => "application/pdf",
        "txt" => "text/plain;charset=UTF-8",
        _ => "application/octet-stream",
    }
}
