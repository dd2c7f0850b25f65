//! `Users`: the senders, whatever form their list has.

use acton_emulator::{Fault, SenderList};
use acton_orm::models::Sender;
use acton_orm::prelude::*;
use acton_orm::schema::users;
use acton_orm_tests::reading::check_all;
use acton_orm_tests::{builder, client, empty_account, sample_account, start};

#[tokio::test]
async fn every_form_of_the_list_gives_every_sender() {
    for form in [
        SenderList::Array,
        SenderList::Named,
        SenderList::LikeMessages,
    ] {
        let emulator = start(builder().quirks(|quirks| quirks.sender_list = form)).await;
        let acton = client(&emulator).await;
        let rows = Sender::query().load(&acton).await.unwrap();
        let expected: Vec<_> = emulator
            .senders()
            .into_iter()
            .map(|sender| Sender {
                id: sender.id,
                name: Some(sender.name),
                email: Some(sender.email),
            })
            .collect();
        assert_eq!(rows, expected, "{form:?}");
        check_all(&Sender::query(), &acton, &emulator).await;
        let news = Sender::query().filter(users::email.starts_with("news@"));
        assert_eq!(check_all(&news, &acton, &emulator).await[0].len(), 1);
        let one = Sender::find("434332").one(&acton).await.unwrap();
        assert_eq!(one.name.as_deref(), Some("Größe & Co"));
    }
}

#[tokio::test]
async fn an_account_without_senders_has_none() {
    let emulator = empty_account().await;
    let acton = client(&emulator).await;
    assert_eq!(Sender::query().count(&acton).await.unwrap(), 0);
}

#[tokio::test]
async fn ids_as_numbers_are_the_same_ids_and_all_else_may_be_missing() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let body = r#"{"result":[{"sender_id":434330,"verified":true}],"totalCount":1}"#;
    emulator.fail(Fault::body(200, "application/json", body));
    let sender = Sender::query().filter(users::id.eq("434330"));
    let sender = sender.one(&acton).await.unwrap();
    assert_eq!(
        (sender.id.as_str(), sender.name, sender.email),
        ("434330", None, None)
    );
}
