//! Runs a plan: fetches, checks the residual, sorts, decodes.

mod again;
mod allowance;
mod begin;
mod download;
mod flight;
mod ignore_case;
mod keep;
mod like;
mod page;
mod pages;
mod read;
mod related;
mod residual;
mod rows;
mod run;
mod set;
mod sort;
mod terminal;

pub use page::Page;
#[cfg(test)]
pub(crate) use residual::Residual;
pub use rows::Rows;
pub(crate) use run::plan_after;
pub use terminal::Reading;
