//! A field of an insert has the column's type, or is plain where the column may be empty. An `Option`
//! for a column that may not be empty would be a value that is sometimes missing.

use acton_orm::prelude::*;

#[derive(Insertable)]
#[acton(table = "Media")]
struct NewMedia {
    name: String,
    content: Upload,
    target_url: Option<String>,
}

#[derive(Insertable)]
#[acton(table = "Media")]
struct PerhapsNamed {
    name: Option<String>,
    content: Vec<u8>,
}

fn main() {}
