//! What a family of tables that can be written says of its writes. Requests in, answers out: nobody
//! here waits, sends or knows a client.

use std::fmt;

use bytes::Bytes;

use super::{Calls, Change, Learned, Request, Verb, Written};
use crate::schema::{Effect, TableRef};
use crate::{Error, Result};

/// The tables whose rows are written by the same calls. A table says as data which family it is of
/// (`TableMeta::writes`); the family says the rest.
pub(crate) trait Family: Send + Sync {
    /// Refuses values that cannot be written, before any call.
    fn check(&self, verb: Verb, cells: &[Written]) -> Result<()>;

    /// The ways to make the changes of one group; the one with the fewest calls is taken. Each call
    /// carries the function that settles it.
    fn ways(&self, group: &Group<'_>) -> Result<Vec<Way>>;

    /// How a row is looked for that was sent without an answer.
    fn trace(&self, table: &TableRef, sent: &[Written]) -> Trace;

    /// What else than its key a change is about: names and addresses that a row is told by. Changes
    /// that share one are made one after the other.
    fn touches(&self, change: &Change) -> Vec<String>;

    /// What keys are unique in: the list that is part of a record's id, or else the table.
    fn home<'k>(&self, table: &'k TableRef, _key: &'k str) -> &'k str {
        table.name()
    }

    /// The call that tells which columns the rows have now, asked before they are written: a cell of a
    /// column that has gone is dropped without a word. `None` where columns never change.
    fn columns(&self) -> Option<Request> {
        None
    }

    /// Columns that are worth reading with a row that is to be updated, since that saves a call.
    fn carries_over(&self) -> &'static [&'static str] {
        &[]
    }
}

/// Changes of one kind to one table, in order, by their positions among all changes.
pub(crate) struct Group<'a> {
    pub(crate) table: &'a TableRef,
    pub(crate) verb: Verb,
    /// The id of the table's list, where it is known.
    pub(crate) list: Option<&'a str>,
    pub(crate) changes: Vec<(usize, &'a Change)>,
}

/// One way to make a group's changes.
#[derive(Debug)]
pub(crate) struct Way(pub(crate) Vec<Batch>);

/// Changes that are made together, and the calls that make them, one after the other.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) changes: Vec<usize>,
    pub(crate) calls: Vec<Planned>,
}

/// A call that is planned: the very request that is sent, but for its holes.
#[derive(Clone)]
pub(crate) struct Planned {
    pub(crate) request: Request,
    /// Why it is made, where that is not plain.
    pub(crate) why: Option<&'static str>,
    /// It is made only while an answer before it has left the changes undecided.
    pub(crate) if_needed: bool,
    pub(crate) settle: Settle,
}

/// What an answer means. An error is that of all changes of the step.
pub(crate) type Settle = fn(&Sent<'_>, Result<Bytes>) -> Result<Settled>;

/// A call that was sent.
pub(crate) struct Sent<'a> {
    /// The changes of its step.
    pub(crate) changes: &'a [&'a Change],
    pub(crate) request: &'a Request,
    /// What the answers before it have brought.
    pub(crate) learned: &'a Learned,
}

/// What an answer has settled.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    /// What became of the step's changes, one by one; empty where that is still open.
    pub(crate) fates: Vec<Fate>,
    /// Values that fill the holes of the calls to come.
    pub(crate) learned: Learned,
}

/// What became of a change.
#[derive(Debug)]
pub(crate) enum Fate {
    /// A new row is at Act-On under this key; a row that was to be updated has been replaced by it.
    Landed(String),
    Updated,
    Deleted,
    Failed(Error),
    /// What the replacement left behind is deleted.
    ClearedUp,
    /// What the replacement left behind is still there.
    LeftBehind(Error),
}

/// How a row of unknown outcome is looked for.
#[derive(Debug, Clone)]
pub(crate) enum Trace {
    /// By one call, whose answer is judged.
    Ask(Request, Judge),
    /// Among all rows: those with these cells are candidates, and where a telling cell differs it is
    /// another row. A file stands for its size.
    Rows {
        natural: Vec<Written>,
        telling: Vec<Written>,
    },
    /// It cannot be looked for, and why.
    Nowhere(&'static str),
}

/// Whether an answer shows the row that was sent. The last parameter knows the keys of other rows.
pub(crate) type Judge = fn(&[Written], Result<Bytes>, &dyn Fn(&str) -> bool) -> Result<Found>;

/// Whether a row that was sent is there.
#[derive(Debug)]
pub(crate) enum Found {
    /// It is, under this key.
    There(String),
    /// It is not.
    Absent,
    /// That cannot be told, and why.
    Unsure(String),
}

impl Way {
    /// Each change by calls of its own.
    pub(crate) fn one_by_one(
        group: &Group<'_>,
        calls: impl Fn(&Change) -> Result<Vec<Planned>>,
    ) -> Result<Self> {
        let batch = |(position, change): &(usize, &Change)| {
            Ok(Batch {
                changes: vec![*position],
                calls: calls(change)?,
            })
        };
        group
            .changes
            .iter()
            .map(batch)
            .collect::<Result<_>>()
            .map(Self)
    }

    pub(crate) fn price(&self) -> Calls {
        let calls = self.0.iter().flat_map(|batch| &batch.calls);
        calls.fold(Calls::exactly(0), |sum, call| sum.plus(call.price()))
    }
}

impl Planned {
    pub(crate) fn new(request: Request, settle: Settle) -> Self {
        Self {
            request,
            why: None,
            if_needed: false,
            settle,
        }
    }

    /// A call that somebody else makes and reads, such as a query.
    pub(crate) fn shown(request: Request) -> Self {
        Self::new(request, |_, _| Ok(Settled::default()))
    }

    pub(crate) fn because(mut self, why: &'static str) -> Self {
        self.why = Some(why);
        self
    }

    pub(crate) fn if_needed(mut self, why: &'static str) -> Self {
        self.if_needed = true;
        self.because(why)
    }

    /// API calls: a file is got without one.
    pub(crate) fn price(&self) -> Calls {
        match (self.request.is_api(), self.if_needed) {
            (false, _) => Calls::exactly(0),
            (true, false) => Calls::exactly(1),
            (true, true) => Calls::between(0, 1),
        }
    }

    /// Whether it may add something each time it is made.
    pub(crate) fn adds(&self) -> bool {
        matches!(self.request.effect(), Effect::Adds | Effect::Sends)
    }
}

impl fmt::Debug for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}

impl Settled {
    pub(crate) fn one(fate: Fate) -> Result<Self> {
        Ok(Self::each(vec![fate]))
    }

    pub(crate) fn each(fates: Vec<Fate>) -> Self {
        Self {
            fates,
            learned: Learned::default(),
        }
    }

    pub(crate) fn learned(learned: Learned) -> Self {
        Self {
            fates: Vec::new(),
            learned,
        }
    }
}

impl Sent<'_> {
    /// The text that a column will hold, or one that an answer has brought.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        let change = self.changes.first();
        change
            .and_then(|change| change.text(field))
            .or_else(|| self.learned.text(field))
    }
}
