//! The unit of work: rows read, changed, added and deleted, and one commit that tells the truth.
//!
//! A [`Session`] owns its rows; user code reaches them through `Copy` handles: `session[handle]`.
//! What changed is found by comparing each row with what was loaded, so setting a value and setting
//! it back is no change. Nothing is sent before [`Session::commit`]: no autoflush, no lazy loads, no
//! write on drop.
//!
//! Act-On has no transactions, so every change has an outcome of its own, and whatever was applied
//! stays known. A commit that was interrupted, by an error or because its future was dropped, can
//! be made again: what was applied is not sent again, and a new row whose answer never came is looked
//! for before it is sent a second time.
//!
//! ```no_run
//! # async fn demo(acton: acton_orm::Client) -> Result<(), Box<dyn std::error::Error>> {
//! use acton_orm::{models::Image, prelude::*, schema::images};
//!
//! let mut session = acton.session();
//! let image = session.one(Image::query().filter(images::id.eq("f-1"))).await?;
//! session[image].folder_name = "Archive".to_owned();
//! println!("{}", session.plan()?);
//! println!("{}", session.commit().await?);
//! # Ok(()) }
//! ```

mod change;
mod commit;
mod conflict;
mod diff;
pub(crate) mod families;
mod handle;
mod held;
mod identity;
mod index;
mod late;
mod ledger;
mod leftovers;
mod lists;
mod outcome;
mod plan;
mod read;
mod reads;
mod reconcile;
mod report;
mod row;
mod rows;
mod run;
mod slot;
mod slots;
mod tracked;
pub(crate) mod untyped;

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

pub use change::ChangeKind;
pub use commit::Commit;
pub use handle::{Editable, Handle, Pending, RowHandle, RowId};
pub use outcome::{Because, Outcome};
pub use plan::{CommitPlan, Step};
pub use report::{CommitReport, Entry};
pub use slot::RowState;
pub use tracked::Tracked;

use identity::Identity;
use ledger::Transition;
use leftovers::Leftovers;
use row::Added;
use slot::Slot;
use tracked::Named;

use crate::dynamic::{DynRow, DynTable};
use crate::expr::Assignments;
use crate::query::{Entity, Insertable, Keyed, NewRow};
use crate::schema::{Deletable, NamedTable, Table, TableRef, Updatable};
use crate::{Client, Result, catalog};

/// A unit of work on an account: tracks rows, and commits what changed. Made by [`Client::session`].
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use acton_orm::{models::Image, prelude::*, schema::images};
///
/// #[derive(Insertable)]
/// #[acton(table = "Images")]
/// struct NewImage { name: String, folder_name: String, content: Upload }
///
/// let mut session = acton.session();
/// let new = session.add(NewImage {
///     name: "hero.png".into(),
///     folder_name: "New Folder".into(),
///     content: Upload::path("hero.png"),
/// });
/// let image = session.first(Image::query().filter(images::name.eq("old.png"))).await?.ok_or("no image")?;
/// session[image].folder_name = "Archive".to_owned();
/// println!("{}", session.plan()?);
/// let report = session.commit().await?;
/// println!("{}", report.key(new)?);
/// # Ok(()) }
/// ```
pub struct Session {
    client: Client,
    id: u64,
    next: u64,
    /// In the order in which rows came into the session. A row that leaves leaves no trace, and its
    /// number is never used again, so a stale handle finds nothing.
    slots: BTreeMap<u64, Box<Slot>>,
    identity: Identity,
    leftovers: Leftovers,
}

static SESSIONS: AtomicU64 = AtomicU64::new(1);

