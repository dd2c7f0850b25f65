//! What is chosen for a list: by what is known of it, and how it may be read.

use super::table::{any_of, ascending, calls, compare, eq, of, planned, requests, spec, time};
use crate::expr::{Comparison, Expr};
use crate::plan::{Known, Plan, Terminal};
use crate::query::Spec;
use crate::schema::{Kind, ListRef, TableMeta, TableRef, shapes};

/// `_contact_id_`, the address, a city, the two dates.
pub(super) fn shape() -> &'static TableMeta {
    let columns = [
        ("E-mail Address".to_owned(), Kind::Text),
        ("City".to_owned(), Kind::Text),
    ];
    shapes::of_list(&columns).unwrap()
}

const EMAIL: usize = 1;
const CITY: usize = 2;
const CREATED: usize = 3;

/// Of the list `Big`; all that is not a date is everything, and needs no asking.
fn big(filter: Option<Expr>) -> Spec {
    let mut spec = spec(shape(), &[0, EMAIL], filter);
    spec.table = TableRef::from(shape()).named("List_Big");
    spec
}

fn found() -> Known {
    Known {
        list: Some("l-1".into()),
        ..Known::default()
    }
}

fn in_pages() -> Known {
    Known {
        downloads: false,
        page_size: 10,
        list_size: Some(95),
        ..found()
    }
}

fn id(row: &str) -> Expr {
    eq(of(shape(), 0), row.to_owned())
}

fn ids(rows: u64) -> Expr {
    any_of(of(shape(), 0), (0..rows).map(|row| format!("l-1:{row:x}")))
}

fn city(name: &'static str) -> Expr {
    eq(of(shape(), CITY), name)
}

fn chosen(spec: &Spec, terminal: Terminal, known: &Known) -> (Vec<String>, (u64, Option<u64>)) {
    let plan = planned(spec, terminal, known);
    (requests(&plan), calls(&plan))
}

const FIND: &str = "GET /api/1/list?listingtype=contact_list&count=1000&offset={offset}";
const CSV: &str = "GET /api/1/list/l-1?responseformat=CSV&fields=E-mail Address";
const PAGES: &str = "GET /api/1/list/l-1?fields=E-mail Address&count=10&offset={offset}";

#[test]
fn a_list_is_found_by_its_name_unless_it_is_known_or_named_by_its_id() {
    let (sent, price) = chosen(&big(None), Terminal::Load, &Known::default());
    assert_eq!(sent, [FIND, &CSV.replace("l-1", "{list}")]);
    assert_eq!(
        price,
        (2, None),
        "nobody knows how many pages of lists there are"
    );

    assert_eq!(
        chosen(&big(None), Terminal::Load, &found()),
        (vec![CSV.into()], (1, Some(1)))
    );

    let mut by_id = big(None);
    by_id.table = by_id.table.named("List_l-9");
    let (sent, price) = chosen(&by_id, Terminal::Load, &Known::default());
    assert_eq!(
        (sent, price),
        (vec![CSV.replace("l-1", "l-9")], (1, Some(1)))
    );
    assert_eq!(ListRef::of("List_l-9"), Some(ListRef::Id("l-9")));
}

#[test]
fn nothing_is_found_where_nothing_is_read() {
    for filter in [id(""), Expr::Or(Vec::new())] {
        let plan = planned(&big(Some(filter)), Terminal::Load, &Known::default());
        assert_eq!(calls(&plan), (0, Some(0)));
        assert_eq!(
            plan.to_string(),
            "load from List_Big: 0 calls\n└─ no call: no row can match"
        );
    }
}

#[test]
fn a_row_by_its_id_asks_for_the_headings_that_are_not_known() {
    let spec = big(Some(id("l-1:9")));
    let (sent, price) = chosen(&spec, Terminal::Load, &found());
    let record = "GET /api/1/list/l-1/record/l-1:9";
    assert_eq!(sent, ["GET /api/1/list/l-1?count=1", record]);
    assert_eq!(price, (2, Some(2)));
    let known = Known {
        headings: true,
        ..found()
    };
    assert_eq!(
        chosen(&spec, Terminal::Load, &known),
        (vec![record.into()], (1, Some(1)))
    );
    // And the list itself before them.
    let (sent, price) = chosen(&spec, Terminal::Load, &Known::default());
    assert_eq!((sent.len(), price), (3, (3, None)));
}

