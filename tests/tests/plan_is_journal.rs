//! What a plan shows is what is sent: every table, every list and every terminal, line by line against
//! the emulator's journal.

use std::collections::HashSet;

use acton_orm::models::{
    AccountInfo, Campaign, Category, DayReport, DrilldownRow, Form, HardBounce, Image, LandingPage,
    List, Logo, MediaItem, Message, MessageFooter, MessageHeader, MessageReport, OptOut, Program,
    Sender, SpamComplaint,
};
use acton_orm::prelude::*;
use acton_orm::schema::drilldown_reports::Verb;
use acton_orm::schema::reports_by_period::Month;
use acton_orm::schema::{Kind, TABLES, contact_list, images, optout};
use acton_orm::{Downloads, DynQuery, DynRow, DynTable};
use acton_orm_tests::reading::{TERMINALS, assert_kept, check_all, paging, ready, run};
use acton_orm_tests::{builder, sample_account, start};

/// Queries without a filter.
fn plain(table: &DynTable) -> Vec<DynQuery> {
    let readable: Vec<_> = table
        .columns()
        .filter(|column| column.meta().is_readable())
        .collect();
    let first = readable[0];
    let last = *readable.last().unwrap();
    vec![
        table.query(),
        table.query().limit(0),
        table.query().limit(2),
        table.query().limit(4).offset(1),
        table.query().offset(2),
        table.query().offset(1_000),
        table.query().order_by(first.desc()),
        table.query().order_by(first.asc()).limit(2).offset(1),
        table.select([last]).distinct(),
        table.select([last]).distinct().limit(1),
        table.select([first, first]),
        table.select(readable),
    ]
}

/// Queries with a filter, by values that rows have: of the columns by which Act-On filters, and one of
/// each kind.
fn filtered(table: &DynTable, rows: &[DynRow]) -> Vec<DynQuery> {
    let mut queries = Vec::new();
    let mut kinds = HashSet::new();
    for column in table.columns() {
        let new = kinds.insert(column.kind());
        let plain = !column.meta().is_pushed_down();
        if !column.meta().is_readable() || column.kind() == Kind::Texts || (plain && !new) {
            continue;
        }
        let values: Vec<_> = rows
            .iter()
            .flat_map(DynRow::iter)
            .filter(|(name, value)| *name == column.name() && !value.is_null())
            .map(|(_, value)| value)
            .collect();
        queries.push(table.query().filter(column.is_null()));
        let [one, ..] = *values.as_slice() else {
            continue;
        };
        let some = |most: usize| values.iter().copied().take(most);
        queries.extend([
            table.query().filter(column.eq(one)),
            table.query().filter(column.ge(one)).limit(3),
            table.query().filter(column.lt(one)).order_by(column.asc()),
            table.query().filter(column.eq_any(some(2))),
            table.query().filter(column.eq_any(some(5))).limit(2),
            table.query().filter(column.eq(one).not()),
            table.select([column]).filter(column.eq(one)),
        ]);
    }
    queries
}

/// Every built-in table, also one that is added after this was written.
#[tokio::test]
async fn every_table_and_terminal_sends_what_its_plan_shows() {
    for table in TABLES {
        // Each has a day's calls.
        let emulator = start(builder().login_limit(false)).await;
        let whole = paging(&emulator, Downloads::Csv, 1000).await;
        let small = paging(&emulator, Downloads::Pages, 3).await;
        let needed = table.inputs();
        let table = ready(whole.table(table.name()).await.unwrap(), needed, &emulator);
        let rows = table.query().load(&whole).await.unwrap();
        let rows: Vec<_> = rows.into_iter().take(5).collect();
        assert!(!rows.is_empty(), "{table:?} has no sample rows");
        for query in plain(&table).into_iter().chain(filtered(&table, &rows)) {
            let one = check_all(&query, &whole, &emulator).await;
            let other = check_all(&query, &small, &emulator).await;
            assert_eq!(one, other, "{query:?}");
        }
    }
}

/// The typed structs of the built-in tables, and what `explain` says without a client.
#[tokio::test]
async fn every_model_sends_what_its_plan_shows() {
    let emulator = start(builder().login_limit(false)).await;
    let acton = paging(&emulator, Downloads::Csv, 1000).await;
    macro_rules! models {
        ($($model:ident $(of ($($input:expr),+))?),+) => {$(
            let query = $model::query()$(.of($($input),+))?;
            check_all(&query, &acton, &emulator).await;
            check_all(&query.clone().limit(2), &acton, &emulator).await;
            for terminal in TERMINALS {
                let plan = query.explain_as(terminal);
                emulator.journal().clear();
                run(&query, terminal, &acton).await.unwrap();
                assert_kept(&plan, &emulator);
            }
        )+};
    }
    models!(
        AccountInfo,
        Campaign,
        Category,
        DayReport of(Month::new(2024, 9).unwrap()),
        DrilldownRow of("s-0001-2409", Verb::Opened),
        Form,
        List,
        HardBounce,
        Image,
        LandingPage,
        Logo,
        MediaItem,
        Message,
        MessageReport of("s-0001-2409"),
        MessageFooter,
        MessageHeader,
        OptOut,
        Program,
        Sender,
        SpamComplaint
    );
}

/// Lists by name and by id, known and unknown, by download and by pages.
#[tokio::test]
async fn every_list_and_terminal_sends_what_its_plan_shows() {
    let emulator = start(builder().login_limit(false)).await;
    let known = paging(&emulator, Downloads::Csv, 1000).await;
    for name in [
        "List_Newsletter",
        "List_l-0002",
        "List_Webinar 2024: Q&A",
        "List_Empty List",
    ] {
        let table = known.table(name).await.unwrap();
        let rows = table.query().load(&known).await.unwrap();
        let rows: Vec<_> = rows.into_iter().take(5).collect();
        let small = paging(&emulator, Downloads::Pages, 7).await;
        let queries = plain(&table).into_iter().chain(filtered(&table, &rows));
        for query in queries {
            let one = check_all(&query, &known, &emulator).await;
            let other = check_all(&query, &small, &emulator).await;
            assert_eq!(one, other, "{query:?}");
        }
    }
}

/// A key, an order, a look-up: what `Images` and the listing of lists can do.
#[tokio::test]
async fn filters_of_built_in_tables_send_what_their_plans_show() {
    let emulator = sample_account().await;
    let acton = paging(&emulator, Downloads::Csv, 2).await;
    let ids: HashSet<String> = emulator.images().into_iter().map(|one| one.id).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let by = |ids: &[String]| Image::query().filter(images::id.eq_any(ids.to_vec()));
    check_all(&by(&ids[..1]), &acton, &emulator).await;
    check_all(&by(&ids[..3]), &acton, &emulator).await;
    let either = Image::query().filter(images::id.eq(&ids[0]).or(images::size.lt(200)));
    check_all(&either, &acton, &emulator).await;
    let after: DateTime<Utc> = "2024-08-30T00:00:00Z".parse().unwrap();
    let before: DateTime<Utc> = "2024-09-05T00:00:00Z".parse().unwrap();
    let range = OptOut::query().filter(
        optout::timestamp
            .ge(after)
            .and(optout::timestamp.lt(before)),
    );
    check_all(&range, &acton, &emulator).await;
    check_all(
        &range.order_by(optout::email.desc()).limit(2),
        &acton,
        &emulator,
    )
    .await;
    let named = List::query().filter(contact_list::name.eq("Customers"));
    check_all(&named, &acton, &emulator).await;
}
