//! What is chosen for a built-in table, and what it is promised to cost.

use super::table::*;
use crate::expr::Comparison;
use crate::plan::{Known, Read, Terminal};
use crate::query::Spec;

const ALL: [&str; 3] = [
    "GET /things?type=A",
    "GET /things?type=B",
    "GET /things?type=C",
];

#[test]
fn one_key_is_a_single_read_and_as_many_as_there_are_calls_are_read_one_by_one() {
    let keys = |count: usize| {
        let ids = (0..count).map(|key| format!("f-{key}"));
        let filter = any_of(of(&THINGS, ID), ids);
        plan(&spec(&THINGS, &[ID, NAME], Some(filter)), Terminal::Load)
    };
    assert_eq!(requests(&keys(1)), ["GET /things/f-0"]);
    assert_eq!(calls(&keys(3)), (3, Some(3)));
    assert!(matches!(keys(3).read, Read::Keys { .. }));
    assert_eq!(requests(&keys(4)), ALL);
    assert_eq!(
        keys(4).residual().as_deref(),
        Some("Id in ('f-0', 'f-1', 'f-2', 'f-3')")
    );
}

#[test]
fn a_single_read_without_a_wanted_column_is_none() {
    let by_id = |columns: &[usize]| {
        let filter = eq(of(&THINGS, ID), "f-1");
        plan(&spec(&THINGS, columns, Some(filter)), Terminal::Load)
    };
    assert_eq!(requests(&by_id(&[ID, NAME])), ["GET /things/f-1"]);
    for lacking in [WIDTH, KIND] {
        let plan = by_id(&[ID, lacking]);
        assert_eq!(requests(&plan), ALL, "{lacking}");
        assert_eq!(plan.residual().as_deref(), Some("Id = 'f-1'"));
    }
    // So where the filter or the order needs it.
    let mut spec = spec(&THINGS, &[ID], Some(eq(of(&THINGS, ID), "f-1")));
    spec.order = vec![ascending(of(&THINGS, WIDTH))];
    assert_eq!(requests(&plan(&spec, Terminal::Load)), ALL);
}

#[test]
fn several_calls_are_all_made_unless_enough_rows_come_before() {
    let of_all = |limit, ordered| {
        let mut spec = spec(&THINGS, &[ID], None);
        spec.limit = limit;
        if ordered {
            spec.order = vec![ascending(of(&THINGS, NAME))];
        }
        spec
    };
    assert_eq!(
        calls(&plan(&of_all(None, false), Terminal::Load)),
        (3, Some(3))
    );
    assert_eq!(
        calls(&plan(&of_all(None, false), Terminal::Count)),
        (3, Some(3))
    );
    assert_eq!(
        calls(&plan(&of_all(None, false), Terminal::First)),
        (1, Some(3))
    );
    assert_eq!(
        calls(&plan(&of_all(Some(9), false), Terminal::Load)),
        (1, Some(3))
    );
    assert_eq!(
        calls(&plan(&of_all(Some(9), true), Terminal::Load)),
        (3, Some(3))
    );
    assert_eq!(
        plan(&of_all(None, false), Terminal::First).to_string(),
        "\
first of Things: 1 to 3 calls
├─ GET /things?type=A (1 call)
├─ GET /things?type=B (1 call, unless enough rows have come)
├─ GET /things?type=C (1 call, unless enough rows have come)
├─ stop after 1
└─ read Id"
    );
}

