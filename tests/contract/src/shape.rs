//! What JSON looks like: named places and their wire types.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::kind::{Kind, kinds};

/// What stands at one place of a JSON document: an array where it has an item, an object where it has
/// keys (and where it has nothing at all, an empty one), otherwise a value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shape {
    kinds: Vec<Kind>,
    keys: Vec<Key>,
    rest: Option<Box<Shape>>,
    item: Option<Box<Shape>>,
}

#[derive(Debug, Clone, PartialEq)]
struct Key {
    name: String,
    sometimes: bool,
    shape: Shape,
}

impl Shape {
    /// Adds a line, as `result[].id digits` or `details? object`.
    ///
    /// # Panics
    /// Where the line is not of that form.
    pub fn add(&mut self, line: &str) {
        let (place, of) = line.split_once(' ').expect("a place and its type");
        let (place, sometimes) = match place.strip_suffix('?') {
            Some(place) => (place, true),
            None => (place, false),
        };
        let segments: Vec<&str> = match place.starts_with('.') {
            true => vec![place],
            false => place.split('.').collect(),
        };
        let last = segments.len() - 1;
        let mut at = self;
        for (index, segment) in segments.into_iter().enumerate() {
            let name = segment.trim_end_matches("[]");
            let deep = (segment.len() - name.len()) / 2;
            if !name.is_empty() {
                at = at.key(name, sometimes && index == last);
            }
            for _ in 0..deep {
                at = at.item.get_or_insert_default();
            }
        }
        match of {
            "object" => {}
            "array" => drop(at.item.get_or_insert_default()),
            _ => at.kinds = kinds(of),
        }
    }

    fn key(&mut self, name: &str, sometimes: bool) -> &mut Shape {
        if name == "*" {
            return self.rest.get_or_insert_default();
        }
        let at = match self.keys.iter().position(|key| key.name == name) {
            Some(at) => at,
            None => {
                self.keys.push(Key {
                    name: name.to_owned(),
                    sometimes,
                    shape: Shape::default(),
                });
                self.keys.len() - 1
            }
        };
        &mut self.keys[at].shape
    }

    /// The places that hold values, as `result[].id`.
    pub fn places(&self) -> Vec<String> {
        let mut all = Vec::new();
        self.gather("", &mut all);
        all
    }

    fn gather(&self, at: &str, all: &mut Vec<String>) {
        for (name, shape) in self.children() {
            shape.gather(&below(at, name), all);
        }
        if let Some(item) = &self.item {
            item.gather(&format!("{at}[]"), all);
        }
        if !self.kinds.is_empty() {
            all.push(at.to_owned());
        }
    }

    fn children(&self) -> impl Iterator<Item = (&str, &Shape)> {
        let keys = self.keys.iter().map(|key| (key.name.as_str(), &key.shape));
        keys.chain(self.rest.iter().map(|shape| ("*", &**shape)))
    }

    /// Holds a document to the shape.
    pub fn check(&self, value: &Value) -> Found {
        let mut found = Found::default();
        self.visit("", value, &mut found);
        found
    }

    fn visit(&self, at: &str, value: &Value, found: &mut Found) {
        if self.kinds.iter().any(|kind| kind.holds(value)) {
            found.seen.insert(at.to_owned());
            return;
        }
        if let Some(item) = &self.item {
            let Some(items) = value.as_array() else {
                return found.wrong(at, &format!("an array, not {value}"));
            };
            let at = format!("{at}[]");
            items.iter().for_each(|value| item.visit(&at, value, found));
        } else if self.kinds.is_empty() || !self.keys.is_empty() {
            let Some(object) = value.as_object() else {
                return found.wrong(at, &format!("an object, not {value}"));
            };
            for (name, value) in object {
                let known = self.keys.iter().find(|key| key.name == *name);
                match (known, &self.rest) {
                    (Some(key), _) => key.shape.visit(&below(at, name), value, found),
                    (None, Some(rest)) => rest.visit(&below(at, "*"), value, found),
                    (None, None) => found.wrong(&below(at, name), &format!("not there: {value}")),
                }
            }
            let missing = self.keys.iter().filter(|key| !key.sometimes);
            for key in missing.filter(|key| !object.contains_key(&key.name)) {
                found.wrong(&below(at, &key.name), "there always, and it is missing");
            }
        } else {
            let said: Vec<String> = self.kinds.iter().map(ToString::to_string).collect();
            found.wrong(at, &format!("{}, not {value}", said.join("|")));
        }
    }
}

fn below(at: &str, name: &str) -> String {
    match at {
        "" => name.to_owned(),
        at => format!("{at}.{name}"),
    }
}

/// What a check of a document found.
#[derive(Debug, Default)]
pub struct Found {
    /// The places where a value was.
    pub seen: BTreeSet<String>,
    /// What is not as the contract says, each with its place; one place once.
    pub wrong: BTreeSet<String>,
}

impl Found {
    fn wrong(&mut self, at: &str, says: &str) {
        let at = if at.is_empty() { "the whole" } else { at };
        let mut says = says.to_owned();
        if says.len() > 200 {
            let end = (0..=200).rev().find(|end| says.is_char_boundary(*end));
            says.truncate(end.unwrap_or(0));
            says += " ..";
        }
        self.wrong
            .insert(format!("`{at}`: the contract says {says}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shape(lines: &[&str]) -> Shape {
        let mut shape = Shape::default();
        lines.iter().for_each(|line| shape.add(line));
        shape
    }

    #[test]
    fn a_document_that_fits_has_nothing_wrong_and_its_places_are_seen() {
        let rows = shape(&[
            "count number",
            "rows[].id l-*",
            "rows[].more? object",
            "rows[].more.* any",
        ]);
        let found = rows
            .check(&json!({"count": 1, "rows": [{"id": "l-1", "more": {"x": 1}}, {"id": "l-2"}]}));
        assert!(found.wrong.is_empty(), "{found:?}");
        assert!(
            found
                .seen
                .iter()
                .eq(["count", "rows[].id", "rows[].more.*"])
        );
        assert_eq!(rows.places(), ["count", "rows[].id", "rows[].more.*"]);
    }

    #[test]
    fn what_is_unknown_missing_or_of_another_type_is_told_by_its_place() {
        let rows = shape(&["count number", "rows[].id l-*|null"]);
        let found = rows.check(&json!({"rows": [{"id": 1}, {"id": null, "x": 2}]}));
        let wrong: Vec<_> = found.wrong.iter().map(String::as_str).collect();
        assert_eq!(
            wrong,
            [
                "`count`: the contract says there always, and it is missing",
                "`rows[].id`: the contract says l-*|null, not 1",
                "`rows[].x`: the contract says not there: 2",
            ]
        );
    }

    #[test]
    fn an_array_may_be_the_whole_and_nest() {
        assert!(
            shape(&["[][] text"])
                .check(&json!([["a"], []]))
                .wrong
                .is_empty()
        );
        assert!(!shape(&["[] text"]).check(&json!({})).wrong.is_empty());
        assert!(
            shape(&[".tz text"])
                .check(&json!({".tz": ""}))
                .wrong
                .is_empty()
        );
    }
}
