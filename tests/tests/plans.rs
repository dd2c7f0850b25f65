//! What each query costs: the plan says so beforehand, the emulator's journal afterwards.

use acton_emulator::{Emulator, ListSeed};
use acton_orm::models::{Image, List, OptOut};
use acton_orm::prelude::*;
use acton_orm::schema::{contact_list, images, optout};
use acton_orm::{Downloads, ErrorKind, RecordId, Terminal};
use acton_orm_tests::{
    builder, calls, client, client_reading, empty_account, sample_account, start,
};
use chrono::{DateTime, Utc};

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Big", module = "big")]
struct Row {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
    #[acton(column = "Business City")]
    city: Option<String>,
}

/// The same list under its id: no call is needed to find it.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_l-0001", module = "big_by_id")]
struct RowById {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
}

async fn big(rows: u64) -> Emulator {
    let emulator = empty_account().await;
    assert_eq!(emulator.generate_list("Big", rows), "l-0001");
    emulator
}

#[tokio::test]
async fn a_filter_on_an_images_id_is_one_get() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let id = emulator.images()[0].id.clone();
    let query = Image::query().filter(images::id.eq(&id));

    assert_eq!(query.explain().calls().to_string(), "1 call");
    assert_eq!(query.explain().residual(), None);
    assert_eq!(query.one(&acton).await.unwrap().id, id);
    assert_eq!(calls(&emulator), [format!("GET /api/1/image/{id}")]);
}

#[tokio::test]
async fn an_images_id_that_is_not_there_is_no_row_and_no_error() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let query = Image::query().filter(images::id.eq("f-0"));
    assert_eq!(query.load(&acton).await.unwrap(), []);
    assert_eq!(calls(&emulator), ["GET /api/1/image/f-0"]);
}

#[tokio::test]
async fn a_column_that_the_single_read_does_not_return_makes_it_a_listing() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let id = emulator.images()[0].id.clone();
    let query = images::table
        .select((images::id, images::width))
        .filter(images::id.eq(&id));

    let (found, width) = query.one(&acton).await.unwrap();
    assert_eq!(found, id);
    assert!(width.is_some());
    assert_eq!(calls(&emulator), ["GET /api/1/image"]);
    let residual = query.explain().residual();
    assert_eq!(residual, Some(format!("Id = '{id}'")));
}

#[tokio::test]
async fn a_filter_on_the_folder_is_one_listing_and_a_residual() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let query = Image::query().filter(images::folder_name.eq("New Folder"));

    let rows = query.load(&acton).await.unwrap();
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|image| image.folder_name == "New Folder"));
    assert_eq!(calls(&emulator), ["GET /api/1/image"]);
    assert_eq!(
        query.explain().to_string(),
        "\
load from Images: 1 call
├─ GET /api/1/image (1 call)
├─ keep where FolderName = 'New Folder'
└─ read Id, FolderName, Name, CreationTime, LastModified, ImageUrl, ThumbUrl, Size"
    );
}

#[tokio::test]
async fn several_ids_are_one_listing() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let all = emulator.images();
    let ids = [all[0].id.as_str(), all[1].id.as_str(), "f-0"];
    let rows = Image::query()
        .filter(images::id.eq_any(ids))
        .load(&acton)
        .await
        .unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(calls(&emulator), ["GET /api/1/image"]);
}

#[tokio::test]
async fn counting_a_list_of_100_000_rows_is_one_call() {
    let emulator = big(100_000).await;
    let acton = client(&emulator).await;
    let query = RowById::query();

    let plan = query.explain_as(Terminal::Count);
    assert_eq!(
        plan.to_string(),
        "\
count List_l-0001: 1 call
└─ GET /api/1/list/l-0001?count=1 (1 call, its totalCount)"
    );
    assert_eq!(query.count(&acton).await.unwrap(), 100_000);
    assert_eq!(calls(&emulator), ["GET /api/1/list/l-0001?count=1"]);
}

#[tokio::test]
async fn a_list_is_found_by_its_name_once() {
    let emulator = big(10).await;
    let acton = client(&emulator).await;
    let plan = Row::query().explain_as(Terminal::Count);
    // The listing comes in pages of 1000, and nobody knows yet how many lists there are.
    assert_eq!((plan.calls().at_least(), plan.calls().at_most()), (2, None));
    Row::query().count(&acton).await.unwrap();
    Row::query().count(&acton).await.unwrap();
    assert_eq!(
        calls(&emulator),
        [
            "GET /api/1/list?listingtype=contact_list&count=1000&offset=0",
            "GET /api/1/list/l-0001?count=1",
            "GET /api/1/list/l-0001?count=1",
        ]
    );
    let plan = Row::query().explain_on(&acton, Terminal::Count).unwrap();
    assert_eq!(plan.calls().at_most(), Some(1));
}

