//! The values of an `eq_any`, found by hash.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use crate::Cell;

/// Answers what comparing a cell with each of the values would: true if one equals it, else unknown if
/// one cannot be compared with it, else false.
#[derive(Debug, Default)]
pub(crate) struct Set {
    texts: HashSet<String>,
    ints: HashSet<i64>,
    floats: HashSet<u64>,
    /// All numbers as a cell with a fraction sees them: of large whole ones several are one.
    rounded: HashSet<u64>,
    bools: HashSet<bool>,
    times: HashSet<DateTime<Utc>>,
    all: Counts,
}

/// How many values of each kind there are.
#[derive(Debug, Default)]
struct Counts {
    values: usize,
    texts: usize,
    numbers: usize,
    bools: usize,
    times: usize,
}

impl Set {
    pub(crate) fn new(values: &[Cell<'static>]) -> Self {
        let mut set = Self::default();
        set.all.values = values.len();
        for value in values {
            match value {
                Cell::Text(text) => {
                    set.all.texts += 1;
                    set.texts.insert(text.clone().into_owned());
                }
                Cell::Int(int) => {
                    set.all.numbers += 1;
                    set.ints.insert(*int);
                    set.rounded.insert(bits(*int as f64));
                }
                // What is no number compares with none.
                Cell::Float(float) if float.is_nan() => {}
                Cell::Float(float) => {
                    set.all.numbers += 1;
                    set.floats.insert(bits(*float));
                    set.rounded.insert(bits(*float));
                }
                Cell::Bool(bool) => {
                    set.all.bools += 1;
                    set.bools.insert(*bool);
                }
                Cell::Time(time) => {
                    set.all.times += 1;
                    set.times.insert(*time);
                }
                Cell::Null | Cell::Texts(_) | Cell::File(_) => {}
            }
        }
        set
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.values == 0
    }

    /// True, false, or unknown.
    pub(crate) fn has(&self, cell: &Cell<'_>) -> Option<bool> {
        let (found, compared) = match cell {
            Cell::Text(text) => (self.texts.contains(text.as_ref()), self.all.texts),
            Cell::Int(int) => (
                self.ints.contains(int) || self.floats.contains(&bits(*int as f64)),
                self.all.numbers,
            ),
            Cell::Float(float) if float.is_nan() => (false, 0),
            Cell::Float(float) => (self.rounded.contains(&bits(*float)), self.all.numbers),
            Cell::Bool(bool) => (self.bools.contains(bool), self.all.bools),
            Cell::Time(time) => (self.times.contains(time), self.all.times),
            Cell::Null | Cell::Texts(_) | Cell::File(_) => (false, 0),
        };
        if found {
            Some(true)
        } else if compared < self.all.values {
            None
        } else {
            Some(false)
        }
    }
}

/// Equal where the numbers are: zero has two bit patterns.
fn bits(float: f64) -> u64 {
    (float + 0.0).to_bits()
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::cmp::Ordering;

    use chrono::TimeZone;
    use proptest::prelude::*;

    use super::*;

    /// A value at a time, as a comparison says.
    fn one_by_one(values: &[Cell<'static>], cell: &Cell<'_>) -> Option<bool> {
        let mut truth = Some(false);
        for value in values {
            match cell.compare(value).map(Ordering::is_eq) {
                Some(true) => return Some(true),
                None => truth = None,
                Some(false) => {}
            }
        }
        truth
    }

    /// Few values, so that they meet; the large numbers are one number as floats.
    fn cells() -> impl Strategy<Value = Cell<'static>> {
        const LARGE: i64 = 9_007_199_254_740_992;
        prop_oneof![
            Just(Cell::Null),
            "[ab]{0,2}".prop_map(|text| Cell::Text(Cow::Owned(text))),
            (-2..3_i64).prop_map(Cell::Int),
            (LARGE - 1..LARGE + 3).prop_map(Cell::Int),
            prop_oneof![Just(i64::MAX), Just(i64::MIN)].prop_map(Cell::Int),
            prop_oneof![
                Just(0.0),
                Just(-0.0),
                Just(1.0),
                Just(1.5),
                Just(f64::NAN),
                Just(-f64::NAN),
                Just(f64::INFINITY),
                Just(LARGE as f64),
                Just(i64::MAX as f64),
            ]
            .prop_map(Cell::Float),
            any::<bool>().prop_map(Cell::Bool),
            (0..2_i64, 0..2_u32).prop_map(|(second, nanos)| Utc
                .timestamp_opt(second, nanos)
                .single()
                .map_or(Cell::Null, Cell::Time)),
            Just(Cell::Texts(vec!["a".to_owned()])),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn hash_and_comparison_agree(
            values in proptest::collection::vec(cells(), 0..6),
            cell in cells(),
        ) {
            prop_assert_eq!(Set::new(&values).has(&cell), one_by_one(&values, &cell));
        }

        #[test]
        fn of_one_kind_too(
            kind in 0..3,
            values in proptest::collection::vec(cells(), 0..40),
            cell in cells(),
        ) {
            let of_kind = |cell: &Cell<'_>| match kind {
                0 => matches!(cell, Cell::Text(_)),
                1 => matches!(cell, Cell::Int(_) | Cell::Float(_)),
                _ => matches!(cell, Cell::Time(_) | Cell::Bool(_)),
            };
            let values: Vec<_> = values.into_iter().filter(of_kind).collect();
            prop_assert_eq!(Set::new(&values).has(&cell), one_by_one(&values, &cell));
        }
    }
}
