//! How user code names a row of a session.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use super::Tracked;
use crate::query::NewRow;
use crate::schema::{Table, Updatable};

/// Which row of which session: what [`Handle`] and [`Pending`] stand for, without their types.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// use acton_orm::{models::Image, prelude::*, session::RowHandle};
///
/// let mut session = acton.session();
/// for image in session.load(Image::query()).await? {
///     session.delete(image);
/// }
/// for entry in &session.commit().await? {
///     println!("{:?} {}", entry.row(), entry.outcome());
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowId {
    pub(super) session: u64,
    pub(super) slot: u64,
}

impl fmt::Debug for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {} of session {}", self.slot, self.session)
    }
}

/// A row that a session has read and tracks. `Copy`; `session[handle]` is the row.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// use acton_orm::{models::Image, prelude::*, schema::images};
///
/// let mut session = acton.session();
/// let image = session.one(Image::query().filter(images::name.eq("old.png"))).await?;
/// session[image].folder_name = "Archive".to_owned();
/// # Ok(()) }
/// ```
pub struct Handle<E> {
    pub(super) row: RowId,
    marker: PhantomData<fn() -> E>,
}

/// A row that was added to a session. `Copy`; `session[pending]` is the value added.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// # use acton_orm::{prelude::*, schema::optout, session::Pending};
/// # #[derive(Insertable)]
/// # #[acton(table = "Optout")]
/// # struct NewOptout { email: String }
/// let mut session = acton.session();
/// let ada: Pending<NewOptout> = session.add(NewOptout { email: "ada@example.com".into() });
/// let report = session.commit().await?;
/// assert_eq!(report.key(ada)?, "ada@example.com");
/// # Ok(()) }
/// ```
pub struct Pending<I> {
    pub(super) row: RowId,
    marker: PhantomData<fn() -> I>,
}

/// A [`Handle`] or a [`Pending`].
///
/// ```
/// use acton_orm::session::{RowHandle, Session};
///
/// fn name_of<H: RowHandle<Held = acton_orm::models::Image>>(session: &Session, row: H) -> &str {
///     &session[row].name
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a session finds a row by its handle, and this is `{Self}`",
    label = "not a handle",
    note = "`load` gives handles, `first` an `Option` of one: take it out first, with `?` or `if let Some(row)`"
)]
pub trait RowHandle: Copy + sealed::Sealed {
    /// The struct that the row is.
    ///
    /// ```
    /// use acton_orm::{Handle, models::Image, session::RowHandle};
    ///
    /// fn size(row: &<Handle<Image> as RowHandle>::Row) -> i64 {
    ///     row.size
    /// }
    /// ```
    type Row: 'static;
    /// Its table.
    ///
    /// ```
    /// use acton_orm::{Handle, models::Image, schema::Table, session::RowHandle};
    /// assert_eq!(<Handle<Image> as RowHandle>::Table::META.name(), "Images");
    /// ```
    type Table: Table;
    /// What `session[handle]` is: the struct, or [`NotUpdatable`](crate::schema::NotUpdatable) of it
    /// where Act-On does not let you change rows of the table.
    ///
    /// ```
    /// use acton_orm::{Handle, models::HardBounce, schema::NotUpdatable, session::RowHandle};
    ///
    /// fn size(row: &<Handle<HardBounce> as RowHandle>::Held) -> &NotUpdatable<HardBounce> {
    ///     row
    /// }
    /// ```
    type Held: 'static;

    /// Which row it is.
    ///
    /// ```
    /// use acton_orm::session::{CommitReport, Entry, RowHandle};
    ///
    /// fn entry(report: &CommitReport, handle: impl RowHandle) -> Option<&Entry> {
    ///     report.iter().find(|entry| entry.row() == handle.row())
    /// }
    /// ```
    fn row(self) -> RowId;
}

/// A handle whose row can be written through: `session[handle].column = value`.
///
/// ```
/// use acton_orm::{models::Image, session::{Editable, Session}};
///
/// fn archive<H: Editable<Held = Image>>(session: &mut Session, image: H) {
///     session[image].folder_name = "Archive".to_owned();
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "this row cannot be changed: Act-On does not let you update its table",
    label = "rows of this table can only be read, added or deleted"
)]
pub trait Editable: RowHandle {}

mod sealed {
    pub trait Sealed {}
    impl<E> Sealed for super::Handle<E> {}
    impl<I> Sealed for super::Pending<I> {}
}

macro_rules! handle {
    ($handle:ident, $name:literal, $bound:ident, $held:ty) => {
        impl<R> $handle<R> {
            pub(super) fn new(row: RowId) -> Self {
                Self {
                    row,
                    marker: PhantomData,
                }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<R: $bound> RowHandle for $handle<R> {
            type Row = R;
            type Table = R::Table;
            type Held = $held;

            fn row(self) -> RowId {
                self.row
            }
        }

        impl<R> Clone for $handle<R> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<R> Copy for $handle<R> {}

        impl<R> PartialEq for $handle<R> {
            fn eq(&self, other: &Self) -> bool {
                self.row == other.row
            }
        }

        impl<R> Eq for $handle<R> {}

        impl<R> Hash for $handle<R> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.row.hash(state);
            }
        }

        impl<R> fmt::Debug for $handle<R> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($name, "({:?})"), self.row)
            }
        }
    };
}

handle!(Handle, "Handle", Tracked, <R::Table as Table>::Held<R>);
handle!(Pending, "Pending", NewRow, R);

impl<E: Tracked> Editable for Handle<E> where E::Table: Updatable {}
impl<I: NewRow> Editable for Pending<I> {}
