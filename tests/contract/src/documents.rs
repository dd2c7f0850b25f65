//! Act-On's own OpenAPI documents, where they are at hand: what they say of a request and an answer.

use std::collections::BTreeSet;
use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::exchange::Exchange;
use crate::{call, root};

/// One operation of a document.
#[derive(Debug, Clone)]
pub struct Documented {
    /// Method and path in the form that is the same for all placeholders.
    pub call: String,
    says: Value,
}

/// A difference to a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// Where, as `200 result[].id`, `query count`, `body encoding`.
    pub place: String,
    /// What the document says, and what is.
    pub what: String,
}

/// The operations of the documents in the folder that `ACTON_OPENAPI` names, or beside the checkout.
///
/// # Panics
/// Where a document is not JSON.
pub fn documents() -> Option<Vec<Documented>> {
    let folder = match std::env::var_os("ACTON_OPENAPI") {
        Some(folder) => PathBuf::from(folder),
        None => root().join("../shared/acton-api/openapi"),
    };
    let mut all = Vec::new();
    for file in fs::read_dir(folder).ok()? {
        let text = fs::read_to_string(file.ok()?.path()).ok()?;
        let document: Value = serde_json::from_str(&text).expect("a document");
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for (method, says) in item.as_object().into_iter().flatten() {
                if ["get", "post", "put", "delete"].contains(&method.as_str()) {
                    all.push(Documented {
                        call: call(&method.to_uppercase(), path),
                        says: says.clone(),
                    });
                }
            }
        }
    }
    Some(all)
}

impl Documented {
    /// The examples of answers that are JSON, with their statuses.
    pub fn examples(&self) -> Vec<(u16, String)> {
        let mut all = Vec::new();
        for (status, answer) in self.says["responses"].as_object().into_iter().flatten() {
            for content in answer["content"].as_object().into_iter().flatten() {
                for (_, example) in content.1["examples"].as_object().into_iter().flatten() {
                    let text = match &example["value"] {
                        Value::String(text) => text.clone(),
                        value => value.to_string(),
                    };
                    // Some have a stray `{}` before the answer; that alone is no example.
                    let text = text.trim();
                    let text = text.strip_prefix("{}").unwrap_or(text).trim();
                    if let (Ok(status), true) = (status.parse(), text.starts_with(['{', '['])) {
                        all.push((status, without_last_commas(text)));
                    }
                }
            }
        }
        all
    }

    /// Where an answer differs from the schema of its status; nothing where there is none.
    pub fn answer(&self, exchange: &Exchange) -> BTreeSet<Difference> {
        let status = exchange.status.to_string();
        let mut found = BTreeSet::new();
        let Ok(value) = serde_json::from_slice::<Value>(&exchange.answer) else {
            return found;
        };
        let contents = self.says["responses"][&status]["content"].as_object();
        let schemas = contents
            .into_iter()
            .flatten()
            .map(|(_, one)| &one["schema"]);
        let each = schemas.map(|schema| {
            let mut found = BTreeSet::new();
            check(schema, &value, &status, " ", &mut found);
            found
        });
        // One answer may be told of under several content types.
        if let Some(least) = each.min_by_key(BTreeSet::len) {
            found = least;
        }
        found
    }

    /// Where a request differs from the parameters and the body.
    pub fn request(&self, exchange: &Exchange) -> BTreeSet<Difference> {
        let mut found = BTreeSet::new();
        let parameters = || self.says["parameters"].as_array().into_iter().flatten();
        let queried = exchange.queried();
        let of = |name: &str| parameters().find(|one| one["in"] == "query" && one["name"] == name);
        for part in &queried {
            let place = format!("query {}", part.name);
            match of(&part.name) {
                None => differ(&mut found, &place, "it is not in the document"),
                Some(one)
                    if one["schema"]["type"] == "integer" && part.text.parse::<i64>().is_err() =>
                {
                    differ(
                        &mut found,
                        &place,
                        &format!("a whole number, not {:?}", part.text),
                    );
                }
                Some(_) => {}
            }
        }
        let needed = parameters().filter(|one| one["in"] == "query" && one["required"] == true);
        for name in needed.filter_map(|one| one["name"].as_str()) {
            if !queried.iter().any(|part| part.name == name) {
                differ(&mut found, &format!("query {name}"), "it has to be there");
            }
        }
        self.body(exchange, &mut found);
        found
    }

    fn body(&self, exchange: &Exchange, found: &mut BTreeSet<Difference>) {
        let contents = self.says["requestBody"]["content"].as_object();
        let Some((kind, content)) = contents.and_then(|all| all.iter().next()) else {
            if exchange.encoding() != "none" {
                differ(found, "body", "the document has none");
            }
            return;
        };
        if !exchange.content_type.starts_with(kind.as_str()) {
            let is = exchange.encoding();
            differ(found, "body encoding", &format!("{kind}, not {is}"));
        }
        let properties = content["schema"]["properties"].as_object();
        let known = |name: &str| properties.is_some_and(|all| all.contains_key(name));
        for part in exchange.parts().iter().filter(|part| !known(&part.name)) {
            differ(
                found,
                &format!("body {}", part.name),
                "it is not in the document",
            );
        }
        for name in content["schema"]["required"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let name = name.as_str().unwrap_or_default();
            if !exchange.parts().iter().any(|part| part.name == name) {
                differ(found, &format!("body {name}"), "it has to be there");
            }
        }
    }
}

/// Some examples have a comma behind the last element.
fn without_last_commas(text: &str) -> String {
    let mut rest = text.split(',');
    let mut whole = rest.next().unwrap_or_default().to_owned();
    for part in rest {
        if !part.trim_start().starts_with([']', '}']) {
            whole.push(',');
        }
        whole += part;
    }
    whole
}

fn differ(found: &mut BTreeSet<Difference>, place: &str, what: &str) {
    found.insert(Difference {
        place: place.to_owned(),
        what: what.to_owned(),
    });
}

/// The keywords that the documents use: `type`, `properties`, `items`, `oneOf`.
fn check(schema: &Value, value: &Value, at: &str, dot: &str, found: &mut BTreeSet<Difference>) {
    if let Some(forms) = schema["oneOf"].as_array() {
        let each = forms.iter().map(|form| {
            let mut found = BTreeSet::new();
            check(form, value, at, dot, &mut found);
            found
        });
        found.extend(each.min_by_key(BTreeSet::len).unwrap_or_default());
        return;
    }
    let kind = schema["type"].as_str().unwrap_or_default();
    let properties = schema["properties"].as_object();
    // An object without properties stands for an answer that nobody described.
    if kind == "object" && properties.is_none_or(|all| all.is_empty()) {
        return;
    }
    let fits = match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        _ => true,
    };
    if !fits {
        let is: String = value.to_string().chars().take(80).collect();
        return differ(found, at, &format!("{kind}, not {is}"));
    }
    if let (Some(properties), Some(object)) = (properties, value.as_object()) {
        for (name, value) in object {
            let at = format!("{at}{dot}{name}");
            match properties.get(name) {
                Some(schema) => check(schema, value, &at, ".", found),
                None => differ(found, &at, "it is not in the document"),
            }
        }
    }
    if let Some(items) = value.as_array() {
        let at = format!("{at}{}[]", dot.trim_matches('.'));
        let at = at.replace("[] []", "[][]");
        items
            .iter()
            .for_each(|value| check(&schema["items"], value, &at, ".", found));
    }
}
