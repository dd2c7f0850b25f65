//! Messages that go out: shown before, sent once, never in a commit, and in doubt where nobody said so.

use std::time::Duration;

use acton_emulator::{Emulator, Fault, MessageType};
use acton_orm::mail::{CannotBeUndone, Sender, Sending, To};
use acton_orm::models::{DrilldownRow, Message, MessageReport};
use acton_orm::prelude::*;
use acton_orm::schema::drilldown_reports::Verb;
use acton_orm::schema::messages;
use acton_orm::{Client, Effect, ErrorKind};
use acton_orm_tests::{NOON, builder, calls, client, sample_account, start};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(NOON).unwrap()
}

fn emma() -> Sender {
    Sender::new("Emma Emulator", "emma@example.com")
}

/// The forms of the sends so far, as they were sent.
fn forms(emulator: &Emulator) -> Vec<String> {
    let entries = emulator.journal().entries().into_iter();
    let sent = entries.filter(|entry| entry.path.ends_with("/send"));
    sent.map(|entry| String::from_utf8_lossy(&entry.request_body).into_owned())
        .collect()
}

async fn account() -> (Emulator, Client) {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    (emulator, acton)
}

fn spring(acton: &Client) -> Sending {
    acton.send_message("d-0001", emma(), To::lists(["l-0002"]), now())
}

#[tokio::test]
async fn a_draft_is_sent_to_a_list_and_reported_on() {
    let (emulator, acton) = account().await;
    let sending = spring(&acton).without(["l-0003"]).title("Spring 2024");
    let request = sending.request().unwrap();
    assert_eq!(request.to_string(), "POST /api/1/message/d-0001/send");
    assert_eq!(request.effect(), Effect::Sends);
    assert_eq!(
        calls(&emulator),
        [""; 0],
        "nothing is sent by looking at it"
    );
    let launched = sending.send(CannotBeUndone).await.unwrap();
    assert_eq!(calls(&emulator), [request.to_string()]);
    assert_eq!(
        forms(&emulator),
        [format!(
            "sendtoids=l-0002&suppressids=l-0003&when={NOON}\
             &senderemail=emma%40example.com&sendername=Emma+Emulator&title=Spring+2024"
        )]
    );
    let id = launched.id.unwrap();
    assert_eq!(
        launched.message,
        format!("Message scheduled for launch: {id}")
    );
    let report = MessageReport::query().of(&id).one(&acton).await.unwrap();
    // One customer was at the webinar, whose list is left out.
    assert_eq!(report.not_sent_total, Some(1));
    assert_eq!(
        (report.sent, report.title.as_deref()),
        (34, Some("Spring 2024"))
    );
    assert_eq!(
        (report.sent_to, report.suppressed_on),
        (vec!["l-0002".to_owned()], vec!["l-0003".to_owned()])
    );
    let rows = DrilldownRow::query().of(&id, Verb::Sent);
    assert_eq!(rows.count(&acton).await.unwrap(), 34);
}

#[tokio::test]
async fn who_opted_out_is_held_back_unless_it_is_transactional() {
    let (emulator, acton) = account().await;
    emulator.add_opt_out("ada@example.com", NOON);
    let ada = || To::records(["l-0001:0", "l-0001:1"]);
    for (transactional, sent) in [(false, 1), (true, 2)] {
        let sending = acton.send_message("d-0001", emma(), ada(), now());
        let sending = sending.transactional(transactional);
        let id = sending.send(CannotBeUndone).await.unwrap().id.unwrap();
        let report = MessageReport::query().of(&id).one(&acton).await.unwrap();
        assert_eq!(
            (report.sent, report.not_sent_unique),
            (sent, Some(2 - sent))
        );
    }
}

#[tokio::test]
async fn one_address_gets_it_once_where_that_is_asked() {
    let (_emulator, acton) = account().await;
    let mut sent = Vec::new();
    for once in [false, true] {
        // Rows 40 and 41 have one address.
        let twins = To::records(["l-0001:28", "l-0001:29"]);
        let sending = acton.send_message("d-0001", emma(), twins, now());
        let launched = sending.once_an_address(once).send(CannotBeUndone).await;
        let id = launched.unwrap().id.unwrap();
        sent.push(
            MessageReport::query()
                .of(&id)
                .one(&acton)
                .await
                .unwrap()
                .sent,
        );
    }
    assert_eq!(sent, [2, 1]);
}

#[tokio::test]
async fn a_message_for_later_is_scheduled_until_then() {
    let (emulator, acton) = account().await;
    let later = now() + Duration::from_secs(3600);
    let sending = acton.send_custom_message("Hello", emma(), To::lists(["l-0003"]), later);
    let sending = sending.text("Hello!").html("<p>Hello!</p>").text_only(true);
    let id = sending.send(CannotBeUndone).await.unwrap().id.unwrap();
    let of = |kind: &str| {
        let query = Message::query().filter(messages::message_type.eq(kind));
        query.filter(messages::id.eq(&id))
    };
    assert!(of("SCHEDULED").exists(&acton).await.unwrap());
    let early = MessageReport::query()
        .of(&id)
        .load(&acton)
        .await
        .unwrap_err();
    assert_eq!(early.kind(), ErrorKind::NotFound);
    emulator.clock().advance(Duration::from_secs(3600));
    let sent = of("SENT").one(&acton).await.unwrap();
    assert_eq!(
        (sent.timestamp, sent.is_text_only),
        (Some(later), Some(true))
    );
    let report = MessageReport::query().of(&id).one(&acton).await.unwrap();
    assert_eq!(report.sent, 12);
}

