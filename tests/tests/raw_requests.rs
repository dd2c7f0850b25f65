//! Calls that no table stands for go the way of all others: tokens, limits, retries, budget, errors.

use std::time::Duration;

use acton_emulator::{Emulator, Fault, tiny_png};
use acton_orm::{
    Client, Effect, Envelope, Error, ErrorKind, Event, Method, RawAnswer, RawRequest, Upload,
};
use acton_orm_tests::rows::newsletter;
use acton_orm_tests::traces::traced;
use acton_orm_tests::{builder, calls, client, sample_account, start};
use futures::{FutureExt, StreamExt};
use serde::Deserialize;
use serde_json::json;
use tracing_subscriber::fmt::format::FmtSpan;

/// An account whose list `Newsletter` is `l-0001`, and a client that tries twice.
async fn account() -> (Emulator, Client) {
    let (emulator, list) = newsletter().await;
    assert_eq!(list, "l-0001");
    let acton = connected(&emulator, "").await;
    (emulator, acton)
}

async fn connected(emulator: &Emulator, more: &str) -> Client {
    let text = format!(
        "{}&CallsPerSecond=-1&MaxRetries=1&{more}",
        emulator.connection_string()
    );
    Client::connect(&text).await.unwrap()
}

fn read(acton: &Client) -> RawRequest {
    acton.request(Method::GET, "/api/1/account")
}

fn add(acton: &Client) -> RawRequest {
    acton
        .request(Method::POST, "/api/1/list/l-0001/record")
        .json(&json!({"E-mail Address": "dee@example.com"}))
        .unwrap()
}

fn update(acton: &Client) -> RawRequest {
    acton
        .request(Method::PUT, "/api/1/list/l-0001/record/l-0001:0")
        .json(&json!({"Business City": "NYC"}))
        .unwrap()
}

fn send(acton: &Client) -> RawRequest {
    add(acton).effect(Effect::Sends)
}

fn rows(emulator: &Emulator, email: &str) -> usize {
    let rows = emulator.list_rows("l-0001");
    rows.iter()
        .filter(|row| row.iter().any(|cell| cell == email))
        .count()
}

#[derive(Debug, Deserialize)]
struct Programs {
    folders: Vec<Folder>,
}

#[derive(Debug, Deserialize)]
struct Folder {
    programs: Vec<Program>,
}

#[derive(Debug, Deserialize)]
struct Program {
    id: String,
}

#[tokio::test]
async fn a_read_brings_status_type_and_body_and_is_sent_as_written() {
    let (emulator, acton) = account().await;
    let answer = acton
        .request(Method::GET, "/api/1/list/")
        .query("listingtype", "contact_list")
        .query("count", 2)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.content_type(), Some("application/json"));
    assert!(answer.text().unwrap().contains("Newsletter"));
    assert_eq!(answer.bytes().len(), answer.text().unwrap().len());
    assert_eq!(
        calls(&emulator),
        ["GET /api/1/list?listingtype=contact_list&count=2"]
    );
}

#[tokio::test]
async fn awaiting_the_request_sends_it() {
    let (_emulator, acton) = account().await;
    assert_eq!(read(&acton).await.unwrap().status(), 200);
}

#[tokio::test]
async fn an_answer_is_read_into_a_type_of_the_users() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let programs: Programs = acton
        .request(Method::GET, "/api/1/program")
        .query("type", "TRACK")
        .send()
        .await
        .unwrap()
        .json()
        .unwrap();
    let mut all = programs.folders.iter().flat_map(|folder| &folder.programs);
    assert!(all.clone().count() > 0);
    assert!(all.all(|program| program.id.starts_with("tr-")));
}

