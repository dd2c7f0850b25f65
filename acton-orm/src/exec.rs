//! Runs a plan: fetches, checks the residual, sorts, decodes.

mod keep;
mod like;
mod page;
mod residual;
mod run;
mod sort;
mod terminal;

pub use page::Page;
