//! Some tables take and give up rows, and never change them; others can only be read.

use acton_orm::models::{HardBounce, OptOut};
use acton_orm::prelude::*;
use acton_orm::schema::{hardbounce, optout};

async fn demo(acton: Client) -> acton_orm::Result<()> {
    let mut session = acton.session();
    let opted_out = session.one(OptOut::query()).await?;
    let bounced = session.one(HardBounce::query()).await?;
    println!("{} {}", session[opted_out].email, session[bounced].email);
    session.delete(opted_out);

    session.delete(bounced);
    let _ = acton_orm::update(optout::table.query());
    let _ = acton_orm::delete(hardbounce::table.query());
    let _ = acton_orm::insert_into(hardbounce::table);
    Ok(())
}

fn main() {}
