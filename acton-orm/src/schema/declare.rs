//! The notation of the built-in tables.

/// Declares a table: its marker type, `META`, `table` and a constant for each column.
macro_rules! declare {
    (
        $(#[$doc:meta])*
        $marker:ident = $name:literal, $family:expr, $scan:expr;
        key $key:ident;
        $(get but [$($absent:ident),*];)?
        $(can $($operation:ident)+;)?
        $(written by $writes:literal;)?
        $(required $([$($required:ident)|+])+;)?
        columns {$(
            $(#[$column_doc:meta])*
            $column:ident: $type:ty, $column_name:literal, [$($wire:literal),*], $access:ident $(, push [$($push:expr),+])?;
        )+}
    ) => {
        $(#[$doc])*
        ///
        /// ```
        #[doc = concat!("use acton_orm::schema::Table;\nuse ", module_path!(), "::", stringify!($marker), ";\n")]
        #[doc = concat!("assert_eq!(", stringify!($marker), "::META.name, \"", $name, "\");")]
        /// ```
        #[derive(Debug, Clone, Copy)]
        pub struct $marker;

        impl $crate::schema::Table for $marker {
            const META: &'static $crate::schema::TableMeta = &META;
        }

        impl<S: $crate::Contains<$marker>> $crate::Within<S> for $marker {}

        $($(
            #[diagnostic::do_not_recommend]
            impl $crate::schema::$operation for $marker {}
        )+)?

        /// The table, to build a query on: `table.filter(..)`, `table.select(..)`.
        ///
        /// ```
        #[doc = concat!("let all = ", module_path!(), "::table.query();")]
        /// ```
        pub const table: $crate::Source<$marker> = $crate::Source::new();

        $(
            $(#[$column_doc])*
            ///
            /// ```
            #[doc = concat!("assert_eq!(", module_path!(), "::", stringify!($column), ".name(), \"", $column_name, "\");")]
            /// ```
            pub const $column: $crate::schema::Column<$marker, $type, $crate::schema::access::$access> =
                $crate::schema::Column::new(Position::$column as u16);
        )+

        #[allow(non_camel_case_types)]
        enum Position { $($column),+ }

        /// What is known of the table.
        ///
        /// ```
        #[doc = concat!("assert_eq!(", module_path!(), "::META.name, \"", $name, "\");")]
        /// ```
        pub static META: $crate::schema::TableMeta = $crate::schema::TableMeta {
            name: $name,
            family: $family,
            columns: &[$(
                $crate::schema::ColumnMeta {
                    name: $column_name,
                    field: stringify!($column),
                    wire: &[$($wire),*],
                    kind: <$type as $crate::value::Scalar>::KIND,
                    nullable: <$type as $crate::value::Scalar>::NULLABLE,
                    write: <$crate::schema::access::$access as $crate::schema::access::Access>::WRITE,
                    push: &[$($($push),+)?],
                },
            )+],
            key: Some(Position::$key as u16),
            scan: $scan,
            get: $crate::schema::declare::first!($(&[$(Position::$absent as u16),*])?),
            writes: $crate::schema::declare::first!($($writes)?),
            required: &[$($(&[$(Position::$required as u16),+]),+)?],
        };
    };
}

/// `Some` of what is there, or `None`.
macro_rules! first {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

pub(crate) use {declare, first};
