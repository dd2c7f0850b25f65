//! What is no row: subscriptions, custom events, users. Each call is shown first and made once.

use acton_emulator::{Emulator, Fault, LookupMiss, MessageType};
use acton_orm::events::{Columns, Kind, UploadState};
use acton_orm::lists::Made;
use acton_orm::mail::{CannotBeUndone, Sender};
use acton_orm::models::CategoryOptOut;
use acton_orm::prelude::*;
use acton_orm::users::{NewUser, Role};
use acton_orm::{Client, ErrorKind};
use acton_orm_tests::{calls, client, sample_account};

const ADA: &str = "ada.new@example.com";
const SECRET: &str = "S3CR3T-S3CR3T";

async fn out_of(acton: &Client, category: &str) -> Vec<String> {
    let rows = CategoryOptOut::query()
        .of(category)
        .load(acton)
        .await
        .unwrap();
    rows.into_iter().map(|row| row.email).collect()
}

fn ada() -> NewUser {
    NewUser::new(Role::Marketing, ADA, "Ada", "Größe", SECRET)
}

/// The body of the last call.
fn last_body(emulator: &Emulator) -> String {
    let entries = emulator.journal().entries();
    String::from_utf8_lossy(&entries.last().unwrap().request_body).into_owned()
}

#[tokio::test]
async fn an_address_is_opted_in_and_out_of_a_category_in_words() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let subscriptions = acton.subscriptions(ADA);
    let out = subscriptions.opt_out("News");
    assert_eq!(
        out.request().unwrap().to_string(),
        "PUT /api/1/subscription/optout"
    );
    let message = out.send().await.unwrap();
    assert!(message.contains("OptOut entry added"), "{message}");
    assert_eq!(calls(&emulator), ["PUT /api/1/subscription/optout"]);
    assert!(
        last_body(&emulator).contains("action=optout"),
        "never by the default, which opts in"
    );
    assert!(out_of(&acton, "News").await.contains(&ADA.to_owned()));
    subscriptions.opt_in("News").send().await.unwrap();
    assert!(last_body(&emulator).contains("action=optin"));
    assert!(!out_of(&acton, "News").await.contains(&ADA.to_owned()));
}

#[tokio::test]
async fn a_whole_set_is_named_and_out_of_all_is_said() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let subscriptions = acton.subscriptions(ADA);
    let nothing = subscriptions.set(Vec::<String>::new());
    let error = nothing.send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no category is named, which opts out of all: say `opt_out_of_all`; nothing was sent"
    );
    assert_eq!(calls(&emulator), [""; 0]);
    subscriptions.set(["News"]).send().await.unwrap();
    assert!(!out_of(&acton, "News").await.contains(&ADA.to_owned()));
    assert!(out_of(&acton, "Product").await.contains(&ADA.to_owned()));
    subscriptions.opt_out_of_all().send().await.unwrap();
    assert!(out_of(&acton, "News").await.contains(&ADA.to_owned()));
    // An opt-out is made again where its answer is lost; an opt-in is not.
    let lost = || {
        Fault::reset_after()
            .on("PUT", "/api/1/subscription/")
            .times(1)
    };
    emulator.fail(lost());
    subscriptions.opt_out("News").send().await.unwrap();
    for opt_in in [subscriptions.opt_in("News"), subscriptions.set(["News"])] {
        emulator.fail(lost());
        let error = opt_in.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownOutcome, "{error}");
    }
    let opposite =
        r#"{"status":"success","message":"OptIn entry added for subscription category : News"}"#;
    let opposite = Fault::body(200, "application/json", opposite);
    emulator.fail(opposite.on("PUT", "/api/1/subscription/").times(1));
    let error = subscriptions.opt_out("News").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownOutcome, "{error}");
    let unknown = subscriptions
        .opt_in("No such category")
        .send()
        .await
        .unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::Rejected, "{unknown}");
    for odd in ["", " ", "a\nb"] {
        assert_eq!(
            acton
                .subscriptions(odd)
                .opt_in("News")
                .request()
                .unwrap_err()
                .kind(),
            ErrorKind::Invalid
        );
        assert!(subscriptions.opt_out(odd).request().is_err());
    }
}

