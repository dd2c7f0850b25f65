//! Headers and footers of messages (A§12).

use serde::{Deserialize, Serialize};

/// A header or a footer as the account has it.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// let footer = &emulator.footers()[0];
/// assert_eq!((footer.id.as_str(), footer.title.as_str()), ("0", "Default Footer"));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Block {
    /// A number; `0` is what the account began with.
    pub id: String,
    /// The title.
    pub title: String,
    /// What messages in HTML show.
    pub html: String,
    /// What messages in plain text show.
    pub text: String,
}

/// The id of the block that the account began with.
pub(crate) const DEFAULT_BLOCK: &str = "0";

/// Headers or footers in the order they came.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Blocks {
    blocks: Vec<Block>,
    /// How many there have ever been: an id is not given twice.
    given: u32,
}

impl Blocks {
    /// Adds a block and gives it its id.
    pub(crate) fn add(&mut self, title: &str, html: &str, text: &str) -> String {
        let id = self.given.to_string();
        self.given += 1;
        self.blocks.push(Block {
            id: id.clone(),
            title: title.to_owned(),
            html: html.to_owned(),
            text: text.to_owned(),
        });
        id
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.id == id)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Block> {
        self.blocks.iter_mut().find(|block| block.id == id)
    }

    pub(crate) fn remove(&mut self, id: &str) -> bool {
        let before = self.blocks.len();
        self.blocks.retain(|block| block.id != id);
        self.blocks.len() < before
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter()
    }
}
