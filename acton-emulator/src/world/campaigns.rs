//! Campaigns (A§10.5). That there are any is published, what they hold is not.

use serde::{Deserialize, Serialize};

/// A campaign as the account has it.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// let campaign = &emulator.campaigns()[0];
/// assert_eq!((campaign.id.as_str(), campaign.name.as_str()), ("c-0001", "Spring Launch"));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Campaign {
    /// `c-` and hex digits (inferred).
    pub id: String,
    /// The name.
    pub name: String,
    /// The description.
    pub description: String,
}

/// Campaigns in the order they came.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Campaigns(Vec<Campaign>);

impl Campaigns {
    /// Adds a campaign and gives it its id.
    pub(crate) fn add(&mut self, name: &str, description: &str) -> String {
        let id = format!("c-{:04x}", self.0.len() + 1);
        self.0.push(Campaign {
            id: id.clone(),
            name: name.to_owned(),
            description: description.to_owned(),
        });
        id
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Campaign> {
        self.0.iter().find(|campaign| campaign.id == id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Campaign> {
        self.0.iter()
    }
}