#[test]
fn a_count_is_one_call_where_the_total_is_true_and_nothing_is_left_to_check() {
    let count = |spec: &Spec| plan(spec, Terminal::Count);
    let all = spec(&EVENTS, &[ID], None);
    assert_eq!(requests(&count(&all)), ["GET /events?count=1"]);
    assert_eq!(calls(&count(&all)), (1, Some(1)));
    assert!(count(&all).columns.is_empty(), "no cell is read");
    // Its offset and limit are counted off here.
    let part = Spec {
        offset: 5,
        limit: Some(7),
        ..all.clone()
    };
    assert!(matches!(count(&part).read, Read::Total(_)));
    // Bounds are checked again, so the rows are read.
    let bounded = spec(
        &EVENTS,
        &[ID],
        Some(compare(of(&EVENTS, AT), Comparison::Lt, time(0))),
    );
    assert_eq!(
        requests(&count(&bounded)),
        ["GET /events?createdbefore=60001&count=1000&offset={offset}"]
    );
    let distinct = Spec {
        distinct: true,
        ..all
    };
    assert!(matches!(count(&distinct).read, Read::Pages(_)));
    let untold = count(&spec(&UNTOLD, &[ID], None));
    assert_eq!(
        requests(&untold),
        ["GET /untold?count=1000&offset={offset}"]
    );
    assert_eq!(calls(&untold), (1, None));
}

#[test]
fn terminals_that_want_few_rows_ask_for_few() {
    let sent = |table, terminal| requests(&plan(&spec(table, &[ID], None), terminal))[0].clone();
    for (table, name) in [(&EVENTS, "events"), (&UNTOLD, "untold")] {
        let path = |count: u64, offset: u64| format!("GET /{name}?count={count}&offset={offset}");
        assert_eq!(sent(table, Terminal::First), path(1, 0));
        assert_eq!(sent(table, Terminal::Exists), path(1, 0));
        assert_eq!(sent(table, Terminal::One), path(2, 0));
    }
    let page = Terminal::Page {
        offset: 40,
        size: 20,
    };
    assert_eq!(sent(&EVENTS, page), "GET /events?count=20&offset=40");
    // Without a total one row more tells whether another page follows.
    assert_eq!(sent(&UNTOLD, page), "GET /untold?count=21&offset=40");
}

#[test]
fn pages_are_asked_for_ahead_only_where_each_will_be_read() {
    let ahead = |table, change: fn(&mut Spec), terminal| {
        let mut spec = spec(table, &[ID, NAME], None);
        change(&mut spec);
        let known = Known {
            page_size: 10,
            ..Known::default()
        };
        match planned(&spec, terminal, &known).read {
            Read::Pages(pages) => pages.ahead,
            other => panic!("{other:?}"),
        }
    };
    assert!(ahead(&EVENTS, |_| {}, Terminal::Load));
    assert!(ahead(&EVENTS, |spec| spec.limit = Some(35), Terminal::Load));
    assert!(ahead(&EVENTS, |spec| spec.offset = 35, Terminal::Load));
    assert!(ahead(
        &EVENTS,
        |spec| {
            spec.filter = Some(compare(of(&EVENTS, NAME), Comparison::Gt, "a"));
            spec.order = vec![ascending(of(&EVENTS, NAME))];
            spec.limit = Some(1);
        },
        Terminal::Load
    ));
    assert!(!ahead(
        &EVENTS,
        |spec| {
            spec.filter = Some(compare(of(&EVENTS, NAME), Comparison::Gt, "a"));
            spec.limit = Some(1);
        },
        Terminal::Load
    ));
    assert!(!ahead(
        &EVENTS,
        |spec| {
            spec.distinct = true;
            spec.limit = Some(1);
        },
        Terminal::Load
    ));
    assert!(
        !ahead(&UNTOLD, |_| {}, Terminal::Load),
        "no total, no next page to be sure of"
    );
}

