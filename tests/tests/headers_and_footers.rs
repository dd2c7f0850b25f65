//! `Header` and `Footer`: read whatever form their list has, and written as forms.

use acton_emulator::{Block, BlockList, Emulator, Fault};
use acton_orm::ErrorKind;
use acton_orm::models::{MessageFooter, MessageHeader, NewFooter, NewHeader};
use acton_orm::prelude::*;
use acton_orm::schema::{footer, header};
use acton_orm_tests::reading::check_all;
use acton_orm_tests::rows::{impatient, report};
use acton_orm_tests::{builder, calls, client, empty_account, sample_account, start};

fn new_header(title: &str) -> NewHeader {
    NewHeader {
        title: title.to_owned(),
        html: Some("<h1 class=\"a\">Größe &amp; Farbe</h1>".to_owned()),
        text: None,
    }
}

/// Title, HTML and text of each.
fn texts(blocks: Vec<Block>) -> Vec<[String; 3]> {
    let blocks = blocks.into_iter();
    blocks
        .map(|block| [block.title, block.html, block.text])
        .collect()
}

fn headers(emulator: &Emulator) -> Vec<[String; 3]> {
    texts(emulator.headers())
}

#[tokio::test]
async fn both_are_read_whatever_form_their_list_has() {
    for form in [BlockList::Array, BlockList::Envelope] {
        let emulator = start(builder().quirks(|quirks| quirks.block_list = form)).await;
        let acton = client(&emulator).await;
        let rows = MessageHeader::query().load(&acton).await.unwrap();
        assert_eq!(rows.len(), 3, "{form:?}");
        for (row, block) in rows.iter().zip(emulator.headers()) {
            assert_eq!((&row.id, &row.title), (&block.id, &block.title));
            assert_eq!(row.text, Some(block.text).filter(|text| !text.is_empty()));
        }
        check_all(&MessageHeader::query(), &acton, &emulator).await;
        let plain = MessageHeader::query().filter(header::text.is_null());
        assert_eq!(check_all(&plain, &acton, &emulator).await[0].len(), 1);
        let last = MessageFooter::query().order_by(footer::title.desc());
        assert_eq!(check_all(&last, &acton, &emulator).await[0].len(), 2);
    }
}

#[tokio::test]
async fn one_is_read_by_its_id_alone() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let default = MessageFooter::find("0").one(&acton).await.unwrap();
    assert_eq!(default.title, "Default Footer");
    assert_eq!(MessageHeader::find("77").first(&acton).await.unwrap(), None);
    assert_eq!(
        calls(&emulator),
        ["GET /api/1/footer/0", "GET /api/1/header/77"]
    );
}

#[tokio::test]
async fn a_list_that_has_ids_as_numbers_and_no_contents_is_read_too() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let body = r#"{"footers":[{"id":0,"title":"Default","updated":1},{"id":12,"name":"Other"}]}"#;
    emulator.fail(Fault::body(200, "application/json", body));
    let rows = MessageFooter::query().load(&acton).await.unwrap();
    let row = |id: &str, title: &str| MessageFooter {
        id: id.to_owned(),
        title: title.to_owned(),
        html: None,
        text: None,
    };
    assert_eq!(rows, [row("0", "Default"), row("12", "Other")]);
}

