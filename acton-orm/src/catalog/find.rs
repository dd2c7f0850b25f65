//! What is not known is asked for: once, however many wait for it.

use std::sync::Arc;

use super::facts::List;
use super::of;
use crate::client::driven;
use crate::plan::{Request, list_to_find, listing};
use crate::schema::TableRef;
use crate::wire::{self, ListedList};
use crate::{Client, Error, ErrorKind, Result};

/// What was asked for, and the calls that took.
pub(crate) struct Found<T> {
    /// `None` where the calls allowed do not suffice.
    pub(crate) what: Option<T>,
    pub(crate) calls: u64,
}

/// The list of a table, found in the listing of the account's lists unless it is known.
///
/// # Errors
/// `NotFound` where the account has no list of that name, `Invalid` where it has several, else what
/// the calls fail with.
pub(crate) async fn find(client: &Client, table: &TableRef) -> Result<List> {
    let found = find_within(client, table, None).await?;
    found.what.ok_or_else(interrupted)
}

/// As [`find`], with no more calls than allowed.
///
/// # Errors
/// As [`find`].
pub(crate) async fn find_within(
    client: &Client,
    table: &TableRef,
    allowed: Option<u64>,
) -> Result<Found<List>> {
    if let Some(known) = of(client).list(table) {
        return Ok(Found::known(known));
    }
    driven(list_of(client.clone(), table.clone(), allowed)).await
}

async fn list_of(client: Client, table: TableRef, allowed: Option<u64>) -> Result<Found<List>> {
    let catalog = of(&client);
    let name = list_to_find(&table).ok_or_else(|| {
        Error::new(ErrorKind::Invalid, "the table is no list").in_table(table.name())
    })?;
    let _asking = catalog.listing.lock().await;
    if let Some(known) = catalog.list(&table) {
        return Ok(Found::known(known));
    }
    let Found { what, calls } = list_all(&client, allowed)
        .await
        .map_err(|error| error.in_table(table.name()))?;
    let Some(listed) = what else {
        return Ok(Found { what: None, calls });
    };
    catalog.learn_lists(&listed);
    let list = catalog
        .list(&table)
        .ok_or_else(|| not_one(name, &listed).in_table(table.name()))?;
    Ok(Found {
        what: Some(list),
        calls,
    })
}

impl<T> Found<T> {
    fn known(what: T) -> Self {
        Self {
            what: Some(what),
            calls: 0,
        }
    }
}

/// Never met where any number of calls is allowed.
fn interrupted() -> Error {
    Error::new(ErrorKind::Budget, "the calls allowed do not suffice")
}

/// Every list of the account, page after page.
async fn list_all(client: &Client, allowed: Option<u64>) -> Result<Found<Vec<ListedList>>> {
    let mut all: Vec<ListedList> = Vec::new();
    let mut calls = 0;
    loop {
        if allowed.is_some_and(|allowed| calls >= allowed) {
            return Ok(Found { what: None, calls });
        }
        calls += 1;
        let page = listing().with("offset", &all.len().to_string());
        let asked = all.len();
        let call = page.name();
        let body = client.call(page).await?.bytes().await?;
        let (mut lists, total) =
            wire::listing(&body).map_err(|error| client.strike(error.during(call)))?;
        let rows = lists.len();
        all.append(&mut lists);
        let more = match total {
            Some(total) => (all.len() as u64) < total,
            None => rows >= LISTED,
        };
        if rows == 0 || !more {
            return Ok(Found {
                what: Some(all),
                calls,
            });
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
    if let Some(list) = name.strip_suffix("_Score") {
        return error.advise(format!(
            "the scores of the list `{list}` are the table `ListScores`, with `.of(\"List_{list}\")`"
        ));
    }
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
    let found = headings_within(client, list, request, None).await?;
    found.what.ok_or_else(interrupted)
}

/// As [`headings`], with no more calls than allowed.
///
/// # Errors
/// As [`headings`].
pub(crate) async fn headings_within(
    client: &Client,
    list: &str,
    request: Request,
    allowed: Option<u64>,
) -> Result<Found<Arc<[String]>>> {
    if let Some(known) = of(client).headings(list) {
        return Ok(Found::known(known));
    }
    driven(headings_of(
        client.clone(),
        Arc::from(list),
        request,
        allowed,
    ))
    .await
}

async fn headings_of(
    client: Client,
    list: Arc<str>,
    request: Request,
    allowed: Option<u64>,
) -> Result<Found<Arc<[String]>>> {
    let catalog = of(&client);
    let asking = catalog.asking(&list);
    let _asking = asking.lock().await;
    if let Some(known) = catalog.headings(&list) {
        return Ok(Found::known(known));
    }
    if allowed == Some(0) {
        return Ok(Found {
            what: None,
            calls: 0,
        });
    }
    Ok(Found {
        what: Some(headings_now(&client, &list, request).await?),
        calls: 1,
    })
}

/// The headings of a list, asked for by the request whatever is known of them.
///
/// # Errors
/// What the call fails with.
pub(crate) async fn headings_now(
    client: &Client,
    list: &str,
    request: Request,
) -> Result<Arc<[String]>> {
    let call = request.name();
    let body = client.call(request).await?.bytes().await?;
    let headings = wire::headings(&body).map_err(|error| client.strike(error.during(call)))?;
    of(client).learn_headings(list, headings.clone());
    Ok(headings.into())
}
