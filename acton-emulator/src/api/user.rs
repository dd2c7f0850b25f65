//! Users: made and deleted, each for itself (A§13).

use serde::Serialize;
use serde_json::Value;

use super::Reply;
use crate::http::{Answer, Call, Refusal};
use crate::world::World;

#[derive(Serialize)]
struct Made<'a> {
    email: &'a str,
    status: &'static str,
    #[serde(rename = "privilegeResponses")]
    privileges: [(); 0],
    #[serde(
        rename = "confirmationEmailResponse",
        skip_serializing_if = "Option::is_none"
    )]
    confirmation: Option<Done<'a>>,
}

#[derive(Serialize)]
struct Done<'a> {
    email: &'a str,
    status: &'static str,
    #[serde(rename = "errorCode", skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(rename = "errorMessage", skip_serializing_if = "Option::is_none")]
    message: Option<&'static str>,
    #[serde(rename = "errorCodeId", skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
}

impl<'a> Done<'a> {
    fn ok(email: &'a str) -> Self {
        Self {
            email,
            status: "ok",
            code: None,
            message: None,
            number: None,
        }
    }

    fn refused(email: &'a str, code: &'static str, message: &'static str, number: u32) -> Self {
        Self {
            email,
            status: "error",
            code: Some(code),
            message: Some(message),
            number: Some(number),
        }
    }
}

const FIELDS: [&str; 5] = ["userType", "email", "firstName", "lastName", "password"];

fn array(call: &Call) -> Result<Vec<Value>, Refusal> {
    match serde_json::from_slice(&call.body) {
        Ok(Value::Array(all)) => Ok(all),
        _ => Err(Refusal::bad_request("An array of users is expected")),
    }
}

fn text<'v>(user: &'v Value, member: &str) -> &'v str {
    user.get(member).and_then(Value::as_str).unwrap_or("")
}

/// Each is made or refused for itself, and the answer is 200. The codes of refusals are inferred.
pub(crate) fn create(world: &mut World, call: &Call) -> Reply {
    let all = array(call)?;
    let mut answered = Vec::new();
    for user in &all {
        let email = text(user, "email");
        let complete = FIELDS.iter().all(|field| !text(user, field).is_empty());
        let role = text(user, "userType");
        let name = format!("{} {}", text(user, "firstName"), text(user, "lastName"));
        let refused = match (complete, role) {
            (false, _) => Some(("PUBLIC_MISSING_PARAMETER", "Missing parameter.", 10_121)),
            (true, "Marketing" | "Sales") if world.users.add(email, role, &name) => None,
            (true, "Marketing" | "Sales") => {
                Some(("PUBLIC_USER_ALREADY_EXISTS", "User already exists.", 10_149))
            }
            (true, _) => Some(("PUBLIC_INVALID_USER_TYPE", "Invalid user type.", 10_150)),
        };
        answered.push(match refused {
            Some((code, message, number)) => {
                serde_json::to_value(Done::refused(email, code, message, number))
            }
            None => {
                let told = matches!(text(user, "sendEmailConfirmation"), "Y" | "Yes");
                serde_json::to_value(Made {
                    email,
                    status: "ok",
                    privileges: [],
                    confirmation: told.then(|| Done::ok(email)),
                })
            }
        });
    }
    let answered: Vec<Value> = answered.into_iter().filter_map(Result::ok).collect();
    Ok(Answer::json(&answered))
}

fn gone<'a>(world: &mut World, email: &'a str) -> Done<'a> {
    match world.users.remove(email) {
        true => Done::ok(email),
        false => Done::refused(
            email,
            "PUBLIC_USER_DOES_NOT_EXIST",
            "User does not exist.",
            10_148,
        ),
    }
}

pub(crate) fn delete_many(world: &mut World, call: &Call) -> Reply {
    let all = array(call)?;
    let gone: Vec<_> = all
        .iter()
        .map(|user| gone(world, text(user, "email")))
        .collect();
    Ok(Answer::json(&gone))
}

/// The same element, bare or in an array: which is not published.
pub(crate) fn delete(world: &mut World, call: &Call) -> Reply {
    let in_array = world.quirks.deleted_user_in_array;
    let gone = gone(world, call.path_value(0));
    Ok(match in_array {
        true => Answer::json(&[gone]),
        false => Answer::json(&gone),
    })
}
