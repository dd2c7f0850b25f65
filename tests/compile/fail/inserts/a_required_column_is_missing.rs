//! Act-On refuses a row without these; the struct is the place to see it.

use acton_orm::prelude::*;

#[derive(Insertable)]
#[acton(table = "Media")]
struct NewLink {
    name: String,
    target_url: String,
}

#[derive(Insertable)]
#[acton(table = "Images")]
struct WithoutName {
    content: Upload,
}

#[derive(Insertable)]
#[acton(table = "Images")]
struct OnlyTheFolder {
    folder_name: String,
}

#[derive(Insertable)]
#[acton(table = "Media")]
struct NeitherFileNorLink {
    name: String,
}

#[derive(Insertable)]
#[acton(table = "Optout")]
struct Nobody {
    #[acton(skip)]
    email: String,
}

fn main() {}
