//! A field is found by its name among the table's columns, or by `column`.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    id: String,
    folder_name: String,
}

#[derive(Entity)]
#[acton(table = "Images", module = "misspelt")]
struct Misspelt {
    id: String,
    foldername: String,
}

#[derive(Entity)]
#[acton(table = "Images", module = "renamed")]
struct Renamed {
    id: String,
    #[acton(column = "FoldreName")]
    folder: String,
}

#[derive(Insertable)]
#[acton(table = "Images")]
struct NewImage {
    name: String,
    content: Upload,
    directory: String,
}

fn main() {
    let _ = Image::query();
}
