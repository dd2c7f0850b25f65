//! `first` gives an `Option` of a handle.

use acton_orm::prelude::*;
use acton_orm::Session;

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    id: String,
    name: String,
}

async fn by_an_option(session: &mut Session) -> acton_orm::Result<()> {
    let image = session.first(Image::query()).await?;
    println!("{}", session[image].name);
    let _ = session.get(image);
    Ok(())
}

async fn by_an_id(session: &mut Session) {
    session.delete("f-1");
}

fn main() {}
