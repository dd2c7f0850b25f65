//! A report as a table that a person can read.

use std::fmt;

use super::CommitReport;
use crate::one_line::one_line;
use crate::session::plan::counted;

impl fmt::Display for CommitReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", counted(self.len() as u64, "change"))?;
        let counts = [
            (self.applied(), "applied"),
            (self.rejected(), "rejected"),
            (self.skipped(), "skipped"),
            (self.unknown(), "unknown"),
        ];
        let mut before = ": ";
        for (count, outcome) in counts.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, "{before}{count} {outcome}")?;
            before = ", ";
        }
        write!(f, "; {}", counted(self.calls, "call"))?;
        let rows: Vec<[String; 3]> = self
            .iter()
            .map(|entry| {
                let row = match (entry.replaced(), entry.key()) {
                    (Some(old), Some(new)) => format!("{old} -> {new}"),
                    (None, Some(key)) if key != entry.label() => {
                        format!("{} {key}", entry.label()).trim_start().to_owned()
                    }
                    _ => entry.label().to_owned(),
                };
                let shown = [entry.table(), &row].map(|text| one_line(text).into_owned());
                let [table, row] = shown;
                [entry.kind().to_string(), table, row]
            })
            .collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
        let (tables, labels) = (width(1).unwrap_or(0), width(2).unwrap_or(0));
        for ([kind, table, row], entry) in rows.iter().zip(self) {
            write!(
                f,
                "\n  {kind}  {table:tables$}  {row:labels$}  {}",
                entry.outcome()
            )?;
            if let Some(note) = entry.note() {
                write!(f, " ({})", one_line(note))?;
            }
        }
        Ok(())
    }
}