#[test]
fn several_runs_of_pages_are_read_side_by_side_unless_enough_rows_come_before() {
    let of_all = |limit, ordered| {
        let mut spec = spec(&MAILS, &[ID], None);
        spec.limit = limit;
        spec.offset = 4;
        if ordered {
            spec.order = vec![ascending(of(&MAILS, NAME))];
        }
        spec
    };
    let ahead = |plan: &crate::plan::Plan| match &plan.read {
        Read::Runs(runs) => runs.iter().map(|pages| (pages.from, pages.ahead)).collect(),
        _ => Vec::new(),
    };
    let whole = plan(&of_all(None, false), Terminal::Load);
    assert_eq!(
        (calls(&whole), ahead(&whole)),
        ((3, None), vec![(0, true); 3])
    );
    let sorted = plan(&of_all(Some(9), true), Terminal::Load);
    assert_eq!(
        (calls(&sorted), ahead(&sorted)),
        ((3, None), vec![(0, true); 3])
    );
    let first = plan(&of_all(None, false), Terminal::First);
    assert_eq!(
        (calls(&first), ahead(&first)),
        ((1, None), vec![(0, false); 3])
    );
    assert_eq!(
        first.to_string(),
        "\
first of Mails: at least 1 call
├─ GET /mails?type=A&count=1000&offset={offset} (at least 1 call, one for each 1000 rows)
├─ GET /mails?type=B&count=1000&offset={offset} (1 call for each 1000 rows, unless enough rows have come)
├─ GET /mails?type=C&count=1000&offset={offset} (1 call for each 1000 rows, unless enough rows have come)
├─ leave out the first 4
├─ stop after 1
└─ read Id"
    );
    // One of them is a table in pages like any other.
    let mut one = of_all(Some(9), false);
    one.filter = Some(eq(of(&MAILS, KIND_OF_MAIL), "B"));
    assert_eq!(
        requests(&plan(&one, Terminal::Load)),
        ["GET /mails?type=B&count=9&offset=4"]
    );
}

#[test]
fn a_count_of_several_runs_is_their_totals() {
    let all = spec(&MAILS, &[ID], None);
    let count = plan(&all, Terminal::Count);
    assert_eq!(calls(&count), (3, Some(3)));
    assert_eq!(
        requests(&count),
        ["A", "B", "C"].map(|kind| format!("GET /mails?type={kind}&count=1"))
    );
    let some = any_of(of(&MAILS, KIND_OF_MAIL), ["A", "C", "Z"]);
    let some = plan(&spec(&MAILS, &[ID], Some(some)), Terminal::Count);
    assert_eq!(calls(&some), (2, Some(2)));
    let kept = eq(of(&MAILS, NAME), "a");
    let kept = plan(&spec(&MAILS, &[ID], Some(kept)), Terminal::Count);
    assert!(matches!(kept.read, Read::Runs(_)));
}

#[test]
fn a_limit_of_none_makes_no_call() {
    for terminal in [
        Terminal::Load,
        Terminal::First,
        Terminal::Count,
        Terminal::Exists,
    ] {
        let mut spec = spec(&EVENTS, &[ID], None);
        spec.limit = Some(0);
        let plan = plan(&spec, terminal);
        assert_eq!((requests(&plan), calls(&plan)), (vec![], (0, Some(0))));
    }
}

#[test]
fn a_filter_on_a_wrong_kind_or_another_table_is_refused() {
    let refused = |filter| {
        let spec = spec(&THINGS, &[ID], Some(filter));
        crate::plan::Plan::new(&spec, Terminal::Load, &Known::default()).unwrap_err()
    };
    let error = refused(eq(of(&THINGS, SIZE), "large"));
    assert_eq!(error.column(), Some("Size"), "{error}");
    let error = refused(eq(of(&EVENTS, ID), "f-1"));
    assert!(error.to_string().contains("another table's"), "{error}");
    // Numbers of either kind compare.
    let spec = spec(&THINGS, &[ID], Some(eq(of(&THINGS, SIZE), 1.5)));
    assert!(crate::plan::Plan::new(&spec, Terminal::Load, &Known::default()).is_ok());
}

#[test]
fn requests_are_data() {
    let filter = compare(of(&EVENTS, AT), Comparison::Ge, time(5_000));
    let plan = plan(&spec(&EVENTS, &[ID], Some(filter)), Terminal::Load);
    let [request] = plan.requests().try_into().unwrap();
    assert_eq!(request.method(), crate::Method::GET);
    assert_eq!(request.effect(), crate::Effect::Reads);
    assert_eq!(request.path(), "/events");
    let query: Vec<_> = request.query().collect();
    let due = [
        ("createdafter", "4999"),
        ("count", "1000"),
        ("offset", "{offset}"),
    ];
    assert_eq!(
        query,
        due.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    assert_eq!(plan.pushed(), [plan.residual().unwrap()]);
}