#[tokio::test]
async fn an_answer_that_does_not_fit_names_the_call_and_the_place() {
    #[derive(Debug, Deserialize)]
    struct Wrong {
        #[allow(dead_code, reason = "it is only decoded")]
        folders: Vec<Numbered>,
    }
    #[derive(Debug, Deserialize)]
    struct Numbered {
        #[allow(dead_code, reason = "it is only decoded")]
        programs: Vec<Id>,
    }
    #[derive(Debug, Deserialize)]
    struct Id {
        #[allow(dead_code, reason = "it is only decoded")]
        id: u64,
    }
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let programs = acton
        .request(Method::GET, "/api/1/program")
        .query("type", "TRACK");
    let error = programs.await.unwrap().json::<Wrong>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.call(), Some("GET /api/1/program"));
    assert!(
        error.to_string().contains("at `folders[0].programs[0].id`"),
        "{error}"
    );
}

/// What JSON is made of a body.
async fn decoded(body: &'static str, media: &str) -> Result<serde_json::Value, Error> {
    let (emulator, acton) = account().await;
    emulator.fail(Fault::body(200, media, body).on("GET", "/api/1/account"));
    read(&acton).await.unwrap().json()
}

#[tokio::test]
async fn an_answer_that_is_no_json_says_what_it_is() {
    for (body, media, says) in [
        ("", "application/json", "the answer is empty (HTTP 200)"),
        (
            "<html>",
            "text/html",
            "the answer (text/html) does not fit the type: ",
        ),
        ("{\"a\": [1", "application/json", "EOF"),
        ("{} {}", "application/json", "goes on after its JSON"),
    ] {
        let error = decoded(body, media).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(says), "{body}: {error}");
    }
    assert_eq!(decoded("[1]", "text/plain").await.unwrap(), json!([1]));
}

#[tokio::test]
async fn a_form_is_sent_as_a_form_whose_names_may_repeat() {
    let (emulator, acton) = account().await;
    let answer = acton
        .request(Method::POST, "/api/1/medialink")
        .form([("url", "https://x.example/a?b=1&c=2"), ("tag", "one")])
        .form([("tag".to_owned(), 2)])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let sent = &emulator.journal().api_calls()[0];
    assert_eq!(
        sent.request_content_type.as_deref(),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        sent.request_body,
        "url=https%3A%2F%2Fx.example%2Fa%3Fb%3D1%26c%3D2&tag=one&tag=2"
    );
    assert_eq!(emulator.media().len(), 1);
}

#[tokio::test]
async fn parts_and_files_are_sent_as_multipart() {
    let (emulator, acton) = account().await;
    acton
        .request(Method::POST, "/api/1/image")
        .part("name", "hero.png")
        .part("foldername", "New")
        .file("file", Upload::bytes("h.png", tiny_png(3, 3, 1)))
        .send()
        .await
        .unwrap();
    let image = &emulator.images()[0];
    assert_eq!(
        (image.name.as_str(), image.folder.as_str()),
        ("hero.png", "New")
    );
    assert_eq!(image.width, 3);
    assert_eq!(acton.metrics().files, 0, "an upload is an API call");
}

#[tokio::test]
async fn a_file_that_is_missing_or_oddly_named_costs_no_call() {
    let (emulator, acton) = account().await;
    for (file, kind) in [
        (Upload::path("/nowhere/a.png"), ErrorKind::Io),
        (
            Upload::bytes("a\r\nx-evil: 1\r\n.png", "x"),
            ErrorKind::Invalid,
        ),
    ] {
        let upload = acton.request(Method::POST, "/api/1/image");
        let error = upload.file("file", file).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.call(), Some("POST /api/1/image"));
    }
    assert!(calls(&emulator).is_empty());
}

