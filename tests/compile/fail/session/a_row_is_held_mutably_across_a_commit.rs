//! A commit writes the keys that Act-On gives into the rows, so nobody may hold one meanwhile. A handle
//! is `Copy` and may be kept; the row is taken again after the commit.

use acton_orm::models::Image;
use acton_orm::prelude::*;
use acton_orm::schema::images;

async fn taken_again(acton: Client) -> acton_orm::Result<()> {
    let mut session = acton.session();
    let image = session.one(Image::query().filter(images::id.eq("f-1"))).await?;
    let row = &mut session[image];
    row.name = "old.png".to_owned();
    session.commit().await?;
    session[image].name = "new.png".to_owned();
    Ok(())
}

async fn held(acton: Client) -> acton_orm::Result<()> {
    let mut session = acton.session();
    let image = session.one(Image::query().filter(images::id.eq("f-1"))).await?;
    let row = &mut session[image];
    session.commit().await?;
    row.name = "new.png".to_owned();
    Ok(())
}

fn main() {
    let _ = (taken_again, held);
}
