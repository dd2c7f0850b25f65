//! The calls of a query, for the plan of a commit that makes it.

use super::lists;
use super::untyped::Cells;
use crate::plan::{Calls, Read, Request, Terminal};
use crate::schema::{Method, TableRef};
use crate::{Client, Result};

/// The requests of a query and what they cost.
pub(super) fn planned(client: &Client, query: &Cells) -> Result<(Vec<Request>, Calls)> {
    let plan = query.explain_on(client, Terminal::Load)?;
    let table = TableRef::from(query.spec.table);
    let path = table.meta().family.path();
    let is_list = path.contains("{list}");
    let base = Request::get(path);
    let finding = plan.find_list.then(lists::finding);
    let list = lists::known(client, &table);
    let requests: Vec<Request> = match &plan.read {
        Read::Nothing => Vec::new(),
        Read::Get { keys } => {
            let one = match is_list {
                true => Request::get("/api/1/list/{list}/record/{key}"),
                false => Request::to(Method::GET, &format!("{path}/{{key}}")),
            };
            let headings = is_list.then(|| base.clone().param("count", "1"));
            headings
                .into_iter()
                .chain(keys.iter().map(|key| one.clone().with("key", key)))
                .collect()
        }
        Read::Download { .. } => vec![base.param("responseformat", "CSV")],
        Read::Pages { .. } => vec![
            base.param_hole("count", "count")
                .param_hole("offset", "offset"),
        ],
        Read::Lookup { .. } | Read::Whole | Read::Total { .. } => vec![base],
    };
    let requests = requests.into_iter().map(|request| match &list {
        Some(list) => request.with("list", list),
        None => request,
    });
    let requests = finding.into_iter().chain(requests).collect();
    Ok((requests, plan.calls()))
}