#[tokio::test]
async fn the_first_row_with_an_address_is_one_look_up() {
    let emulator = big(2_500).await;
    let acton = client(&emulator).await;
    let wanted = emulator.list_rows("l-0001")[2_000][1].clone();
    let query = RowById::query().filter(big_by_id::email.eq(&wanted));

    let row = query.first(&acton).await.unwrap().unwrap();
    assert_eq!((row.email, row.id.row()), (wanted.clone(), 2_000));
    assert_eq!(
        calls(&emulator),
        [format!("GET /api/1/list/lookup/l-0001?email={wanted}")]
    );
    let plan = query.explain_as(Terminal::First);
    assert_eq!(plan.calls().to_string(), "1 to 2 calls");
}

#[tokio::test]
async fn an_address_that_is_not_there_is_one_look_up_too() {
    let emulator = big(10).await;
    let acton = client(&emulator).await;
    let query = RowById::query().filter(big_by_id::email.eq("nobody@example.com"));
    assert!(!query.exists(&acton).await.unwrap());
    assert_eq!(calls(&emulator).len(), 1);
}

#[tokio::test]
async fn a_look_up_that_finds_another_spelling_reads_on() {
    let emulator = empty_account().await;
    let columns = [("E-mail Address", Some("EMAIL"))];
    let seed = ListSeed::new("Big")
        .columns(columns)
        .rows([["ADA@example.com"], ["ada@example.com"]]);
    emulator.create_list(seed);
    let acton = client(&emulator).await;
    let query = RowById::query().filter(big_by_id::email.eq("ada@example.com"));
    let row = query.first(&acton).await.unwrap().unwrap();
    assert_eq!(row.id.row(), 1);
    assert_eq!(calls(&emulator).len(), 2, "the look-up and one download");
}

#[tokio::test]
async fn all_rows_with_an_address_are_not_a_look_up_which_knows_only_the_first() {
    let emulator = empty_account().await;
    let columns = [("E-mail Address", Some("EMAIL"))];
    let seed = ListSeed::new("Big")
        .columns(columns)
        .rows([["ada@example.com"], ["ada@example.com"]]);
    emulator.create_list(seed);
    let acton = client(&emulator).await;
    let query = RowById::query().filter(big_by_id::email.eq("ada@example.com"));
    assert_eq!(query.load(&acton).await.unwrap().len(), 2);
}

#[tokio::test]
async fn ten_rows_without_a_residual_are_one_page_of_ten() {
    let emulator = big(100_000).await;
    let acton = client(&emulator).await;
    let query = RowById::query().limit(10);
    assert_eq!(query.load(&acton).await.unwrap().len(), 10);
    assert_eq!(
        calls(&emulator),
        ["GET /api/1/list/l-0001?fields=E-mail Address&count=10&offset=0"]
    );
}

#[tokio::test]
async fn an_offset_goes_to_act_on_where_nothing_is_left_to_check() {
    let emulator = big(5_000).await;
    let acton = client(&emulator).await;
    let rows = RowById::query()
        .offset(4_998)
        .limit(10)
        .load(&acton)
        .await
        .unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(
        calls(&emulator),
        ["GET /api/1/list/l-0001?fields=E-mail Address&count=10&offset=4998"]
    );
}

#[tokio::test]
async fn a_page_knows_the_total_from_the_same_answer() {
    let emulator = big(25).await;
    let acton = client(&emulator).await;
    let page = RowById::query().page(&acton, 2, 10).await.unwrap();
    assert_eq!(
        (page.rows.len(), page.total, page.has_next),
        (5, Some(25), false)
    );
    let page = RowById::query().page(&acton, 1, 10).await.unwrap();
    assert_eq!(
        (page.rows.len(), page.total, page.has_next),
        (10, Some(25), true)
    );
    assert_eq!(calls(&emulator).len(), 2);
}

#[tokio::test]
async fn a_page_with_a_residual_tells_whether_another_follows() {
    let emulator = big(25).await;
    let acton = client(&emulator).await;
    let query = RowById::query().filter(big_by_id::email.contains("@"));
    let page = query.page(&acton, 2, 10).await.unwrap();
    assert_eq!(
        (page.rows.len(), page.total, page.has_next),
        (5, None, false)
    );
    let page = query.page(&acton, 0, 25).await.unwrap();
    assert_eq!((page.rows.len(), page.has_next), (25, false));
    let page = query.page(&acton, 0, 24).await.unwrap();
    assert_eq!((page.rows.len(), page.has_next), (24, true));
}

