//! The next call of a read.

use bytes::Bytes;

use super::{Piece, Reader, State};
use crate::plan::Bounds;
use crate::plan::Request;
use crate::schema::{Family, ListRef, Method};
use crate::wire::rows;
use crate::{Client, Error, ErrorKind, Result};

impl Reader {
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
        let call = Request::to(Method::GET, &self.segments().join("/")).param("count", "1");
        let Ok((body, call)) = answer_of(client, call).await else {
            return refused;
        };
        match rows::headings_of(&body, &self.shape.columns) {
            Err(error) => error.during(call).caused_by(refused),
            Ok(_) => refused,
        }
    }

    async fn fetch_piece(&mut self, client: &Client) -> Result<Option<Piece>> {
        let mut base = Request::to(Method::GET, &self.segments().join("/"));
        if self.shape.table.family == Family::Lists {
            base = base.param("listingtype", "contact_list");
        }
        match &mut self.state {
            State::Done => Ok(None),
            State::Whole => {
                self.state = State::Done;
                whole(client, base).await.map(Some)
            }
            State::Total(bounds) => {
                let call = with(base, &parameters(bounds, None, false)).param("count", "1");
                self.state = State::Done;
                whole(client, call).await.map(Some)
            }
            State::Pages(pages) => {
                let page = u64::from(self.page_size);
                pages.asked = pages.left.map_or(page, |left| left.min(page));
                let call = with(base, &pages.query)
                    .param("count", pages.asked.to_string())
                    .param("offset", pages.offset.to_string());
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
                    let call = with(base, query).param("responseformat", "CSV").long();
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
            let call = Request::to(Method::GET, &segments.join("/")).param("count", "1");
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
        match whole(client, Request::to(Method::GET, &segments.join("/"))).await {
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
        let call = Request::get("/api/1/list/lookup/{list}")
            .with("list", &list)
            .param("email", email);
        self.state = State::Lookup(String::new());
        match whole(client, call).await {
            Ok(piece) => Ok(Some(piece)),
            Err(error) if is_missing_row(&error) => {
                self.state = State::Done;
                Ok(None)
            }
            // What a miss looks like is not documented: other refusals leave it open.
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
}

async fn whole(client: &Client, call: Request) -> Result<Piece> {
    let (body, call) = answer_of(client, call).await?;
    Ok(Piece {
        body: Some(body),
        call,
    })
}

/// The body of an answer, and the call for errors about it.
async fn answer_of(client: &Client, call: Request) -> Result<(Bytes, String)> {
    let answer = client.call(call).await?;
    let call = answer.call().to_owned();
    match answer.bytes().await {
        Ok(body) => Ok((body, call)),
        Err(error) => Err(error.during(call)),
    }
}

fn with(call: Request, query: &[(String, String)]) -> Request {
    query
        .iter()
        .fold(call, |call, (name, value)| call.param(name.clone(), value))
}

pub(super) fn parameters(
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
    error.is_gone() && !list
}

/// 10010: a column that is not there.
fn is_wrong_column(error: &Error) -> bool {
    error
        .api()
        .is_some_and(|api| api.code.as_deref() == Some("10010"))
}

fn is_unclear(error: &Error) -> bool {
    let refused = error.api().is_some_and(|api| api.status == 400);
    let unknown_path = error.is_not_found() && !error.is_gone();
    unknown_path || (refused && error.kind() == ErrorKind::Rejected)
}
