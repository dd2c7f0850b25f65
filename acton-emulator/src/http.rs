//! Requests in, answers out, without any knowledge of Act-On's operations.

mod answer;
mod call;
pub(crate) mod error;
mod form;
pub(crate) mod page;
pub(crate) mod percent;

pub(crate) use answer::{Answer, Content, Object};
pub(crate) use call::{Call, Upload};
pub(crate) use error::Refusal;
