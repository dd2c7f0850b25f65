//! A plan as a tree that a person can read. Each line of a call is the request that will be sent.

use std::fmt;

use super::related::{MOST, Related, Way};
use super::{Calls, Plan, Read, Request, Terminal, list_to_find};
use crate::expr::quoted;
use crate::one_line::one_line;

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match self.terminal {
            Terminal::Load => "load from",
            Terminal::First => "first of",
            Terminal::One => "one of",
            Terminal::Count => "count",
            Terminal::Exists => "any in",
            Terminal::Stream => "stream",
            Terminal::Page { .. } => "page of",
        };
        let table = self.table.to_string();
        write!(f, "{verb} {}: {}", one_line(&table), self.calls())?;
        self.write_tree(f, "")
    }
}

impl Plan {
    /// Its lines, and below them the plans of the rows that belong to its rows.
    fn write_tree(&self, f: &mut fmt::Formatter<'_>, indent: &str) -> fmt::Result {
        let lines = self.lines();
        let last = (lines.len() + self.related.len()).saturating_sub(1);
        let branch = |position| if position == last { "└─" } else { "├─" };
        for (position, line) in lines.iter().enumerate() {
            write!(f, "\n{indent}{} {}", branch(position), one_line(line))?;
        }
        for (position, related) in (lines.len()..).zip(&self.related) {
            let line = related.to_string();
            write!(f, "\n{indent}{} {}", branch(position), one_line(&line))?;
            let below = if position == last { "   " } else { "│  " };
            let below = format!("{indent}{below}");
            for request in related.by_key.iter().flat_map(Read::all) {
                write!(
                    f,
                    "\n{below}├─ {} (1 call each)",
                    one_line(&request.to_string())
                )?;
            }
            related.plan.write_tree(f, &below)?;
        }
        Ok(())
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        self.describe_calls(&mut lines);
        if !matches!(self.read, Read::Nothing) {
            self.describe_rest(&mut lines);
        }
        lines
    }
}

impl fmt::Display for Related {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, table, calls) = (self.name, &self.plan.table, self.plan.calls);
        match &self.way {
            Way::Each(columns) => {
                let columns: Vec<_> = columns.iter().map(|name| quoted(name)).collect();
                match columns.is_empty() {
                    true => write!(f, "{name} from {table}: {calls}"),
                    false => write!(
                        f,
                        "{name} from {table}, for each {}: {calls}",
                        columns.join(", ")
                    ),
                }
            }
            Way::Together(key, column) => write!(
                f,
                "{name} from {table}, where {} is a {} of these rows: by key or all of them, in the fewer calls",
                quoted(key),
                quoted(column)
            ),
        }
    }
}

impl Plan {
    fn describe_calls(&self, lines: &mut Vec<String>) {
        if let Some(find) = &self.find {
            let name = list_to_find(&self.table).unwrap_or_default();
            lines.push(format!(
                "{find} (1 call for each 1000 lists, then remembered): find the list named '{name}'"
            ));
        }
        let why: Vec<String> = self.pushed.iter().map(ToString::to_string).collect();
        let why = match why.as_slice() {
            [] => String::new(),
            why => format!(": {}", why.join(" and ")),
        };
        self.describe_read(&self.read, &why, lines);
    }

