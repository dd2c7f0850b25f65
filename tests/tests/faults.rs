//! Every fault of the emulator's against every kind of call, through queries and sessions: what comes
//! of it is what the table in `docs/reliability.md` says, and no write is applied twice.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use acton_emulator::{Emulator, Fault, tiny_png};
use acton_orm::models::Image;
use acton_orm::prelude::*;
use acton_orm::schema::images;
use acton_orm::{Client, Downloads, Error, ErrorKind, Session, Upload};
use acton_orm_tests::rows::{
    NewOptOut, OptedOut, Picture, Subscriber, newsletter, picture, report, subscriber, subscribers,
};
use futures::{StreamExt, stream};

const PAGE: &str = include_str!("../../docs/reliability.md");
const OLD_PIXELS: (u32, u32, u8) = (1, 1, 1);

/// A row of the page's table, and a fault that makes it happen.
struct Trouble {
    row: &'static str,
    fault: fn() -> Fault,
}

const fn trouble(row: &'static str, fault: fn() -> Fault) -> Trouble {
    Trouble { row, fault }
}

fn json(status: u16, text: &'static str) -> Fault {
    Fault::body(status, "application/json", text)
}

const TROUBLES: &[Trouble] = &[
    trouble("429 with `Retry-After`", || {
        Fault::too_many_requests(Some(0))
    }),
    trouble("429 without", || Fault::too_many_requests(None)),
    trouble("429 that names the day", || {
        json(
            429,
            r#"{"httpCode":"429","httpMessage":"Too Many Requests","moreInformation":"Daily quota exceeded"}"#,
        )
    }),
    trouble("401", Fault::expire_token),
    trouble("connection reset after sending", Fault::reset_before),
    trouble("connection reset after sending", Fault::reset_after),
    trouble("no answer in time", || {
        Fault::latency(Duration::from_secs(60))
    }),
    trouble("answer cut short", || Fault::truncate(3)),
    trouble("500", || Fault::status(500)),
    trouble("500 with an `errorCode`", || {
        json(500, r#"{"errorCode":10000,"message":"Internal"}"#)
    }),
    trouble("502", || Fault::status(502)),
    trouble("502", || Fault::body(502, "text/html", "<html></html>")),
    trouble("503", || Fault::status(503)),
    trouble("504", || Fault::status(504)),
    trouble("408", || Fault::status(408)),
    trouble("302", || Fault::status(302)),
    trouble("403", || Fault::status(403)),
    trouble("403 with an `errorCode`", || {
        json(
            403,
            r#"{"errorCode":10085,"message":"Invalid file type specified"}"#,
        )
    }),
    trouble("404", || Fault::status(404)),
    trouble("400 with `errorCode` 10054", || {
        json(400, r#"{"errorCode":10054,"message":"The id is invalid"}"#)
    }),
    trouble("400 with another", || {
        json(
            400,
            r#"{"errorCode":10010,"message":"Invalid Column Specified"}"#,
        )
    }),
    trouble("413", || Fault::body(413, "text/plain", "too large")),
];

/// What is about to be done.
enum Ready {
    Read(Pin<Box<dyn Future<Output = Result<(), Error>>>>),
    Write(Box<Session>),
}

type Preparing = Pin<Box<dyn Future<Output = Ready>>>;

/// How the page's outcome shows in what the caller gets.
#[derive(PartialEq)]
enum Shows {
    Plainly,
    /// A row that is not there is no row, not an error; or was to be deleted, and is.
    NotFoundIsFine,
    /// The call names no row that could be missing.
    NothingToBeFound,
    /// What the look-up leaves open is settled by reading the list; a miss is no row.
    LooksFurther,
}

struct Kind {
    name: &'static str,
    /// The page's column, from 0.
    column: usize,
    at: (&'static str, &'static str),
    shows: Shows,
    ready: fn(Client) -> Preparing,
    /// How often the write took effect.
    effect: fn(&Emulator) -> usize,
}

const READ: usize = 0;
const SAFE: usize = 1;
const ADD: usize = 2;

fn read<R: 'static>(reading: impl Future<Output = Result<R, Error>> + 'static) -> Preparing {
    Box::pin(async move { Ready::Read(Box::pin(async move { reading.await.map(drop) })) })
}

fn write<F: Future<Output = Session> + 'static>(session: F) -> Preparing {
    Box::pin(async move { Ready::Write(Box::new(session.await)) })
}

fn cells(emulator: &Emulator, column: usize, text: &str) -> usize {
    let rows = emulator.list_rows("l-0001");
    rows.iter().filter(|row| row[column] == text).count()
}

