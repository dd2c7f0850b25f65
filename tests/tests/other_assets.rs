//! What the listing of assets has, what is in several lists at once, and addresses of pages and forms.

use acton_emulator::{Fault, ListingKeys};
use acton_orm::ErrorKind;
use acton_orm::events::Kind;
use acton_orm::models::{
    Asset, Form, FormUrl, LandingPage, MediaItem, MediaMessage, Page, PageUrl, SuppressedAddress,
};
use acton_orm::prelude::*;
use acton_orm::schema::{assets, forms, landing_pages, media, other_lists};
use acton_orm_tests::{calls, client, sample_account};

#[tokio::test]
async fn pages_are_those_of_the_listing() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let pages = Page::query().load(&acton).await.unwrap();
    let known = LandingPage::query().load(&acton).await.unwrap();
    assert_eq!(pages.len(), known.len());
    for page in pages {
        let same = known.iter().find(|one| one.id == page.id).unwrap();
        assert_eq!(page.name.as_ref(), Some(&same.title));
    }
    assert_eq!(
        Page::query().count(&acton).await.unwrap() as usize,
        known.len()
    );
    assert!(calls(&emulator).contains(&"GET /api/1/list?listingtype=pages&count=1".to_owned()));
}

#[tokio::test]
async fn assets_are_read_kind_by_kind_or_those_of_one() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let all = Asset::query().load(&acton).await.unwrap();
    assert_eq!(calls(&emulator).len(), 14);
    emulator.journal().clear();
    let some = Asset::query().filter(assets::kind.eq_any(["sent_message", "media"]));
    let some = some.load(&acton).await.unwrap();
    assert_eq!(calls(&emulator).len(), 2);
    assert!(
        some.iter().any(|one| one.kind == "media")
            && some.iter().any(|one| one.kind == "sent_message")
    );
    let same: Vec<&Asset> = all
        .iter()
        .filter(|one| one.kind == "media" || one.kind == "sent_message")
        .collect();
    assert_eq!(some.iter().collect::<Vec<_>>(), same);
    let none = Asset::query().filter(assets::kind.eq("no_such_kind"));
    emulator.journal().clear();
    assert_eq!(none.load(&acton).await.unwrap(), []);
    assert_eq!(calls(&emulator), [""; 0]);
}

#[tokio::test]
async fn assets_are_the_same_whichever_keys_the_listing_has() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let assets = assets::table.select((assets::kind, assets::id, assets::name));
    let of_lists = assets.load(&acton).await.unwrap();
    let pages = Page::query().load(&acton).await.unwrap();
    emulator.quirks(|quirks| quirks.listing_keys = ListingKeys::OfEachType);
    assert_eq!(assets.load(&acton).await.unwrap(), of_lists);
    assert!(of_lists.iter().all(|(_, _, name)| name.is_some()));
    let same = |page: &Page| {
        (
            page.id.clone(),
            page.folder_name.clone(),
            page.last_modified,
        )
    };
    let again = Page::query().load(&acton).await.unwrap();
    let [before, after] = [pages, again].map(|pages| pages.iter().map(same).collect::<Vec<_>>());
    assert_eq!(after, before);
}

#[tokio::test]
async fn a_destination_of_custom_events_is_an_asset_once_it_is_there() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let destinations = Asset::query().filter(assets::kind.eq("custom_events"));
    assert_eq!(destinations.load(&acton).await.unwrap(), []);
    let at = "2024-09-03T12:00:00Z".parse().unwrap();
    for destination in ["Webinars", "Fairs", "Webinars"] {
        let event = acton.report_event(destination, Kind::Attended, "a@example.com", at, "Spring");
        event.create_destination().send().await.unwrap();
    }
    let rows = destinations.load(&acton).await.unwrap();
    let names: Vec<_> = rows
        .iter()
        .map(|one| one.name.as_deref().unwrap())
        .collect();
    assert_eq!(names, ["Webinars", "Fairs"]);
    assert_ne!(rows[0].id, rows[1].id);
}