    fn describe_read(&self, read: &Read, why: &str, lines: &mut Vec<String>) {
        match read {
            Read::Nothing => lines.push("no call: no row can match".to_owned()),
            Read::Calls(calls) => {
                for (position, call) in calls.iter().enumerate() {
                    let only = if position > 0 && self.wanted().is_some() {
                        ", unless enough rows have come"
                    } else {
                        ""
                    };
                    lines.push(format!("{} (1 call{only}){why}", call.request));
                }
            }
            Read::Keys { headings, calls } => {
                if let Some(headings) = headings {
                    lines.push(format!(
                        "{headings} (1 call, then remembered): its headings"
                    ));
                }
                for (shown, calls) in alike(calls.iter().map(|call| &call.request)) {
                    let sure = calls.min(self.wanted().unwrap_or(u64::MAX));
                    let price = Calls::between(sure, calls);
                    lines.push(format!("{shown} ({price}){why}"));
                }
            }
            Read::LookUp { call, otherwise } => {
                lines.push(format!("{} (1 call){why}", call.request));
                let mut inner = Vec::new();
                self.describe_read(otherwise, "", &mut inner);
                lines.extend(
                    inner
                        .into_iter()
                        .map(|line| format!("where the row found does not match exactly: {line}")),
                );
            }
            Read::Pages(pages) => {
                let own = self.own_calls();
                let each = if own.at_most() == Some(1) {
                    own.to_string()
                } else {
                    format!("{own}, one for each {} rows", pages.size)
                };
                lines.push(format!("{} ({each}){why}", pages.shown()));
            }
            Read::Runs(runs) => {
                for (position, pages) in runs.iter().enumerate() {
                    let (shown, size) = (pages.shown(), pages.size);
                    let price = match position > 0 && self.wanted().is_some() {
                        true => {
                            format!("1 call for each {size} rows, unless enough rows have come")
                        }
                        false => format!("at least 1 call, one for each {size} rows"),
                    };
                    lines.push(format!("{shown} ({price}){why}"));
                }
            }
            Read::Download(call) => {
                lines.push(format!("{} (1 call, all rows){why}", call.request));
            }
            Read::Each { keys, call } => {
                keys.describe_read(&keys.read, ": the rows of the list", lines);
                let most = match self.max_calls {
                    Some(_) => String::new(),
                    None => format!("; more than {MOST} only where `max_calls` says so"),
                };
                lines.push(format!("{} (1 call for each row{most}){why}", call.request));
            }
            Read::Total(calls) => {
                for call in calls {
                    lines.push(format!("{} (1 call, its totalCount){why}", call.request));
                }
            }
        }
    }

    /// The calls without the one that finds the list.
    pub(super) fn own_calls(&self) -> Calls {
        match (&self.find, &self.read) {
            (None, _) => self.calls,
            (Some(_), Read::Pages(pages)) => match pages.most {
                Some(most) if most <= pages.size => Calls::exactly(1),
                Some(most) => Calls::between(1, most.div_ceil(pages.size)),
                None => Calls::at_least_so_many(self.calls.at_least() - 1),
            },
            (Some(_), _) => Calls::at_least_so_many(self.calls.at_least() - 1),
        }
    }

    fn describe_rest(&self, lines: &mut Vec<String>) {
        if let Some(residual) = &self.residual {
            lines.push(format!("keep where {residual}"));
        }
        if self.distinct {
            lines.push("keep each row once".to_owned());
        }
        if !self.order.is_empty() {
            let keys: Vec<String> = self.order.iter().map(ToString::to_string).collect();
            lines.push(format!("sort by {}", keys.join(", ")));
        }
        if self.offset > 0 {
            lines.push(format!("leave out the first {}", self.offset));
        }
        let counted = matches!(self.read, Read::Total(_));
        let told = matches!(&self.read, Read::Pages(pages) if pages.most.is_some());
        if let Some(limit) = self.limit
            && !told
            && !counted
            && self.max_rows.is_none()
        {
            lines.push(format!("stop after {limit}"));
        }
        if let Some(most) = self.max_rows {
            lines.push(format!("more than {most} rows are an error: MaxRows"));
        }
        match self.terminal {
            Terminal::Count | Terminal::Exists => {}
            _ => {
                let names: Vec<String> = self.columns[..self.selected]
                    .iter()
                    .map(|column| quoted(column.meta().name))
                    .collect();
                if !names.is_empty() {
                    lines.push(format!("read {}", names.join(", ")));
                }
            }
        }
    }
}

/// Neighbours that differ only in what fills their holes, as one request, and how many they are.
pub(crate) fn alike<'r>(requests: impl Iterator<Item = &'r Request>) -> Vec<(Request, u64)> {
    let mut lines: Vec<(Request, u64)> = Vec::new();
    for request in requests {
        let merged = lines.last().and_then(|(known, _)| known.alike(request));
        match (merged, lines.last_mut()) {
            (Some(both), Some((known, calls))) => {
                *known = both;
                *calls += 1;
            }
            _ => lines.push((request.clone(), 1)),
        }
    }
    lines
}
