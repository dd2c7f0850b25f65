//! What nearly every program that uses this crate names: `use acton_orm::prelude::*;`.
//!
//! ```
//! use acton_orm::prelude::*;
//!
//! #[derive(Entity)]
//! #[acton(table = "Images")]
//! struct Image { id: String, name: String }
//!
//! let pictures = Image::query().filter(images::name.ends_with(".png"));
//! # drop(pictures);
//! ```

pub use crate::{
    Client, DateTime, Entity, Insertable, Keyed, Mismatch, RecordId, Shape, Upload, Utc,
};
