//! What an account holds before anybody calls.

mod blocks;
mod facts;
mod forms;
mod list_seed;
mod logos;
mod messages;
pub(crate) mod names;
mod pages;
mod programs;
mod sample;
mod subscriptions;
mod views;

pub use list_seed::ListSeed;
pub(crate) use sample::sample_account;