#[tokio::test]
async fn each_user_has_an_outcome_and_no_password_is_shown() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let users = [
        ada().title("Editor").confirmed_by_mail(true),
        ada().content(true, false),
    ];
    let made = acton.create_users(users);
    assert_eq!(made.request().unwrap().to_string(), "POST /api/1/user");
    assert!(!format!("{made:?} {:?}", ada()).contains(SECRET));
    let made = made.send().await.unwrap();
    assert_eq!(made[0].email, ADA);
    assert_eq!(made[0].refused, None);
    assert_eq!(
        made[1].refused.as_deref(),
        Some("User already exists. (10149)")
    );
    assert_eq!(emulator.users().len(), 2);
    assert!(last_body(&emulator).contains("\"title\":\"Editor\""));

    let one = acton.delete_user(ADA);
    assert_eq!(
        one.request().unwrap().to_string(),
        format!("DELETE /api/1/user/{ADA}")
    );
    one.clone().send(CannotBeUndone).await.unwrap();
    for (in_array, kind) in [(false, ErrorKind::NotFound), (true, ErrorKind::Rejected)] {
        emulator.quirks(|quirks| quirks.deleted_user_in_array = in_array);
        let error = one.clone().send(CannotBeUndone).await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(
            error.to_string().contains("User does not exist."),
            "{error}"
        );
    }
    let several = acton.delete_users([ADA, "nobody@example.com"]);
    assert_eq!(
        several.request().unwrap().to_string(),
        "POST /api/1/user/delete"
    );
    assert_eq!(several.send(CannotBeUndone).await.unwrap().len(), 2);

    for user in [
        NewUser::new(Role::Sales, "", "Ada", "Sample", SECRET),
        NewUser::new(Role::Sales, ADA, " ", "Sample", SECRET),
        NewUser::new(Role::Sales, ADA, "Ada", "Sample", ""),
    ] {
        let error = acton.create_users([user]).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(!error.to_string().contains(SECRET));
    }
    assert!(acton.create_users([]).request().is_err());
    assert!(acton.delete_users([""; 0]).request().is_err());
}

#[tokio::test]
async fn a_user_that_may_have_been_made_is_not_made_again() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    emulator.fail(Fault::reset_after().on("POST", "/api/1/user").times(1));
    let error = acton.create_users([ada()]).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownOutcome, "{error}");
    assert!(!error.to_string().contains(SECRET));
    assert_eq!(emulator.users().len(), 2, "once");
    for body in ["{}", "[{\"email\": \"a@example.com\"}]", "<html>"] {
        let strange = Fault::body(200, "application/json", body);
        emulator.fail(strange.on("POST", "/api/1/user").times(1));
        let error = acton.create_users([ada()]).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownOutcome, "{body}: {error}");
        assert!(
            error.to_string().contains("the API does not list them"),
            "{error}"
        );
    }
    // What a server repeats is struck out, and who is not spoken of is in doubt.
    let echo =
        format!(r#"[{{"email":"{ADA}","status":"error","errorMessage":"{SECRET} is weak"}}]"#);
    let echo = Fault::body(200, "application/json", echo);
    emulator.fail(echo.on("POST", "/api/1/user").times(1));
    let other = NewUser::new(Role::Sales, "bo@example.com", "Bo", "Sample", SECRET);
    let made = acton.create_users([ada(), other]).send().await.unwrap();
    assert!(made[0].refused.as_deref().unwrap().ends_with(" is weak"));
    assert!(!format!("{made:?}").contains(SECRET));
    assert!(
        made[1]
            .refused
            .as_deref()
            .unwrap()
            .contains("it may be done")
    );
    // Deleting once more changes nothing, so a lost answer is asked for again: of the one that is gone.
    emulator.fail(
        Fault::reset_after()
            .on("POST", "/api/1/user/delete")
            .times(1),
    );
    let gone = acton
        .delete_users([ADA])
        .send(CannotBeUndone)
        .await
        .unwrap();
    assert_eq!(
        gone[0].refused.as_deref(),
        Some("User does not exist. (10148)")
    );
    assert_eq!(emulator.users().len(), 1);
    emulator.fail(Fault::reset_after().on("DELETE", "/api/1/user/").times(1));
    let error = acton
        .delete_user("emma@example.com")
        .send(CannotBeUndone)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(
        error
            .to_string()
            .contains("may have deleted it: then it is done"),
        "{error}"
    );
    assert_eq!(emulator.users(), []);
}

