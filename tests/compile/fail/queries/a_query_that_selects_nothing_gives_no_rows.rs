//! `table.query()` says which table and not which columns: it counts rows and has none to give.

use acton_orm::prelude::*;
use acton_orm::schema::images;

async fn demo(acton: &Client) -> acton_orm::Result<()> {
    let _ = images::table.query().count(acton).await?;

    let _ = images::table.query().load(acton).await?;
    let _ = images::table.query().first(acton).await?;
    let _ = images::table.query().stream(acton);
    Ok(())
}

fn main() {
    let _ = demo;
}
