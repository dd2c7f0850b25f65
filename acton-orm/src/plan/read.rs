//! How the rows of a query are read: the requests themselves.

use super::Plan;
use super::request::Request;
use crate::schema::Shape;

/// One call whose answer holds rows.
#[derive(Debug, Clone)]
pub(crate) struct Fetch {
    pub(crate) request: Request,
    pub(crate) shape: Shape,
    /// Its answer names all the list's headings, in their order.
    pub(crate) all_headings: bool,
}

/// The calls of a query.
#[derive(Debug, Clone)]
pub(crate) enum Read {
    /// No row can match.
    Nothing,
    /// Each call once, side by side unless reading may end early; their rows follow one another.
    Calls(Vec<Fetch>),
    /// One row a call. A row that is not there is none.
    Keys {
        /// Asked first, where an answer can only be read by headings that are not known yet.
        headings: Option<Request>,
        calls: Vec<Fetch>,
    },
    /// The first row with a value; where that does not settle it, the other read.
    LookUp {
        call: Fetch,
        otherwise: Box<Read>,
    },
    Pages(Pages),
    /// Several runs of pages, which differ in a parameter; their rows follow one another.
    Runs(Vec<Pages>),
    /// Any number of rows in one answer.
    Download(Fetch),
    /// No rows, only how many there are: all together.
    Total(Vec<Fetch>),
    /// One row a call, for each key that another read gives.
    Each {
        /// Reads the keys: one column.
        keys: Box<Plan>,
        /// With the hole `key`.
        call: Fetch,
    },
}

/// Page after page.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    /// With the holes `count` and `offset`.
    pub(crate) call: Fetch,
    /// Whether an answer's `totalCount` is true.
    pub(crate) told: bool,
    /// Rows an answer.
    pub(crate) size: u64,
    /// The first row wanted.
    pub(crate) from: u64,
    /// So many rows are wanted, where that is known.
    pub(crate) most: Option<u64>,
    /// Bounds are sent too: whether `totalCount` counts only the rows within them is not published.
    pub(crate) bounded: bool,
    /// Nothing ends the read before its last page, so that pages may be asked for ahead.
    pub(crate) ahead: bool,
}

impl Pages {
    /// As it is printed: what is the same for each page is filled.
    pub(crate) fn shown(&self) -> Request {
        let request = self.call.request.clone();
        match self.most {
            Some(most) if most <= self.size => self.page(self.from, most),
            Some(most) if most % self.size != 0 => request,
            _ => request.with("count", &self.size.to_string()),
        }
    }

    /// The call for some rows.
    pub(crate) fn page(&self, offset: u64, count: u64) -> Request {
        self.call
            .request
            .clone()
            .with("count", &count.to_string())
            .with("offset", &offset.to_string())
    }
}

impl Read {
    /// As [`requests`](Self::requests), in a list of their own.
    pub(crate) fn all(&self) -> Vec<Request> {
        let mut all = Vec::new();
        self.requests(&mut all);
        all
    }

    /// Its requests; one with holes stands for several.
    pub(crate) fn requests(&self, into: &mut Vec<Request>) {
        match self {
            Self::Nothing => {}
            Self::Calls(calls) | Self::Total(calls) => {
                into.extend(calls.iter().map(|call| call.request.clone()))
            }
            Self::Keys { headings, calls } => {
                into.extend(headings.clone());
                into.extend(calls.iter().map(|call| call.request.clone()));
            }
            Self::LookUp { call, otherwise } => {
                into.push(call.request.clone());
                otherwise.requests(into);
            }
            Self::Pages(pages) => into.push(pages.shown()),
            Self::Runs(runs) => into.extend(runs.iter().map(Pages::shown)),
            Self::Download(call) => into.push(call.request.clone()),
            Self::Each { keys, call } => {
                into.extend(keys.requests());
                into.push(call.request.clone());
            }
        }
    }

    /// Fills a hole in all of them.
    pub(crate) fn fill(&mut self, hole: &str, value: &str) {
        match self {
            Self::Nothing => {}
            Self::Calls(calls) | Self::Total(calls) => calls
                .iter_mut()
                .for_each(|call| call.request.fill(hole, value)),
            Self::Keys { headings, calls } => {
                if let Some(headings) = headings {
                    headings.fill(hole, value);
                }
                calls
                    .iter_mut()
                    .for_each(|call| call.request.fill(hole, value));
            }
            Self::LookUp { call, otherwise } => {
                call.request.fill(hole, value);
                otherwise.fill(hole, value);
            }
            Self::Pages(pages) => pages.call.request.fill(hole, value),
            Self::Runs(runs) => runs
                .iter_mut()
                .for_each(|pages| pages.call.request.fill(hole, value)),
            Self::Download(call) => call.request.fill(hole, value),
            Self::Each { keys, call } => {
                keys.read.fill(hole, value);
                call.request.fill(hole, value);
            }
        }
    }
}

/// Bounds of time as parameters, in Unix milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Bounds(pub(crate) Vec<(&'static str, i64)>);

impl Bounds {
    /// Adds a bound, or makes the known one tighter: a later start, an earlier end.
    pub(crate) fn narrow(&mut self, parameter: &'static str, millis: i64, later_wins: bool) {
        match self.0.iter_mut().find(|(known, _)| *known == parameter) {
            Some((_, bound)) if later_wins => *bound = millis.max(*bound),
            Some((_, bound)) => *bound = millis.min(*bound),
            None => self.0.push((parameter, millis)),
        }
    }
}
