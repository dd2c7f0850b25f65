//! `insert_into`, `update` and `delete`: many rows at once, each a commit of its own.

use acton_emulator::{Fault, tiny_png};
use acton_orm::prelude::*;
use acton_orm::schema::{images as library, optout};
use acton_orm::{ErrorKind, delete, insert_into, update};
use acton_orm_tests::rows::{
    NewOptOut, Picture, Subscriber, emails, images, impatient, newsletter, picture, pictures,
    report, subscriber, subscribers,
};
use acton_orm_tests::{calls, client, empty_account};

#[tokio::test]
async fn one_value_several_values_and_an_iterator_are_inserted_in_order() {
    let (emulator, list) = newsletter().await;
    let acton = client(&emulator).await;
    let dee = subscriber("dee@example.com", None);
    let one = insert_into(subscribers::table)
        .values(dee)
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(
        one.iter().next().unwrap().key(),
        Some(format!("{list}:3").as_str())
    );
    let two = vec![
        subscriber("eve@example.com", None),
        subscriber("flo@example.com", Some("X")),
    ];
    insert_into(subscribers::table)
        .values(two)
        .execute(&acton)
        .await
        .unwrap();
    let names = ["gus", "hal"];
    let report = insert_into(subscribers::table)
        .values(
            names
                .iter()
                .map(|name| subscriber(&format!("{name}@example.com"), None)),
        )
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!((report.applied(), report.calls()), (2, 3));
    let keys: Vec<_> = report.iter().filter_map(|entry| entry.key()).collect();
    assert_eq!(keys, [format!("{list}:6"), format!("{list}:7")]);
    assert_eq!(emails(&emulator, &list).len(), 8);
}

#[tokio::test]
async fn an_insert_of_an_image_uploads_it() {
    let emulator = empty_account().await;
    let acton = client(&emulator).await;
    insert_into(library::table)
        .values(picture("a.png", "New"))
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(pictures(&emulator), [("a.png".into(), "New".into())]);
}

#[tokio::test]
async fn an_update_changes_the_rows_of_its_query_and_no_others() {
    let (emulator, list) = newsletter().await;
    let acton = client(&emulator).await;
    let report = update(Subscriber::query().filter(subscribers::city.eq("PDX")))
        .set(subscribers::city.to("Portland"))
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(report.applied(), 1);
    let cities: Vec<String> = emulator
        .list_rows(&list)
        .into_iter()
        .map(|row| row[2].clone())
        .collect();
    assert_eq!(cities, ["Portland", "", "SEA"]);
}

#[tokio::test]
async fn a_row_that_holds_the_value_already_makes_no_call() {
    let (emulator, _) = newsletter().await;
    let acton = client(&emulator).await;
    let report = update(Subscriber::query())
        .set(subscribers::city.to("SEA"))
        .all_rows()
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(
        (report.len(), report.calls()),
        (2, 4),
        "two of them read the rows"
    );
    let report = update(Subscriber::query().limit(9))
        .set(subscribers::city.clear())
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(report.applied(), 3);
}

#[tokio::test]
async fn an_update_moves_images_and_reads_beforehand_what_the_move_needs() {
    let emulator = empty_account().await;
    for name in ["a.png", "b.png"] {
        emulator.add_image(name, "New", tiny_png(1, 1, 1));
    }
    emulator.add_image("c.png", "Archive", tiny_png(1, 1, 1));
    let acton = client(&emulator).await;
    let report = update(library::table.query())
        .set(images::folder_name.to("Archive"))
        .all_rows()
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(
        (report.applied(), report.calls(), report.files()),
        (2, 5, 2),
        "one call reads the rows"
    );
    assert!(report.iter().all(|entry| entry.replaced().is_some()));
    assert!(
        pictures(&emulator)
            .iter()
            .all(|(_, folder)| folder == "Archive")
    );
    assert_eq!(
        calls(&emulator)
            .iter()
            .filter(|call| call.starts_with("GET"))
            .count(),
        1
    );
}

#[tokio::test]
async fn a_delete_takes_a_query_with_or_without_a_struct() {
    let emulator = empty_account().await;
    for name in ["a.png", "b.png", "c.png"] {
        emulator.add_image(name, "New", tiny_png(1, 1, 1));
    }
    let acton = client(&emulator).await;
    delete(library::table.filter(library::name.eq("a.png")))
        .execute(&acton)
        .await
        .unwrap();
    delete(Picture::query().filter(images::name.eq("b.png")))
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(pictures(&emulator), [("c.png".into(), "New".into())]);
    let report = delete(Picture::query().filter(images::name.eq("b.png")))
        .execute(&acton)
        .await
        .unwrap();
    assert!(report.is_empty());
}

