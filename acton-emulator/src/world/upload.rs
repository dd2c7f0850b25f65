//! Reading `uploadspecs` and `mergespecs` (A§7.4, A§7.6).

use serde_json::Value;

use serde::{Deserialize, Serialize};

use super::Column;
use crate::http::Refusal;
use crate::http::error::{INVALID_COLUMN_TYPE, INVALID_MERGE_LIST, MERGE_COLUMN_MISSING};
use crate::usage::{EMAIL, USAGES};

/// One column of an uploaded file.
#[derive(Clone, Debug)]
pub(crate) struct Spec {
    pub(crate) index: usize,
    pub(crate) column: Column,
    pub(crate) ignored: bool,
}

/// Reads `uploadspecs`, ordered by file index.
pub(crate) fn specs(text: &str) -> Result<Vec<Spec>, Refusal> {
    let Ok(Value::Array(items)) = serde_json::from_str(text) else {
        return Err(Refusal::bad_request("uploadspecs is not a JSON array"));
    };
    let mut specs = items.iter().map(spec).collect::<Result<Vec<_>, _>>()?;
    specs.sort_by_key(|spec| spec.index);
    let is_email = |spec: &&Spec| !spec.ignored && spec.column.usage.as_deref() == Some(EMAIL);
    if specs.iter().filter(is_email).count() != 1 {
        // That it fails is published, how is inferred.
        return Err(Refusal::api(
            400,
            10086,
            "Upload specs must have exactly one EMAIL column.",
        ));
    }
    Ok(specs)
}

fn spec(item: &Value) -> Result<Spec, Refusal> {
    let heading = item.get("columnHeading").and_then(Value::as_str);
    let heading = heading.ok_or_else(|| Refusal::missing("columnHeading"))?;
    let index = number(item.get("columnIndex")).ok_or_else(|| Refusal::missing("columnIndex"))?;
    let usage = match item.get("columnType") {
        None | Some(Value::Null) => None,
        Some(Value::String(usage)) if USAGES.contains(&usage.as_str()) => Some(usage.as_str()),
        // Empty is as wrong as unknown.
        Some(_) => return Err(INVALID_COLUMN_TYPE),
    };
    Ok(Spec {
        index,
        column: Column::new(heading, usage),
        ignored: item.get("ignoreColumn").and_then(Value::as_str) == Some("Y"),
    })
}

/// A number or a numeric string: both appear (A§7.6).
fn number(value: Option<&Value>) -> Option<usize> {
    match value? {
        Value::Number(number) => usize::try_from(number.as_u64()?).ok(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// How rows meet rows already there.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) enum MergeMode {
    Append,
    AppendNoDuplicates,
    Upsert,
    UpdateOnly,
    Replace,
}

/// What `mergespecs` says.
#[derive(Clone, Debug)]
pub(crate) struct MergeSpec {
    pub(crate) list: String,
    pub(crate) mode: MergeMode,
    pub(crate) key: Option<String>,
}

/// Reads `mergespecs`: an array of one object.
pub(crate) fn merge_spec(text: &str) -> Result<MergeSpec, Refusal> {
    let value: Value = serde_json::from_str(text)
        .map_err(|_| Refusal::bad_request("mergespecs is not a JSON array"))?;
    // The documents say "an array of one object"; the bare object is tolerated (inferred).
    let spec = value.get(0).unwrap_or(&value);
    let text_of = |key: &str| spec.get(key).and_then(Value::as_str);
    let mode = match text_of("mergeMode") {
        Some("APPEND") => MergeMode::Append,
        Some("APPEND_NO_DUPLICATES") => MergeMode::AppendNoDuplicates,
        Some("UPSERT") => MergeMode::Upsert,
        Some("UPDATE_ONLY") => MergeMode::UpdateOnly,
        Some("REPLACE") => MergeMode::Replace,
        Some(_) => return Err(Refusal::bad_request("mergespecs has an unknown mergeMode")),
        None => return Err(Refusal::missing("mergeMode")),
    };
    let wants_segment = match spec.get("createSegment") {
        Some(Value::String(text)) => text == "1",
        Some(Value::Number(number)) => number.as_u64() == Some(1),
        _ => false,
    };
    if wants_segment {
        return Err(Refusal::not_modelled("createSegment in mergespecs"));
    }
    if spec
        .get("columnMap")
        .is_some_and(|map| map.as_array().is_none_or(|map| !map.is_empty()))
    {
        return Err(Refusal::bad_request("columnMap must be an empty array"));
    }
    Ok(MergeSpec {
        list: text_of("dstListId").ok_or(INVALID_MERGE_LIST)?.to_owned(),
        mode,
        key: text_of("mergeKeyHeading")
            .filter(|key| !key.is_empty())
            .map(str::to_owned),
    })
}

/// Pairs the file's columns with the list's: (file index, list column).
///
/// File and list must agree in headings and positions (A§7.4). Which error says so is inferred.
pub(crate) fn align(
    specs: &[Spec],
    heading_row: Option<&[String]>,
    columns: &[Column],
) -> Result<Vec<(usize, usize)>, Refusal> {
    let mut pairs = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let spec = specs
            .iter()
            .find(|spec| spec.column.heading == column.heading);
        let spec = spec.ok_or(MERGE_COLUMN_MISSING)?;
        if spec.index != at {
            return Err(MERGE_COLUMN_MISSING);
        }
        if let Some(row) = heading_row
            && row.get(at) != Some(&column.heading)
        {
            return Err(MERGE_COLUMN_MISSING);
        }
        if !spec.ignored {
            pairs.push((spec.index, at));
        }
    }
    if specs
        .iter()
        .any(|spec| !spec.ignored && spec.index >= columns.len())
    {
        return Err(MERGE_COLUMN_MISSING);
    }
    Ok(pairs)
}
