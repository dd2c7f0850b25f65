//! The order of rows that Act-On does not sort.

use std::cmp::Ordering;

use crate::Cell;
use crate::expr::OrderKey;

/// The cells a row is sorted by, in the order of the keys.
pub(crate) type SortKey = Vec<Cell<'static>>;

/// How two rows compare. Rows that tie keep the order in which they came.
pub(crate) fn compare(keys: &[OrderKey], left: &SortKey, right: &SortKey) -> Ordering {
    for (key, (left, right)) in keys.iter().zip(left.iter().zip(right)) {
        let ordering = match (left.is_null(), right.is_null()) {
            (true, true) => Ordering::Equal,
            (true, false) if key.nulls_first => Ordering::Less,
            (true, false) => Ordering::Greater,
            (false, true) if key.nulls_first => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => {
                let ordering = match (left, right) {
                    (Cell::Float(left), Cell::Float(right)) => left.total_cmp(right),
                    _ => left.compare(right).unwrap_or(Ordering::Equal),
                };
                if key.descending {
                    ordering.reverse()
                } else {
                    ordering
                }
            }
        };
        if ordering.is_ne() {
            return ordering;
        }
    }
    Ordering::Equal
}
