//! Act-On's wire: how a planned read becomes requests and a response becomes rows, and
//! how changes travel. Only here are JSON shapes, form fields and CSV known.

mod cell;
mod decode;
mod envelope;
mod object;
mod reader;
mod rows;
mod text;
mod time;
pub(crate) mod write;

pub(crate) use reader::{Piece, Reader};
pub(crate) use rows::find::list_id;