fn named(emulator: &Emulator, name: &str, folder: &str) -> usize {
    let images = emulator.images();
    let here = |one: &&acton_emulator::ImageInfo| one.name == name && one.folder == folder;
    images.iter().filter(here).count()
}

fn opted_out(emulator: &Emulator, email: &str) -> usize {
    let all = emulator.opt_outs();
    all.iter().filter(|one| one.email == email).count()
}

const KINDS: &[Kind] = &[
    Kind {
        name: "a page is read",
        column: READ,
        at: ("GET", "/api/1/image"),
        shows: Shows::Plainly,
        ready: |acton| read(async move { Image::query().load(&acton).await }),
        effect: |_| 1,
    },
    Kind {
        name: "a list is downloaded",
        column: READ,
        at: ("GET", "/api/1/list/l-0001"),
        shows: Shows::Plainly,
        ready: |acton| read(async move { Subscriber::query().load(&acton).await }),
        effect: |_| 1,
    },
    Kind {
        name: "an image is got by its key",
        column: READ,
        at: ("GET", "/api/1/image/"),
        shows: Shows::NotFoundIsFine,
        ready: |acton| {
            Box::pin(async move {
                let key = Image::query().first(&acton).await.unwrap().unwrap().id;
                let one = Image::query().filter(images::id.eq(key));
                Ready::Read(Box::pin(async move { one.first(&acton).await.map(drop) }))
            })
        },
        effect: |_| 1,
    },
    Kind {
        name: "a row is looked up",
        column: READ,
        at: ("GET", "/api/1/list/lookup/"),
        shows: Shows::LooksFurther,
        ready: |acton| {
            let ada = Subscriber::query().filter(subscribers::email.eq("ada@example.com"));
            read(async move { ada.first(&acton).await })
        },
        effect: |_| 1,
    },
    Kind {
        name: "a row is inserted",
        column: ADD,
        at: ("POST", "/api/1/list/l-0001/record"),
        shows: Shows::Plainly,
        ready: |acton| {
            write(async move {
                let mut session = acton.session();
                let _ = session.add(subscriber("dee@example.com", Some("NYC")));
                session
            })
        },
        effect: |emulator| cells(emulator, 1, "dee@example.com"),
    },
    Kind {
        name: "a row is updated",
        column: SAFE,
        at: ("PUT", "/api/1/list/l-0001/record/"),
        shows: Shows::Plainly,
        ready: |acton| {
            write(async move {
                let mut session = acton.session();
                let rows = session.load(Subscriber::query()).await.unwrap();
                session[rows[0]].city = Some("NYC".into());
                session
            })
        },
        effect: |emulator| cells(emulator, 2, "NYC"),
    },
    Kind {
        name: "two rows are deleted",
        column: SAFE,
        at: ("DELETE", "/api/1/list/l-0001/record"),
        shows: Shows::Plainly,
        ready: |acton| {
            write(async move {
                let mut session = acton.session();
                let rows = session.load(Subscriber::query()).await.unwrap();
                session.delete(rows[0]);
                session.delete(rows[1]);
                session
            })
        },
        effect: |emulator| emulator.list_rows("l-0001").len().abs_diff(2),
    },
    Kind {
        name: "an image is inserted",
        column: ADD,
        at: ("POST", "/api/1/image"),
        shows: Shows::Plainly,
        ready: |acton| {
            write(async move {
                let mut session = acton.session();
                let _ = session.add(picture("hero.png", "New"));
                session
            })
        },
        effect: |emulator| named(emulator, "hero.png", "New"),
    },
    Kind {
        name: "an image's content is replaced",
        column: SAFE,
        at: ("PUT", "/api/1/image/"),
        shows: Shows::Plainly,
        ready: |acton| {
            write(async move {
                let mut session = acton.session();
                let image = session.one(Picture::query()).await.unwrap();
                let new = Upload::bytes("a.png", tiny_png(5, 5, 9));
                session.set(image, images::content.to(new)).unwrap();
                session
            })
        },
        effect: |emulator| {
            let all = emulator.images();
            all.iter().filter(|image| image.width == 5).count()
        },
    },
    Kind {
        name: "an image is moved",
        column: ADD,
        at: ("POST", "/api/1/image"),
        shows: Shows::Plainly,
        ready: |acton| {
            write(async move {
                let mut session = acton.session();
                let image = session.one(Picture::query()).await.unwrap();
                session[image].folder_name = "Archive".into();
                session
            })
        },
        effect: |emulator| named(emulator, "a.png", "Archive"),
    },
    Kind {
        name: "an image is deleted",
        column: SAFE,
        at: ("DELETE", "/api/1/image/"),
        shows: Shows::NotFoundIsFine,
        ready: |acton| {
            write(async move {
                let mut session = acton.session();
                let image = session.one(Picture::query()).await.unwrap();
                session.delete(image);
                session
            })
        },
        effect: |emulator| 1 - emulator.images().len(),
    },
    Kind {
        name: "an address is opted out",
        column: SAFE,
        at: ("PUT", "/api/1/list/optout"),
        shows: Shows::NothingToBeFound,
        ready: |acton| {
            write(async move {
                let mut session = acton.session();
                let _ = session.add(NewOptOut {
                    email: "dee@example.com".into(),
                });
                session
            })
        },
        effect: |emulator| opted_out(emulator, "dee@example.com"),
    },
    Kind {
        name: "an address is opted in",
        column: ADD,
        at: ("PUT", "/api/1/list/optin"),
        shows: Shows::NothingToBeFound,
        ready: |acton| {
            write(async move {
                let mut session = acton.session();
                let out = session.one(OptedOut::query()).await.unwrap();
                session.delete(out);
                session
            })
        },
        effect: |emulator| 1 - opted_out(emulator, "out@example.com"),
    },
];

