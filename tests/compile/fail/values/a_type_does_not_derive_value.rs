//! A type of one's own needs one derive, and stands where what it wraps could stand.

use acton_orm::Value;
use acton_orm::prelude::*;

#[derive(Value)]
struct Folder(String);

#[derive(Value)]
struct Pixels(i64);

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    id: String,
    folder_name: Folder,
    width: Option<Pixels>,
}

struct Plain(String);

#[derive(Entity)]
#[acton(table = "Images", module = "underived")]
struct Underived {
    name: Plain,
    width: Option<Plain>,
}

#[derive(Entity)]
#[acton(table = "Images", module = "misplaced")]
struct Misplaced {
    name: Pixels,
    folder_name: Option<Folder>,
    width: Pixels,
}

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    tier: Plain,
    second: Option<Plain>,
}

fn main() {
    let _ = Image::query();
}