#[tokio::test]
async fn one_event_is_reported_with_its_time() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let at = DateTime::from_timestamp_millis(1_725_364_800_000).unwrap();
    let event = acton.report_event("Webinars", Kind::Attended, ADA, at, "Spring & more");
    let error = event.clone().send().await.unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::Rejected,
        "the destination is not there: {error}"
    );
    let event = event.create_destination().note("to the end");
    assert_eq!(
        event.request().unwrap().to_string(),
        "POST /api/1/customevents/fact"
    );
    event.clone().send().await.unwrap();
    let known = emulator.custom_events("Webinars");
    assert_eq!(
        (known.len(), known[0].action.as_str()),
        (1, "CUSTOM_ATTENDED")
    );
    assert_eq!(
        (known[0].when.as_str(), known[0].note.as_str()),
        ("2024-09-03 12:00:00", "to the end")
    );
    emulator.fail(
        Fault::reset_after()
            .on("POST", "/api/1/customevents/fact")
            .times(1),
    );
    let error = event.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownOutcome);
    assert!(
        error.to_string().contains("look at the contact's history"),
        "{error}"
    );
    assert_eq!(emulator.custom_events("Webinars").len(), 2, "once");
    let odd = acton.report_event("Webinars", Kind::General(Some(6)), ADA, at, "Spring");
    assert!(
        odd.request()
            .unwrap_err()
            .to_string()
            .contains("they are 1 to 5")
    );
}

#[tokio::test]
async fn a_file_of_events_is_a_job_that_says_how_many_were_taken() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let csv = "mail,day,what,note\nada@example.com,09/03/2024,Spring,\"late, but there\"\nnobody,09/03/2024,Spring,\n";
    let file = Upload::bytes("events.csv", csv.as_bytes().to_vec());
    let columns = Columns::new(0, 1, 2).note(3).new_titles(1);
    let upload = acton.upload_events("Webinars", Kind::Registered, file, columns);
    assert_eq!(
        upload.request().unwrap().to_string(),
        "POST /api/1/customevents"
    );
    let job = upload.send().await.unwrap();
    assert_eq!(
        acton.event_upload(&job).await.unwrap(),
        UploadState::Pending
    );
    assert_eq!(
        acton.event_upload(&job).await.unwrap(),
        UploadState::Running
    );
    let done = acton.event_upload(&job).await.unwrap();
    let UploadState::Done {
        status,
        appended,
        rejected,
        ..
    } = done
    else {
        panic!("{done:?}")
    };
    assert_eq!((status.as_str(), appended, rejected), ("ok", 1, 1));
    assert_eq!(
        emulator.custom_events("Webinars")[0].note,
        "late, but there"
    );
    assert_eq!(
        acton.event_upload("999").await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
    assert_eq!(
        acton.event_upload("l-0001").await.unwrap_err().kind(),
        ErrorKind::Invalid
    );
}

#[tokio::test]
async fn nothing_is_sent_by_a_read_only_client_or_without_a_budget() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let poor = acton.budget(0);
    let error = poor
        .subscriptions(ADA)
        .opt_out("News")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Budget);
    let text = format!("{}&Readonly=true", emulator.connection_string());
    let reader = Client::connect(&text).await.unwrap();
    let error = reader.create_users([ada()]).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    let mail = |acton: &Client| {
        acton
            .trigger_email("t-0001", emma(), ADA)
            .send(CannotBeUndone)
    };
    assert_eq!(mail(&reader).await.unwrap_err().kind(), ErrorKind::Invalid);
    assert_eq!(
        mail(&acton.budget(1)).await.unwrap_err().kind(),
        ErrorKind::Budget
    );
    assert_eq!(calls(&emulator), [""; 0]);
}

#[tokio::test]
async fn a_list_is_made_at_once_or_by_a_job_and_deleted() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let empty = acton
        .create_list("Größe")
        .folder("2026")
        .column_of("E-mail Address", "EMAIL");
    let empty = empty.column("City");
    assert_eq!(empty.request().unwrap().to_string(), "POST /api/1/list");
    let Made::List(id) = empty.send().await.unwrap() else {
        panic!("an empty list is there at once")
    };
    assert_eq!(emulator.list_id("Größe").as_deref(), Some(id.as_str()));
    let error = acton
        .create_list("Größe")
        .column_of("E-mail Address", "EMAIL")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected, "{error}");

    let csv = b"E-mail Address,City\nada@example.com,PDX\nbo@example.com,Graz\n".to_vec();
    let list = acton
        .create_list("Spring")
        .column_of("E-mail Address", "EMAIL")
        .column("City");
    let Made::Job(job) = list
        .rows(Upload::bytes("spring.csv", csv))
        .send()
        .await
        .unwrap()
    else {
        panic!("a file is read by a job")
    };
    let mut state = acton.list_upload(&job).await.unwrap();
    while matches!(state, UploadState::Pending | UploadState::Running) {
        state = acton.list_upload(&job).await.unwrap();
    }
    let UploadState::Done {
        id,
        appended,
        rejected,
        ..
    } = state
    else {
        panic!("{state:?}")
    };
    assert_eq!((appended, rejected), (2, 0));
    let list = id.unwrap();
    assert_eq!(emulator.list_rows(&list).len(), 2);

    let gone = acton.delete_list(&list);
    assert_eq!(
        gone.request().unwrap().to_string(),
        format!("DELETE /api/1/list/{list}")
    );
    gone.send(CannotBeUndone).await.unwrap();
    assert_eq!(emulator.list_id("Spring"), None);
    assert!(acton.create_list("Empty").request().is_err(), "no column");
    assert!(acton.delete_list("Spring").request().is_err(), "no id");
    emulator.fail(Fault::reset_after().on("POST", "/api/1/list").times(1));
    let error = acton
        .create_list("Lost")
        .column_of("E-mail Address", "EMAIL")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownOutcome);
    assert!(emulator.list_id("Lost").is_some(), "once");
}

