//! Each kind of conjunct: what Act-On takes over and what is left.

use super::table::*;
use crate::Cell;
use crate::expr::{Comparison, Expr, Term, TextTest};
use crate::plan::Terminal;
use crate::plan::pushdown::{Pushdown, push_down};
use crate::schema::TableMeta;

fn id(table: &'static TableMeta) -> crate::expr::ColumnRef {
    of(table, ID)
}

fn pushed(filter: Expr) -> Pushdown {
    push_down(Some(filter))
}

fn keys(pushdown: &Pushdown) -> Vec<&str> {
    let keys = pushdown.keys.iter().flat_map(|keys| &keys.keys);
    keys.map(String::as_str).collect()
}

fn rest(pushdown: &Pushdown) -> Vec<String> {
    pushdown.rest.iter().map(ToString::to_string).collect()
}

#[test]
fn no_filter_leaves_nothing() {
    let pushdown = push_down(None);
    assert!(!pushdown.never && pushdown.keys.is_none() && pushdown.rest.is_empty());
}

#[test]
fn a_key_is_pushed_and_nothing_is_left_of_it() {
    let pushdown = pushed(eq(id(&THINGS), "f-1"));
    assert_eq!((keys(&pushdown), rest(&pushdown)), (vec!["f-1"], vec![]));
}

#[test]
fn several_keys_are_pushed_each_once_in_their_order() {
    let pushdown = pushed(any_of(id(&THINGS), ["b", "a", "b", "c", "a"]));
    assert_eq!(keys(&pushdown), ["b", "a", "c"]);
    assert!(pushdown.rest.is_empty());
}

#[test]
fn a_number_is_a_key_as_a_text_is() {
    assert_eq!(keys(&pushed(eq(id(&NUMBERED), 7_i64))), ["7"]);
    assert_eq!(
        keys(&pushed(any_of(id(&NUMBERED), [-1_i64, 2]))),
        ["-1", "2"]
    );
    let plan = plan(
        &spec(&NUMBERED, &[0, 1], Some(eq(id(&NUMBERED), 7_i64))),
        Terminal::Load,
    );
    assert_eq!(requests(&plan), ["GET /numbered/7"]);
    // A fraction is in no path: it is compared here, and 7.0 is 7.
    let pushdown = pushed(eq(id(&NUMBERED), 7.0));
    assert!(pushdown.keys.is_none() && !pushdown.never);
    assert_eq!(pushdown.rest.len(), 1);
}

#[test]
fn what_no_key_can_be_is_never_asked_for() {
    let never = [
        eq(id(&THINGS), ""),
        eq(id(&THINGS), "a\tb"),
        eq(id(&THINGS), "a\nb"),
        eq(id(&THINGS), Cell::Null),
        any_of(id(&THINGS), [""; 0]),
        any_of(id(&THINGS), ["", "\r", "a\0"]),
        any_of(id(&THINGS), [Cell::Null]),
        any_of(of(&THINGS, SIZE), [0_i64; 0]),
        Expr::Or(Vec::new()),
        Expr::And(vec![eq(of(&THINGS, NAME), "x"), Expr::Or(Vec::new())]),
    ];
    for filter in never {
        let shown = filter.to_string();
        assert!(pushed(filter).never, "{shown}");
    }
    // The others of its kind are.
    let some = pushed(any_of(
        id(&THINGS),
        [
            Cell::Null,
            Cell::from(""),
            Cell::from("f-1"),
            Cell::from("a\tb"),
        ],
    ));
    assert_eq!(keys(&some), ["f-1"]);
}

#[test]
fn null_equals_nothing_and_so_no_call_is_made_for_it_by_a_parameter() {
    let filter = eq(of(&THINGS, KIND), Cell::Null);
    let plan = plan(&spec(&THINGS, &[ID], Some(filter)), Terminal::Load);
    assert_eq!((requests(&plan), calls(&plan)), (vec![], (0, Some(0))));
}

#[test]
fn of_two_conjuncts_on_the_key_the_one_with_fewer_keys_is_pushed() {
    let (two, one) = (any_of(id(&THINGS), ["a", "b"]), eq(id(&THINGS), "b"));
    for filter in [[two.clone(), one.clone()], [one, two]] {
        let pushdown = pushed(Expr::And(filter.to_vec()));
        assert_eq!(keys(&pushdown), ["b"]);
        assert_eq!(rest(&pushdown), ["Id in ('a', 'b')"]);
    }
}

#[test]
fn a_parameter_narrows_the_calls_and_leaves_nothing() {
    let kind = of(&THINGS, KIND);
    let columns = [ID, KIND];
    let sent = |filter: Expr| {
        requests(&plan(
            &spec(&THINGS, &columns, Some(filter)),
            Terminal::Load,
        ))
    };
    let all = [
        "GET /things?type=A",
        "GET /things?type=B",
        "GET /things?type=C",
    ];
    assert_eq!(sent(eq(kind, "B")), all[1..2]);
    assert_eq!(
        sent(any_of(kind, ["C", "A", "Z"])),
        ["GET /things?type=A", "GET /things?type=C"]
    );
    assert_eq!(sent(eq(kind, "Z")), [""; 0]);
    assert_eq!(sent(Expr::And(vec![eq(kind, "A"), eq(kind, "B")])), [""; 0]);
    // What is no equality is checked here.
    assert_eq!(sent(compare(kind, Comparison::Ne, "A")), all);
    assert_eq!(sent(not(eq(kind, "A"))), all);
    assert!(pushed(eq(kind, "B")).rest.is_empty());
}

