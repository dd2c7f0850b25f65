//! The derive's list of built-in tables is that of `acton_orm::schema`: a macro crate cannot import it.

#[path = "../../acton-orm-derive/src/tables.rs"]
#[allow(dead_code, unreachable_pub)]
mod tables;

use acton_orm::schema::{self, TABLES, TableMeta};

/// The modules of `schema`, by name.
macro_rules! modules {
    ($($module:ident)+) => {
        [$((stringify!($module), &schema::$module::META)),+]
    };
}

const MODULES: &[(&str, &TableMeta)] = &modules! {
    account contact_list hardbounce images media optout spamcomplaint
};

#[test]
fn the_derive_knows_every_table_its_module_and_its_key() {
    let of_schema: Vec<_> = TABLES
        .iter()
        .map(|table| {
            let module = MODULES.iter().find(|(_, meta)| meta.name == table.name);
            let module = module.map_or("(add it to MODULES above)", |(module, _)| module);
            let key = table.key_column().map_or("(no key)", |key| key.field);
            (table.name, module, key)
        })
        .collect();
    let of_derive: Vec<_> = tables::TABLES
        .iter()
        .map(|table| (table.name, table.module, table.key))
        .collect();
    assert_eq!(
        of_derive, of_schema,
        "acton-orm-derive/src/tables.rs is out of step"
    );
}
