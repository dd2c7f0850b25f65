//! Both sides, and the contract of fields, against Act-On's own documents where these are at hand.

use std::collections::{BTreeMap, BTreeSet};

use acton_orm_contract_tests::documents::{Difference, Documented, documents};
use acton_orm_contract_tests::exchange::Exchange;
use acton_orm_contract_tests::fields::Fields;
use acton_orm_contract_tests::{fits, root};

use crate::{By, CONTRACT, MADE, forms, is_operation, nothing_wrong, of};

fn at_hand() -> Option<BTreeMap<String, Vec<Documented>>> {
    let Some(all) = documents() else {
        println!("left out: Act-On's documents are not here (ACTON_OPENAPI names their folder)");
        return None;
    };
    let mut by_call: BTreeMap<String, Vec<Documented>> = BTreeMap::new();
    for one in all {
        by_call.entry(one.call.clone()).or_default().push(one);
    }
    Some(by_call)
}

/// The documents' known errors: operation, place, reason.
fn known() -> Vec<[String; 2]> {
    let path = root().join("tests/contract/documents.csv");
    let mut rows = csv::Reader::from_path(path).expect("documents.csv");
    let rows = rows.records().map(|row| {
        let row = row.expect("a row of three cells");
        assert!(
            row.len() == 3 && !row[2].is_empty(),
            "each has a reason: {row:?}"
        );
        [row[0].to_owned(), row[1].to_owned()]
    });
    rows.collect()
}

fn is(said: &str, is: &str) -> bool {
    match said.strip_suffix('*') {
        Some(start) => is.starts_with(start),
        None => said == is,
    }
}

/// What differs, where an operation is told of several times from the one that it is nearest to.
fn differences(
    of: &[Documented],
    exchange: &Exchange,
    differs: fn(&Documented, &Exchange) -> BTreeSet<Difference>,
) -> BTreeSet<Difference> {
    let each = of.iter().map(|one| differs(one, exchange));
    each.min_by_key(BTreeSet::len).unwrap_or_default()
}

#[test]
fn what_goes_over_the_wire_is_as_act_ons_documents_say() {
    let Some(documents) = at_hand() else { return };
    let known = known();
    let mut used = vec![false; known.len()];
    let mut wrong = Vec::new();
    for (by, exchange) in MADE.iter().filter(|(_, one)| is_operation(one)) {
        let Some(call) = of(exchange).map(Fields::call) else {
            continue;
        };
        let Some(documents) = documents.get(&call) else {
            continue;
        };
        let mut found = differences(documents, exchange, Documented::answer);
        if *by != By::Mistake {
            found.extend(differences(documents, exchange, Documented::request));
        }
        for one in found {
            let lines = known.iter().enumerate();
            let mut lines =
                lines.filter(|(_, said)| is(&said[0], &call) && is(&said[1], &one.place));
            match lines.next() {
                Some((at, _)) => used[at] = true,
                None => {
                    let what = format!("{}: the document says {}", one.place, one.what);
                    wrong.push((call.clone(), what, exchange.name()));
                }
            }
        }
    }
    nothing_wrong(wrong);
    let idle = known.iter().zip(used).filter(|(_, used)| !used);
    let idle: Vec<_> = idle.map(|(one, _)| one.join(",")).collect();
    assert!(
        idle.is_empty(),
        "in documents.csv, and not met:\n{}",
        idle.join("\n")
    );
}

/// The contract holds of what Act-On publishes as answers.
#[test]
fn the_examples_of_act_ons_documents_fit_the_contract() {
    let Some(documents) = at_hand() else { return };
    let mut wrong = Vec::new();
    let mut fitting = 0;
    for fields in CONTRACT.iter() {
        for one in documents.get(&fields.call()).into_iter().flatten() {
            for (status, text) in one.examples() {
                let example = Exchange {
                    method: fields.method.clone(),
                    path: fields.path.clone(),
                    query: String::new(),
                    content_type: String::new(),
                    body: Vec::new(),
                    status,
                    answer: text.clone().into_bytes(),
                };
                match fits::answer(forms(Some(fields)), &example) {
                    Ok(_) => fitting += 1,
                    Err(what) => wrong.push((fields.call(), what, text)),
                }
            }
        }
    }
    nothing_wrong(wrong);
    assert!(fitting > 50, "{fitting} examples");
}
