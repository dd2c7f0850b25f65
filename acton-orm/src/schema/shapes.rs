//! Shapes of tables found at run time: kept for ever, each once, so that a column stays `Copy`.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use super::list::{self, ListColumn, ListField, RECORD_ID};
use super::{Kind, TableMeta};

/// Shapes that are kept; a server that invents headings can make a process keep no more.
const MOST: usize = 10_000;

/// Two lists of the same headings and kinds share a shape, however they are named.
static SHAPES: LazyLock<Mutex<HashMap<Key, &'static TableMeta>>> = LazyLock::new(Mutex::default);

/// The headings in their order, each with the kind that its cells are read as.
type Key = Box<[(String, Kind)]>;

/// The shape of a list with these headings, the record id left out. Every cell may be empty. `None`
/// when too many shapes are known already.
pub(crate) fn of_list(headings: &[(String, Kind)]) -> Option<&'static TableMeta> {
    let mut shapes = SHAPES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(shape) = shapes.get(headings) {
        return Some(shape);
    }
    if shapes.len() >= MOST {
        return None;
    }
    let shape: &'static TableMeta = Box::leak(Box::new(make(headings)));
    shapes.insert(headings.into(), shape);
    Some(shape)
}

fn make(headings: &[(String, Kind)]) -> TableMeta {
    let email = headings.iter().position(|(name, _)| is_email(name));
    let named = |name: &str| headings.iter().any(|(known, _)| known == name);
    let id = ListField(
        ListColumn::RecordId,
        RECORD_ID,
        RECORD_ID,
        (Kind::Text, false),
    );
    let told = headings.iter().enumerate().map(|(at, (name, kind))| {
        let name: &'static str = Box::leak(name.clone().into_boxed_str());
        let role = match name {
            CREATED => ListColumn::Created,
            MODIFIED => ListColumn::Modified,
            _ if email == Some(at) => ListColumn::Email,
            _ => ListColumn::Plain,
        };
        ListField(role, name, name, (*kind, true))
    });
    let dates = [
        (CREATED, ListColumn::Created),
        (MODIFIED, ListColumn::Modified),
    ]
    .into_iter()
    .filter(|(name, _)| !named(name))
    .map(|(name, role)| ListField(role, name, name, (Kind::Time, true)));
    let fields: Vec<ListField> = std::iter::once(id).chain(told).chain(dates).collect();
    let fields: &'static [ListField] = Box::leak(fields.into_boxed_slice());
    let columns: Vec<_> = fields.iter().map(list::column).collect();
    let mut table = list::list_table("List_*", Box::leak(columns.into_boxed_slice()), Some(0));
    table.complete = true;
    table
}

const CREATED: &str = "created_date";
const MODIFIED: &str = "modified_date";

/// As the derive finds the e-mail column of a list: by its heading.
fn is_email(heading: &str) -> bool {
    let letters: String = heading
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    matches!(letters.as_str(), "email" | "emailaddress")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(names: &[&str]) -> Vec<(String, Kind)> {
        names
            .iter()
            .map(|name| ((*name).to_owned(), Kind::Text))
            .collect()
    }

    #[test]
    fn lists_of_the_same_headings_share_a_shape() {
        let one = of_list(&text(&["E-mail Address", "City"])).unwrap();
        let two = of_list(&text(&["E-mail Address", "City"])).unwrap();
        assert!(std::ptr::eq(one, two));
        let other = of_list(&text(&["City", "E-mail Address"])).unwrap();
        assert!(!std::ptr::eq(one, other));
    }

    #[test]
    fn a_shape_has_the_record_id_the_headings_and_the_dates() {
        let shape = of_list(&text(&["Email", "Score"])).unwrap();
        let names: Vec<_> = shape.columns.iter().map(|column| column.name).collect();
        assert_eq!(names, ["_contact_id_", "Email", "Score", CREATED, MODIFIED]);
        assert_eq!(shape.key_column().unwrap().name, "_contact_id_");
        assert!(!shape.columns[1].push.is_empty(), "looked up by its e-mail");
        let typed = of_list(&[("Email".into(), Kind::Text), ("Score".into(), Kind::Int)]).unwrap();
        assert_eq!(typed.columns[2].kind, Kind::Int);
    }
}
