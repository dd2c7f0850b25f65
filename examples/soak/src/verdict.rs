//! The tasks' accounts against what the emulator holds and has seen.

use std::collections::{BTreeMap, HashSet};

use acton_emulator::{Emulator, Entry};
use serde_json::{Value, json};

use crate::ledger::{Held, Ledger, Told};
use crate::tables::{LIST, OURS};

/// What came of a run.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) calls: usize,
    pub(crate) faults: u64,
    pub(crate) lost: usize,
    pub(crate) doubled: usize,
    /// Changes of which a report said that nobody knows; most were settled by the next commit.
    pub(crate) unknown: u64,
    /// Rows of which nobody knows to this hour.
    pub(crate) unresolved: usize,
    /// Those of which the last report said what to do.
    pub(crate) left_to_user: usize,
    pub(crate) applied: u64,
    pub(crate) rejected: u64,
    pub(crate) reads: u64,
    pub(crate) failed_reads: u64,
    pub(crate) worst_second: usize,
    /// What is wrong, in words.
    pub(crate) wrong: Vec<String>,
}

impl Verdict {
    pub(crate) fn of(emulator: &Emulator, ledgers: &[Ledger]) -> Self {
        let journal = emulator.journal().entries();
        let mut verdict = Self {
            faults: emulator.faults_struck(),
            worst_second: worst_second(&journal),
            calls: journal.iter().filter(|entry| counts(entry)).count(),
            ..Self::default()
        };
        for ledger in ledgers {
            verdict.unknown += ledger.unknown;
            verdict.applied += ledger.applied;
            verdict.rejected += ledger.rejected;
            verdict.reads += ledger.reads;
            verdict.failed_reads += ledger.failed_reads;
            verdict.left_to_user += ledger.left_to_user.len();
            let said = ledger.wrong.iter().chain(&ledger.unfinished);
            verdict.wrong.extend(said.cloned());
        }
        let mut held = everything(emulator);
        let inserts = inserts(&journal);
        for (key, told) in ledgers.iter().flat_map(|ledger| &ledger.rows) {
            let rows = held.remove(key).unwrap_or_default();
            let sent = inserts.iter().filter(|text| text.contains(key)).count();
            verdict.judge(key, told, &rows, sent);
        }
        verdict.unresolved = verdict.unresolved.saturating_sub(verdict.left_to_user);
        for (key, rows) in held {
            verdict.doubled += rows.len();
            verdict.say(format!("{key}: there, and nobody added it"));
        }
        verdict
    }

    fn judge(&mut self, key: &str, told: &Told, rows: &[String], sent: usize) {
        if rows.len() > 1 {
            self.doubled += rows.len() - 1;
            self.say(format!("{key}: there {} times, {told:?}", rows.len()));
        }
        // Each request that was not refused outright must be one that a report spoke of.
        if !key.starts_with('o') && sent > told.inserts {
            self.doubled += sent - told.inserts;
            self.say(format!("{key}: sent {sent} times, {told:?}"));
        }
        let held: Held = rows.first().cloned();
        if told.surely != held && !told.perhaps.contains(&held) {
            self.lost += 1;
            self.say(format!("{key}: it is {held:?}, {told:?}"));
        } else if !told.perhaps.is_empty() {
            self.unresolved += 1;
        }
    }

    fn say(&mut self, what: String) {
        self.wrong.push(what);
    }

    /// Whether all is as it should be. The worst second is asked only of a run that had the machine for
    /// itself, and so knows what the client may do in one: what a machine with other things to do
    /// delivers late comes too close to what follows, and is not the client's doing.
    pub(crate) fn is_good(&self, most: Option<u32>) -> bool {
        let too_fast = most.is_some_and(|most| self.worst_second > most as usize);
        self.lost + self.doubled + self.unresolved == 0 && self.wrong.is_empty() && !too_fast
    }

    pub(crate) fn json(&self, seconds: u64, seed: u64) -> Value {
        json!({
            "seconds": seconds,
            "seed": seed,
            "calls": self.calls,
            "faults": self.faults,
            "applied": self.applied,
            "rejected": self.rejected,
            "unknown": self.unknown,
            "unresolved": self.unresolved,
            "left_to_user": self.left_to_user,
            "reads": self.reads,
            "failed_reads": self.failed_reads,
            "lost": self.lost,
            "doubled": self.doubled,
            "worst_second": self.worst_second,
        })
    }
}

/// Everything that the tasks could have written, by natural key.
fn everything(emulator: &Emulator) -> BTreeMap<String, Vec<String>> {
    let mut held: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let list = emulator.list_id(LIST).unwrap_or_default();
    let rows = emulator.list_rows(&list).into_iter().map(|mut row| {
        let city = row.pop().unwrap_or_default();
        (row.pop().unwrap_or_default(), city)
    });
    let images = emulator.images().into_iter();
    let images = images.map(|image| (image.name, image.folder));
    let opt_outs = emulator.opt_outs().into_iter();
    let opt_outs = opt_outs.map(|one| (one.email, String::new()));
    let opt_outs = opt_outs.filter(|(email, _)| email.ends_with(OURS));
    for (key, value) in rows.chain(images).chain(opt_outs) {
        held.entry(key).or_default().push(value);
    }
    held
}

/// What was sent to be added, but for what the gateway refused before it came to Act-On.
fn inserts(journal: &[Entry]) -> Vec<String> {
    let adds = |entry: &&Entry| {
        entry.method == "POST" && entry.is_api_call() && ![401, 429].contains(&entry.status)
    };
    journal
        .iter()
        .filter(adds)
        .map(|entry| String::from_utf8_lossy(&entry.request_body).into_owned())
        .collect()
}

/// Calls that Act-On's allowance counts: all but the download of a file.
fn counts(entry: &Entry) -> bool {
    entry.is_api_call() || entry.path == "/token"
}

/// The most calls that arrived within any second.
fn worst_second(journal: &[Entry]) -> usize {
    let mut starts: Vec<i64> = journal
        .iter()
        .filter(|entry| counts(entry))
        .map(|entry| entry.at)
        .collect();
    starts.sort_unstable();
    let mut first = 0;
    let mut worst = 0;
    for (last, at) in starts.iter().enumerate() {
        while starts.get(first).is_some_and(|from| at - from >= 1000) {
            first += 1;
        }
        worst = worst.max(last + 1 - first);
    }
    worst
}

/// The keys that occur twice among these; of two tasks with one key no account would be right.
pub(crate) fn shared_keys(ledgers: &[Ledger]) -> usize {
    let keys: Vec<_> = ledgers.iter().flat_map(|one| one.rows.keys()).collect();
    keys.len() - keys.iter().collect::<HashSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::Verdict;

    #[test]
    fn the_pace_is_judged_only_where_nothing_else_runs() {
        let fast = Verdict {
            worst_second: 6,
            ..Verdict::default()
        };
        assert!(fast.is_good(None) && fast.is_good(Some(6)));
        assert!(!fast.is_good(Some(5)));
    }
}
