//! A commit and a query are asked for their result before they are awaited.

use acton_orm::models::Image;
use acton_orm::prelude::*;

async fn awaited(acton: &Client) -> acton_orm::Result<()> {
    println!("{}", acton.session().commit().await?);

    println!("{}", acton.session().commit()?);
    println!("{}", Image::query().count(acton)?);
    Ok(())
}

fn main() {
    let _ = awaited;
}
