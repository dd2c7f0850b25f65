//! Rows that come twice because others were added in front of them between two pages.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::mem;

/// The keys of a page and of the one before. Where rows are added in front of those that were read, the
/// next page begins with rows of this one; any other row of it may be looked up then.
#[derive(Default)]
pub(super) struct Again {
    marks: RandomState,
    now: Vec<u64>,
    before: Vec<u64>,
    /// The page before, where this one begins with a row of it.
    shifted: HashSet<u64>,
}

impl Again {
    /// A page begins.
    pub(super) fn turn(&mut self) {
        mem::swap(&mut self.now, &mut self.before);
        self.now.clear();
        self.shifted.clear();
    }

    /// Whether the row came with the page before.
    pub(super) fn is_row(&mut self, key: &str) -> bool {
        let mark = self.marks.hash_one(key);
        if self.now.is_empty() && self.before.contains(&mark) {
            self.shifted.extend(self.before.iter());
        }
        self.now.push(mark);
        !self.shifted.is_empty() && self.shifted.contains(&mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(pages: &[&[&str]]) -> Vec<String> {
        let mut again = Again::default();
        let mut kept = Vec::new();
        for page in pages {
            again.turn();
            kept.extend(
                page.iter()
                    .filter(|key| !again.is_row(key))
                    .map(|key| (*key).to_owned()),
            );
        }
        kept
    }

    #[test]
    fn rows_that_moved_to_the_next_page_are_kept_once() {
        let pages: &[&[&str]] = &[&["a", "b", "c"], &["b", "c", "d"], &["e", "f"]];
        assert_eq!(kept(pages), ["a", "b", "c", "d", "e", "f"]);
    }

    #[test]
    fn pages_that_follow_each_other_are_kept_whole() {
        assert_eq!(kept(&[&["a", "b"], &["c", "d"], &["e"]]).len(), 5);
    }
}
