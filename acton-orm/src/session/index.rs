//! `session[handle]`.

use std::ops::{Index, IndexMut};

use super::{Editable, RowHandle, Session};

impl<H: RowHandle> Index<H> for Session {
    type Output = H::Held;

    /// # Panics
    /// If the row is not in this session: it was deleted or detached, or is another session's.
    /// [`Session::get`] returns an `Option` instead.
    #[expect(
        clippy::panic,
        reason = "as a `Vec` does; `get` is there for the careful"
    )]
    fn index(&self, handle: H) -> &H::Held {
        let slot = self.slot(handle.row());
        match slot.and_then(|slot| slot.row().held().downcast_ref()) {
            Some(row) => row,
            None => panic!("{:?} is not in this session", handle.row()),
        }
    }
}

impl<H: Editable> IndexMut<H> for Session {
    /// # Panics
    /// If the row is not in this session: it was deleted or detached, or is another session's.
    /// [`Session::get_mut`] returns an `Option` instead.
    #[expect(
        clippy::panic,
        reason = "as a `Vec` does; `get_mut` is there for the careful"
    )]
    fn index_mut(&mut self, handle: H) -> &mut H::Held {
        let slot = self.slot_mut(handle.row());
        match slot.and_then(|slot| slot.row_mut().held_mut().downcast_mut()) {
            Some(row) => row,
            None => panic!("{:?} is not in this session", handle.row()),
        }
    }
}
