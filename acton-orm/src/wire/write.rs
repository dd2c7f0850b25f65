//! How changes travel: one file for each family of tables that can be written.

mod ack;
mod files;
mod images;
mod media;
mod optouts;
mod rows;

#[cfg(any(test, fuzzing))]
pub(super) use ack::id as new_id;
pub(crate) use images::Images;
pub(crate) use media::Media;
pub(crate) use optouts::OptOuts;
pub(crate) use rows::ListRows;
#[cfg(any(test, fuzzing))]
pub(super) use rows::text as as_text;
