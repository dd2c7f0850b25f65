//! What may be done with a table, as traits, so that the compiler refuses the rest.

use super::TableMeta;

/// A table of Act-On, as a type. `#[derive(Entity)]` and `schema` implement it.
///
/// ```
/// use acton_orm::schema::{Table, media::Media};
/// assert_eq!(Media::META.name, "Media");
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is not a table of Act-On")]
pub trait Table: Copy + 'static {
    /// What is known of it.
    ///
    /// ```
    /// use acton_orm::schema::{Table, images::Images};
    /// assert_eq!(Images::META.columns.len(), 11);
    /// ```
    const META: &'static TableMeta;
}

/// A table that takes new rows.
///
/// ```
/// fn takes_rows<T: acton_orm::schema::Insert>() {}
/// takes_rows::<acton_orm::schema::images::Images>();
/// ```
#[diagnostic::on_unimplemented(
    message = "rows cannot be inserted into `{Self}`: Act-On only lets you read it",
    label = "`{Self}` does not take new rows"
)]
pub trait Insert: Table {}

/// A table whose rows can be changed.
///
/// ```
/// fn can_change<T: acton_orm::schema::Updatable>() {}
/// can_change::<acton_orm::schema::images::Images>();
/// ```
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` cannot be updated: Act-On does not let you change them",
    label = "`{Self}` cannot be updated"
)]
pub trait Updatable: Table {}

/// A table whose rows can be deleted.
///
/// ```
/// fn can_delete<T: acton_orm::schema::Deletable>() {}
/// can_delete::<acton_orm::schema::optout::Optout>();
/// ```
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` cannot be deleted: Act-On does not let you remove them",
    label = "`{Self}` does not delete rows"
)]
pub trait Deletable: Table {}
