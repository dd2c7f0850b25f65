//! Ready-made entities for every built-in table, with all their columns.
//!
//! ```no_run
//! use acton_orm::models::Image;
//! use acton_orm::prelude::*;
//! use acton_orm::schema::images;
//!
//! # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
//! let heroes = Image::query().filter(images::name.contains("hero")).load(&acton).await?;
//! # Ok(()) }
//! ```
//!
//! Derive [`Entity`](crate::Entity) on a struct of your own to read fewer columns.

mod account;
mod contact_list;
mod image;
mod media;
mod suppression;

pub use account::Account;
pub use contact_list::ContactList;
pub use image::{Image, NewImage};
pub use media::{Media, NewMediaFile, NewMediaLink};
pub use suppression::{HardBounce, NewOptOut, OptOut, SpamComplaint};
