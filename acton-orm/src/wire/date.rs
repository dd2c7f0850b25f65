//! Days that Act-On writes as `09/06/2024` (A§4.2).

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::Cell;
use crate::schema::ColumnMeta;

/// Among the wire keys of a column it says that the column is such a day.
pub(super) const FORM: &str = "{m/d/y}";

/// The day as `2024-09-06`, which compares and sorts as days do. What is no day stays as it was sent.
pub(super) fn in_order<'de>(column: &ColumnMeta, cell: Cell<'de>) -> Cell<'de> {
    if !column.wire.contains(&FORM) {
        return cell;
    }
    let day = cell.as_text();
    match day.and_then(|text| NaiveDate::parse_from_str(text, "%m/%d/%Y").ok()) {
        Some(day) => Cell::Text(Cow::Owned(day.to_string())),
        None => cell,
    }
}
