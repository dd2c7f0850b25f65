//! What Act-On does not offer is no method call away: opt-outs are added and deleted but not edited,
//! bounces are only read.

use acton_orm::models::{HardBounce, OptOut};
use acton_orm::prelude::*;
use acton_orm::schema::{hardbounce, images, optout};

fn statements() {
    let _ = acton_orm::update(images::table.query()).set(images::name.to("new.png"));
    let _ = acton_orm::delete(OptOut::query());

    let _ = acton_orm::update(OptOut::query());
    let _ = acton_orm::update(hardbounce::table.query());
    let _ = acton_orm::delete(hardbounce::table.query());
    let _ = acton_orm::insert_into(hardbounce::table);
}

async fn session(acton: Client) -> acton_orm::Result<()> {
    let mut session = acton.session();
    let optout = session.one(OptOut::query().filter(optout::email.eq("a@b.c"))).await?;
    let bounce = session.one(HardBounce::query()).await?;
    session.delete(optout);

    session.delete(bounce);
    Ok(())
}

async fn written(acton: Client) -> acton_orm::Result<()> {
    let mut session = acton.session();
    let optout = session.one(OptOut::query().filter(optout::email.eq("a@b.c"))).await?;
    println!("{}", session[optout].email);

    session[optout].origin = None;
    Ok(())
}

fn main() {
    let _ = (session, written);
}
