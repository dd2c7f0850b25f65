//! The derive macros of `acton-orm`, which re-exports them: [`Entity`](macro@Entity),
//! [`Insertable`](macro@Insertable) and [`Value`](macro@Value).
//!
//! Three passes with plain data between them: `parse` reads attributes, `check` applies the rules that
//! span fields, `expand` makes the code, one file for each item. A pass reports what is wrong and goes
//! on, so all mistakes of a struct are told at once; after one, `fallback` still implements the
//! traits, so that one mistake gives one message.

mod case;
mod check;
mod errors;
mod expand;
mod fallback;
mod parse;
mod tables;
#[cfg(test)]
mod tests;
mod value;

use proc_macro::TokenStream;
use syn::DeriveInput;

use check::Derive;
use errors::Errors;

/// Reads rows of a table into a struct, and makes the module of the table's columns beside it.
///
/// ```
/// use acton_orm::prelude::*;
///
/// #[derive(Entity, Debug, Clone, PartialEq)]
/// #[acton(table = "Images")]
/// struct Image { id: String, name: String }
///
/// let query = Image::query().filter(images::folder_name.eq("New Folder"));
/// # drop(query);
/// ```
///
/// It implements `acton_orm::Entity`, and `acton_orm::Keyed` where a field maps the table's key.
/// Nothing else is added to the struct.
///
/// # Attributes of the struct
///
/// * `#[acton(table = "Images")]`, required. A table of `acton_orm::schema`, or `List_<name>` or
///   `List_<id>` for a list of your account.
/// * `#[acton(module = "pictures")]`: the name of the companion module. Otherwise it is the table's in
///   `snake_case`: `images`, `list_newsletter`. It is as visible as the struct.
/// * `#[acton(reuse)]`: makes no module, but uses the one that another entity of the same table made
///   (`module` is a path then), or for a built-in table `acton_orm::schema`'s.
/// * `#[acton(rename_all = "snake_case")]`, for lists: how headings are made from the names of fields.
///   `"Title Case"` (the default: `first_name` is the heading `First Name`), `"lowercase"`,
///   `"UPPERCASE"`, `"snake_case"`, `"camelCase"`, `"PascalCase"`, `"SCREAMING_SNAKE_CASE"`,
///   `"verbatim"`.
/// * `#[acton(crate = "path")]`: where `acton_orm` is, if not `::acton_orm`.
///
/// # Attributes of a field
///
/// * `#[acton(column = "FolderName")]`: the column, where the field is named otherwise. For a list, its
///   heading.
/// * `#[acton(key)]`, for lists: the field is the record's id, a `RecordId`. Needed to update or delete
///   rows and to track them in a session.
/// * `#[acton(email)]`, for lists: the field is the list's e-mail column, by which Act-On looks rows
///   up. Not needed where the heading is a spelling of `Email` or `E-mail Address`.
/// * `#[acton(skip)]`: no column; the field is filled by `Default`.
///
/// # Types
///
/// A field has its column's type: an `Option` where the cell may be empty, and nowhere else. A type of
/// your own derives [`Value`](macro@Value). `Result<_, Mismatch>` keeps a cell that is not of the type.
///
/// # Lists
///
/// The struct says what the columns of a list are, for Act-On does not. So the module has `table` and a
/// constant for each field, named as the field is, and for `created_date` and `modified_date`, which
/// every list has and which filters can use.
///
/// ```
/// use acton_orm::prelude::*;
///
/// #[derive(Entity, Debug, Clone, PartialEq)]
/// #[acton(table = "List_Newsletter", module = "subscribers")]
/// struct Subscriber {
///     #[acton(key)]
///     id: RecordId,
///     #[acton(column = "E-mail Address")]
///     email: String,
///     #[acton(column = "Business City")]
///     city: Option<String>,
///     first_name: Option<String>,
/// }
///
/// let query = Subscriber::query()
///     .filter(subscribers::city.eq("Portland"))
///     .order_by(subscribers::created_date.desc());
/// # drop(query);
/// assert_eq!(subscribers::first_name.name(), "First Name");
/// ```
///
/// The module finds field types where the struct is, private and imported ones too. Only a type that is
/// declared or imported within the body of a function is out of its reach, except `RecordId`,
/// `DateTime` and `Utc`.
///
/// # Several structs of one table
///
/// Two modules of one name do not go together, so a second entity names its own or reuses the first:
///
/// ```
/// use acton_orm::prelude::*;
///
/// #[derive(Entity)]
/// #[acton(table = "List_Newsletter", module = "subscribers")]
/// struct Subscriber {
///     #[acton(key)]
///     id: RecordId,
///     email: String,
///     city: Option<String>,
/// }
///
/// #[derive(Entity)]
/// #[acton(table = "List_Newsletter", module = "subscribers", reuse)]
/// struct Address {
///     #[acton(key)]
///     id: RecordId,
///     email: String,
/// }
///
/// let query = Address::query().filter(subscribers::city.eq("Portland"));
/// # drop(query);
/// ```
///
/// With `reuse`, fields of a list are found by the names that the first struct gives them; a `column`
/// that is written must be the same heading.
#[proc_macro_derive(Entity, attributes(acton))]
pub fn entity(input: TokenStream) -> TokenStream {
    derive(input.into(), Derive::Entity).into()
}

