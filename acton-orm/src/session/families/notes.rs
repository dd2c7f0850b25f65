//! A family that exists for tests alone: notes, which are added one by one or in bulk. One file and one
//! registration, and a session plans, sends, settles and traces it; nobody else knows it.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value as Json;

use crate::client::script::{Act, Script};
use crate::client::tests::scripted::{PASSWORD, TOKEN, client};
use crate::plan::{
    Batch, Body, Change, Family, Fate, Found, Group, Learned, Planned, Request, Sent, Settled,
    Trace, Verb, Way, What, Written, text_of,
};
use crate::schema::list::list_table;
use crate::schema::{ColumnMeta, Effect, Kind, Method, TableMeta, TableRef, Write};
use crate::session::row::Plain;
use crate::session::slot::Slot;
use crate::session::{RowId, RowState};
use crate::{Cell, CommitReport, Error, ErrorKind, Result, Session};

/// Notes, each with a text.
pub(super) struct Notes;

static COLUMNS: [ColumnMeta; 2] = [
    column("Id", "id", Write::Never),
    column("Text", "text", Write::Always),
];

static NOTES: TableMeta = TableMeta {
    writes: Some("notes"),
    ..list_table("Notes", &COLUMNS, Some(0))
};

const fn column(name: &'static str, field: &'static str, write: Write) -> ColumnMeta {
    ColumnMeta {
        name,
        field,
        wire: &[],
        kind: Kind::Text,
        nullable: false,
        parameter: None,
        asked: None,
        unread: false,
        write,
        push: &[],
    }
}

impl Family for Notes {
    fn check(&self, _: Verb, cells: &[Written]) -> Result<()> {
        match text_of(cells, "text") {
            Some("") => Err(Error::new(ErrorKind::Invalid, "an empty note").in_column("Text")),
            _ => Ok(()),
        }
    }

    fn ways(&self, group: &Group<'_>) -> Result<Vec<Way>> {
        let single = Way::one_by_one(group, |change| {
            Ok(match &change.what {
                What::Insert { .. } => vec![
                    Planned::new(Request::get("/note/next"), numbered).because("its number"),
                    Planned::new(Request::new(Method::POST, "/note/{number}"), landed),
                ],
                What::Update { key, .. } => vec![Planned::new(
                    Request::new(Method::PUT, "/note/{key}").with("key", key),
                    |_, answer| answer.and_then(|_| Settled::one(Fate::Updated)),
                )],
                What::Delete { key, .. } => vec![Planned::new(
                    Request::new(Method::DELETE, "/note/{key}").with("key", key),
                    |_, answer| answer.and_then(|_| Settled::one(Fate::Deleted)),
                )],
            })
        })?;
        if group.verb != Verb::Insert || group.changes.len() == 1 {
            return Ok(vec![single]);
        }
        let keys = Request::get("/note/job/{job}");
        let bulk = Way(vec![Batch {
            changes: group
                .changes
                .iter()
                .map(|(position, _)| *position)
                .collect(),
            calls: vec![
                Planned::new(Request::new(Method::POST, "/notes").body(Body::None), begun),
                Planned::new(keys.doing(Effect::Reads), each).if_needed("unless it is quick"),
            ],
        }]);
        Ok(vec![single, bulk])
    }

    fn trace(&self, _: &TableRef, sent: &[Written]) -> Trace {
        match text_of(sent, "text") {
            Some(text) => Trace::Ask(Request::get("/note/find").param("text", text), found),
            None => Trace::Nowhere("it has no text"),
        }
    }

    fn touches(&self, change: &Change) -> Vec<String> {
        change.text("text").map(str::to_owned).into_iter().collect()
    }
}

fn numbered(_: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    let learned = Learned::default().and("number", text(&answer?, "ok"));
    Ok(Settled::learned(learned))
}

fn landed(sent: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    answer?;
    let path = sent.request.path();
    let number = path.trim_start_matches("/note/");
    Settled::one(Fate::Landed(format!("n-{number}")))
}

fn begun(_: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    answer?;
    Ok(Settled::learned(
        Learned::default().and("job", "7".to_owned()),
    ))
}

fn each(sent: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    answer?;
    let fate = |(number, _)| Fate::Landed(format!("n-{number}"));
    Ok(Settled::each(
        sent.changes.iter().enumerate().map(fate).collect(),
    ))
}

fn found(_: &[Written], answer: Result<Bytes>, ours: &dyn Fn(&str) -> bool) -> Result<Found> {
    let key = format!("n-{}", text(&answer?, "ok"));
    Ok(match ours(&key) {
        true => Found::Unsure("another note".to_owned()),
        false => Found::There(key),
    })
}

fn text(body: &Bytes, name: &str) -> String {
    let json: Json = serde_json::from_slice(body).unwrap();
    json[name].to_string()
}

const OK: Act = Act::Answer(
    200,
    &[("content-type", "application/json")],
    r#"{"ok":true}"#,
);

fn session(acts: impl IntoIterator<Item = Act>) -> (Session, Script) {
    let (client, script) = client(
        &format!("{PASSWORD};LateWrites=0"),
        [TOKEN].into_iter().chain(acts),
    );
    (client.session(), script)
}

