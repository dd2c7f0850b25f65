//! How a planned change becomes calls: one file per family of tables.
//!
//! What is asked here without `async` is for the plan and makes no call; what is `async` makes the
//! calls that the plan shows.

mod ack;
mod cell;
mod files;
mod images;
mod media;
mod optouts;
mod rows;
mod writer;

pub(crate) use crate::plan::{Cell, Verb, same, text_of};
pub(crate) use rows::{Found, list_of};
pub(crate) use writer::{PlannedCall, Writer};

use crate::schema::{ListRef, TableMeta};

#[derive(Clone, Copy, PartialEq)]
enum Family {
    ImageLibrary,
    MediaLibrary,
    OptOuts,
    Rows(ListRef<'static>),
    Other,
}
fn family(table: &TableMeta) -> Family {
    match table.writes {
        Some("images") => Family::ImageLibrary,
        Some("media") => Family::MediaLibrary,
        Some("optouts") => Family::OptOuts,
        Some("list") => Family::Rows(ListRef::of(table.name).unwrap_or(ListRef::Name(table.name))),
        _ => Family::Other,
    }
}

use crate::{Client, Error, ErrorKind, Result};

/// A table, and the id of its list where it is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'static TableMeta,
    pub(crate) list: Option<&'a str>,
}

/// Rows that one call carries.
pub(crate) fn rows_per_call(table: &TableMeta, verb: Verb) -> usize {
    match (family(table), verb) {
        (Family::Rows(_), Verb::Delete) => rows::DELETES,
        // One CSV takes any number; this many keep it far below the limit of 400 MB (A§5.3).
        (Family::OptOuts, _) => 100_000,
        _ => 1,
    }
}

/// The list whose id an insert needs and no key tells.
pub(crate) fn list_to_find(table: &TableMeta) -> Option<&'static str> {
    match family(table) {
        Family::Rows(ListRef::Name(name)) => Some(name),
        _ => None,
    }
}

/// Whether an insert may be sent twice without harm.
pub(crate) fn insert_is_idempotent(table: &TableMeta) -> bool {
    family(table) == Family::OptOuts
}

/// The key of a row that is to be inserted, where the row itself holds it.
pub(crate) fn own_key(table: &TableMeta, cells: &[Cell]) -> Option<String> {
    match family(table) {
        Family::OptOuts => optouts::address(cells).ok(),
        _ => None,
    }
}

/// Whether these changes of a row need a new upload that takes its place.
pub(crate) fn replaces(table: &TableMeta, set: &[Cell]) -> bool {
    family(table) == Family::ImageLibrary && images::replaces(set)
}

/// The columns that a replacement carries over, so that reading them beforehand saves a call.
pub(crate) fn carried_over(table: &TableMeta) -> &'static [&'static str] {
    match family(table) {
        Family::ImageLibrary => &["name", "folder_name", "image_url", "size"],
        _ => &[],
    }
}

/// Refuses values that cannot be written, before any call.
pub(crate) fn check(table: &TableMeta, verb: Verb, cells: &[Cell]) -> Result<()> {
    match family(table) {
        Family::ImageLibrary => Ok(()),
        Family::OptOuts if verb == Verb::Insert => optouts::address(cells).map(|_| ()),
        Family::OptOuts => Ok(()),
        Family::MediaLibrary => media::check(verb, cells),
        Family::Rows(_) => rows::check(cells),
        _ => Err(unwritable(table)),
    }
}

/// The calls that write these rows; `cells` are those of an insert.
pub(crate) fn calls(
    place: Place<'_>,
    verb: Verb,
    keys: &[&str],
    cells: &[Cell],
) -> Vec<PlannedCall> {
    match family(place.table) {
        Family::ImageLibrary => images::calls(verb, keys),
        Family::MediaLibrary => media::calls(verb, keys, cells),
        Family::OptOuts => optouts::calls(verb),
        Family::Rows(list) => {
            let of_key = keys.first().and_then(|key| list_of(key));
            let shown = match list {
                ListRef::Id(id) => id.to_owned(),
                ListRef::Name(name) => of_key
                    .or(place.list)
                    .map_or_else(|| format!("{{id of {name}}}"), str::to_owned),
            };
            rows::calls(verb, &shown, keys)
        }
        _ => Vec::new(),
    }
}

/// The calls that replace a row; `known` is what the row is known to hold.
pub(crate) fn calls_to_replace(key: &str, known: &[Cell], set: &[Cell]) -> Vec<PlannedCall> {
    images::calls_to_replace(key, known, set)
}

/// The call that finds a list's id.
pub(crate) fn call_to_find_list() -> PlannedCall {
    PlannedCall::new("GET", "/api/1/list").because("its id, which the client remembers")
}

/// The call that looks for a row of unknown outcome.
pub(crate) fn call_to_find(place: Place<'_>) -> PlannedCall {
    match family(place.table) {
        Family::ImageLibrary => PlannedCall::new("GET", "/api/1/image"),
        Family::MediaLibrary => PlannedCall::new("GET", "/api/1/media"),
        _ => PlannedCall::new(
            "GET",
            format!("/api/1/list/lookup/{}", place.list.unwrap_or("{list}")),
        ),
    }
}