#[tokio::test]
async fn a_resend_goes_on_with_the_report_of_the_message() {
    let (emulator, acton) = account().await;
    let before = MessageReport::query()
        .of("s-0002-2409")
        .one(&acton)
        .await
        .unwrap();
    let late = To::records(["l-0001:0"]).and_records(["l-0001:1"]);
    let again = acton.resend_message("s-0002-2409", late, now());
    assert_eq!(
        again.request().unwrap().to_string(),
        "PUT /api/1/message/s-0002-2409/send"
    );
    assert_eq!(again.request().unwrap().effect(), Effect::Sends);
    let launched = again.send(CannotBeUndone).await.unwrap();
    assert_eq!(launched.id.as_deref(), Some("s-0002-2409"));
    assert_eq!(
        forms(&emulator),
        [format!("sendtorecids=l-0001%3A0%2Cl-0001%3A1&when={NOON}")]
    );
    let after = MessageReport::query()
        .of("s-0002-2409")
        .one(&acton)
        .await
        .unwrap();
    assert_eq!(after.sent, before.sent + 2);
}

#[tokio::test]
async fn a_send_whose_answer_is_lost_is_in_doubt_and_never_made_again() {
    for fault in [
        Fault::reset_before(),
        Fault::reset_after(),
        Fault::status(500),
        Fault::status(503),
        Fault::body(200, "application/json", "{}"),
        Fault::body(200, "text/html", "<title>Hello</title>"),
    ] {
        let (emulator, acton) = account().await;
        emulator.fault(fault.clone().on("POST", "/api/1/message").always());
        let error = spring(&acton).send(CannotBeUndone).await.unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::UnknownOutcome,
            "{fault:?}: {error}"
        );
        assert_eq!(calls(&emulator).len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn what_act_on_refuses_was_not_sent() {
    let (emulator, acton) = account().await;
    let sent = emulator.messages().len();
    let to = |list: &str| To::lists([list]);
    for (sending, kind) in [
        (
            acton.send_message("d-9999", emma(), to("l-0001"), now()),
            ErrorKind::NotFound,
        ),
        (
            acton.send_message("d-0001", emma(), to("l-9999"), now()),
            ErrorKind::NotFound,
        ),
        (
            acton.resend_message("d-0001", to("l-0001"), now()),
            ErrorKind::NotFound,
        ),
    ] {
        let error = sending.send(CannotBeUndone).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
    assert_eq!(emulator.messages().len(), sent);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_before_any_call() {
    let (emulator, acton) = account().await;
    let nobody = To::lists([""; 0]);
    for (sending, why) in [
        (
            acton.send_message("d-0001", emma(), nobody, now()),
            "to nobody",
        ),
        (
            acton.send_message("", emma(), To::lists(["l-0001"]), now()),
            "\"\" is no id",
        ),
        (
            acton.send_message("custom", emma(), To::lists(["l-0001"]), now()),
            "`custom` is no message",
        ),
        (
            acton.send_message("d-1/../x", emma(), To::lists(["l-0001"]), now()),
            "is no id",
        ),
        (
            acton.send_message("d-0001", emma(), To::lists(["l-0001,l-0002"]), now()),
            "is no id",
        ),
        (spring(&acton).without([" "]), "is no id"),
        (
            acton.send_custom_message("", emma(), To::lists(["l-0001"]), now()),
            "`subject` is empty",
        ),
        (
            acton.send_message(
                "d-0001",
                Sender::new("E", " "),
                To::lists(["l-0001"]),
                now(),
            ),
            "`senderemail` is empty",
        ),
    ] {
        let error = sending.send(CannotBeUndone).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
        let text = error.to_string();
        assert!(
            text.contains(why) && text.contains("nothing was sent"),
            "{text}"
        );
    }
    let poor = acton.budget(0);
    let error = spring(&poor).send(CannotBeUndone).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Budget, "{error}");
    assert_eq!(calls(&emulator), [""; 0]);
}

#[tokio::test]
async fn a_message_that_a_session_added_is_sent_by_its_key() {
    let emulator = start(builder()).await;
    let acton = client(&emulator).await;
    let mut session = acton.session();
    let draft = session.add(acton_orm::models::NewMessage {
        message_type: "DRAFT".into(),
        subject: "Hello".into(),
        title: Some("New".into()),
        html_body: None,
        text_body: Some("Hello".into()),
        folder_name: None,
    });
    let report = session.commit().await.unwrap();
    let key = report.key(draft).unwrap();
    let sending = acton.send_message(key, emma(), To::lists(["l-0003"]), now());
    sending.send(CannotBeUndone).await.unwrap();
    let sent = emulator.messages().pop().unwrap();
    assert_eq!(
        (sent.kind, sent.subject.as_str(), sent.acts.len()),
        (MessageType::Sent, "Hello", 12)
    );
}
