//! Keys come from answers and from users, and stand in paths: none makes a call another call.

use acton_emulator::{Emulator, tiny_png};
use acton_orm::models::Image;
use acton_orm::prelude::*;
use acton_orm::schema::images;
use acton_orm::{ErrorKind, Method};
use acton_orm_tests::rows::{Filed, Picture, Subscriber, newsletter, report, subscribers};
use acton_orm_tests::{calls, client, empty_account};

/// What the parser of addresses drops, and what is left then.
const ODD: &[&str] = &[
    ".\n.", ".\t.", "\r..", "..\n", ".\n", "\n", "f-..\n", "..", ".", "", "a/../b\n", "\u{0}",
    "\u{7f}",
];

async fn account() -> (Emulator, Client) {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let acton = client(&emulator).await;
    emulator.journal().clear();
    (emulator, acton)
}

/// By key a row is found as in a full read, and no path is another path.
#[tokio::test]
async fn a_filter_by_such_a_key_finds_what_a_full_read_would_find() {
    let (emulator, acton) = account().await;
    for key in ODD {
        let by_key = Image::query().filter(images::id.eq(*key));
        // Read for its own sake, a key of dots is refused; none finds a row.
        match by_key.first(&acton).await {
            Ok(found) => assert!(found.is_none(), "{key:?}"),
            Err(error) => assert_eq!(error.kind(), ErrorKind::Invalid, "{key:?}: {error}"),
        }
    }
    let asked: Vec<String> = calls(&emulator);
    assert!(
        asked
            .iter()
            .all(|call| call == "GET /api/1/image" || call.contains("/image/")),
        "{asked:?}"
    );

    let (emulator, _) = newsletter().await;
    let acton = client(&emulator).await;
    for key in ["l-0001:0\n", "l-0001\t:0", "\r"] {
        let rows = Subscriber::query().filter(subscribers::id.eq(key));
        assert!(rows.load(&acton).await.unwrap().is_empty(), "{key:?}");
    }
}

#[tokio::test]
async fn a_row_with_such_a_key_is_neither_changed_nor_deleted() {
    for key in ODD {
        let (emulator, acton) = account().await;
        let mut session = acton.session();
        let [moved, doomed] = [0, 1].map(|_| {
            let mut session_row = Picture {
                id: (*key).to_owned(),
                name: "a.png".into(),
                folder_name: "New".into(),
            };
            session_row.name.push('x');
            session_row
        });
        let moved = session.track(moved);
        session[moved].folder_name = "Archive".into();
        refused(&emulator, &mut session, key).await;
        session.detach(moved);
        let doomed = session.track(doomed);
        session.delete(doomed);
        refused(&emulator, &mut session, key).await;
        session.detach(doomed);
        let filed = session.track(Filed {
            id: (*key).to_owned(),
            folder_name: "New".into(),
        });
        assert_ne!(
            session.refresh(filed).await.unwrap_err().kind(),
            ErrorKind::Decode
        );
        assert_eq!(emulator.images().len(), 1, "{key:?}");
    }
}

/// Nothing is sent for it.
async fn refused(emulator: &Emulator, session: &mut acton_orm::Session, key: &str) {
    let error = session.commit().await.unwrap_err();
    let text = match error.report() {
        Some(_) => {
            let report = report(error);
            assert_eq!(report.applied(), 0, "{key:?}: {report}");
            report.to_string()
        }
        None => error.to_string(),
    };
    assert!(text.contains("key"), "{key:?}: {text}");
    let made = calls(emulator);
    assert!(made.is_empty(), "{key:?}: {made:?}");
}

#[tokio::test]
async fn a_call_by_hand_with_such_a_key_is_refused() {
    let (emulator, acton) = account().await;
    for key in ODD {
        let path = format!("/api/1/image/{key}/x");
        let error = acton
            .request(Method::DELETE, path)
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{key:?}: {error}");
    }
    assert!(calls(&emulator).is_empty());
}
