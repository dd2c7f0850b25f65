//! The companion module sees the struct's own types: private ones, `self::`, `super::`, imported ones,
//! and names that shadow the prelude's. The other way round it adds no name to the struct's module but
//! its own.
#![deny(warnings)]
#![allow(dead_code)]

mod regions {
    use acton_orm::{Cell, Mismatch, Value, bounds::Never};

    #[derive(Debug, PartialEq)]
    pub enum Region {
        West,
        East,
    }

    impl Value for Region {
        type Base = String;
        type Stored = String;
        type Empty = Never;
        type OrNull = Option<Self>;
        fn decode(value: Cell<'_>) -> std::result::Result<Self, Mismatch> {
            match value.as_text() {
                Some("W") => Ok(Region::West),
                Some("E") => Ok(Region::East),
                _ => Err(Mismatch::new("`W` or `E`", &value)),
            }
        }
        fn encode(&self) -> Cell<'static> {
            Cell::from(match self {
                Region::West => "W",
                Region::East => "E",
            })
        }
    }

    pub mod inner {
        use acton_orm::{Entity, RecordId as Number};

        type Private = String;
        type DateTime = acton_orm::DateTime<acton_orm::Utc>;
        // Not the prelude's.
        pub type Result = std::result::Result<(), ()>;
        pub struct Vec;
        pub struct Some;

        #[derive(Entity)]
        #[acton(table = "List_Newsletter", module = "subscribers")]
        pub struct Subscriber {
            #[acton(key)]
            id: Number,
            email: self::Private,
            first: super::Region,
            second: Option<crate::regions::Region>,
            third: ::std::string::String,
            joined: DateTime,
            left: acton_orm::DateTime<acton_orm::Utc>,
        }

        pub fn made() -> (Result, Vec, Some) {
            (Ok(()), Vec, Some)
        }
    }
}

fn main() {
    use acton_orm::Entity;
    use regions::inner::{Subscriber, subscribers};
    let _ = Subscriber::query().filter(subscribers::email.eq("a@b.c"));
    let _ = regions::inner::made();
}