#[tokio::test]
async fn json_is_sent_as_json() {
    let (emulator, acton) = account().await;
    add(&acton).await.unwrap();
    let sent = &emulator.journal().api_calls()[0];
    assert_eq!(
        sent.request_content_type.as_deref(),
        Some("application/json")
    );
    assert_eq!(sent.request_body, r#"{"E-mail Address":"dee@example.com"}"#);
    assert_eq!(rows(&emulator, "dee@example.com"), 1);
}

#[tokio::test]
async fn two_bodies_are_refused_before_anything_is_sent() {
    let (emulator, acton) = account().await;
    let post = || acton.request(Method::POST, "/api/1/image");
    for request in [
        post().form([("a", "b")]).part("c", "d"),
        post().part("a", "b").form([("c", "d")]),
        post().form([("a", "b")]).json(&1).unwrap(),
        post().json(&1).unwrap().json(&2).unwrap(),
        post()
            .json(&1)
            .unwrap()
            .file("file", Upload::bytes("a", "b")),
    ] {
        let error = request.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(error.to_string().contains("two bodies"), "{error}");
    }
    assert!(calls(&emulator).is_empty());
}

#[tokio::test]
async fn a_value_that_is_no_json_is_refused_where_it_is_given() {
    let (_emulator, acton) = account().await;
    let keys = std::collections::HashMap::from([(vec![1], 2)]);
    let error = acton
        .request(Method::POST, "/api/1/user")
        .json(&keys)
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(error.call(), Some("POST /api/1/user"));
}

#[tokio::test]
async fn a_path_is_text_and_every_segment_is_encoded() {
    let (emulator, acton) = account().await;
    for (written, sent) in [
        ("/api/1/image/100%", "/api/1/image/100%25"),
        ("/api/1/image/a%2Fb", "/api/1/image/a%252Fb"),
        ("/api/1/image/{list}", "/api/1/image/%7Blist%7D"),
        ("/api/1/image/a b;c/", "/api/1/image/a%20b;c"),
        ("/api/1/image/..\\x", "/api/1/image/..%5Cx"),
    ] {
        acton.request(Method::GET, written).await.unwrap_err();
        let entries = emulator.journal().api_calls();
        assert_eq!(entries.last().unwrap().path, sent);
    }
}

#[tokio::test]
async fn an_absolute_url_and_odd_paths_are_refused_and_never_shown() {
    let (emulator, acton) = account().await;
    for path in [
        "https://evil.example/S3CRET",
        "//evil.example/S3CRET",
        "/api/1/list?S3CRET",
        "/api/1/list#S3CRET",
        "/api/1/S3CRET/../..",
        "/api/1//S3CRET",
        "/api/1/\nS3CRET",
        "S3CRET",
        "/token",
    ] {
        let request = acton.request(Method::GET, path).query("a", "b");
        let shown = format!("{request:?}");
        let error = request.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{path}");
        assert!(error.to_string().contains("nothing was sent"), "{error}");
        assert!(!format!("{shown}{error}{error:?}").contains("S3CRET"));
    }
    assert_eq!(emulator.journal().count(), 1, "the login");
}

#[tokio::test]
async fn what_act_on_refuses_is_an_error_in_its_own_envelope() {
    let (emulator, acton) = account().await;
    let missing = acton.request(Method::GET, "/api/1/image/f-0");
    let error = missing.await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.call(), Some("GET /api/1/image/f-0"));
    assert_eq!(error.api().unwrap().code.as_deref(), Some("10054"));
    let error = acton
        .request(Method::GET, "/api/1/nothing")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.api().unwrap().envelope, Envelope::Gateway);
    for (body, envelope) in [
        (r#"{"errors":["no"]}"#, Envelope::Errors),
        (
            r#"{"errorId":"x","errorMessage":"no"}"#,
            Envelope::CustomObjects,
        ),
        (r#"{"success":false,"message":"no"}"#, Envelope::Email),
        ("no", Envelope::Text),
    ] {
        emulator.fail(Fault::body(400, "application/json", body).on("GET", "/api/1/account"));
        let error = read(&acton).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Rejected);
        assert_eq!(error.api().unwrap().envelope, envelope);
    }
}

const FAILURE: &str = r#" {"errorCode":10148,"message":"User does not exist."}"#;

