//! Subscription categories and opt-outs of them (A§11). Categories go by their names.

use serde::Serialize;

use super::{Done, Envelope, Paging, Reply};
use crate::http::{Answer, Call, Refusal};
use crate::world::{Category, Choice, World};

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    name: &'a str,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    headerid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headername: Option<&'a str>,
}

fn entry(category: &Category, header: bool) -> Entry<'_> {
    Entry {
        id: &category.id,
        name: &category.name,
        description: &category.description,
        headerid: header.then_some(&category.header_id),
        headername: header.then_some(&category.header_name),
    }
}

/// All categories, or those that an address has said it wants, which come without their headers.
pub(crate) fn categories(world: &mut World, call: &Call) -> Reply {
    let known = world.subscriptions.iter();
    let entries: Vec<Entry<'_>> = match call.query("email") {
        None => known.map(|category| entry(category, true)).collect(),
        Some(email) => known
            .filter(|category| world.subscriptions.is_in(&category.name, email))
            .map(|category| entry(category, false))
            .collect(),
    };
    Ok(Answer::json(&entries))
}

#[derive(Serialize)]
struct OptOut<'a> {
    email: &'a str,
    timestamp: i64,
}

/// Here `totalCount` is true.
pub(crate) fn opt_outs(world: &mut World, call: &Call) -> Reply {
    let category = call.query("category");
    let category = category.ok_or_else(|| Refusal::missing("category"))?;
    is_known(world, category)?;
    let paging = Paging::of(call);
    let out: Vec<_> = world.subscriptions.out(category).collect();
    let result: Vec<OptOut<'_>> = out
        .iter()
        .skip(paging.offset)
        .take(paging.count)
        .map(|&(email, timestamp)| OptOut { email, timestamp })
        .collect();
    Ok(Answer::json(&Envelope {
        offset: paging.told,
        count: result.len(),
        total_count: i64::try_from(out.len()).unwrap_or(i64::MAX),
        result,
    }))
}

/// Without `action` it opts in, whatever the path says.
pub(crate) fn update(world: &mut World, call: &Call) -> Reply {
    let (email, category) = (call.required("email")?, call.required("category")?);
    is_known(world, category)?;
    let (choice, name) = match call.field("action").unwrap_or("optin") {
        "optin" => (Choice::In, "OptIn"),
        "optout" => (Choice::Out, "OptOut"),
        _ => return Err(Refusal::bad_request("action must be optin or optout")),
    };
    let now = world.now();
    world.subscriptions.say(category, email, choice, now);
    let message = format!("{name} entry added for subscription category : {category}");
    Ok(Done::new(message).into())
}

/// Replaces the whole set: out of every category that is not named.
pub(crate) fn set(world: &mut World, call: &Call) -> Reply {
    let email = call.required("email")?;
    let named = call.fields.iter().filter(|(name, _)| name == "category");
    let named: Vec<&str> = named.map(|(_, category)| category.as_str()).collect();
    for category in &named {
        is_known(world, category)?;
    }
    let now = world.now();
    let known: Vec<String> = world
        .subscriptions
        .iter()
        .map(|one| one.name.clone())
        .collect();
    for category in known {
        let choice = match named.contains(&category.as_str()) {
            true => Choice::In,
            false => Choice::Out,
        };
        world.subscriptions.say(&category, email, choice, now);
    }
    let message = format!(
        "Entry added for subscription categories : [{}]",
        named.join(", ")
    );
    Ok(Done::new(message).into())
}

/// What a category that nobody knows is answered with is inferred.
fn is_known(world: &World, category: &str) -> Result<(), Refusal> {
    match world.subscriptions.is_known(category) {
        true => Ok(()),
        false => Err(Refusal::bad_request("Invalid subscription category")),
    }
}
