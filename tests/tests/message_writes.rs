//! Drafts and templates: added, changed, deleted; what becomes of them when an answer is lost.

use acton_emulator::{Emulator, Fault, MessageType};
use acton_orm::models::{Message, NewMessage};
use acton_orm::prelude::*;
use acton_orm::schema::messages;
use acton_orm::session::Outcome;
use acton_orm::{Client, ErrorKind};
use acton_orm_tests::rows::report;
use acton_orm_tests::{calls, client, empty_account};

const PATH: &str = "/api/1/message";

fn draft(title: &str) -> NewMessage {
    NewMessage {
        message_type: "DRAFT".into(),
        subject: "It is here & now!".into(),
        title: Some(title.into()),
        html_body: Some("<p>Größe</p>".into()),
        text_body: None,
        folder_name: Some("New".into()),
    }
}

/// The forms of the calls with this method, as they were sent.
fn forms(emulator: &Emulator, method: &str) -> Vec<String> {
    let entries = emulator.journal().entries().into_iter();
    let sent = entries.filter(|entry| entry.method == method && entry.path.starts_with(PATH));
    sent.map(|entry| String::from_utf8_lossy(&entry.request_body).into_owned())
        .collect()
}

async fn account() -> (Emulator, Client) {
    let emulator = empty_account().await;
    let acton = client(&emulator).await;
    (emulator, acton)
}

#[tokio::test]
async fn a_draft_is_added_changed_and_deleted_in_one_session() {
    let (emulator, acton) = account().await;
    let mut session = acton.session();
    let spring = session.add(draft("Spring"));
    let plan = session.plan().unwrap();
    assert_eq!(
        plan.to_string(),
        "commit: 1 change, 1 call\n└─ insert Messages 'Spring'\n   POST /api/1/message"
    );
    let report = session.commit().await.unwrap();
    assert_eq!(report.key(spring).unwrap(), "d-0001");
    let sent = forms(&emulator, "POST");
    assert!(
        sent[0].contains("type=draft") && !sent[0].contains("textbody"),
        "{sent:?}"
    );
    let stored = emulator.messages().remove(0);
    assert_eq!(
        (
            stored.kind,
            stored.subject.as_str(),
            stored.html.as_str(),
            stored.folder.as_str()
        ),
        (
            MessageType::Draft,
            "It is here & now!",
            "<p>Größe</p>",
            "New"
        )
    );

    session[spring].subject = "Still here".to_owned();
    session[spring].html_body = None;
    emulator.journal().clear();
    session.commit().await.unwrap();
    assert_eq!(calls(&emulator), ["PUT /api/1/message/d-0001"]);
    assert_eq!(forms(&emulator, "PUT"), ["subject=Still+here&htmlbody="]);
    let stored = emulator.messages().remove(0);
    assert_eq!(
        (stored.subject.as_str(), stored.html.as_str()),
        ("Still here", "")
    );

    session.delete(spring);
    session.commit().await.unwrap();
    assert_eq!(emulator.messages(), []);
}

#[tokio::test]
async fn a_message_that_was_read_gets_another_title_and_by_statement_another_subject() {
    let (emulator, acton) = account().await;
    let id = emulator.add_message(MessageType::Template, "Welcome", |_| {});
    let mut session = acton.session();
    let read = session.one(Message::query()).await.unwrap();
    session[read].title = Some("Welcome 1".to_owned());
    session.commit().await.unwrap();
    assert_eq!(emulator.messages()[0].title, "Welcome 1");

    let templates = Message::query().filter(messages::message_type.eq("TEMPLATE"));
    let report = acton_orm::update(templates)
        .set(messages::subject.to("Welcome!"))
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(report.len(), 1);
    let stored = emulator.messages().remove(0);
    assert_eq!((stored.id, stored.subject.as_str()), (id, "Welcome!"));
}

#[tokio::test]
async fn what_is_only_written_cannot_be_read_or_filtered_by() {
    let (emulator, acton) = account().await;
    let subjects = messages::table.select(messages::subject).load(&acton).await;
    let error = subjects.unwrap_err();
    assert_eq!(
        (error.kind(), error.column()),
        (ErrorKind::Invalid, Some("Subject"))
    );
    let filtered = Message::query().filter(messages::html_body.is_null());
    let error = filtered.load(&acton).await.unwrap_err();
    assert_eq!(error.column(), Some("HtmlBody"), "{error}");
    assert_eq!(calls(&emulator), [""; 0]);
}

