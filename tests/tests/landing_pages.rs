//! `LandingPages`, `PageReports` and `PageTraffic`.

use acton_emulator::Fault;
use acton_orm::ErrorKind;
use acton_orm::models::{LandingPage, PageReport, PageSource};
use acton_orm::prelude::*;
use acton_orm::schema::{landing_pages, page_traffic};
use acton_orm_tests::reading::check_all;
use acton_orm_tests::rows::{impatient, report};
use acton_orm_tests::{calls, client, sample_account};

#[tokio::test]
async fn every_page_is_read_with_its_folder_and_its_times() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    check_all(&LandingPage::query(), &acton, &emulator).await;
    let sorted = LandingPage::query().order_by(landing_pages::id.asc());
    let rows = sorted.load(&acton).await.unwrap();
    assert_eq!(rows.len(), 3);
    for (row, page) in rows.iter().zip(emulator.landing_pages()) {
        assert_eq!((&row.id, &row.title), (&page.id, &page.title));
        assert_eq!(row.folder_name, Some(page.folder));
        assert_eq!(row.creation_time.timestamp_millis(), page.created);
        assert!(row.url.as_deref().unwrap().contains(&page.id));
    }
    let events = LandingPage::query().filter(landing_pages::folder_name.eq("Events"));
    assert_eq!(check_all(&events, &acton, &emulator).await[0].len(), 1);
}

#[tokio::test]
async fn a_page_is_deleted_and_a_lost_answer_of_that_is_found_out() {
    let emulator = sample_account().await;
    let mut session = impatient(&emulator).await.session();
    let rows = session.load(LandingPage::query()).await.unwrap();
    session.delete(rows[0]);
    let key = session[rows[0]].id.clone();
    emulator.fail(Fault::reset_after().on("DELETE", "/api/1/page"));
    session.commit().await.unwrap_err();
    emulator.journal().clear();
    session.commit().await.unwrap();
    assert_eq!(calls(&emulator), [format!("DELETE /api/1/page/{key}")]);
    assert_eq!(emulator.landing_pages().len(), 2);
}

#[tokio::test]
async fn a_delete_answered_otherwise_than_inferred_is_not_taken_for_done() {
    let emulator = sample_account().await;
    let mut session = impatient(&emulator).await.session();
    let rows = session.load(LandingPage::query()).await.unwrap();
    session.delete(rows[0]);
    emulator.fail(Fault::body(200, "application/json", "{}").on("DELETE", "/api/1/page"));
    let report = report(session.commit().await.unwrap_err());
    assert!(report.outcome(rows[0]).unwrap().is_unknown(), "{report}");
}

#[tokio::test]
async fn a_report_counts_who_came() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    for page in emulator.landing_pages() {
        let report = PageReport::query().of(&page.id);
        check_all(&report, &acton, &emulator).await;
        let row = report.one(&acton).await.unwrap();
        let known = Some(i64::from(page.known)).filter(|known| *known > 0);
        assert_eq!(row.unique_known_visits, known);
        assert_eq!(row.unique_unknown_visits, Some(page.unknown.into()));
        assert_eq!(
            row.total_visits,
            i64::from(page.traffic.values().sum::<u32>())
        );
        assert_eq!(row.page_id, page.id);
    }
}

#[tokio::test]
async fn traffic_has_a_row_for_each_place_whatever_it_is_called() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    for page in emulator.landing_pages() {
        let traffic = PageSource::query()
            .order_by(page_traffic::visits.desc())
            .of(&page.id);
        check_all(&traffic, &acton, &emulator).await;
        let rows = traffic.load(&acton).await.unwrap();
        let mut expected: Vec<_> = page.traffic.into_iter().collect();
        expected.sort_by_key(|(_, visits)| std::cmp::Reverse(*visits));
        let rows: Vec<_> = rows
            .into_iter()
            .map(|row| (row.source, u32::try_from(row.visits).unwrap()))
            .collect();
        assert_eq!(rows, expected);
    }
    let sources = page_traffic::table
        .select(page_traffic::source)
        .of("p-0002");
    let sources = sources.load(&acton).await.unwrap();
    assert!(sources.contains(&"www.example.com/?q=größe&a=1".to_owned()));
    let visits = page_traffic::table
        .select(page_traffic::visits)
        .of("p-0002");
    let visits = visits.load(&acton).await.unwrap();
    assert_eq!(visits.iter().sum::<i64>(), 20);
}

#[tokio::test]
async fn no_traffic_is_no_rows_and_traffic_of_another_form_is_an_error() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    emulator.fail(Fault::body(
        200,
        "application/json",
        r#"{"total_visits":0}"#,
    ));
    let none = PageSource::query().of("p-0001").load(&acton).await.unwrap();
    assert_eq!(none, []);
    for body in [
        r#"{"incoming_traffic":[1]}"#,
        r#"{"incoming_traffic":{"Default":"many"}}"#,
        r#"["incoming_traffic"]"#,
    ] {
        emulator.fail(Fault::body(200, "application/json", body));
        let error = PageSource::query()
            .of("p-0001")
            .load(&acton)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
    }
    let error = PageSource::query()
        .of("p-77")
        .load(&acton)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
}