#[tokio::test]
async fn a_whole_list_is_one_download_or_a_call_for_each_thousand_rows() {
    let emulator = big(3_500).await;
    let acton = client(&emulator).await;
    assert_eq!(RowById::query().load(&acton).await.unwrap().len(), 3_500);
    assert_eq!(calls(&emulator).len(), 1);

    emulator.journal().clear();
    let acton = client_reading(&emulator, Downloads::Pages).await;
    assert_eq!(RowById::query().load(&acton).await.unwrap().len(), 3_500);
    assert_eq!(calls(&emulator).len(), 4);
}

#[tokio::test]
async fn early_stop_reads_no_page_too_many() {
    let emulator = big(5_000).await;
    let acton = client_reading(&emulator, Downloads::Pages).await;
    let query = RowById::query()
        .filter(big_by_id::email.contains("@"))
        .limit(1_500);
    assert_eq!(query.load(&acton).await.unwrap().len(), 1_500);
    assert_eq!(calls(&emulator).len(), 2);
}

#[tokio::test]
async fn a_record_by_its_id_is_its_headings_and_itself() {
    let emulator = big(5_000).await;
    let acton = client(&emulator).await;
    let id: RecordId = "l-0001:31a".parse().unwrap();
    let row = RowById::query()
        .filter(big_by_id::id.eq(&id))
        .one(&acton)
        .await
        .unwrap();
    assert_eq!(row.id.row(), 794);
    assert_eq!(
        calls(&emulator),
        [
            "GET /api/1/list/l-0001?count=1",
            "GET /api/1/list/l-0001/record/l-0001:31a"
        ]
    );
}

#[tokio::test]
async fn a_range_of_times_goes_to_act_on_a_little_widened_and_is_checked_again() {
    let emulator = start(builder().empty()).await;
    let noon: DateTime<Utc> = "2024-09-03T12:00:00Z".parse().unwrap();
    let millis = noon.timestamp_millis();
    for (name, at) in [
        ("before", millis - 1),
        ("at", millis),
        ("after", millis + 1),
    ] {
        emulator.add_opt_out(&format!("{name}@example.com"), at);
    }
    let acton = client(&emulator).await;
    let query = OptOut::query().filter(optout::timestamp.ge(noon));

    let found: Vec<String> = query
        .load(&acton)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.email)
        .collect();
    assert_eq!(found, ["at@example.com", "after@example.com"]);
    let after = millis - 1;
    assert_eq!(
        calls(&emulator),
        [format!(
            "GET /api/1/list/optout?createdafter={after}&count=1000&offset=0"
        )]
    );
}

#[tokio::test]
async fn an_upper_bound_leaves_room_for_cells_that_are_cut_to_the_minute() {
    let emulator = start(builder().empty()).await;
    let noon: DateTime<Utc> = "2024-09-03T12:00:00Z".parse().unwrap();
    emulator.add_opt_out("ada@example.com", noon.timestamp_millis());
    let acton = client(&emulator).await;
    let query = OptOut::query().filter(optout::timestamp.le(noon));
    assert_eq!(query.count(&acton).await.unwrap(), 1);
    let before = noon.timestamp_millis() + 60_001;
    assert_eq!(
        calls(&emulator),
        [format!(
            "GET /api/1/list/optout?createdbefore={before}&count=1000&offset=0"
        )]
    );
}

#[tokio::test]
async fn opt_outs_are_read_until_a_page_falls_short_as_their_total_is_never_told() {
    let emulator = empty_account().await;
    for row in 0..2_000 {
        emulator.add_opt_out(&format!("{row}@example.com"), row);
    }
    let acton = client(&emulator).await;
    assert_eq!(OptOut::query().count(&acton).await.unwrap(), 2_000);
    assert_eq!(calls(&emulator).len(), 3, "two full pages and an empty one");
}

#[tokio::test]
async fn a_filter_that_no_row_can_match_makes_no_call() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let none: [&str; 0] = [];
    assert_eq!(
        Image::query()
            .filter(images::name.eq_any(none))
            .load(&acton)
            .await
            .unwrap(),
        []
    );
    assert_eq!(Image::query().limit(0).load(&acton).await.unwrap(), []);
    assert_eq!(calls(&emulator), [""; 0]);
    assert_eq!(Image::query().limit(0).explain().calls().at_most(), Some(0));
}

