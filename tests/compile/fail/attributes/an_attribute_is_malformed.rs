//! Each message shows the form that works. All mistakes of a struct are told at once.

use acton_orm::prelude::*;

#[derive(Entity)]
struct WithoutTable {
    id: String,
}

#[derive(Entity)]
#[acton]
struct WithoutList {
    id: String,
}

#[derive(Entity)]
#[acton(table = Images)]
struct WithoutQuotes {
    id: String,
}

#[derive(Entity)]
#[acton(table("Images"))]
struct InParentheses {
    id: String,
}

#[derive(Entity)]
#[acton(table = "Images", module, crate = 7)]
struct Image {
    #[acton(skip = "yes")]
    seen: bool,
    #[acton(column)]
    name: String,
    #[acton(column = 7)]
    folder_name: String,
    #[acton("Id")]
    id: String,
}

#[derive(Entity)]
#[acton(table = "Images", module = "my pictures", crate = "not a path")]
struct Picture {
    #[acton(column = "1st")]
    id: String,
}

#[derive(Entity)]
#[acton(table = "Images", module = "crate::pictures")]
struct ModuleIsAPath {
    id: String,
}

fn main() {
    let _ = Image::query();
}
