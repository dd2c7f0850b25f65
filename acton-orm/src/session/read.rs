//! Reading rows into a session.

use super::row::entity;
use super::{Handle, Session, Tracked, untyped};
use crate::exec::Reading;
use crate::query::{Entity, Keyed, Query};
use crate::schema::scope::Ready;
use crate::schema::{NamedTable, Table, TableRef};
use crate::{Error, ErrorKind, Result};

impl Session {
    /// Reads all rows of a query and tracks them. A row that the session has already keeps its
    /// handle; its values are those just read, unless it has local changes, which stay.
    ///
    /// # Errors
    /// As [`Query::load`].
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::{models::Image, prelude::*, schema::images};
    /// let mut session = acton.session();
    /// for image in session.load(Image::query().filter(images::folder_name.eq("Old"))).await? {
    ///     session[image].folder_name = "New".to_owned();
    /// }
    /// # Ok(()) }
    /// ```
    pub fn load<S: Ready<R>, R: Tracked>(
        &mut self,
        query: Query<R, S>,
    ) -> Reading<'_, Vec<Handle<R>>> {
        // A named future: of an `async fn` an unmet bound is told three times.
        Reading::new(async move {
            let rows = query.load(&self.client).await?;
            let table = query.spec.table.clone();
            // Collected, the handles would keep the memory of the rows.
            let mut handles = Vec::with_capacity(rows.len());
            for row in rows {
                handles.push(self.track_row(&table, row));
            }
            Ok(handles)
        })
    }

    /// As [`load`](Self::load), of the first row if there is one.
    ///
    /// # Errors
    /// As [`Query::first`].
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::{models::Image, prelude::*, schema::images};
    /// let mut session = acton.session();
    /// let old = session.first(Image::query().filter(images::name.eq("old.png"))).await?;
    /// # Ok(()) }
    /// ```
    pub fn first<S: Ready<R>, R: Tracked>(
        &mut self,
        query: Query<R, S>,
    ) -> Reading<'_, Option<Handle<R>>> {
        Reading::new(async move {
            let row = query.first(&self.client).await?;
            Ok(row.map(|row| self.track_row(&query.spec.table, row)))
        })
    }

    /// As [`load`](Self::load), of exactly one row.
    ///
    /// # Errors
    /// As [`Query::one`].
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::{models::Image, prelude::*, schema::images};
    /// let mut session = acton.session();
    /// let hero = session.one(Image::query().filter(images::id.eq("f-1"))).await?;
    /// # Ok(()) }
    /// ```
    pub fn one<S: Ready<R>, R: Tracked>(&mut self, query: Query<R, S>) -> Reading<'_, Handle<R>> {
        Reading::new(async move {
            let row = query.one(&self.client).await?;
            Ok(self.track_row(&query.spec.table, row))
        })
    }

    /// Reads the row again and gives up local changes and a pending delete.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if the row is gone: it stays in the session as it is, until
    /// [`detach`](Self::detach). [`ErrorKind::Invalid`] if it is not in this session.
    ///
    /// ```no_run
    /// # use acton_orm::{models::Image, Handle};
    /// # async fn demo(mut session: acton_orm::Session, image: Handle<Image>) -> acton_orm::Result<()> {
    /// session.refresh(image).await?;
    /// # Ok(()) }
    /// ```
    pub fn refresh<E: Keyed>(&mut self, handle: Handle<E>) -> Reading<'_, ()> {
        Reading::new(async move {
            let slot = self.require(handle.row)?;
            let (table, key) = (slot.table.clone(), slot.key.clone().unwrap_or_default());
            let value = self.read::<E>(&table, &key).await?;
            self.require(handle.row)?.refresh(value.to_values())
        })
    }

    /// Makes the session's row hold these values, as local changes: the row with their key, read from
    /// Act-On first if the session does not have it. A pending delete of the row is given up; columns
    /// that no update can set stay as the session knows them. For values that come from elsewhere, such as a form that a user has filled in.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if Act-On has no such row.
    ///
    /// ```no_run
    /// # use acton_orm::models::Image;
    /// # async fn demo(mut session: acton_orm::Session, edited: Image) -> acton_orm::Result<()> {
    /// let image = session.merge(edited).await?;
    /// # Ok(()) }
    /// ```
    pub fn merge<E: Entity + Keyed>(&mut self, value: E) -> Reading<'_, Handle<E>> {
        Reading::new(self.merge_row(TableRef::from(E::Table::META), value))
    }

    /// As [`merge`](Self::merge), for a row of another list than the struct's own.
    ///
    /// # Errors
    /// As [`merge`](Self::merge).
    ///
    /// ```no_run
    /// # use acton_orm::prelude::*;
    /// # #[derive(Entity)]
    /// # #[acton(table = "List_*", module = "person")]
    /// # struct Person { #[acton(key)] id: RecordId, city: Option<String> }
    /// # async fn demo(mut session: acton_orm::Session, edited: Person) -> acton_orm::Result<()> {
    /// let person = session.merge_in("List_EU", edited).await?;
    /// # Ok(()) }
    /// ```
    pub fn merge_in<E>(&mut self, list: impl AsRef<str>, value: E) -> Reading<'_, Handle<E>>
    where
        E: Keyed<Table: NamedTable>,
    {
        let table = TableRef::from(E::Table::META).named(list.as_ref());
        Reading::new(self.merge_row(table, value))
    }

    async fn merge_row<E: Keyed>(&mut self, table: TableRef, value: E) -> Result<Handle<E>> {
        let key = value
            .to_values()
            .get(E::KEY)
            .and_then(super::slot::key_text)
            .ok_or_else(|| {
                Error::new(ErrorKind::Invalid, "a row without a key cannot be merged")
                    .in_table(table.name())
            })?;
        let kind = std::any::TypeId::of::<E>();
        let table = crate::catalog::aliased(&self.client, &table);
        let handle = match self.known(kind, &table, &key) {
            Some(id) => Handle::new(self.name(id)),
            None => {
                let row = self.read::<E>(&table, &key).await?;
                self.track_row(&table, row)
            }
        };
        let slot = self.require(handle.row)?;
        slot.put(Box::new(super::row::Loaded::new(value)));
        slot.deleted = false;
        slot.keep_what_act_on_sets()?;
        Ok(handle)
    }

    /// One row, read by key.
    async fn read<E: Keyed>(&self, table: &TableRef, key: &str) -> Result<E> {
        let query = untyped::by_keys(table, E::COLUMNS, &[key.to_owned()])?;
        let row = untyped::load(&self.client, &query).await?.remove(key);
        let row = row.ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "the row is gone from Act-On")
                .in_table(table.name())
                .at_key(key)
        })?;
        entity(row, Some(key)).map_err(|error| error.in_table(table.name()))
    }
}
