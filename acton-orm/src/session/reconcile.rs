//! Rows of unknown outcome: is it there, is it not, or can that not be told?

use super::Session;
use super::slot::key_text;
use super::untyped;
use crate::expr::{Comparison, Expr, Term};
use crate::schema::TableMeta;
use crate::upload::Source;
use crate::wire::write::{self, Cell, Found, Place, Trace, Writer};
use crate::{Result, Value};

/// Looks for a row that was sent.
pub(super) async fn find(
    session: &Session,
    writer: &mut Writer,
    table: &'static TableMeta,
    sent: &[Cell],
) -> Result<Found> {
    let ours = |key: &str| is_ours(session, table, key);
    match write::trace(table) {
        Trace::Lookup => {
            let list = session.list_of(table);
            let place = Place {
                table,
                list: list.as_deref(),
            };
            write::look_up(writer, place, sent, &ours).await
        }
        Trace::Columns(natural, telling) => {
            let candidates = candidates(writer, table, natural, telling, sent).await?;
            let fresh: Vec<_> = candidates
                .into_iter()
                .filter(|row| !ours(&row.key))
                .collect();
            Ok(judge(&fresh))
        }
    }
}

/// Whether a key belongs to another row that the session knows, or to the one being replaced.
fn is_ours(session: &Session, table: &TableMeta, key: &str) -> bool {
    session.identity.knows(table.name, key)
        || session
            .leftovers
            .iter()
            .any(|left| left.table.name == table.name && left.key == key)
}

/// A row with the same natural key.
struct Candidate {
    key: String,
    /// A column that differs from what was sent.
    differs: Option<&'static str>,
}

async fn candidates(
    writer: &mut Writer,
    table: &'static TableMeta,
    natural: &[&str],
    telling: &[&str],
    sent: &[Cell],
) -> Result<Vec<Candidate>> {
    let position = |field: &str| {
        let position = table
            .columns
            .iter()
            .position(|column| column.field == field)?;
        u16::try_from(position).ok()
    };
    let filters = natural.iter().filter_map(|field| {
        let cell = sent.iter().find(|cell| cell.column.field == *field)?;
        let column = untyped::column(table, position(field)?);
        Some(Expr::Compare(
            column,
            Comparison::Eq,
            Term::value(cell.value.clone()),
        ))
    });
    let filter = Expr::And(filters.collect());
    let compared: Vec<(u16, Value<'static>)> = telling
        .iter()
        .filter_map(|field| Some((position(field)?, expected(sent, field)?)))
        .collect();
    let mut columns = vec![untyped::key_of(table)?];
    columns.extend(compared.iter().map(|(column, _)| *column));
    let query = untyped::query(table, &columns, Some(filter));
    let rows = untyped::all(&writer.client, &query).await?;
    writer.count(1);
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let key = key_text(row.first()?)?;
            let differs = compared
                .iter()
                .zip(&row[1..])
                .find(|((_, wanted), there)| wanted != *there)
                .map(|((column, _), _)| table.columns[usize::from(*column)].name);
            Some(Candidate { key, differs })
        })
        .collect())
}

/// What a column of the row must hold, if that follows from what was sent.
fn expected(sent: &[Cell], field: &str) -> Option<Value<'static>> {
    if field != "size" {
        return write::text_of(sent, field).map(|text| Value::from(text.to_owned()));
    }
    sent.iter().find_map(|cell| match &cell.value {
        Value::File(upload) => match upload.source() {
            Source::Bytes(bytes) => Some(Value::Int(i64::try_from(bytes.len()).ok()?)),
            Source::Path(path) => Some(Value::Int(
                i64::try_from(std::fs::metadata(path).ok()?.len()).ok()?,
            )),
        },
        _ => None,
    })
}

fn judge(candidates: &[Candidate]) -> Found {
    match candidates {
        [] => Found::Absent,
        [one] => match one.differs {
            None => Found::There(one.key.clone()),
            Some(column) => Found::Unsure(format!(
                "{} has the same name and folder, and its `{column}` is not what was sent",
                one.key
            )),
        },
        several => Found::Unsure(format!(
            "{} rows have the same name and folder",
            several.len()
        )),
    }
}
