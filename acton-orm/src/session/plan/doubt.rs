//! A row that was sent without an answer, and what settling it may cost.

use crate::schema::TableMeta;
use crate::session::slot::Slot;
use crate::wire::write::{self, Cell, Place, PlannedCall, Verb, same};

/// A row in doubt.
#[derive(Debug)]
pub(in crate::session) struct Doubt<'a> {
    pub(in crate::session) table: &'static TableMeta,
    /// What was sent.
    pub(in crate::session) sent: &'a [Cell],
    /// The key of the row that it was to replace.
    key: Option<&'a str>,
    deleted: bool,
    /// What the row is to hold, as far as that was not sent.
    edited: Vec<Cell>,
}

impl<'a> Doubt<'a> {
    /// The doubt of a row, if there is one.
    pub(in crate::session) fn of(slot: &'a Slot) -> Option<Self> {
        let sent = slot.doubt.as_deref()?;
        let wanted = match slot.key {
            Some(_) => slot.changes(),
            None => slot.insertion(),
        };
        let was_sent = |cell: &Cell| {
            let mut sent = sent.iter();
            sent.any(|sent| sent.is_of(cell.column) && same(&sent.value, &cell.value))
        };
        Some(Self {
            table: slot.table,
            sent,
            key: slot.key.as_deref(),
            deleted: slot.deleted,
            edited: wanted.into_iter().filter(|cell| !was_sent(cell)).collect(),
        })
    }

    /// The calls that may follow once it is known whether the row is there: the most it can cost.
    pub(super) fn calls_to_settle(&self, place: Place<'_>) -> Vec<PlannedCall> {
        let delete = |key| write::calls(place, Verb::Delete, &[key], &[]);
        let mut calls = match (self.key, self.deleted) {
            (_, true) => delete("{id}"),
            (None, false) if write::replaces(self.table, &self.edited) => {
                write::calls_to_replace("{id}", &[], &self.edited)
            }
            (None, false) => write::calls(place, Verb::Insert, &[], self.sent),
            (Some(key), false) => write::calls_to_replace(key, &[], &self.edited),
        };
        calls.extend(self.key.into_iter().flat_map(delete));
        calls
            .into_iter()
            .map(|call| call.because("if it turns out to be needed"))
            .collect()
    }
}
