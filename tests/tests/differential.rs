//! Pushed plan plus residual equals a full read evaluated naively: generated filters, orders and
//! limits over generated rows, empty cells included.

use std::cmp::Ordering;

use acton_emulator::{Emulator, ListSeed};
use acton_orm::prelude::*;
use acton_orm::{Client, Downloads, Filter, Nulls, RecordId, Terminal};
use acton_orm_tests::{builder, client_reading, start};
use chrono::{DateTime, Utc};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Sample", module = "sample")]
struct Sample {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
    #[acton(column = "First Name")]
    name: Option<String>,
    #[acton(column = "Score")]
    score: Option<i64>,
    #[acton(column = "Ratio")]
    ratio: Option<f64>,
    #[acton(column = "Active")]
    active: Option<bool>,
    #[acton(column = "modified_date")]
    modified: Option<DateTime<Utc>>,
}

/// A condition, once as data to be evaluated here and once as a filter of the crate.
#[derive(Debug, Clone)]
enum Condition {
    Email(Op, String),
    Name(Op, String),
    Score(Op, i64),
    ScoreBetween(i64, i64),
    Ratio(Op, f64),
    Active(Op, bool),
    Modified(Op, i64),
    ScoreIn(Vec<i64>),
    IdIn(Vec<u64>),
    Id(u64),
    NameIsNull,
    ScoreIsNotNull,
    NameContains(String),
    NameStarts(String),
    EmailEnds(String),
    NameLike(String),
    NameEqEmail,
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
}

#[derive(Debug, Clone, Copy)]
enum Op {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Op {
    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Op::Eq => ordering == Ordering::Equal,
            Op::Ne => ordering != Ordering::Equal,
            Op::Lt => ordering == Ordering::Less,
            Op::Le => ordering != Ordering::Greater,
            Op::Gt => ordering == Ordering::Greater,
            Op::Ge => ordering != Ordering::Less,
        }
    }
}

macro_rules! compare {
    ($column:expr, $op:expr, $value:expr) => {
        match $op {
            Op::Eq => $column.eq($value),
            Op::Ne => $column.ne($value),
            Op::Lt => $column.lt($value),
            Op::Le => $column.le($value),
            Op::Gt => $column.gt($value),
            Op::Ge => $column.ge($value),
        }
    };
}

impl Condition {
    fn filter(&self, list: &str) -> Filter<sample::List_Sample> {
        let id = |row: &u64| format!("{list}:{row:x}");
        match self {
            Self::Email(op, text) => compare!(sample::email, op, text),
            Self::Name(op, text) => compare!(sample::name, op, text),
            Self::Score(op, score) => compare!(sample::score, op, *score),
            Self::ScoreBetween(low, high) => sample::score.between(*low, *high),
            Self::Ratio(op, ratio) => compare!(sample::ratio, op, *ratio),
            Self::Active(op, active) => compare!(sample::active, op, *active),
            Self::Modified(op, at) => compare!(sample::modified, op, time(*at)),
            Self::ScoreIn(scores) => sample::score.eq_any(scores.iter().copied()),
            Self::IdIn(rows) => sample::id.eq_any(rows.iter().map(id)),
            Self::Id(row) => sample::id.eq(id(row)),
            Self::NameIsNull => sample::name.is_null(),
            Self::ScoreIsNotNull => sample::score.is_not_null(),
            Self::NameContains(text) => sample::name.contains(text),
            Self::NameStarts(text) => sample::name.starts_with(text),
            Self::EmailEnds(text) => sample::email.ends_with(text),
            Self::NameLike(pattern) => sample::name.like(pattern),
            Self::NameEqEmail => sample::name.eq(sample::email).over(),
            Self::All(parts) => Filter::all(parts.iter().map(|part| part.filter(list))),
            Self::Any(parts) => Filter::any(parts.iter().map(|part| part.filter(list))),
            Self::Not(inner) => !inner.filter(list),
        }
    }

