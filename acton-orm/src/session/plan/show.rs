//! A commit plan as a tree that a person can read.

use std::fmt;

use super::{CommitPlan, Step};
use crate::plan::{Planned, Request};

impl fmt::Display for CommitPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.steps.is_empty() {
            return f.write_str("commit: nothing has changed, no call");
        }
        write!(
            f,
            "commit: {}, {}",
            counted(self.changes() as u64, "change"),
            self.calls()
        )?;
        let last = self.steps.len() - 1;
        for (position, step) in self.steps.iter().enumerate() {
            let (branch, below) = if position == last {
                ("└─", "   ")
            } else {
                ("├─", "│  ")
            };
            write!(f, "\n{branch} {}", step.title)?;
            for call in Grouped(&step.calls) {
                write!(f, "\n{below}{call}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)
    }
}

/// Calls that differ only in what fills their holes in one line.
struct Grouped<'a>(&'a [Planned]);

impl Iterator for Grouped<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let first = self.0.first()?;
        let template = first.request.template();
        let same = |call: &&Planned| {
            call.why == first.why
                && call.if_needed == first.if_needed
                && call.request.template() == template
        };
        let times = self.0.iter().take_while(same).count();
        self.0 = &self.0[times..];
        let mut line = match times {
            1 => shown(&first.request),
            _ => format!("{template} ({times} calls)"),
        };
        if !first.request.is_api() {
            line.push_str(" (a file, no call)");
        }
        if let Some(why) = first.why {
            line.push_str(&format!(": {why}"));
        }
        Some(line)
    }
}

/// A request, but for keys of which there are very many.
fn shown(request: &Request) -> String {
    const FEW: usize = 3;
    let mut line = request.to_string();
    for (_, value) in request.query() {
        let keys: Vec<&str> = value.split(',').collect();
        if let ([first, .., last], true) = (keys.as_slice(), keys.len() > FEW) {
            let short = format!("{first},..,{last} ({} ids)", keys.len());
            line = line.replace(&value, &short);
        }
    }
    line
}

pub(in crate::session) fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
