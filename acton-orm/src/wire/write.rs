//! How changes travel: one file for each family of tables that can be written.

pub(super) mod ack;
mod blocks;
mod files;
mod images;
mod logos;
mod media;
mod messages;
mod optouts;
mod pages;
mod rows;

#[cfg(any(test, fuzzing))]
pub(super) use ack::id as new_id;
pub(crate) use blocks::Blocks;
pub(crate) use images::Images;
pub(crate) use logos::Logos;
pub(crate) use media::Media;
pub(crate) use messages::Messages;
pub(crate) use optouts::OptOuts;
pub(crate) use pages::Pages;
pub(crate) use rows::ListRows;
#[cfg(any(test, fuzzing))]
pub(super) use rows::text as as_text;
