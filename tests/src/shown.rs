//! What a plan shows, against what the emulator saw.
//!
//! A line with a hole (`GET /api/1/image/{key}`) stands for any number of calls that fill it, one
//! without for a single call.

use acton_emulator::{Emulator, Entry};
use acton_orm::{Calls, Request};

/// The lines and requests of a plan that no call was made for.
pub type Unused = Vec<String>;

/// Compares a printed plan and its requests with all that the emulator saw since its journal was
/// cleared. Every call is covered by a request, every request by a line and by a call, and every line
/// by a request; a request that the plan makes only in a certain case (its line says `where ..:`
/// before it, or that enough rows may come before) may have stayed away.
///
/// # Panics
/// Where they differ, with both.
pub fn assert_shown(plan: &str, requests: &[Request], emulator: &Emulator) {
    let unused = made_as_shown(plan, requests, emulator);
    let certain: Vec<&String> = unused
        .iter()
        .filter(|request| !conditional(plan, request))
        .collect();
    assert!(
        certain.is_empty(),
        "never made: {certain:#?}\n{}",
        both(plan, emulator)
    );
}

/// As [`assert_shown`], for a read that may stop before its last call: gives the requests that were
/// not made.
///
/// # Panics
/// Where a call was made that is not shown, or a line and a request differ.
pub fn made_as_shown(plan: &str, requests: &[Request], emulator: &Emulator) -> Unused {
    let sent: Vec<Sent> = emulator
        .journal()
        .entries()
        .iter()
        .filter(|entry| !matches!(entry.path.as_str(), "/token" | "/authorize"))
        .map(|entry| Sent::of(entry, emulator))
        .collect();
    compare(plan, requests, &sent).unwrap_or_else(|why| panic!("{why}\n{}", both(plan, emulator)))
}

/// The calls to the API since the journal was cleared are no fewer and no more than was promised.
///
/// # Panics
/// Where they are not.
pub fn assert_promised(promised: Calls, plan: &str, emulator: &Emulator) {
    let made = emulator.journal().api_calls().len() as u64;
    let most = promised.at_most().unwrap_or(u64::MAX);
    assert!(
        (promised.at_least()..=most).contains(&made),
        "{made} calls made, {promised} promised\n{}",
        both(plan, emulator)
    );
}

fn both(plan: &str, emulator: &Emulator) -> String {
    format!(
        "--- the plan\n{plan}\n--- what was sent\n{}",
        emulator.journal().lines().join("\n")
    )
}

/// A call that was made, unescaped.
struct Sent {
    method: String,
    path: String,
    query: Vec<(String, String)>,
}

impl Sent {
    fn of(entry: &Entry, emulator: &Emulator) -> Self {
        let path = if entry.is_api_call() {
            entry
                .path
                .split('/')
                .map(decoded)
                .collect::<Vec<_>>()
                .join("/")
        } else {
            // A file is shown by its whole address, as Act-On gave it.
            format!("{}{}", emulator.url(), entry.target)
        };
        let query = if entry.is_api_call() {
            entry.query.clone()
        } else {
            Vec::new()
        };
        Self {
            method: entry.method.clone(),
            path,
            query,
        }
    }

    /// Whether the request is this call, its holes aside.
    fn is(&self, request: &Request) -> bool {
        let path = request.path();
        let same_path = is_hole(&path)
            || (path.split('/').count() == self.path.split('/').count()
                && path
                    .split('/')
                    .zip(self.path.split('/'))
                    .all(|(shown, sent)| fits(shown, sent)))
            || path == self.path;
        let query: Vec<(String, String)> = request.query().collect();
        self.method == request.method().as_str()
            && same_path
            && query.len() == self.query.len()
            && query
                .iter()
                .zip(&self.query)
                .all(|((name, shown), (sent_name, sent))| name == sent_name && fits(shown, sent))
    }

    fn line(&self) -> String {
        let query: Vec<String> = self
            .query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let before = if query.is_empty() { "" } else { "?" };
        format!("{} {}{before}{}", self.method, self.path, query.join("&"))
    }
}

/// Whether what was sent is what was shown, as requests print it.
fn fits(shown: &str, sent: &str) -> bool {
    is_hole(shown) || shown == sent || shown == sent.escape_debug().to_string()
}

fn is_hole(text: &str) -> bool {
    text.strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .is_some_and(|name| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        })
}

fn has_hole(request: &Request) -> bool {
    let path = request.path();
    is_hole(&path)
        || path.split('/').any(is_hole)
        || request.query().any(|(_, value)| is_hole(&value))
}

