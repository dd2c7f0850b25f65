//! The type as the user wrote it, checked.

use proc_macro2::Ident;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Data, DataEnum, DeriveInput, Fields, Generics, LitStr, Meta, Path, Token, Type,
    Variant,
};

use crate::case::{Case, plain};
use crate::errors::Errors;
use crate::parse::item::{Item, items, once, unknown};
use crate::parse::{case, path};

/// The type itself.
#[derive(Debug)]
pub(super) struct Own {
    pub(super) ident: Ident,
    pub(super) generics: Generics,
    pub(super) krate: Path,
}

/// What it is made of.
#[derive(Debug)]
pub(super) enum Shape {
    Newtype(Type),
    Enum(Vec<Label>, Option<Other>),
}

/// A variant and its text.
#[derive(Debug)]
pub(super) struct Label {
    pub(super) variant: Ident,
    pub(super) text: String,
}

/// The variant that keeps every other text.
#[derive(Debug)]
pub(super) struct Other {
    pub(super) variant: Ident,
    pub(super) ty: Type,
}

const OF_ENUM: &[&str] = &["rename_all", "crate"];
const OF_NEWTYPE: &[&str] = &["crate"];
const OF_VARIANT: &[&str] = &["other"];

/// Reads what can be read; what cannot goes to `errors`.
pub(super) fn parse(input: DeriveInput, errors: &mut Errors) -> (Own, Option<Shape>) {
    let is_enum = matches!(input.data, Data::Enum(_));
    let mut rename_all = None;
    let mut krate = None;
    for item in items(&input.attrs, "rename_all = \"lowercase\"", errors) {
        let name = item.name.clone();
        match name.to_string().as_str() {
            "rename_all" if is_enum => {
                let text = item.text("lowercase", errors);
                let case = text.and_then(|text| case(&text, errors));
                once(&mut rename_all, &name, case, errors);
            }
            "rename_all" => errors.at(
                &name,
                "`rename_all` makes the texts of an enum's variants: a newtype has none",
            ),
            "crate" => {
                let text = item.text("::acton_orm", errors);
                let path = text.and_then(|text| {
                    path(
                        &text,
                        "the path of the crate: `crate = \"::acton_orm\"`",
                        errors,
                    )
                });
                once(&mut krate, &name, path, errors);
            }
            _ => {
                let here = if is_enum { OF_ENUM } else { OF_NEWTYPE };
                unknown(&name, here, ("a variant", OF_VARIANT), errors);
            }
        }
    }
    if !input.generics.params.is_empty() {
        errors.at(
            &input.generics,
            "`Value` works on types without generics: a column has one type",
        );
    }
    let shape = match input.data {
        Data::Struct(data) => newtype(&input.ident, data.fields, errors).map(Shape::Newtype),
        Data::Enum(data) => of_enum(&input.ident, data, rename_all, errors),
        Data::Union(_) => {
            errors.at(
                &input.ident,
                "`Value` works on structs around one type, and on enums",
            );
            None
        }
    };
    let own = Own {
        ident: input.ident,
        generics: input.generics,
        krate: krate.unwrap_or_else(|| syn::parse_quote!(::acton_orm)),
    };
    (own, shape)
}

fn newtype(ident: &Ident, fields: Fields, errors: &mut Errors) -> Option<Type> {
    let example = format!("write `struct {ident}(String);`, with what the cell holds");
    match fields {
        Fields::Unnamed(fields) => {
            let mut fields = fields.unnamed.into_iter();
            let first = fields.next();
            if let Some(second) = fields.next() {
                errors.at(second.ty, format!("a cell is one value: {example}"));
            }
            let first = first.or_else(|| {
                errors.at(
                    ident,
                    format!("there is nothing to read a cell into: {example}"),
                );
                None
            })?;
            for item in items(&first.attrs, "..", errors) {
                errors.at(&item.name, "the field of a newtype takes no attribute");
            }
            Some(first.ty)
        }
        Fields::Named(fields) => {
            errors.at(
                fields.named,
                format!("a cell is one value, and the field needs no name: {example}"),
            );
            None
        }
        Fields::Unit => {
            errors.at(
                ident,
                format!("there is nothing to read a cell into: {example}"),
            );
            None
        }
    }
}