#[tokio::test]
async fn other_lists_say_which_list_an_address_is_in() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let all = SuppressedAddress::query().load(&acton).await.unwrap();
    let of = |list: &str| all.iter().filter(|one| one.list == list).count();
    assert!(of("optout") > 0 && of("hardbounce") > 0 && of("spamcomplaint") > 0);
    emulator.journal().clear();
    let complaints = SuppressedAddress::query().filter(other_lists::list.eq("spamcomplaint"));
    assert_eq!(
        complaints.load(&acton).await.unwrap().len(),
        of("spamcomplaint")
    );
    assert!(
        calls(&emulator)
            .iter()
            .all(|call| call.starts_with("GET /api/1/list/spamcomplaint"))
    );
}

#[tokio::test]
async fn forms_and_pages_bring_their_addresses_along_and_media_their_messages() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let forms: Vec<(Form, Vec<FormUrl>)> = Form::query()
        .with(forms::urls, FormUrl::query())
        .load(&acton)
        .await
        .unwrap();
    assert!(forms.iter().all(|(form, urls)| {
        urls.iter()
            .all(|url| url.form_id == form.id && url.url.contains(&form.id))
    }));
    assert!(forms.iter().all(|(_, urls)| !urls.is_empty()));
    let pages: Vec<(LandingPage, Vec<PageUrl>)> = LandingPage::query()
        .with(landing_pages::urls, PageUrl::query())
        .load(&acton)
        .await
        .unwrap();
    assert!(
        pages
            .iter()
            .all(|(page, urls)| urls[0].url.contains(&page.id))
    );
    let media: Vec<(MediaItem, Vec<MediaMessage>)> = MediaItem::query()
        .with(media::messages, MediaMessage::query())
        .load(&acton)
        .await
        .unwrap();
    assert!(
        media
            .iter()
            .any(|(_, messages)| messages.iter().any(|one| one.total > Some(0)))
    );
}

#[tokio::test]
async fn a_messages_html_is_that_of_one_record() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let html = acton.message_html("s-0001-2409", "l-0001:0").await.unwrap();
    let name = emulator.list_rows("l-0001")[0][1].clone();
    assert!(html.starts_with("<!DOCTYPE html>"), "{html}");
    assert!(html.contains(&format!("<p>Hello {name}</p>")), "{html}");
    assert_eq!(
        calls(&emulator),
        ["GET /api/1/message/s-0001-2409/l-0001:0"]
    );
    let error = acton
        .message_html("s-9999-9999", "l-0001:0")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
    for (message, record) in [("", "l-0001:0"), ("s-1/send", "l-0001:0"), ("s-1", "")] {
        let error = acton.message_html(message, record).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
    }
    assert_eq!(calls(&emulator).len(), 2);
    let poor = acton.budget(0);
    let error = poor
        .message_html("s-0001-2409", "l-0001:0")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Budget);
}