#[tokio::test]
async fn a_statement_on_a_whole_table_is_refused_unless_it_is_meant() {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let acton = client(&emulator).await;
    let refused = [
        delete(Picture::query()).execute(&acton).await.unwrap_err(),
        delete(Picture::query().order_by(images::name.asc()))
            .execute(&acton)
            .await
            .unwrap_err(),
        update(Picture::query())
            .set(images::folder_name.to("X"))
            .execute(&acton)
            .await
            .unwrap_err(),
    ];
    for error in refused {
        assert_eq!(
            (error.kind(), error.table()),
            (ErrorKind::Invalid, Some("Images"))
        );
        assert!(error.to_string().contains("`.all_rows()`"), "{error}");
    }
    assert!(calls(&emulator).is_empty());
    assert_eq!(
        delete(Picture::query())
            .all_rows()
            .execute(&acton)
            .await
            .unwrap()
            .applied(),
        1
    );
}

#[tokio::test]
async fn a_statement_that_fails_has_a_report_and_keeps_going_when_asked() {
    let (emulator, list) = newsletter().await;
    // The login and two calls that read the rows: of the writes only the first has its turn at once.
    let acton = acton_orm::Client::parse(&emulator.connection_string())
        .unwrap()
        .calls_per_second(4)
        .connect()
        .await
        .unwrap();
    let refuse = || {
        let body = r#"{"errorCode":10010,"message":"no"}"#;
        Fault::body(400, "application/json", body).on("PUT", "/api/1/list")
    };
    emulator.fail(refuse());
    let statement = || {
        update(Subscriber::query())
            .set(subscribers::city.to("BOS"))
            .all_rows()
    };
    let first = report(statement().execute(&acton).await.unwrap_err());
    assert_eq!(
        (first.applied(), first.rejected(), first.skipped()),
        (0, 1, 2)
    );
    emulator.fail(refuse());
    let second = report(statement().keep_going().execute(&acton).await.unwrap_err());
    assert_eq!((second.applied(), second.rejected()), (2, 1));
    assert_eq!(emails(&emulator, &list).len(), 3);
}

#[tokio::test]
async fn an_insert_of_unknown_outcome_says_what_to_do() {
    let emulator = empty_account().await;
    let acton = impatient(&emulator).await;
    emulator.fail(Fault::reset_after().on("POST", "/api/1/image"));
    let insert = insert_into(library::table).values(picture("a.png", "New"));
    let report = report(insert.execute(&acton).await.unwrap_err());
    let text = report.to_string();
    assert!(
        text.contains("read the table before the statement is executed again"),
        "{text}"
    );
}

#[tokio::test]
async fn a_client_that_reads_only_so_many_rows_changes_none_by_halves() {
    let (emulator, list) = newsletter().await;
    let acton = acton_orm::Client::parse(&emulator.connection_string())
        .unwrap()
        .max_rows(2)
        .connect()
        .await
        .unwrap();
    let error = delete(Subscriber::query())
        .all_rows()
        .execute(&acton)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.to_string().contains("2 rows at most"), "{error}");
    assert_eq!(emails(&emulator, &list).len(), 3);
    delete(Subscriber::query().limit(2))
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(emails(&emulator, &list), ["cy@example.com"]);
}

#[tokio::test]
async fn opt_outs_are_one_call_however_many_and_each_has_its_own_outcome() {
    let emulator = empty_account().await;
    let acton = client(&emulator).await;
    let addresses = ["ada@example.com", "nobody", "bob@example.com"];
    let rows = addresses.map(|email| NewOptOut {
        email: email.to_owned(),
    });
    let insert = insert_into(optout::table).values(rows);
    let report = report(insert.execute(&acton).await.unwrap_err());
    assert_eq!((report.applied(), report.rejected()), (2, 1), "{report}");
    let refused = report
        .iter()
        .find(|entry| entry.outcome().is_rejected())
        .unwrap();
    assert_eq!(refused.label(), "'nobody'");
    assert_eq!(emulator.opt_outs().len(), 2);
    let made = calls(&emulator);
    assert_eq!(made[0], "PUT /api/1/list/optout");
    assert!(
        made[1].starts_with("GET /api/1/list/rejectedUploadRecords?filename="),
        "{made:?}"
    );
    assert_eq!(made.len(), 2);

    let report = delete(optout::table.filter(optout::email.starts_with("ada")))
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(report.applied(), 1);
    assert_eq!(emulator.opt_outs()[0].email, "bob@example.com");
}
