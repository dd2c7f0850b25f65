//! `Logos`: added with a file, changed under their id, deleted.

use acton_emulator::{Emulator, Fault, tiny_png};
use acton_orm::ErrorKind;
use acton_orm::models::{Logo, NewLogo};
use acton_orm::prelude::*;
use acton_orm::schema::logos;
use acton_orm_tests::reading::check_all;
use acton_orm_tests::rows::{impatient, report};
use acton_orm_tests::{calls, client, empty_account, sample_account};

fn new(name: &str) -> NewLogo {
    NewLogo {
        name: name.to_owned(),
        alt_text: Some("Example".to_owned()),
        tool_tip: None,
        target_url: Some("https://example.com/?a=1&b=2".to_owned()),
        content: Upload::bytes("logo.png", tiny_png(4, 4, 9)),
    }
}

/// Name, alternative text, tool tip and target of each logo at Act-On.
fn there(emulator: &Emulator) -> Vec<[String; 4]> {
    let logos = emulator.logos().into_iter();
    logos
        .map(|logo| [logo.title, logo.alt_text, logo.tool_tip, logo.target_url])
        .collect()
}

#[tokio::test]
async fn every_logo_is_read_and_every_terminal_is_the_call_it_shows() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let rows = Logo::query().load(&acton).await.unwrap();
    let expected = emulator.logos();
    assert_eq!(rows.len(), 3);
    for (row, logo) in rows.iter().zip(&expected) {
        assert_eq!((&row.id, &row.name), (&logo.id, &logo.title));
        let tool_tip = Some(logo.tool_tip.clone()).filter(|text| !text.is_empty());
        assert_eq!(row.tool_tip, tool_tip);
        let stamped = format!("{}?ts={}", row.url.as_deref().unwrap(), logo.modified);
        assert_eq!(row.stamped_url, Some(stamped));
    }
    check_all(&Logo::query(), &acton, &emulator).await;
    let named = Logo::query().filter(logos::name.eq("Example Logo"));
    let named = check_all(&named, &acton, &emulator).await;
    assert_eq!(named[0].len(), 2, "two logos may have one name");
    check_all(
        &Logo::query().order_by(logos::alt_text.desc()),
        &acton,
        &emulator,
    )
    .await;
}

#[tokio::test]
async fn one_is_read_by_its_id_alone_and_one_that_is_not_there_is_none() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let all = Logo::query().load(&acton).await.unwrap();
    emulator.journal().clear();
    assert_eq!(Logo::find("i-2").one(&acton).await.unwrap(), all[1]);
    assert_eq!(Logo::find("i-77").first(&acton).await.unwrap(), None);
    assert_eq!(
        calls(&emulator),
        ["GET /api/1/logo/i-2", "GET /api/1/logo/i-77"]
    );
}

#[tokio::test]
async fn a_logo_is_added_changed_and_deleted_under_one_id() {
    let emulator = empty_account().await;
    let acton = client(&emulator).await;
    let mut session = acton.session();
    let added = session.add(new("Größe & Co"));
    let id = session
        .commit()
        .await
        .unwrap()
        .key(added)
        .unwrap()
        .to_owned();
    let texts = |texts: [&str; 4]| vec![texts.map(str::to_owned)];
    let target = "https://example.com/?a=1&b=2";
    assert_eq!(
        there(&emulator),
        texts(["Größe & Co", "Example", "", target])
    );
    assert_eq!(emulator.logos()[0].bytes, tiny_png(4, 4, 9));

    let logo = session.one(Logo::query()).await.unwrap();
    session[logo].tool_tip = Some("tip".to_owned());
    session[logo].alt_text = None;
    assert_eq!(
        session.plan().unwrap().to_string(),
        format!(
            "\
commit: 1 change, 1 call
└─ update Logos {id}: AltText = null, ToolTip = 'tip'
   PUT /api/1/logo/{id}"
        )
    );
    session.commit().await.unwrap();
    assert_eq!(there(&emulator), texts(["Größe & Co", "", "tip", target]));

    let newer = Upload::bytes("newer.png", tiny_png(8, 8, 9));
    session.set(logo, logos::content.to(newer)).unwrap();
    session[logo].name = "Renamed".to_owned();
    session.commit().await.unwrap();
    assert_eq!(there(&emulator), texts(["Renamed", "", "tip", target]));
    let stored = emulator.logos().remove(0);
    assert_eq!(
        (stored.id.as_str(), stored.file_name.as_str()),
        (id.as_str(), "newer.png")
    );

    session.delete(logo);
    emulator.journal().clear();
    session.commit().await.unwrap();
    assert_eq!(calls(&emulator), [format!("DELETE /api/1/logo/{id}")]);
    assert!(there(&emulator).is_empty());
}

