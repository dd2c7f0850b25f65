//! `crate` tells where the macros find `acton_orm`: a renamed dependency, or a crate that re-exports it.
#![deny(warnings)]

mod house {
    pub mod orm {
        pub use acton_orm::*;
    }
}

mod model {
    use super::house::orm::{Entity, Insertable, RecordId};

    #[derive(Entity)]
    #[acton(table = "Images", crate = "super::house::orm")]
    pub struct Image {
        pub id: String,
    }

    #[derive(Entity)]
    #[acton(table = "List_Newsletter", crate = "crate::house::orm")]
    pub struct Subscriber {
        #[acton(key)]
        pub id: RecordId,
        pub email: String,
    }

    #[derive(Insertable)]
    #[acton(table = "List_Newsletter", crate = "crate::house::orm")]
    pub struct NewSubscriber {
        pub email: String,
    }
}

fn main() {
    use house::orm::Entity;
    use model::{Image, NewSubscriber, Subscriber, images, list_newsletter};
    let _ = Image::query().filter(images::name.eq("a"));
    let _ = Subscriber::query().filter(list_newsletter::email.eq("a"));
    let _ = NewSubscriber { email: String::new() };
}