fn decoded(segment: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn compare(plan: &str, requests: &[Request], sent: &[Sent]) -> Result<Unused, String> {
    let lines: Vec<&str> = plan.lines().filter_map(shown).collect();
    for request in requests {
        let request = request.to_string();
        if !lines.iter().any(|line| covers(line, &request)) {
            return Err(format!("no line shows: {request}"));
        }
    }
    for line in &lines {
        if !requests
            .iter()
            .any(|request| covers(line, &request.to_string()))
        {
            return Err(format!("shown and not among the requests: {line}"));
        }
    }
    let mut used = vec![false; requests.len()];
    for call in sent {
        // A request that says all is used up before one with holes.
        let fixed = (0..requests.len())
            .find(|&at| !used[at] && !has_hole(&requests[at]) && call.is(&requests[at]));
        let open =
            || (0..requests.len()).find(|&at| has_hole(&requests[at]) && call.is(&requests[at]));
        match fixed.or_else(open) {
            Some(at) => used[at] = true,
            None => return Err(format!("made and not shown, or too often: {}", call.line())),
        }
    }
    Ok(requests
        .iter()
        .zip(used)
        .filter(|(_, used)| !used)
        .map(|(request, _)| request.to_string())
        .collect())
}

const METHODS: [&str; 5] = ["GET ", "POST ", "PUT ", "PATCH ", "DELETE "];

/// The request in a line of a plan, if there is one: from its method to what it costs or why it is
/// made.
fn shown(line: &str) -> Option<&str> {
    let start = METHODS
        .iter()
        .flat_map(|method| ["/", "{", "http"].map(|target| line.find(&format!("{method}{target}"))))
        .flatten()
        .min()?;
    let request = &line[start..];
    let end = request
        .match_indices(" (")
        .map(|(at, _)| at)
        .find(|at| is_price(&request[at + 2..]))
        .or_else(|| request.find(": "))
        .unwrap_or(request.len());
    Some(&request[..end])
}

/// Whether a text goes on as `1 call`, `2 to 4 calls`, `at least 1 call`.
fn is_price(text: &str) -> bool {
    let text = text
        .trim_start_matches("at least ")
        .trim_start_matches("at most ");
    let after = text.trim_start_matches(|c: char| c.is_ascii_digit());
    after.len() < text.len() && (after.starts_with(" call") || after.starts_with(" to "))
}

/// Whether a line with holes is the request.
fn covers(line: &str, request: &str) -> bool {
    let mut rest = request;
    let mut pieces = split_at_holes(line).into_iter();
    let first = pieces.next().unwrap_or_default();
    let Some(after) = rest.strip_prefix(first) else {
        return false;
    };
    rest = after;
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, between)) = pieces.split_last() else {
        return rest.is_empty();
    };
    for piece in between {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The text between the holes of a line.
fn split_at_holes(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(open) = line[at..].find('{').map(|open| at + open) {
        let Some(close) = line[open..].find('}').map(|close| open + close) else {
            break;
        };
        at = open + 1;
        if is_hole(&line[open..=close]) {
            pieces.push(&line[from..open]);
            from = close + 1;
            at = from;
        }
    }
    pieces.push(&line[from..]);
    pieces
}

/// Whether the plan makes the request in a certain case only.
fn conditional(plan: &str, request: &str) -> bool {
    plan.lines().any(|line| {
        shown(line).is_some_and(|shown| covers(shown, request))
            && (line.contains(", unless enough rows have come")
                || METHODS.iter().any(|method| {
                    line.find(method)
                        .is_some_and(|at| line[..at].contains("where "))
                }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use acton_orm::models::Image;
    use acton_orm::prelude::*;
    use acton_orm::schema::images;

    fn sent(method: &str, path: &str, query: &[(&str, &str)]) -> Sent {
        Sent {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn a_line_is_read_up_to_its_price_or_its_reason() {
        let cases = [
            (
                "├─ GET /api/1/image/f-1 (1 call): Id = 'f-1'",
                "GET /api/1/image/f-1",
            ),
            (
                "└─ GET /a?fields=A (b);C&count=10&offset={offset} (at least 1 call, one for each 10 rows)",
                "GET /a?fields=A (b);C&count=10&offset={offset}",
            ),
            ("│  PUT /api/1/image/f-1: again", "PUT /api/1/image/f-1"),
            ("│  GET {image_url}", "GET {image_url}"),
            ("x where it is so: GET /a (1 to 2 calls)", "GET /a"),
        ];
        for (line, request) in cases {
            assert_eq!(shown(line), Some(request), "{line}");
        }
        assert_eq!(shown("└─ keep where Name = 'GET it'"), None);
    }

    #[test]
    fn what_differs_is_told() {
        let plan = Image::query().filter(images::id.eq("f-1")).explain();
        let (text, requests) = (plan.to_string(), plan.requests());
        let made = sent("GET", "/api/1/image/f-1", &[]);
        let told = |sent: &[Sent]| compare(&text, &requests, sent);
        assert_eq!(told(&[made]).unwrap(), [""; 0]);
        assert_eq!(told(&[]).unwrap(), ["GET /api/1/image/f-1"]);
        for other in [
            sent("GET", "/api/1/image/f-2", &[]),
            sent("PUT", "/api/1/image/f-1", &[]),
            sent("GET", "/api/1/image/f-1", &[("count", "1")]),
        ] {
            assert!(told(&[other]).unwrap_err().contains("not shown"));
        }
        let twice = || sent("GET", "/api/1/image/f-1", &[]);
        assert!(told(&[twice(), twice()]).is_err());
        let other = text.replace("f-1", "f-3");
        assert!(compare(&other, &requests, &[]).is_err());
        let more = format!("{text}\n├─ GET /api/1/x (1 call)");
        let why = compare(&more, &requests, &[]).unwrap_err();
        assert!(why.contains("not among the requests"), "{why}");
    }

    #[test]
    fn a_hole_is_any_text_and_any_number_of_calls() {
        assert!(covers("GET /a/{key}?n=1", "GET /a/b c?n=1"));
        assert!(covers("GET /a/{list}/{key}", "GET /a/{list}/{key}"));
        assert!(!covers("GET /a/{key}?n=1", "GET /a/b?n=2"));
        assert!(!covers("GET /a/{Key}", "GET /a/b"), "no hole has capitals");
    }
}
