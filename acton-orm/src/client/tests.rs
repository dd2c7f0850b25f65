//! The client as a whole: against scripted answers with the clock paused, against the emulator, across
//! processes, and against a server that misbehaves byte by byte.

mod bytes;
mod emulated;
mod faults;
mod limits;
mod matrix;
mod processes;
mod proxies;
pub(crate) mod scripted;
mod secrets;
mod server;
