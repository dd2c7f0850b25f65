//! Rows whose replacements have been made, and which are still to be deleted.

use std::collections::{BTreeMap, HashMap};

use crate::schema::TableRef;

/// A row whose replacement has been made, and which is still to be deleted.
#[derive(Debug, Clone)]
pub(super) struct Leftover {
    pub(super) table: TableRef,
    pub(super) key: String,
    /// The row that took its place.
    pub(super) slot: u64,
}

/// Such rows in the order in which they were replaced, found by key.
#[derive(Debug, Default)]
pub(super) struct Leftovers {
    next: u64,
    rows: BTreeMap<u64, Leftover>,
    by_key: HashMap<String, Vec<u64>>,
}

impl Leftovers {
    pub(super) fn push(&mut self, left: Leftover) {
        let places = self.by_key.entry(left.key.clone()).or_default();
        places.push(self.next);
        self.rows.insert(self.next, left);
        self.next += 1;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Leftover> {
        self.rows.values()
    }

    pub(super) fn with_key(&self, key: &str) -> impl Iterator<Item = &Leftover> {
        let places = self.by_key.get(key).into_iter().flatten();
        places.filter_map(|place| self.rows.get(place))
    }

    /// A row is gone.
    pub(super) fn clear(&mut self, table: &TableRef, key: &str) {
        let Some(places) = self.by_key.get_mut(key) else {
            return;
        };
        let rows = &mut self.rows;
        places.retain(|place| match rows.get(place) {
            Some(left) if left.table.name() == table.name() => {
                rows.remove(place);
                false
            }
            left => left.is_some(),
        });
        if places.is_empty() {
            self.by_key.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{images, media};

    fn left(table: &'static crate::schema::TableMeta, key: &str, slot: u64) -> Leftover {
        Leftover {
            table: table.into(),
            key: key.to_owned(),
            slot,
        }
    }

    #[test]
    fn a_row_is_cleared_by_table_and_key_and_the_others_keep_their_order() {
        let mut leftovers = Leftovers::default();
        leftovers.push(left(&images::META, "a", 1));
        leftovers.push(left(&media::META, "a", 2));
        leftovers.push(left(&images::META, "b", 3));
        leftovers.push(left(&images::META, "a", 4));
        leftovers.clear(&(&images::META).into(), "a");
        let slots: Vec<u64> = leftovers.iter().map(|left| left.slot).collect();
        assert_eq!(slots, [2, 3]);
        assert_eq!(leftovers.with_key("a").count(), 1);
        leftovers.clear(&(&media::META).into(), "a");
        leftovers.clear(&(&images::META).into(), "b");
        assert!(leftovers.is_empty() && leftovers.by_key.is_empty());
    }
}
