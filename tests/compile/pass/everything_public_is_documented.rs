//! A crate that denies undocumented and unreachable items can derive.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub)]
#![deny(unused_qualifications, single_use_lifetimes, elided_lifetimes_in_paths)]

/// Rows.
pub mod model {
    use acton_orm::prelude::*;

    /// An image.
    #[derive(Entity, Debug)]
    #[acton(table = "Images", module = "pictures")]
    pub struct Image {
        /// Its id.
        pub id: String,
    }

    /// A subscriber.
    #[derive(Entity, Debug)]
    #[acton(table = "List_Newsletter", module = "subscribers")]
    pub struct Subscriber {
        /// Its id.
        #[acton(key)]
        pub id: RecordId,
        /// The address.
        pub email: String,
    }

    /// A new subscriber.
    #[derive(Insertable, Debug)]
    #[acton(table = "List_Newsletter", module = "subscribers")]
    pub struct NewSubscriber {
        /// The address.
        pub email: String,
    }
}

fn main() {}
