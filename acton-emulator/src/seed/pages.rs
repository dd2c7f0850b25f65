//! The landing pages of the sample account.

use super::sample::{BEGINNING, DAY};
use crate::world::{DEFAULT_FOLDER, LandingPages};

/// Title and folder.
const PAGES: [(&str, &str); 3] = [
    ("Signup for our Monthly Newsletter", DEFAULT_FOLDER),
    ("Webinar 2024: \"Q&A\"", "Events"),
    ("Größe & Preis", DEFAULT_FOLDER),
];

/// From where, by how many, and whether they are known.
const VISITS: [(&str, u32, bool); 3] = [
    ("Default", 5, false),
    ("www.example.com/?q=größe&a=1", 3, true),
    ("Email: Customers", 12, true),
];

/// The first page's report is the published one, the last has none.
pub(super) fn pages(pages: &mut LandingPages) {
    for (at, (title, folder)) in (0_i64..).zip(PAGES) {
        let id = pages.add(title, folder, BEGINNING + at * DAY);
        match at {
            0 => {
                pages.visit(&id, "Default", false);
            }
            1 => {
                for (from, count, known) in VISITS {
                    for _ in 0..count {
                        pages.visit(&id, from, known);
                    }
                }
            }
            _ => {}
        }
    }
}
