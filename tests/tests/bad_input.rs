//! What comes back is not what the contract says: a clear error that names the place, and no panic.

use std::fmt::Write as _;

use acton_emulator::{Emulator, Fault};
use acton_orm::models::{AccountInfo, Image, OptOut};
use acton_orm::prelude::*;
use acton_orm::schema::images;
use acton_orm::{Client, Downloads, Error, ErrorKind, RecordId};
use acton_orm_tests::rows::{Subscriber, subscribers};
use acton_orm_tests::{client, client_reading, empty_account, sample_account};

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_l-0001", module = "people")]
struct Person {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
    #[acton(column = "Score")]
    score: Option<i64>,
}

const HEADINGS: &str = r#"["_contact_id_","E-mail Address","Score"]"#;

fn page(headings: &str, rows: &str) -> String {
    format!(
        r#"{{"listId":"l-0001","offset":0,"count":1,"totalCount":1,"emailColumn":1,"headers":{headings},"data":{rows}}}"#
    )
}

/// What reading the list says when Act-On answers this.
async fn reading(content_type: &str, body: impl Into<Vec<u8>>) -> Result<Vec<Person>, Error> {
    let emulator = empty_account().await;
    let body = body.into();
    emulator.fault(Fault::body(200, content_type, body).on("GET", "/api/1/list/l-0001"));
    let acton = client_reading(&emulator, Downloads::Pages).await;
    Person::query().load(&acton).await
}

async fn failing(body: impl Into<Vec<u8>>) -> Error {
    let error = reading("application/json", body).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert_eq!(error.table(), Some("List_l-0001"));
    assert_eq!(error.call(), Some("GET /api/1/list/l-0001"));
    error
}

