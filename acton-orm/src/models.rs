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
//! Their names are those of one row, so that they differ from the tables' own: in the words of the
//! compiler a name then means one thing.
//!
//! Derive [`Entity`](crate::Entity) on a struct of your own to read fewer columns.

mod account;
mod contact_list;
mod image;
mod media;
mod suppression;

pub use account::AccountInfo;
pub use contact_list::List;
pub use image::{Image, NewImage};
pub use media::{MediaItem, NewMediaFile, NewMediaLink};
pub use suppression::{HardBounce, NewOptOut, OptOut, SpamComplaint};
