//! The notation of the built-in tables.

/// Declares a table: its marker type, `META`, `table`, a constant for each column, and `model`, from
/// which `models` makes the ready-made struct.
///
/// The words in front of the table's name are those of the struct, so they speak of one row. The
/// struct has every column in a field of the column's name, type and words, but for those set `apart`,
/// for the reason that is given: they cannot be read back, or would make a read by key dearer.
macro_rules! declare {
    (
        $(#[$doc:meta])*
        $marker:ident = $name:literal;
        reads $reads:expr;
        $(
            $(#[$of_doc:meta])*
            inputs $of:ident($($input:ident: $input_type:ty),+), as $example:literal;
        )?
        $(key $key:ident;)?
        $(writes $writes:literal: $($operation:ident)+;)?
        $(required $([$($required:ident)|+])+;)?
        columns {$(
            $(#[$column_doc:meta])*
            $column:ident: $type:ty, $column_name:literal, [$($wire:literal),*], $access:ident $(, parameter $parameter:literal)? $(, push [$($push:expr),+])? $(, apart $apart:literal)?;
        )+}
    ) => {
        #[doc = concat!("The table `", $name, "`, as a type.")]
        ///
        /// ```
        #[doc = concat!("use acton_orm::schema::Table;\nuse ", module_path!(), "::", stringify!($marker), ";\n")]
        #[doc = concat!("assert_eq!(", stringify!($marker), "::META.name(), \"", $name, "\");")]
        /// ```
        #[derive(Debug, Clone, Copy)]
        pub struct $marker;

        impl $crate::schema::Table for $marker {
            const META: &'static $crate::schema::TableMeta = &META;
            type Held<R: Send + Sync + 'static> = $crate::schema::declare::held!([$($($operation)+)?] R);
        }

        #[diagnostic::do_not_recommend]
        impl<S: $crate::schema::scope::Contains<$marker>> $crate::schema::scope::Within<S> for $marker {}

        #[diagnostic::do_not_recommend]
        impl<R> $crate::schema::scope::Ready<R> for $marker {}

        $($(
            #[diagnostic::do_not_recommend]
            impl $crate::schema::$operation for $marker {}
        )+)?

        /// The table, to build a query on: `table.filter(..)`, `table.select(..)`.
        ///
        /// ```
        #[doc = concat!("let all = ", module_path!(), "::table.query();")]
        /// ```
        pub const table: $crate::schema::source::Source<$crate::schema::declare::source!($marker $($of)?)> =
            $crate::schema::source::Source::new();

        /// Calls a macro with what has to be said before the table can be read, if anything has to.
        macro_rules! inputs {
            ($with:ident $module:ident) => {
                $(
                    $with! {
                        $module $marker $of($($input: $input_type),+), $example
                        $(#[$of_doc])*
                    }
                )?
            };
        }
        pub(crate) use inputs;

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
        #[doc = concat!("assert_eq!(", module_path!(), "::META.name(), \"", $name, "\");")]
        /// ```
        pub static META: $crate::schema::TableMeta = $crate::schema::TableMeta {
            name: $name,
            module: $crate::schema::declare::last(module_path!()),
            columns: &[$(
                $crate::schema::ColumnMeta {
                    name: $column_name,
                    field: stringify!($column),
                    wire: &[$($wire),*],
                    kind: <$type as $crate::value::Value>::KIND,
                    nullable: <$type as $crate::value::Value>::NULLABLE,
                    parameter: $crate::schema::declare::first!($($parameter)?),
                    asked: None,
                    unread: $crate::schema::declare::in_no_answer(
                        &[$($wire),*],
                        $crate::schema::declare::first!($($parameter)?),
                    ),
                    write: <$crate::schema::access::$access as $crate::schema::access::Access>::WRITE,
                    push: &[$($($push),+)?],
                },
            )+],
            key: $crate::schema::declare::first!($(Position::$key as u16)?),
            reads: $reads,
            writes: $crate::schema::declare::first!($($writes)?),
            can: &[$($($crate::schema::Operation::$operation),+)?],
            complete: true,
            required: &[$($(&[$(Position::$required as u16),+]),+)?],
            inputs: &[$($(stringify!($input)),+)?],
        };

        /// Calls a macro with what the struct of a row is made of.
        #[cfg(feature = "derive")]
        macro_rules! model {
            ($with:ident $model:ident) => {
                $with! {
                    $(#[$doc])*
                    $model $name $((concat!(".", stringify!($of), "(", $example, ")")))? {$(
                        $(#[$column_doc])*
                        $column: $type $(, $apart)?;
                    )+}
                }
            };
        }
        #[cfg(feature = "derive")]
        pub(crate) use model;
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

/// What a query of the table's constant selects from.
macro_rules! source {
    ($marker:ident) => { $marker };
    ($marker:ident $of:ident) => { $crate::schema::scope::Needs<$marker> };
}

/// The row itself, if `Updatable` is among the operations; else one that is only read.
macro_rules! held {
    ([] $row:ident) => { $crate::schema::NotUpdatable<$row> };
    ([Updatable $($other:ident)*] $row:ident) => { $row };
    ([$other:ident $($others:ident)*] $row:ident) => {
        $crate::schema::declare::held!([$($others)*] $row)
    };
}

/// Whether a column has neither a key in the answers nor a parameter that tells it.
pub(super) const fn in_no_answer(wire: &[&str], parameter: Option<&str>) -> bool {
    wire.is_empty() && parameter.is_none()
}

/// The last part of a module's path.
pub(super) const fn last(path: &'static str) -> &'static str {
    let bytes = path.as_bytes();
    let mut start = bytes.len();
    while start > 0 && bytes[start - 1] != b':' {
        start -= 1;
    }
    path.split_at(start).1
}

pub(crate) use {declare, first, held, source};