#[test]
fn several_rows_are_read_by_key_where_that_is_no_dearer_than_the_list() {
    let by_key = |rows: u64, known: &Known| {
        let plan = planned(&big(Some(ids(rows))), Terminal::Load, known);
        (plan.residual().is_none(), calls(&plan).0)
    };
    // One download is one call.
    assert_eq!(by_key(2, &found()), (false, 1));
    // Ten pages are ten: nine keys and the headings, or ten keys.
    assert_eq!(by_key(9, &in_pages()), (true, 10));
    assert_eq!(by_key(10, &in_pages()), (false, 10));
    let known = Known {
        headings: true,
        ..in_pages()
    };
    assert_eq!(by_key(10, &known), (true, 10));
    assert_eq!(by_key(11, &known), (false, 10));
}

#[test]
fn a_limit_promises_only_the_keys_that_are_surely_asked_for() {
    let known = Known {
        headings: true,
        ..in_pages()
    };
    let price = |limit, offset, ordered, terminal| {
        let mut spec = big(Some(ids(5)));
        spec.limit = limit;
        spec.offset = offset;
        if ordered {
            spec.order = vec![ascending(of(shape(), EMAIL))];
        }
        calls(&planned(&spec, terminal, &known))
    };
    assert_eq!(price(None, 0, false, Terminal::Load), (5, Some(5)));
    assert_eq!(price(None, 0, false, Terminal::First), (1, Some(5)));
    assert_eq!(price(None, 0, false, Terminal::One), (2, Some(5)));
    assert_eq!(price(None, 2, false, Terminal::First), (3, Some(5)));
    assert_eq!(price(Some(4), 0, false, Terminal::Load), (4, Some(5)));
    assert_eq!(price(Some(4), 3, false, Terminal::Load), (5, Some(5)));
    assert_eq!(
        price(Some(1), 0, true, Terminal::Load),
        (5, Some(5)),
        "an order needs all"
    );
    assert_eq!(
        price(None, 0, true, Terminal::Exists),
        (1, Some(5)),
        "which `exists` does not"
    );
}

#[test]
fn a_date_is_in_no_record_and_excludes_asking_for_columns() {
    let mut spec = big(Some(id("l-1:9")));
    spec.columns = vec![of(shape(), 0), of(shape(), CREATED)];
    let (sent, _) = chosen(&spec, Terminal::Load, &found());
    assert_eq!(
        sent,
        ["GET /api/1/list/l-1?responseformat=CSV&datequalifiers=true"]
    );
}

#[test]
fn all_columns_are_asked_for_by_asking_for_none() {
    let mut spec = big(None);
    spec.columns = vec![of(shape(), 0), of(shape(), EMAIL), of(shape(), CITY)];
    let (sent, _) = chosen(&spec, Terminal::Load, &found());
    assert_eq!(sent, ["GET /api/1/list/l-1?responseformat=CSV"]);
}

#[test]
fn a_column_of_the_filter_or_the_order_is_asked_for_too() {
    let mut spec = big(None);
    spec.columns = vec![of(shape(), 0)];
    spec.order = vec![ascending(of(shape(), CITY))];
    let (sent, _) = chosen(&spec, Terminal::Load, &in_pages());
    assert_eq!(sent, [PAGES.replace("E-mail Address", "City")]);
    // Not to count them: no order is needed.
    let (sent, price) = chosen(&spec, Terminal::Count, &in_pages());
    assert_eq!(
        (sent, price),
        (vec!["GET /api/1/list/l-1?count=1".into()], (1, Some(1)))
    );
}

#[test]
fn a_whole_list_is_one_download_or_its_pages() {
    assert_eq!(
        chosen(&big(None), Terminal::Stream, &found()),
        (vec![CSV.into()], (1, Some(1)))
    );
    // The listing's size may lag behind, so it bounds nothing from above.
    assert_eq!(
        chosen(&big(None), Terminal::Load, &in_pages()),
        (vec![PAGES.into()], (10, None))
    );
    let unknown = Known {
        list_size: None,
        ..in_pages()
    };
    assert_eq!(chosen(&big(None), Terminal::Load, &unknown).1, (1, None));
    let empty = Known {
        list_size: Some(0),
        ..in_pages()
    };
    assert_eq!(chosen(&big(None), Terminal::Load, &empty).1, (1, None));
}