#[tokio::test]
async fn what_cannot_be_added_is_refused_before_any_call() {
    let (emulator, acton) = account().await;
    for (kind, subject, column) in [
        ("SENT", "x", "Type"),
        ("draft", "x", "Type"),
        ("DRAFT", "", "Subject"),
    ] {
        let mut session = acton.session();
        session.add(NewMessage {
            message_type: kind.into(),
            subject: subject.into(),
            ..draft("Spring")
        });
        let error = session.commit().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.column()),
            (ErrorKind::Invalid, Some(column)),
            "{error}"
        );
    }
    assert_eq!(calls(&emulator), [""; 0]);
}

#[tokio::test]
async fn a_sent_message_cannot_be_changed_and_can_be_deleted() {
    let (emulator, acton) = account().await;
    emulator.add_message(MessageType::Sent, "Monthly", |_| {});
    let mut session = acton.session();
    let sent = session.one(Message::query()).await.unwrap();
    session[sent].title = Some("Weekly".to_owned());
    let refused = report(session.commit().await.unwrap_err());
    let error = refused.outcome(sent).unwrap().error().unwrap();
    assert_eq!(error.kind(), ErrorKind::Rejected, "{error}");
    session.revert(sent);
    session.delete(sent);
    session.commit().await.unwrap();
    assert_eq!(emulator.messages(), []);
}

#[tokio::test]
async fn an_insert_whose_answer_is_lost_is_found_by_its_title_and_not_sent_again() {
    let (emulator, acton) = account().await;
    let mut session = acton.session();
    let spring = session.add(draft("Spring"));
    emulator.fault(Fault::reset_after().on("POST", PATH));
    let lost = report(session.commit().await.unwrap_err());
    assert!(
        matches!(lost.outcome(spring).unwrap(), Outcome::Unknown(_)),
        "{lost:?}"
    );
    emulator.journal().clear();
    let found = session.commit().await.unwrap();
    assert_eq!(found.key(spring).unwrap(), "d-0001");
    assert_eq!(
        calls(&emulator),
        ["GET /api/1/message?type=DRAFT&count=1000&offset=0"]
    );
    assert_eq!(emulator.messages().len(), 1);
}

#[tokio::test]
async fn an_insert_that_never_arrived_is_sent_again_once_that_is_known() {
    let (emulator, acton) = account().await;
    let mut session = acton.session();
    let spring = session.add(draft("Spring"));
    emulator.fault(Fault::reset_before().on("POST", PATH));
    report(session.commit().await.unwrap_err());
    assert_eq!(emulator.messages(), []);
    let sent = session.commit().await.unwrap();
    assert_eq!(sent.key(spring).unwrap(), "d-0001");
    assert_eq!(emulator.messages().len(), 1);
}

#[tokio::test]
async fn one_without_a_title_stays_unknown_and_is_not_sent_again() {
    let (emulator, acton) = account().await;
    let mut session = acton.session();
    let bare = session.add(NewMessage {
        title: None,
        ..draft("")
    });
    emulator.fault(Fault::reset_after().on("POST", PATH));
    report(session.commit().await.unwrap_err());
    let still = report(session.commit().await.unwrap_err());
    assert!(
        matches!(still.outcome(bare).unwrap(), Outcome::Unknown(_)),
        "{still:?}"
    );
    assert_eq!(emulator.messages().len(), 1);
}

#[tokio::test]
async fn an_update_and_a_delete_whose_answers_are_lost_are_repeated() {
    let (emulator, acton) = account().await;
    let mut session = acton.session();
    let spring = session.add(draft("Spring"));
    session.commit().await.unwrap();
    session[spring].title = Some("Summer".to_owned());
    emulator.fault(Fault::reset_after().on("PUT", PATH));
    session.commit().await.unwrap();
    assert_eq!(emulator.messages()[0].title, "Summer");
    assert_eq!(forms(&emulator, "PUT").len(), 2);
    session.delete(spring);
    emulator.fault(Fault::reset_after().on("DELETE", PATH));
    session.commit().await.unwrap();
    assert_eq!(emulator.messages(), []);
}

#[tokio::test]
async fn a_deletes_answer_without_a_status_is_a_delete_and_one_of_another_status_is_in_doubt() {
    let (emulator, acton) = account().await;
    for (body, kind) in [
        ("{}", None),
        ("", None),
        (r#"{"status":"error"}"#, Some(ErrorKind::UnknownOutcome)),
    ] {
        let mut session = acton.session();
        let spring = session.add(draft("Spring"));
        session.commit().await.unwrap();
        session.delete(spring);
        emulator.fault(Fault::body(200, "application/json", body).on("DELETE", PATH));
        let told = match session.commit().await {
            Ok(_) => None,
            Err(error) => report(error)
                .iter()
                .next()
                .unwrap()
                .outcome()
                .error()
                .map(acton_orm::Error::kind),
        };
        assert_eq!(told, kind, "{body}");
    }
}