impl Client {
    /// Starts a unit of work. It holds a clone of the client and nothing else; make as many as you
    /// like. Two sessions know nothing of each other: see [`Commit::check_conflicts`].
    ///
    /// ```no_run
    /// # fn demo(acton: acton_orm::Client) {
    /// let mut session = acton.session();
    /// # }
    /// ```
    pub fn session(&self) -> Session {
        Session {
            client: self.clone(),
            id: SESSIONS.fetch_add(1, Ordering::Relaxed),
            next: 0,
            slots: BTreeMap::new(),
            identity: Identity::default(),
            leftovers: Leftovers::default(),
        }
    }
}

impl Session {
    /// Adds a new row, to be inserted by the next commit. Inserts keep the order of their `add`s.
    ///
    /// After the commit the row is one like any other: a change to `session[pending]` is an update.
    ///
    /// ```no_run
    /// # use acton_orm::prelude::*;
    /// # #[derive(Insertable)]
    /// # #[acton(table = "Optout")]
    /// # struct NewOptout { email: String }
    /// # fn demo(mut session: acton_orm::Session) {
    /// let ada = session.add(NewOptout { email: "ada@example.com".into() });
    /// session[ada].email.insert(0, 'x');
    /// # }
    /// ```
    pub fn add<I: Insertable>(&mut self, value: I) -> Pending<I> {
        self.add_row(&TableRef::from(I::Table::META), value)
    }

    /// Adds a new row to another list than the struct's own, or to one at all where the struct is one
    /// of any list (`List_*`).
    ///
    /// ```no_run
    /// # use acton_orm::prelude::*;
    /// #[derive(Entity)]
    /// #[acton(table = "List_*", module = "person")]
    /// struct Person { #[acton(key)] id: RecordId, city: Option<String> }
    ///
    /// #[derive(Insertable)]
    /// #[acton(table = "List_*", module = "person")]
    /// struct NewPerson { city: String }
    ///
    /// # fn demo(mut session: acton_orm::Session) {
    /// let ada = session.add_to("List_EU", NewPerson { city: "Graz".into() });
    /// # let _ = ada; }
    /// ```
    pub fn add_to<I>(&mut self, list: impl AsRef<str>, value: I) -> Pending<I>
    where
        I: NewRow<Table: NamedTable>,
    {
        let table = TableRef::from(I::Table::META).named(list.as_ref());
        self.add_row(&table, value)
    }

    /// Adds a new row to a table of the struct's shape.
    pub(crate) fn add_row<I: NewRow>(&mut self, table: &TableRef, value: I) -> Pending<I> {
        let table = catalog::aliased(&self.client, table);
        Pending::new(self.insert(Slot::new(table, Box::new(Added(value)))))
    }

    /// Adds a new row to a table without a struct, made by [`DynTable::row`](crate::DynTable::row).
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let eu = acton.table("List_EU").await?;
    /// let mut session = acton.session();
    /// let mut ada = eu.row();
    /// ada.set("E-mail Address", "ada@example.com")?;
    /// let ada = session.add_dyn(&eu, ada);
    /// println!("{}", session.commit().await?.key(ada)?);
    /// # Ok(()) }
    /// ```
    pub fn add_dyn(&mut self, table: &DynTable, row: DynRow) -> Handle<DynRow> {
        let mut table = table.table_ref().clone();
        if let Some(column) = row.columns.first() {
            // Its cells stand under the headings of the table that it was made for.
            table = TableRef::from(column.table).named(table.name());
        }
        let slot = Slot::new(table, Box::new(Named::new(row)));
        Handle::new(self.insert(slot))
    }

    /// Tracks a row that was read without the session, as Act-On holds it. If the session has the
    /// row already, its handle is returned: the value is taken over unless there are local changes.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::{models::Image, prelude::*};
    /// let images = Image::query().limit(3).load(&acton).await?;
    /// let mut session = acton.session();
    /// let handles: Vec<_> = images.into_iter().map(|image| session.track(image)).collect();
    /// # Ok(()) }
    /// ```
    pub fn track<E: Entity + Keyed>(&mut self, value: E) -> Handle<E> {
        self.track_row(&TableRef::from(E::Table::META), value)
    }

