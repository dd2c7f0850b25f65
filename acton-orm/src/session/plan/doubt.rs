//! A row that was sent without an answer: how it is looked for, and what may follow.

use std::time::Duration;

use super::choose::{cheapest, price};
use super::{Action, Look, Step, columns};
use crate::Result;
use crate::plan::{Calls, Change, Group, Planned, Request, Trace, Verb, What, edited, label};
use crate::schema::TableRef;
use crate::session::families::family;
use crate::session::slot::Slot;

/// A row in doubt.
pub(in crate::session) struct Doubt {
    look: Look,
    /// The calls that look for it.
    asks: (Vec<Request>, Calls),
    /// What is to be done if it is not there, and if it is.
    absent: Vec<What>,
    there: Vec<What>,
    /// So long it may still come, and is not sent again.
    may_come: Option<Duration>,
}

/// Stands for the key that the row may turn out to have.
const UNKNOWN: &str = "{id}";

impl Doubt {
    /// The doubt of a row, if there is one. `asks` gives the calls of a search; so long after it was
    /// sent a row may come `late`.
    pub(in crate::session) fn of(
        id: u64,
        slot: &Slot,
        late: Duration,
        asks: impl FnOnce(&TableRef, &Trace) -> Result<(Vec<Request>, Calls)>,
    ) -> Result<Option<Self>> {
        let (Some(sent), Some(since)) = (slot.doubt(), slot.in_doubt_since()) else {
            return Ok(None);
        };
        slot.check_fit()?;
        let may_come = late
            .checked_sub(since.elapsed())
            .filter(|left| !left.is_zero());
        let trace = family(&slot.table)?.trace(&slot.table, sent);
        let key = slot.key.as_deref().map(str::to_owned);
        let wanted = match key {
            Some(_) => slot.changes(),
            None => slot.insertion(),
        };
        let delete = |key: String, leftover| What::Delete { key, leftover };
        let absent = match (&key, slot.deleted) {
            (None, true) => None,
            (Some(key), true) => Some(delete(key.clone(), false)),
            (None, false) => Some(What::Insert {
                cells: wanted.clone(),
            }),
            (Some(key), false) => Some(What::Update {
                key: key.clone(),
                set: wanted.clone(),
                known: slot.known(),
            }),
        };
        let edited = edited(wanted, sent);
        let then = match (slot.deleted, edited.is_empty()) {
            (true, _) => Some(delete(UNKNOWN.to_owned(), false)),
            (false, true) => None,
            (false, false) => Some(What::Update {
                key: UNKNOWN.to_owned(),
                set: edited,
                known: sent.to_vec(),
            }),
        };
        let left = key.map(|key| delete(key, true));
        Ok(Some(Self {
            asks: asks(&slot.table, &trace)?,
            look: Look {
                slot: id,
                table: slot.table.clone(),
                sent: sent.to_vec(),
                trace,
            },
            absent: absent.into_iter().filter(|_| may_come.is_none()).collect(),
            may_come,
            there: then.into_iter().chain(left).collect(),
        }))
    }

    pub(super) fn step(&self, list: &dyn Fn(&TableRef) -> Option<String>) -> Result<Step> {
        let list = list(&self.look.table);
        let absent = self.calls(&self.absent, list.as_deref());
        let there = self.calls(&self.there, list.as_deref());
        let (requests, asked) = self.asks.clone();
        let (a, b) = (price(&absent), price(&there));
        let most = a.at_most().zip(b.at_most()).map(|(a, b)| a.max(b));
        let least = a.at_least().min(b.at_least());
        let follows = match most {
            Some(most) => Calls::between(least, most),
            None => Calls::at_least_so_many(least),
        };
        let when =
            |calls: Vec<Planned>, why| calls.into_iter().map(move |call| call.if_needed(why));
        let looked = requests.into_iter().map(|request| match &list {
            Some(list) => Planned::shown(request.with("list", list)),
            None => Planned::shown(request),
        });
        Ok(Step {
            action: Action::Look,
            table: self.look.table.clone(),
            changes: Vec::new(),
            calls: looked
                .chain(when(absent, "if it is not there"))
                .chain(when(there, "if it is there"))
                .collect(),
            price: asked.plus(follows),
            touches: Vec::new(),
            title: self.title(),
        })
    }

    fn title(&self) -> String {
        let row = label(&self.look.sent);
        let title = format!("look for {} {row}, sent without an answer", self.look.table);
        match self.may_come {
            Some(left) => format!(
                "{title}; if it is not there, it may still come for {} s",
                left.as_secs() + 1
            ),
            None => title,
        }
    }

    /// The calls of changes that may follow. What cannot be written is refused when it comes to that.
    fn calls(&self, whats: &[What], list: Option<&str>) -> Vec<Planned> {
        let Ok(family) = family(&self.look.table) else {
            return Vec::new();
        };
        let calls = whats.iter().flat_map(|what| {
            let change = Change {
                slot: self.look.slot,
                table: self.look.table.clone(),
                what: what.clone(),
            };
            let group = Group {
                table: &self.look.table,
                verb: change.verb(),
                list,
                changes: vec![(0, &change)],
            };
            let batches = cheapest(family.ways(&group).unwrap_or_default());
            let key = change.key().filter(|key| *key != UNKNOWN);
            let writes = change.verb() != Verb::Delete;
            let columns = columns::request(&change.table, key, list);
            let columns = columns.ok().flatten().filter(|_| writes);
            // One call for all rows of the list.
            let columns = columns.map(|request| Planned::shown(request).if_needed(""));
            let calls = batches.into_iter().flat_map(|batch| batch.calls);
            columns.into_iter().chain(calls).collect::<Vec<_>>()
        });
        calls.collect()
    }

    pub(super) fn into_look(self) -> Look {
        self.look
    }
}