#[tokio::test]
async fn a_failure_inside_a_200_is_an_error_also_of_a_stream() {
    let (emulator, acton) = account().await;
    let fail = || {
        let fault = Fault::body(200, "application/json", FAILURE);
        emulator.fail(fault.on("GET", "/api/1/account"));
    };
    fail();
    let whole = read(&acton).await.unwrap_err();
    fail();
    let streamed = read(&acton).stream().await.unwrap_err();
    for error in [whole, streamed] {
        assert_eq!(error.kind(), ErrorKind::NotFound);
        let api = error.api().unwrap();
        assert_eq!((api.status, api.code.as_deref()), (200, Some("10148")));
        assert_eq!(error.call(), Some("GET /api/1/account"));
    }
}

#[tokio::test]
async fn a_long_answer_comes_piece_by_piece_and_costs_one_call() {
    const ROWS: u64 = 200_000;
    let emulator = start(builder().empty().generate_list("Big", ROWS)).await;
    let list = emulator.list_id("Big").unwrap();
    let acton = connected(&emulator, "").await;
    let mut answer = acton
        .request(Method::GET, format!("/api/1/list/{list}"))
        .query("responseformat", "CSV")
        .stream()
        .await
        .unwrap();
    assert_eq!(
        (answer.status(), answer.content_type()),
        (200, Some("text/csv"))
    );
    let (mut lines, mut pieces) = (0, 0);
    while let Some(piece) = answer.next().await {
        let piece = piece.unwrap();
        assert!(piece.len() <= 1024 * 1024, "{} bytes at once", piece.len());
        lines += piece.iter().filter(|byte| **byte == b'\n').count();
        pieces += 1;
    }
    assert!(pieces > 10);
    assert_eq!(lines as u64, ROWS + 1);
    assert_eq!(acton.metrics().calls, 2);
}

#[tokio::test]
async fn a_streamed_answer_keeps_every_byte_whatever_it_begins_with() {
    let (emulator, acton) = account().await;
    for body in [
        "",
        " ",
        "{}",
        " \n{\"a\":1}",
        "[1]",
        "a,b",
        &"{".repeat(200_000),
    ] {
        let fault = Fault::body(200, "text/plain", body.to_owned());
        emulator.fail(fault.on("GET", "/api/1/account"));
        let answer = read(&acton).stream().await.unwrap();
        let pieces: Vec<_> = StreamExt::collect(answer).await;
        let got: Vec<u8> = pieces
            .into_iter()
            .flat_map(|piece| piece.unwrap())
            .collect();
        assert!(got == body.as_bytes(), "{}", body.len());
    }
}

#[tokio::test]
async fn a_stream_that_is_cut_short_ends_in_an_error() {
    let emulator = start(builder().empty().generate_list("Big", 50_000)).await;
    let list = emulator.list_id("Big").unwrap();
    let acton = connected(&emulator, "").await;
    emulator.fail(Fault::truncate(500_000).on("GET", "/api/1/list"));
    let request = acton.request(Method::GET, format!("/api/1/list/{list}"));
    let mut answer = request
        .query("responseformat", "CSV")
        .stream()
        .await
        .unwrap();
    let last = loop {
        match answer.next().await {
            Some(Ok(_)) => {}
            other => break other,
        }
    };
    assert_eq!(last.unwrap().unwrap_err().kind(), ErrorKind::Transport);
    assert!(answer.next().await.is_none());
}

#[tokio::test]
async fn a_budget_of_no_call_refuses_it_before_anything_is_sent() {
    let (emulator, acton) = account().await;
    let error = read(&acton.budget(0)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Budget);
    assert_eq!(error.call(), Some("GET /api/1/account"));
    let error = read(&acton.budget(0)).stream().await.unwrap_err();
    assert!(error.is_over_budget());
    assert!(calls(&emulator).is_empty());
    read(&acton.budget(1)).await.unwrap();
    assert_eq!(calls(&emulator).len(), 1);
}