/// An account with one of each, and a client that tries twice.
async fn account(timeout: u64) -> (Emulator, Client) {
    let (emulator, list) = newsletter().await;
    assert_eq!(list, "l-0001");
    let (width, height, shade) = OLD_PIXELS;
    emulator.add_image("a.png", "New", tiny_png(width, height, shade));
    emulator.add_opt_out("out@example.com", acton_orm_tests::NOON);
    let acton = Client::parse(&emulator.connection_string())
        .unwrap()
        .calls_per_second(1000)
        .downloads(Downloads::Csv)
        .max_retries(1)
        .late_writes(Duration::ZERO)
        .timeout(Duration::from_secs(timeout))
        .connect()
        .await
        .unwrap();
    (emulator, acton)
}

/// What the page says: whether one such fault goes unnoticed, and the error if it stays.
fn page(row: &str, column: usize) -> (bool, String) {
    let row = format!("| {row} |");
    let line = PAGE.lines().find(|line| line.starts_with(&row));
    let line = line.unwrap_or_else(|| panic!("no row {row}"));
    let cell = line[row.len()..].split('|').nth(column).unwrap().trim();
    let kind = cell.rsplit('`').nth(1).unwrap();
    (cell.starts_with("repeated"), kind.to_owned())
}

/// What is to show, given what the page says.
fn expected(row: &str, kind: &Kind, outcome: &str, always: bool) -> String {
    match (outcome, &kind.shows) {
        (_, Shows::LooksFurther) if row.starts_with("400") => "Ok".to_owned(),
        // The second attempt meets the success of the first: a 404, and Act-On's own unless it is cut
        // short as well.
        ("UnknownOutcome", _)
            if kind.name == "an image is deleted" && row == "answer cut short" =>
        {
            if always { "NotFound" } else { "Ok" }.to_owned()
        }
        ("NotFound", Shows::LooksFurther) => "Ok".to_owned(),
        // An empty 404 is nobody's word that the row is not there.
        ("NotFound", Shows::NotFoundIsFine) if row != "404" => "Ok".to_owned(),
        ("NotFound", Shows::NothingToBeFound) => "Rejected".to_owned(),
        _ => outcome.to_owned(),
    }
}

async fn attempt(ready: &mut Ready) -> Result<(), Error> {
    match ready {
        Ready::Read(reading) => reading.await,
        Ready::Write(session) => session.commit().await.map(drop),
    }
}

fn shown(result: Result<(), Error>) -> String {
    let Err(error) = result else {
        return "Ok".to_owned();
    };
    let Some(report) = error.report() else {
        return format!("{:?}", error.kind());
    };
    let mut kinds: Vec<String> = report
        .iter()
        .filter_map(|entry| Some((entry, entry.outcome().error()?.kind())))
        .inspect(|(entry, kind)| {
            let unknown = *kind == ErrorKind::UnknownOutcome;
            assert_eq!(entry.outcome().is_unknown(), unknown, "{entry:?}");
        })
        .map(|(_, kind)| format!("{kind:?}"))
        .collect();
    kinds.dedup();
    kinds.join(" and ")
}

