//! Ids and dates of creation are Act-On's to give. They are told from columns that are given once,
//! with the insert, and stay.

use acton_orm::prelude::*;

#[derive(Insertable)]
#[acton(table = "Images")]
struct NewImage {
    name: String,
    content: Upload,
}

#[derive(Insertable)]
#[acton(table = "Images")]
struct DatedImage {
    name: String,
    content: Upload,
    creation_time: DateTime<Utc>,
    #[acton(column = "Id")]
    number: String,
}

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
    email: String,
}

#[derive(Insertable)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct NewSubscriber {
    id: RecordId,
    email: String,
}

fn main() {
    use acton_orm::schema::{images, media};
    let _ = images::name.to("new.png");
    let _ = subscribers::email.to("a@b.c");

    let _ = images::id.to("f-1");
    let _ = media::name.to("new.png");
    let _ = subscribers::created_date.to(Utc::now());
}
