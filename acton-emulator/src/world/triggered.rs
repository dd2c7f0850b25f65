//! Mail that an event triggered (A§10.7).

use serde::{Deserialize, Serialize};

/// One message that went to one person.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// assert!(emulator.triggered_mail().is_empty());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct TriggeredMail {
    /// The template's id.
    pub template: String,
    /// The address.
    pub to: String,
    /// The request's body: JSON.
    pub body: String,
}