    /// As [`track`](Self::track), for a row of another list than the struct's own.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::prelude::*;
    /// # #[derive(Entity)]
    /// # #[acton(table = "List_*", module = "person")]
    /// # struct Person { #[acton(key)] id: RecordId, city: Option<String> }
    /// let mut session = acton.session();
    /// for person in Person::query().from("List_EU").load(&acton).await? {
    ///     session.track_in("List_EU", person);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn track_in<E>(&mut self, list: impl AsRef<str>, value: E) -> Handle<E>
    where
        E: Keyed<Table: NamedTable>,
    {
        let table = TableRef::from(E::Table::META).named(list.as_ref());
        self.track_row(&table, value)
    }

    /// Tracks a row of a table of its shape.
    pub(crate) fn track_row<R: Tracked>(&mut self, table: &TableRef, value: R) -> Handle<R> {
        let table = catalog::aliased(&self.client, table);
        let slot = value.into_slot(&table).0;
        let key = slot.key.clone().unwrap_or_default();
        let kind = TypeId::of::<R>();
        let Some(id) = self.known(kind, &table, &key) else {
            return Handle::new(self.insert(slot));
        };
        if let Some(known) = self.slots.get_mut(&id)
            && !known.is_dirty()
        {
            known.read_again(slot);
        }
        Handle::new(self.name(id))
    }

    /// The row, if it is in this session.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::{models::Image, prelude::*};
    /// let mut session = acton.session();
    /// let image = session.one(Image::query()).await?;
    /// session.detach(image);
    /// assert!(session.get(image).is_none());
    /// # Ok(()) }
    /// ```
    pub fn get<H: RowHandle>(&self, handle: H) -> Option<&H::Row> {
        self.slot(handle.row())?.row().any().downcast_ref()
    }

    /// The row to change, if it is in this session.
    ///
    /// ```no_run
    /// # use acton_orm::{models::Image, Handle};
    /// # fn demo(mut session: acton_orm::Session, image: Handle<Image>) {
    /// if let Some(image) = session.get_mut(image) {
    ///     image.name.make_ascii_lowercase();
    /// }
    /// # }
    /// ```
    pub fn get_mut<H: Editable>(&mut self, handle: H) -> Option<&mut H::Row> {
        self.slot_mut(handle.row())?
            .row_mut()
            .any_mut()
            .downcast_mut()
    }

    /// Where the row stands; `None` if it is not in this session.
    ///
    /// ```no_run
    /// # use acton_orm::{models::Image, session::RowState, Handle};
    /// # fn demo(mut session: acton_orm::Session, image: Handle<Image>) {
    /// session[image].name.push('x');
    /// assert_eq!(session.state(image), Some(RowState::Changed));
    /// session[image].name.pop();
    /// assert_eq!(session.state(image), Some(RowState::Clean));
    /// # }
    /// ```
    pub fn state(&self, handle: impl RowHandle) -> Option<RowState> {
        self.slot(handle.row()).map(Slot::state)
    }

    /// Whether the next commit has anything to do.
    ///
    /// ```no_run
    /// # fn demo(acton: acton_orm::Client) {
    /// assert!(!acton.session().has_changes());
    /// # }
    /// ```
    pub fn has_changes(&self) -> bool {
        !self.leftovers.is_empty() || self.slots.values().any(|slot| slot.is_dirty())
    }

    /// Sets columns, also those that the struct leaves out, such as an image's content.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if a field of a type of your own refuses the
    /// value; [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) if the row is not in this session.
    ///
    /// ```no_run
    /// # use acton_orm::{models::Image, schema::images, Handle, Upload};
    /// # fn demo(mut session: acton_orm::Session, image: Handle<Image>) -> acton_orm::Result<()> {
    /// session.set(image, images::content.to(Upload::path("hero-2.png")))?;
    /// # Ok(()) }
    /// ```
    pub fn set<E: Tracked>(
        &mut self,
        handle: Handle<E>,
        assignments: impl Assignments<E::Table>,
    ) -> Result<()>
    where
        E::Table: Updatable,
    {
        let slot = self.require(handle.row)?;
        for assignment in assignments.into_assignments() {
            slot.set(assignment.column, assignment.value)?;
        }
        Ok(())
    }

