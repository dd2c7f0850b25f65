//! From an answer to rows: one decoder for each shape.

use std::ops::ControlFlow;

use serde::de::DeserializeSeed;

use super::array::AnyArray;
use super::at::At;
use super::decode::{Beside, Decode, Outcome, Sink, Wanted};
use super::envelope::{Envelope, Folders, FoldersAt};
use super::members::Members;
use super::object::ObjectRow;
use super::rows::{self, CsvDecoder, Found, Layout};
use crate::plan::Fetch;
use crate::schema::Shape;
use crate::{Error, ErrorKind, Result};

/// Decodes the answers of a read.
pub(crate) struct Decoder {
    wanted: Wanted,
    /// Of a list whose records come without headings.
    layout: Option<Layout>,
    csv: Option<Box<CsvDecoder>>,
}

/// What an answer, or a piece of a long one, says beside its rows.
#[derive(Debug)]
pub(crate) struct Told {
    /// `Break` when no further row is wanted.
    pub(crate) flow: ControlFlow<()>,
    /// Rows in it.
    pub(crate) rows: u64,
    /// Its `totalCount`, where it is one.
    pub(crate) total: Option<u64>,
    /// Where its first row stands, where it says so.
    pub(crate) offset: Option<u64>,
    /// Its headings, in their order.
    pub(crate) headings: Option<Vec<String>>,
    /// A look-up found a row, which may not be the only one.
    pub(crate) inconclusive: bool,
}

impl Told {
    fn rows(flow: ControlFlow<()>, rows: u64) -> Self {
        Self {
            flow,
            rows,
            total: None,
            offset: None,
            headings: None,
            inconclusive: false,
        }
    }
}

impl Decoder {
    pub(crate) fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            layout: None,
            csv: None,
        }
    }

    /// Says which headings the cells of records stand under.
    ///
    /// # Errors
    /// `Decode` when a column wanted is none of them.
    pub(crate) fn by_headings(&mut self, headings: &[String]) -> Result<()> {
        let layout = Layout::new(headings, &self.wanted.columns, &self.wanted.table)?;
        self.layout = Some(layout);
        Ok(())
    }

    /// Act-On refused a heading that it was asked for: says which, as far as that can be told.
    pub(crate) fn missing(&self, headings: Option<&[String]>, refused: Error) -> Error {
        if let Some(headings) = headings
            && let Err(error) = Layout::new(headings, &self.wanted.columns, &self.wanted.table)
        {
            return error.caused_by(refused);
        }
        let asked: Vec<&str> = self
            .wanted
            .columns
            .iter()
            .map(|column| column.meta().name)
            .collect();
        match asked.as_slice() {
            [one] => refused.in_column(*one).advise(
                "the list has no column with this heading: correct `#[acton(column = \"..\")]`",
            ),
            several => refused.advise(format!(
                "one of `{}` is no heading of the list: correct `#[acton(column = \"..\")]`",
                several.join("`, `")
            )),
        }
    }

    /// A piece of a CSV answer; an empty one is its end.
    pub(crate) fn csv(&mut self, piece: &[u8], sink: &mut Sink<'_>) -> Result<Told> {
        let decoder = self.csv.get_or_insert_with(|| Box::new(CsvDecoder::new()));
        let before = decoder.rows();
        let flow = decoder.piece(&self.wanted, piece, sink)?;
        let mut told = Told::rows(flow, decoder.rows() - before);
        told.headings = decoder.headings();
        Ok(told)
    }

    /// A whole answer.
    pub(crate) fn answer(
        &mut self,
        fetch: &Fetch,
        body: &[u8],
        sink: &mut Sink<'_>,
    ) -> Result<Told> {
        let given = self.wanted.given(&fetch.request);
        let mut decode = Decode::new(&self.wanted, &given, sink);
        match fetch.shape {
            Shape::Object => {
                let parsed = json(body, |json| {
                    let (decode, folder) = (&mut decode, None);
                    ObjectRow { decode, folder }.deserialize(json)
                });
                told(decode.outcome(parsed.map(|()| Beside::default()), body)?)
            }
            Shape::Envelope { rows } => {
                let parsed = json(body, |json| {
                    let decode = &mut decode;
                    Envelope { decode, rows }.deserialize(json)
                });
                told(decode.outcome(parsed, body)?)
            }
            Shape::Members { at } => {
                let parsed = json(body, |json| {
                    let decode = &mut decode;
                    Members { decode, at }.deserialize(json)
                });
                told(decode.outcome(parsed.map(|()| Beside::default()), body)?)
            }
            Shape::At(path) => {
                let parsed = json(body, |json| {
                    let decode = &mut decode;
                    At { decode, path }.deserialize(json)
                });
                told(decode.outcome(parsed.map(|()| Beside::default()), body)?)
            }
            Shape::AnyArray | Shape::AnyArrayOr(_) => {
                let key = match fetch.shape {
                    Shape::AnyArrayOr(key) => Some(key),
                    _ => None,
                };
                let parsed = json(body, |json| {
                    let decode = &mut decode;
                    AnyArray { decode, key }.deserialize(json)
                });
                let beside = parsed.map(|total| Beside {
                    total,
                    ..Beside::default()
                });
                told(decode.outcome(beside, body)?)
            }
            Shape::Folders { at, entries, all } => {
                let parsed = json(body, |json| {
                    let decode = &mut decode;
                    decode.once_each(all.is_some());
                    let folders = Folders {
                        decode,
                        entries,
                        all,
                    };
                    match at {
                        None => folders.deserialize(json),
                        Some(at) => FoldersAt { at, folders }.deserialize(json),
                    }
                });
                told(decode.outcome(parsed.map(|()| Beside::default()), body)?)
            }
            Shape::Page => {
                let parsed = rows::page(&mut decode, body);
                told(decode.outcome(parsed, body)?)
            }
            Shape::Record => {
                let Some(layout) = &self.layout else {
                    return Err(Error::new(
                        ErrorKind::Decode,
                        "a record came before the headings of its list",
                    ));
                };
                let parsed = rows::record(&mut decode, layout, body);
                told(decode.outcome(parsed.map(|()| Beside::default()), body)?)
            }
            Shape::LookUp => {
                let found = rows::lookup(&mut decode, body);
                let Outcome {
                    flow, rows, value, ..
                } = decode.outcome(found, body)?;
                let mut told = Told::rows(flow, rows);
                told.inconclusive = matches!(value, Some(Found::Row | Found::Incomplete));
                Ok(told)
            }
            Shape::Csv => {
                let mut told = self.csv(body, sink)?;
                if told.flow.is_continue() && !body.is_empty() {
                    let end = self.csv(&[], sink)?;
                    told.flow = end.flow;
                    told.rows += end.rows;
                    // A last line without its end may be that of the headings.
                    told.headings = told.headings.or(end.headings);
                }
                Ok(told)
            }
        }
    }
}

fn json<'b, T>(
    body: &'b [u8],
    parse: impl FnOnce(
        &mut serde_json::Deserializer<serde_json::de::SliceRead<'b>>,
    ) -> Result<T, serde_json::Error>,
) -> Result<T, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let parsed = parse(&mut json)?;
    json.end()?;
    Ok(parsed)
}

fn told(outcome: Outcome<Beside>) -> Result<Told> {
    let mut told = Told::rows(outcome.flow, outcome.rows);
    let beside = outcome.value.unwrap_or_default();
    told.total = beside.total;
    told.offset = beside.offset;
    told.headings = outcome.headings;
    Ok(told)
}
