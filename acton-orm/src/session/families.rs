//! The one place that knows which families can be written, and by which name a table calls for one.

use crate::plan::Family;
use crate::schema::TableRef;
use crate::wire::write::{Blocks, Images, ListRows, Logos, Media, Messages, OptOuts, Pages};
use crate::{Error, ErrorKind, Result};

const FAMILIES: &[(&str, &dyn Family)] = &[
    ("footers", &Blocks::FOOTERS),
    ("headers", &Blocks::HEADERS),
    ("images", &Images),
    ("list rows", &ListRows),
    ("logos", &Logos),
    ("media", &Media),
    ("landing pages", &Pages),
    ("messages", &Messages),
    ("opt-outs", &OptOuts),
    #[cfg(test)]
    ("notes", &notes::Notes),
];

/// The family that writes a table.
///
/// # Errors
/// `Invalid` for a table that can only be read, or that names a family nobody knows.
pub(crate) fn family(table: &TableRef) -> Result<&'static dyn Family> {
    let Some(name) = table.meta().writes else {
        return Err(
            Error::new(ErrorKind::Invalid, "Act-On only lets you read this table")
                .in_table(table.name()),
        );
    };
    let found = FAMILIES.iter().find(|(known, _)| *known == name);
    found.map(|(_, family)| *family).ok_or_else(|| {
        Error::new(
            ErrorKind::Invalid,
            format!("nobody knows how rows of the family `{name}` are written"),
        )
        .in_table(table.name())
        .advise("nothing was sent; this is a defect of acton-orm, please report it")
    })
}

/// What a row's key is unique in: the id of a record's list, or else the table's name. Rows of two
/// lists may have equal record numbers, and one list may go by two names.
pub(super) fn home<'k>(table: &'k TableRef, key: &'k str) -> &'k str {
    match family(table) {
        Ok(family) => family.home(table, key),
        Err(_) => table.name(),
    }
}

#[cfg(test)]
mod notes;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::TABLES;
    use crate::schema::list::list_table;

    static LIST: crate::schema::TableMeta = list_table("List_Test", &[], None);

    #[test]
    fn every_table_that_can_be_written_has_its_family() {
        for table in TABLES.iter().copied().chain([&LIST]) {
            assert_eq!(
                family(&table.into()).is_ok(),
                table.writes.is_some(),
                "{}",
                table.name
            );
        }
    }

    #[test]
    fn a_family_that_nobody_knows_is_an_error() {
        static ODD: crate::schema::TableMeta = crate::schema::TableMeta {
            name: "Odd",
            writes: Some("odd"),
            ..list_table("List_Odd", &[], None)
        };
        let error = family(&(&ODD).into()).err().unwrap();
        assert!(error.to_string().contains("`odd`"), "{error}");
    }

    #[test]
    fn a_record_is_at_home_in_its_list_and_an_image_in_its_table() {
        let table = TableRef::from(&LIST);
        assert_eq!(home(&table, "l-0001:a"), "l-0001");
        let images = TableRef::from(&crate::schema::images::META);
        assert_eq!(home(&images, "f-1"), "Images");
    }
}
