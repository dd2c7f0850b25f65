//! `GET /api/1/list/{listid}`: the rows, as pages of JSON or all at once as CSV (A§7.2).

use serde::Serialize;

use super::{Paging, Reply};
use crate::http::error::INVALID_COLUMN;
use crate::http::{Answer, Call, Refusal};
use crate::world::{CsvDownload, List, Quirks, Shape, Window, World};

/// The most fields a JSON answer has. That the record id is one of them, and that the rest is
/// cut off rather than refused, is inferred.
const MOST_FIELDS: usize = 255;

#[derive(Serialize)]
struct Page<'a> {
    #[serde(rename = "listId")]
    list_id: &'a str,
    offset: usize,
    count: usize,
    #[serde(rename = "totalCount")]
    total_count: usize,
    #[serde(rename = "emailColumn")]
    email_column: i64,
    headers: Vec<String>,
    data: Vec<Vec<String>>,
}

pub(crate) fn download(world: &mut World, call: &Call) -> Reply {
    let quirks = &world.quirks;
    let list = world.list(call.path_value(0))?;
    let shape = shape(list, call, quirks)?;
    let window = window(call, quirks.inclusive_bounds)?;
    match call
        .query("responseformat")
        .map(str::to_ascii_uppercase)
        .as_deref()
    {
        None | Some("JSON") => Ok(page(list, shape, window, Paging::of(call))),
        Some("CSV") => Ok(csv(list, shape, window, call)),
        Some(_) => Err(Refusal::bad_request("Unknown responseformat")),
    }
}

fn page(list: &List, mut shape: Shape, window: Window, paging: Paging) -> Answer {
    shape.columns.truncate(MOST_FIELDS - 1);
    let (numbers, total_count) = window.page(&list.rows, paging.offset, paging.count);
    let data: Vec<_> = numbers
        .into_iter()
        .filter_map(|number| shape.row(list, number))
        .collect();
    // The index counts the record id; -1 for "not among the fields" is inferred.
    let email = list.email_column();
    let email_column = shape.columns.iter().position(|at| Some(*at) == email);
    Answer::json(&Page {
        list_id: &list.id,
        offset: paging.told,
        count: data.len(),
        total_count,
        email_column: email_column.map_or(-1, |at| at as i64 + 1),
        headers: shape.headers(list),
        data,
    })
}

/// CSV has no row limit; `offset` and `count` still mean what they say (inferred).
fn csv(list: &List, shape: Shape, window: Window, call: &Call) -> Answer {
    let number = |name| call.query(name).and_then(|text| text.parse().ok());
    Answer::csv(CsvDownload {
        list: list.id.clone(),
        shape,
        width: list.columns.len(),
        window,
        skip: number("offset").unwrap_or(0),
        left: number("count").unwrap_or(usize::MAX),
        next: None,
    })
}

fn shape(list: &List, call: &Call, quirks: &Quirks) -> Result<Shape, Refusal> {
    let whole = Shape::whole(list, quirks);
    let dates = call.query("datequalifiers") == Some("true");
    let Some(fields) = call.query("fields") else {
        return Ok(Shape {
            dates: dates.then_some(quirks.date_headings),
            ..whole
        });
    };
    if dates {
        // That they exclude each other is published, how it is refused is inferred.
        return Err(Refusal::bad_request(
            "fields and datequalifiers cannot be used together",
        ));
    }
    let named = |field: &str| {
        let mut columns = list.columns.iter();
        columns
            .position(|column| column.heading == field)
            .ok_or(INVALID_COLUMN)
    };
    // The record id comes along whether it is named or not (inferred).
    let columns = fields
        .split(';')
        .filter(|field| !field.is_empty() && *field != "_contact_id_")
        .map(named)
        .collect::<Result<_, _>>()?;
    Ok(Shape {
        columns,
        dates: None,
        timezone: false,
    })
}

fn window(call: &Call, inclusive: bool) -> Result<Window, Refusal> {
    let instant = |name: &str| match call.query(name) {
        None => Ok(None),
        Some(text) => match text.parse::<i64>() {
            Ok(millis) => Ok(Some(millis)),
            Err(_) => Err(Refusal::bad_request(format!("{name} is not a timestamp"))),
        },
    };
    Ok(Window {
        modified_before: instant("modbefore")?,
        modified_after: instant("modafter")?,
        created_before: instant("createdbefore")?,
        created_after: instant("createdafter")?,
        inclusive,
    })
}
