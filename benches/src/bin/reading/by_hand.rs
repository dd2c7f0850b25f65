//! What a careful user would write instead: reqwest, and the same struct by serde.
//!
//! CSV: one record, filled again and again. Pages: cells that borrow from the body, each copied once,
//! into the struct.

use std::borrow::Cow;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::Account;

/// What [`Person`](acton_orm_benches::Person) holds.
#[derive(Deserialize)]
pub(crate) struct ByHand {
    #[serde(rename = "_contact_id_")]
    id: String,
    #[serde(rename = "E-mail Address")]
    email: String,
    #[serde(rename = "First Name")]
    first_name: String,
    #[serde(rename = "Last Name")]
    last_name: String,
    #[serde(rename = "Company")]
    company: String,
    #[serde(rename = "Business City")]
    city: Option<String>,
    #[serde(rename = "Score")]
    #[expect(dead_code, reason = "it is read, and nobody asks what it is")]
    score: Option<i64>,
}

impl ByHand {
    pub(crate) fn weight(&self) -> usize {
        self.id.len()
            + self.email.len()
            + self.first_name.len()
            + self.last_name.len()
            + self.company.len()
            + self.city.as_ref().map_or(0, String::len)
    }
}

/// A page, as one writes it down after reading Act-On's documentation.
#[derive(Deserialize)]
struct Page<'a> {
    #[serde(rename = "totalCount")]
    total: usize,
    #[serde(borrow)]
    headers: Vec<Cell<'a>>,
    #[serde(borrow)]
    data: Vec<Vec<Cell<'a>>>,
}

/// A text that is copied only where it is kept.
#[derive(Deserialize)]
struct Cell<'a>(#[serde(borrow)] Cow<'a, str>);

/// The columns asked for, as the ORM asks for them.
const FIELDS: &str = "E-mail Address;First Name;Last Name;Company;Business City;Score";

/// Somebody who is signed in.
pub(crate) struct SignedIn {
    http: reqwest::Client,
    url: String,
    token: String,
}

impl SignedIn {
    pub(crate) async fn new(account: &Account) -> Result<Self> {
        #[derive(Deserialize)]
        struct Token {
            access_token: String,
        }
        let http = reqwest::Client::new();
        let form = [
            ("grant_type", "password"),
            ("username", &account.user),
            ("password", &account.password),
            ("client_id", &account.client_id),
            ("client_secret", &account.client_secret),
        ];
        let url = account.url.clone();
        let answer = http.post(format!("{url}/token")).form(&form).send();
        let token: Token = answer.await?.error_for_status()?.json().await?;
        Ok(Self {
            http,
            url,
            token: token.access_token,
        })
    }

    async fn list(&self, query: &[(&str, &str)]) -> Result<bytes::Bytes> {
        let request = self.http.get(format!("{}/api/1/list/l-0001", self.url));
        let request = request.query(query).query(&[("fields", FIELDS)]);
        let answer = request.bearer_auth(&self.token).send();
        Ok(answer.await?.error_for_status()?.bytes().await?)
    }

    pub(crate) async fn csv(&self) -> Result<Vec<ByHand>> {
        let body = self.list(&[("responseformat", "CSV")]).await?;
        let mut reader = csv::Reader::from_reader(body.as_ref());
        let headings = reader.headers()?.clone();
        let mut record = csv::StringRecord::new();
        let mut people = Vec::new();
        while reader.read_record(&mut record)? {
            people.push(record.deserialize(Some(&headings))?);
        }
        Ok(people)
    }

    pub(crate) async fn pages(&self) -> Result<Vec<ByHand>> {
        let mut people = Vec::new();
        loop {
            let offset = people.len().to_string();
            let body = self.list(&[("count", "1000"), ("offset", &offset)]).await?;
            let page: Page<'_> = serde_json::from_slice(&body)?;
            let place = |heading: &'static str| {
                let mut headings = page.headers.iter();
                headings.position(|name| name.0 == heading).context(heading)
            };
            let places = [
                place("_contact_id_")?,
                place("E-mail Address")?,
                place("First Name")?,
                place("Last Name")?,
                place("Company")?,
                place("Business City")?,
                place("Score")?,
            ];
            for row in &page.data {
                people.push(person(row, places)?);
            }
            if people.len() >= page.total {
                return Ok(people);
            }
        }
    }
}

fn person(row: &[Cell<'_>], places: [usize; 7]) -> Result<ByHand> {
    let [id, email, first_name, last_name, company, city, score] = places;
    let cell = |at: usize| row.get(at).map(|cell| cell.0.as_ref()).context("a cell");
    let text = |at: usize| cell(at).map(str::to_owned);
    let some = |at: usize| cell(at).map(|text| Some(text).filter(|text| !text.is_empty()));
    Ok(ByHand {
        id: text(id)?,
        email: text(email)?,
        first_name: text(first_name)?,
        last_name: text(last_name)?,
        company: text(company)?,
        city: some(city)?.map(str::to_owned),
        score: some(score)?.map(str::parse).transpose()?,
    })
}