    /// The naive reading of SQL: `None` is unknown.
    fn holds(&self, row: &Sample) -> Option<bool> {
        let text = |left: &str, op: Op, right: &str| Some(op.holds(left.cmp(right)));
        match self {
            Self::Email(op, value) => text(&row.email, *op, value),
            Self::Name(op, value) => text(row.name.as_deref()?, *op, value),
            Self::Score(op, value) => Some(op.holds(row.score?.cmp(value))),
            Self::ScoreBetween(low, high) => Some((*low..=*high).contains(&row.score?)),
            Self::Ratio(op, value) => Some(op.holds(row.ratio?.partial_cmp(value)?)),
            Self::Active(op, value) => Some(op.holds(row.active?.cmp(value))),
            Self::Modified(op, at) => Some(op.holds(row.modified?.cmp(&time(*at)))),
            Self::ScoreIn(scores) if scores.is_empty() => Some(false),
            Self::ScoreIn(scores) => Some(scores.contains(&row.score?)),
            Self::IdIn(rows) => Some(rows.contains(&row.id.row())),
            Self::Id(wanted) => Some(row.id.row() == *wanted),
            Self::NameIsNull => Some(row.name.is_none()),
            Self::ScoreIsNotNull => Some(row.score.is_some()),
            Self::NameContains(value) => Some(row.name.as_deref()?.contains(value.as_str())),
            Self::NameStarts(value) => Some(row.name.as_deref()?.starts_with(value.as_str())),
            Self::EmailEnds(value) => Some(row.email.ends_with(value.as_str())),
            Self::NameLike(pattern) => Some(like(pattern, row.name.as_deref()?)),
            Self::NameEqEmail => Some(row.name.as_deref()? == row.email),
            Self::All(parts) => verdict(parts.iter().map(|part| part.holds(row)), false),
            Self::Any(parts) => verdict(parts.iter().map(|part| part.holds(row)), true),
            Self::Not(inner) => inner.holds(row).map(|truth| !truth),
        }
    }
}

/// What decides decides; else an unknown makes it unknown; else it is the opposite.
fn verdict(parts: impl Iterator<Item = Option<bool>>, decides: bool) -> Option<bool> {
    let parts: Vec<Option<bool>> = parts.collect();
    if parts.contains(&Some(decides)) {
        return Some(decides);
    }
    if parts.contains(&None) {
        return None;
    }
    Some(!decides)
}

/// Backtracking, as slow as it is plain.
fn like(pattern: &str, text: &str) -> bool {
    let mut pattern_chars = pattern.chars();
    match pattern_chars.next() {
        None => text.is_empty(),
        Some('%') => {
            let rest = pattern_chars.as_str();
            like(rest, text)
                || text
                    .char_indices()
                    .any(|(at, char)| like(rest, &text[at + char.len_utf8()..]))
        }
        Some('_') => {
            let mut text_chars = text.chars();
            text_chars.next().is_some() && like(pattern_chars.as_str(), text_chars.as_str())
        }
        Some(char) => text
            .strip_prefix(char)
            .is_some_and(|rest| like(pattern_chars.as_str(), rest)),
    }
}

const START: i64 = 1_700_000_000_000;

/// Times of the filters fall between, on and beside the rows' own.
fn time(step: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(START + step * 250).expect("in range")
}

fn names() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "",
        "Ada",
        "ada",
        "Émile",
        "O'Hara, Jr",
        "a\"b",
        "100%",
        "_",
        "x\ny",
        "a1@example.com",
    ])
    .prop_map(str::to_owned)
}

fn emails() -> impl Strategy<Value = String> {
    (prop::sample::select(vec!["a", "A", "b", "c"]), 0..4_u8)
        .prop_map(|(name, n)| format!("{name}{n}@example.com"))
}

fn op() -> impl Strategy<Value = Op> {
    prop::sample::select(vec![Op::Eq, Op::Ne, Op::Lt, Op::Le, Op::Gt, Op::Ge])
}

fn ratios() -> impl Strategy<Value = f64> {
    (-8..8_i32).prop_map(|eighths| f64::from(eighths) / 8.0)
}

