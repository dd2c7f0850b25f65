//! The attributes of the struct.

use proc_macro2::Ident;
use syn::{Attribute, LitStr, Path};

use super::item::{OF_FIELD, OF_STRUCT, items, once, unknown};
use crate::case::Case;
use crate::errors::{Errors, hint};

/// What `#[acton(..)]` on the struct says.
#[derive(Debug, Default)]
pub(crate) struct Container {
    pub(crate) table: Option<LitStr>,
    /// Whether it is written at all, so that a bad value is not also a missing one.
    pub(crate) table_given: bool,
    pub(crate) module: Option<(LitStr, Path)>,
    pub(crate) module_given: bool,
    pub(crate) reuse: Option<Ident>,
    pub(crate) rename_all: Option<(Ident, Case)>,
    pub(crate) krate: Option<Path>,
}

impl Container {
    pub(super) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut container = Self::default();
        for item in items(attributes, "table = \"Images\"", errors) {
            let name = item.name.clone();
            match name.to_string().as_str() {
                "table" => {
                    container.table_given = true;
                    let table = item.text("Images", errors);
                    once(&mut container.table, &name, table, errors);
                }
                "module" => {
                    container.module_given = true;
                    let module = item.text("images", errors).and_then(|text| {
                        path(&text, "a module: `module = \"images\"`", errors)
                            .map(|path| (text, path))
                    });
                    once(&mut container.module, &name, module, errors);
                }
                "reuse" => {
                    let flag = item.flag(errors);
                    once(&mut container.reuse, &name, Some(flag), errors);
                }
                "rename_all" => {
                    let case = item
                        .text("Title Case", errors)
                        .and_then(|text| case(&text, errors))
                        .map(|case| (name.clone(), case));
                    once(&mut container.rename_all, &name, case, errors);
                }
                "crate" => {
                    let krate = item.text("::acton_orm", errors).and_then(|text| {
                        path(
                            &text,
                            "the path of the crate: `crate = \"::acton_orm\"`",
                            errors,
                        )
                    });
                    once(&mut container.krate, &name, krate, errors);
                }
                _ => unknown(&name, OF_STRUCT, ("a field", OF_FIELD), errors),
            }
        }
        container
    }
}

pub(crate) fn path(text: &LitStr, expected: &str, errors: &mut Errors) -> Option<Path> {
    let path = text.parse_with(Path::parse_mod_style).ok();
    if path.is_none() {
        errors.at(text, format!("expected {expected}"));
    }
    path
}

pub(crate) fn case(text: &LitStr, errors: &mut Errors) -> Option<Case> {
    let case = Case::named(&text.value());
    if case.is_none() {
        let name = text.value();
        let hint = hint(&name, &Case::names(), "there are");
        errors.at(text, format!("unknown case `{name}`{hint}"));
    }
    case
}