/// One cell of the matrix; what differs from the page.
async fn cell(trouble: &Trouble, kind: &Kind) -> Vec<String> {
    let timeout = if trouble.row == "no answer in time" {
        2
    } else {
        60
    };
    let mut wrong = Vec::new();
    let (repeated, outcome) = page(trouble.row, kind.column);
    let (method, path) = kind.at;
    let mut check = |what: &str, seen: String, wanted: String| {
        if seen != wanted {
            let fault = (trouble.fault)();
            wrong.push(format!(
                "{}, {} ({fault:?}), {what}: {seen} instead of {wanted}",
                kind.name, trouble.row
            ));
        }
    };

    // Once.
    let (emulator, acton) = account(timeout).await;
    let mut ready = (kind.ready)(acton).await;
    emulator.fail((trouble.fault)().on(method, path));
    let seen = shown(attempt(&mut ready).await);
    let wanted = if repeated {
        "Ok".to_owned()
    } else {
        expected(trouble.row, kind, &outcome, false)
    };
    let done = seen == "Ok";
    let lied = done && kind.shows == Shows::NotFoundIsFine && outcome == "NotFound";
    check("once", seen, wanted);
    check(
        "faults that struck",
        emulator.faults_struck().to_string(),
        "1".into(),
    );
    if let (false, Ready::Write(_)) = (done, &ready) {
        let seen = shown(attempt(&mut ready).await);
        check("committed again", seen, "Ok".into());
    }
    if !lied {
        let effect = (kind.effect)(&emulator).to_string();
        check("took effect", effect, "1".into());
        let images = emulator.images().len();
        let wanted = match kind.name {
            "an image is inserted" => 2,
            "an image is deleted" => 0,
            _ => 1,
        };
        check("images", images.to_string(), wanted.to_string());
    }

    // Always.
    let (emulator, acton) = account(timeout).await;
    let mut ready = (kind.ready)(acton).await;
    emulator.fail((trouble.fault)().on(method, path).always());
    let seen = shown(attempt(&mut ready).await);
    check("always", seen, expected(trouble.row, kind, &outcome, true));
    let effect = (kind.effect)(&emulator);
    if effect > 1 {
        check(
            "took effect, always",
            effect.to_string(),
            "1 at most".into(),
        );
    }
    wrong
}

