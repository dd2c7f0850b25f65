//! The tables of Act-On: their columns, keys and what the server can do with each. Data, no code paths.
//!
//! Every built-in table has a module here with its marker type, `table` and a constant per column;
//! `#[derive(Entity)]` re-exports that module beside your struct. An account's own lists get theirs
//! from the struct itself.
//!
//! ```
//! use acton_orm::schema::{Table, images};
//!
//! assert_eq!(images::Images::META.name(), "Images");
//! assert_eq!(images::folder_name.name(), "FolderName");
//! ```

pub mod access;
mod column;
mod declare;
mod endpoint;
mod held;
pub(crate) mod list;
mod meta;
mod operation;
mod push;
pub(crate) mod relation;
pub(crate) mod scope;
pub(crate) mod shapes;
pub(crate) mod source;
mod table_ref;
pub(crate) mod tables;
pub(crate) mod text;

pub use column::Column;
pub use endpoint::{Effect, Method};
pub(crate) use endpoint::{Endpoint, Paging, Projection, Reads, Shape};
pub use held::{Held, NotUpdatable};
pub use list::NamedTable;
pub(crate) use list::{IDS, ListRef, RECORD_ID};
pub use meta::{ColumnMeta, TableMeta, Write};
pub use operation::{Addable, Deletable, Operation, Table, Updatable};
pub(crate) use push::{Exactness, Push, Via};
pub use relation::{Many, One, Relation};
pub(crate) use table_ref::TableRef;

pub use crate::value::Kind;

/// The modules of the built-in tables, and the tables as data.
macro_rules! modules {
    ($($module:ident $table:ident $model:ident;)+) => {
        $(pub mod $module;)+

        /// Every built-in table.
        ///
        /// ```
        /// assert!(acton_orm::schema::TABLES.iter().any(|table| table.name() == "Images"));
        /// ```
        pub const TABLES: &[&TableMeta] = &[$(<$module::$table as Table>::META),+];
    };
}

tables::tables!(modules);

#[cfg(test)]
mod tests {
    use super::*;

    /// They are one read, which either counts off pages or does not.
    #[test]
    fn several_calls_of_a_table_hand_out_their_rows_alike() {
        for table in TABLES {
            let mut scans = table.reads.scan.iter();
            let first = scans.next().map(|scan| scan.paging);
            let alike = scans.all(|scan| Some(scan.paging) == first);
            assert!(alike, "{}", table.name);
        }
    }

    #[test]
    fn several_calls_of_a_table_differ_in_a_parameter() {
        for table in TABLES {
            for (at, scan) in table.reads.scan.iter().enumerate() {
                let same = |other: &Endpoint| (other.path, other.fixed) == (scan.path, scan.fixed);
                let twice = table.reads.scan[at + 1..].iter().any(same);
                assert!(!twice, "{} reads {} twice", table.name, scan.path);
            }
        }
    }

    #[test]
    fn a_table_is_found_by_the_module_it_is_in() {
        let of = |name| TABLES.iter().find(|table| table.name == name);
        assert_eq!(
            of("ContactList").map(|table| table.module),
            Some("contact_list")
        );
    }

    /// A misspelt field would be taken for one that every answer carries.
    #[test]
    fn what_an_answer_lacks_and_what_a_parameter_tells_are_columns_and_parameters() {
        for table in TABLES {
            let reads = &table.reads;
            let endpoints = reads.scan.iter().chain(&reads.by_key).chain(&reads.look_up);
            for field in endpoints.flat_map(|endpoint| endpoint.lacks) {
                assert!(table.column(field).is_some(), "{}: {field}", table.name);
            }
            let told = table.columns.iter().filter_map(|column| column.parameter);
            for parameter in told {
                let told = |scan: &Endpoint| {
                    scan.fixed(parameter).is_some()
                        || table.inputs.contains(&parameter)
                        || scan.has_hole(parameter)
                };
                assert!(reads.scan.iter().all(told), "{}: {parameter}", table.name);
            }
        }
    }
}
