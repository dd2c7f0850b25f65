//! A read under way: which call comes next, and what its answer holds.

mod decode;
mod fetch;

use bytes::Bytes;

use self::fetch::parameters;
use super::decode::Shape;
use super::rows::{self, CsvDecoder};
use crate::Client;
use crate::client::Answer;
use crate::plan::{Bounds, Plan, Read};
use crate::schema::{Family, ListRef};

/// Makes the calls of a read one after the other and decodes their answers.
pub(crate) struct Reader {
    shape: Shape,
    state: State,
    /// The list's id, once it is known.
    list: Option<String>,
    /// The `totalCount` of the last answer.
    total: Option<u64>,
    inconclusive: bool,
    page_size: u32,
    /// Rows decoded so far.
    rows: u64,
}

enum State {
    Done,
    Keys {
        keys: std::vec::IntoIter<String>,
        layout: Option<rows::Layout>,
    },
    Lookup(String),
    Whole,
    Pages(Pages),
    Download {
        query: Vec<(String, String)>,
        answer: Option<Box<Answer>>,
        decoder: Box<CsvDecoder>,
    },
    Total(Bounds),
}

struct Pages {
    query: Vec<(String, String)>,
    offset: u64,
    /// Rows still wanted, where that is known.
    left: Option<u64>,
    /// Rows asked for by the last call.
    asked: u64,
}

/// A part of an answer, fetched and not yet decoded.
pub(crate) struct Piece {
    /// `None` where Act-On has no such row.
    body: Option<Bytes>,
    call: String,
}

impl Reader {
    pub(crate) fn new(plan: &Plan, read: Read, page_size: u32) -> Self {
        let state = match read {
            Read::Nothing => State::Done,
            Read::Get { keys } => State::Keys {
                keys: keys.into_iter(),
                layout: None,
            },
            Read::Lookup { email, .. } => State::Lookup(email),
            Read::Whole => State::Whole,
            Read::Pages {
                bounds,
                fields,
                dates,
                from,
                most,
            } => State::Pages(Pages {
                query: parameters(&bounds, fields.as_deref(), dates),
                offset: from,
                left: most,
                asked: 0,
            }),
            Read::Download {
                bounds,
                fields,
                dates,
            } => State::Download {
                query: parameters(&bounds, fields.as_deref(), dates),
                answer: None,
                decoder: Box::new(CsvDecoder::new()),
            },
            Read::Total { bounds } => State::Total(bounds),
        };
        Self {
            shape: Shape::new(plan.table, &plan.columns),
            state,
            list: None,
            total: None,
            inconclusive: false,
            page_size,
            rows: 0,
        }
    }

    /// What the last answer said of the number of rows in all.
    pub(crate) fn total(&self) -> Option<u64> {
        self.total
    }

    /// Rows decoded so far, wanted or not.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// A look-up found a record that does not settle whether another one matches.
    pub(crate) fn inconclusive(&self) -> bool {
        self.inconclusive
    }

    /// The calls that the next [`fetch`](Self::fetch) makes, as far as that is known beforehand.
    pub(crate) fn calls_to_come(&self, client: &Client) -> u64 {
        let own = match &self.state {
            State::Done => return 0,
            State::Download {
                answer: Some(_), ..
            } => return 0,
            State::Keys { keys, layout } => {
                if keys.len() == 0 {
                    return 0;
                }
                1 + u64::from(layout.is_none() && self.is_list())
            }
            _ => 1,
        };
        let find = match self.shape.table.family {
            Family::Rows(ListRef::Name(name)) if self.list.is_none() => {
                u64::from(client.facts().list(name).is_none())
            }
            _ => 0,
        };
        own + find
    }

    fn is_list(&self) -> bool {
        matches!(self.shape.table.family, Family::Rows(_))
    }
}
