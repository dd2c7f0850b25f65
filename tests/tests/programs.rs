//! `Programs`: three calls, two or one; arrays, times and folders.

use acton_emulator::{Emulator, Fault, ProgramType};
use acton_orm::models::Program;
use acton_orm::prelude::*;
use acton_orm::schema::programs;
use acton_orm::{ErrorKind, Plan, Terminal};
use acton_orm_tests::{builder, calls, client, empty_account, sample_account, start};
use chrono::{DateTime, Utc};
use futures::TryStreamExt;

const TRACK: &str = "GET /api/1/program?type=TRACK";
const EVENT: &str = "GET /api/1/program?type=EVENT";
const LIST_MAINT: &str = "GET /api/1/program?type=LIST_MAINT";

/// The calls that a plan shows.
fn shown(plan: &Plan) -> Vec<String> {
    plan.requests().iter().map(ToString::to_string).collect()
}

/// The calls that were made, in the order of the types; those side by side arrive in any.
fn made(emulator: &Emulator) -> Vec<String> {
    let mut made = calls(emulator);
    made.sort_by_key(|call| [TRACK, EVENT, LIST_MAINT].iter().position(|it| it == call));
    emulator.journal().clear();
    made
}

fn name(kind: ProgramType) -> &'static str {
    match kind {
        ProgramType::Track => "TRACK",
        ProgramType::Event => "EVENT",
        ProgramType::ListMaint => "LIST_MAINT",
    }
}

fn time(millis: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(millis)
}

#[tokio::test]
async fn every_column_of_every_program_is_read_by_three_calls() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let query = Program::query().order_by(programs::id.asc());
    let plan = query.explain();
    assert_eq!(
        (plan.calls().to_string(), shown(&plan)),
        (
            "3 calls".to_owned(),
            [TRACK, EVENT, LIST_MAINT].map(str::to_owned).to_vec()
        )
    );

    let read = query.load(&acton).await.unwrap();
    assert_eq!(made(&emulator), shown(&plan));
    let expected: Vec<Program> = emulator
        .programs()
        .into_iter()
        .map(|program| Program {
            program_type: name(program.kind).to_owned(),
            id: program.id,
            name: program.name,
            folder_name: Some(program.folder).filter(|folder| !folder.is_empty()),
            description: Some(program.description).filter(|text| !text.is_empty()),
            state: program.state,
            is_favorite: program.favorite,
            running: program.running,
            scheduled: program.scheduled,
            valid: program.valid,
            active: program.active,
            src_ids: program.sources.iter().map(|(id, _)| id.clone()).collect(),
            src_names: program.sources.into_iter().map(|(_, name)| name).collect(),
            message_ids: program.messages,
            tag_names: program.tags,
            created: time(program.created).unwrap(),
            modified: time(program.modified).filter(|_| program.modified != 0),
            next_run: program.next_run.and_then(time),
        })
        .collect();
    assert_eq!(read, expected);
    // The sample has each case.
    assert!(read.iter().any(|program| program.src_ids.len() == 2));
    assert!(read.iter().any(|program| program.src_ids.is_empty()));
    assert!(read.iter().any(|program| program.modified.is_none()));
    assert!(read.iter().any(|program| program.next_run.is_some()));
    assert!(read.iter().any(|program| program.folder_name.is_none()));
}

