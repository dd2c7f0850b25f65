//! The calls of a query, for the plan of a commit that makes it.

use super::untyped::Cells;
use crate::plan::{Calls, Request, Terminal};
use crate::{Client, Result, exec};

/// The requests of a query and what they cost, maybe with the headings of its list known by then.
pub(super) fn planned(
    client: &Client,
    query: &Cells,
    headings: bool,
) -> Result<(Vec<Request>, Calls)> {
    let plan = exec::plan_after(client, &query.spec, Terminal::Load, headings)?;
    Ok((plan.requests(), plan.calls()))
}
