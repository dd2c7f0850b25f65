//! A read under way: which call comes next, and what its answer holds.

use std::ops::ControlFlow;

use bytes::Bytes;
use serde::de::DeserializeSeed;

use super::decode::{Decode, Outcome, Shape, Sink};
use super::envelope::{Envelope, Folders};
use super::object::ObjectRow;
use super::rows::{self, CsvDecoder};
use crate::client::{Answer, Call};
use crate::plan::{Bounds, Plan, Read};
use crate::schema::{Family, ListRef, Scan};
use crate::{Client, Error, ErrorKind, Result};

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

    /// Fetches the next part; `None` at the end.
    pub(crate) async fn fetch(&mut self, client: &Client) -> Result<Option<Piece>> {
        if let Family::Rows(list) = self.shape.table.family
            && self.list.is_none()
            && !matches!(self.state, State::Done)
        {
            self.list = Some(rows::find::list_id(client, list, self.shape.table).await?);
        }
        let fetched = self.fetch_piece(client).await;
        if let (Err(error), Family::Rows(ListRef::Name(name))) = (&fetched, self.shape.table.family)
            && error.is_not_found()
        {
            client.facts().forget_list(name);
        }
        match fetched {
            Err(error) if self.is_list() && is_wrong_column(&error) => {
                Err(self.name_column(client, error).await)
            }
            fetched => fetched,
        }
    }

    /// Act-On refused a heading without saying which: one call more shows those it has.
    async fn name_column(&self, client: &Client, refused: Error) -> Error {
        let call = Call::get(self.segments()).query("count", "1");
        let Ok((body, call)) = answer_of(client, call).await else {
            return refused;
        };
        match rows::headings_of(&body, &self.shape.columns) {
            Err(error) => error.during(call).caused_by(refused),
            Ok(_) => refused,
        }
    }

    async fn fetch_piece(&mut self, client: &Client) -> Result<Option<Piece>> {
        let mut base = Call::get(self.segments());
        if self.shape.table.family == Family::Lists {
            base = base.query("listingtype", "contact_list");
        }
        match &mut self.state {
            State::Done => Ok(None),
            State::Whole => {
                self.state = State::Done;
                whole(client, base).await.map(Some)
            }
            State::Total(bounds) => {
                let call = with(base, &parameters(bounds, None, false)).query("count", "1");
                self.state = State::Done;
                whole(client, call).await.map(Some)
            }
            State::Pages(pages) => {
                let page = u64::from(self.page_size);
                pages.asked = pages.left.map_or(page, |left| left.min(page));
                let call = with(base, &pages.query)
                    .query("count", pages.asked.to_string())
                    .query("offset", pages.offset.to_string());
                whole(client, call).await.map(Some)
            }
            State::Keys { .. } => self.fetch_key(client).await,
            State::Lookup(email) => {
                let email = std::mem::take(email);
                self.state = State::Done;
                self.fetch_lookup(client, &email).await
            }
            State::Download {
                query,
                answer,
                decoder: _,
            } => {
                if answer.is_none() {
                    let call = with(base, query).query("responseformat", "CSV").long();
                    *answer = Some(Box::new(client.call(call).await?));
                }
                let Some(open) = answer else { return Ok(None) };
                let call = open.call().to_owned();
                // An empty piece tells the decoder that the body is over; an empty frame is none.
                let body = loop {
                    match open.chunk().await? {
                        Some(chunk) if chunk.is_empty() => {}
                        Some(chunk) => break chunk,
                        None => break Bytes::new(),
                    }
                };
                Ok(Some(Piece {
                    body: Some(body),
                    call,
                }))
            }
        }
    }

    /// The next key that Act-On has; the keys it has not are rows that do not match.
    async fn fetch_key(&mut self, client: &Client) -> Result<Option<Piece>> {
        let segments = self.segments();
        let is_list = self.is_list();
        let State::Keys { keys, layout } = &mut self.state else {
            return Ok(None);
        };
        if is_list && layout.is_none() && keys.len() > 0 {
            let call = Call::get(segments.clone()).query("count", "1");
            let (body, call) = answer_of(client, call).await?;
            *layout = Some(
                rows::headings_of(&body, &self.shape.columns)
                    .map_err(|error| error.during(call))?,
            );
        }
        let Some(key) = keys.next() else {
            self.state = State::Done;
            return Ok(None);
        };
        let mut segments = segments;
        if is_list {
            segments.push("record".to_owned());
        }
        segments.push(key);
        match whole(client, Call::get(segments)).await {
            Ok(piece) => Ok(Some(piece)),
            Err(error) if is_missing_row(&error) => Ok(Some(Piece {
                body: None,
                call: String::new(),
            })),
            Err(error) => Err(error),
        }
    }

    async fn fetch_lookup(&mut self, client: &Client, email: &str) -> Result<Option<Piece>> {
        let list = self.list.clone().unwrap_or_default();
        let call = Call::get(["api", "1", "list", "lookup", list.as_str()]).query("email", email);
        self.state = State::Lookup(String::new());
        match whole(client, call).await {
            Ok(piece) => Ok(Some(piece)),
            Err(error) if is_missing_row(&error) => {
                self.state = State::Done;
                Ok(None)
            }
            // What a miss looks like is not documented: any other 400 leaves it open.
            Err(error) if is_unclear(&error) => {
                self.state = State::Done;
                self.inconclusive = true;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn segments(&self) -> Vec<String> {
        self.shape
            .table
            .family
            .path()
            .trim_start_matches('/')
            .split('/')
            .map(|segment| match segment {
                "{list}" => self.list.clone().unwrap_or_default(),
                other => other.to_owned(),
            })
            .collect()
    }

    /// Decodes a part and hands its rows to the sink.
    pub(crate) fn decode(&mut self, piece: Piece, sink: &mut Sink<'_>) -> Result<ControlFlow<()>> {
        let Piece { body, call } = piece;
        let Some(body) = body else {
            return Ok(ControlFlow::Continue(()));
        };
        self.decode_body(&body, sink)
            .map_err(|error| error.during(call))
    }

    fn decode_body(&mut self, body: &[u8], sink: &mut Sink<'_>) -> Result<ControlFlow<()>> {
        if let State::Download { decoder, .. } = &mut self.state {
            let flow = decoder.piece(&self.shape, body, sink)?;
            self.rows = decoder.rows();
            if body.is_empty() || flow.is_break() {
                self.state = State::Done;
            }
            return Ok(flow);
        }
        let mut decode = Decode::new(&self.shape, sink);
        if let State::Lookup(_) = self.state {
            let found = rows::lookup(&mut decode, body);
            let Outcome { flow, rows, value } = decode.outcome(found, body)?;
            self.rows += rows;
            self.state = State::Done;
            self.inconclusive = matches!(value, Some(rows::Found::Row | rows::Found::Incomplete));
            return Ok(flow);
        }
        let parsed = self.parse(&mut decode, body);
        let outcome = decode.outcome(parsed, body)?;
        self.total = outcome.value.flatten().or(self.total);
        self.rows += outcome.rows;
        self.advance(outcome.rows);
        Ok(outcome.flow)
    }

    /// By the shape that this answer has.
    fn parse<'de>(
        &self,
        decode: &mut Decode<'_, '_, 'de>,
        body: &'de [u8],
    ) -> Result<Option<u64>, serde_json::Error> {
        let mut json = serde_json::Deserializer::from_slice(body);
        let total = match (&self.state, self.shape.table.family) {
            (State::Keys { layout, .. }, Family::Rows(_)) => match layout {
                Some(layout) => return rows::record(decode, layout, body),
                None => None,
            },
            (_, Family::Rows(_)) => return rows::page(decode, body),
            (State::Keys { .. }, _) | (_, Family::CurrentAccount) => {
                ObjectRow {
                    decode,
                    folder: None,
                }
                .deserialize(&mut json)?;
                None
            }
            (_, Family::ImageLibrary | Family::MediaLibrary) => {
                Folders(decode).deserialize(&mut json)?
            }
            (_, Family::Lists | Family::OptOuts | Family::HardBounces | Family::SpamComplaints) => {
                Envelope(decode).deserialize(&mut json)?
            }
        };
        json.end()?;
        Ok(total)
    }

    /// Whether another page is worth a call: until what is wanted has come, the true total is
    /// reached, or a page falls short.
    fn advance(&mut self, rows: u64) {
        let State::Pages(pages) = &mut self.state else {
            return;
        };
        pages.offset += rows;
        if let Some(left) = &mut pages.left {
            *left = left.saturating_sub(rows);
        }
        let told = !matches!(self.shape.table.scan, Scan::Paged { total: false });
        let at_end = match self.total.filter(|_| told) {
            Some(total) => pages.offset >= total,
            None => rows < pages.asked,
        };
        if at_end || rows == 0 || pages.left == Some(0) {
            self.state = State::Done;
        }
    }
}

async fn whole(client: &Client, call: Call) -> Result<Piece> {
    let (body, call) = answer_of(client, call).await?;
    Ok(Piece {
        body: Some(body),
        call,
    })
}

/// The body of an answer, and the call for errors about it.
async fn answer_of(client: &Client, call: Call) -> Result<(Bytes, String)> {
    let answer = client.call(call).await?;
    let call = answer.call().to_owned();
    match answer.bytes().await {
        Ok(body) => Ok((body, call)),
        Err(error) => Err(error.during(call)),
    }
}

fn with(call: Call, query: &[(String, String)]) -> Call {
    query
        .iter()
        .fold(call, |call, (name, value)| call.query(name, value))
}

fn parameters(
    bounds: &Bounds,
    fields: Option<&[&'static str]>,
    dates: bool,
) -> Vec<(String, String)> {
    let mut query: Vec<(String, String)> = bounds
        .0
        .iter()
        .map(|(name, millis)| ((*name).to_owned(), millis.to_string()))
        .collect();
    if let Some(fields) = fields {
        query.push(("fields".to_owned(), fields.join(";")));
    }
    if dates {
        query.push(("datequalifiers".to_owned(), "true".to_owned()));
    }
    query
}

/// 10004 is a list that is not there, which is an error of the table; any other is a row.
fn is_missing_row(error: &Error) -> bool {
    let list = error
        .api()
        .is_some_and(|api| api.code.as_deref() == Some("10004"));
    error.is_not_found() && !list
}

/// 10010: a column that is not there.
fn is_wrong_column(error: &Error) -> bool {
    error
        .api()
        .is_some_and(|api| api.code.as_deref() == Some("10010"))
}

fn is_unclear(error: &Error) -> bool {
    let refused = error.api().is_some_and(|api| api.status == 400);
    refused && error.kind() == ErrorKind::Rejected
}
