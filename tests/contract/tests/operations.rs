//! `operations.csv` is complete and true: held to both sides, to the tests, and to Act-On's own
//! documents where these are at hand.

use std::collections::BTreeSet;
use std::fs;

use acton_emulator::Emulator;
use acton_orm_contract_tests::documents::documents;
use acton_orm_contract_tests::{Operation, call, functions, operations, page, root};
use serde_json::Value;

#[test]
fn the_page_is_written_from_the_operations() {
    let path = root().join("docs/operations.md");
    let wanted = page(&operations());
    if std::env::var_os("ACTON_UPDATE").is_some() {
        fs::write(path, wanted).unwrap();
        return;
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == wanted,
        "docs/operations.md is out of step: `ACTON_UPDATE=1 cargo test -p acton-orm-contract-tests` writes it"
    );
}

#[test]
fn each_is_there_once_and_in_order() {
    let operations = operations();
    let calls: BTreeSet<String> = operations.iter().map(Operation::call).collect();
    assert_eq!(calls.len(), operations.len(), "one is there twice");
    let paths: Vec<&str> = operations.iter().map(|one| one.path.as_str()).collect();
    assert!(paths.is_sorted(), "by path");
}

#[test]
fn what_is_reached_or_served_has_a_test_that_is_there() {
    let names = functions(&["tests/tests", "acton-emulator/tests"]);
    for one in operations() {
        let is_there = || {
            one.test
                .rsplit("::")
                .next()
                .is_some_and(|name| names.contains(name))
        };
        let needs_one = !one.orm.is_empty() || one.emulator;
        assert_eq!(
            needs_one,
            !one.test.is_empty(),
            "{}: {}",
            one.call(),
            one.test
        );
        assert!(
            !needs_one || is_there(),
            "{}: there is no {}",
            one.call(),
            one.test
        );
    }
}

async fn token(http: &reqwest::Client, emulator: &Emulator) -> String {
    let form = "grant_type=password&username=emma%40example.com&password=correct%20horse\
        &client_id=emulator-client&client_secret=emulator-secret";
    let request = http.post(format!("{}/token", emulator.url())).body(form);
    let request = request.header("Content-Type", "application/x-www-form-urlencoded");
    let answer = request.send().await.unwrap().text().await.unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

/// What the emulator does not serve it says so of; what it serves answers, if only that there is no
/// such row.
#[tokio::test]
async fn the_emulator_serves_what_is_said_and_no_more() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let http = reqwest::Client::new();
    let token = token(&http, &emulator).await;
    for one in operations() {
        let path = call(&one.method, &one.path).replace("{}", "x-1");
        let path = path.split_once(' ').unwrap().1;
        let method = one.method.parse::<reqwest::Method>().unwrap();
        let request = http.request(method, format!("{}{path}", emulator.url()));
        let answer = request.bearer_auth(&token).send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        let unknown = status == 501 || text.contains("No resources match");
        assert_eq!(!unknown, one.emulator, "{}: {status} {text}", one.call());
    }
}

#[test]
fn every_operation_of_act_ons_documents_is_there() {
    let Some(documents) = documents() else {
        println!("left out: Act-On's documents are not here (ACTON_OPENAPI names their folder)");
        return;
    };
    let theirs: BTreeSet<String> = documents.into_iter().map(|one| one.call).collect();
    let all = operations();
    let of_documents = |one: &&Operation| one.source.starts_with("published document");
    let ours: BTreeSet<String> = all
        .iter()
        .filter(of_documents)
        .map(Operation::call)
        .collect();
    assert_eq!(ours, theirs);
    assert_eq!(ours.len(), 156);
}
