//! The companion module.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::paths;
use super::types::{one_deeper, scalar};
use crate::case::plain;
use crate::check::{Model, Module, Role, Table};

/// The module with `table` and the columns; nothing where the struct uses another's.
pub(crate) fn module(model: &Model, table: &Table) -> TokenStream {
    match table {
        Table::BuiltIn {
            table: built_in,
            module: Module::Declared(name),
            ..
        } => {
            let schema = one_deeper(paths::schema(model, built_in));
            let doc = format!("The table `{}` and its columns.", built_in.name);
            let krate = one_deeper(&model.krate);
            let aliases = aliases(&one_deeper(paths::marker(model, table)));
            let module = braced(
                model,
                name,
                &quote! {
                    pub use #schema::*;
                    use #krate::codegen as __acton;
                    #aliases
                },
            );
            quote! {
                #[doc = #doc]
                #[allow(dead_code, unused_imports, unreachable_pub)]
                #module
            }
        }
        Table::List {
            name,
            marker,
            module: Module::Declared(module),
            ..
        } => list(model, name, marker, module),
        _ => TokenStream::new(),
    }
}

fn list(model: &Model, name: &str, marker: &Ident, module: &Ident) -> TokenStream {
    let krate = one_deeper(&model.krate);
    let of_list = format!(
        "The table `{name}` and its columns, those of [`{}`].",
        model.ident
    );
    let pseudo = pseudo(model);
    let constants = constants(model, marker, &pseudo);
    let metas = metas(model, &pseudo);
    let count = metas.len();
    let aliases = aliases(&quote!(#marker));
    let columns = quote_spanned!(model.ident.span()=> __acton::list_columns(&FIELDS));
    let key = match model.key {
        Some(place) => {
            let place = u16::try_from(place).unwrap_or(u16::MAX);
            quote!(::core::option::Option::Some(#place))
        }
        None => quote!(::core::option::Option::None),
    };
    let doc = format!("The table `{name}`, as a type.");
    let body = quote! {
        use super::*;
        use #krate::codegen as __acton;

        #[doc = #doc]
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::marker::Copy)]
        pub struct #marker;

        impl __acton::Table for #marker {
            const META: &'static __acton::TableMeta = {
                static FIELDS: [__acton::ListField; #count] = [#(#metas),*];
                static COLUMNS: [__acton::ColumnMeta; #count] = #columns;
                static META: __acton::TableMeta = __acton::list_table(#name, &COLUMNS, #key);
                &META
            };
            type Held<R: ::core::marker::Send + ::core::marker::Sync + 'static> = R;
        }
        impl __acton::NamedTable for #marker {}
        #[diagnostic::do_not_recommend]
        impl<R> __acton::Ready<R> for #marker {}
        impl __acton::Addable for #marker {}
        impl __acton::Updatable for #marker {}
        impl __acton::Deletable for #marker {}
        #[diagnostic::do_not_recommend]
        impl<S: __acton::Contains<#marker>> __acton::Within<S> for #marker {}

        /// The table, to build a query on.
        pub const table: __acton::Source<#marker> = __acton::Source::new();
        #aliases
        #constants
    };
    let module = braced(model, module, &body);
    quote! {
        #[doc = #of_list]
        #[allow(
            dead_code, non_camel_case_types, non_upper_case_globals, private_interfaces,
            unreachable_pub, unused_imports
        )]
        #module
    }
}

/// Types one can name: in signatures, in structs.
fn aliases(marker: &TokenStream) -> TokenStream {
    quote! {
        /// The table, as a type.
        pub type Table = #marker;
        /// A query that selects from the table.
        pub type Query<R> = __acton::Query<R, #marker>;
        /// A condition on the table's rows.
        pub type Filter = __acton::Filter<#marker>;
        /// An order of the table's rows.
        pub type Order = __acton::Order<#marker>;
    }
}

/// The module, from its first word to its last brace where its name comes from, so that a second
/// module of that name is underlined there.
fn braced(model: &Model, name: &Ident, body: &TokenStream) -> TokenStream {
    let vis = paths::respan(model.vis.to_token_stream(), name.span());
    quote_spanned!(name.span()=> #vis mod #name { #body })
}

/// The date columns that every list has, where no field takes their name or heading.
fn pseudo(model: &Model) -> Vec<(&'static str, Role)> {
    [
        ("created_date", Role::Created),
        ("modified_date", Role::Modified),
    ]
    .into_iter()
    .filter(|(name, role)| {
        !model
            .columns
            .iter()
            .any(|column| column.constant == name || column.role == *role)
    })
    .collect()
}

fn constants(model: &Model, marker: &Ident, pseudo: &[(&'static str, Role)]) -> TokenStream {
    let fields = model.columns.iter().enumerate().map(|(place, column)| {
        let constant = &column.constant;
        let ty = match column.role {
            Role::RecordId => quote!(__acton::RecordId),
            _ => one_deeper(&column.ty),
        };
        let access = access(column.role);
        let doc = format!("The column `{}`.", column.heading);
        let place = u16::try_from(place).unwrap_or(u16::MAX);
        quote! {
            #[doc = #doc]
            pub const #constant: __acton::Column<#marker, #ty #access> = __acton::Column::new(#place);
        }
    });
    let pseudo = pseudo.iter().enumerate().map(|(after, (name, role))| {
        let constant = format_ident!("{name}");
        let access = access(*role);
        let doc = format!("The column `{name}`, which every list has.");
        let place = u16::try_from(model.columns.len() + after).unwrap_or(u16::MAX);
        quote! {
            #[doc = #doc]
            pub const #constant: __acton::Column<#marker, ::core::option::Option<__acton::DateTime<__acton::Utc>> #access> =
                __acton::Column::new(#place);
        }
    });
    quote!(#(#fields)* #(#pseudo)*)
}

fn metas(model: &Model, pseudo: &[(&'static str, Role)]) -> Vec<TokenStream> {
    let fields = model.columns.iter().map(|column| {
        let ty = match column.role {
            Role::RecordId => quote!(__acton::RecordId),
            _ => one_deeper(&column.ty),
        };
        meta(column.role, &column.heading, &plain(&column.field), &ty)
    });
    let pseudo = pseudo.iter().map(|(name, role)| {
        let ty = quote!(::core::option::Option<__acton::DateTime<__acton::Utc>>);
        meta(*role, name, name, &ty)
    });
    fields.chain(pseudo).collect()
}

fn meta(role: Role, heading: &str, field: &str, ty: &TokenStream) -> TokenStream {
    let scalar = scalar(ty);
    let role = match role {
        Role::RecordId => quote!(RecordId),
        Role::Email => quote!(Email),
        Role::Created => quote!(Created),
        Role::Modified => quote!(Modified),
        Role::Plain => quote!(Plain),
    };
    quote!(__acton::ListField(__acton::ListColumn::#role, #heading, #field, #scalar::SHAPE))
}

/// `Settable` is the default of `Column`.
fn access(role: Role) -> TokenStream {
    match role {
        Role::RecordId | Role::Created | Role::Modified => quote!(, __acton::Generated),
        Role::Email | Role::Plain => TokenStream::new(),
    }
}