    /// Deletes the row with the next commit; a row that was only added just vanishes. False if the
    /// row is not in this session.
    ///
    /// ```no_run
    /// # use acton_orm::{models::Image, Handle};
    /// # fn demo(mut session: acton_orm::Session, stale: Handle<Image>) {
    /// session.delete(stale);
    /// # }
    /// ```
    pub fn delete<H: RowHandle>(&mut self, handle: H) -> bool
    where
        H::Table: Deletable,
    {
        self.doom(handle.row())
    }

    /// Gives up local changes and a pending delete: the row is again what was loaded. No I/O. False
    /// if the row is not in this session.
    ///
    /// ```no_run
    /// # use acton_orm::{models::Image, session::RowState, Handle};
    /// # fn demo(mut session: acton_orm::Session, image: Handle<Image>) {
    /// session[image].name.clear();
    /// session.revert(image);
    /// assert_eq!(session.state(image), Some(RowState::Clean));
    /// # }
    /// ```
    pub fn revert<E: Tracked>(&mut self, handle: Handle<E>) -> bool {
        self.slot_mut(handle.row).is_some_and(Slot::revert)
    }

    /// Takes the row out of the session, which forgets it and its changes, and gives it back.
    ///
    /// ```no_run
    /// # use acton_orm::{models::Image, Handle};
    /// # fn demo(mut session: acton_orm::Session, image: Handle<Image>) {
    /// let image: Option<Image> = session.detach(image);
    /// # }
    /// ```
    pub fn detach<H: RowHandle>(&mut self, handle: H) -> Option<H::Row> {
        self.slot(handle.row())?;
        let row = self.take(handle.row().slot)?.into_row().into_any();
        row.downcast().ok().map(|row| *row)
    }

    /// Gives up a row whose insert was sent without an answer: an added row leaves the session, and
    /// may or may not be at Act-On; a row that was to be replaced is again what was loaded.
    /// Does nothing to other rows, and says whether it did.
    ///
    /// ```no_run
    /// # use acton_orm::{models::Image, Handle};
    /// # fn demo(mut session: acton_orm::Session, image: Handle<Image>) {
    /// let was_in_doubt = session.forget(image);
    /// # }
    /// ```
    pub fn forget(&mut self, handle: impl RowHandle) -> bool {
        let row = handle.row();
        let was_in_doubt = self.resend(handle);
        if was_in_doubt && !self.slot_mut(row).is_some_and(Slot::revert) {
            self.take(row.slot);
        }
        was_in_doubt
    }

    /// Sends a row whose insert was sent without an answer once more with the next commit, without
    /// looking for it: it may then be at Act-On twice. Does nothing to other rows, and says whether
    /// it did.
    ///
    /// ```no_run
    /// # use acton_orm::{models::Image, Handle};
    /// # fn demo(mut session: acton_orm::Session, image: Handle<Image>) {
    /// let was_in_doubt = session.resend(image);
    /// # }
    /// ```
    pub fn resend(&mut self, handle: impl RowHandle) -> bool {
        let row = handle.row();
        let is_in_doubt = self.slot(row).is_some_and(|slot| slot.doubt().is_some());
        if is_in_doubt {
            self.record(Transition::Settled { slot: row.slot });
        }
        is_in_doubt
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id)
            .field("rows", &self.slots)
            .finish_non_exhaustive()
    }
}

/// The rows of a session can be given to another thread, and so can its commits.
const _: fn(Session) = |session| {
    fn is_send(_: impl Send + Any) {}
    is_send(session);
};
