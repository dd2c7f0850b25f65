//! Rows that belong to rows: read along a relation, in few calls, side by side.

use acton_emulator::{Emulator, Fault, MessageType};
use acton_orm::models::{
    Category, CategoryOptOut, DrilldownRow, Form, FormReport, LandingPage, List, MediaDay,
    MediaItem, MediaReport, MediaView, Message, MessageReport, PageReport, PageSource,
};
use acton_orm::prelude::*;
use acton_orm::schema::drilldown_reports::Verb;
use acton_orm::schema::{
    categories, contact_list, drilldown_reports, forms, landing_pages, media, messages, reports,
};
use acton_orm::{ErrorKind, Plan, Query};
use acton_orm_tests::reading::four;
use acton_orm_tests::shown::{assert_promised, made_as_shown};
use acton_orm_tests::{builder, calls, client, sample_account, start};

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_*", module = "person")]
struct Person {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: Option<String>,
}

/// Every call that was made is one that the plan shows.
fn assert_shown(plan: &Plan, emulator: &Emulator) {
    made_as_shown(&plan.to_string(), &plan.requests(), emulator);
    assert_promised(plan.calls(), &plan.to_string(), emulator);
}

fn sent() -> Query<Message> {
    Message::query().filter(messages::message_type.eq("SENT"))
}

#[tokio::test]
async fn each_message_comes_with_its_report_a_call_each() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let query = sent().with(messages::report, MessageReport::query());
    let plan = query.explain_on(&acton).unwrap();
    let rows: Vec<(Message, Option<MessageReport>)> = query.load(&acton).await.unwrap();
    assert_shown(&plan, &emulator);
    assert!(rows.len() > 1);
    for (message, report) in &rows {
        let report = report
            .as_ref()
            .expect("a message that was sent has a report");
        assert_eq!(report.message_id, message.id);
    }
    let made = calls(&emulator);
    assert_eq!(made.len(), 1 + rows.len());
    for (message, _) in &rows {
        assert!(made.contains(&format!("GET /api/1/message/{}/report", message.id)));
    }
}

#[tokio::test]
async fn the_struct_need_not_hold_what_leads_there() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let titles = messages::table
        .select(messages::title)
        .filter(messages::message_type.eq("SENT"))
        .with(
            messages::report,
            reports::table.select((reports::title, reports::sent)),
        );
    let plan = titles.explain_on(&acton).unwrap();
    let rows = titles.load(&acton).await.unwrap();
    assert_shown(&plan, &emulator);
    for (title, report) in rows {
        assert_eq!(report.map(|(title, _)| title), Some(title));
    }
}

/// A struct of any list without its key: rows cannot be told by it.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_*", module = "nobody")]
struct Nobody {
    #[acton(column = "E-mail Address")]
    email: Option<String>,
}

#[tokio::test]
async fn what_leads_nowhere_is_refused_before_the_first_call_and_by_explain_on_too() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let opened = DrilldownRow::query().of("s-0001-2409", Verb::Opened);
    let keyless = opened.with(drilldown_reports::record, Nobody::query());
    let apart = messages::table
        .select(messages::title)
        .distinct()
        .with(messages::report, MessageReport::query());
    for (error, words) in [
        (keyless.load(&acton).await.unwrap_err(), "#[acton(key)]"),
        (keyless.explain_on(&acton).unwrap_err(), "#[acton(key)]"),
        (
            apart.load(&acton).await.unwrap_err(),
            "leave `distinct` out",
        ),
        (
            apart.explain_on(&acton).unwrap_err(),
            "leave `distinct` out",
        ),
    ] {
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(error.to_string().contains(words), "{error}");
    }
    assert_eq!(calls(&emulator), [""; 0]);
}

#[tokio::test]
async fn a_draft_has_no_report() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let drafts = Message::query()
        .filter(messages::message_type.eq("DRAFT"))
        .with(messages::report, MessageReport::query());
    let drafts = drafts.load(&acton).await.unwrap();
    assert!(!drafts.is_empty());
    assert!(drafts.iter().all(|(_, report)| report.is_none()));
}

#[tokio::test]
async fn the_plan_shows_each_call_with_holes_for_what_the_rows_tell() {
    let query = sent()
        .limit(2)
        .with(messages::report, reports::table.select(reports::sent));
    let plan = query.explain();
    assert_eq!(
        (plan.calls().at_least(), plan.calls().at_most()),
        (1, Some(3))
    );
    let shown = plan.to_string();
    let (_, related) = shown.split_once("\n└─ ").unwrap();
    assert_eq!(
        related,
        "\
report from Reports, for each Id: 1 call
   ├─ GET /api/1/message/{message}/report (1 call)
   └─ read Sent"
    );
    let by_key = LandingPage::query()
        .limit(3)
        .with(landing_pages::report, PageReport::query());
    assert_eq!(
        by_key.explain().calls().at_most(),
        Some(4),
        "one and one for each of three"
    );
}

