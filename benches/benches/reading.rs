//! Reading a list against what a user would write by hand: reqwest, serde_json and the `csv` crate,
//! in the same run. `cargo bench -p acton-orm-benches --bench reading`
//!
//! Read the ratios, not the times: both sides talk to the same emulator on the same machine.
#![allow(clippy::expect_used, missing_docs)]

use std::hint::black_box;

use acton_emulator::Emulator;
use acton_orm::prelude::*;
use acton_orm::{Client, Downloads};
use acton_orm_benches::Person;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use futures::TryStreamExt;
use serde::Deserialize;
use tokio::runtime::Runtime;

const ROWS: u64 = 10_000;

/// A page, as one writes it down after reading Act-On's documentation.
#[derive(Deserialize)]
struct Page {
    #[serde(rename = "totalCount")]
    total: usize,
    headers: Vec<String>,
    data: Vec<Vec<String>>,
}

/// What `Person` holds, by hand.
struct ByHand {
    id: String,
    email: String,
    first_name: String,
    last_name: String,
    company: String,
    city: Option<String>,
    score: Option<i64>,
}

impl ByHand {
    fn new(headers: &[String], row: &[String]) -> Option<Self> {
        let cell = |heading: &str| {
            let at = headers.iter().position(|name| name == heading)?;
            row.get(at).cloned()
        };
        Some(Self {
            id: cell("_contact_id_")?,
            email: cell("E-mail Address")?,
            first_name: cell("First Name")?,
            last_name: cell("Last Name")?,
            company: cell("Company")?,
            city: cell("Business City").filter(|city| !city.is_empty()),
            score: cell("Score").and_then(|score| score.parse().ok()),
        })
    }

    fn weight(&self) -> usize {
        self.id.len()
            + self.email.len()
            + self.first_name.len()
            + self.last_name.len()
            + self.company.len()
            + self.city.as_ref().map_or(0, String::len)
            + usize::from(self.score.is_some())
    }
}

async fn token(emulator: &Emulator, http: &reqwest::Client) -> String {
    #[derive(Deserialize)]
    struct Token {
        access_token: String,
    }
    let form = [
        ("grant_type", "password"),
        ("username", emulator.user()),
        ("password", emulator.password()),
        ("client_id", emulator.client_id()),
        ("client_secret", emulator.client_secret()),
    ];
    let answer = http
        .post(format!("{}/token", emulator.url()))
        .form(&form)
        .send()
        .await
        .expect("the emulator answers");
    answer.json::<Token>().await.expect("a token").access_token
}

async fn pages_by_hand(url: &str, http: &reqwest::Client, token: &str) -> usize {
    let (mut offset, mut weight) = (0, 0);
    loop {
        let page: Page = http
            .get(format!(
                "{url}/api/1/list/l-0001?count=1000&offset={offset}"
            ))
            .bearer_auth(token)
            .send()
            .await
            .expect("an answer")
            .json()
            .await
            .expect("a page");
        for row in &page.data {
            weight += ByHand::new(&page.headers, row).expect("a row").weight();
        }
        offset += page.data.len();
        if offset >= page.total {
            return weight;
        }
    }
}

async fn csv_by_hand(url: &str, http: &reqwest::Client, token: &str) -> usize {
    let body = http
        .get(format!("{url}/api/1/list/l-0001?responseformat=CSV"))
        .bearer_auth(token)
        .send()
        .await
        .expect("an answer")
        .bytes()
        .await
        .expect("a body");
    let mut reader = csv::Reader::from_reader(body.as_ref());
    let headers: Vec<String> = reader
        .headers()
        .expect("headings")
        .iter()
        .map(Into::into)
        .collect();
    let mut weight = 0;
    for record in reader.records() {
        let row: Vec<String> = record.expect("a record").iter().map(Into::into).collect();
        weight += ByHand::new(&headers, &row).expect("a row").weight();
    }
    weight
}

async fn by_acton_orm(acton: &Client) -> usize {
    let mut people = std::pin::pin!(Person::query().stream(acton));
    let mut weight = 0;
    while let Some(person) = people.try_next().await.expect("a row") {
        weight += person.id.as_str().len()
            + person.email.len()
            + person.first_name.len()
            + person.last_name.len()
            + person.company.len()
            + person.city.as_ref().map_or(0, String::len)
            + usize::from(person.score.is_some());
    }
    weight
}

fn reading(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let emulator = runtime
        .block_on(acton_orm_benches::account(ROWS))
        .expect("a free port");
    let http = reqwest::Client::new();
    let bearer = runtime.block_on(token(&emulator, &http));
    let url = emulator.url().to_owned();
    // Act-On's tokens die when the next is given out (A§2.3): the emulator keeps the bearer alive.
    let open = |downloads| {
        runtime.block_on(async {
            Client::parse(&emulator.connection_string())?
                .calls_per_second(1000)
                .calls_per_day(1_000_000)
                .downloads(downloads)
                .connect()
                .await
        })
    };
    let csv = open(Downloads::Csv).expect("a client");
    let pages = open(Downloads::Pages).expect("a client");
    assert_eq!(
        runtime.block_on(by_acton_orm(&csv)),
        runtime.block_on(pages_by_hand(&url, &http, &bearer)),
        "both sides read the same"
    );

    let mut group = criterion.benchmark_group("10,000 rows of 7 columns");
    group.sample_size(20).throughput(Throughput::Elements(ROWS));
    group.bench_function("pages by hand (10 calls)", |bencher| {
        bencher.iter(|| black_box(runtime.block_on(pages_by_hand(&url, &http, &bearer))));
    });
    group.bench_function("pages by acton-orm (10 calls)", |bencher| {
        bencher.iter(|| black_box(runtime.block_on(by_acton_orm(&pages))));
    });
    group.bench_function("CSV by hand (1 call)", |bencher| {
        bencher.iter(|| black_box(runtime.block_on(csv_by_hand(&url, &http, &bearer))));
    });
    group.bench_function("CSV by acton-orm (1 call)", |bencher| {
        bencher.iter(|| black_box(runtime.block_on(by_acton_orm(&csv))));
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
