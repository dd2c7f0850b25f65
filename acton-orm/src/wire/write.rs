//! How changes travel: one file for each family of tables that can be written.

pub(super) mod ack;
mod files;
mod images;
mod media;
mod messages;
mod optouts;
mod rows;

pub(crate) use images::Images;
pub(crate) use media::Media;
pub(crate) use messages::Messages;
pub(crate) use optouts::OptOuts;
pub(crate) use rows::ListRows;
