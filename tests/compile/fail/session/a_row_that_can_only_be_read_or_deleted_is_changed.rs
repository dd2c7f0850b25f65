//! An opt-out comes and goes; nothing of it can be changed, so its handle only reads.

use acton_orm::models::OptOut;
use acton_orm::prelude::*;

async fn demo(acton: Client) -> acton_orm::Result<()> {
    let mut session = acton.session();
    let opted_out = session.one(OptOut::query()).await?;
    println!("{}", session[opted_out].email);

    session[opted_out].email.clear();
    Ok(())
}

fn main() {}
