//! A commit plan as a tree that a person can read.

use std::fmt;

use super::{CommitPlan, Step};
use crate::wire::write::PlannedCall;

impl fmt::Display for CommitPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.steps.is_empty() {
            return f.write_str("commit: nothing has changed, no call");
        }
        let most = if self.in_doubt > 0 { "at most " } else { "" };
        write!(
            f,
            "commit: {}, {most}{}",
            counted(self.changes() as u64, "change"),
            counted(self.calls(), "call")
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

/// Equal calls in one line.
struct Grouped<'a>(&'a [PlannedCall]);

impl Iterator for Grouped<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let first = self.0.first()?;
        let times = self.0.iter().take_while(|call| *call == first).count();
        self.0 = &self.0[times..];
        let mut line = format!("{} {}", first.method, first.path);
        if times > 1 {
            line.push_str(&format!(" ({times} calls)"));
        }
        if let Some(why) = first.why {
            line.push_str(&format!(": {why}"));
        }
        Some(line)
    }
}

pub(in crate::session) fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
