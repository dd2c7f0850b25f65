//! Lists of any size whose rows are computed from their number, never stored.

use serde::{Deserialize, Serialize};

use super::{Column, Row};
use crate::random::mix;
use crate::seed::names::{CITIES, COMPANIES, FIRST_NAMES, LAST_NAMES, REGIONS, TITLES};

/// When row 0 of a generated list was created: 2023-01-01 00:00:00 UTC.
const FIRST_CREATED: i64 = 1_672_531_200_000;
/// Between the creation of one row and the next.
const STEP: i64 = 15_000;

/// A function from row number to row.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Generator {
    #[serde(with = "crate::encoding::hex")]
    pub(crate) seed: u64,
    pub(crate) rows: u64,
}

impl Generator {
    /// Where the e-mail address stands among the columns.
    pub(crate) const EMAIL_COLUMN: usize = 0;

    pub(crate) fn columns() -> Vec<Column> {
        [
            ("E-mail Address", Some("EMAIL")),
            ("First Name", Some("FIRSTNAME")),
            ("Last Name", Some("LASTNAME")),
            ("Company", Some("COMPANY")),
            ("Job Title", Some("JOBTITLE")),
            ("Business City", Some("BIZ_CITY")),
            ("Region", None),
            ("Score", None),
        ]
        .map(|(heading, usage)| Column::new(heading, usage))
        .to_vec()
    }

    pub(crate) fn row(&self, number: u64) -> Row {
        let bits = self.bits(number);
        let first = pick(&FIRST_NAMES, bits);
        let last = pick(&LAST_NAMES, bits >> 8);
        let company = pick(&COMPANIES, bits >> 16);
        let (created, modified) = self.times(number);
        Row {
            cells: vec![
                email(first, last, number),
                first.to_owned(),
                last.to_owned(),
                company.to_owned(),
                pick(&TITLES, bits >> 24).to_owned(),
                pick(&CITIES, bits >> 32).to_owned(),
                pick(&REGIONS, bits >> 40).to_owned(),
                ((bits >> 48) % 101).to_string(),
            ],
            created,
            modified,
        }
    }

    /// Created one step after the row before, modified up to 90 days later.
    pub(crate) fn times(&self, number: u64) -> (i64, i64) {
        let created = FIRST_CREATED.saturating_add((number as i64).saturating_mul(STEP));
        let later = self.bits(number ^ 0x5bd1_e995) % (90 * 24 * 3_600_000);
        (created, created.saturating_add(later as i64))
    }

    /// The row an address of [`row`](Self::row) belongs to.
    pub(crate) fn row_of_email(&self, address: &str) -> Option<u64> {
        let (local, _) = address.split_once('@')?;
        let number = local.rsplit('.').next()?.parse().ok()?;
        (number < self.rows).then_some(number)
    }

    fn bits(&self, number: u64) -> u64 {
        mix(self.seed ^ mix(number))
    }
}

fn email(first: &str, last: &str, number: u64) -> String {
    let name = format!("{first}.{last}").to_lowercase().replace(' ', "");
    format!("{name}.{number}@example.com")
}

fn pick(choices: &'static [&'static str], bits: u64) -> &'static str {
    let at = (bits & 0xff) as usize % choices.len().max(1);
    choices.get(at).copied().unwrap_or("")
}
