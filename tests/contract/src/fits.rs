//! Whether what went over the wire fits the contract.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::exchange::{Exchange, Part};
use crate::fields::{Answer, Fields, Parameter};

/// The operation that a call is of: of those that match, the one with the most fixed words.
pub fn operation<'a>(contract: &'a [Fields], exchange: &Exchange) -> Option<&'a Fields> {
    let segments = exchange.segments();
    let fixed = |fields: &Fields| fields.path.split('/').filter(|one| !is_hole(one)).count();
    let same = contract
        .iter()
        .filter(|fields| fields.method == exchange.method && holes(fields, &segments).is_some());
    same.max_by_key(|fields| fixed(fields))
}

fn is_hole(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

/// What stands in the holes of the path, where it is that path.
fn holes(fields: &Fields, segments: &[String]) -> Option<Vec<Part>> {
    let wanted: Vec<&str> = fields.path.split('/').skip(1).collect();
    if wanted.len() != segments.len() {
        return None;
    }
    let mut parts = Vec::new();
    for (wanted, is) in wanted.into_iter().zip(segments) {
        match is_hole(wanted) {
            true => parts.push(Part {
                name: wanted.trim_matches(['{', '}']).to_owned(),
                file: false,
                text: is.clone(),
            }),
            false if wanted == is => {}
            false => return None,
        }
    }
    Some(parts)
}

/// What of the answer's contract was met, or what is wrong with the answer.
///
/// # Errors
/// What it differs in from the form of that status which it is nearest to.
pub fn answer<'a>(
    forms: impl Iterator<Item = &'a Answer>,
    exchange: &Exchange,
) -> Result<(&'a str, BTreeSet<String>), String> {
    let mut nearest: Option<BTreeSet<String>> = None;
    let mut said = BTreeSet::new();
    for form in forms {
        said.insert(form.label.clone());
        if form.status != exchange.status {
            continue;
        }
        match one(form, &exchange.answer) {
            Ok(seen) => return Ok((&form.label, seen)),
            Err(wrong) if nearest.as_ref().is_none_or(|now| wrong.len() < now.len()) => {
                nearest = Some(wrong);
            }
            Err(_) => {}
        }
    }
    let text = String::from_utf8_lossy(&exchange.answer);
    let start: String = text.chars().take(200).collect();
    Err(match nearest {
        Some(wrong) => wrong.into_iter().collect::<Vec<_>>().join("\n  "),
        None => format!(
            "it answered {} {start}; the contract says {}",
            exchange.status,
            said.into_iter().collect::<Vec<_>>().join(", ")
        ),
    })
}

fn one(form: &Answer, bytes: &[u8]) -> Result<BTreeSet<String>, BTreeSet<String>> {
    let whole = |fits: bool, what: &str| match fits {
        true => Ok(BTreeSet::from([String::new()])),
        false => Err(BTreeSet::from([format!("the contract says {what}")])),
    };
    let text = String::from_utf8_lossy(bytes);
    match form.form.as_str() {
        "any" => whole(true, ""),
        "csv" => {
            let mut rows = csv::Reader::from_reader(bytes);
            whole(
                !text.starts_with(['{', '[']) && rows.records().all(|row| row.is_ok()),
                "CSV",
            )
        }
        "html" => whole(text.trim_start().starts_with('<'), "HTML"),
        "text" => whole(true, ""),
        "none" | "redirect" => whole(bytes.is_empty(), "no body"),
        _ => match serde_json::from_slice::<Value>(bytes) {
            Err(error) => whole(false, &format!("JSON, which it is not: {error}")),
            Ok(value) => {
                let found = form.shape.check(&value);
                match found.wrong.is_empty() {
                    true => Ok(found.seen),
                    false => Err(found.wrong),
                }
            }
        },
    }
}

/// What of the request is not as the contract says.
pub fn request(fields: &Fields, exchange: &Exchange) -> Vec<String> {
    let mut wrong = Vec::new();
    let encoding = exchange.encoding();
    if !fields.encodings.iter().any(|one| one == encoding) {
        let said = fields.encodings.join("/");
        wrong.push(format!(
            "the contract says the body is {said}, not {encoding}"
        ));
    }
    let held = holes(fields, &exchange.segments()).unwrap_or_default();
    let (files, body) = exchange.parts().into_iter().partition(|part| part.file);
    for (place, parts) in [
        ("path", held),
        ("query", exchange.queried()),
        ("body", body),
        ("file", files),
    ] {
        let known = || fields.parameters.iter().filter(|one| one.place == place);
        for parameter in known() {
            wrong.extend(parameter_of(parameter, &parts));
        }
        let unknown = |part: &&Part| !known().any(|one| named(one, part));
        for part in parts.iter().filter(unknown) {
            let (name, text) = (&part.name, short(&part.text));
            wrong.push(format!(
                "{place} `{name}`: the contract says not there: {text}"
            ));
        }
    }
    if encoding == "json" {
        match serde_json::from_slice::<Value>(&exchange.body) {
            Err(error) => wrong.push(format!("its body is not JSON: {error}")),
            Ok(value) => wrong.extend(fields.json.check(&value).wrong),
        }
    }
    wrong
}

fn named(parameter: &Parameter, part: &Part) -> bool {
    let is_file = parameter.place == "file" && parameter.any_case;
    parameter.name == part.name || is_file && parameter.name.eq_ignore_ascii_case(&part.name)
}

fn parameter_of(parameter: &Parameter, parts: &[Part]) -> Vec<String> {
    let (place, name) = (&parameter.place, &parameter.name);
    let of: Vec<&Part> = parts.iter().filter(|part| named(parameter, part)).collect();
    let mut wrong = Vec::new();
    if of.is_empty() && parameter.needed {
        wrong.push(format!(
            "{place} `{name}`: the contract says it has to be there"
        ));
    }
    if of.len() > 1 && !parameter.many {
        wrong.push(format!(
            "{place} `{name}`: the contract says once, not {} times",
            of.len()
        ));
    }
    for part in of.into_iter().filter(|_| !parameter.kinds.is_empty()) {
        let fits = parameter
            .kinds
            .iter()
            .any(|kind| kind.takes(&part.text, parameter.any_case));
        if !fits {
            let said: Vec<String> = parameter.kinds.iter().map(ToString::to_string).collect();
            let (said, text) = (said.join("|"), short(&part.text));
            wrong.push(format!(
                "{place} `{name}`: the contract says {said}, not {text:?}"
            ));
        }
    }
    wrong
}

fn short(text: &str) -> String {
    text.chars().take(80).collect()
}
