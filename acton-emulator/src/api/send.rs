//! Messages sent and sent again (A§10.3). The answers, but for the words of a resend, are inferred.

use super::{Done, Reply};
use crate::http::error::invalid_message;
use crate::http::{Call, Refusal};
use crate::world::{Launch, Message, MessageType, World};

/// `iscustom=Y`, or the word in the path, makes a message that is in no library.
pub(crate) fn send(world: &mut World, call: &Call) -> Reply {
    world.launch_due();
    let sender = (call.required("sendername")?, call.required("senderemail")?);
    let launch = launch(call)?;
    let custom = call.path_value(0) == "custom" || yes(call, "iscustom");
    let mut message = if custom {
        let subject = call.required("subject")?;
        let mut message = Message::new(MessageType::Scheduled, subject, launch.at);
        message.html = call.field("htmlbody").unwrap_or("").to_owned();
        message.text = call.field("textbody").unwrap_or("").to_owned();
        message
    } else {
        let known = world.messages.get(call.path_value(0));
        known.cloned().ok_or(invalid_message(400))?
    };
    world.can_launch(&launch)?;
    (message.sender_name, message.sender_email) = (sender.0.to_owned(), sender.1.to_owned());
    if let Some(title) = call.field("title") {
        message.title = title.to_owned();
    }
    message.text_only = yes(call, "istextonly") || message.text_only;
    let id = world.messages.add(message.going_out(launch));
    world.launch_due();
    let told = format!("Message scheduled for launch: {id}");
    Ok(Done::new(told).id(id).into())
}

/// Only what was sent can be sent again; it stays the same message, whose report goes on (inferred).
pub(crate) fn resend(world: &mut World, call: &Call) -> Reply {
    world.launch_due();
    let launch = launch(call)?;
    world.can_launch(&launch)?;
    let message = world.messages.get_mut(call.path_value(0));
    let message = message.filter(|message| message.has_report());
    let message = message.ok_or(invalid_message(400))?;
    let id = message.id.clone();
    message.launch = Some(launch);
    world.launch_due();
    let told = format!("Message scheduled for re-launch: {id}, API requested msgID: {id}");
    Ok(Done::new(told).into())
}

fn launch(call: &Call) -> Result<Launch, Refusal> {
    let ids = |name: &str| -> Vec<String> {
        let text = call.field(name).unwrap_or("");
        let ids = text.split(',').map(str::trim).filter(|id| !id.is_empty());
        ids.map(str::to_owned).collect()
    };
    let when = call.required("when")?;
    let wrong = || Refusal::bad_request("when is not a timestamp");
    let launch = Launch {
        at: when.parse().map_err(|_| wrong())?,
        lists: ids("sendtoids"),
        records: ids("sendtorecids"),
        without: ids("suppressids"),
        transactional: yes(call, "istransactional"),
        once_an_address: yes(call, "issuppressduplicates"),
    };
    match launch.lists.is_empty() && launch.records.is_empty() {
        true => Err(Refusal::missing("sendtoids")),
        false => Ok(launch),
    }
}

fn yes(call: &Call, field: &str) -> bool {
    call.field(field)
        .is_some_and(|text| text.eq_ignore_ascii_case("y"))
}
