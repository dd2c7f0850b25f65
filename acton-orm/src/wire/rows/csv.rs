//! A whole list as CSV: a heading row, then the rows, any number of them, decoded as they arrive.
//!
//! The shape is inferred from the JSON page: the same columns, no envelope.

use std::borrow::Cow;
use std::ops::ControlFlow;

use csv_core::{ReadRecordResult, Reader};

use super::headings::{Layout, misfit};
use crate::schema::RECORD_ID;
use crate::wire::cell;
use crate::wire::decode::{Decode, Sink, Wanted, excerpt};
use crate::{Cell, Error, ErrorKind, Result};

/// Cells may be long, but a record beyond this is no record of a list.
const LONGEST_RECORD: usize = 64 * 1024 * 1024;

/// Decodes a CSV body piece by piece; memory is that of the longest record.
pub(in crate::wire) struct CsvDecoder {
    reader: Reader,
    /// The record under way: its text and where its cells end.
    text: Vec<u8>,
    ends: Vec<usize>,
    text_length: usize,
    ends_length: usize,
    layout: Option<Layout>,
    /// The cells of the last row, for the next one.
    spare: Vec<Cell<'static>>,
    headings: Option<Vec<String>>,
    /// Records read, the headings included.
    records: u64,
    /// The first bytes, until there are enough to know that they are no byte order mark.
    head: Option<Vec<u8>>,
}

impl CsvDecoder {
    pub(in crate::wire) fn new() -> Self {
        Self {
            reader: Reader::new(),
            text: vec![0; 4096],
            ends: vec![0; 64],
            text_length: 0,
            ends_length: 0,
            layout: None,
            spare: Vec::new(),
            headings: None,
            records: 0,
            head: Some(Vec::new()),
        }
    }

    /// The headings, once they have come.
    pub(in crate::wire) fn headings(&mut self) -> Option<Vec<String>> {
        self.headings.take()
    }

    /// Rows read so far.
    pub(in crate::wire) fn rows(&self) -> u64 {
        self.records.saturating_sub(1)
    }

