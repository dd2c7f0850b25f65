//! Ready-made entities for every built-in table, with all columns that one read gives, and
//! insertables for what can be added.
//!
//! ```no_run
//! use acton_orm::models::Image;
//! use acton_orm::prelude::*;
//! use acton_orm::schema::images;
//!
//! # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
//! let heroes = Image::query().filter(images::name.contains("hero")).load(&acton).await?;
//! # Ok(()) }
//! ```
//!
//! Their names are those of one row, so that they differ from the tables' own: in the words of the
//! compiler a name then means one thing. Their fields are the columns that the tables are declared with.
//!
//! Derive [`Entity`](crate::Entity) on a struct of your own to read fewer columns.

mod insert;

pub use insert::{
    NewFooter, NewHeader, NewImage, NewLogo, NewMediaFile, NewMediaLink, NewMessage, NewOptOut,
};

/// The struct of each table, in a module of its own: the derive puts one of columns beside it.
macro_rules! models {
    ($($module:ident $table:ident $model:ident;)+) => {
        mod rows {$(
            pub(super) mod $module {
                #[allow(unused_imports, reason = "not every table has a time")]
                use chrono::{DateTime, Utc};

                crate::schema::$module::model!(model $model);
            }
        )+}

        $(
            pub use rows::$module::$model;
            pub use rows::$module::$module;
        )+
    };
}

/// The struct of one table. A column that is set apart is no field.
macro_rules! model {
    (
        $(#[$doc:meta])*
        $model:ident $table:literal $(($of:expr))? {$(
            $(#[$column_doc:meta])*
            $column:ident: $type:ty $(, $apart:literal)?;
        )+}
    ) => {
        $(#[$doc])*
        ///
        /// ```no_run
        #[doc = concat!("# use acton_orm::{models::", stringify!($model), ", prelude::*};")]
        /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
        #[doc = concat!("let some = ", stringify!($model), "::query()" $(, $of)?, ".limit(10).load(&acton).await?;")]
        /// # Ok(()) }
        /// ```
        #[derive(crate::Entity, Debug, Clone, PartialEq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[acton(table = $table, crate = "crate")]
        pub struct $model {$(
            $(#[cfg(any())] #[doc = $apart])?
            $(#[$column_doc])*
            pub $column: $type,
        )+}
    };
}

crate::schema::tables::tables!(models);