fn condition() -> impl Strategy<Value = Condition> {
    use Condition as C;
    let leaf = prop_oneof![
        (op(), emails()).prop_map(|(op, text)| C::Email(op, text)),
        emails().prop_map(|text| C::Email(Op::Eq, text)),
        (op(), names()).prop_map(|(op, text)| C::Name(op, text)),
        (op(), -3..4_i64).prop_map(|(op, score)| C::Score(op, score)),
        (-3..4_i64, -3..4_i64).prop_map(|(low, high)| C::ScoreBetween(low, high)),
        (op(), ratios()).prop_map(|(op, ratio)| C::Ratio(op, ratio)),
        (op(), any::<bool>()).prop_map(|(op, active)| C::Active(op, active)),
        (op(), -8..160_i64).prop_map(|(op, at)| C::Modified(op, at)),
        prop::collection::vec(-3..4_i64, 0..4).prop_map(C::ScoreIn),
        prop::collection::vec(0..45_u64, 0..4).prop_map(C::IdIn),
        (0..45_u64).prop_map(C::Id),
        Just(C::NameIsNull),
        Just(C::ScoreIsNotNull),
        names().prop_map(C::NameContains),
        names().prop_map(C::NameStarts),
        prop::sample::select(vec!["1@example.com", ".com", "x"])
            .prop_map(|text| C::EmailEnds(text.to_owned())),
        prop::sample::select(vec!["%", "_da", "%a%", "", "_", "A__", "%,%"])
            .prop_map(|text| C::NameLike(text.to_owned())),
        Just(C::NameEqEmail),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 0..4).prop_map(C::All),
            2 => prop::collection::vec(inner.clone(), 0..4).prop_map(C::Any),
            1 => inner.prop_map(|inner| C::Not(Box::new(inner))),
        ]
    })
}

#[derive(Debug, Clone)]
struct Ask {
    condition: Option<Condition>,
    /// By score, then by name: descending, nulls first.
    order: Option<(bool, bool, bool)>,
    offset: u64,
    limit: Option<u64>,
    distinct: bool,
}

fn ask() -> impl Strategy<Value = Ask> {
    (
        prop::option::weighted(0.9, condition()),
        prop::option::of((any::<bool>(), any::<bool>(), any::<bool>())),
        prop_oneof![3 => Just(0_u64), 1 => 0..12_u64],
        prop::option::of(0..12_u64),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(condition, order, offset, limit, distinct)| Ask {
            condition,
            order,
            offset,
            limit,
            distinct,
        })
}

type Cells = (Option<i64>, Option<String>, String);

/// What the crate gives for the columns score, name, e-mail.
async fn planned(ask: &Ask, list: &str, acton: &Client) -> acton_orm::Result<Vec<Cells>> {
    query(ask, list).load(acton).await
}

fn query(ask: &Ask, list: &str) -> acton_orm::Query<Cells, sample::List_Sample> {
    let mut query = sample::table
        .select((sample::score, sample::name, sample::email))
        .filter_opt(
            ask.condition
                .as_ref()
                .map(|condition| condition.filter(list)),
        )
        .offset(ask.offset);
    if let Some((descending, nulls_first, name_descending)) = ask.order {
        let nulls = if nulls_first {
            Nulls::First
        } else {
            Nulls::Last
        };
        let score = if descending {
            sample::score.desc()
        } else {
            sample::score.asc()
        };
        let name = if name_descending {
            sample::name.desc()
        } else {
            sample::name.asc()
        };
        query = query.order_by((score.nulls(nulls), name));
    }
    if let Some(limit) = ask.limit {
        query = query.limit(limit);
    }
    if ask.distinct {
        query = query.distinct();
    }
    query
}

/// The same from all rows, in memory.
fn naive(ask: &Ask, rows: &[Sample]) -> Vec<Cells> {
    let mut kept: Vec<Cells> = rows
        .iter()
        .filter(|row| {
            ask.condition
                .as_ref()
                .is_none_or(|condition| condition.holds(row) == Some(true))
        })
        .map(|row| (row.score, row.name.clone(), row.email.clone()))
        .collect();
    if ask.distinct {
        let mut seen = Vec::new();
        kept.retain(|cells| {
            let new = !seen.contains(cells);
            seen.push(cells.clone());
            new
        });
    }
    if let Some((descending, nulls_first, name_descending)) = ask.order {
        kept.sort_by(|left, right| {
            nullable(left.0, right.0, descending, nulls_first).then_with(|| {
                let (left, right) = (left.1.as_deref(), right.1.as_deref());
                nullable(left, right, name_descending, name_descending)
            })
        });
    }
    let limit = ask.limit.map_or(usize::MAX, |limit| limit as usize);
    kept.into_iter()
        .skip(ask.offset as usize)
        .take(limit)
        .collect()
}