#[tokio::test]
async fn a_read_only_client_makes_the_calls_that_read_whatever_their_method() {
    let (emulator, _) = account().await;
    let acton = connected(&emulator, "Readonly=true").await;
    read(&acton).await.unwrap();
    for request in [
        add(&acton),
        update(&acton),
        acton.request(Method::DELETE, "/api/1/list/l-0001"),
        acton.request(Method::PATCH, "/api/1/list/l-0001"),
        read(&acton).effect(Effect::Sends),
    ] {
        let error = request.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(error.to_string().contains("read-only"), "{error}");
    }
    assert_eq!(calls(&emulator).len(), 1);
    let by_fields = acton.request(Method::POST, "/ucl/v2/1/contact/byFields");
    let error = by_fields.effect(Effect::Reads).await.unwrap_err();
    assert_eq!(error.api().unwrap().status, 501, "it was sent: {error}");
}

#[tokio::test]
async fn a_lost_answer_of_a_write_is_unknown_and_not_asked_for_again_while_a_read_is() {
    let (emulator, acton) = account().await;
    emulator.fail(Fault::reset_after().on("POST", "/api/1/list"));
    let error = add(&acton).await.unwrap_err();
    assert!(error.is_unknown_outcome(), "{error}");
    assert_eq!(emulator.journal().api_calls().len(), 1);
    assert_eq!(rows(&emulator, "dee@example.com"), 1);

    emulator.fail(Fault::reset_after().on("GET", "/api/1/account"));
    read(&acton).await.unwrap();
    assert_eq!(emulator.journal().count_of("GET", "/api/1/account"), 2);
}

