//! The calls of a query, for the plan of a commit that makes it.

use super::untyped::Cells;
use crate::plan::{Calls, Request, Terminal};
use crate::{Client, Result};

/// The requests of a query and what they cost.
pub(super) fn planned(client: &Client, query: &Cells) -> Result<(Vec<Request>, Calls)> {
    let plan = query.explain_on(client, Terminal::Load)?;
    Ok((plan.requests(), plan.calls()))
}