/// No source shows these answers, so wherever the rows stand they are found, or the read is an error: it
/// never is one without rows.
#[tokio::test]
async fn addresses_are_found_wherever_the_answer_has_them_and_never_overlooked() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    for (body, rows) in [
        (r#"{"urls":[{"url":"https://a"}]}"#, Some(1)),
        (r#"[{"url":"https://a"},{"url":"https://b"}]"#, Some(2)),
        (r#"{"count":1,"result":[{"url":"https://a"}]}"#, Some(1)),
        (
            r#"{"tags":["x"],"urls":[{"url":"https://a"}],"more":[]}"#,
            Some(1),
        ),
        (r#"{"urls":[]}"#, Some(0)),
        (r#"{"urls":null}"#, Some(0)),
        ("{}", Some(0)),
        (r#"{"count":1}"#, None),
        (r#"{"urls":{"url":"https://a"}}"#, None),
        (r#"{"a":[{"url":"https://a"}],"b":[]}"#, None),
        (r#"{"totalCount":2,"urls":[{"url":"https://a"}]}"#, None),
    ] {
        let answer = || emulator.fail(Fault::body(200, "application/json", body));
        answer();
        let of_form = FormUrl::query().of("form").load(&acton).await;
        answer();
        let of_page = PageUrl::query().of("p-0001").load(&acton).await;
        let read = [
            of_form.map(|rows| rows.len()),
            of_page.map(|rows| rows.len()),
        ];
        for read in read {
            match rows {
                Some(rows) => assert_eq!(read.unwrap(), rows, "{body}"),
                None => assert_eq!(read.unwrap_err().kind(), ErrorKind::Decode, "{body}"),
            }
        }
    }
}

#[tokio::test]
async fn messages_of_media_are_found_wherever_the_answer_has_them() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    for (body, expected) in [
        (
            r#"[{"msg_id":"s-1","title":"Spring","total":3,"unique":2}]"#,
            Some((Some("s-1"), Some(3))),
        ),
        (
            r#"{"messages":[{"msgId":"s-1","name":"Spring","total_count":"3"}],"views":[]}"#,
            Some((Some("s-1"), Some(3))),
        ),
        (r#"{"result":[{"campaign":"Spring"}]}"#, Some((None, None))),
        ("{}", None),
    ] {
        emulator.fail(Fault::body(200, "application/json", body));
        let rows = MediaMessage::query().of("f-1").load(&acton).await.unwrap();
        let read = rows
            .first()
            .map(|one| (one.message_id.as_deref(), one.total));
        assert_eq!(read, expected, "{body}");
        assert!(
            rows.iter()
                .all(|one| one.title.as_deref() == Some("Spring"))
        );
    }
}

/// Which keys the listing has for what is no list is not published: those of the listing, or those that
/// each kind has in a listing of its own. An id is the same one as a number.
#[tokio::test]
async fn assets_are_read_under_the_listings_keys_or_their_own() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    for row in [
        r#"{"id":"7","name":"Spring","folderName":"New","tsLastModified":1724800487518}"#,
        r#"{"id":7,"title":"Spring","folder":"New","modified":"1724800487518"}"#,
        r#"{"msgId":"7","name":"Spring","folderName":"New","timeStamp":"1724800487518"}"#,
        r#"{"msg_id":7,"title":"Spring","folder_name":"New","timestamp":1724800487518}"#,
        r#"{"id":"7","name":"Spring","folder_name":"New","last_modified":1724800487518}"#,
    ] {
        let body = format!(r#"{{"offset":0,"count":1,"totalCount":1,"result":[{row}]}}"#);
        let answer = || emulator.fail(Fault::body(200, "application/json", body.clone()));
        answer();
        let media = Asset::query().filter(assets::kind.eq("media"));
        let asset = media.one(&acton).await.unwrap();
        let mut read = vec![(asset.id, asset.name, asset.folder_name, asset.last_modified)];
        if row.contains(r#""id""#) {
            answer();
            let page = Page::query().one(&acton).await.unwrap();
            read.push((page.id, page.name, page.folder_name, page.last_modified));
        }
        for (id, name, folder, modified) in read {
            assert_eq!(id, "7", "{row}");
            assert_eq!(name.as_deref(), Some("Spring"), "{row}");
            assert_eq!(folder.as_deref(), Some("New"), "{row}");
            let modified = modified.map(|at| at.timestamp_millis());
            assert_eq!(modified, Some(1_724_800_487_518), "{row}");
        }
    }
}

/// What stands behind a message in a path may be another call: only a record's id is none.
#[tokio::test]
async fn only_the_id_of_a_record_is_asked_for_as_one() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    for record in [
        "report", "send", "..", "l-0001", "l-0001:", ":0", "l-0001:x",
    ] {
        let html = acton.message_html("s-0001-2409", record).await;
        let error = html.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{record}: {error}");
    }
    assert_eq!(calls(&emulator), [""; 0]);
}