    /// Reads the next piece; an empty one is the end.
    pub(in crate::wire) fn piece(
        &mut self,
        wanted: &Wanted,
        piece: &[u8],
        sink: &mut Sink<'_>,
    ) -> Result<ControlFlow<()>> {
        let Some(head) = &mut self.head else {
            return match piece {
                [] => self.end(wanted, sink),
                piece => self.feed(wanted, piece, sink),
            };
        };
        head.extend_from_slice(piece);
        let start = unmarked(head);
        if !piece.is_empty() && MARK.starts_with(start) {
            return Ok(ControlFlow::Continue(()));
        }
        let head = self.head.take().unwrap_or_default();
        let start = start_of(&head)?;
        // To the reader, an empty input is the end.
        if !start.is_empty() {
            let flow = self.feed(wanted, start, sink)?;
            if flow.is_break() {
                return Ok(flow);
            }
        }
        if piece.is_empty() {
            return self.end(wanted, sink);
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Ends the last record. A line end does so too, unless it stands inside quotes: then the rest of
    /// the body has been read as one cell.
    fn end(&mut self, wanted: &Wanted, sink: &mut Sink<'_>) -> Result<ControlFlow<()>> {
        let flow = self.feed(wanted, b"\n", sink)?;
        if flow.is_break() {
            return Ok(flow);
        }
        if self.text_length > 0 || self.ends_length > 0 {
            return Err(Error::new(
                ErrorKind::Decode,
                format!(
                    "a quote in record {} of the download is never closed",
                    self.records + 1
                ),
            )
            .advise("read the list again, or with pages instead of downloads"));
        }
        self.feed(wanted, &[], sink)
    }

    fn feed(
        &mut self,
        wanted: &Wanted,
        mut input: &[u8],
        sink: &mut Sink<'_>,
    ) -> Result<ControlFlow<()>> {
        loop {
            let (result, read, wrote, ended) = self.reader.read_record(
                input,
                &mut self.text[self.text_length..],
                &mut self.ends[self.ends_length..],
            );
            input = &input[read..];
            self.text_length += wrote;
            self.ends_length += ended;
            match result {
                ReadRecordResult::InputEmpty => return Ok(ControlFlow::Continue(())),
                ReadRecordResult::OutputFull => self.grow_text()?,
                ReadRecordResult::OutputEndsFull => {
                    let longer = self.ends.len() * 2;
                    self.ends.resize(longer, 0);
                }
                ReadRecordResult::Record => {
                    let flow = self.record(wanted, sink)?;
                    self.text_length = 0;
                    self.ends_length = 0;
                    if flow.is_break() {
                        return Ok(flow);
                    }
                }
                ReadRecordResult::End => {
                    if self.layout.is_none() {
                        return Err(Error::new(
                            ErrorKind::Decode,
                            "the download is empty, and a heading row is due",
                        )
                        .advise("read the list again, or with pages instead of downloads"));
                    }
                    return Ok(ControlFlow::Continue(()));
                }
            }
        }
    }

    fn grow_text(&mut self) -> Result<()> {
        if self.text.len() >= LONGEST_RECORD {
            return Err(Error::new(
                ErrorKind::Decode,
                format!(
                    "record {} of the download is longer than 64 MiB: a quote is never closed, or this is no CSV",
                    self.records + 1
                ),
            ));
        }
        let longer = self.text.len() * 2;
        self.text.resize(longer, 0);
        Ok(())
    }

    fn record(&mut self, wanted: &Wanted, sink: &mut Sink<'_>) -> Result<ControlFlow<()>> {
        self.records += 1;
        let ends = &self.ends[..self.ends_length];
        let text = &self.text[..self.text_length];
        let Some(layout) = &self.layout else {
            let headings = spans(ends)
                .map(|(start, end)| std::str::from_utf8(&text[start..end]))
                .collect::<Result<Vec<_>, _>>()
                .map_err(|_| not_utf8().in_table(wanted.table.name()))?;
            let layout = Layout::new(&headings, &wanted.columns, &wanted.table);
            self.layout = Some(layout.map_err(without_ids)?);
            self.headings = Some(headings.into_iter().map(str::to_owned).collect());
            return Ok(ControlFlow::Continue(()));
        };
        let spare = std::mem::take(&mut self.spare);
        let mut decode = Decode::reusing(spare, wanted, &[], sink);
        decode.row.record = Some(self.records);
        // Checked once a record, and cell by cell where one of them is to blame.
        match std::str::from_utf8(text) {
            Ok(text) => read_row(&mut decode, layout, ends, |start, end| text.get(start..end)),
            Err(_) => read_row(&mut decode, layout, ends, |start, end| {
                std::str::from_utf8(text.get(start..end)?).ok()
            }),
        }
        let (flow, spare) = decode.flow();
        self.spare = spare;
        flow.map_err(|error| error.at_key(format!("record {} of the download", self.records)))
    }
}

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// What follows the byte order marks. The reader would drop a second one by itself, but only where it
/// comes in one piece.
fn unmarked(mut head: &[u8]) -> &[u8] {
    while let Some(rest) = head.strip_prefix(MARK) {
        head = rest;
    }
    head
}

/// A byte order mark is no part of the first heading; JSON or HTML is no CSV.
fn start_of(head: &[u8]) -> Result<&[u8]> {
    let start = unmarked(head);
    let what = match start.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'<') => "an HTML page",
        Some(b'{') => "JSON",
        _ => return Ok(start),
    };
    Err(Error::new(
        ErrorKind::Decode,
        format!(
            "the answer is {what}, and CSV is due; it starts {:?}",
            excerpt(start)
        ),
    )
    .advise("read the list again, or with pages instead of downloads"))
}

/// Where the cells of a record start and end.
fn spans(ends: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    ends.iter().scan(0, |start, &end| {
        let span = (*start, end);
        *start = end;
        Some(span)
    })
}

/// Reads a row's cells into the row and hands it on. `cell` gives the text between two places.
fn read_row<'t>(
    decode: &mut Decode<'_, '_, 't>,
    layout: &Layout,
    ends: &[usize],
    cell: impl Fn(usize, usize) -> Option<&'t str>,
) {
    let wanted = decode.wanted;
    decode.row.key = layout
        .key
        .and_then(|key| {
            let start = key
                .checked_sub(1)
                .map_or(Some(&0), |before| ends.get(before));
            cell(*start?, *ends.get(key)?)
        })
        .map(Cow::Borrowed);
    if ends.len() != layout.cells.len() {
        let _ = decode.fail(misfit(ends.len(), layout.cells.len()));
        return;
    }
    for ((start, end), place) in spans(ends).zip(&layout.cells) {
        let Some(at) = *place else { continue };
        let column = wanted.metas[at];
        let Some(text) = cell(start, end) else {
            let _ = decode.fail(not_utf8().in_column(column.name));
            return;
        };
        decode.put(at, cell::from_text(column, Cow::Borrowed(text)));
    }
    let _ = decode.finish_row();
}

/// Whether downloads have the ids of their rows is inferred; pages have.
fn without_ids(error: Error) -> Error {
    match error.column() {
        Some(RECORD_ID) => error.advise("connect with `Downloads=PAGES`: pages have the rows' ids"),
        _ => error,
    }
}

fn not_utf8() -> Error {
    Error::new(ErrorKind::Decode, "the cell is not valid UTF-8")
        .advise("correct the cell in Act-On, or read with pages instead of downloads")
}
