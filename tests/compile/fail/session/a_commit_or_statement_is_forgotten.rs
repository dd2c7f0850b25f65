//! Nothing happens before it is awaited or executed.
#![deny(unused_must_use)]

use acton_orm::models::NewOptOut;
use acton_orm::prelude::*;
use acton_orm::schema::optout;
use acton_orm::{delete, insert_into};

async fn demo(acton: &Client, row: NewOptOut) -> acton_orm::Result<()> {
    let mut session = acton.session();
    session.commit().await?;

    session.commit();
    session.commit().keep_going();
    session.plan()?;
    insert_into(optout::table).values(row);
    delete(optout::table.query()).all_rows();
    Ok(())
}

fn main() {}
