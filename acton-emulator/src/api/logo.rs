//! Logos (A§12): in a paged envelope that takes no parameters.

use serde::Serialize;

use super::files::{address, is_image};
use super::{Done, Envelope, Reply};
use crate::http::error::{NO_FILE, invalid_file_type, invalid_id};
use crate::http::{Answer, Call, Refusal};
use crate::world::{Logo, World};

#[derive(Serialize)]
struct Entry<'a> {
    url_str: String,
    url_str_ts: String,
    alt_txt: &'a str,
    tool_tip: &'a str,
    target_url: &'a str,
    id: &'a str,
    title: &'a str,
}

fn entry<'a>(base: &str, logo: &'a Logo) -> Entry<'a> {
    let url = match &logo.image_link {
        Some(link) => link.clone(),
        None => address(base, &logo.id, &logo.file_name),
    };
    Entry {
        url_str_ts: format!("{url}?ts={}", logo.modified),
        url_str: url,
        alt_txt: &logo.alt_text,
        tool_tip: &logo.tool_tip,
        target_url: &logo.target_url,
        id: &logo.id,
        title: &logo.title,
    }
}

pub(crate) fn list(world: &mut World, _: &Call) -> Reply {
    let base = world.settings.url.as_str();
    let result: Vec<Entry<'_>> = world.logos.iter().map(|logo| entry(base, logo)).collect();
    Ok(Answer::json(&Envelope {
        offset: 0,
        count: result.len(),
        total_count: i64::try_from(result.len()).unwrap_or(i64::MAX),
        result,
    }))
}

pub(crate) fn get(world: &mut World, call: &Call) -> Reply {
    let logo = world.logos.get(call.path_value(0)).ok_or(invalid_id(404))?;
    Ok(Answer::json(&entry(&world.settings.url, logo)))
}

pub(crate) fn add(world: &mut World, call: &Call) -> Reply {
    let title = call.required("name")?;
    // A logo is a file or a link to one; that it cannot do without either is inferred.
    if call.file.is_none() && call.field("imagelink").is_none() {
        return Err(NO_FILE);
    }
    check_file(call)?;
    let now = world.now();
    let logo = world.logos.add(title, now);
    fill(logo, call);
    Ok(Done::new("The logo has been uploaded").id(&logo.id).into())
}

pub(crate) fn update(world: &mut World, call: &Call) -> Reply {
    let now = world.now();
    let logo = world.logos.get_mut(call.path_value(0));
    let logo = logo.ok_or(invalid_id(400))?;
    check_file(call)?;
    if let Some(title) = call.field("name") {
        logo.title = title.to_owned();
    }
    fill(logo, call);
    logo.modified = now;
    Ok(Done::new("The logo has been updated").id(&logo.id).into())
}

pub(crate) fn delete(world: &mut World, call: &Call) -> Reply {
    let id = call.path_value(0);
    if !world.logos.remove(id) {
        return Err(invalid_id(404));
    }
    Ok(Done::new(format!("Logo {id} has been deleted")).into())
}

fn check_file(call: &Call) -> Result<(), Refusal> {
    match &call.file {
        Some(file) if !is_image(call, file) => Err(invalid_file_type(400)),
        _ => Ok(()),
    }
}

/// What a call leaves out stays as it is, what it empties becomes empty (inferred).
fn fill(logo: &mut Logo, call: &Call) {
    for (name, place) in [
        ("alttext", &mut logo.alt_text),
        ("tooltip", &mut logo.tool_tip),
        ("targeturl", &mut logo.target_url),
    ] {
        if let Some(given) = call.given(name) {
            *place = given.to_owned();
        }
    }
    if let Some(file) = &call.file {
        logo.bytes = file.bytes.clone();
        logo.file_name = file.file_name.clone();
        logo.image_link = None;
    } else if let Some(link) = call.field("imagelink") {
        logo.image_link = Some(link.to_owned());
    }
}
