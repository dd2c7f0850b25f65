//! A plan as a tree that a person can read.

use std::fmt;

use super::{Bounds, Calls, Plan, Read, Terminal};
use crate::expr::quoted;
use crate::schema::{Family, ListRef};

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
        write!(f, "{verb} {}: {}", self.table.name, self.calls)?;
        let mut lines = Vec::new();
        self.describe_calls(&mut lines);
        if self.read != Read::Nothing {
            self.describe_rest(&mut lines);
        }
        let last = lines.len().saturating_sub(1);
        for (position, line) in lines.iter().enumerate() {
            let branch = if position == last { "└─" } else { "├─" };
            write!(f, "\n{branch} {line}")?;
        }
        Ok(())
    }
}

impl Plan {
    fn describe_calls(&self, lines: &mut Vec<String>) {
        if self.find_list
            && let Family::Rows(ListRef::Name(name)) = self.table.family
        {
            lines.push(format!(
                "GET /api/1/list?listingtype=contact_list&count=1000 (1 call, then remembered): find the list named '{name}'"
            ));
        }
        let why = self
            .pushed
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" and ");
        let why = if why.is_empty() {
            String::new()
        } else {
            format!(": {why}")
        };
        self.describe_read(&self.read, &why, lines);
    }

    fn describe_read(&self, read: &Read, why: &str, lines: &mut Vec<String>) {
        let path = self.path();
        match read {
            Read::Nothing => lines.push("no call: no row can match".to_owned()),
            Read::Get { keys } => self.describe_get(&path, keys, why, lines),
            Read::Lookup { email, otherwise } => {
                let lookup = path.replacen("/list/", "/list/lookup/", 1);
                lines.push(format!("GET {lookup}?email={email} (1 call){why}"));
                let mut inner = Vec::new();
                self.describe_read(otherwise, "", &mut inner);
                lines.extend(
                    inner
                        .into_iter()
                        .map(|line| format!("where the row found does not match exactly: {line}")),
                );
            }
            Read::Whole => lines.push(format!("GET {path} (1 call){why}")),
            Read::Pages {
                bounds,
                fields,
                dates,
                from,
                most,
            } => {
                let count = most.map_or(1000, |most| most.min(1000));
                let mut query = parameters(bounds, fields.as_deref(), *dates);
                if self.table.family == Family::Lists {
                    query.insert(0, "listingtype=contact_list".to_owned());
                }
                query.push(format!("count={count}"));
                query.push(format!("offset={from}"));
                let own = self.own_calls();
                let each = if own.at_most() == Some(1) {
                    own.to_string()
                } else {
                    format!("{own}, one for each {count} rows")
                };
                lines.push(format!("GET {path}?{} ({each}){why}", query.join("&")));
            }
            Read::Download {
                bounds,
                fields,
                dates,
            } => {
                let mut query = parameters(bounds, fields.as_deref(), *dates);
                query.push("responseformat=CSV".to_owned());
                lines.push(format!(
                    "GET {path}?{} (1 call, all rows){why}",
                    query.join("&")
                ));
            }
            Read::Total { bounds } => {
                let mut query = parameters(bounds, None, false);
                query.push("count=1".to_owned());
                lines.push(format!(
                    "GET {path}?{} (1 call, its totalCount){why}",
                    query.join("&")
                ));
            }
        }
    }

    fn describe_get(&self, path: &str, keys: &[String], why: &str, lines: &mut Vec<String>) {
        let rows = matches!(self.table.family, Family::Rows(_));
        if rows {
            lines.push(format!("GET {path}?count=1 (1 call): its headings"));
        }
        let path = if rows {
            format!("{path}/record")
        } else {
            path.to_owned()
        };
        match keys {
            [key] => lines.push(format!("GET {path}/{key} (1 call){why}")),
            keys => lines.push(format!(
                "GET {path}/{{key}} ({}){why}",
                Calls::exactly(keys.len() as u64)
            )),
        }
    }

    fn path(&self) -> String {
        match self.table.family {
            Family::Rows(ListRef::Id(id)) => self.table.family.path().replace("{list}", id),
            family => family.path().to_owned(),
        }
    }

    /// The calls of the read alone.
    fn own_calls(&self) -> Calls {
        match self.calls.at_most() {
            _ if !self.find_list => self.calls,
            Some(most) => Calls::between(self.calls.at_least() - 1, most - 1),
            None => Calls::at_least_so_many(self.calls.at_least() - 1),
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
        let counted = matches!(self.read, Read::Total { .. });
        let told = matches!(&self.read, Read::Pages { most: Some(_), .. });
        if let Some(limit) = self.limit
            && !told
            && !counted
        {
            lines.push(format!("stop after {limit}"));
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

fn parameters(bounds: &Bounds, fields: Option<&[&str]>, dates: bool) -> Vec<String> {
    let mut query: Vec<String> = bounds
        .0
        .iter()
        .map(|(name, millis)| format!("{name}={millis}"))
        .collect();
    if let Some(fields) = fields {
        query.push(format!("fields={}", fields.join(";")));
    }
    if dates {
        query.push("datequalifiers=true".to_owned());
    }
    query
}
