//! The bytes behind the URL of an image, a media file or a logo; no token is needed for them.

use super::Reply;
use crate::http::error::NOT_FOUND;
use crate::http::percent::encode;
use crate::http::{Answer, Call, Upload};
use crate::world::{ACCOUNT_ID, Asset, World};

/// The URL of an asset.
pub(super) fn url(base: &str, asset: &Asset) -> String {
    address(base, &asset.id, &asset.name)
}

/// The URL of a file.
pub(super) fn address(base: &str, id: &str, name: &str) -> String {
    format!("{base}/cdn/{ACCOUNT_ID}/{id}/{}", encode(name))
}

/// Which types of images pass is unpublished; these are inferred.
const IMAGES: [&str; 5] = ["png", "jpg", "jpeg", "gif", "bmp"];

/// Whether an upload is an image.
pub(super) fn is_image(call: &Call, file: &Upload) -> bool {
    IMAGES.contains(&extension_of(call, file).as_str())
}

pub(crate) fn download(world: &mut World, call: &Call) -> Reply {
    if call.path_value(0) != ACCOUNT_ID.to_string() {
        return Err(NOT_FOUND);
    }
    let id = call.path_value(1);
    if let Some(logo) = world.logos.get(id) {
        return Ok(Answer::new(
            200,
            content_type(&logo.file_name),
            logo.bytes.clone(),
        ));
    }
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