#[tokio::test]
async fn the_rows_and_the_limit_of_what_belongs_to_a_row_are_the_rows_own() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let latest = DrilldownRow::query()
        .filter(drilldown_reports::email.is_not_null())
        .order_by(drilldown_reports::at.desc())
        .limit(2);
    let rows = sent()
        .with(messages::drilldown(Verb::Opened), latest)
        .load(&acton)
        .await
        .unwrap();
    assert!(rows.iter().any(|(_, opened)| opened.len() == 2));
    for (message, opened) in &rows {
        assert!(opened.len() <= 2);
        assert!(
            opened
                .iter()
                .all(|row| row.message_id == message.id && row.verb == "OPENED")
        );
        assert!(opened.is_sorted_by(|a, b| a.at >= b.at));
    }
}

#[tokio::test]
async fn the_records_of_many_acts_are_one_read_of_each_list() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let opened = DrilldownRow::query().of("s-0001-2409", Verb::Opened);
    let query = opened.with(drilldown_reports::record, Person::query());
    let plan = query.explain_on(&acton).unwrap();
    let rows: Vec<(DrilldownRow, Option<Person>)> = query.load(&acton).await.unwrap();
    assert_shown(&plan, &emulator);
    assert!(rows.len() > 2);
    for (act, person) in &rows {
        let person = person.as_ref().expect("its record");
        assert_eq!(Some(person.id.as_str()), act.record_id.as_deref());
        assert_eq!(person.email, act.email);
    }
    let lists: std::collections::HashSet<_> = rows.iter().map(|(act, _)| &act.list_id).collect();
    assert!(
        calls(&emulator).len() <= 1 + 2 * lists.len(),
        "{:?}",
        calls(&emulator)
    );
}

#[test]
fn the_plan_of_records_shows_both_ways_to_read_them() {
    let opened = DrilldownRow::query().of("s-0001-2409", Verb::Opened);
    let records = opened.with(drilldown_reports::record, Person::query());
    let shown = records.explain().to_string();
    let (_, related) = shown.split_once("\n└─ ").unwrap();
    assert_eq!(
        related,
        "\
record from List_*, where _contact_id_ is a RecordId of these rows: by key or all of them, in the fewer calls
   ├─ GET /api/1/list/{list}?count=1 (1 call each)
   ├─ GET /api/1/list/{list}/record/{key} (1 call each)
   ├─ GET /api/1/list/{list}?responseformat=CSV&fields=E-mail Address (1 call, all rows)
   └─ read _contact_id_, [E-mail Address]"
    );
}

#[tokio::test]
async fn what_belongs_to_the_rows_is_read_side_by_side() {
    let emulator = sample_account().await;
    let acton = four(&emulator).connect().await.unwrap();
    // Reports come two at once, or the gate answers 503.
    emulator.fail(Fault::gate(2).on("GET", "/api/1/message/s-"));
    let two = sent()
        .limit(2)
        .with(messages::report, MessageReport::query());
    assert_eq!(two.load(&acton).await.unwrap().len(), 2);
    emulator.fail(Fault::gate(2).on("GET", "/api/1/page/p-"));
    let one = LandingPage::query()
        .limit(1)
        .with(landing_pages::report, PageReport::query())
        .with(landing_pages::traffic, PageSource::query());
    assert!(one.first(&acton).await.unwrap().is_some());
}

#[tokio::test]
async fn it_is_all_there_or_it_is_an_error() {
    let emulator = sample_account().await;
    let acton = four(&emulator).connect().await.unwrap();
    let query = sent().with(messages::report, MessageReport::query());
    emulator.fail(
        Fault::status(500)
            .on("GET", "/api/1/message/s-")
            .skip(1)
            .times(1),
    );
    let error = query.load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    assert!(
        error.to_string().contains("GET /api/1/message/s-"),
        "{error}"
    );
    // An answer that is no report is not taken for none.
    emulator.fail(
        Fault::body(200, "application/json", r#"{"sent": "many"}"#)
            .on("GET", "/api/1/message/s-")
            .times(1),
    );
    let error = query.load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("`Reports(s-"), "{error}");
    query.load(&acton).await.unwrap();
}

