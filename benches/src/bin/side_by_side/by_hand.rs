//! The program that one would write without an ORM: reqwest and serde, pages side by side.

use std::borrow::Cow;

use acton_emulator::Emulator;
use anyhow::{Context, Result};
use futures::{StreamExt, TryStreamExt, stream};
use serde::Deserialize;

use crate::people::Person;

/// A page, as one writes it down after reading Act-On's documentation.
#[derive(Deserialize)]
struct Page<'a> {
    #[serde(rename = "totalCount")]
    total: u64,
    #[serde(borrow)]
    headers: Vec<Cell<'a>>,
    #[serde(borrow)]
    data: Vec<Vec<Cell<'a>>>,
}

/// A text that is copied only where it is kept.
#[derive(Deserialize)]
struct Cell<'a>(#[serde(borrow)] Cow<'a, str>);

/// Where the columns stand.
struct Places {
    id: usize,
    email: usize,
    first_name: usize,
    company: usize,
    city: usize,
    score: usize,
}

/// Somebody who is signed in.
pub(crate) struct ByHand {
    http: reqwest::Client,
    url: String,
    token: String,
}

impl ByHand {
    pub(crate) async fn sign_in(emulator: &Emulator) -> Result<Self> {
        #[derive(Deserialize)]
        struct Token {
            access_token: String,
        }
        let http = reqwest::Client::new();
        let form = [
            ("grant_type", "password"),
            ("username", emulator.user()),
            ("password", emulator.password()),
            ("client_id", emulator.client_id()),
            ("client_secret", emulator.client_secret()),
        ];
        let url = emulator.url().to_owned();
        let answer = http.post(format!("{url}/token")).form(&form).send();
        let token: Token = answer.await?.error_for_status()?.json().await?;
        Ok(Self {
            http,
            url,
            token: token.access_token,
        })
    }

    /// The whole list: the first page tells how many there are, the others are asked for with so many
    /// in flight.
    pub(crate) async fn load(&self, size: u64, in_flight: usize) -> Result<Vec<Person>> {
        let (total, mut people) = self.page(0, size).await?;
        let offsets = (size..total).step_by(usize::try_from(size)?);
        let mut pages = stream::iter(offsets)
            .map(|offset| self.page(offset, size))
            .buffered(in_flight);
        while let Some((_, page)) = pages.try_next().await? {
            people.extend(page);
        }
        Ok(people)
    }

    async fn page(&self, offset: u64, size: u64) -> Result<(u64, Vec<Person>)> {
        let query = [
            ("count", size.to_string()),
            ("offset", offset.to_string()),
            (
                "fields",
                "E-mail Address;First Name;Company;Business City;Score".to_owned(),
            ),
        ];
        let request = self.http.get(format!("{}/api/1/list/l-0001", self.url));
        let answer = request.query(&query).bearer_auth(&self.token).send();
        let body = answer.await?.error_for_status()?.bytes().await?;
        let page: Page = serde_json::from_slice(&body)?;
        let places = Places::of(&page.headers)?;
        let people = page.data.into_iter().map(|row| places.person(row));
        Ok((page.total, people.collect::<Result<_>>()?))
    }
}

impl Places {
    fn of(headers: &[Cell<'_>]) -> Result<Self> {
        let place = |heading: &'static str| {
            headers
                .iter()
                .position(|Cell(name)| name == heading)
                .context(heading)
        };
        Ok(Self {
            id: place("_contact_id_")?,
            email: place("E-mail Address")?,
            first_name: place("First Name")?,
            company: place("Company")?,
            city: place("Business City")?,
            score: place("Score")?,
        })
    }

    fn person(&self, row: Vec<Cell<'_>>) -> Result<Person> {
        let cell = |at: usize| {
            row.get(at)
                .map(|Cell(text)| text.as_ref())
                .context("a short row")
        };
        let some = |at: usize| cell(at).map(|text| Some(text).filter(|text| !text.is_empty()));
        Ok(Person {
            id: cell(self.id)?.parse()?,
            email: cell(self.email)?.to_owned(),
            first_name: cell(self.first_name)?.to_owned(),
            company: cell(self.company)?.to_owned(),
            city: some(self.city)?.map(str::to_owned),
            score: some(self.score)?.map(str::parse).transpose()?,
        })
    }
}
