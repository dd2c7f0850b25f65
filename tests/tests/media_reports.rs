//! `MediaReports`, `MediaViews` and `MediaTimeline`: what became of a file of the media library.

use acton_emulator::Fault;
use acton_orm::ErrorKind;
use acton_orm::models::{MediaDay, MediaReport, MediaView};
use acton_orm::prelude::*;
use acton_orm::schema::{media_timeline, media_views};
use acton_orm_tests::reading::check_all;
use acton_orm_tests::{client, sample_account};
use chrono::NaiveDate;

#[tokio::test]
async fn a_report_counts_views_by_known_people_and_others() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let media = emulator.media();
    let report = MediaReport::query().of(&media[1].id);
    check_all(&report, &acton, &emulator).await;
    let row = report.one(&acton).await.unwrap();
    let counts = [
        (row.total_known_views, 5),
        (row.unique_known_views, 3),
        (row.total_unknown_views, 1),
        (row.unique_unknown_views, 1),
        (row.total_messages, 2),
        (row.total_from_messages, 5),
        (row.unique_from_messages, 3),
    ];
    for (read, expected) in counts {
        assert_eq!(read, Some(expected));
    }
    assert_eq!(row.media_id, media[1].id);
    let unseen = MediaReport::query()
        .of(&media[2].id)
        .one(&acton)
        .await
        .unwrap();
    assert_eq!(unseen.total_known_views, Some(0));
}

#[tokio::test]
async fn views_say_who_and_when() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let media = emulator.media().remove(1).id;
    let views = MediaView::query()
        .filter(media_views::known.eq(true))
        .order_by(media_views::at.asc())
        .of(&media);
    check_all(&views, &acton, &emulator).await;
    let rows = views.load(&acton).await.unwrap();
    let known = emulator
        .media_views(&media)
        .into_iter()
        .filter(|view| view.known);
    let known: Vec<_> = known.collect();
    assert_eq!(rows.len(), known.len());
    for (row, view) in rows.iter().zip(known) {
        assert_eq!(row.recipient, Some(view.recipient));
        assert_eq!(row.campaign, Some(view.campaign));
        assert_eq!(row.at.unwrap().timestamp_millis(), view.at);
        assert_eq!(
            (row.source_id.as_ref(), row.contact_id.as_ref()),
            (None, None)
        );
    }
}

/// A day as a date.
#[derive(Entity, Debug, PartialEq)]
#[acton(table = "MediaTimeline", module = "days")]
struct Day {
    date: NaiveDate,
    total: Option<i64>,
}

#[tokio::test]
async fn a_timeline_has_days_that_sort_and_compare_as_days_do() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let media = emulator.media().remove(1).id;
    let all = MediaDay::query()
        .order_by(media_timeline::date.desc())
        .of(&media);
    check_all(&all, &acton, &emulator).await;
    let rows = all.load(&acton).await.unwrap();
    let dates: Vec<&str> = rows.iter().map(|row| row.date.as_str()).collect();
    assert_eq!(dates, ["2024-09-10", "2024-09-08", "2024-09-07"]);
    assert_eq!((rows[2].known, rows[2].unknown), (Some(3), Some(1)));
    let late = Day::query().filter(days::date.gt("2024-09-07")).of(&media);
    let late = late.load(&acton).await.unwrap();
    let day = |day, total| Day {
        date: NaiveDate::from_ymd_opt(2024, 9, day).unwrap(),
        total: Some(total),
    };
    assert_eq!(late, [day(8, 1), day(10, 1)]);
}

#[tokio::test]
async fn a_day_in_another_form_stays_what_it_is_and_is_no_date() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let body = r#"[{"date":"Sep 6","total":1},{"date":"13/40/2024","total":"2"}]"#;
    let fault = Fault::body(200, "application/json", body).on("GET", "/api/1/media");
    emulator.fail(fault.clone());
    let rows = MediaDay::query().of("f-1").load(&acton).await.unwrap();
    let dates: Vec<&str> = rows.iter().map(|row| row.date.as_str()).collect();
    assert_eq!(dates, ["Sep 6", "13/40/2024"]);
    emulator.fail(fault);
    let error = Day::query().of("f-1").load(&acton).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.column()),
        (ErrorKind::Decode, Some("Date"))
    );
}

#[tokio::test]
async fn a_file_that_nobody_saw_has_no_rows_and_one_that_is_not_there_is_an_error() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let media = emulator.media().remove(2).id;
    assert_eq!(
        MediaView::query().of(&media).count(&acton).await.unwrap(),
        0
    );
    assert_eq!(MediaDay::query().of(&media).count(&acton).await.unwrap(), 0);
    let error = MediaView::query().of("f-9").load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
}
