//! A table that Act-On does not have is a spelling mistake: the message names the one meant. The
//! struct stays usable, so that nothing else is reported.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    name: String,
}

#[derive(Entity)]
#[acton(table = "Imagez", module = "pictures")]
struct Picture {
    name: String,
}

#[derive(Insertable)]
#[acton(table = "media")]
struct NewMedia {
    name: String,
    content: Upload,
}

#[derive(Entity)]
#[acton(table = "Invoices")]
struct Invoice {
    number: i64,
}

#[derive(Entity)]
#[acton(table = "Segment_Active")]
struct Active {
    email: String,
}

#[derive(Entity)]
#[acton(table = "List_")]
struct Nobody {
    email: String,
}

fn main() {
    let _ = Image::query().filter(images::name.eq("a"));
    let _ = Picture::query().filter(pictures::name.eq("a"));
    let _ = Invoice::query().limit(1);
}