fn note(text: &str) -> Box<Plain> {
    Box::new(Plain {
        columns: Arc::new([0, 1]),
        cells: vec![Cell::Null, Cell::from(text.to_owned())],
    })
}

fn add(session: &mut Session, text: &str) -> RowId {
    session.insert(Slot::new(TableRef::from(&NOTES), note(text)))
}

fn track(session: &mut Session, key: &str, text: &str) -> RowId {
    let mut row = note(text);
    row.cells[0] = Cell::from(key.to_owned());
    session.insert(Slot::tracked((&NOTES).into(), row, key.to_owned()))
}

fn set(session: &mut Session, row: RowId, text: &str) {
    let column = crate::expr::ColumnRef {
        table: &NOTES,
        index: 1,
    };
    let text = Cell::from(text.to_owned());
    session.set_untyped(row, column, text).unwrap();
}

fn state(session: &Session, row: RowId) -> RowState {
    session.slot(row).unwrap().state()
}

fn seen(script: &Script) -> Vec<String> {
    let calls = script.seen().into_iter().skip(1);
    calls.map(|(line, _)| line).collect()
}

fn keys(report: &CommitReport) -> Vec<&str> {
    report.iter().filter_map(|entry| entry.key()).collect()
}

#[tokio::test]
async fn few_are_added_one_by_one_and_many_in_bulk() {
    let (mut session, script) = session([OK, OK]);
    add(&mut session, "a");
    assert_eq!(
        session.plan().unwrap().to_string(),
        "\
commit: 1 change, 2 calls
└─ insert Notes 'a'
   GET /note/next: its number
   POST /note/{number}"
    );
    let report = session.commit().await.unwrap();
    assert_eq!(keys(&report), ["n-true"]);
    assert_eq!(seen(&script), ["GET /note/next", "POST /note/true"]);

    let (mut session, script) = self::session([OK, OK]);
    for text in ["a", "b", "c"] {
        add(&mut session, text);
    }
    assert_eq!(
        session.plan().unwrap().to_string(),
        "\
commit: 3 changes, 1 to 2 calls
└─ insert 3 rows of Notes
   POST /notes
   GET /note/job/{job}: unless it is quick"
    );
    let report = session.commit().await.unwrap();
    assert_eq!(keys(&report), ["n-0", "n-1", "n-2"]);
    assert_eq!((report.calls(), report.files()), (2, 0));
    assert_eq!(seen(&script), ["POST /notes", "GET /note/job/7"]);
}

#[tokio::test]
async fn a_note_is_changed_and_another_deleted() {
    let (mut session, script) = session([OK, OK]);
    let changed = track(&mut session, "n-1", "a");
    let deleted = track(&mut session, "n-2", "b");
    set(&mut session, changed, "c");
    session.doom(deleted);
    let report = session.commit().await.unwrap();
    assert_eq!(report.applied(), 2);
    assert_eq!(seen(&script), ["PUT /note/n-1", "DELETE /note/n-2"]);
    assert_eq!(state(&session, changed), RowState::Clean);
    assert!(session.slot(deleted).is_none());
}

#[tokio::test]
async fn what_cannot_be_written_is_refused_before_any_call() {
    let (mut session, script) = session([]);
    let row = track(&mut session, "n-1", "a");
    set(&mut session, row, "");
    let error = session.commit().await.unwrap_err();
    assert_eq!(
        (error.table(), error.key(), error.column()),
        (Some("Notes"), Some("n-1"), Some("Text"))
    );
    assert_eq!(script.calls(), 0);
}

#[tokio::test]
async fn a_note_without_an_answer_is_traced_and_not_sent_again() {
    let (mut session, script) = session([OK, Act::Lose, OK]);
    let row = add(&mut session, "a");
    let error = session.commit().await.unwrap_err();
    let report = error.into_report().unwrap();
    assert_eq!(report.unknown(), 1);
    assert_eq!(state(&session, row), RowState::Unknown);
    assert_eq!(
        session.plan().unwrap().to_string(),
        "\
commit: 1 change, 1 to 3 calls
└─ look for Notes 'a', sent without an answer
   GET /note/find?text=a
   GET /note/next: if it is not there
   POST /note/{number}: if it is not there"
    );
    let report = session.commit().await.unwrap();
    assert_eq!(keys(&report), ["n-true"]);
    assert_eq!(
        report.iter().next().unwrap().note(),
        Some("found at Act-On with what was sent, not sent again")
    );
    assert_eq!(
        seen(&script),
        ["GET /note/next", "POST /note/true", "GET /note/find"]
    );
    assert_eq!(state(&session, row), RowState::Clean);
}

#[tokio::test]
async fn a_bulk_add_that_is_refused_leaves_no_doubt() {
    let refused = Act::Answer(
        400,
        &[("content-type", "application/json")],
        r#"{"errorCode":10003,"message":"Input file missing"}"#,
    );
    let (mut session, _script) = session([refused]);
    let rows = ["a", "b", "c"].map(|text| add(&mut session, text));
    let report = session.commit().await.unwrap_err().into_report().unwrap();
    assert_eq!(report.rejected(), 3);
    for row in rows {
        assert_eq!(state(&session, row), RowState::New);
    }
}
