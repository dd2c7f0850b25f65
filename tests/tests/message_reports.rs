//! `Reports`, `DrilldownReports`, `ReportsByPeriod`: one message's numbers, who did what, a month.

use acton_emulator::{Act, MessageType, Verb as Did};
use acton_orm::models::{DayReport, DrilldownRow, MessageReport};
use acton_orm::prelude::*;
use acton_orm::schema::drilldown_reports::{self, Verb};
use acton_orm::schema::reports_by_period::{self, Month};
use acton_orm::{Downloads, ErrorKind};
use acton_orm_tests::reading::{check_all, paging};
use acton_orm_tests::{builder, calls, client, sample_account, start};

const MONTHLY: &str = "s-0001-2409";

#[tokio::test]
async fn a_report_is_one_call_and_counts_what_the_drill_downs_list() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let report = MessageReport::query()
        .of(MONTHLY)
        .one(&acton)
        .await
        .unwrap();
    assert_eq!(calls(&emulator), ["GET /api/1/message/s-0001-2409/report"]);
    assert_eq!(
        report.subject.as_deref(),
        Some("It's been an amazing month!")
    );
    assert_eq!(
        (report.sent_to, report.suppressed_on),
        (vec!["l-0001".to_owned()], vec!["l-0003".to_owned()])
    );
    for (verb, counted) in [
        (Verb::Sent, Some(report.sent)),
        (Verb::Suppressed, report.not_sent_total),
        (Verb::Opened, report.opened_total),
        (Verb::Clicked, report.clicked_total),
        (Verb::Bounced, report.bounced),
        (Verb::OptedOut, report.opted_out),
        (Verb::Spam, report.spam),
    ] {
        let rows = DrilldownRow::query().of(MONTHLY, verb);
        let count = rows.count(&acton).await.unwrap();
        assert_eq!(i64::try_from(count).ok(), counted, "{verb:?}");
    }
    let last = drilldown_reports::table
        .select(drilldown_reports::at)
        .of(MONTHLY, Verb::Opened)
        .order_by(drilldown_reports::at.desc())
        .first(&acton)
        .await
        .unwrap();
    assert_eq!(last, Some(report.last_open));
    let people = drilldown_reports::table
        .select(drilldown_reports::email)
        .of(MONTHLY, Verb::Opened)
        .distinct();
    let people = people.load(&acton).await.unwrap().len();
    assert_eq!(i64::try_from(people).ok(), report.opened_unique);
    assert!(report.opened_unique < report.opened_total);
}

#[tokio::test]
async fn a_report_on_nothing_done_says_never() {
    let emulator = start(builder().empty()).await;
    let id = emulator.add_message(MessageType::Triggered, "Welcome", |_| {});
    let acton = client(&emulator).await;
    let report = MessageReport::query().of(&id).one(&acton).await.unwrap();
    assert_eq!((report.sent, report.opened_unique), (0, Some(0)));
    assert_eq!((report.last_open, report.last_click), (None, None));
    let rows = DrilldownRow::query()
        .of(&id, Verb::Clicked)
        .load(&acton)
        .await;
    assert_eq!(rows.unwrap(), []);
}

#[tokio::test]
async fn every_verb_is_decoded_page_by_page() {
    let emulator = sample_account().await;
    let acton = paging(&emulator, Downloads::Pages, 7).await;
    for verb in [Verb::Sent, Verb::Suppressed, Verb::Clicked, Verb::Bounced] {
        let rows = DrilldownRow::query().of(MONTHLY, verb);
        check_all(&rows, &acton, &emulator).await;
    }
    let clicks = DrilldownRow::query().of(MONTHLY, Verb::Clicked);
    for click in clicks.load(&acton).await.unwrap() {
        assert_eq!(click.action.as_deref(), Some("Clickthrough"));
        assert!(
            click.link_uri.is_some() && click.browser.is_some(),
            "{click:?}"
        );
        assert_eq!(
            (click.message_id.as_str(), click.verb.as_str()),
            (MONTHLY, "CLICKED")
        );
    }
    let bounces = DrilldownRow::query().of(MONTHLY, Verb::Bounced);
    for bounce in bounces.load(&acton).await.unwrap() {
        assert_eq!((bounce.link_uri, bounce.browser), (None, None));
    }
}

#[tokio::test]
async fn somebody_without_a_record_has_none() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    emulator.act(
        MONTHLY,
        Act::new(Did::Spam, "who@example.com", 1_725_700_000_000),
    );
    let row = DrilldownRow::query()
        .of(MONTHLY, Verb::Spam)
        .filter(drilldown_reports::email.eq("who@example.com"))
        .one(&acton)
        .await
        .unwrap();
    let said = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
    assert!(
        !said(&row.record_id) && !said(&row.list_id) && !said(&row.name),
        "{row:?}"
    );
}

#[tokio::test]
async fn a_month_is_one_call_of_its_days() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let september = Month::new(2024, 9).unwrap();
    let days = DayReport::query().of(september).load(&acton).await.unwrap();
    assert_eq!(calls(&emulator), ["GET /api/1/message/report?period=2409"]);
    assert_eq!((days.len(), days[0].day_of_week), (30, Some(1)));
    let sent: i64 = days.iter().filter_map(|day| day.sent).sum();
    let mut counted = 0;
    for id in ["s-0001-2409", "s-0002-2409", "s-0004-2409"] {
        let report = MessageReport::query().of(id).one(&acton).await.unwrap();
        counted += report.sent;
    }
    assert_eq!(sent, counted);
    let busiest = reports_by_period::table
        .select(reports_by_period::day_of_month)
        .of(september)
        .filter(reports_by_period::sent.gt(100))
        .one(&acton)
        .await
        .unwrap();
    assert_eq!(busiest, 6);
}

#[tokio::test]
async fn what_act_on_does_not_know_is_an_error_and_no_empty_answer() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    // A draft has no report (inferred), a message that is not there has none.
    for id in ["d-0001", "s-9999-2409"] {
        let report = MessageReport::query()
            .of(id)
            .load(&acton)
            .await
            .unwrap_err();
        assert_eq!(report.kind(), ErrorKind::NotFound, "{report}");
        let rows = DrilldownRow::query().of(id, Verb::Sent).load(&acton).await;
        let error = rows.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
        assert!(error.to_string().contains("10030"), "{error}");
    }
}
