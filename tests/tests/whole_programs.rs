//! Programs as users write them, whole.

use std::sync::Arc;

use acton_emulator::{Emulator, Fault, ListSeed};
use acton_orm::models::{Image, images};
use acton_orm::prelude::*;
use acton_orm::{Client, Event, Page, Query, Value};
use acton_orm_tests::rows::{Subscriber, newsletter_on, report};
use acton_orm_tests::{builder, client, sample_account, start};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use futures::{FutureExt, StreamExt};

/// Answers of the service: an error of Act-On is a 502 that says why.
type Answer<T> = Result<Json<T>, (StatusCode, String)>;

fn refused(error: acton_orm::Error) -> (StatusCode, String) {
    match error.is_not_found() {
        true => (StatusCode::NOT_FOUND, error.to_string()),
        false => (StatusCode::BAD_GATEWAY, error.to_string()),
    }
}

/// What the handlers share. A client is cheap to clone; a query is a value.
#[derive(Clone)]
struct App {
    acton: Client,
    newest: Arc<Query<Image>>,
}

async fn newest(State(app): State<App>, Path(number): Path<u64>) -> Answer<Page<Image>> {
    let page = app.newest.page(&app.acton, number, 2).await;
    page.map(Json).map_err(refused)
}

async fn rename(State(app): State<App>, Path((id, name)): Path<(String, String)>) -> Answer<u64> {
    let mut session = app.acton.session();
    let image = session.first(Image::find(&id)).await.map_err(refused)?;
    let image = image.ok_or((StatusCode::NOT_FOUND, id))?;
    session[image].name = name;
    let report = session.commit().await.map_err(refused)?;
    Ok(Json(report.calls()))
}

#[tokio::test]
async fn a_web_service_shares_a_client_and_a_query_among_its_handlers() {
    let emulator = sample_account().await;
    let app = App {
        acton: client(&emulator).await,
        newest: Arc::new(Image::query().order_by(images::creation_time.desc())),
    };
    let routes = Router::new()
        .route("/images/{page}", get(newest))
        .route("/images/{id}/name/{name}", get(rename))
        .with_state(app);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, routes).await });

    let all = emulator.images();
    let get = |path: String| reqwest::get(format!("{base}{path}"));
    let page = get("/images/0".into()).await.unwrap().text().await.unwrap();
    let page: serde_json::Value = serde_json::from_str(&page).unwrap();
    assert_eq!(page["rows"].as_array().unwrap().len(), 2);
    assert_eq!(page["total"], all.len());
    let renamed = get(format!("/images/{}/name/new.png", all[0].id))
        .await
        .unwrap();
    assert_eq!(
        (renamed.status().as_u16(), renamed.text().await.unwrap()),
        (200, "2".into())
    );
    assert!(
        emulator
            .images()
            .iter()
            .any(|image| image.name == "new.png")
    );
    let missing = get("/images/f-none/name/x.png".into()).await.unwrap();
    assert_eq!(missing.status().as_u16(), 404);
    server.abort();
}

async fn list_of(rows: usize) -> (Emulator, String) {
    let emulator = start(builder().empty()).await;
    let list = newsletter_on(
        &emulator,
        (0..rows).map(|n| [format!("s{n}@example.com"), "PDX".into(), String::new()]),
    );
    (emulator, list)
}

#[tokio::test]
async fn two_hundred_thousand_rows_are_streamed_and_their_progress_is_told() {
    const ROWS: usize = 200_000;
    let (emulator, _list) = list_of(ROWS).await;
    let acton = client(&emulator).await;
    let mut events = acton.events();
    let mut stream = Subscriber::query().stream(&acton);
    let (mut seen, mut told) = (0_usize, Vec::new());
    while let Some(row) = stream.next().await {
        assert_eq!(row.unwrap().city.as_deref(), Some("PDX"));
        seen += 1;
        while let Some(Some(event)) = events.next().now_or_never() {
            if let Event::Rows { read, .. } = event {
                told.push(read);
            }
        }
    }
    assert_eq!(seen, ROWS);
    assert!(told.len() > 10 && told.is_sorted(), "{} times", told.len());
}

