//! A commit plan as a tree that a person can read.

use std::fmt;

use super::{Action, CommitPlan, Step};
use crate::one_line::one_line;
use crate::plan::{Calls, Planned, Request};

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
        let mut left = self.steps.as_slice();
        while let Some(first) = left.first() {
            let alike = match f.alternate() {
                true => 1,
                false => left.iter().take_while(|step| is_like(first, step)).count(),
            };
            let (these, rest) = left.split_at(if alike > MANY { alike } else { 1 });
            left = rest;
            let (branch, below) = if rest.is_empty() {
                ("└─", "   ")
            } else {
                ("├─", "│  ")
            };
            if these.len() > 1 {
                write!(f, "\n{branch} {}", summary(first, these))?;
                for call in &first.calls {
                    let line = called(call, &call.request.template(), these.len());
                    write!(f, "\n{below}{line}")?;
                }
            } else {
                write!(f, "\n{branch} {first}")?;
                if f.alternate() {
                    for call in &first.calls {
                        let line = called(call, &call.request.to_string(), 1);
                        write!(f, "\n{below}{line}")?;
                    }
                    continue;
                }
                for call in Grouped(&first.calls) {
                    write!(f, "\n{below}{call}")?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&one_line(&self.title))
    }
}

/// So many steps of one kind are still shown one by one.
const MANY: usize = 5;

/// Whether two steps differ only in their rows.
fn is_like(a: &Step, b: &Step) -> bool {
    let alike = |(a, b): (&Planned, &Planned)| {
        a.why == b.why && a.request.template() == b.request.template()
    };
    a.action == b.action
        && a.table == b.table
        && a.changes.len() == b.changes.len()
        && a.calls.len() == b.calls.len()
        && a.calls.iter().zip(&b.calls).all(alike)
}

/// Steps that differ only in their rows, as one.
fn summary(first: &Step, these: &[Step]) -> String {
    let rows = these.iter().map(|step| step.changes.len() as u64).sum();
    let price = these.iter().map(Step::calls);
    match first.action {
        Action::Write(verb) => format!(
            "{verb} {}: {}, {}",
            first.table,
            counted(rows, "row"),
            price.fold(Calls::exactly(0), Calls::plus)
        ),
        _ => format!("{first} (and {} like it)", these.len() - 1),
    }
}

/// A call, made so often.
fn called(call: &Planned, line: &str, times: usize) -> String {
    let noun = if call.request.is_api() {
        "calls"
    } else {
        "files, no call"
    };
    let times = match (times, call.request.is_api()) {
        (1, true) => String::new(),
        (1, false) => " (a file, no call)".to_owned(),
        (times, _) => format!(" ({times} {noun})"),
    };
    let why = call.why.map(|why| format!(": {why}")).unwrap_or_default();
    format!("{line}{times}{why}")
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
        let line = match times {
            1 => shown(&first.request),
            _ => template,
        };
        Some(called(first, &line, times))
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
