//! Plans, reports and pages for serde, by what their getters say. A request shows no body: it may hold
//! personal data.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::plan::{Calls, Plan, Request};
use crate::session::{ChangeKind, CommitPlan, CommitReport, Entry, Outcome, Step};
use crate::statement::StatementPlan;
use crate::{Error, Page};

/// A struct of what is named, each with the value after it.
macro_rules! serialize {
    ($($type:ty, $name:literal, $this:ident { $($field:literal: $value:expr,)+ })+) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                const FIELDS: &[&str] = &[$($field),+];
                let $this = self;
                let mut map = serializer.serialize_struct($name, FIELDS.len())?;
                $(map.serialize_field($field, &$value)?;)+
                map.end()
            }
        }
    )+};
}

serialize! {
    Calls, "Calls", calls {
        "at_least": calls.at_least(),
        "at_most": calls.at_most(),
    }
    Request, "Request", request {
        "method": request.method().as_str(),
        "path": request.path(),
        "query": request.query().collect::<Vec<_>>(),
        "effect": format!("{:?}", request.effect()).to_lowercase(),
    }
    Plan, "Plan", plan {
        "calls": plan.calls(),
        "requests": plan.requests(),
        "pushed": plan.pushed(),
        "residual": plan.residual(),
    }
    StatementPlan, "StatementPlan", plan {
        "calls": plan.calls(),
        "read": plan.read(),
        "writes": plan.writes(),
    }
    CommitPlan, "CommitPlan", plan {
        "changes": plan.changes(),
        "calls": plan.calls(),
        "steps": plan.steps(),
    }
    Step, "Step", step {
        "step": step.to_string(),
        "calls": step.calls(),
        "requests": step.requests(),
    }
    CommitReport, "CommitReport", report {
        "applied": report.applied(),
        "rejected": report.rejected(),
        "skipped": report.skipped(),
        "unknown": report.unknown(),
        "calls": report.calls(),
        "files": report.files(),
        "entries": report.iter().collect::<Vec<_>>(),
    }
    Entry, "Entry", entry {
        "kind": entry.kind(),
        "table": entry.table(),
        "label": entry.label(),
        "key": entry.key(),
        "replaced": entry.replaced(),
        "outcome": state(entry.outcome()),
        "error": entry.outcome().error(),
        "note": entry.note(),
    }
    Error, "Error", error {
        "kind": format!("{:?}", error.kind()),
        "message": error.to_string(),
        "table": error.table(),
        "key": error.key(),
        "column": error.column(),
        "call": error.call(),
    }
}

/// The outcome in a word.
fn state(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Applied => "applied",
        Outcome::Rejected(_) => "rejected",
        Outcome::Skipped(_) => "skipped",
        Outcome::Unknown(_) => "unknown",
        Outcome::Accepted(_) => "accepted",
    }
}

impl Serialize for ChangeKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<R: Serialize> Serialize for Page<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Page", 5)?;
        map.serialize_field("rows", &self.rows)?;
        map.serialize_field("number", &self.number)?;
        map.serialize_field("size", &self.size)?;
        map.serialize_field("has_next", &self.has_next)?;
        map.serialize_field("total", &self.total)?;
        map.end()
    }
}
