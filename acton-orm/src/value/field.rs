//! Which Rust field can hold which column.

use super::Value;
use super::emptiness::{FitsIn, Holds, Stores};

/// A Rust type that can hold a column of type `C` in an entity: every [`Value`] that is stored as `C`
/// is, and may be empty where `C` may be.
///
/// ```
/// use acton_orm::{Value, bounds::Field};
///
/// #[derive(Value)]
/// struct Folder(String);
///
/// fn holds<C, F: Field<C>>() {}
/// holds::<String, Folder>();
/// holds::<Option<String>, Option<Folder>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot hold this column: the column is `{C}`",
    label = "the column is `{C}`",
    note = "give the field the column's own type, or one of yours that derives `Value` from it; a column that may be empty is an `Option`, one that is never empty is not"
)]
pub trait Field<C>: Value {}

#[diagnostic::do_not_recommend]
impl<C: Value, F: Value + Holds<C::Stored, C::Empty>> Field<C> for F {}

/// A Rust type that can give a column of type `C` its value in an insert: what [`Field`] allows, and
/// a plain value for a column that may be empty.
///
/// ```
/// use acton_orm::prelude::*;
///
/// #[derive(Insertable)]
/// #[acton(table = "Media")]
/// struct NewLink {
///     name: String,
///     folder_name: String,
///     target_url: String, // the column may be empty, a new link's is not
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot give this column its value: the column is `{C}`",
    label = "the column is `{C}`",
    note = "give the field the column's own type, or one of yours that derives `Value` from it; to leave a column out of the insert, leave the field out of the struct"
)]
pub trait Given<C>: Value {}

#[diagnostic::do_not_recommend]
impl<C: Value, F: Value<Empty: FitsIn<C::Empty>> + Stores<C::Stored>> Given<C> for F {}