#[tokio::test]
async fn a_plan_dearer_than_the_budget_fails_before_its_first_call() {
    let emulator = big(10).await;
    let acton = client(&emulator).await;
    let query = RowById::query().filter(big_by_id::id.eq("l-0001:1"));
    let error = query.clone().max_calls(1).load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Budget);
    assert_eq!(
        error.to_string(),
        "table `List_l-0001`: the plan costs 2 calls, and the budget is 1; raise the budget, set a limit, or filter by `_contact_id_` = one value or `E-mail Address` = one value, with `first` or `created_date` > a time or `created_date` < a time or `modified_date` > a time or `modified_date` < a time"
    );
    assert_eq!(calls(&emulator), [""; 0]);
    assert!(acton.budget(1).is_over(&query).await);
}

/// For readers of the test above: a client's budget holds as a query's own does.
trait Over {
    async fn is_over(&self, query: &acton_orm::Query<RowById>) -> bool;
}

impl Over for acton_orm::Client {
    async fn is_over(&self, query: &acton_orm::Query<RowById>) -> bool {
        query
            .load(self)
            .await
            .is_err_and(|error| error.is_over_budget())
    }
}

#[tokio::test]
async fn a_read_of_unknown_length_stops_at_the_budget_and_says_how_far_it_came() {
    let emulator = empty_account().await;
    for row in 0..2_500 {
        emulator.add_opt_out(&format!("{row}@example.com"), row);
    }
    let acton = client(&emulator).await.budget(2);
    let error = OptOut::query().load(&acton).await.unwrap_err();
    assert!(error.is_over_budget());
    assert!(
        error.to_string().contains("stopped after 2 and read 2000"),
        "{error}"
    );
    assert_eq!(calls(&emulator).len(), 2);
}

#[tokio::test]
async fn the_listing_of_lists_has_their_sizes() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let lists = List::query()
        .order_by(contact_list::name.asc())
        .load(&acton)
        .await
        .unwrap();
    assert_eq!(lists.len(), emulator.lists().len());
    assert!(lists.iter().all(|list| list.size.is_some()));
    assert_eq!(
        List::query().count(&acton).await.unwrap(),
        lists.len() as u64
    );
}

#[tokio::test]
async fn exactly_one_is_an_error_where_there_is_none_or_more() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let error = Image::query().one(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cardinality);
    assert_eq!(
        error.to_string(),
        "table `Images`: exactly one row is wanted, and more than one row matches; use `first` for none or one, `load` for any number"
    );
    let none = Image::query().filter(images::name.eq("no such.png"));
    let error = none.one(&acton).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("and no row matches Name = 'no such.png'"),
        "{error}"
    );
}

#[tokio::test]
async fn a_filter_too_deep_to_plan_is_refused_and_explained_as_a_full_read() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let mut filter: acton_orm::Filter<images::Images> = images::id.eq("f-1");
    for _ in 0..150 {
        filter = filter.not().and(images::id.eq("f-1")).over();
    }
    let query = Image::query().filter(filter);
    let plan = query.explain();
    assert_eq!((plan.pushed().len(), plan.residual()), (0, None), "{plan}");
    let error = query.load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert!(calls(&emulator).is_empty());
}

#[tokio::test]
async fn the_largest_limit_there_is_costs_a_number_of_calls() {
    let emulator = big(3).await;
    let acton = client_reading(&emulator, Downloads::Pages).await;
    let query = RowById::query().limit(u64::MAX);
    let plan = query.explain_on(&acton, Terminal::Load).unwrap();
    assert!(plan.calls().at_most().is_some());
    assert_eq!(query.load(&acton).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_list_that_grew_since_it_was_found_costs_no_more_than_its_plan_allows() {
    let emulator = big(1_500).await;
    let acton = client_reading(&emulator, Downloads::Pages).await;
    Row::query().count(&acton).await.unwrap();
    for row in 0..600 {
        emulator.add_row("l-0001", vec![format!("new{row}@example.com")]);
    }
    emulator.journal().clear();
    let plan = Row::query().explain_on(&acton, Terminal::Load).unwrap();
    assert_eq!((plan.calls().at_least(), plan.calls().at_most()), (2, None));
    assert_eq!(Row::query().load(&acton).await.unwrap().len(), 2_100);
    assert_eq!(calls(&emulator).len(), 3);
}