#[tokio::test]
async fn a_row_that_leads_to_several_where_it_leads_to_one_is_an_error() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let opened = DrilldownRow::query().of("s-0001-2409", Verb::Opened);
    let acts = opened.load(&acton).await.unwrap();
    let record = acts[0].record_id.clone().unwrap();
    let twice =
        format!("_contact_id_,E-mail Address\n{record},a@example.com\n{record},b@example.com\n");
    let list = format!("/api/1/list/{}", acts[0].list_id.as_deref().unwrap());
    emulator.fail(
        Fault::body(200, "text/csv", twice)
            .on("GET", &list)
            .always(),
    );
    let with = |person| opened.clone().with(drilldown_reports::record, person);
    let error = with(Person::query()).load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cardinality);
    assert!(
        error
            .to_string()
            .contains("`record` leads to one row, and there are several"),
        "{error}"
    );
    let rows = with(Person::query().limit(1)).load(&acton).await.unwrap();
    let of_it = rows
        .iter()
        .find(|(act, _)| act.record_id.as_deref() == Some(&record));
    assert_eq!(
        of_it.unwrap().1.as_ref().unwrap().email.as_deref(),
        Some("a@example.com")
    );
}

#[tokio::test]
async fn every_relation_leads_to_what_is_there() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;

    let lists: Vec<(List, Vec<Person>)> = List::query()
        .filter(contact_list::id.eq("l-0001"))
        .with(contact_list::rows, Person::query())
        .load(&acton)
        .await
        .unwrap();
    assert!(lists.iter().any(|(_, people)| people.len() > 10));
    for (list, people) in &lists {
        assert!(
            people
                .iter()
                .all(|one| one.id.as_str().starts_with(&format!("{}:", list.id)))
        );
    }

    let forms: Vec<(Form, Vec<FormReport>)> = Form::query()
        .with(forms::report, FormReport::query())
        .load(&acton)
        .await
        .unwrap();
    assert!(forms.iter().any(|(_, report)| !report.is_empty()));

    let pages: Vec<(LandingPage, Option<PageReport>, Vec<PageSource>)> = LandingPage::query()
        .with(landing_pages::report, PageReport::query())
        .with(landing_pages::traffic, PageSource::query())
        .load(&acton)
        .await
        .unwrap();
    assert!(pages.iter().all(|(_, report, _)| report.is_some()));
    assert!(pages.iter().any(|(_, _, traffic)| !traffic.is_empty()));

    type Seen = (Option<MediaReport>, Vec<MediaView>, Vec<MediaDay>);
    let media: Vec<(MediaItem, Seen)> = MediaItem::query()
        .with(media::report, MediaReport::query())
        .with(media::views, MediaView::query())
        .with(media::timeline, MediaDay::query())
        .load(&acton)
        .await
        .unwrap()
        .into_iter()
        .map(|(media, report, views, days)| (media, (report, views, days)))
        .collect();
    assert!(
        media
            .iter()
            .any(|(_, (report, views, days))| report.is_some()
                && !views.is_empty()
                && !days.is_empty())
    );

    let categories: Vec<(Category, Vec<CategoryOptOut>)> = Category::query()
        .with(categories::opt_outs, CategoryOptOut::query())
        .load(&acton)
        .await
        .unwrap();
    assert!(categories.iter().any(|(_, out)| !out.is_empty()));
    for (category, out) in &categories {
        assert!(out.iter().all(|one| one.category == category.name));
    }

    let acts: Vec<(DrilldownRow, Option<Message>)> = DrilldownRow::query()
        .of("s-0001-2409", Verb::Clicked)
        .with(drilldown_reports::message, Message::query())
        .load(&acton)
        .await
        .unwrap();
    assert!(
        acts.iter()
            .all(|(act, message)| message.as_ref().map(|one| &one.id) == Some(&act.message_id))
    );

    let report: (MessageReport, Option<Message>) = MessageReport::query()
        .of("s-0001-2409")
        .with(reports::message, sent())
        .first(&acton)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        report.1.map(|message| message.id),
        Some(report.0.message_id)
    );
}

#[tokio::test]
async fn what_costs_a_call_a_row_is_refused_where_nobody_asked_for_so_many() {
    let emulator = start(builder()).await;
    for number in 0..1001 {
        emulator.add_message(MessageType::Draft, &format!("Draft {number}"), |_| {});
    }
    let acton = client(&emulator).await;
    let drafts = messages::table
        .select(messages::title)
        .filter(messages::message_type.eq("DRAFT"))
        .with(messages::report, MessageReport::query());
    let error = drafts.load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Budget);
    assert_eq!(
        error.to_string(),
        "table `Messages`: `report` of 1003 rows costs at least 1003 calls, and more than 1000 are made only \
         where that is said; nothing of it was read: say `max_calls`, or give the query a filter or a limit"
    );
    assert_eq!(calls(&emulator).len(), 2, "the rows alone: two pages");

    let error = drafts
        .clone()
        .max_calls(100)
        .load(&acton)
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("98 are left of the budget of 100"),
        "{error}"
    );
    let all = drafts.max_calls(1005).load(&acton).await.unwrap();
    assert_eq!(all.len(), 1003);
}
