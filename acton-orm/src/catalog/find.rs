//! What is not known is asked for: once, however many wait for it.

use std::sync::Arc;

use tokio::task::JoinHandle;
use tracing::Instrument;

use super::facts::List;
use super::of;
use crate::plan::{Request, list_to_find, listing};
use crate::schema::TableRef;
use crate::wire::{self, ListedList};
use crate::{Client, Error, ErrorKind, Result};

/// The list of a table, found in the listing of the account's lists unless it is known.
///
/// # Errors
/// `NotFound` where the account has no list of that name, `Invalid` where it has several, else what
/// the calls fail with.
pub(crate) async fn find(client: &Client, table: &TableRef) -> Result<List> {
    let (found, _) = find_within(client, table, None).await?;
    found.ok_or_else(|| {
        Error::new(ErrorKind::Budget, "finding the list costs too much").in_table(table.name())
    })
}

/// As [`find`], in no more than so many calls: `None` where they do not do. With the calls made.
///
/// # Errors
/// As [`find`].
pub(crate) async fn find_within(
    client: &Client,
    table: &TableRef,
    most: Option<u64>,
) -> Result<(Option<List>, u64)> {
    let catalog = of(client);
    if let Some(known) = catalog.list(table) {
        return Ok((Some(known), 0));
    }
    let (client, table) = (client.clone(), table.clone());
    on_its_own(async move {
        let name = list_to_find(&table).ok_or_else(|| {
            Error::new(ErrorKind::Invalid, "the table is no list").in_table(table.name())
        })?;
        let _asking = catalog.asking.lock().await;
        if let Some(known) = catalog.list(&table) {
            return Ok((Some(known), 0));
        }
        let (listed, calls) = list_all(&client, most)
            .await
            .map_err(|error| error.in_table(table.name()))?;
        let Some(listed) = listed else {
            return Ok((None, calls));
        };
        catalog.learn_lists(&listed);
        match catalog.list(&table) {
            Some(list) => Ok((Some(list), calls)),
            None => Err(not_one(name, &listed).in_table(table.name())),
        }
    })
    .await
}

/// Whoever asks may be a stream that nobody polls just now, and others wait for what is asked: so it
/// goes on in a task of its own, until nobody wants it any more.
async fn on_its_own<T: Send + 'static>(
    asking: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    struct Wanted<T>(JoinHandle<T>);
    impl<T> Drop for Wanted<T> {
        fn drop(&mut self) {
            self.0.abort();
        }
    }
    let mut task = Wanted(tokio::spawn(asking.in_current_span()));
    (&mut task.0).await.unwrap_or_else(|error| {
        Err(
            Error::new(ErrorKind::Transport, "asking Act-On was interrupted")
                .caused_by(error)
                .advise("the runtime is shutting down"),
        )
    })
}

/// Every list of the account, page after page, unless that takes more calls than `most`; and the calls.
async fn list_all(client: &Client, most: Option<u64>) -> Result<(Option<Vec<ListedList>>, u64)> {
    let mut all: Vec<ListedList> = Vec::new();
    let mut calls = 0;
    loop {
        if most.is_some_and(|most| calls >= most) {
            return Ok((None, calls));
        }
        calls += 1;
        let page = listing().with("offset", &all.len().to_string());
        let asked = all.len();
        let call = page.name();
        let body = client.call(page).await?.bytes().await?;
        let (mut lists, total) = wire::listing(&body).map_err(|error| error.during(call))?;
        let rows = lists.len();
        all.append(&mut lists);
        let more = match total {
            Some(total) => (all.len() as u64) < total,
            None => rows >= LISTED,
        };
        if rows == 0 || !more {
            return Ok((Some(all), calls));
        }
        if all[..asked].iter().any(|known| known.id == all[asked].id) {
            return Err(Error::new(
                ErrorKind::Decode,
                "the listing of lists repeats itself: the answer is not the page that was asked for",
            ));
        }
    }
}

/// Lists a page (Act-On's limit).
const LISTED: usize = 1000;

fn not_one(name: &str, listed: &[ListedList]) -> Error {
    let ids: Vec<&str> = listed
        .iter()
        .filter(|list| list.name == name)
        .map(|list| list.id.as_str())
        .collect();
    if !ids.is_empty() {
        return Error::new(
            ErrorKind::Invalid,
            format!("several lists are named `{name}`: {}", ids.join(", ")),
        )
        .advise("name the list by its id, as `List_l-0001`");
    }
    let error = Error::new(
        ErrorKind::NotFound,
        format!("the account has no list named `{name}`"),
    );
    let names = listed.iter().map(|list| list.name.as_str());
    match crate::nearest::nearest(name, names) {
        Some(near) => error.advise(format!("did you mean `{near}`?")),
        None => error.advise("read `ContactList` to see the account's lists"),
    }
}

/// The headings of a list, asked for by the request unless they are known.
///
/// # Errors
/// What the call fails with.
pub(crate) async fn headings(
    client: &Client,
    list: &str,
    request: Request,
) -> Result<Arc<[String]>> {
    let catalog = of(client);
    if let Some(known) = catalog.headings(list) {
        return Ok(known);
    }
    let (client, list) = (client.clone(), list.to_owned());
    on_its_own(async move {
        let _asking = catalog.asking.lock().await;
        if let Some(known) = catalog.headings(&list) {
            return Ok(known);
        }
        let call = request.name();
        let body = client.call(request).await?.bytes().await?;
        let headings = wire::headings(&body).map_err(|error| error.during(call))?;
        catalog.learn_headings(&list, headings.clone());
        Ok(headings.into())
    })
    .await
}
