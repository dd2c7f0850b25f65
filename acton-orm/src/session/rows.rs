//! Several rows of a session at once.

use super::{Editable, Handle, RowHandle, RowId, Session, Tracked};
use crate::schema::Updatable;

impl Session {
    /// The rows of one struct that the session tracks, in the order in which they came, with those that
    /// the next commit deletes.
    ///
    /// ```no_run
    /// # use acton_orm::{models::Image, session::RowState, Session};
    /// fn unsaved(session: &Session) -> Vec<&str> {
    ///     session
    ///         .rows::<Image>()
    ///         .filter(|(image, _)| session.state(*image) == Some(RowState::Changed))
    ///         .map(|(_, image)| image.name.as_str())
    ///         .collect()
    /// }
    /// ```
    pub fn rows<R: Tracked>(&self) -> impl Iterator<Item = (Handle<R>, &R)> {
        self.slots.iter().filter_map(|(&slot, held)| {
            let row = held.row().any().downcast_ref()?;
            Some((Handle::new(self.name(slot)), row))
        })
    }

    /// As [`rows`](Self::rows), to change them.
    ///
    /// ```no_run
    /// # use acton_orm::{models::Image, Session};
    /// fn file_under(session: &mut Session, folder: &str) {
    ///     for (_, image) in session.rows_mut::<Image>() {
    ///         image.folder_name = folder.to_owned();
    ///     }
    /// }
    /// ```
    pub fn rows_mut<R: Tracked<Table: Updatable>>(
        &mut self,
    ) -> impl Iterator<Item = (Handle<R>, &mut R)> {
        let session = self.id;
        self.slots.iter_mut().filter_map(move |(&slot, held)| {
            // Of rows of other structs nothing is put aside.
            held.row().any().downcast_ref::<R>()?;
            let row = held.row_mut().any_mut().downcast_mut()?;
            Some((Handle::new(RowId { session, slot }), row))
        })
    }

    /// Several rows to change at once, to move values from one to the other. `None` if two handles are of
    /// one row, or a row is not in this session.
    ///
    /// Finding them walks the session's rows between the first and the last of them.
    ///
    /// ```no_run
    /// # use acton_orm::{models::Image, Handle, Session};
    /// fn swap_names(session: &mut Session, left: Handle<Image>, right: Handle<Image>) {
    ///     if let Some([left, right]) = session.get_many_mut([left, right]) {
    ///         std::mem::swap(&mut left.name, &mut right.name);
    ///     }
    /// }
    /// ```
    pub fn get_many_mut<H: Editable, const N: usize>(
        &mut self,
        handles: [H; N],
    ) -> Option<[&mut H::Row; N]> {
        let asked = handles.map(RowHandle::row);
        let ours = asked.iter().all(|row| row.session == self.id);
        let (Some(first), Some(last)) = (
            asked.iter().map(|row| row.slot).min(),
            asked.iter().map(|row| row.slot).max(),
        ) else {
            return <[&mut H::Row; N]>::try_from(Vec::new()).ok();
        };
        let mut found: Vec<Option<&mut H::Row>> = asked.iter().map(|_| None).collect();
        for (&slot, held) in self.slots.range_mut(first..=last) {
            if let Some(place) = asked.iter().position(|row| row.slot == slot) {
                found[place] = held.row_mut().any_mut().downcast_mut();
            }
        }
        let rows: Option<Vec<&mut H::Row>> = found.into_iter().collect();
        rows.filter(|_| ours)?.try_into().ok()
    }
}