/// Finds the id of a table's list.
pub(crate) async fn find_list(writer: &mut Writer, table: &'static TableMeta) -> Result<String> {
    let Family::Rows(list) = family(table) else {
        return Err(unwritable(table));
    };
    writer.count(1);
    let _ = list;
    Ok(crate::catalog::find(&writer.client, &table.into())
        .await?
        .id
        .to_string())
}

/// Forgets the id of a table's list, which Act-On does not know any more.
pub(crate) fn forget_list(client: &Client, table: &'static TableMeta) {
    if let Some(name) = list_to_find(table) {
        let _ = name;
        crate::catalog::of(client).forget(&table.into());
    }
}

/// Inserts rows: a key for each.
pub(crate) async fn insert(
    writer: &mut Writer,
    place: Place<'_>,
    rows: &[Vec<Cell>],
) -> Result<Vec<Result<String>>> {
    if family(place.table) == Family::OptOuts {
        let addresses = rows
            .iter()
            .map(|row| optouts::address(row))
            .collect::<Result<Vec<_>>>()?;
        let results = optouts::send(writer, Verb::Insert, &addresses).await?;
        let keyed = addresses.into_iter().zip(results);
        return Ok(keyed
            .map(|(address, result)| result.map(|()| address))
            .collect());
    }
    let mut keys = Vec::with_capacity(rows.len());
    for row in rows {
        keys.push(match family(place.table) {
            Family::ImageLibrary => images::insert(writer, row).await,
            Family::MediaLibrary => media::insert(writer, row).await,
            Family::Rows(_) => rows::insert(writer, list(place)?, row).await,
            _ => Err(unwritable(place.table)),
        });
    }
    Ok(keys)
}

/// Writes changed columns of a row in place.
pub(crate) async fn update(
    writer: &mut Writer,
    place: Place<'_>,
    key: &str,
    set: &[Cell],
) -> Result<()> {
    match family(place.table) {
        Family::ImageLibrary => images::update(writer, key, set).await,
        Family::MediaLibrary => media::update(writer, key, set).await,
        Family::Rows(_) => rows::update(writer, list_for(place, key)?, key, set).await,
        _ => Err(unwritable(place.table)),
    }
}

/// The cells of the row that is to take the place of another.
pub(crate) async fn complete(
    writer: &mut Writer,
    table: &'static TableMeta,
    key: &str,
    known: &[Cell],
    set: &[Cell],
) -> Result<Vec<Cell>> {
    images::complete(writer, table, key, known, set).await
}

/// Deletes rows: one result for each.
pub(crate) async fn delete(
    writer: &mut Writer,
    place: Place<'_>,
    keys: &[String],
) -> Result<Vec<Result<()>>> {
    match (family(place.table), keys) {
        (Family::OptOuts, keys) => optouts::send(writer, Verb::Delete, keys).await,
        (Family::Rows(_), [first, ..]) => rows::delete(writer, list_for(place, first)?, keys).await,
        (family, keys) => {
            let mut results = Vec::with_capacity(keys.len());
            for key in keys {
                results.push(match family {
                    Family::ImageLibrary => images::delete(writer, key).await,
                    Family::MediaLibrary => media::delete(writer, key).await,
                    _ => Err(unwritable(place.table)),
                });
            }
            Ok(results)
        }
    }
}

/// How a row of unknown outcome is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trace {
    /// By these columns, among all rows; the second columns must not differ where they are known.
    Columns(&'static [&'static str], &'static [&'static str]),
    /// By e-mail address.
    Lookup,
}

pub(crate) fn trace(table: &TableMeta) -> Trace {
    match family(table) {
        Family::ImageLibrary => Trace::Columns(&["name", "folder_name"], &["size"]),
        Family::MediaLibrary => Trace::Columns(&["name", "folder_name"], &["size", "target_url"]),
        _ => Trace::Lookup,
    }
}

/// Looks a list row of unknown outcome up; `ours` knows the keys of the session's other rows.
pub(crate) async fn look_up(
    writer: &mut Writer,
    place: Place<'_>,
    sent: &[Cell],
    ours: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Found> {
    rows::find(writer, place.table, list(place)?, sent, ours).await
}

fn list<'a>(place: Place<'a>) -> Result<&'a str> {
    match family(place.table) {
        Family::Rows(ListRef::Id(id)) => Ok(id),
        _ => place.list.ok_or_else(|| {
            Error::new(ErrorKind::Invalid, "the list's id is not known").in_table(place.table.name)
        }),
    }
}

fn list_for<'a>(place: Place<'a>, key: &'a str) -> Result<&'a str> {
    list_of(key).map_or_else(|| list(place), Ok)
}

fn unwritable(table: &TableMeta) -> Error {
    Error::new(ErrorKind::Invalid, "Act-On only lets you read this table").in_table(table.name)
}