#[tokio::test]
async fn every_fault_against_every_kind_of_call_comes_out_as_the_page_says_and_no_write_is_applied_twice()
 {
    let cells = TROUBLES
        .iter()
        .flat_map(|trouble| KINDS.iter().map(move |kind| cell(trouble, kind)));
    let wrong: Vec<Vec<String>> = stream::iter(cells).buffer_unordered(24).collect().await;
    assert_eq!(wrong.len(), TROUBLES.len() * KINDS.len());
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_404_of_the_gateway_to_a_look_up_does_not_prove_that_a_row_is_not_there() {
    let (emulator, acton) = account(60).await;
    let mut session = acton.session();
    let dee = session.add(subscriber("dee@example.com", None));
    emulator.fail(Fault::reset_after().on("POST", "/api/1/list"));
    let first = report(session.commit().await.unwrap_err());
    assert!(first.outcome(dee).unwrap().is_unknown());
    emulator.fail(Fault::status(404).on("GET", "/api/1/list/lookup/"));
    let second = report(session.commit().await.unwrap_err());
    assert!(second.outcome(dee).unwrap().is_unknown(), "{second}");
    session.commit().await.unwrap();
    assert_eq!(cells(&emulator, 1, "dee@example.com"), 1);
}

#[tokio::test]
async fn every_reset_after_the_write_of_an_add_comes_back_unknown_and_is_found() {
    for kind in KINDS.iter().filter(|kind| kind.column == ADD) {
        let (emulator, acton) = account(60).await;
        let mut ready = (kind.ready)(acton).await;
        let (method, path) = kind.at;
        emulator.fail(Fault::reset_after().on(method, path));
        assert_eq!(
            shown(attempt(&mut ready).await),
            "UnknownOutcome",
            "{}",
            kind.name
        );
        assert_eq!((kind.effect)(&emulator), 1, "{}: it was written", kind.name);
        assert_eq!(shown(attempt(&mut ready).await), "Ok", "{}", kind.name);
        assert_eq!((kind.effect)(&emulator), 1, "{}: and not again", kind.name);
    }
}

type TokenTrouble = (&'static str, fn() -> Fault, bool);

/// Faults of the calls that get tokens, and whether they use up the refresh token.
const TOKEN_TROUBLES: &[TokenTrouble] = &[
    (
        "429 with `Retry-After`",
        || Fault::too_many_requests(Some(0)),
        false,
    ),
    ("429 without", || Fault::too_many_requests(None), false),
    ("reset before", Fault::reset_before, false),
    ("reset after", Fault::reset_after, true),
    ("cut short", || Fault::truncate(3), true),
    ("500", || Fault::status(500), false),
    (
        "502",
        || Fault::body(502, "text/html", "<html></html>"),
        false,
    ),
    ("503", || Fault::status(503), false),
    ("408", || Fault::status(408), false),
    ("slow", || Fault::latency(Duration::from_millis(20)), false),
    (
        "in drips",
        || Fault::drip(7, Duration::from_millis(1)),
        false,
    ),
];

/// Requests for a token with this grant.
fn grants(emulator: &Emulator, grant: &str) -> usize {
    let text = format!("grant_type={grant}");
    let asked = |entry: &&acton_emulator::Entry| {
        entry.path == "/token" && String::from_utf8_lossy(&entry.request_body).contains(&text)
    };
    emulator.journal().entries().iter().filter(asked).count()
}

#[tokio::test]
async fn a_refresh_that_meets_a_fault_costs_a_login_only_if_its_answer_is_lost() {
    for (name, fault, used_up) in TOKEN_TROUBLES {
        let (emulator, acton) = account(60).await;
        emulator.expire_access_tokens();
        emulator.journal().clear();
        emulator.fail(fault().on("POST", "/token"));
        let rows = Subscriber::query().load(&acton).await;
        assert_eq!(rows.map(|rows| rows.len()).ok(), Some(3), "{name}");
        assert_eq!(
            grants(&emulator, "password"),
            usize::from(*used_up),
            "{name}"
        );
        assert_eq!(emulator.faults_struck(), 1, "{name}");
    }
}

#[tokio::test]
async fn a_login_whose_answer_is_lost_is_not_made_again_by_itself() {
    for (name, fault, used_up) in TOKEN_TROUBLES {
        let (emulator, _) = newsletter().await;
        emulator.fail(fault().on("POST", "/token"));
        let builder = Client::parse(&emulator.connection_string()).unwrap();
        let connected = builder.connect().await;
        let perhaps_received = *used_up || !name.starts_with("429");
        let made = grants(&emulator, "password");
        match connected {
            Ok(_) => assert!(made <= 2, "{name}: {made}"),
            Err(error) => {
                let counts = error.to_string().contains("one of the five logins");
                assert!(perhaps_received && counts, "{name}: {error}");
                assert_eq!(made, 1, "{name}");
            }
        }
    }
}

#[tokio::test]
async fn an_opt_out_that_was_sent_without_an_answer_is_taken_back_when_it_is_deleted() {
    for (fault, dropped) in [
        (Fault::reset_after(), false),
        (Fault::latency(Duration::from_secs(60)), true),
    ] {
        let (emulator, acton) = account(60).await;
        let mut session = acton.session();
        let email = "dee@example.com".to_owned();
        let dee = session.add(NewOptOut { email });
        emulator.fail(fault.on("PUT", "/api/1/list/optout").always());
        if dropped {
            tokio::select! {
                done = session.commit().into_future() => panic!("it was to be dropped: {done:?}"),
                () = emulator.until_in_flight(1) => {}
            }
            emulator.settled().await;
        } else {
            let first = report(session.commit().await.unwrap_err());
            assert!(first.outcome(dee).unwrap().is_unknown());
            assert_eq!(opted_out(&emulator, "dee@example.com"), 1);
        }
        emulator.clear_faults();
        assert!(session.delete(dee));
        session.commit().await.unwrap();
        assert_eq!(opted_out(&emulator, "dee@example.com"), 0);
        assert!(session.get(dee).is_none());
        assert_eq!(emulator.journal().count_of("PUT", "/api/1/list/optin"), 1);
    }
}

#[tokio::test]
async fn an_opt_out_that_was_refused_is_not_opted_in_when_it_is_deleted() {
    let (emulator, acton) = account(60).await;
    let mut session = acton.session();
    let email = "dee@example.com".to_owned();
    let dee = session.add(NewOptOut { email });
    emulator.fail(Fault::status(403).on("PUT", "/api/1/list/optout"));
    let first = report(session.commit().await.unwrap_err());
    assert!(first.outcome(dee).unwrap().is_rejected());
    assert!(session.delete(dee));
    assert!(!session.has_changes());
}
