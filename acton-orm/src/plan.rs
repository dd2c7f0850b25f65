//! From a query to the cheapest calls. No I/O, no async: `verify -> push down -> choose -> residual`.
//!
//! The invariant: the rows that the chosen read returns, filtered by the residual, are exactly the
//! rows of a full read filtered by the whole filter.

mod change;
mod choose;
mod cost;
mod explain;
mod family;
mod learned;
mod pushdown;
mod read;
pub(crate) mod related;
mod request;
mod scan;
#[cfg(test)]
mod tests;
mod verify;

pub(crate) use change::{Change, Verb, What, Written, find, label, named, same, text_of};
pub use cost::Calls;
pub(crate) use family::{
    Batch, Family, Fate, Found, Group, Planned, Sent, Settle, Settled, Trace, Way,
};
pub(crate) use learned::{Learned, edited};
pub(crate) use read::{Bounds, Fetch, Pages, Read};
pub use request::Request;
pub(crate) use request::{Body, Content, Part, Piece, Target};

use std::sync::Arc;

use crate::Result;
use crate::expr::{ColumnRef, Expr, OrderKey};
use crate::query::Spec;
use crate::schema::{ListRef, TableRef};

/// What a query is read for: it decides how much of it has to be read.
///
/// ```
/// use acton_orm::{Terminal, models::Image, prelude::*};
///
/// let plan = Image::query().explain_as(Terminal::Count);
/// assert_eq!(plan.calls().to_string(), "1 call");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Terminal {
    /// All rows, as a `Vec`.
    Load,
    /// The first row, if any.
    First,
    /// Exactly one row.
    One,
    /// How many rows.
    Count,
    /// Whether there is a row.
    Exists,
    /// All rows, one after the other.
    Stream,
    /// So many rows after so many.
    Page {
        /// Rows to leave out.
        offset: u64,
        /// Rows to read.
        size: u64,
    },
}

/// What the planner may know of the account without asking.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// The id of the list, where the table is one and it is known.
    pub(crate) list: Option<Arc<str>>,
    /// Rows of the list when it was last listed.
    pub(crate) list_size: Option<u64>,
    /// The headings of the list are known, so that a record can be read without asking for them.
    pub(crate) headings: bool,
    /// Rows a page, at most 1000.
    pub(crate) page_size: u32,
    /// Whether a whole list may be read as one CSV download.
    pub(crate) downloads: bool,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            list: None,
            list_size: None,
            headings: false,
            page_size: 1000,
            downloads: true,
        }
    }
}

/// The calls that a query makes and what is done with their rows. The plan that
/// [`explain`](crate::Query::explain) shows is the plan that runs.
///
/// ```
/// use acton_orm::{models::Image, prelude::*, schema::images};
///
/// let plan = Image::query().filter(images::id.eq("f-1")).explain();
/// assert_eq!(
///     plan.to_string(),
///     "\
/// load from Images: 1 call
/// ├─ GET /api/1/image/f-1 (1 call): Id = 'f-1'
/// └─ read Id, FolderName, Name, CreationTime, LastModified, ImageUrl, ThumbUrl, Size"
/// );
/// ```
#[derive(Debug, Clone)]
#[must_use = "a plan only says what a query would do"]
pub struct Plan {
    pub(crate) table: TableRef,
    pub(crate) terminal: Terminal,
    /// The call that finds the list's id first.
    pub(crate) find: Option<Request>,
    pub(crate) read: Read,
    /// What the read already makes sure of, for `explain`.
    pub(crate) pushed: Vec<Expr>,
    /// What is left to check here.
    pub(crate) residual: Option<Expr>,
    /// The cells a row needs: those of the result in their order, then those of residual and order.
    pub(crate) columns: Vec<ColumnRef>,
    /// How many of them make up the result.
    pub(crate) selected: usize,
    pub(crate) order: Vec<OrderKey>,
    pub(crate) distinct: bool,
    /// Rows to leave out here, after the residual.
    pub(crate) offset: u64,
    /// Rows to keep here, after the residual.
    pub(crate) limit: Option<u64>,
    pub(crate) calls: Calls,
    pub(crate) max_calls: Option<u64>,
    /// More rows than these are an error.
    pub(crate) max_rows: Option<u64>,
    /// What is read of the rows that belong to its rows.
    pub(crate) related: Vec<related::Related>,
}

