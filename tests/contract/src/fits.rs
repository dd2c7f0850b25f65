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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::read;

    const CONTRACT: &str = "\
PUT /list/{id}
request form/multipart (portal, strong)
  path id l-*
  query email text needed
  body mode A|B
  file file
answer 200 (portal, strong)
  id text
answer 200 (portal, weak)
  jobId digits
error 400 10004 (published document)

PUT /list/optin
request none (portal, strong)
answer 200 csv (portal, good)
";

    fn put(path: &str, query: &str, body: &str, answer: &str) -> Exchange {
        Exchange {
            method: "PUT".into(),
            path: path.into(),
            query: query.into(),
            content_type: "application/x-www-form-urlencoded".into(),
            body: body.into(),
            status: 200,
            answer: answer.into(),
        }
    }

    #[test]
    fn of_paths_that_match_the_one_with_fixed_words_is_it() {
        let contract = read(CONTRACT, "here");
        let of = |path| operation(&contract, &put(path, "", "", "")).map(Fields::call);
        assert_eq!(of("/list/optin").as_deref(), Some("PUT /list/optin"));
        assert_eq!(of("/list/l-1/").as_deref(), Some("PUT /list/{}"));
        assert_eq!(of("/list/l-1/more"), None);
    }

    #[test]
    fn a_request_is_told_what_is_missing_unknown_and_not_allowed() {
        let fields = &read(CONTRACT, "here")[0];
        assert_eq!(
            request(fields, &put("/list/l-1", "email=a", "mode=A", "")),
            [""; 0]
        );
        let wrong = request(fields, &put("/list/1", "e=a", "mode=C&mode=A", ""));
        assert_eq!(
            wrong,
            [
                "path `id`: the contract says l-*, not \"1\"",
                "query `email`: the contract says it has to be there",
                "query `e`: the contract says not there: a",
                "body `mode`: the contract says once, not 2 times",
                "body `mode`: the contract says \"A\"|\"B\", not \"C\"",
            ]
        );
        let json = Exchange {
            content_type: "application/json".into(),
            ..put("/list/l-1", "email=a", "{}", "")
        };
        assert_eq!(
            request(fields, &json),
            ["the contract says the body is form/multipart, not json"]
        );
    }

    #[test]
    fn an_answer_fits_one_of_the_forms_of_its_status() {
        let fields = &read(CONTRACT, "here")[0];
        let of = |status, text: &str| {
            let exchange = Exchange {
                status,
                ..put("/list/l-1", "", "", text)
            };
            answer(fields.answers.iter(), &exchange).map(|(label, _)| label.to_owned())
        };
        assert_eq!(of(200, r#"{"jobId":"1"}"#).unwrap(), "200 #2");
        assert_eq!(
            of(400, r#"{"errorCode":10004,"message":""}"#).unwrap(),
            "400 10004"
        );
        let wrong = of(200, r#"{"id":1}"#).unwrap_err();
        assert_eq!(wrong, "`id`: the contract says text, not 1");
        let wrong = of(500, "gone").unwrap_err();
        assert_eq!(
            wrong,
            "it answered 500 gone; the contract says 200, 200 #2, 400 10004"
        );
    }
}
