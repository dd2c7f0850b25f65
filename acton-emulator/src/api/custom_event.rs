//! Custom events: one by one, or as a file, whose reading is a job (A§13).

use serde_json::json;

use super::{Done, Reply};
use crate::http::error::{INVALID_JOB, NO_FILE};
use crate::http::{Answer, Call, Refusal};
use crate::world::{CustomEvent, World, is_email};

const ACTIONS: [&str; 9] = [
    "CUSTOM_DOWNLOADED",
    "CUSTOM_REGISTERED",
    "CUSTOM_ATTENDED",
    "CUSTOM_GENERAL",
    "CUSTOM_GENERAL1",
    "CUSTOM_GENERAL2",
    "CUSTOM_GENERAL3",
    "CUSTOM_GENERAL4",
    "CUSTOM_GENERAL5",
];

fn action(call: &Call) -> Result<&str, Refusal> {
    let action = call.required("customeventaction")?;
    match ACTIONS.contains(&action) {
        true => Ok(action),
        false => Err(Refusal::bad_request("Unknown customeventaction")),
    }
}

/// What is answered, and to a destination that is not there, is inferred.
pub(crate) fn fact(world: &mut World, call: &Call) -> Reply {
    let (destination, action) = (call.required("destination")?, action(call)?);
    let (email, when) = (call.required("email")?, call.required("when")?);
    let creates = call.field("createlistingentry") == Some("true");
    if !creates && !world.events.is_known(destination) {
        return Err(Refusal::bad_request("Unknown destination"));
    }
    let event = CustomEvent {
        action: action.to_owned(),
        email: email.to_owned(),
        when: when.to_owned(),
        title: call.field("title").unwrap_or("").to_owned(),
        note: call.field("note").unwrap_or("").to_owned(),
    };
    world.events.add(destination, event);
    Ok(Done::new("Custom event recorded").into())
}

/// The file is read at once, and said to be when it has been asked for often enough. Lines without an
/// address are rejected (inferred).
pub(crate) fn upload(world: &mut World, call: &Call) -> Reply {
    let (destination, action) = (call.required("destination")?, action(call)?);
    for needed in [
        "firstrow",
        "fieldseparator",
        "quotecharacter",
        "titlecount",
        "dateformat",
    ] {
        call.required(needed)?;
    }
    let index = |name: &str| {
        let text = call.required(name)?;
        text.parse::<usize>()
            .map_err(|_| Refusal::bad_request("A column is no number"))
    };
    let (email, date, title) = (
        index("emailcolidx")?,
        index("datecolidx")?,
        index("titlecolidx")?,
    );
    let note = call
        .field("notecolidx")
        .and_then(|text| text.parse::<usize>().ok());
    let separator = match call.required("fieldseparator")? {
        "COMMA" => b',',
        "SEMICOLON" => b';',
        "TAB" => b'\t',
        "SPACE" => b' ',
        _ => return Err(Refusal::bad_request("Unknown fieldseparator")),
    };
    let file = call.file.as_ref().ok_or(NO_FILE)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(call.field("firstrow") == Some("Y"))
        .flexible(true)
        .from_reader(file.bytes.as_ref());
    let (mut appended, mut rejected) = (0, 0);
    for line in reader.records() {
        let cell = |at: usize| {
            let line = line.as_ref().ok()?;
            line.get(at).map(str::to_owned)
        };
        match cell(email).filter(|email| is_email(email)) {
            Some(email) => {
                appended += 1;
                let event = CustomEvent {
                    action: action.to_owned(),
                    email,
                    when: cell(date).unwrap_or_default(),
                    title: cell(title).unwrap_or_default(),
                    note: note.and_then(cell).unwrap_or_default(),
                };
                world.events.add(destination, event);
            }
            None => rejected += 1,
        }
    }
    let number = world.events.uploaded(destination, appended, rejected);
    Ok(Done::new("Upload completed").job(number).into())
}

pub(crate) fn status(world: &mut World, call: &Call) -> Reply {
    let last = world.quirks.job_polls;
    let upload = world.events.upload(call.path_value(0)).ok_or(INVALID_JOB)?;
    upload.polls += 1;
    if upload.polls < last {
        let pending = upload.polls == 1;
        let status = if pending {
            "The job is pending"
        } else {
            "The job is running"
        };
        return Ok(Answer::json(&json!({"status": status})));
    }
    let details = json!({
        "status": "ok", "customEventsId": upload.destination,
        "appendCount": upload.appended, "rejectedCount": upload.rejected,
    });
    Ok(Answer::json(&json!({
        "status": "success", "jobDetails": details.to_string(), "details": details,
    })))
}
