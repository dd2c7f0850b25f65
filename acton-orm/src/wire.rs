//! Act-On's wire: one decoder for each shape of an answer, one file for each family of writable
//! tables. Only here are JSON shapes, form fields and CSV known.

mod answer;
pub(crate) mod answers;
mod array;
mod at;
mod cell;
mod date;
mod decode;
#[cfg(any(test, fuzzing))]
pub(crate) mod entry;
mod envelope;
pub(crate) mod launch;
mod listing;
mod members;
mod object;
mod rows;
#[cfg(test)]
mod tests;
mod text;
mod time;
pub(crate) mod write;

pub(crate) use answer::{Decoder, Told};
pub(crate) use decode::Wanted;
pub(crate) use listing::{ListedList, headings, listing};