#[test]
fn a_part_of_a_list_is_its_pages() {
    let part = |limit: Option<u64>, offset| Spec {
        limit,
        offset,
        ..big(None)
    };
    let price = |limit, offset| chosen(&part(limit, offset), Terminal::Load, &in_pages()).1;
    assert_eq!(price(Some(10), 0), (1, Some(1)));
    assert_eq!(price(Some(11), 0), (1, Some(2)));
    assert_eq!(price(Some(11), 90), (1, Some(2)));
    assert_eq!(price(None, 91), (1, None));
    assert_eq!(price(None, 40), (6, None), "what is left out is not read");
    assert_eq!(price(None, 4_000), (1, None));
    assert_eq!(price(Some(u64::MAX), 1).0, 1);
    // One page is said in full; more have a hole.
    let sent = |limit, offset| chosen(&part(Some(limit), offset), Terminal::Load, &in_pages()).0;
    assert_eq!(
        sent(7, 3),
        [PAGES.replace("count=10&offset={offset}", "count=7&offset=3")]
    );
    assert_eq!(sent(30, 3), [PAGES]);
    assert_eq!(sent(31, 3), [PAGES.replace("count=10", "count={count}")]);
    // Where a download may be had, only what fits in a page is one.
    assert_eq!(
        chosen(&part(Some(1_001), 0), Terminal::Load, &found()).0,
        [CSV]
    );
    let page = CSV.replace("responseformat=CSV&", "") + "&count=1000&offset=0";
    assert_eq!(
        chosen(&part(Some(1_000), 0), Terminal::Load, &found()).0,
        [page]
    );
}

/// F11 of the findings: an order reads all, and says so.
#[test]
fn an_order_promises_every_page_whatever_the_limit() {
    let mut spec = big(None);
    spec.order = vec![ascending(of(shape(), EMAIL))];
    spec.limit = Some(10);
    assert_eq!(chosen(&spec, Terminal::Load, &in_pages()).1, (10, None));
    assert_eq!(chosen(&spec, Terminal::First, &in_pages()).1, (10, None));
    // `exists` asks for a row, whichever.
    assert_eq!(chosen(&spec, Terminal::Exists, &in_pages()).1, (1, Some(1)));
}

#[test]
fn what_is_checked_here_may_end_anywhere() {
    let mut spec = big(Some(city("PDX")));
    assert_eq!(chosen(&spec, Terminal::Load, &in_pages()).1, (10, None));
    spec.limit = Some(3);
    assert_eq!(chosen(&spec, Terminal::Load, &in_pages()).1, (1, None));
    let distinct = Spec {
        distinct: true,
        limit: Some(3),
        ..big(None)
    };
    assert_eq!(chosen(&distinct, Terminal::Load, &in_pages()).1, (1, None));
    let plan = planned(&distinct, Terminal::Count, &in_pages());
    assert_eq!(plan.selected, 2, "rows are told apart by what is selected");
}

#[test]
fn a_bound_of_time_is_no_whole_list() {
    let after = compare(of(shape(), CREATED), Comparison::Ge, time(5_000));
    let plan = planned(&big(Some(after)), Terminal::Load, &in_pages());
    assert_eq!(
        requests(&plan),
        ["GET /api/1/list/l-1?createdafter=4999&datequalifiers=true&count=10&offset={offset}"]
    );
    assert_eq!(calls(&plan), (1, None));
    assert!(plan.residual().is_some());
}

#[test]
fn a_page_knows_its_total_or_asks_for_one_row_more() {
    let page = |size, known: &Known| {
        let terminal = Terminal::Page { offset: 20, size };
        chosen(&big(None), terminal, known)
    };
    let of_pages = |count: u64| {
        PAGES.replace(
            "count=10&offset={offset}",
            &format!("count={count}&offset=20"),
        )
    };
    assert_eq!(page(10, &in_pages()), (vec![of_pages(10)], (1, Some(1))));
    assert_eq!(page(25, &in_pages()).1, (1, Some(3)));
    let known = found();
    assert_eq!(
        page(1_000, &known).0[0].split("&count").nth(1),
        Some("=1000&offset=20")
    );
    assert_eq!(page(1_001, &known).0, [CSV]);
    // With something to check, a row more tells whether another page follows.
    let filtered = big(Some(city("PDX")));
    let plan = planned(
        &filtered,
        Terminal::Page {
            offset: 20,
            size: 10,
        },
        &in_pages(),
    );
    assert_eq!((plan.offset, plan.limit), (20, Some(11)));
}