#[tokio::test]
async fn the_effect_decides_what_is_made_again() {
    let (emulator, acton) = account().await;
    emulator.fail(Fault::reset_before().on("POST", "/api/1/list"));
    add(&acton).effect(Effect::Replaces).await.unwrap();
    assert_eq!(emulator.journal().api_calls().len(), 2);
    emulator.fail(Fault::too_many_requests(Some(0)).on("POST", "/api/1/list"));
    let error = send(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(emulator.journal().api_calls().len(), 3);
}

#[tokio::test]
async fn a_message_is_never_sent_again_although_a_put_is() {
    let (emulator, acton) = account().await;
    emulator.fail(Fault::reset_before().on("PUT", "/api/1/message").always());
    let resend = acton.request(Method::PUT, "/api/1/message/s-0001-2409/send");
    assert!(resend.await.unwrap_err().is_unknown_outcome());
    assert_eq!(emulator.journal().api_calls().len(), 1);
    let change = acton.request(Method::PUT, "/api/1/message/d-0001");
    assert!(change.await.unwrap_err().is_unknown_outcome());
    assert_eq!(emulator.journal().api_calls().len(), 3);
}

const PAGE: &str = include_str!("../../docs/reliability.md");

type Strike = fn() -> Fault;

/// A fault, and its row on the page.
const FAULTS: &[(&str, Strike)] = &[
    ("429 without", || Fault::too_many_requests(None)),
    ("401", Fault::expire_token),
    ("connection reset after sending", Fault::reset_before),
    ("connection reset after sending", Fault::reset_after),
    ("answer cut short", || Fault::truncate(3)),
    ("500", || Fault::status(500)),
    ("503", || Fault::status(503)),
    ("302", || Fault::status(302)),
    ("403", || Fault::status(403)),
    ("404", || Fault::status(404)),
    ("413", || Fault::body(413, "text/plain", "too large")),
];

#[tokio::test]
async fn every_fault_against_every_effect_comes_out_as_the_page_says() {
    let kinds: [fn(&Client) -> RawRequest; 4] = [read, update, add, send];
    let results = FAULTS.iter().flat_map(|(row, fault)| {
        kinds.into_iter().enumerate().map(move |(column, request)| {
            let line = PAGE
                .lines()
                .find(|line| line.starts_with(&format!("| {row} |")));
            let cell = line.unwrap().split('|').nth(column + 2).unwrap().trim();
            async move {
                let (emulator, acton) = account().await;
                emulator.fail(fault());
                let once = request(&acton).await;
                let repeated = cell.starts_with("repeated");
                assert_eq!(once.is_ok(), repeated, "{row}, {cell}: {once:?}");
                let seen = emulator.journal().api_calls().len();
                assert_eq!(seen, 1 + usize::from(repeated), "{row}, {cell}");
                emulator.fault(fault().always());
                let error = request(&acton).await.unwrap_err();
                let kind = cell.rsplit('`').nth(1).unwrap();
                assert_eq!(format!("{:?}", error.kind()), kind, "{row}, {cell}");
                let twice = rows(&emulator, "dee@example.com");
                assert!(twice <= 2, "{row}, {cell}: each at most once");
            }
        })
    });
    futures::stream::iter(results)
        .buffer_unordered(8)
        .collect::<()>()
        .await;
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_the_call_made_again() {
    let (emulator, acton) = account().await;
    emulator.expire_access_tokens();
    add(&acton).await.unwrap();
    let lines = emulator.journal().lines();
    assert_eq!(
        lines,
        [
            "POST /token -> 200",
            "POST /api/1/list/l-0001/record -> 401",
            "POST /token -> 200",
            "POST /api/1/list/l-0001/record -> 200",
        ]
    );
}

#[tokio::test]
async fn it_counts_against_the_day_and_waits_for_its_second() {
    let emulator = start(builder().rate_limit(false)).await;
    let text = format!(
        "{}&CallsPerSecond=2&CallsPerDay=5",
        emulator.connection_string()
    );
    let acton = Client::connect(&text).await.unwrap();
    for _ in 0..4 {
        read(&acton).await.unwrap();
    }
    let metrics = acton.metrics();
    assert_eq!((metrics.calls, metrics.files), (5, 0), "and the login");
    assert_eq!(metrics.left_today, Some(0));
    assert!((1..=3).contains(&metrics.waits), "{metrics:?}");
    assert!(metrics.waited >= Duration::from_millis(900), "{metrics:?}");
    let error = read(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DailyLimit);
    assert_eq!(emulator.journal().api_calls().len(), 4);
}

#[tokio::test]
async fn parameters_and_bodies_show_nowhere() {
    const SECRET: &str = "S3CRET";
    let (emulator, _) = account().await;
    let folder = tempfile::tempdir().unwrap();
    let logfile = folder.path().join("acton.log");
    let acton = connected(&emulator, &format!("Logfile={}", logfile.display())).await;
    let mut events = acton.events();
    let mut shown = String::new();
    let post = || acton.request(Method::POST, "/api/1/medialink");
    let requests = [
        read(&acton).query("token", SECRET),
        post().form([("url", SECRET)]),
        post().part("url", SECRET),
        post().json(&json!({"url": SECRET})).unwrap(),
        read(&acton).query(SECRET, ""),
    ];
    let work = async {
        let mut answered: Vec<Result<RawAnswer, Error>> = Vec::new();
        for request in requests {
            shown += &format!("{request:?}\n");
            answered.push(request.await);
        }
        emulator.fail(Fault::body(200, "text/plain", SECRET).on("GET", "/api/1/account"));
        answered.push(read(&acton).await);
        emulator.fail(Fault::body(200, "text/plain", SECRET).on("GET", "/api/1/account"));
        shown += &format!("{:?}\n", read(&acton).stream().await);
        answered
    };
    let (answered, traces) = traced(FmtSpan::FULL, work).await;
    assert!(answered.iter().any(Result::is_err) && answered.iter().any(Result::is_ok));
    shown += &format!("{answered:?}\n");
    while let Some(Some(event)) = events.next().now_or_never() {
        shown += &format!("{event:?}\n");
        let ended = matches!(event, Event::CallEnded { .. });
        assert!(!ended || format!("{event:?}").contains("/api/1/"));
    }
    let log = std::fs::read_to_string(&logfile).unwrap();
    assert!(traces.contains("acton.call") && log.contains("POST /api/1/medialink"));
    for text in [&shown, &traces, &log] {
        assert!(!text.contains(SECRET), "{text}");
    }
}
