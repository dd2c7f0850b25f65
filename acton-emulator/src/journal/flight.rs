//! How many calls are under way at once.

use super::{Journal, is_api_path};

/// A call to the API from its arrival until its answer is handed over. It lands when dropped.
#[derive(Debug)]
pub(crate) struct Flight(Journal);

impl Journal {
    /// Counts a call that arrives; none if it is not one to the API proper.
    pub(crate) fn depart(&self, path: &str) -> Option<Flight> {
        if !is_api_path(path) {
            return None;
        }
        let mut book = self.book();
        book.in_flight += 1;
        book.most_in_flight = book.most_in_flight.max(book.in_flight);
        Some(Flight(self.clone()))
    }

    pub(crate) fn in_flight(&self) -> usize {
        self.book().in_flight
    }

    pub(crate) fn most_in_flight(&self) -> usize {
        self.book().most_in_flight
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        let mut book = self.0.book();
        book.in_flight = book.in_flight.saturating_sub(1);
    }
}
