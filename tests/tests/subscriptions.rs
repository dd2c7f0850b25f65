//! `Categories` and `SubscriptionOptOuts`.

use acton_emulator::Fault;
use acton_orm::models::{Category, CategoryOptOut};
use acton_orm::prelude::*;
use acton_orm::schema::{categories, subscription_opt_outs};
use acton_orm::{Downloads, ErrorKind};
use acton_orm_tests::reading::{check_all, paging};
use acton_orm_tests::{builder, calls, client, sample_account, start};

#[tokio::test]
async fn every_category_is_read_with_its_header() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let rows = Category::query().load(&acton).await.unwrap();
    let expected: Vec<_> = emulator
        .categories()
        .into_iter()
        .map(|category| Category {
            id: category.id,
            name: category.name,
            description: Some(category.description).filter(|text| !text.is_empty()),
            header_id: Some(category.header_id),
            header_name: Some(category.header_name),
        })
        .collect();
    assert_eq!(rows, expected);
    check_all(&Category::query(), &acton, &emulator).await;
    let plain = Category::query().filter(categories::header_id.eq("0"));
    assert_eq!(check_all(&plain, &acton, &emulator).await[0].len(), 2);
}

#[tokio::test]
async fn a_category_is_one_of_its_id_whether_that_is_text_or_number() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let body = r#"[{"id":1,"name":"News"},{"id":"2","name":"Offers","headerid":""}]"#;
    emulator.fail(Fault::body(200, "application/json", body));
    let rows = Category::query().load(&acton).await.unwrap();
    assert_eq!((rows[0].id.as_str(), rows[1].id.as_str()), ("1", "2"));
    assert!(rows.iter().all(|row| row.header_id.is_none()));
}

#[tokio::test]
async fn opt_outs_of_a_category_come_in_pages_and_are_counted_in_one_call() {
    let emulator = start(builder().login_limit(false)).await;
    for rows in [1000, 4] {
        let acton = paging(&emulator, Downloads::Pages, rows).await;
        let out = CategoryOptOut::query().of("News");
        check_all(&out, &acton, &emulator).await;
        let read = out.load(&acton).await.unwrap();
        let read: Vec<_> = read
            .into_iter()
            .map(|row| (row.email, row.timestamp.timestamp_millis()))
            .collect();
        assert_eq!(read, emulator.opt_outs_of("News"));
        emulator.journal().clear();
        assert_eq!(out.count(&acton).await.unwrap(), 11);
        assert_eq!(calls(&emulator).len(), 1);
    }
}

#[tokio::test]
async fn a_category_goes_by_its_name_whatever_letters_that_has() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let row = CategoryOptOut::query()
        .of("Größe & Preis")
        .one(&acton)
        .await
        .unwrap();
    assert_eq!(
        (row.category.as_str(), row.email.as_str()),
        ("Größe & Preis", "quiet3@example.com")
    );
    let none = CategoryOptOut::query()
        .of("Product")
        .load(&acton)
        .await
        .unwrap();
    assert_eq!(none, []);
    let error = CategoryOptOut::query()
        .of("Nothing")
        .load(&acton)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected, "{error}");
}

#[tokio::test]
async fn a_filter_and_an_order_on_opt_outs_are_checked_here() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let since = emulator.opt_outs_of("News")[7].1;
    let since = DateTime::from_timestamp_millis(since).unwrap();
    let late = subscription_opt_outs::table
        .select(subscription_opt_outs::email)
        .filter(subscription_opt_outs::timestamp.ge(since))
        .order_by(subscription_opt_outs::email.desc())
        .of("News");
    check_all(&late, &acton, &emulator).await;
    let late = late.load(&acton).await.unwrap();
    assert_eq!(late.len(), 4);
    assert_eq!(late[0], "quiet9@example.com");
}

#[tokio::test]
async fn one_address_in_two_categories_is_two_rows_of_a_session() {
    let emulator = sample_account().await;
    let mut session = client(&emulator).await.session();
    let news = session
        .load(CategoryOptOut::query().of("News"))
        .await
        .unwrap();
    let prices = CategoryOptOut::query().of("Größe & Preis");
    let price = session.one(prices).await.unwrap();
    assert_eq!(session[price].category, "Größe & Preis");
    assert_eq!(session[news[3]].category, "News");
    assert_eq!(session[news[3]].email, session[price].email);
}
