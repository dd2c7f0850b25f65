//! Answers that look well and are not: what they leave undone is never reported as done, and what they
//! leave out is never taken for nothing.

use acton_emulator::{Fault, tiny_png};
use acton_orm::models::Image;
use acton_orm::prelude::*;
use acton_orm::schema::images;
use acton_orm::{Downloads, ErrorKind};
use acton_orm_tests::rows::{
    NewOptOut, Picture, Subscriber, impatient, newsletter, pictures, report,
};
use acton_orm_tests::{client, client_reading, empty_account};

const NO_SUCH_PATH: &str = r#"{"httpCode":"404","httpMessage":"Not Found","moreInformation":"No resources match requested URI"}"#;

fn no_such_path() -> Fault {
    Fault::body(404, "application/json", NO_SUCH_PATH)
}

#[tokio::test]
async fn a_gateway_that_knows_no_such_path_has_not_deleted_the_row() {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let mut session = impatient(&emulator).await.session();
    let image = session.one(Picture::query()).await.unwrap();
    session.delete(image);
    emulator.fail(no_such_path().on("DELETE", "/api/1/image"));
    let report = report(session.commit().await.unwrap_err());
    assert!(report.outcome(image).unwrap().is_rejected(), "{report}");
    assert!(session.get(image).is_some(), "it is still to be deleted");
    session.commit().await.unwrap();
    assert!(pictures(&emulator).is_empty());
}

#[tokio::test]
async fn a_gateway_that_knows_no_such_path_is_an_error_and_not_a_missing_row() {
    let emulator = empty_account().await;
    let id = emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let acton = impatient(&emulator).await;
    emulator.fail(no_such_path().on("GET", "/api/1/image"));
    let error = Image::query()
        .filter(images::id.eq(id))
        .first(&acton)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
    assert!(error.to_string().contains("No resources match"), "{error}");
}

#[tokio::test]
async fn a_look_up_that_the_gateway_does_not_know_does_not_hide_the_row() {
    let (emulator, _) = newsletter().await;
    let acton = impatient(&emulator).await;
    emulator.fail(no_such_path().on("GET", "/api/1/list/lookup"));
    let ada = Subscriber::query()
        .filter(acton_orm_tests::rows::subscribers::email.eq("ada@example.com"))
        .first(&acton)
        .await
        .unwrap();
    assert!(ada.is_some());
}

#[tokio::test]
async fn a_delete_of_list_rows_is_done_only_as_far_as_the_answer_counts_it() {
    for answer in [
        "{}",
        r#"{"success_count":1,"fail_count":0,"failedList":[]}"#,
        r#"{"status":"queued"}"#,
    ] {
        let (emulator, list) = newsletter().await;
        let mut session = impatient(&emulator).await.session();
        for row in session.load(Subscriber::query()).await.unwrap() {
            session.delete(row);
        }
        emulator.fail(Fault::body(200, "application/json", answer).on("DELETE", "/api/1/list"));
        let report = report(session.commit().await.unwrap_err());
        assert_eq!(report.unknown(), 3, "{answer}: {report}");
        session.commit().await.unwrap();
        assert!(emulator.list_rows(&list).is_empty());
    }
}

#[tokio::test]
async fn an_image_is_not_moved_with_a_content_that_is_not_its_own() {
    for (content_type, content) in [
        ("text/html", "<!DOCTYPE html><title>Sign in</title>"),
        ("image/png", ""),
        ("image/png", "too short"),
    ] {
        let emulator = empty_account().await;
        let id = emulator.add_image("a.png", "New", tiny_png(5, 5, 5));
        let mut session = impatient(&emulator).await.session();
        let image = session.one(Picture::query()).await.unwrap();
        session[image].folder_name = "Archive".into();
        emulator.fail(Fault::body(200, content_type, content).on("GET", "/cdn"));
        let report = report(session.commit().await.unwrap_err());
        let error = report.outcome(image).unwrap().error().unwrap();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert_eq!(emulator.image_bytes(&id).unwrap(), tiny_png(5, 5, 5));
        session.commit().await.unwrap();
        assert_eq!(pictures(&emulator), [("a.png".into(), "Archive".into())]);
    }
}

#[tokio::test]
async fn new_content_that_made_another_image_did_not_replace_this_one() {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(5, 5, 5));
    let mut session = impatient(&emulator).await.session();
    let image = session.one(Picture::query()).await.unwrap();
    session
        .set(
            image,
            images::content.to(Upload::bytes("a.png", tiny_png(6, 6, 6))),
        )
        .unwrap();
    let other = r#"{"status":"success","message":"The file has been uploaded","id":"f-other"}"#;
    emulator.fail(Fault::body(200, "application/json", other).on("PUT", "/api/1/image"));
    let report = report(session.commit().await.unwrap_err());
    assert!(report.outcome(image).unwrap().is_rejected(), "{report}");
    assert!(report.to_string().contains("f-other"), "{report}");
}