#[tokio::test]
async fn a_header_is_added_changed_and_deleted_whether_its_id_is_text_or_number() {
    for number in [false, true] {
        let emulator = empty_account().await;
        emulator.add_header("Default Header", "<p/>", "");
        emulator.quirks(|quirks| quirks.block_id_is_number = number);
        let mut session = client(&emulator).await.session();
        let spring = session.add(new_header("Spring & more"));
        let committed = session.commit().await.unwrap();
        assert_eq!(committed.key(spring).unwrap(), "1");
        let html = "<h1 class=\"a\">Größe &amp; Farbe</h1>";
        assert_eq!(headers(&emulator)[1], ["Spring & more", html, ""]);

        let row = session.one(MessageHeader::find("1")).await.unwrap();
        session[row].text = Some("Größe & Farbe\nSpring".to_owned());
        session[row].html = None;
        assert_eq!(
            session.plan().unwrap().to_string(),
            "\
commit: 1 change, 1 call
└─ update Header 1: Html = null, Text = 'Größe & Farbe\\nSpring'
   PUT /api/1/header/1"
        );
        session.commit().await.unwrap();
        assert_eq!(
            headers(&emulator)[1],
            ["Spring & more", "", "Größe & Farbe\nSpring"]
        );
        session.delete(row);
        session.commit().await.unwrap();
        assert_eq!(headers(&emulator).len(), 1);
    }
}

#[tokio::test]
async fn a_footer_is_written_by_statements_too() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let bare = NewFooter {
        title: "Bare".to_owned(),
        html: None,
        text: None,
    };
    acton_orm::insert_into(footer::table)
        .values(bare)
        .execute(&acton)
        .await
        .unwrap();
    acton_orm::update(MessageFooter::query().filter(footer::html.is_null()))
        .set((footer::html.to("<p/>"), footer::text.to("plain")))
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(texts(emulator.footers())[2], ["Bare", "<p/>", "plain"]);
    acton_orm::delete(MessageFooter::find("2"))
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(emulator.footers().len(), 2);
}

#[tokio::test]
async fn the_one_that_the_account_began_with_is_that_rows_error() {
    let emulator = sample_account().await;
    let mut session = client(&emulator).await.session();
    let rows = session.load(MessageFooter::query()).await.unwrap();
    session[rows[0]].title = "Mine".to_owned();
    session[rows[1]].title = "Yours".to_owned();
    let report = report(session.commit().keep_going().await.unwrap_err());
    let error = report.outcome(rows[0]).unwrap().error().unwrap();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    assert!(
        error.to_string().contains("The default cannot be changed"),
        "{error}"
    );
    assert!(report.outcome(rows[1]).unwrap().is_applied());
    assert_eq!(texts(emulator.footers())[1][0], "Yours");
}

#[tokio::test]
async fn without_a_title_nothing_is_sent() {
    let emulator = sample_account().await;
    let mut session = client(&emulator).await.session();
    let _ = session.add(new_header(""));
    let error = session.plan().unwrap_err();
    assert_eq!(
        (error.kind(), error.column()),
        (ErrorKind::Invalid, Some("Title"))
    );
}

#[tokio::test]
async fn an_insert_whose_answer_is_lost_is_looked_for_and_not_made_twice() {
    for arrives in [true, false] {
        let emulator = empty_account().await;
        emulator.add_header("Default Header", "<p/>", "");
        let mut session = impatient(&emulator).await.session();
        let added = session.add(new_header("Once"));
        let fault = match arrives {
            true => Fault::reset_after(),
            false => Fault::reset_before(),
        };
        emulator.fail(fault.on("POST", "/api/1/header"));
        let report = report(session.commit().await.unwrap_err());
        assert!(report.outcome(added).unwrap().is_unknown());
        let report = session.commit().await.unwrap();
        assert_eq!(report.key(added).unwrap(), "1");
        assert_eq!(headers(&emulator).len(), 2, "{arrives}");
    }
}

#[tokio::test]
async fn an_answer_that_is_not_as_inferred_leaves_the_outcome_unknown_and_says_so() {
    let emulator = empty_account().await;
    let mut session = impatient(&emulator).await.session();
    let added = session.add(new_header("Once"));
    emulator.fail(Fault::body(200, "application/json", "{}").on("POST", "/api/1/header"));
    let report = report(session.commit().await.unwrap_err());
    let outcome = report.outcome(added).unwrap();
    assert!(outcome.is_unknown(), "{report}");
    assert!(
        report.to_string().contains("the answer has no status"),
        "{report}"
    );
}