#[tokio::test]
async fn statements_write_logos_too() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    acton_orm::update(Logo::query().filter(logos::tool_tip.is_null()))
        .set(logos::tool_tip.to("Example"))
        .execute(&acton)
        .await
        .unwrap();
    assert!(there(&emulator).iter().all(|logo| logo[2] == "Example"));
    acton_orm::delete(Logo::query().filter(logos::name.eq("Example Logo")))
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(there(&emulator).len(), 1);
}

#[tokio::test]
async fn a_file_of_a_wrong_type_is_that_rows_error() {
    let emulator = empty_account().await;
    let mut session = client(&emulator).await.session();
    let mut wrong = new("wrong");
    wrong.content = Upload::bytes("logo.exe", "MZ");
    let wrong = session.add(wrong);
    let right = session.add(new("right"));
    let report = report(session.commit().keep_going().await.unwrap_err());
    let error = report.outcome(wrong).unwrap().error().unwrap();
    assert_eq!(
        error.api().unwrap().code.as_deref(),
        Some("10085"),
        "{error}"
    );
    assert!(report.outcome(right).unwrap().is_applied());
}

#[tokio::test]
async fn an_insert_whose_answer_is_lost_is_looked_for_and_not_made_twice() {
    for arrives in [true, false] {
        let emulator = empty_account().await;
        let mut session = impatient(&emulator).await.session();
        let added = session.add(new("Once"));
        let fault = match arrives {
            true => Fault::reset_after(),
            false => Fault::reset_before(),
        };
        emulator.fail(fault.on("POST", "/api/1/logo"));
        let report = report(session.commit().await.unwrap_err());
        assert!(report.outcome(added).unwrap().is_unknown());
        let report = session.commit().await.unwrap();
        assert_eq!(report.key(added).unwrap(), "i-1");
        assert_eq!(there(&emulator).len(), 1, "{arrives}");
    }
}

#[tokio::test]
async fn a_lost_insert_is_not_taken_for_another_logo_of_its_name() {
    let emulator = empty_account().await;
    emulator.add_logo("Once", "other.png", tiny_png(1, 1, 1));
    let mut session = impatient(&emulator).await.session();
    let added = session.add(new("Once"));
    emulator.fail(Fault::reset_before().on("POST", "/api/1/logo"));
    session.commit().await.unwrap_err();
    let report = report(session.commit().await.unwrap_err());
    assert!(report.outcome(added).unwrap().is_unknown());
    assert_eq!(there(&emulator).len(), 1);
}

#[tokio::test]
async fn an_update_or_delete_whose_answer_is_lost_is_just_repeated() {
    let emulator = sample_account().await;
    let mut session = impatient(&emulator).await.session();
    let logo = session.one(Logo::find("i-1")).await.unwrap();
    session[logo].name = "Renamed".to_owned();
    emulator.fail(Fault::reset_after().on("PUT", "/api/1/logo"));
    session.commit().await.unwrap_err();
    session.commit().await.unwrap();
    assert_eq!(there(&emulator)[0][0], "Renamed");
    session.delete(logo);
    emulator.fail(Fault::reset_after().on("DELETE", "/api/1/logo"));
    session.commit().await.unwrap_err();
    session.commit().await.unwrap();
    assert_eq!(there(&emulator).len(), 2);
}

#[tokio::test]
async fn a_listing_that_has_not_all_is_an_error() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let body = r#"{"offset":0,"count":1,"totalCount":2,"result":[{"id":"i-1","title":"x"}]}"#;
    emulator.fail(Fault::body(200, "application/json", body));
    let error = Logo::query().load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
}