/// Makes a struct a new row of a table.
///
/// ```
/// use acton_orm::prelude::*;
///
/// #[derive(Insertable)]
/// #[acton(table = "Images")]
/// struct NewImage { name: String, folder_name: String, content: Upload }
/// ```
///
/// It implements `acton_orm::Insertable`. A required column that the struct leaves out, and a column
/// that Act-On sets itself, do not compile. A column that may be empty takes a plain value too: a
/// `String` for an `Option<String>`.
///
/// # Attributes of the struct
///
/// * `#[acton(table = "Images")]`, required. A table that takes rows, or `List_<name>`.
/// * `#[acton(module = "subscribers")]`: for a list, the path of the module that its entity made.
///   Otherwise it is the table's name in `snake_case`.
/// * `#[acton(crate = "path")]`: where `acton_orm` is, if not `::acton_orm`.
///
/// # Attributes of a field
///
/// * `#[acton(column = "FolderName")]`: the column, where the field is named otherwise. Fields of a
///   list are found by the names that the entity gives them; a `column` that is written must be the
///   same heading.
/// * `#[acton(skip)]`: no column; the field is not sent.
///
/// The attributes of [`Entity`](macro@Entity) may stand there too, so that one struct can be both.
///
/// ```
/// use acton_orm::prelude::*;
///
/// #[derive(Entity)]
/// #[acton(table = "List_Newsletter", module = "subscribers")]
/// struct Subscriber {
///     #[acton(key)]
///     id: RecordId,
///     email: String,
///     city: Option<String>,
/// }
///
/// #[derive(Insertable)]
/// #[acton(table = "List_Newsletter", module = "subscribers")]
/// struct NewSubscriber { email: String, city: String }
/// ```
#[proc_macro_derive(Insertable, attributes(acton))]
pub fn insertable(input: TokenStream) -> TokenStream {
    derive(input.into(), Derive::Insertable).into()
}

/// Makes a type of your own a column type: one that wraps another, or an enum whose variants are texts.
///
/// ```
/// use acton_orm::prelude::*;
/// use acton_orm::{Mismatch, Value};
///
/// #[derive(Value, Debug, Clone, PartialEq)]
/// struct Email(String);
///
/// #[derive(Value, Debug, Clone, PartialEq)]
/// enum Tier {
///     #[acton("gold")]
///     Gold,
///     Silver,
/// }
///
/// #[derive(Entity, Debug, Clone, PartialEq)]
/// #[acton(table = "List_Newsletter", module = "subscribers")]
/// struct Subscriber {
///     #[acton(key)]
///     id: RecordId,
///     email: Email,
///     tier: Option<Tier>,
///     #[acton(column = "Old Tier")]
///     old_tier: Result<Tier, Mismatch>, // whatever the cell holds, the row is read
/// }
///
/// # fn main() {
/// let query = Subscriber::query()
///     .filter(subscribers::tier.eq(Tier::Gold).and(subscribers::email.eq("ada@example.com")));
/// assert_eq!(
///     query.explain().residual().as_deref(),
///     Some("Tier = 'gold' and Email = 'ada@example.com'")
/// );
/// # }
/// ```
///
/// It implements `acton_orm::Value`, and `acton_orm::bounds::Operand` for what it is compared with: so it stands
/// in a list and in a built-in table whose column is stored alike, also as an `Option`, and columns are
/// compared with it and set to it, by value and by reference.
///
/// # Structs
///
/// `struct Email(String);` wraps any column type but an `Option`: where the cell may be empty, the field
/// is an `Option<Email>`. A column of it is compared with an `Email` and with what it wraps.
///
/// # Enums
///
/// A variant stands for a text: its own name, or what is said. A column of it is compared with the enum
/// alone, so that a text with a slip in it does not compile.
///
/// * `#[acton(rename_all = "lowercase")]` on the enum: how texts are made from the variants' names; the
///   cases of [`Entity`](macro@Entity). Otherwise they are the names as they stand.
/// * `#[acton("gold")]` on a variant: its text.
/// * `#[acton(other)]` on one variant, `Other(String)`: it keeps every other text. Without it such a
///   cell is refused, with the texts there are.
/// * `#[acton(crate = "path")]` on either: where `acton_orm` is, if not `::acton_orm`.
///
/// ```
/// use acton_orm::{Cell, Value};
///
/// #[derive(Value, Debug, PartialEq)]
/// #[acton(rename_all = "SCREAMING_SNAKE_CASE")]
/// enum Stage {
///     NewLead,
///     #[acton("won!")]
///     Won,
///     #[acton(other)]
///     Other(String),
/// }
///
/// assert_eq!(Stage::decode(Cell::from("NEW_LEAD")), Ok(Stage::NewLead));
/// assert_eq!(Stage::decode(Cell::from("won!")), Ok(Stage::Won));
/// assert_eq!(Stage::decode(Cell::from("lost")), Ok(Stage::Other("lost".into())));
///
/// #[derive(Value, Debug, PartialEq)]
/// enum Answer { Yes, No }
///
/// let refused = Answer::decode(Cell::from("maybe")).unwrap_err();
/// assert_eq!(refused.to_string(), "expected one of `Yes`, `No`, found 'maybe'");
/// ```
#[proc_macro_derive(Value, attributes(acton))]
pub fn value(input: TokenStream) -> TokenStream {
    value::derive(input.into()).into()
}

fn derive(input: proc_macro2::TokenStream, derive: Derive) -> proc_macro2::TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let input = parse::parse(input, derive.name(), &mut errors);
    let model = check::check(input, derive, &mut errors);
    if errors.is_empty() {
        expand::expand(&model, derive)
    } else {
        fallback::expand(&model, derive, errors)
    }
}