#[tokio::test]
async fn a_cookie_is_that_of_a_record_or_of_nobody() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    assert_eq!(
        acton
            .record_of_cookie("cookie-ada")
            .await
            .unwrap()
            .as_deref(),
        Some("l-0001:0")
    );
    for miss in [
        LookupMiss::NoContact,
        LookupMiss::BadRequest,
        LookupMiss::EmptyObject,
    ] {
        emulator.quirks(|quirks| quirks.lookup_miss = miss);
        assert_eq!(
            acton.record_of_cookie("nobody").await.unwrap(),
            None,
            "{miss:?}"
        );
    }
}

fn emma() -> Sender {
    Sender::new("Emma Emulator", "emma@example.com")
}

async fn template(emulator: &Emulator) -> String {
    emulator.add_message(MessageType::Template, "Order", |message| {
        message.html = "Thank you, {{First Name}}".to_owned();
    })
}

#[tokio::test]
async fn a_template_goes_to_one_person_at_once() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let template = template(&emulator).await;
    let mail = acton
        .trigger_email(&template, emma(), ADA)
        .fill("First Name", "Ada \"A\"");
    let mail = mail
        .subject("Your order")
        .external_id("7")
        .track_opens(false)
        .copy_to(["bo@example.com"]);
    let shown = mail.request().unwrap().to_string();
    assert_eq!(shown, format!("POST /ete/v1/email/{{account}}/{template}"));
    assert_eq!(
        mail.clone().send(CannotBeUndone).await.unwrap(),
        "Email Sent Successfully"
    );
    assert_eq!(
        calls(&emulator),
        [
            "GET /api/1/account".to_owned(),
            format!("POST /ete/v1/email/46370/{template}")
        ]
    );
    let sent = emulator.triggered_mail();
    assert_eq!((sent.len(), sent[0].to.as_str()), (1, ADA));
    assert!(
        sent[0].body.contains(r#""First Name":"Ada \"A\"""#),
        "{}",
        sent[0].body
    );
    assert_eq!(
        mail.request().unwrap().to_string(),
        format!("POST /ete/v1/email/46370/{template}")
    );
    mail.send(CannotBeUndone).await.unwrap();
    assert_eq!(
        calls(&emulator).len(),
        3,
        "the account's number is remembered"
    );
}

#[tokio::test]
async fn triggered_mail_that_is_refused_says_why_and_is_never_sent_twice() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let template = template(&emulator).await;
    let out = emulator.opt_outs()[0].email.clone();
    let error = acton
        .trigger_email(&template, emma(), &out)
        .send(CannotBeUndone)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    assert!(
        error
            .to_string()
            .contains("Recipient email has been suppressed"),
        "{error}"
    );
    let mail = acton
        .trigger_email(&template, emma(), &out)
        .transactional(true);
    mail.clone().send(CannotBeUndone).await.unwrap();
    emulator.quirks(|quirks| quirks.transactional_enabled = false);
    let before = calls(&emulator).len();
    let error = mail.send(CannotBeUndone).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected, "it stays so: {error}");
    assert!(
        error
            .to_string()
            .contains("transactional subscription is required"),
        "{error}"
    );
    assert_eq!(calls(&emulator).len(), before + 1);
    let error = acton
        .trigger_email("t-9999", emma(), ADA)
        .send(CannotBeUndone)
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("t-9999, does not exist"),
        "{error}"
    );
    emulator.fail(Fault::reset_after().on("POST", "/ete/").times(1));
    let error = acton
        .trigger_email(&template, emma(), ADA)
        .send(CannotBeUndone)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownOutcome, "{error}");
    assert_eq!(
        emulator
            .triggered_mail()
            .iter()
            .filter(|mail| mail.to == ADA)
            .count(),
        1
    );
    for (template, to) in [("", ADA), ("t/1", ADA), ("t-1", "")] {
        assert!(acton.trigger_email(template, emma(), to).request().is_err());
    }
}
