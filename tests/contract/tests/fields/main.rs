//! Both sides fit the contract of fields: every request that the ORM can make, and every answer that the
//! emulator gives.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod documents;
mod drive;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use acton_orm_contract_tests::exchange::Exchange;
use acton_orm_contract_tests::fields::{Answer, Fields, contract};
use acton_orm_contract_tests::{fits, operations, root};
use drive::By;

static CONTRACT: LazyLock<Vec<Fields>> = LazyLock::new(contract);

/// What went over the wire, made once for all tests here.
static MADE: LazyLock<Vec<(By, Exchange)>> = LazyLock::new(|| {
    let threads = std::thread::spawn(|| {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(drive::all())
    });
    threads.join().expect("the drive")
});

/// The pages on which a person signs in, and the files that are images: no operations.
fn is_operation(exchange: &Exchange) -> bool {
    !["/authorize/", "/cdn/"]
        .iter()
        .any(|start| exchange.path.starts_with(start))
}

fn of(exchange: &Exchange) -> Option<&'static Fields> {
    fits::operation(&CONTRACT, exchange)
}

/// What any operation may answer.
fn any() -> &'static Fields {
    CONTRACT.iter().find(|one| one.path == "*").expect("`* *`")
}

fn forms(fields: Option<&'static Fields>) -> impl Iterator<Item = &'static Answer> {
    let own = fields.into_iter().flat_map(|fields| &fields.answers);
    own.chain(&any().answers)
}

/// Fails with what is wrong, a thing once however often it was seen.
fn nothing_wrong(wrong: Vec<(String, String, String)>) {
    let mut all: BTreeMap<(String, String), (usize, String)> = BTreeMap::new();
    for (operation, what, call) in wrong {
        all.entry((operation, what)).or_insert((0, call)).0 += 1;
    }
    let lines = all.iter().map(|((operation, what), (times, call))| {
        format!("{operation}: {what}\n  {times} times, as of {call}")
    });
    let lines: Vec<String> = lines.collect();
    assert!(
        lines.is_empty(),
        "{} differences\n{}",
        lines.len(),
        lines.join("\n")
    );
}

#[test]
fn every_answer_fits_the_contract() {
    let mut wrong = Vec::new();
    for (_, exchange) in MADE.iter().filter(|(_, one)| is_operation(one)) {
        let fields = of(exchange);
        if let Err(what) = fits::answer(forms(fields), exchange) {
            let name = fields.map_or("no operation".to_owned(), Fields::call);
            wrong.push((name, what, exchange.name()));
        }
    }
    nothing_wrong(wrong);
}

#[test]
fn every_request_fits_the_contract() {
    let mut wrong = Vec::new();
    let meant = MADE.iter().filter(|(by, _)| *by != By::Mistake);
    for (by, exchange) in meant.filter(|(_, one)| is_operation(one)) {
        match of(exchange) {
            None => wrong.push((
                format!("{by:?}"),
                "no operation".to_owned(),
                exchange.name(),
            )),
            Some(fields) => {
                let all = fits::request(fields, exchange).into_iter();
                wrong.extend(all.map(|what| (fields.call(), what, exchange.name())));
            }
        }
    }
    nothing_wrong(wrong);
}

#[test]
fn the_contract_has_every_operation_once() {
    let mine: Vec<String> = CONTRACT
        .iter()
        .map(Fields::call)
        .filter(|call| call != "* *")
        .collect();
    let once: BTreeSet<String> = mine.iter().cloned().collect();
    assert_eq!(once.len(), mine.len(), "one is there twice");
    let all = operations().into_iter();
    let all = all.filter(|one| !["contacts", "custom data"].contains(&one.area.as_str()));
    let all: BTreeSet<String> = all.map(|one| one.call()).collect();
    assert_eq!(once, all);
}

#[test]
fn every_operation_that_a_side_has_is_exercised() {
    let made = |by: &dyn Fn(By) -> bool| -> BTreeSet<String> {
        let made = MADE.iter().filter(|(who, _)| by(*who));
        made.filter_map(|(_, exchange)| of(exchange))
            .map(Fields::call)
            .collect()
    };
    let (orm, any) = (made(&|by| by == By::Orm), made(&|by| by != By::Mistake));
    let mut missing = Vec::new();
    for one in operations()
        .into_iter()
        .filter(|one| one.area != "contacts")
    {
        if !one.orm.is_empty() && !orm.contains(&one.call()) {
            missing.push(format!("{} by the ORM: tests/drive/ makes it", one.call()));
        } else if one.emulator && !any.contains(&one.call()) {
            missing.push(format!("{} by hand: calls.txt makes it", one.call()));
        }
    }
    assert!(missing.is_empty(), "not exercised:\n{}", missing.join("\n"));
}

/// A line of `unseen.csv`.
struct Unseen {
    operation: String,
    answer: String,
    place: String,
}

impl Unseen {
    fn is(&self, operation: &str, answer: &str, place: &str) -> bool {
        let same = |said: &str, is: &str| said == "*" || said == is;
        same(&self.operation, operation) && same(&self.answer, answer) && same(&self.place, place)
    }
}

fn unseen() -> Vec<Unseen> {
    let path = root().join("tests/contract/unseen.csv");
    let mut rows = csv::Reader::from_path(path).expect("unseen.csv");
    let rows = rows.records().map(|row| {
        let row = row.expect("a row of four cells");
        assert!(
            row.len() == 4 && !row[3].is_empty(),
            "each has a reason: {row:?}"
        );
        Unseen {
            operation: row[0].to_owned(),
            answer: row[1].to_owned(),
            place: row[2].to_owned(),
        }
    });
    rows.collect()
}

#[test]
fn every_field_of_the_contract_is_seen_or_said_why_not() {
    let mut seen = BTreeSet::new();
    for (_, exchange) in MADE.iter().filter(|(_, one)| is_operation(one)) {
        let fields = of(exchange);
        let own = fields.map_or("* *".to_owned(), Fields::call);
        if let Ok((label, places)) = fits::answer(forms(fields), exchange) {
            let common = any()
                .answers
                .iter()
                .any(|one| std::ptr::eq(one.label.as_str(), label));
            let name = if common { "* *".to_owned() } else { own };
            seen.insert((name.clone(), label.to_owned(), String::new()));
            seen.extend(
                places
                    .into_iter()
                    .map(|at| (name.clone(), label.to_owned(), at)),
            );
        }
    }
    let served: BTreeSet<String> = operations()
        .into_iter()
        .filter(|one| one.emulator)
        .map(|one| one.call())
        .chain(["* *".to_owned()])
        .collect();
    let listed = unseen();
    let mut used = vec![false; listed.len()];
    let mut missing = Vec::new();
    let all = CONTRACT
        .iter()
        .filter(|fields| served.contains(&fields.call()));
    for (fields, answer) in
        all.flat_map(|fields| fields.answers.iter().map(move |one| (fields, one)))
    {
        let call = fields.call();
        let mut places = answer.shape.places();
        places.push(String::new());
        let mut here = Vec::new();
        for place in places {
            let key = (call.clone(), answer.label.clone(), place);
            if seen.contains(&key) {
                continue;
            }
            let lines = listed.iter().position(|one| one.is(&key.0, &key.1, &key.2));
            match lines {
                Some(at) => used[at] = true,
                None => here.push(key.2),
            }
        }
        if here.iter().any(String::is_empty) {
            missing.push(format!("{call},{}: the whole", answer.label));
        } else {
            missing.extend(
                here.into_iter()
                    .map(|at| format!("{call},{},{at}", answer.label)),
            );
        }
    }
    assert!(
        missing.is_empty(),
        "never seen, and not in unseen.csv:\n{}",
        missing.join("\n")
    );
    let idle = listed.iter().zip(used).filter(|(_, used)| !used);
    let idle: Vec<String> = idle
        .map(|(one, _)| format!("{},{},{}", one.operation, one.answer, one.place))
        .collect();
    assert!(
        idle.is_empty(),
        "in unseen.csv, and seen:\n{}",
        idle.join("\n")
    );
}