fn of_enum(
    ident: &Ident,
    data: DataEnum,
    case: Option<Case>,
    errors: &mut Errors,
) -> Option<Shape> {
    if data.variants.is_empty() {
        errors.at(
            ident,
            format!("`{ident}` has no variants: no text could be read into it"),
        );
        return None;
    }
    let case = case.unwrap_or(Case::Verbatim);
    let mut labels: Vec<Label> = Vec::new();
    let mut other: Option<Other> = None;
    for variant in data.variants {
        let attributes = VariantAttributes::parse(&variant, errors);
        if let Some(word) = &attributes.other {
            if let Some(text) = &attributes.label {
                errors.at(
                    text,
                    "this variant keeps every other text: it has none of its own",
                );
            }
            if let Some(first) = &other {
                errors.at(
                    word,
                    format!("`{}` keeps every other text already", first.variant),
                );
            }
            let kept = keeps(variant, word, errors);
            if other.is_none() {
                other = kept;
            }
            continue;
        }
        if !matches!(variant.fields, Fields::Unit) {
            errors.at(
                &variant.fields,
                format!(
                    "`{}` stands for one text, so it has no fields; a variant with `#[acton(other)]` keeps every other text: `#[acton(other)] Other(String)`",
                    variant.ident
                ),
            );
        }
        let text = match &attributes.label {
            Some(label) => label.value(),
            None => case.apply(&plain(&variant.ident)),
        };
        if let Some(first) = labels.iter().find(|label| label.text == text) {
            let message = format!("`{}` is the text `{text}` already", first.variant);
            match &attributes.label {
                Some(label) => errors.at(label, message),
                None => errors.at(&variant.ident, message),
            }
        }
        labels.push(Label {
            variant: variant.ident,
            text,
        });
    }
    Some(Shape::Enum(labels, other))
}

/// The variant of `#[acton(other)]`.
fn keeps(variant: Variant, word: &Ident, errors: &mut Errors) -> Option<Other> {
    let message = format!(
        "`{0}` keeps the text in its one field: `{0}(String)`",
        variant.ident
    );
    let Fields::Unnamed(fields) = variant.fields else {
        errors.at(word, message);
        return None;
    };
    let mut fields = fields.unnamed.into_iter();
    let first = fields.next();
    if first.is_none() {
        errors.at(word, &message);
    }
    if let Some(second) = fields.next() {
        errors.at(second.ty, &message);
    }
    Some(Other {
        variant: variant.ident,
        ty: first?.ty,
    })
}

/// What `#[acton(..)]` on a variant says.
#[derive(Debug, Default)]
struct VariantAttributes {
    label: Option<LitStr>,
    other: Option<Ident>,
}

/// `"gold"`, or `other`.
enum VariantItem {
    Label(LitStr),
    Item(Item),
}

impl Parse for VariantItem {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            return input.parse().map(Self::Label);
        }
        if input.peek(syn::Lit) {
            return Err(input.error("a variant stands for a text: `#[acton(\"gold\")]`"));
        }
        input.parse().map(Self::Item)
    }
}

impl VariantAttributes {
    fn parse(variant: &Variant, errors: &mut Errors) -> Self {
        let mut parsed = Self::default();
        let ours = |attribute: &&Attribute| attribute.path().is_ident("acton");
        for attribute in variant.attrs.iter().filter(ours) {
            let Meta::List(list) = &attribute.meta else {
                errors.at(&attribute.meta, "write `#[acton(\"gold\")]`");
                continue;
            };
            let items =
                list.parse_args_with(Punctuated::<VariantItem, Token![,]>::parse_terminated);
            match items {
                Ok(items) if items.is_empty() => {
                    errors.at(list, "write `#[acton(\"gold\")]`, or `#[acton(other)]`");
                }
                Ok(items) => items.into_iter().for_each(|item| parsed.take(item, errors)),
                Err(error) => errors.push(error),
            }
        }
        parsed
    }

    fn take(&mut self, item: VariantItem, errors: &mut Errors) {
        match item {
            VariantItem::Label(text) if self.label.is_some() => {
                errors.at(text, "the variant has a text already");
            }
            VariantItem::Label(text) => self.label = Some(text),
            VariantItem::Item(item) if item.name == "other" => {
                let name = item.name.clone();
                let flag = item.flag(errors);
                once(&mut self.other, &name, Some(flag), errors);
            }
            VariantItem::Item(item) if OF_ENUM.contains(&item.name.to_string().as_str()) => {
                errors.at(&item.name, format!("`{}` belongs on the enum", item.name));
            }
            VariantItem::Item(item) => errors.at(
                &item.name,
                format!(
                    "unknown attribute `{}`; a variant has its text, `#[acton(\"gold\")]`, or is `#[acton(other)]`",
                    item.name
                ),
            ),
        }
    }
}
