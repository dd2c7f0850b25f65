//! `GET /api/1/account` (A§13).

use serde::Serialize;

use super::Reply;
use crate::http::{Answer, Call};
use crate::world::{ACCOUNT_ID, ACCOUNT_NAME, World};

#[derive(Serialize)]
struct Account<'a> {
    account_id: u64,
    cname: &'a str,
    user_name: &'a str,
    user_email: &'a str,
    account_name: &'a str,
    user_type: &'a str,
    #[serde(rename = "isAdmin")]
    is_admin: bool,
    login: &'a str,
    time_zone: &'a str,
}

pub(crate) fn get(world: &mut World, _: &Call) -> Reply {
    Ok(Answer::json(&Account {
        account_id: ACCOUNT_ID,
        cname: "emulator.actonsoftware.com",
        user_name: "Emma Emulator",
        user_email: &world.settings.user,
        account_name: ACCOUNT_NAME,
        user_type: "Marketing",
        is_admin: true,
        login: &world.settings.user,
        time_zone: "US/Pacific",
    }))
}
