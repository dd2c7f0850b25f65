//! `Forms` and `FormReports`: each form once, and what became of it.

use acton_emulator::{Emulator, Fault};
use acton_orm::ErrorKind;
use acton_orm::models::{Form, FormReport};
use acton_orm::prelude::*;
use acton_orm::schema::{form_reports, forms};
use acton_orm_tests::reading::check_all;
use acton_orm_tests::{calls, client, empty_account, sample_account};

/// Id, title and folder of every form, as the account has them, in the order of ids.
fn expected(emulator: &Emulator) -> Vec<(String, String, Option<String>)> {
    let forms = emulator.forms().into_iter();
    let mut forms: Vec<_> = forms
        .map(|form| {
            let folder = Some(form.folder).filter(|folder| !folder.is_empty());
            (form.id, form.title, folder)
        })
        .collect();
    forms.sort();
    forms
}

#[tokio::test]
async fn a_form_that_is_listed_twice_is_one_row_with_its_own_folder() {
    for first in [false, true] {
        let emulator = sample_account().await;
        emulator.quirks(|quirks| quirks.all_forms_first = first);
        let acton = client(&emulator).await;
        let rows = Form::query()
            .order_by(forms::id.asc())
            .load(&acton)
            .await
            .unwrap();
        let rows: Vec<_> = rows
            .into_iter()
            .map(|row| (row.id, row.title, row.folder_name))
            .collect();
        assert_eq!(rows, expected(&emulator), "{first}");
        assert_eq!(Form::query().count(&acton).await.unwrap(), 4);
        let folders = forms::table.select(forms::folder_name);
        let folders = check_all(&folders, &acton, &emulator).await;
        assert_eq!(folders[0].len(), 4, "also without the key");
        let homeless = Form::query().filter(forms::folder_name.is_null());
        assert_eq!(homeless.one(&acton).await.unwrap().title, "Old survey");
    }
}

#[tokio::test]
async fn every_terminal_is_the_one_call_it_shows() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    check_all(&Form::query(), &acton, &emulator).await;
    let late = Form::query()
        .filter(forms::description.is_not_null())
        .order_by(forms::modified.desc());
    check_all(&late, &acton, &emulator).await;
    emulator.journal().clear();
    let one = Form::find("c1d9a3f0-7b1e-4b52-9d3b-3f5a9e0d2c44");
    let one = one.one(&acton).await.unwrap();
    assert_eq!(
        one.description.as_deref(),
        Some("Größe der Firma is asked for")
    );
    assert!(one.modified.unwrap() > one.creation_time);
    assert_eq!(calls(&emulator), ["GET /api/1/form"]);
}

#[tokio::test]
async fn an_account_without_forms_has_none() {
    let emulator = empty_account().await;
    let acton = client(&emulator).await;
    assert!(!Form::query().exists(&acton).await.unwrap());
}

#[tokio::test]
async fn times_as_text_and_a_folder_of_all_by_another_name_are_read() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let entry = r#"{"creation_time":"1725627913726","modified":0,"id":"a","title":"A","more":{}}"#;
    let body = format!(
        r#"[{{"folder":"Mine","entries":[{entry}]}},{{"folder":"Alle","entries":[{entry}]}}]"#
    );
    emulator.fail(Fault::body(200, "application/json", body));
    let form = Form::query().one(&acton).await.unwrap();
    assert_eq!(form.folder_name.as_deref(), Some("Mine"));
    assert_eq!((form.modified, form.url), (None, None));
    assert_eq!(form.creation_time.timestamp_millis(), 1_725_627_913_726);
}

#[tokio::test]
async fn a_report_has_a_row_for_each_place_that_people_came_from() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let form = emulator.forms().remove(2);
    let report = FormReport::query().of(&form.id);
    check_all(&report, &acton, &emulator).await;
    let rows = report.load(&acton).await.unwrap();
    assert_eq!(rows.len(), 2);
    for (row, source) in rows.iter().zip(&form.sources) {
        assert_eq!((&row.form_id, &row.source), (&form.id, &source.source));
        assert_eq!(
            (row.submits, row.views),
            (source.submits.into(), source.views.into())
        );
        assert_eq!(row.non_submitters.as_deref(), Some("N/A"));
    }
    assert_eq!(rows[0].percent, Some(38.0));
    let best = form_reports::table
        .select((form_reports::source, form_reports::submits))
        .order_by(form_reports::submits.desc())
        .of(&form.id);
    let best = best.first(&acton).await.unwrap().unwrap();
    assert_eq!(best, ("Email: Customers".to_owned(), 12));
}

#[tokio::test]
async fn a_form_without_a_report_has_no_rows_and_one_that_is_not_there_is_an_error() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let form = emulator.add_form("New", "");
    let none = FormReport::query().of(form).load(&acton).await.unwrap();
    assert_eq!(none, []);
    let error = FormReport::query()
        .of("none")
        .load(&acton)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
    assert!(error.to_string().contains("Invalid Form id"), "{error}");
}
