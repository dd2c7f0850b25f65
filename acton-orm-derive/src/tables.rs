//! The built-in tables by name, a mirror of `acton_orm::schema::TABLES` (a proc macro cannot depend
//! on the crate that re-exports it). `ACTON_UPDATE=1 cargo test -p acton-orm-registration` writes the
//! list; without the variable it holds the list to `schema`.

/// A built-in table. Its marker type has the table's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BuiltIn {
    pub(crate) name: &'static str,
    /// Its module in `acton_orm::schema`.
    pub(crate) module: &'static str,
    /// The constant of its key column.
    pub(crate) key: &'static str,
}

pub(crate) const TABLES: &[BuiltIn] = &[
    table("Account", "account", "account_id"),
    table("Campaigns", "campaigns", "id"),
    table("ContactList", "contact_list", "id"),
    table("Hardbounce", "hardbounce", "email"),
    table("Images", "images", "id"),
    table("Media", "media", "id"),
    table("Optout", "optout", "email"),
    table("Programs", "programs", "id"),
    table("Spamcomplaint", "spamcomplaint", "email"),
];

const fn table(name: &'static str, module: &'static str, key: &'static str) -> BuiltIn {
    BuiltIn { name, module, key }
}

/// The table of that name.
pub(crate) fn find(name: &str) -> Option<&'static BuiltIn> {
    TABLES.iter().find(|table| table.name == name)
}
