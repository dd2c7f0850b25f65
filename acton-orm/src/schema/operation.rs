//! What may be done with a table, as traits, so that the compiler refuses the rest.

use super::{Held, TableMeta};

/// What may be done with the rows of a table, beside reading them.
///
/// ```
/// use acton_orm::schema::{Operation, images, optout};
/// assert!(images::META.can(Operation::Update));
/// assert!(!optout::META.can(Operation::Update));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// New rows can be added.
    Insert,
    /// Rows can be changed.
    Update,
    /// Rows can be removed.
    Delete,
}

/// The operations by the names of their traits, as the notation of tables has them.
#[allow(non_upper_case_globals)]
impl Operation {
    pub(super) const Addable: Self = Self::Insert;
    pub(super) const Updatable: Self = Self::Update;
    pub(super) const Deletable: Self = Self::Delete;
}

/// A table of Act-On, as a type. `#[derive(Entity)]` and `schema` implement it.
///
/// ```
/// use acton_orm::schema::{Table, media::Media};
/// assert_eq!(Media::META.name(), "Media");
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is not a table of Act-On")]
pub trait Table: Copy + 'static {
    /// What is known of it.
    ///
    /// ```
    /// use acton_orm::schema::{Table, images::Images};
    /// assert_eq!(Images::META.columns().len(), 11);
    /// ```
    const META: &'static TableMeta;

    /// What `session[handle]` is for a struct `R` of this table: `R`, or
    /// [`NotUpdatable<R>`](super::NotUpdatable) where rows cannot be changed.
    #[doc(hidden)]
    type Held<R: Send + Sync + 'static>: Held<R>;
}

/// A table that takes new rows.
///
/// ```
/// fn takes_rows<T: acton_orm::schema::Addable>() {}
/// takes_rows::<acton_orm::schema::images::Images>();
/// ```
#[diagnostic::on_unimplemented(
    message = "rows cannot be inserted into `{Self}`: Act-On only lets you read it",
    label = "`{Self}` does not take new rows"
)]
pub trait Addable: Table {}

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
