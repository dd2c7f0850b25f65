//! Who a list's mail goes to.

use super::{Act, List, Verb};

/// A person of a list.
#[derive(Clone, Debug)]
pub(crate) struct Recipient {
    pub(crate) record: String,
    pub(crate) name: String,
    pub(crate) email: String,
}

impl Recipient {
    /// Something this person did.
    pub(crate) fn act(&self, verb: Verb, time: i64) -> Act {
        Act {
            record: self.record.clone(),
            name: self.name.clone(),
            ..Act::new(verb, &self.email, time)
        }
    }
}

impl List {
    /// The person in a row, by the usages of the columns.
    pub(crate) fn recipient(&self, number: u64) -> Option<Recipient> {
        let row = self.rows.get(number)?;
        let cell = |usage: &str| {
            let at = self.column(usage)?;
            row.cells.get(at).cloned()
        };
        let names = ["FIRSTNAME", "LASTNAME"].map(|usage| cell(usage).unwrap_or_default());
        Some(Recipient {
            record: self.record_id(number),
            name: names.join(" ").trim().to_owned(),
            email: cell(crate::usage::EMAIL).unwrap_or_default(),
        })
    }

    /// Everybody in it.
    pub(crate) fn recipients(&self) -> impl Iterator<Item = Recipient> + '_ {
        let numbers = self.rows.numbers(0);
        numbers.filter_map(|number| self.recipient(number))
    }
}
