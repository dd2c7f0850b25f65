//! Pages, and rows by their keys.

use acton_orm::prelude::*;
use anyhow::{Result, ensure};

use crate::Case;
use crate::figure::Figure;
use crate::pace::Pace;
use crate::people::{LIST, Person, id, people};
use crate::server::{Server, Stage};

/// Rows of the list: more pages than keys, at [`SMALL`] rows a page.
const ROWS: u64 = 400;
/// A page this small makes a whole read dearer than 20 keys.
const SMALL: u64 = 5;

pub(crate) async fn pages(name: &str, server: &Server, pace: Pace) -> Case {
    let pages = pace.of(20);
    let size = ROWS / pages;
    let stage = list(server, pace, size).await?;
    Person::query().count(&stage.acton).await?;
    let (measured, rows) = stage
        .measure(async { Ok(Person::query().load(&stage.acton).await?) })
        .await?;
    ensure!(rows.len() as u64 == ROWS, "{} rows of {ROWS}", rows.len());
    Figure::limited(name, pages, 1, 0, pace, measured)
}

pub(crate) async fn keys(name: &str, server: &Server, pace: Pace) -> Case {
    let keys = pace.of(20);
    let stage = list_by_keys(server, pace).await?;
    let ids: Vec<RecordId> = (0..keys).map(id).collect::<Result<_, _>>()?;
    let query = || Person::query().filter(people::id.eq_any(ids.clone()));
    let (measured, rows) = stage
        .measure(async { Ok(query().load(&stage.acton).await?) })
        .await?;
    let found: Vec<&RecordId> = rows.iter().map(|person| &person.id).collect();
    ensure!(
        found.into_iter().eq(&ids),
        "the rows are not those of the keys, in their order"
    );
    Figure::limited(name, keys, 1, 0, pace, measured)
}

/// The list behind a client that reads it in pages.
pub(crate) async fn list(server: &Server, pace: Pace, page: u64) -> Result<Stage> {
    let properties = format!("Downloads=PAGES&Pagesize={page}");
    server
        .limited(pace, &properties, |emulator| {
            emulator.generate_list(LIST, ROWS);
        })
        .await
}

/// As [`list`], with small pages and all known of it, so that rows are read by their keys.
pub(crate) async fn list_by_keys(server: &Server, pace: Pace) -> Result<Stage> {
    let stage = list(server, pace, SMALL).await?;
    let first = Person::query().filter(people::id.eq(id(0)?));
    first.one(&stage.acton).await?;
    Ok(stage)
}
