//! Saying what a table needs before it can be read: which message a report is of, and the like.

use super::builder::Query;
use crate::schema::scope::Needs;

macro_rules! tables_with_inputs {
    ($($module:ident $table:ident $model:ident;)+) => {
        $(crate::schema::$module::inputs!(implement $module);)+
    };
}

/// The method that says it, as the table's declaration has it.
macro_rules! implement {
    (
        $module:ident $marker:ident $of:ident($($input:ident: $type:ty),+), $example:literal
        $(#[$doc:meta])*
    ) => {
        impl<R, G> Query<R, Needs<crate::schema::$module::$marker>, G> {
            $(#[$doc])*
            ///
            /// ```
            #[doc = concat!(
                "let query = acton_orm::schema::", stringify!($module), "::table.query().",
                stringify!($of), "(", $example, ");\n# drop(query);"
            )]
            /// ```
            pub fn $of(self, $($input: $type),+) -> Query<R, crate::schema::$module::$marker, G> {
                self.given(vec![$((stringify!($input), $input.into())),+])
            }
        }
    };
}

crate::schema::tables::tables!(tables_with_inputs);
