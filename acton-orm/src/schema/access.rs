//! Who sets a column: marker types, the third parameter of [`Column`](super::Column).
//!
//! ```
//! use acton_orm::schema::{Write, images};
//!
//! assert_eq!(images::size.meta().write(), Write::Never);
//! assert_eq!(images::name.meta().write(), Write::Always);
//! ```

use super::Write;

/// Act-On sets the column; it can only be read.
///
/// ```
/// use acton_orm::schema::{Column, access::Generated, images};
/// let id: Column<images::Images, String, Generated> = images::id;
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Generated;

/// The column is given when a row is inserted and stays.
///
/// ```
/// use acton_orm::schema::{Column, access::OnInsert, optout};
/// let email: Column<optout::Optout, String, OnInsert> = optout::email;
/// ```
#[derive(Debug, Clone, Copy)]
pub struct OnInsert;

/// The column is given when a row is inserted and can be changed.
///
/// ```
/// use acton_orm::schema::{Column, access::Settable, images};
/// let name: Column<images::Images, String, Settable> = images::name;
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Settable;

/// How a column may be written.
///
/// ```
/// use acton_orm::schema::{Write, access::{Access, OnInsert}};
/// assert_eq!(OnInsert::WRITE, Write::OnInsert);
/// ```
pub trait Access {
    /// The same as data.
    ///
    /// ```
    /// use acton_orm::schema::{Write, access::{Access, Settable}};
    /// assert_eq!(Settable::WRITE, Write::Always);
    /// ```
    const WRITE: Write;
}

impl Access for Generated {
    const WRITE: Write = Write::Never;
}

impl Access for OnInsert {
    const WRITE: Write = Write::OnInsert;
}

impl Access for Settable {
    const WRITE: Write = Write::Always;
}

/// A column that an update may give a value.
///
/// ```
/// # use acton_orm::schema::access::{SetByUpdate, Settable};
/// fn can_change<A: SetByUpdate>() {}
/// can_change::<Settable>();
/// ```
#[diagnostic::on_unimplemented(
    message = "this column is read-only: an update cannot set it",
    label = "read-only column",
    note = "Act-On sets the column itself, or takes it with the insert only"
)]
pub trait SetByUpdate: Access {}

#[diagnostic::do_not_recommend]
impl SetByUpdate for Settable {}