#[test]
fn a_look_up_comes_first_where_one_row_is_wanted() {
    let address = || eq(of(shape(), EMAIL), "ada@example.com");
    let look_up = "GET /api/1/list/lookup/l-1?email=ada@example.com";
    let first = |filter: Expr| planned(&big(Some(filter)), Terminal::First, &found());
    let plan = first(Expr::And(vec![city("PDX"), address()]));
    assert_eq!(requests(&plan)[0], look_up);
    assert_eq!(calls(&plan), (1, Some(2)));
    assert_eq!(plan.pushed(), ["[E-mail Address] = 'ada@example.com'"]);
    assert!(
        plan.residual().unwrap().contains("E-mail Address"),
        "it is checked again"
    );
    let plan = planned(&big(Some(address())), Terminal::Exists, &in_pages());
    assert_eq!(calls(&plan), (1, None), "pages may have to follow");

    // Not for several rows, a row in an order, one further on, distinct ones, no address.
    let not = |change: fn(&mut Spec), terminal| {
        let mut spec = big(Some(address()));
        change(&mut spec);
        let sent = chosen(&spec, terminal, &found()).0;
        assert!(!sent[0].contains("lookup"), "{sent:?}");
    };
    for terminal in [
        Terminal::Load,
        Terminal::One,
        Terminal::Count,
        Terminal::Stream,
    ] {
        not(|_| {}, terminal);
    }
    not(|spec| spec.offset = 1, Terminal::First);
    not(|spec| spec.distinct = true, Terminal::First);
    not(
        |spec| spec.order = vec![ascending(of(shape(), CITY))],
        Terminal::First,
    );
    not(
        |spec| spec.filter = Some(eq(of(shape(), EMAIL), "")),
        Terminal::First,
    );
    not(
        |spec| spec.columns.push(of(shape(), CREATED)),
        Terminal::First,
    );
    // A key is surer.
    let both = Expr::And(vec![address(), id("l-1:9")]);
    assert!(requests(&first(both)).last().unwrap().contains("/record/"));
}

#[test]
fn the_tree_of_a_look_up() {
    let filter = Expr::And(vec![eq(of(shape(), EMAIL), "a@b.c"), city("PDX")]);
    let plan: Plan = planned(&big(Some(filter)), Terminal::First, &Known::default());
    assert_eq!(
        plan.to_string(),
        "\
first of List_Big: at least 2 calls
├─ GET /api/1/list?listingtype=contact_list&count=1000&offset={offset} (1 call for each 1000 lists, then remembered): find the list named 'Big'
├─ GET /api/1/list/lookup/{list}?email=a@b.c (1 call): [E-mail Address] = 'a@b.c'
├─ where the row found does not match exactly: GET /api/1/list/{list}?responseformat=CSV (1 call, all rows)
├─ keep where [E-mail Address] = 'a@b.c' and City = 'PDX'
├─ stop after 1
└─ read _contact_id_, [E-mail Address]"
    );
}

#[test]
fn the_tree_of_pages_and_of_keys() {
    let mut spec = big(Some(city("PDX")));
    spec.order = vec![ascending(of(shape(), EMAIL))];
    spec.offset = 2;
    spec.limit = Some(5);
    let plan = planned(&spec, Terminal::Load, &in_pages());
    assert_eq!(
        plan.to_string(),
        "\
load from List_Big: at least 10 calls
├─ GET /api/1/list/l-1?count=10&offset={offset} (at least 10 calls, one for each 10 rows)
├─ keep where City = 'PDX'
├─ sort by [E-mail Address] asc nulls last
├─ leave out the first 2
├─ stop after 5
└─ read _contact_id_, [E-mail Address]"
    );
    let mut spec = big(Some(ids(3)));
    spec.limit = Some(2);
    let plan = planned(&spec, Terminal::Load, &in_pages());
    assert_eq!(
        plan.to_string(),
        "\
load from List_Big: 3 to 4 calls
├─ GET /api/1/list/l-1?count=1 (1 call, then remembered): its headings
├─ GET /api/1/list/l-1/record/{key} (2 to 3 calls): _contact_id_ in ('l-1:0', 'l-1:1', 'l-1:2')
├─ stop after 2
└─ read _contact_id_, [E-mail Address]"
    );
}
