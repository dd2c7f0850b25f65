//! A commit may change any row, so no reference into the session outlives it. A handle does.

use acton_orm::models::Image;
use acton_orm::prelude::*;

async fn demo(acton: Client) -> acton_orm::Result<()> {
    let mut session = acton.session();
    let handle = session.one(Image::query()).await?;
    session[handle].name.push('x');
    session.commit().await?;
    session[handle].name.push('y');

    let image = &mut session[handle];
    session.commit().await?;
    image.name.push('z');
    Ok(())
}

fn main() {}