#[tokio::test]
async fn of_five_hundred_edits_the_refused_ones_are_corrected_and_committed_again() {
    let (emulator, list) = list_of(500).await;
    let acton = client(&emulator).await;
    let mut session = acton.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    for (n, row) in rows.iter().enumerate() {
        session[*row].city = Some(format!("City {n}"));
    }
    let plan = session.plan().unwrap();
    assert_eq!((plan.changes(), plan.calls().at_most()), (500, Some(501)));
    for row in ["a", "1f", "63"] {
        let path = format!("/api/1/list/{list}/record/{list}:{row}");
        emulator.fail(Fault::status(400).on("PUT", &path));
    }
    let first = report(session.commit().keep_going().await.unwrap_err());
    assert_eq!((first.applied(), first.rejected()), (497, 3));
    let refused: Vec<_> = rows
        .iter()
        .copied()
        .filter(|row| first.outcome(*row).unwrap().is_rejected())
        .collect();
    for row in &refused {
        session[*row].city = Some("corrected".into());
    }
    let second = session.commit().await.unwrap();
    assert_eq!((second.applied(), second.calls()), (3, 4));
    let corrected = emulator
        .list_rows(&list)
        .into_iter()
        .filter(|row| row.iter().any(|cell| cell == "corrected"));
    assert_eq!(corrected.count(), 3);
}

#[derive(Value, Debug, Clone, PartialEq, Eq, Hash)]
struct Email(String);

#[derive(Value, Debug, Clone, Copy, PartialEq)]
struct Score(i64);

#[derive(Value, Debug, Clone, PartialEq)]
#[acton(rename_all = "lowercase")]
enum Tier {
    Gold,
    Silver,
    #[acton(other)]
    Other(String),
}

/// A list of thirty columns.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Customers", module = "customers")]
struct Customer {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: Email,
    tier: Tier,
    score: Option<Score>,
    visits: Result<u32, Mismatch>,
    born: Option<chrono::NaiveDate>,
    note_1: Option<String>,
    note_2: Option<String>,
    note_3: Option<String>,
    note_4: Option<String>,
    note_5: Option<String>,
    note_6: Option<String>,
    note_7: Option<String>,
    note_8: Option<String>,
    note_9: Option<String>,
    note_10: Option<String>,
    note_11: Option<String>,
    note_12: Option<String>,
    note_13: Option<String>,
    note_14: Option<String>,
    note_15: Option<String>,
    note_16: Option<String>,
    note_17: Option<String>,
    note_18: Option<String>,
    note_19: Option<String>,
    note_20: Option<String>,
    note_21: Option<String>,
    note_22: Option<String>,
    note_23: Option<String>,
    note_24: Option<String>,
}

async fn customers_of(rows: &[[&str; 5]]) -> (Emulator, String) {
    let emulator = start(builder().empty()).await;
    let mut columns = vec![("E-mail Address".to_owned(), Some("EMAIL"))];
    for heading in ["Tier", "Score", "Visits", "Born"] {
        columns.push((heading.to_owned(), None));
    }
    columns.extend((1..=24).map(|n| (format!("Note {n}"), None)));
    let rows = rows.iter().map(|row| {
        let mut cells: Vec<String> = row.iter().map(|cell| (*cell).to_owned()).collect();
        cells.resize(29, String::new());
        cells
    });
    let list = emulator.create_list(
        ListSeed::new("Customers")
            .columns(columns.iter().map(|(name, kind)| (name.as_str(), *kind)))
            .rows(rows),
    );
    (emulator, list)
}

#[tokio::test]
async fn a_list_of_thirty_columns_is_read_into_types_of_ones_own_and_written_back() {
    let (emulator, list) = customers_of(&[
        ["ada@example.com", "gold", "7", "12", "1990-05-01"],
        ["bob@example.com", "platinum", "", "many", ""],
    ])
    .await;
    let acton = client(&emulator).await;
    let mut session = acton.session();
    let rows = session
        .load(Customer::query().order_by(customers::email.asc()))
        .await
        .unwrap();
    let (ada, bob) = (&session[rows[0]], &session[rows[1]]);
    assert_eq!((&ada.tier, ada.score), (&Tier::Gold, Some(Score(7))));
    assert_eq!(ada.visits, Ok(12));
    assert_eq!(ada.born, chrono::NaiveDate::from_ymd_opt(1990, 5, 1));
    assert_eq!(bob.tier, Tier::Other("platinum".into()));
    assert!(bob.visits.is_err(), "{:?}", bob.visits);

    session[rows[1]].tier = Tier::Silver;
    session[rows[1]].note_24 = Some("called".into());
    let report = session.commit().await.unwrap();
    assert_eq!((report.applied(), report.calls()), (1, 2));
    let row = &emulator.list_rows(&list)[1];
    assert!(row.iter().any(|cell| cell == "silver"), "{row:?}");
    assert!(row.iter().any(|cell| cell == "many"), "a dirty cell stays");
    assert_eq!(row.last().unwrap(), "called");

    let found = Customer::query()
        .filter(
            customers::tier
                .eq(Tier::Silver)
                .and(customers::score.is_null()),
        )
        .one(&acton)
        .await
        .unwrap();
    assert_eq!(found.email, Email("bob@example.com".into()));
}