#[tokio::test]
async fn rows_come_in_the_order_of_the_types_whatever_arrives_first() {
    let emulator = empty_account().await;
    emulator.add_program(ProgramType::ListMaint, "c", |_| {});
    emulator.add_program(ProgramType::Event, "b", |_| {});
    emulator.add_program(ProgramType::Track, "a", |_| {});
    // None is answered before all three are there.
    emulator.fail(Fault::gate(3).on("GET", "/api/1/program"));
    let acton = client(&emulator).await;
    let read: Vec<(String, String)> = programs::table
        .select((programs::name, programs::program_type))
        .load(&acton)
        .await
        .unwrap();
    let expected = [("a", "TRACK"), ("b", "EVENT"), ("c", "LIST_MAINT")];
    assert_eq!(read, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(emulator.most_in_flight(), 3);
}

#[tokio::test]
async fn a_filter_on_the_type_leaves_the_calls_that_are_of_use() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let kind = programs::program_type;
    let none: [&str; 0] = [];
    let cases: [(acton_orm::Filter<programs::Programs>, &[&str], u64); 9] = [
        (kind.eq("TRACK"), &[TRACK], 4),
        (
            kind.eq_any(["LIST_MAINT", "EVENT"]),
            &[EVENT, LIST_MAINT],
            4,
        ),
        (kind.eq_any(["EVENT", "EVENT", "RACK"]), &[EVENT], 2),
        (kind.eq("RACK"), &[], 0),
        (kind.eq("track"), &[], 0),
        (kind.eq_any(none), &[], 0),
        (kind.eq("TRACK").and(kind.eq("EVENT")), &[], 0),
        (
            kind.eq("EVENT").and(programs::running.eq(true)),
            &[EVENT],
            1,
        ),
        // What is not a plain value of the type is checked here.
        (
            kind.eq("EVENT").not().and(programs::running.eq(true)),
            &[TRACK, EVENT, LIST_MAINT],
            1,
        ),
    ];
    for (filter, expected, rows) in cases {
        let words = filter.to_string();
        let query = Program::query().filter(filter);
        let plan = query.explain();
        assert_eq!(shown(&plan), expected, "{words}");
        assert_eq!(
            plan.calls().at_most(),
            Some(expected.len() as u64),
            "{words}"
        );
        assert_eq!(
            query.load(&acton).await.unwrap().len() as u64,
            rows,
            "{words}"
        );
        assert_eq!(made(&emulator), expected, "{words}");
        assert_eq!(query.count(&acton).await.unwrap(), rows, "{words}");
        assert_eq!(made(&emulator), expected, "{words}");
    }
}

#[tokio::test]
async fn a_type_or_another_column_is_or_is_checked_on_all() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let either = programs::program_type
        .eq("EVENT")
        .or(programs::name.eq("Nurture"));
    let names: Vec<String> = programs::table
        .select(programs::name)
        .filter(either)
        .order_by(programs::name.asc())
        .load(&acton)
        .await
        .unwrap();
    assert_eq!(names, ["Nurture", "Open day", "Webinar 2024: Q&A"]);
    assert_eq!(made(&emulator), [TRACK, EVENT, LIST_MAINT]);
}

#[tokio::test]
async fn every_terminal_makes_the_calls_it_shows() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let all = Program::query();
    let three = [TRACK, EVENT, LIST_MAINT];

    assert_eq!(all.explain_as(Terminal::Count).calls().at_least(), 3);
    assert_eq!(all.count(&acton).await.unwrap(), 8);
    assert_eq!(made(&emulator), three);

    let streamed: Vec<Program> = all.stream(&acton).try_collect().await.unwrap();
    assert_eq!(streamed, all.load(&acton).await.unwrap());
    assert_eq!(made(&emulator).len(), 6);

    let by_name = all.clone().order_by(programs::name.desc());
    let last = by_name.first(&acton).await.unwrap().unwrap();
    assert_eq!(last.name, "Win back");
    assert_eq!(by_name.explain_as(Terminal::First).calls().at_least(), 3);
    assert_eq!(made(&emulator), three);

    let one = all.clone().filter(programs::id.eq("tr-0005"));
    assert_eq!(one.one(&acton).await.unwrap().program_type, "EVENT");
    assert_eq!(
        made(&emulator),
        [TRACK, EVENT, LIST_MAINT],
        "there may be two"
    );
    let error = all.one(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cardinality);
    assert_eq!(made(&emulator), [TRACK]);

    let page = by_name.page(&acton, 2, 3).await.unwrap();
    assert_eq!(
        (page.rows.len(), page.has_next, page.total),
        (2, false, Some(8))
    );
    assert_eq!(made(&emulator), three);
}

#[tokio::test]
async fn few_rows_are_read_type_by_type_until_there_are_enough() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let all = Program::query();
    let plan = all.explain_as(Terminal::First);
    assert_eq!(
        plan.to_string().lines().next(),
        Some("first of Programs: 1 to 3 calls")
    );
    assert!(all.exists(&acton).await.unwrap());
    assert_eq!(made(&emulator), [TRACK]);
    let five = all.clone().limit(5).load(&acton).await.unwrap();
    assert_eq!(five.len(), 5);
    assert_eq!(made(&emulator), [TRACK, EVENT]);
    let skipped = all.clone().offset(7).limit(1).load(&acton).await.unwrap();
    assert_eq!(skipped[0].program_type, "LIST_MAINT");
    assert_eq!(made(&emulator), [TRACK, EVENT, LIST_MAINT]);

    // The budget counts what is made, and does not refuse what may be enough.
    let error = all.clone().limit(5).max_calls(1).load(&acton).await;
    assert!(error.unwrap_err().is_over_budget());
    assert_eq!(made(&emulator), [TRACK]);
    let found = all.clone().limit(4).max_calls(1).load(&acton).await;
    assert_eq!(found.unwrap().len(), 4);
    assert_eq!(made(&emulator), [TRACK]);
}