#[tokio::test]
async fn a_number_where_text_is_due() {
    let error = failing(page(HEADINGS, r#"[["l-0001:0",42,"1"]]"#)).await;
    assert_eq!(
        error.to_string(),
        "table `List_l-0001`, key `l-0001:0`, column `E-mail Address`: expected text, found the number 42 [GET /api/1/list/l-0001]; map the column with a type that holds it, or correct the value in Act-On"
    );
}

#[tokio::test]
async fn text_where_a_number_is_due() {
    let error = failing(page(HEADINGS, r#"[["l-0001:2","a@example.com","many"]]"#)).await;
    assert_eq!(error.key(), Some("l-0001:2"));
    assert_eq!(error.column(), Some("Score"));
    assert!(
        error
            .to_string()
            .contains("expected a whole number, found 'many'"),
        "{error}"
    );
}

#[tokio::test]
async fn an_array_or_an_object_where_a_cell_is_due() {
    for cell in ["[1]", r#"{"a":1}"#, "true"] {
        let error = failing(page(HEADINGS, &format!(r#"[["l-0001:2",{cell},"1"]]"#))).await;
        assert_eq!(error.column(), Some("E-mail Address"), "{error}");
        assert_eq!(error.key(), Some("l-0001:2"));
    }
}

#[tokio::test]
async fn a_heading_that_is_not_there() {
    let error = failing(page(r#"["_contact_id_","E-mail Adress","Score"]"#, "[]")).await;
    assert_eq!(error.column(), Some("E-mail Address"));
    assert_eq!(
        error.to_string(),
        "table `List_l-0001`, column `E-mail Address`: the list has no column with this heading; it has `_contact_id_`, `E-mail Adress`, `Score` [GET /api/1/list/l-0001]; did you mean `E-mail Adress`? Correct `#[acton(column = \"..\")]`"
    );
}

#[tokio::test]
async fn a_heading_that_is_there_twice() {
    let headings = r#"["_contact_id_","Score","E-mail Address","Score"]"#;
    let error = failing(page(headings, r#"[["l-0001:0","1","a@example.com","2"]]"#)).await;
    assert_eq!(error.column(), Some("Score"));
    assert!(
        error.to_string().contains("two columns with this heading"),
        "{error}"
    );
}

#[tokio::test]
async fn a_heading_that_is_there_twice_and_not_wanted_does_no_harm() {
    let headings = r#"["Region","Score","_contact_id_","E-mail Address","Region"]"#;
    let body = page(headings, r#"[["W","7","l-0001:0","a@example.com","E"]]"#);
    let rows = reading("application/json", body).await.unwrap();
    assert_eq!(
        (rows[0].email.as_str(), rows[0].score),
        ("a@example.com", Some(7))
    );
}

#[tokio::test]
async fn headings_in_another_order_and_after_the_rows_are_the_same_rows() {
    let body = r#"{"data":[["7","a@example.com","l-0001:0"]],"totalCount":1,"headers":["Score","E-mail Address","_contact_id_"]}"#;
    let rows = reading("application/json", body).await.unwrap();
    assert_eq!(
        (rows[0].email.as_str(), rows[0].score),
        ("a@example.com", Some(7))
    );
}

#[tokio::test]
async fn a_row_that_is_too_short_or_too_long_is_never_shifted() {
    for (row, cells) in [
        (r#"["l-0001:3","a@example.com"]"#, 2),
        (r#"["l-0001:3","x","a@example.com","1"]"#, 4),
    ] {
        let error = failing(page(HEADINGS, &format!("[{row}]"))).await;
        assert_eq!(error.key(), Some("l-0001:3"));
        let said = format!("the row has {cells} cells where there are 3 headings");
        assert!(error.to_string().contains(&said), "{error}");
    }
}

#[tokio::test]
async fn an_e_mail_column_beyond_the_headings() {
    let body = page(HEADINGS, "[]").replace(r#""emailColumn":1"#, r#""emailColumn":9"#);
    let error = failing(body).await;
    assert!(
        error
            .to_string()
            .contains("its e-mail column is number 9, and it has 3 headings"),
        "{error}"
    );
}

#[tokio::test]
async fn a_record_id_that_is_none() {
    let error = failing(page(HEADINGS, r#"[["zz","a@example.com","1"]]"#)).await;
    assert_eq!(
        (error.key(), error.column()),
        (Some("zz"), Some("_contact_id_"))
    );
}

#[tokio::test]
async fn truncated_json() {
    let whole = page(HEADINGS, r#"[["l-0001:0","a@example.com","1"]]"#);
    for cut in [1, 40, whole.len() - 20, whole.len() - 1] {
        let error = failing(&whole[..cut]).await;
        assert!(
            error.to_string().contains("the answer ends too early"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn html_where_json_is_due() {
    let error = reading("text/html", "<html><body>Maintenance</body></html>")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error
            .to_string()
            .contains("the answer is an HTML page, and JSON is due"),
        "{error}"
    );
}

#[tokio::test]
async fn an_empty_body() {
    let error = failing("").await;
    assert!(
        error
            .to_string()
            .contains("the answer is empty, and JSON is due"),
        "{error}"
    );
}

#[tokio::test]
async fn json_of_another_shape() {
    for body in [
        "[]",
        "null",
        "42",
        r#"{"result":[]}"#,
        r#"{"headers":"x","data":[]}"#,
        r#"{"headers":[],"data":7}"#,
    ] {
        let error = failing(body).await;
        assert!(!error.to_string().contains("unwind"), "{error}");
    }
}

#[tokio::test]
async fn invalid_utf_8() {
    let mut body = page(HEADINGS, r#"[["l-0001:0","a@example.com","1"]]"#).into_bytes();
    let at = body.windows(2).position(|pair| pair == b"a@").unwrap();
    body[at] = 0xFF;
    let error = failing(body).await;
    assert!(error.to_string().contains("not valid UTF-8"), "{error}");
}

#[tokio::test]
async fn a_cell_of_two_megabytes_is_read() {
    let cell = "ä".repeat(1_000_000);
    let body = page(HEADINGS, &format!(r#"[["l-0001:0","{cell}","1"]]"#));
    let rows = reading("application/json", body).await.unwrap();
    assert_eq!(rows[0].email, cell);
}

#[tokio::test]
async fn two_megabytes_where_a_number_is_due_are_not_repeated_in_the_error() {
    let cell = "9x".repeat(1_000_000);
    let error = failing(page(
        HEADINGS,
        &format!(r#"[["l-0001:0","a@example.com","{cell}"]]"#),
    ))
    .await;
    assert!(error.to_string().len() < 500, "{}", error.to_string().len());
    assert!(
        error.to_string().contains("(2000000 bytes in all)"),
        "{error}"
    );
}

/// What the same list says as a download.
async fn downloading(body: impl Into<Vec<u8>>) -> Result<Vec<Person>, Error> {
    let emulator = empty_account().await;
    let body = body.into();
    emulator.fault(Fault::body(200, "text/csv", body).on("GET", "/api/1/list/l-0001"));
    let acton = client(&emulator).await;
    Person::query().load(&acton).await
}

#[tokio::test]
async fn a_download_is_read_by_heading_whatever_its_quotes_and_line_ends() {
    let body = "\u{feff}Score,\"E-mail Address\",_contact_id_\r\n7,\"O\"\"Hara, \nJr\",l-0001:0\r\n,b@example.com,l-0001:1";
    let rows = downloading(body).await.unwrap();
    assert_eq!(
        (rows[0].email.as_str(), rows[0].score),
        ("O\"Hara, \nJr", Some(7))
    );
    assert_eq!(
        (rows[1].email.as_str(), rows[1].score),
        ("b@example.com", None)
    );
}

#[tokio::test]
async fn a_download_with_a_bad_cell_names_its_row() {
    let body = b"_contact_id_,E-mail Address,Score\nl-0001:0,a@example.com,1\nl-0001:1,b\xFFd,2\n";
    let error = downloading(&body[..]).await.unwrap_err();
    assert_eq!(
        (error.key(), error.column()),
        (Some("l-0001:1"), Some("E-mail Address"))
    );
    assert!(
        error.to_string().contains("the cell is not valid UTF-8"),
        "{error}"
    );

    let error = downloading("_contact_id_,E-mail Address,Score\nl-0001:1,b,two\n")
        .await
        .unwrap_err();
    assert_eq!(
        (error.key(), error.column()),
        (Some("l-0001:1"), Some("Score"))
    );
}

#[tokio::test]
async fn a_download_with_too_few_cells_is_never_shifted() {
    let error = downloading("_contact_id_,E-mail Address,Score\nl-0001:1,b@example.com\n")
        .await
        .unwrap_err();
    assert_eq!(error.key(), Some("l-0001:1"));
    assert!(
        error
            .to_string()
            .contains("the row has 2 cells where there are 3 headings"),
        "{error}"
    );
}

#[tokio::test]
async fn a_download_that_is_none() {
    for (body, said) in [
        ("", "the download is empty"),
        (
            "<html></html>",
            "the answer is an HTML page, and CSV is due",
        ),
        (r#"{"headers":[]}"#, "the answer is JSON, and CSV is due"),
        ("name,score\n", "the list has no column with this heading"),
    ] {
        let error = downloading(body).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.table(), Some("List_l-0001"), "{error}");
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[tokio::test]
async fn a_download_with_a_cell_of_two_megabytes_is_read() {
    let cell = "x".repeat(2_000_000);
    let mut body = String::from("_contact_id_,E-mail Address,Score\n");
    for row in 0..3 {
        let _ = writeln!(body, "l-0001:{row},\"{cell}\",{row}");
    }
    let rows = downloading(body).await.unwrap();
    assert!(rows.iter().all(|row| row.email == cell));
    assert_eq!(rows[2].score, Some(2));
}

#[tokio::test]
async fn a_download_cut_short_is_an_error_and_not_a_shorter_list() {
    let emulator = empty_account().await;
    emulator.generate_list("Any", 5_000);
    emulator.fault(
        Fault::truncate(50_000)
            .on("GET", "/api/1/list/l-0001")
            .always(),
    );
    let acton = client(&emulator).await;
    let error = people::table
        .select(people::email)
        .load(&acton)
        .await
        .unwrap_err();
    assert!(error.is_transport(), "{error}");
    assert!(error.to_string().contains("cut short"), "{error}");
}

#[tokio::test]
async fn an_unknown_list_by_name_or_by_id() {
    #[derive(Entity)]
    #[acton(table = "List_Newsleter", module = "misspelt")]
    struct Misspelt {
        #[acton(column = "E-mail Address")]
        #[allow(dead_code, reason = "never read, as there is no such list")]
        email: String,
    }
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let error = Misspelt::query().count(&acton).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(
        error.to_string(),
        "table `List_Newsleter`: the account has no list named `Newsleter`; did you mean `Newsletter`?"
    );

    let emulator = empty_account().await;
    let acton = client(&emulator).await;
    let error = Person::query().count(&acton).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.api().unwrap().code.as_deref(), Some("10004"));
    assert_eq!(error.table(), Some("List_l-0001"));
}

#[tokio::test]
async fn a_column_that_the_list_lacks_is_told_with_those_it_has() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    #[derive(Entity, Debug)]
    #[acton(table = "List_Newsletter", module = "wrong")]
    struct Wrong {
        #[acton(column = "Email Adress")]
        #[allow(dead_code, reason = "the list has no such column")]
        email: String,
    }
    let error = Wrong::query().load(&acton).await.unwrap_err();
    assert_eq!(error.column(), Some("Email Adress"));
    assert_eq!(error.api().unwrap().code.as_deref(), Some("10010"));

    // Once the headings are known, the nearest of them is named too.
    let one = Subscriber::query().filter(subscribers::id.eq("l-0001:0"));
    assert!(one.first(&acton).await.unwrap().is_some());
    let error = Wrong::query().load(&acton).await.unwrap_err();
    assert_eq!(error.column(), Some("Email Adress"));
    assert!(
        error.to_string().contains("did you mean `E-mail Address`?"),
        "{error}"
    );
}

async fn images_answering(body: &str) -> (Emulator, Client) {
    let emulator = sample_account().await;
    emulator.fault(Fault::body(200, "application/json", body.to_owned()).on("GET", "/api/1/image"));
    let acton = client(&emulator).await;
    (emulator, acton)
}

#[tokio::test]
async fn an_image_whose_numbers_are_text_is_read_and_one_whose_text_is_a_number_is_not() {
    let entry = |size: &str, name: &str| {
        format!(
            r#"[{{"entries":[{{"size":{size},"name":{name},"last_modified":1724800487518,"creation_time":"1724800487518","url":"u","thumb":null,"id":"f-1"}}],"name":"Folder"}}]"#
        )
    };
    let (_emulator, acton) = images_answering(&entry(r#""12""#, r#""a.png""#)).await;
    let image = Image::query().one(&acton).await.unwrap();
    assert_eq!(
        (image.size, image.folder_name.as_str(), image.thumb_url),
        (12, "Folder", None)
    );
    assert_eq!(image.creation_time, image.last_modified);

    let (_emulator, acton) = images_answering(&entry("12", "7")).await;
    let error = Image::query().one(&acton).await.unwrap_err();
    assert_eq!(
        (error.table(), error.key(), error.column()),
        (Some("Images"), Some("f-1"), Some("Name"))
    );
}

#[tokio::test]
async fn an_image_without_a_column_that_is_never_empty() {
    let body = r#"[{"name":"Folder","entries":[{"id":"f-1"}]}]"#;
    let (_emulator, acton) = images_answering(body).await;
    let error = images::table
        .select((images::id, images::name))
        .load(&acton)
        .await
        .unwrap_err();
    assert_eq!((error.key(), error.column()), (Some("f-1"), Some("Name")));
    assert!(
        error
            .to_string()
            .contains("expected text, found an empty cell"),
        "{error}"
    );
}

#[tokio::test]
async fn other_tables_say_their_name_too() {
    let emulator = sample_account().await;
    emulator.fault(Fault::body(200, "application/json", "{}").on("GET", "/api/1/list/optout"));
    emulator.fault(
        Fault::body(200, "application/json", r#"{"account_id":"x"}"#).on("GET", "/api/1/account"),
    );
    let acton = client(&emulator).await;
    let error = OptOut::query().load(&acton).await.unwrap_err();
    assert_eq!(error.table(), Some("Optout"));
    assert!(
        error.to_string().contains("missing field `result`"),
        "{error}"
    );
    let error = AccountInfo::query().one(&acton).await.unwrap_err();
    assert_eq!(
        (error.table(), error.column()),
        (Some("Account"), Some("AccountId"))
    );
}

#[tokio::test]
async fn an_error_envelope_inside_a_success_is_an_error() {
    let body = r#"{"errorCode":10004,"message":"Invalid or missing list"}"#;
    let error = reading("application/json", body).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(error.api().unwrap().status, 200);
}

#[tokio::test]
async fn a_download_that_arrives_byte_by_byte_is_the_same() {
    let emulator = empty_account().await;
    let body = "\u{feff}_contact_id_,E-mail Address,Score\nl-0001:0,\"ä,\n\"\"b\",7";
    let fault = Fault::body(200, "text/csv", body).on("GET", "/api/1/list/l-0001");
    emulator.fault(fault);
    emulator.fault(Fault::drip(1, std::time::Duration::ZERO).on("GET", "/api/1/list/l-0001"));
    let acton = client(&emulator).await;
    let rows = Person::query().load(&acton).await.unwrap();
    assert_eq!(
        (rows[0].email.as_str(), rows[0].score),
        ("ä,\n\"b", Some(7))
    );
}

#[tokio::test]
async fn an_empty_body_for_one_row_is_an_error_and_not_a_missing_row() {
    let emulator = sample_account().await;
    emulator.fault(Fault::body(200, "application/json", "").on("GET", "/api/1/image/f-1"));
    let acton = client(&emulator).await;
    let error = Image::query()
        .filter(images::id.eq("f-1"))
        .load(&acton)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("the answer is empty"), "{error}");
}
