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
mod request;
mod verify;

pub(crate) use change::{Cell, Change, Verb, What, find, label, same, text_of};
pub use cost::Calls;
pub(crate) use family::{
    Batch, Family, Fate, Found, Group, Planned, Sent, Settle, Settled, Trace, Way,
};
pub(crate) use learned::{Learned, edited};
pub(crate) use read::{Bounds, Read};
pub use request::Request;
pub(crate) use request::{Body, Content, Part, Piece, Target};

use crate::Result;
use crate::expr::{ColumnRef, Expr, OrderKey};
use crate::query::Spec;
use crate::schema::TableMeta;

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
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    /// The list's id is known, so that no call is needed to find it.
    pub(crate) list_found: bool,
    /// Rows of the list when it was last listed.
    pub(crate) list_size: Option<u64>,
    /// Rows a page, at most 1000.
    pub(crate) page_size: u32,
    /// Whether a whole list may be read as one CSV download.
    pub(crate) downloads: bool,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            list_found: false,
            list_size: None,
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
    pub(crate) table: &'static TableMeta,
    pub(crate) terminal: Terminal,
    /// One call finds the list's id first.
    pub(crate) find_list: bool,
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
}

impl Plan {
    /// Plans a query for a terminal.
    pub(crate) fn new(spec: &Spec, terminal: Terminal, known: Known) -> Result<Self> {
        verify::verify(spec)?;
        Ok(choose::choose(spec, terminal, known))
    }

    /// Plans a query that only wants to be shown.
    pub(crate) fn unverified(spec: &Spec, terminal: Terminal, known: Known) -> Self {
        if verify::verify(spec).is_ok() {
            return choose::choose(spec, terminal, known);
        }
        let mut spec = spec.clone();
        spec.filter = None;
        choose::choose(&spec, terminal, known)
    }

    /// How many calls it makes.
    ///
    /// ```
    /// # use acton_orm::{models::Image, prelude::*};
    /// assert_eq!(Image::query().explain().calls().at_least(), 1);
    /// ```
    pub fn calls(&self) -> Calls {
        self.calls
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
