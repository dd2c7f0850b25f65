//! Paths that users write.

use super::Problem;
use crate::schema::{Effect, Method};

/// Why a path cannot be sent as it is, if so. Nothing of it is repeated: it may hold a secret.
pub(super) fn problem(path: &str) -> Option<Problem> {
    let segments = || path.strip_suffix('/').unwrap_or(path).split('/').skip(1);
    Some(if path.contains("://") || path.starts_with("//") {
        Problem(
            "an absolute URL is given for a path, and the token must not leave for another host",
            "begin the path with one `/`; `Server` and `Region` name the host",
        )
    } else if !path.starts_with('/') {
        Problem(
            "the path does not begin with `/`",
            "write it as `/api/1/..`",
        )
    } else if path.contains('?') {
        Problem(
            "the path holds a `?`",
            "give parameters to `.query(name, value)`",
        )
    } else if path.contains('#') {
        Problem(
            "the path holds a `#`, which no server would see",
            "give parameters to `.query(name, value)`",
        )
    } else if path.contains(char::is_control) {
        Problem("the path holds a control character", "check its keys")
    } else if path == "/" || segments().any(|segment| matches!(segment, "" | "." | "..")) {
        Problem(
            "a segment of the path is empty or of dots only, which would make this another call",
            "check its keys",
        )
    } else if segments().eq(["token"]) {
        Problem(
            "the client itself gets tokens: one got beside it makes its own invalid",
            "connect with the credentials",
        )
    } else {
        return None;
    })
}

/// What a call does unless the user says otherwise: as its method says, but Act-On sends messages by
/// `PUT` too, and one sent twice is in somebody's mailbox twice.
pub(super) fn effect(method: Method, path: &str) -> Effect {
    let path = path.strip_suffix('/').unwrap_or(path);
    let sends = path.ends_with("/send") || path.starts_with("/ete/");
    match method.effect() {
        Effect::Adds | Effect::Replaces if sends => Effect::Sends,
        effect => effect,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_the_api_are_taken_with_and_without_a_slash_at_the_end() {
        for path in [
            "/api/1/program",
            "/api/1/header/",
            "/api/1/list/l-0001/record/l-0001:0",
            "/ucl/v2/1/contact/email/a b+c@x.example",
            "/api/1/list/100%",
            "/api/1/..hidden/a..b/...",
            "/api/1/token",
        ] {
            assert_eq!(problem(path), None, "{path}");
        }
    }

    #[test]
    fn what_would_be_another_call_is_refused_each_with_its_own_words() {
        for (path, says) in [
            ("https://x.example/api/1/list", "absolute URL"),
            ("//x.example/api/1/list", "absolute URL"),
            ("/https://x.example", "absolute URL"),
            ("", "does not begin"),
            ("api/1/list", "does not begin"),
            ("\\\\x.example", "does not begin"),
            ("/api/1/list?count=1", "a `?`"),
            ("/api/1/list#1", "a `#`"),
            ("/api/1/list/\t../token", "control character"),
            ("/", "empty"),
            ("/api//list", "empty"),
            ("/api/1/list//", "empty"),
            ("/api/1/../token", "dots only"),
            ("/api/./1", "dots only"),
            ("/token", "makes its own invalid"),
            ("/token/", "makes its own invalid"),
        ] {
            let found = problem(path).map_or("", |Problem(message, _)| message);
            assert!(found.contains(says), "{path}: {found}");
        }
    }

    #[test]
    fn a_call_that_sends_a_message_is_one_whatever_its_method() {
        for (method, path, expected) in [
            (Method::GET, "/api/1/list", Effect::Reads),
            (Method::PUT, "/api/1/list/l-0001", Effect::Replaces),
            (Method::DELETE, "/api/1/list/l-0001", Effect::Deletes),
            (Method::POST, "/api/1/list", Effect::Adds),
            (Method::PATCH, "/api/1/list/l-0001", Effect::Adds),
            (Method::POST, "/api/1/message/d-1/send", Effect::Sends),
            (Method::PUT, "/api/1/message/s-1/send/", Effect::Sends),
            (Method::POST, "/ete/v1/email/1/t-1", Effect::Sends),
            (Method::GET, "/api/1/message/send", Effect::Reads),
            (Method::PUT, "/api/1/message/resend", Effect::Replaces),
        ] {
            assert_eq!(effect(method, path), expected, "{method} {path}");
        }
    }
}
