//! Every fault against every kind of call: what comes of it is what `docs/reliability.md` says.

use super::scripted::{OK, TOKEN_2, add, read, send_message, update, with_password};
use crate::client::script::Act;
use crate::plan::Request;

const PAGE: &str = include_str!("../../../../docs/reliability.md");

const FAULTS: &[(&str, Act)] = &[
    ("no connection", Act::Refuse),
    (
        "429 with `Retry-After`",
        Act::Answer(429, &[("retry-after", "3")], GATEWAY_429),
    ),
    ("429 without", Act::Answer(429, &[], GATEWAY_429)),
    (
        "429 that names the day",
        Act::Answer(
            429,
            &[],
            r#"{"httpCode":"429","httpMessage":"Too Many Requests","moreInformation":"Daily quota exceeded"}"#,
        ),
    ),
    (
        "401",
        Act::Answer(
            401,
            &[],
            r#"{"httpCode":"401","httpMessage":"Unauthorized","moreInformation":""}"#,
        ),
    ),
    ("connection reset after sending", Act::Lose),
    ("no answer in time", Act::Hang),
    ("answer cut short", Act::CutShort),
    ("500", Act::Answer(500, &[], "")),
    (
        "500 with an `errorCode`",
        Act::Answer(500, &[], r#"{"errorCode":10000,"message":"Internal"}"#),
    ),
    (
        "502",
        Act::Answer(502, &[("content-type", "text/html")], "<html></html>"),
    ),
    ("503", Act::Answer(503, &[], "")),
    ("504", Act::Answer(504, &[], "")),
    ("408", Act::Answer(408, &[], "")),
    (
        "302",
        Act::Answer(302, &[("location", "https://x.example/")], ""),
    ),
    ("403", Act::Answer(403, &[], "")),
    (
        "403 with an `errorCode`",
        Act::Answer(
            403,
            &[],
            r#"{"errorCode":10085,"message":"Invalid file type specified"}"#,
        ),
    ),
    ("404", Act::Answer(404, &[], "")),
    (
        "400 with `errorCode` 10054",
        Act::Answer(
            400,
            &[],
            r#"{"errorCode":10054,"message":"The id is invalid"}"#,
        ),
    ),
    (
        "400 with another",
        Act::Answer(
            400,
            &[],
            r#"{"errorCode":"10010","message":"Invalid Column Specified"}"#,
        ),
    ),
    (
        "413",
        Act::Answer(
            413,
            &[("content-type", "text/plain")],
            "File size exceeds the maximum limit of 200MB.",
        ),
    ),
];

const GATEWAY_429: &str = r#"{"httpCode":"429","httpMessage":"Too Many Requests","moreInformation":"Rate Limit exceeded"}"#;

/// A way of making a call.
type Kind = fn() -> Request;

const KINDS: &[(&str, Kind)] = &[
    ("read", read),
    ("safe write", update),
    ("add", add),
    ("send", send_message),
];

/// What comes of a call that meets a fault once, and of one that meets it always.
async fn outcome(fault: &Act, call: Kind) -> String {
    let renewed = matches!(fault, Act::Answer(401, ..)).then_some(TOKEN_2);
    let once = [fault.clone()]
        .into_iter()
        .chain(renewed.clone())
        .chain([OK]);
    let (acton, script) = with_password(once);
    let once = acton.call(call()).await;
    let calls = script
        .seen()
        .iter()
        .filter(|(line, _)| line != "POST /token")
        .count();
    assert_eq!(calls, if once.is_ok() { 2 } else { 1 });
    let always = [fault.clone()]
        .into_iter()
        .chain(renewed)
        .chain(std::iter::repeat_n(fault.clone(), 8));
    let (acton, _) = with_password(always);
    let always = acton.call(call()).await.unwrap_err();
    match once {
        Ok(_) => format!("repeated, then `{:?}`", always.kind()),
        Err(error) => {
            assert_eq!(error.kind(), always.kind());
            format!("`{:?}`", error.kind())
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_fault_against_every_kind_of_call_comes_out_as_the_page_says() {
    let mut missing = Vec::new();
    for (name, fault) in FAULTS {
        let mut row = format!("| {name} |");
        for (_, call) in KINDS {
            row.push_str(&format!(" {} |", outcome(fault, *call).await));
        }
        if !PAGE.contains(&row) {
            missing.push(row);
        }
    }
    assert!(
        missing.is_empty(),
        "docs/reliability.md lacks:\n{}",
        missing.join("\n")
    );
}

#[tokio::test(start_paused = true)]
async fn a_write_that_may_have_been_received_is_never_sent_again_whatever_the_fault() {
    for (name, fault) in FAULTS {
        for call in [add as Kind, send_message] {
            let uncertain = matches!(
                fault,
                Act::Lose | Act::Hang | Act::CutShort | Act::Answer(408 | 500..=599, ..)
            );
            let (acton, script) = with_password([fault.clone(), TOKEN_2, OK, OK]);
            let answer = acton.call(call()).await;
            if uncertain {
                assert_eq!(script.calls(), 2, "{name}: the login and one attempt");
                assert!(answer.is_err(), "{name}");
            }
        }
    }
}