#[tokio::test]
async fn a_budget_of_two_refuses_three_calls_and_says_what_is_cheaper() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let error = Program::query()
        .max_calls(2)
        .load(&acton)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "table `Programs`: the plan costs 3 calls, and the budget is 2; raise the budget, set a limit, or filter by `Type` = one value"
    );
    assert!(made(&emulator).is_empty());
}

#[tokio::test]
async fn the_type_is_sent_also_where_it_need_not_be() {
    let emulator = start(builder().quirks(|quirks| quirks.program_type_required = false)).await;
    let acton = client(&emulator).await;
    assert_eq!(Program::query().count(&acton).await.unwrap(), 8);
    assert_eq!(made(&emulator), [TRACK, EVENT, LIST_MAINT]);
}

#[tokio::test]
async fn a_type_that_cannot_be_read_is_an_error_and_not_fewer_rows() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    emulator.fail(Fault::body(
        200,
        "application/json",
        r#"{"anyRunning":false}"#,
    ));
    let error = Program::query().load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert!(error.to_string().contains("`folders`"), "{error}");
}

#[tokio::test]
async fn the_published_answer_is_read() {
    let emulator = empty_account().await;
    let acton = client(&emulator).await;
    let published = r#"{"folders":[{"id":-1,"name":"","programs":[{"id":"tr-0001","name":"Nurture","isFavorite":false,
      "description":"","srcIds":[],"srcNames":[],"messageIds":[],"createdTS":1570492379546,
      "created":"Oct 7 2019 11:52 AM GMT-12:00","modifiedTs":0,"modified":"Oct 7 2019 11:52 AM GMT-12:00",
      "nextrunTS":0,"nextrun":null,"progstate":"draft","valid":false,"running":false,"active":0,
      "tagNames":[],"scheduled":false}]}],"anyRunning":false}"#;
    emulator.fail(Fault::body(200, "application/json", published));
    let query = Program::query().filter(programs::program_type.eq("TRACK"));
    let program = query.one(&acton).await.unwrap();
    assert_eq!(
        program,
        Program {
            id: "tr-0001".to_owned(),
            name: "Nurture".to_owned(),
            folder_name: None,
            description: None,
            state: "draft".to_owned(),
            is_favorite: false,
            running: false,
            scheduled: false,
            valid: false,
            active: 0,
            src_ids: vec![],
            src_names: vec![],
            message_ids: vec![],
            tag_names: vec![],
            created: time(1_570_492_379_546).unwrap(),
            modified: None,
            next_run: None,
            program_type: "TRACK".to_owned(),
        }
    );
}

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "Programs", module = "tagged")]
struct Tagged {
    id: String,
    #[acton(column = "program_type")]
    kind: String,
    #[acton(column = "TagNames")]
    tags: Vec<String>,
}

#[tokio::test]
async fn a_struct_of_ones_own_and_no_struct_read_arrays_too() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let query = Tagged::query().filter(tagged::id.eq("tr-0007"));
    let tagged = query.one(&acton).await.unwrap();
    assert_eq!(
        (tagged.kind.as_str(), tagged.tags),
        ("LIST_MAINT", vec!["hygiene".to_owned()])
    );

    let table = acton.table("Programs").await.unwrap();
    made(&emulator);
    let rows = table
        .query()
        .filter(table.column("Type").unwrap().eq("LIST_MAINT"))
        .load(&acton)
        .await
        .unwrap();
    assert_eq!(made(&emulator), [LIST_MAINT]);
    let tags = rows.iter().map(|row| row.get("TagNames").unwrap());
    let tags: Vec<Vec<String>> = tags.collect();
    assert!(tags.contains(&vec!["hygiene".to_owned()]), "{tags:?}");
}

#[tokio::test]
async fn a_session_reads_a_program_once() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let mut session = acton.session();
    let query = Program::query().filter(programs::program_type.eq("EVENT"));
    let rows = session.load(query.clone()).await.unwrap();
    assert_eq!(session.load(query).await.unwrap(), rows);
    assert_eq!(session[rows[0]].program_type, "EVENT");
}
