//! The contract of fields, from `fields/*.txt`; their notation is described in `fields/README.md`.

use std::fs;
use std::path::Path;

use crate::call;
use crate::kind::{Kind, kinds};
use crate::shape::Shape;

/// What the contract says of one operation.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// The method.
    pub method: String,
    /// The path, with placeholders in braces.
    pub path: String,
    /// How the body may be encoded.
    pub encodings: Vec<String>,
    /// The parameters, but for places in a JSON body.
    pub parameters: Vec<Parameter>,
    /// The JSON body.
    pub json: Shape,
    /// The forms of its answers.
    pub answers: Vec<Answer>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// `path`, `query`, `body` or `file`.
    pub place: String,
    /// Its name.
    pub name: String,
    /// What it may be; empty where that is not said.
    pub kinds: Vec<Kind>,
    /// Whether it has to be there.
    pub needed: bool,
    /// Whether it may be there several times.
    pub many: bool,
    /// Whether letter case makes no difference: of the words allowed; of a file, of its name.
    pub any_case: bool,
}

/// One form of an answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// How the contract names it, as `200`, `200, second form`, `404 10054`.
    pub label: String,
    /// The HTTP status.
    pub status: u16,
    /// `json`, `any`, `csv`, `html`, `text`, `none` or `redirect`.
    pub form: String,
    /// Where it is JSON, what of.
    pub shape: Shape,
}

impl Fields {
    /// Method and path in the form that is the same for all placeholders.
    pub fn call(&self) -> String {
        call(&self.method, &self.path)
    }

    fn request(&mut self, line: &str, file: &str) {
        let (place, rest) = line.split_once(' ').expect("a place and a name");
        if place == "json" {
            return self.json.add(rest);
        }
        assert!(
            ["path", "query", "body", "file"].contains(&place),
            "{file}: {line}"
        );
        let mut words = rest.split(' ');
        let mut parameter = Parameter {
            place: place.to_owned(),
            name: words.next().unwrap_or_default().to_owned(),
            kinds: Vec::new(),
            needed: place == "path",
            many: false,
            any_case: false,
        };
        for word in words {
            match word {
                "needed" => parameter.needed = true,
                "many" => parameter.many = true,
                "anycase" => parameter.any_case = true,
                of => parameter.kinds = kinds(of),
            }
        }
        self.parameters.push(parameter);
    }

    fn answer(&mut self, words: &str, file: &str) {
        let (status, form) = words.split_once(' ').unwrap_or((words, "json"));
        let nth = self
            .answers
            .iter()
            .filter(|one| one.label.starts_with(status));
        let label = match nth
            .filter(|one| !one.label.contains(' ') || one.label.contains('#'))
            .count()
        {
            0 => status.to_owned(),
            before => format!("{status} #{}", before + 1),
        };
        self.answers.push(Answer {
            label,
            status: status.parse().unwrap_or_else(|_| panic!("{file}: {words}")),
            form: form.to_owned(),
            shape: Shape::default(),
        });
    }

    fn error(&mut self, words: &str, file: &str) {
        let (status, code) = words.split_once(' ').expect("a status and a code");
        let mut shape = Shape::default();
        if code == "gateway" {
            shape.add(&format!("httpCode \"{status}\""));
            shape.add("httpMessage text");
            shape.add("moreInformation text");
        } else if code.parse::<u32>().is_ok() {
            shape.add(&format!("errorCode {code}"));
            shape.add("message text");
        } else {
            shape.add(&format!("error \"{code}\""));
            shape.add("error_description text");
        }
        self.answers.push(Answer {
            label: words.to_owned(),
            status: status.parse().unwrap_or_else(|_| panic!("{file}: {words}")),
            form: "json".to_owned(),
            shape,
        });
    }
}

/// The whole contract; what any operation may answer is `* *`.
///
/// # Panics
/// Where a file is not as its notation says, with the file and the line.
pub fn contract() -> Vec<Fields> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fields");
    let files = fs::read_dir(folder).expect("the folder of fields");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|is| is == "txt"));
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(&path).expect("text");
        all.extend(read(&text, &name));
    }
    all
}

/// Reads one file of the contract.
///
/// # Panics
/// As [`contract`].
pub fn read(text: &str, file: &str) -> Vec<Fields> {
    let mut all: Vec<Fields> = Vec::new();
    let mut new = true;
    let mut in_request = false;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.trim().is_empty() {
            new = true;
            continue;
        }
        if new {
            let (method, path) = line
                .split_once(' ')
                .unwrap_or_else(|| panic!("{file}: {line}"));
            all.push(Fields {
                method: method.to_owned(),
                path: path.to_owned(),
                ..Fields::default()
            });
            new = false;
            continue;
        }
        let fields = all.last_mut().unwrap_or_else(|| panic!("{file}: {line}"));
        if let Some(line) = line.strip_prefix("  ") {
            match (in_request, fields.answers.last_mut()) {
                (true, _) => fields.request(line, file),
                (false, Some(answer)) => answer.shape.add(line),
                (false, None) => panic!("{file}: a field of nothing: {line}"),
            }
            continue;
        }
        let (line, said) = line
            .split_once(" (")
            .unwrap_or_else(|| panic!("{file}: no source: {line}"));
        sourced(said, file, line);
        in_request = false;
        match line.split_once(' ') {
            Some(("request", encodings)) => {
                in_request = true;
                fields.encodings = encodings.split('/').map(str::to_owned).collect();
            }
            Some(("answer", words)) => fields.answer(words, file),
            Some(("error", words)) => fields.error(words, file),
            _ => panic!("{file}: {line}"),
        }
    }
    all
}

/// A source and, but for errors, how sure it is.
fn sourced(said: &str, file: &str, line: &str) {
    let said = said.strip_suffix(')').unwrap_or(said);
    let (source, sure) = said.split_once(", ").unwrap_or((said, "good"));
    let known = ["published document", "portal", "client", "inferred"].contains(&source);
    assert!(
        known && ["strong", "good", "weak"].contains(&sure),
        "{file}: {line}: {said}"
    );
}
