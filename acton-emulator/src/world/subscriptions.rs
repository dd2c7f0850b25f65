//! Subscription categories, and who has said what of them (A§11).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A subscription category as the account has it.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// let category = &emulator.categories()[0];
/// assert_eq!((category.id.as_str(), category.name.as_str()), ("1", "News"));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Category {
    /// A number.
    pub id: String,
    /// The name, by which calls know it.
    pub name: String,
    /// The description.
    pub description: String,
    /// The header of its messages.
    pub header_id: String,
    /// That header's title.
    pub header_name: String,
}

/// What an address has said of a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Choice {
    In,
    Out,
}

/// An address, what it said last, and when.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Said {
    email: String,
    choice: Choice,
    at: i64,
}

/// Categories in the order they came, and what was said of them.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Subscriptions {
    categories: Vec<Category>,
    /// By the category's name, in the order the addresses came.
    said: BTreeMap<String, Vec<Said>>,
}

impl Subscriptions {
    /// Adds a category and gives it its id.
    pub(crate) fn add(&mut self, name: &str, description: &str, header: (&str, &str)) -> String {
        let id = (self.categories.len() + 1).to_string();
        self.categories.push(Category {
            id: id.clone(),
            name: name.to_owned(),
            description: description.to_owned(),
            header_id: header.0.to_owned(),
            header_name: header.1.to_owned(),
        });
        id
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Category> {
        self.categories.iter()
    }

    pub(crate) fn is_known(&self, name: &str) -> bool {
        self.categories.iter().any(|category| category.name == name)
    }

    /// Notes what an address says of a category; saying it again changes nothing.
    pub(crate) fn say(&mut self, category: &str, email: &str, choice: Choice, at: i64) {
        let said = self.said.entry(category.to_owned()).or_default();
        match said.iter_mut().find(|one| is_same(&one.email, email)) {
            Some(one) if one.choice == choice => {}
            Some(one) => (one.choice, one.at) = (choice, at),
            None => said.push(Said {
                email: email.to_owned(),
                choice,
                at,
            }),
        }
    }

    /// Whether an address has said that it wants a category.
    pub(crate) fn is_in(&self, category: &str, email: &str) -> bool {
        let mut said = self.said.get(category).into_iter().flatten();
        said.any(|one| one.choice == Choice::In && is_same(&one.email, email))
    }

    /// Who opted out of a category, and when.
    pub(crate) fn out(&self, category: &str) -> impl Iterator<Item = (&str, i64)> {
        let said = self.said.get(category).into_iter().flatten();
        said.filter(|one| one.choice == Choice::Out)
            .map(|one| (one.email.as_str(), one.at))
    }
}

fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}