fn nullable<T: Ord>(left: Option<T>, right: Option<T>, descending: bool, first: bool) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) if descending => right.cmp(&left),
        (Some(left), Some(right)) => left.cmp(&right),
        (None, None) => Ordering::Equal,
        (None, Some(_)) if first => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) if first => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
    }
}

/// Forty rows whose dates lie 250 ms to some seconds apart.
async fn account(rows: Vec<Vec<String>>) -> (Emulator, String) {
    let emulator = start(builder().empty()).await;
    emulator.clock().set(START);
    let columns = [
        ("E-mail Address", Some("EMAIL")),
        ("First Name", Some("FIRSTNAME")),
        ("Score", None),
        ("Ratio", None),
        ("Active", None),
    ];
    let list = emulator.create_list(ListSeed::new("Sample").columns(columns));
    for (step, row) in rows.into_iter().enumerate() {
        emulator.clock().set(START + step as i64 * 770);
        emulator.add_row(&list, row);
    }
    emulator.clock().set(START + 1_000_000);
    (emulator, list)
}

fn row() -> impl Strategy<Value = Vec<String>> {
    let cell = |text: Option<String>| text.unwrap_or_default();
    (
        emails(),
        names(),
        prop::option::of(-3..4_i64),
        prop::option::of(ratios()),
        prop::option::of(any::<bool>()),
    )
        .prop_map(move |(email, name, score, ratio, active)| {
            vec![
                email,
                name,
                cell(score.map(|score| score.to_string())),
                cell(ratio.map(|ratio| ratio.to_string())),
                cell(active.map(|active| active.to_string())),
            ]
        })
}

/// 12 accounts of 40 rows, 300 queries each, by download and by pages.
#[test]
fn a_pushed_plan_finds_what_a_full_read_finds() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    for round in 0..12 {
        let config = Config {
            cases: 300,
            failure_persistence: None,
            ..Config::default()
        };
        let mut runner = TestRunner::new(config);
        let rows = prop::collection::vec(row(), 40)
            .new_tree(&mut runner)
            .expect("rows")
            .current();
        let downloads = if round % 2 == 0 {
            Downloads::Csv
        } else {
            Downloads::Pages
        };
        let (emulator, list) = runtime.block_on(account(rows));
        let acton = runtime.block_on(client_reading(&emulator, downloads));
        let all = runtime
            .block_on(Sample::query().load(&acton))
            .expect("a full read");
        assert_eq!(all.len(), 40);
        runner
            .run(&ask(), |ask| {
                runtime.block_on(check(&ask, &list, &all, &emulator, &acton))
            })
            .unwrap_or_else(|failure| panic!("{failure}"));
    }
}

async fn check(
    ask: &Ask,
    list: &str,
    all: &[Sample],
    emulator: &Emulator,
    acton: &Client,
) -> Result<(), TestCaseError> {
    let expected = naive(ask, all);
    let plan = query(ask, list)
        .explain_on(acton, Terminal::Load)
        .map_err(|error| TestCaseError::fail(error.to_string()))?;
    emulator.journal().clear();
    let found = planned(ask, list, acton)
        .await
        .map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(&found, &expected, "{}", &plan);
    let made = emulator.journal().api_calls().len() as u64;
    prop_assert!(made >= plan.calls().at_least(), "{made} calls\n{plan}");
    prop_assert!(
        plan.calls().at_most().is_none_or(|most| made <= most),
        "{} calls\n{}",
        made,
        &plan
    );
    let query = query(ask, list);
    let count = query.count(acton).await.map_err(fail)?;
    prop_assert_eq!(count, expected.len() as u64, "count\n{}", &plan);
    prop_assert_eq!(
        query.exists(acton).await.map_err(fail)?,
        !expected.is_empty()
    );
    let first = query.first(acton).await.map_err(fail)?;
    prop_assert_eq!(first.as_ref(), expected.first(), "first\n{}", &plan);
    Ok(())
}

fn fail(error: acton_orm::Error) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}
