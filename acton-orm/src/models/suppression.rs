//! `Optout`, `Hardbounce`, `Spamcomplaint`.

use chrono::{DateTime, Utc};

use crate::{Entity, Insertable};

/// An address on the account's opt-out list.
///
/// ```no_run
/// # use acton_orm::{models::OptOut, prelude::*};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let opt_outs = OptOut::query().load(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Entity, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Optout", crate = "crate")]
pub struct OptOut {
    /// The address.
    pub email: String,
    /// Since when.
    pub timestamp: DateTime<Utc>,
    /// How it came here, in Act-On's words.
    pub origin: Option<String>,
}

/// An address to opt out.
///
/// ```no_run
/// # use acton_orm::{models::NewOptOut, schema::optout};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let opt_out = NewOptOut { email: "ada@example.com".into() };
/// acton_orm::insert_into(optout::table).values(opt_out).execute(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Insertable, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Optout", crate = "crate")]
pub struct NewOptOut {
    /// The address.
    pub email: String,
}

/// An address that bounced for good.
///
/// ```no_run
/// # use acton_orm::{models::HardBounce, prelude::*};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let bounces = HardBounce::query().count(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Entity, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Hardbounce", crate = "crate")]
pub struct HardBounce {
    /// The address.
    pub email: String,
    /// Since when.
    pub timestamp: DateTime<Utc>,
    /// How it came here, in Act-On's words.
    pub origin: Option<String>,
}

/// An address whose owner reported spam.
///
/// ```no_run
/// # use acton_orm::{models::SpamComplaint, prelude::*};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let complaints = SpamComplaint::query().count(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Entity, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Spamcomplaint", crate = "crate")]
pub struct SpamComplaint {
    /// The address.
    pub email: String,
    /// Since when.
    pub timestamp: DateTime<Utc>,
    /// How it came here, in Act-On's words.
    pub origin: Option<String>,
}
