//! Rows as CSV or JSON lines.

use std::io::Write;

use acton_orm::{DynRow, Value};
use anyhow::Result;
use clap::ValueEnum;

/// How rows are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A heading row, then a row each; an empty cell is empty.
    Csv,
    /// A JSON object a line; an empty cell is null.
    Jsonl,
}

/// Writes row after row, keeping none.
pub(crate) enum Writer {
    Csv {
        csv: Box<csv::Writer<Box<dyn Write>>>,
        begun: bool,
    },
    Jsonl(Box<dyn Write>),
}

impl Writer {
    pub(crate) fn new(format: Format, sink: Box<dyn Write>) -> Self {
        match format {
            Format::Csv => Self::Csv {
                csv: Box::new(csv::Writer::from_writer(sink)),
                begun: false,
            },
            Format::Jsonl => Self::Jsonl(sink),
        }
    }

    pub(crate) fn row(&mut self, row: &DynRow) -> Result<()> {
        match self {
            Self::Csv { csv, begun } => {
                if !std::mem::replace(begun, true) {
                    csv.write_record(row.iter().map(|(name, _)| name))?;
                }
                csv.write_record(row.iter().map(|(_, value)| cell(value)))?;
            }
            Self::Jsonl(sink) => {
                serde_json::to_writer(&mut *sink, row)?;
                sink.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> Result<()> {
        match self {
            Self::Csv { mut csv, .. } => csv.flush()?,
            Self::Jsonl(mut sink) => sink.flush()?,
        }
        Ok(())
    }
}

/// A value as a cell: text as it is, no quotes of SQL.
fn cell(value: &Value<'_>) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Texts(texts) => texts.join(";"),
        other => other.to_string(),
    }
}
