//! The order of rows that Act-On does not sort.

use crate::Cell;
use crate::expr::OrderKey;

/// Rows to be sorted. What each is sorted by stands beside the others' in one piece of memory, as bytes
/// that compare as the cells do: a million rows of two allocations each would weigh more than they.
#[derive(Debug)]
pub(crate) struct Sorted<R> {
    rows: Vec<R>,
    /// The bytes of all rows, and where those of each end.
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl<R> Sorted<R> {
    pub(crate) fn new() -> Self {
        Self {
            rows: Vec::new(),
            bytes: Vec::new(),
            ends: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Writes what the next row is sorted by.
    pub(crate) fn key<'c, 'v: 'c>(
        &mut self,
        order: &[OrderKey],
        cells: impl Iterator<Item = &'c Cell<'v>>,
    ) {
        // What a row that could not be decoded has left here.
        self.bytes.truncate(self.ends.last().copied().unwrap_or(0));
        for (key, cell) in order.iter().zip(cells) {
            write(&mut self.bytes, key, cell);
        }
    }

    /// Takes the row of the key just written.
    pub(crate) fn push(&mut self, row: R) {
        self.rows.push(row);
        self.ends.push(self.bytes.len());
    }

    /// Sorts and keeps so many. Rows that tie keep the order in which they came.
    pub(crate) fn keep(&mut self, most: usize) {
        let order = self.order();
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        for &row in order.iter().take(most) {
            bytes.extend_from_slice(self.of(row));
            ends.push(bytes.len());
        }
        self.arrange(order);
        self.rows.truncate(most);
        (self.bytes, self.ends) = (bytes, ends);
    }

    /// The rows in their order.
    pub(crate) fn take(&mut self) -> Vec<R> {
        let order = self.order();
        (self.bytes, self.ends) = (Vec::new(), Vec::new());
        self.arrange(order);
        std::mem::take(&mut self.rows)
    }

    /// Which row belongs at each place.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_unstable_by(|&left, &right| {
            let bytes = self.of(left).cmp(self.of(right));
            bytes.then(left.cmp(&right))
        });
        order
    }

    fn of(&self, row: usize) -> &[u8] {
        let end_of = |row: usize| self.ends.get(row).copied().unwrap_or_default();
        let start = row.checked_sub(1).map_or(0, end_of);
        self.bytes.get(start..end_of(row)).unwrap_or_default()
    }

    /// Moves the rows to their places, without room for a second set of them.
    fn arrange(&mut self, mut order: Vec<usize>) {
        for first in 0..order.len() {
            let mut place = first;
            while order[place] != first {
                let next = std::mem::replace(&mut order[place], place);
                self.rows.swap(place, next);
                place = next;
            }
            order[place] = place;
        }
    }
}

/// Writes a cell so that the bytes of two cells of a column compare as they are to be ordered, and none
/// is the beginning of another's.
fn write(bytes: &mut Vec<u8>, key: &OrderKey, cell: &Cell<'_>) {
    let null = cell.is_null();
    bytes.push(u8::from(null != key.nulls_first));
    if null {
        return;
    }
    let start = bytes.len();
    match cell {
        Cell::Text(text) => {
            for &byte in text.as_bytes() {
                bytes.push(byte);
                if byte == 0 {
                    bytes.push(1);
                }
            }
            bytes.extend([0, 0]);
        }
        Cell::Int(int) => bytes.extend(signed(*int)),
        Cell::Float(float) => {
            // The order of `f64::total_cmp`.
            let bits = float.to_bits().cast_signed();
            let flip = (bits >> 63).cast_unsigned() >> 1;
            bytes.extend(signed(bits ^ flip.cast_signed()));
        }
        Cell::Bool(bool) => bytes.push(u8::from(*bool)),
        Cell::Time(time) => {
            bytes.extend(signed(time.timestamp()));
            bytes.extend(time.timestamp_subsec_nanos().to_be_bytes());
        }
        // Nothing compares with these: all of them tie.
        Cell::Null | Cell::Texts(_) | Cell::File(_) => {}
    }
    if key.descending {
        for byte in bytes.iter_mut().skip(start) {
            *byte = !*byte;
        }
    }
}

/// A whole number as bytes that compare as the numbers do.
fn signed(int: i64) -> [u8; 8] {
    (int.cast_unsigned() ^ (1 << 63)).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::cmp::Ordering;

    use chrono::{TimeZone, Utc};
    use proptest::prelude::*;

    use super::*;
    use crate::schema::images;

    /// How two rows compare, cell by cell.
    fn compare(keys: &[OrderKey], left: &[Cell<'_>], right: &[Cell<'_>]) -> Ordering {
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

    /// Cells of one kind, as those of a column are.
    fn cells(kind: u8) -> BoxedStrategy<Cell<'static>> {
        let cell = match kind {
            0 => prop_oneof!["[a\u{0}\u{1}ß]{0,3}", ".{0,3}"]
                .prop_map(|text: String| Cell::Text(Cow::Owned(text)))
                .boxed(),
            1 => prop_oneof![-2..3_i64, any::<i64>()]
                .prop_map(Cell::Int)
                .boxed(),
            2 => prop_oneof![
                any::<f64>(),
                Just(0.0),
                Just(-0.0),
                Just(f64::NAN),
                Just(-f64::NAN)
            ]
            .prop_map(Cell::Float)
            .boxed(),
            3 => any::<bool>().prop_map(Cell::Bool).boxed(),
            4 => (-2..3_i64, 0..3_u32)
                .prop_map(|(second, nano)| {
                    let time = Utc.timestamp_opt(second, nano * 600_000_000);
                    time.single().map_or(Cell::Null, Cell::Time)
                })
                .boxed(),
            _ => Just(Cell::Texts(vec!["a".to_owned()])).boxed(),
        };
        prop_oneof![4 => cell, 1 => Just(Cell::Null)].boxed()
    }

    fn columns() -> impl Strategy<Value = (Vec<OrderKey>, Vec<Vec<Cell<'static>>>)> {
        let key = (0..6_u8, any::<bool>(), any::<bool>());
        proptest::collection::vec(key, 1..4).prop_flat_map(|keys| {
            let row: Vec<_> = keys.iter().map(|(kind, ..)| cells(*kind)).collect();
            let order = keys
                .iter()
                .map(|(_, descending, nulls_first)| OrderKey {
                    column: images::name.to_ref(),
                    descending: *descending,
                    nulls_first: *nulls_first,
                })
                .collect();
            (Just(order), proptest::collection::vec(row, 0..30))
        })
    }

    fn sorted(order: &[OrderKey], rows: &[Vec<Cell<'static>>]) -> Sorted<usize> {
        let mut sorted = Sorted::new();
        for (number, row) in rows.iter().enumerate() {
            sorted.key(order, row.iter());
            sorted.push(number);
        }
        sorted
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn rows_are_sorted_as_their_cells_compare((order, rows) in columns(), most in 0..30_usize) {
            let mut expected: Vec<usize> = (0..rows.len()).collect();
            expected.sort_by(|&left, &right| compare(&order, &rows[left], &rows[right]));
            prop_assert_eq!(&sorted(&order, &rows).take(), &expected);

            // Kept in between, and gone on with.
            let mut few = sorted(&order, &rows);
            few.keep(most);
            expected.truncate(most);
            prop_assert_eq!(&few.rows, &expected);
            few.key(&order, [].into_iter());
            prop_assert_eq!(few.take(), expected);
        }
    }
}