impl Plan {
    /// Plans a query for a terminal.
    pub(crate) fn new(spec: &Spec, terminal: Terminal, known: &Known) -> Result<Self> {
        verify::verify(spec)?;
        Ok(choose::choose(spec, terminal, known))
    }

    /// Plans a query that only wants to be shown.
    pub(crate) fn unverified(spec: &Spec, terminal: Terminal, known: &Known) -> Self {
        if verify::verify(spec).is_ok() {
            return choose::choose(spec, terminal, known);
        }
        let mut spec = spec.clone();
        spec.filter = None;
        choose::choose(&spec, terminal, known)
    }

    /// The requests it makes, in their order; one with a hole, such as the offset of a page, stands
    /// for as many as it takes.
    ///
    /// ```
    /// # use acton_orm::{models::Image, prelude::*};
    /// let requests = Image::query().explain().requests();
    /// assert_eq!(requests[0].to_string(), "GET /api/1/image");
    /// ```
    pub fn requests(&self) -> Vec<Request> {
        let mut requests: Vec<Request> = self.find.iter().cloned().collect();
        self.read.requests(&mut requests);
        for related in &self.related {
            requests.extend(related.requests());
        }
        requests
    }

    /// How many calls it makes.
    ///
    /// ```
    /// # use acton_orm::{models::Image, prelude::*};
    /// assert_eq!(Image::query().explain().calls().at_least(), 1);
    /// ```
    pub fn calls(&self) -> Calls {
        self.calls.plus(self.related_calls())
    }

    /// The conditions that the calls themselves make sure of or narrow down.
    ///
    /// ```
    /// # use acton_orm::{models::Image, prelude::*, schema::images};
    /// let plan = Image::query().filter(images::id.eq("f-1")).explain();
    /// assert_eq!(plan.pushed(), ["Id = 'f-1'"]);
    /// ```
    pub fn pushed(&self) -> Vec<String> {
        self.pushed.iter().map(ToString::to_string).collect()
    }

    /// The condition that is checked here, row by row, if any.
    ///
    /// ```
    /// # use acton_orm::{models::Image, prelude::*, schema::images};
    /// let plan = Image::query().filter(images::folder_name.eq("Logos")).explain();
    /// assert_eq!(plan.residual().as_deref(), Some("FolderName = 'Logos'"));
    /// ```
    pub fn residual(&self) -> Option<String> {
        self.residual.as_ref().map(ToString::to_string)
    }
}

/// The name by which a list has to be found, where the table is one, or of one, that is not named by its
/// id.
pub(crate) fn list_to_find(table: &TableRef) -> Option<&str> {
    match list_of(table)? {
        // Any list: which one the rows of another table tell.
        ListRef::Name("*") | ListRef::Id(_) => None,
        ListRef::Name(name) => Some(name),
    }
}

/// The id of a list that is named by it.
pub(crate) fn list_id_in_name(table: &TableRef) -> Option<&str> {
    match list_of(table)? {
        ListRef::Id(id) => Some(id),
        ListRef::Name(_) => None,
    }
}

/// The list that a table is, or is of: of this one its name or its id was said.
fn list_of(table: &TableRef) -> Option<ListRef<'_>> {
    if !table.meta().reads.of_a_list() {
        return None;
    }
    match table.input(LIST) {
        Some(said) => Some(ListRef::of(said).unwrap_or(ListRef::Id(said))),
        None if table.meta().inputs.contains(&LIST) => None,
        None => ListRef::of(table.name()),
    }
}

/// The input, and the hole of a path, that is a list.
const LIST: &str = "list";

/// The call that lists the account's lists, page by page (A§7.1).
pub(crate) fn listing() -> Request {
    Request::get("/api/1/list")
        .param("listingtype", "contact_list")
        .param("count", "1000")
        .param_hole("offset", "offset")
}

/// The call that asks a list for its headings (A§7.2).
pub(crate) fn headings() -> Request {
    Request::get("/api/1/list/{list}").param("count", "1")
}