#[tokio::test]
async fn a_folder_without_entries_is_an_error_and_not_an_empty_library() {
    let emulator = empty_account().await;
    let flat = r#"[{"id":"f-1","name":"a.png","size":"1"}]"#;
    emulator.fail(Fault::body(200, "application/json", flat).on("GET", "/api/1/image"));
    let error = Picture::query()
        .load(&client(&emulator).await)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert!(error.to_string().contains("entries"), "{error}");
}

#[tokio::test]
async fn a_time_in_an_impossible_zone_is_an_error_and_no_panic() {
    #[derive(Entity, Debug)]
    #[acton(table = "List_l-0001", module = "dated")]
    #[allow(dead_code)]
    struct Dated {
        #[acton(column = "Since")]
        since: Option<chrono::DateTime<chrono::Utc>>,
    }

    let emulator = empty_account().await;
    let page = r#"{"totalCount":1,"headers":["_contact_id_","Since"],"data":[["l-0001:0","Oct 7 2019 11:59 AM GMT+00:99999999"]]}"#;
    emulator.fail(Fault::body(200, "application/json", page).on("GET", "/api/1/list/l-0001"));
    let acton = client_reading(&emulator, Downloads::Pages).await;
    let error = Dated::query().load(&acton).await.unwrap_err();
    assert_eq!(error.column(), Some("Since"), "{error}");
}

#[tokio::test]
async fn a_page_whose_total_is_missing_still_says_that_more_may_follow() {
    let emulator = empty_account().await;
    let page = r#"{"headers":["_contact_id_","E-mail Address","Business City"],"data":[["l-0001:0","a@b.c",""],["l-0001:1","b@b.c",""]]}"#;
    emulator.fail(Fault::body(200, "application/json", page).on("GET", "/api/1/list/l-0001"));
    let acton = client(&emulator).await;

    #[derive(Entity, Debug)]
    #[acton(table = "List_l-0001", module = "addresses")]
    #[allow(dead_code)]
    struct Address {
        #[acton(column = "E-mail Address")]
        email: String,
    }

    let page = Address::query().page(&acton, 0, 2).await.unwrap();
    assert_eq!(
        (page.rows.len(), page.has_next, page.total),
        (2, true, None)
    );
}

#[tokio::test]
async fn an_opt_out_without_an_address_is_refused_before_the_first_call() {
    let emulator = empty_account().await;
    let mut session = client(&emulator).await.session();
    let nobody = session.add(NewOptOut { email: "".into() });
    let error = session.commit().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert_eq!(error.column(), Some("Email"));
    assert!(session.get(nobody).is_some());
}

#[tokio::test]
async fn a_download_whose_last_quote_is_never_closed_is_an_error_and_not_one_long_cell() {
    #[derive(Entity, Debug)]
    #[acton(table = "List_l-0001", module = "quoted")]
    #[allow(dead_code)]
    struct Quoted {
        #[acton(column = "E-mail Address")]
        email: String,
    }

    let csv = "_contact_id_,E-mail Address\nl-0001:0,\"a@example.com\nl-0001:1,b@example.com\n";
    for csv in [csv, csv.trim_end()] {
        let emulator = empty_account().await;
        emulator.fail(Fault::body(200, "text/csv", csv).on("GET", "/api/1/list/l-0001"));
        let error = Quoted::query()
            .load(&client(&emulator).await)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains("quote"), "{error}");
    }
}

#[tokio::test]
async fn a_delete_that_failed_for_an_id_that_was_not_sent_is_not_reported_as_done() {
    let (emulator, list) = newsletter().await;
    let mut session = client(&emulator).await.session();
    for row in session.load(Subscriber::query()).await.unwrap() {
        session.delete(row);
    }
    // The record's number alone: which of the rows it is nobody can tell.
    let answer =
        r#"{"success_count":2,"fail_count":1,"failedList":[{"id":"0001","reason":"locked"}]}"#;
    emulator.fail(Fault::body(200, "application/json", answer).on("DELETE", "/api/1/list"));
    let report = report(session.commit().await.unwrap_err());
    assert_eq!((report.applied(), report.unknown()), (0, 3), "{report}");
    assert_eq!(emulator.list_rows(&list).len(), 3);
}

