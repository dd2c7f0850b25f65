//! A session finds a row again by its key, so only an entity that maps it is tracked.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    id: String,
    name: String,
}

#[derive(Entity)]
#[acton(table = "Images", reuse)]
struct Name {
    name: String,
}

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    email: String,
}

fn tracked(session: &mut acton_orm::Session, image: Image, name: Name, subscriber: Subscriber) {
    let _ = session.track(image);

    let _ = session.track(name);
    let _ = session.track(subscriber);
}

async fn loaded(acton: Client) -> acton_orm::Result<()> {
    let mut session = acton.session();
    let _ = session.load(Image::query()).await?;
    let _ = Name::query().load(&acton).await?;

    let _ = session.load(Name::query()).await?;
    Ok(())
}

fn main() {
    let _ = (tracked, loaded);
}
