//! The types of a list's columns are found from the function's module: those of the prelude, of Rust,
//! and of that module. A built-in table's are the table's.
#![deny(warnings)]

type Text = String;

fn main() {
    use acton_orm::prelude::*;

    #[derive(Entity)]
    #[acton(table = "List_Newsletter", module = "subscribers")]
    #[allow(dead_code)]
    struct Subscriber {
        #[acton(key)]
        id: RecordId,
        email: Text,
        joined: Option<DateTime<Utc>>,
    }

    #[derive(Entity)]
    #[acton(table = "Images")]
    #[allow(dead_code)]
    struct Image {
        id: String,
    }

    let _ = Subscriber::query().filter(subscribers::joined.is_null());
    let _ = Image::query().filter(images::name.eq("a"));
}