#[test]
fn a_look_up_stays_to_be_checked() {
    let list = super::lists::shape();
    let pushdown = pushed(eq(of(list, 1), "ada@example.com"));
    assert_eq!(pushdown.lookup.as_deref(), Some("ada@example.com"));
    assert_eq!(rest(&pushdown), ["[E-mail Address] = 'ada@example.com'"]);
    // Only equality is one.
    let other = pushed(compare(of(list, 1), Comparison::Ge, "ada@example.com"));
    assert_eq!(other.lookup, None);
    assert_eq!(pushed(any_of(of(list, 1), ["a@b.c"])).lookup, None);
}

#[test]
fn bounds_are_widened_and_stay_to_be_checked() {
    use Comparison::{Eq, Ge, Gt, Le, Lt, Ne};
    let at = of(&EVENTS, AT);
    let bounds = |comparison| {
        let pushdown = pushed(compare(at, comparison, time(1_000_000)));
        assert_eq!(pushdown.rest.len(), 1, "it is checked again");
        pushdown.bounds.0
    };
    let (after, before) = (("createdafter", 999_999), ("createdbefore", 1_060_001));
    assert_eq!(bounds(Gt), [after]);
    assert_eq!(bounds(Ge), [after]);
    assert_eq!(bounds(Lt), [before]);
    assert_eq!(bounds(Le), [before]);
    assert_eq!(bounds(Eq), [after, before]);
    assert_eq!(bounds(Ne), []);
}

#[test]
fn the_tighter_of_several_bounds_wins() {
    use Comparison::{Ge, Lt};
    let at = of(&EVENTS, AT);
    let filter = Expr::And(vec![
        compare(at, Ge, time(5_000)),
        compare(at, Lt, time(900_000)),
        compare(at, Ge, time(3_000)),
        compare(at, Lt, time(800_000)),
    ]);
    let pushdown = pushed(filter);
    assert_eq!(
        pushdown.bounds.0,
        [("createdafter", 4_999), ("createdbefore", 860_001)]
    );
    assert_eq!(pushdown.rest.len(), 4);
}

#[test]
fn bounds_at_the_ends_of_time_do_not_overflow() {
    let at = of(&EVENTS, AT);
    let (first, last) = (
        chrono::DateTime::<chrono::Utc>::MIN_UTC,
        chrono::DateTime::<chrono::Utc>::MAX_UTC,
    );
    for time in [first, last] {
        assert_eq!(pushed(eq(at, time)).bounds.0.len(), 2);
    }
}

#[test]
fn conjuncts_are_found_however_they_are_nested() {
    let key = || eq(id(&THINGS), "f-1");
    let name = || eq(of(&THINGS, NAME), "x");
    let size = || eq(of(&THINGS, SIZE), 1_i64);
    let nested = [
        Expr::And(vec![
            Expr::And(vec![name(), Expr::And(vec![key()])]),
            size(),
        ]),
        // An `or` of one part is that part.
        Expr::And(vec![Expr::Or(vec![key()]), name(), size()]),
        // not (not a) is a, and not (a or b) is not a and not b: of unknown too.
        Expr::And(vec![not(not(Expr::And(vec![key(), name()]))), size()]),
        not(Expr::Or(vec![not(key()), not(name()), not(size())])),
        not(not(not(Expr::Or(vec![
            not(key()),
            not(Expr::And(vec![name(), size()])),
        ])))),
    ];
    for filter in nested {
        let shown = filter.to_string();
        let pushdown = pushed(filter);
        assert_eq!(keys(&pushdown), ["f-1"], "{shown}");
        let mut rest = rest(&pushdown);
        rest.sort();
        assert_eq!(rest, ["Name = 'x'", "Size = 1"], "{shown}");
    }
}

#[test]
fn what_is_no_conjunct_is_left_as_it_is() {
    let key = || eq(id(&THINGS), "f-1");
    let left = [
        Expr::Or(vec![key(), eq(id(&THINGS), "f-2")]),
        not(key()),
        not(Expr::And(vec![key(), key()])),
        compare(id(&THINGS), Comparison::Ne, "f-1"),
        compare(id(&THINGS), Comparison::Gt, "f-1"),
        Expr::IsNull(Term::column(id(&THINGS))),
        Expr::Text(
            Term::column(id(&THINGS)),
            TextTest::StartsWith,
            "f-1".into(),
        ),
        Expr::Compare(
            Term::column(id(&THINGS)),
            Comparison::Eq,
            Term::column(of(&THINGS, NAME)),
        ),
        eq(of(&THINGS, FLAG), true),
        eq(of(&THINGS, AT), time(1)),
    ];
    for filter in left {
        let pushdown = pushed(filter.clone());
        assert!(pushdown.keys.is_none() && !pushdown.never, "{filter}");
        assert!(pushdown.bounds.0.is_empty() && pushdown.parameters.is_empty());
        assert_eq!(pushdown.rest, [filter]);
    }
}