#[tokio::test]
async fn a_row_in_a_list_that_is_not_found_has_not_been_deleted() {
    let (emulator, list) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let row = session.load(Subscriber::query()).await.unwrap()[0];
    session.delete(row);
    let gone = r#"{"errorCode":10004,"message":"Invalid or missing list"}"#;
    emulator.fail(Fault::body(400, "application/json", gone).on("DELETE", "/api/1/list"));
    let report = report(session.commit().await.unwrap_err());
    assert!(report.outcome(row).unwrap().is_rejected(), "{report}");
    assert!(session.get(row).is_some(), "it is still to be deleted");
    assert_eq!(emulator.list_rows(&list).len(), 3);
}

/// Neither is the id of a row that is known already, nor one of another list.
#[tokio::test]
async fn what_is_no_id_is_not_taken_for_the_key_of_a_new_row() {
    for id in [
        "../../x:0",
        "l-0001:1,l-0001:2",
        " ",
        "l-0001",
        "l-0001:",
        "l-0001:zz",
        "l-0002:7",
        "l-0001:1",
    ] {
        let (emulator, list) = newsletter().await;
        let mut session = client(&emulator).await.session();
        let known = session.load(Subscriber::query()).await.unwrap();
        let new = session.add(acton_orm_tests::rows::subscriber("new@example.com", None));
        let answer = format!(r#"{{"status":"success","id":"{id}"}}"#);
        emulator.fail(Fault::body(200, "application/json", answer).on("POST", "/api/1/list"));
        let report = report(session.commit().await.unwrap_err());
        assert!(report.outcome(new).unwrap().is_unknown(), "{id}: {report}");
        // It was not there after all, and gets a key of its own.
        let report = session.commit().await.unwrap();
        assert_eq!(report.key(new).unwrap(), format!("{list}:3"), "{id}");
        session[known[1]].city = Some("Graz".into());
        assert_eq!(session.commit().await.unwrap().applied(), 1, "{id}");
        assert_eq!(emulator.list_rows(&list)[1][2], "Graz", "{id}");
    }
}

/// The move of an image ends with a delete: not of what has just been said to be the new one.
#[tokio::test]
async fn an_upload_that_is_said_to_be_an_image_of_ours_deletes_nothing() {
    for ours in [0, 1] {
        let emulator = empty_account().await;
        let ids = ["a.png", "b.png"].map(|name| emulator.add_image(name, "New", tiny_png(5, 5, 5)));
        let mut session = impatient(&emulator).await.session();
        let images = session.load(Picture::query()).await.unwrap();
        session[images[0]].folder_name = "Archive".into();
        let moving = session[images[0]].id.clone();
        let other = ids.iter().find(|id| **id != moving).unwrap();
        let told = [&moving, other][ours];
        let answer = format!(
            r#"{{"status":"success","message":"The file has been uploaded","id":"{told}"}}"#
        );
        emulator.fail(Fault::body(200, "application/json", answer).on("POST", "/api/1/image"));
        let report = report(session.commit().await.unwrap_err());
        assert!(report.outcome(images[0]).unwrap().is_unknown(), "{report}");
        assert_eq!(emulator.images().len(), 2, "{report}");
        session.commit().await.unwrap();
        let expected = [("a.png", "Archive"), ("b.png", "New")];
        let mut left = pictures(&emulator);
        left.sort();
        let names = left
            .iter()
            .map(|(name, folder)| (name.as_str(), folder.as_str()));
        assert_eq!(names.collect::<Vec<_>>(), expected);
    }
}

#[tokio::test]
async fn an_update_that_is_said_to_have_changed_another_row_is_not_reported_as_done() {
    let (emulator, _) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    session[rows[0]].city = Some("Graz".into());
    let other = r#"{"status":"success","message":"Record updated","id":"l-0001:2"}"#;
    emulator.fail(Fault::body(200, "application/json", other).on("PUT", "/api/1/list"));
    let report = report(session.commit().await.unwrap_err());
    assert!(report.outcome(rows[0]).unwrap().is_unknown(), "{report}");
    assert!(report.to_string().contains("l-0001:2"), "{report}");
    assert_eq!(session.commit().await.unwrap().applied(), 1);
}

/// How a look-up misses is not published but for its number, 10162: with any status it says that no row
/// has the address.
#[tokio::test]
async fn a_look_up_that_says_10162_has_looked_and_found_nothing() {
    let miss = |status| {
        let body = r#"{"errorCode":10162,"message":"x"}"#;
        Fault::body(status, "application/json", body).on("GET", "/api/1/list/lookup/")
    };
    for status in [200, 400, 404, 500] {
        let (emulator, list) = newsletter().await;
        let acton = impatient(&emulator).await;
        let mut session = acton.session();
        let new = session.add(acton_orm_tests::rows::subscriber("new@example.com", None));
        emulator.fail(Fault::reset_before().on("POST", "/api/1/list"));
        let first = report(session.commit().await.unwrap_err());
        assert!(first.outcome(new).unwrap().is_unknown());
        emulator.fail(miss(status));
        let second = session.commit().await.unwrap();
        assert_eq!(second.key(new).unwrap(), format!("{list}:3"), "{status}");

        emulator.fail(miss(status));
        emulator.journal().clear();
        let nobody = Subscriber::query()
            .filter(acton_orm_tests::rows::subscribers::email.eq("nobody@example.com"));
        assert_eq!(nobody.first(&acton).await.unwrap(), None, "{status}");
        assert_eq!(acton_orm_tests::calls(&emulator).len(), 1, "no download");
    }
}

/// Somebody else may have added the very same row.
#[tokio::test]
async fn a_row_that_somebody_else_has_added_is_found_and_not_claimed() {
    let (emulator, list) = newsletter().await;
    let mut session = impatient(&emulator).await.session();
    let new = session.add(acton_orm_tests::rows::subscriber(
        "new@example.com",
        Some("Graz"),
    ));
    emulator.fail(Fault::reset_before().on("POST", "/api/1/list"));
    session.commit().await.unwrap_err();
    let cells = ["new@example.com", "Graz", ""].map(str::to_owned);
    assert!(emulator.add_row(&list, cells.to_vec()));
    let report = session.commit().await.unwrap();
    assert_eq!(report.key(new).unwrap(), format!("{list}:3"));
    let note = report.iter().next().unwrap().note();
    assert_eq!(
        note,
        Some("found at Act-On with what was sent, not sent again")
    );
    assert_eq!(emulator.list_rows(&list).len(), 4);
}

/// A download is read by its headings, and a row is told by its id.
#[tokio::test]
async fn a_download_without_the_ids_of_its_rows_says_how_to_read_them() {
    let (emulator, _) = newsletter().await;
    let csv = "E-mail Address,Business City\na@example.com,\n";
    emulator.fail(Fault::body(200, "text/csv", csv).on("GET", "/api/1/list/l-0001"));
    let acton = client(&emulator).await;
    let error = Subscriber::query().load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert!(error.to_string().contains("`Downloads=PAGES`"), "{error}");
    assert!(!error.to_string().contains("acton(column"), "{error}");
    let pages = client_reading(&emulator, Downloads::Pages).await;
    assert_eq!(Subscriber::query().load(&pages).await.unwrap().len(), 3);
}

/// What a 429 says of a quota may be that of a second.
#[tokio::test]
async fn a_429_that_speaks_of_a_quota_does_not_end_the_day() {
    for (said, kind) in [
        ("Quota exceeded", ErrorKind::RateLimited),
        (
            "Rate quota of 5 per second exceeded",
            ErrorKind::RateLimited,
        ),
        ("Daily limit exceeded", ErrorKind::DailyLimit),
        ("30000 calls per day are allowed", ErrorKind::DailyLimit),
    ] {
        let (emulator, _) = newsletter().await;
        let acton = impatient(&emulator).await;
        let body = format!(
            r#"{{"httpCode":"429","httpMessage":"Too Many Requests","moreInformation":"{said}"}}"#
        );
        emulator.fail(Fault::body(429, "application/json", body).on("GET", "/api/1/image"));
        let error = Image::query().load(&acton).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
}

/// A list holds times of milliseconds.
#[tokio::test]
async fn a_time_is_written_to_the_millisecond() {
    #[derive(Entity, Debug)]
    #[acton(table = "List_Newsletter", module = "timed")]
    struct Timed {
        #[acton(key)]
        id: RecordId,
        #[acton(column = "Business City")]
        since: Option<chrono::DateTime<chrono::Utc>>,
    }

    let (emulator, list) = newsletter().await;
    let acton = client(&emulator).await;
    let bob = RecordId::try_from(format!("{list}:1")).unwrap();
    let row = || Timed::find(bob.as_str());
    for (nanos, text) in [
        (123_456_789, "2024-09-03T12:00:00.123Z"),
        (999_999_999, "2024-09-03T12:00:00.999Z"),
        (1, "2024-09-03T12:00:00Z"),
    ] {
        let time = chrono::DateTime::from_timestamp(1_725_364_800, nanos).unwrap();
        let set = acton_orm::update(row()).set(timed::since.to(time));
        set.execute(&acton).await.unwrap();
        assert_eq!(emulator.list_rows(&list)[1][2], text);
        assert_eq!(row().one(&acton).await.unwrap().id, bob);
    }
}
