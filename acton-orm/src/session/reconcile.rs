//! Rows of unknown outcome: is it there, is it not, or can that not be told?

use bytes::Bytes;

use super::plan::Look;
use super::slot::key_text;
use super::untyped::{self, Cells};
use super::{Session, families, reads};
use crate::expr::{Comparison, Expr, Term};
use crate::plan::{Calls, Found, Request, Trace, Written};
use crate::schema::TableRef;
use crate::upload::Source;
use crate::{Cell, Client, Result};

/// What a search has brought.
pub(super) enum Traced {
    Answer(Result<Bytes>),
    /// The candidates: the key, and the telling columns in their order.
    Rows(Vec<Vec<Cell<'static>>>),
    Nothing,
}

/// The calls of a search.
pub(super) fn planned(
    client: &Client,
    table: &TableRef,
    trace: &Trace,
) -> Result<(Vec<Request>, Calls)> {
    match trace {
        Trace::Ask(request, _) => Ok((vec![request.clone()], Calls::exactly(1))),
        Trace::Rows { natural, telling } => {
            reads::planned(client, &candidates(table, natural, telling)?, false)
        }
        Trace::Nowhere(_) => Ok((Vec::new(), Calls::exactly(0))),
    }
}

/// Searches. `list` is the id of the table's list, where the search needs one.
pub(super) async fn search(client: Client, look: Look, list: Option<String>) -> Result<Traced> {
    match look.trace {
        Trace::Ask(mut request, _) => {
            if let Some(list) = list {
                request.fill("list", &list);
            }
            let answer = match client.call(request).await {
                Ok(answer) => answer.bytes().await,
                Err(error) => Err(error),
            };
            Ok(Traced::Answer(answer))
        }
        Trace::Rows { natural, telling } => {
            let query = candidates(&look.table, &natural, &telling)?;
            Ok(Traced::Rows(untyped::all(&client, &query).await?))
        }
        Trace::Nowhere(_) => Ok(Traced::Nothing),
    }
}

/// What a search means for the row that was sent.
pub(super) fn judge(session: &Session, look: &Look, traced: Traced) -> Result<Found> {
    let ours = |key: &str| is_ours(session, &look.table, key);
    match (traced, &look.trace) {
        (Traced::Answer(answer), Trace::Ask(_, judge)) => judge(&look.sent, answer, &ours),
        (Traced::Rows(rows), Trace::Rows { natural, telling }) => {
            let fresh = rows.iter().filter_map(|row| {
                let (key, cells) = row.split_first()?;
                let key = key_text(key).filter(|key| !ours(key))?;
                Some((key, cells))
            });
            Ok(among(fresh.collect(), natural, telling))
        }
        (_, Trace::Nowhere(why)) => Ok(Found::Unsure((*why).to_owned())),
        _ => Ok(Found::Unsure("nobody looked for it".to_owned())),
    }
}

/// Whether a key belongs to another row that the session knows, or to the one being replaced.
pub(super) fn is_ours(session: &Session, table: &TableRef, key: &str) -> bool {
    let home = families::home(table, key);
    session.identity.knows(home, key)
        || session
            .leftovers
            .with_key(key)
            .any(|left| families::home(&left.table, key) == home)
}

/// The query for rows with the same natural key.
fn candidates(table: &TableRef, natural: &[Written], telling: &[Written]) -> Result<Cells> {
    let meta = table.meta();
    let position = |cell: &Written| {
        let mut columns = table.columns().iter();
        let position = columns.position(|column| cell.is_of(column))?;
        u16::try_from(position).ok()
    };
    let filters = natural.iter().filter_map(|cell| {
        let column = untyped::column(meta, position(cell)?);
        Some(Expr::Compare(
            column,
            Comparison::Eq,
            Term::value(cell.value.clone()),
        ))
    });
    let filter = Expr::And(filters.collect());
    let mut columns = vec![untyped::key_of(meta)?];
    columns.extend(telling.iter().filter_map(position));
    Ok(untyped::query(table, &columns, Some(filter)))
}

/// What a telling column must hold, if that is known. A file stands for its size.
fn expected(cell: &Written) -> Option<Cell<'static>> {
    let Cell::File(upload) = &cell.value else {
        return Some(cell.value.clone());
    };
    let size = match upload.source() {
        Source::Bytes(bytes) => i64::try_from(bytes.len()).ok(),
        Source::Path(path) => i64::try_from(std::fs::metadata(path).ok()?.len()).ok(),
    };
    size.map(Cell::Int)
}

fn among(rows: Vec<(String, &[Cell<'static>])>, natural: &[Written], telling: &[Written]) -> Found {
    let (key, cells) = match rows.as_slice() {
        [] => return Found::Absent,
        [one] => one,
        several => {
            return Found::Unsure(format!(
                "{} rows have the same {}",
                several.len(),
                names(natural)
            ));
        }
    };
    let differs = telling
        .iter()
        .zip(*cells)
        .find(|(cell, there)| expected(cell).is_some_and(|wanted| wanted != **there));
    match differs {
        None => Found::There(key.clone()),
        Some((cell, _)) => Found::Unsure(format!(
            "{key} has the same {}, and its `{}` is not what was sent",
            names(natural),
            cell.column.name
        )),
    }
}

fn names(cells: &[Written]) -> String {
    let names: Vec<String> = cells
        .iter()
        .map(|cell| format!("`{}`", cell.column.name))
        .collect();
    names.join(" and ")
}
