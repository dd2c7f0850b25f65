//! The forms of the sample account.

use super::sample::{BEGINNING, DAY, HOUR};
use crate::world::{DEFAULT_FOLDER, Form, FormSource, Forms};

/// Id, title, description, folder.
const FORMS: [(&str, &str, &str, &str); 4] = [
    (
        "6a4a21fb-0aff-4f0e-b57a-97f62ebcb9cd",
        "Newsletter Signup",
        "",
        DEFAULT_FOLDER,
    ),
    (
        "0f0c3ad2-54e3-4f0c-8e61-6bb2d0c7a1b9",
        "Contact us",
        "Goes to \"sales\" & support",
        DEFAULT_FOLDER,
    ),
    (
        "c1d9a3f0-7b1e-4b52-9d3b-3f5a9e0d2c44",
        "Webinar 2024: Q&A",
        "Größe der Firma is asked for",
        "Events",
    ),
    ("e7a2b8c6-2f64-4c0d-a9a5-1d7c5b3e8f10", "Old survey", "", ""),
];

pub(super) fn forms(forms: &mut Forms) {
    for (at, (id, title, description, folder)) in (0_i64..).zip(FORMS) {
        let created = BEGINNING + at * DAY;
        forms.add(Form {
            id: id.to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            folder: folder.to_owned(),
            created,
            modified: created + at * HOUR,
            sources: sources(id),
        });
    }
}

/// The first form's report is the published one, the last has none.
fn sources(id: &str) -> Vec<FormSource> {
    match FORMS.iter().position(|(form, ..)| *form == id) {
        Some(0) => vec![
            FormSource::new("Email: Unknown List", 0, 0, 3),
            FormSource::new("Page:Signup for our Monthly Newsletter", 0, 0, 1),
            FormSource::new("Newsletter Signup", 0, 0, 1),
        ],
        Some(1) => vec![FormSource::new("Page:Contact & directions", 6, 5, 40)],
        Some(2) => vec![
            FormSource::new("Email: Customers", 12, 12, 31),
            FormSource::new("Webinar 2024: Q&A", 3, 3, 7),
        ],
        _ => Vec::new(),
    }
}
