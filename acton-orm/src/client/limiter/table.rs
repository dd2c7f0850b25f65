//! The window of a second as words in a file. Pure: bytes and times in, bytes and times out.
//!
//! A mark, three words about the last 429, and then a word for each call that counts: until when it
//! does, in microseconds since 1970. A call that no longer counts leaves its word to another. So a
//! process that dies leaves nothing that has to be cleared away, and what makes no sense, such as the
//! words of a clock that was set back since, counts for nothing.

use std::time::Duration;

/// As many calls as a second may have at most, and a few.
const SLOTS: usize = 1020;
const HEAD: usize = 4;
const CLOSED: usize = 1;
const SLOW_UNTIL: usize = 2;
const SLOW: usize = 3;
/// The length of the file, in bytes.
pub(super) const LENGTH: usize = (HEAD + SLOTS) * WORD;
const WORD: usize = 8;
/// What the file begins with.
const MARK: u64 = u64::from_le_bytes(*b"acton/s1");
/// A call that counts for longer than this from now is none.
const LONGEST: u64 = 4_000_000;
/// A 429 that stops for longer than this is none.
const LONGEST_STOP: u64 = 100_000_000;

/// The words, and which of them have to be written back.
#[derive(Debug)]
pub(super) struct Table {
    words: Vec<u64>,
    written: Vec<usize>,
    /// There was none before.
    is_new: bool,
}

/// Where a call is counted, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    slot: usize,
    pub(super) until: u64,
}

/// What became of asking for a turn.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Taken(Place),
    /// None is free for so long.
    Wait(Duration),
}

impl Table {
    /// Anything that is no table is an empty one.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let words: Vec<u64> = bytes
            .as_chunks::<WORD>()
            .0
            .iter()
            .map(|word| u64::from_le_bytes(*word))
            .collect();
        let sound = bytes.len() == LENGTH && words.first() == Some(&MARK);
        if sound {
            return Self {
                words,
                written: Vec::new(),
                is_new: false,
            };
        }
        let mut words = vec![0; HEAD + SLOTS];
        words[0] = MARK;
        Self {
            words,
            written: Vec::new(),
            is_new: true,
        }
    }

    /// All of it, where nothing of what was there can stay.
    pub(super) fn whole(&self) -> Option<Vec<u8>> {
        let bytes = || self.words.iter().flat_map(|word| word.to_le_bytes());
        self.is_new.then(|| bytes().collect())
    }

    /// What has changed: where, and the bytes.
    pub(super) fn changes(&self) -> impl Iterator<Item = (u64, [u8; WORD])> {
        let word = |at: &usize| {
            let place = u64::try_from(at * WORD).ok()?;
            Some((place, self.words.get(*at)?.to_le_bytes()))
        };
        self.written.iter().filter_map(word)
    }

    /// A turn of so many in a window, if one is free; it counts for so long.
    pub(super) fn take(&mut self, now: u64, allowed: usize, lasting: Duration) -> Asked {
        let closed = self.word(CLOSED);
        if is_ahead(closed, now, LONGEST_STOP) {
            return wait(closed - now);
        }
        let mut allowed = allowed.clamp(1, SLOTS);
        if is_ahead(self.word(SLOW_UNTIL), now, LONGEST_STOP) {
            allowed = usize::try_from(self.word(SLOW)).map_or(1, |slow| allowed.min(slow.max(1)));
        }
        let slots = self.words.get(HEAD..).unwrap_or_default();
        let mut counting: Vec<u64> = slots
            .iter()
            .copied()
            .filter(|until| is_ahead(*until, now, LONGEST))
            .collect();
        if let Some(full) = counting.len().checked_sub(allowed) {
            counting.sort_unstable();
            return wait(counting.get(full).map_or(0, |until| until - now));
        }
        let free = slots
            .iter()
            .position(|until| !is_ahead(*until, now, LONGEST));
        let place = Place {
            slot: HEAD + free.unwrap_or_default(),
            until: now + micros(lasting),
        };
        self.write(place.slot, place.until);
        Asked::Taken(place)
    }

    /// A call counts until another time, unless its word is another's by now.
    pub(super) fn change(&mut self, place: Place, until: u64) {
        if self.word(place.slot) == place.until {
            self.write(place.slot, until);
        }
    }

    /// Nothing starts for a while, and then so many in a window for a while.
    pub(super) fn refuse(&mut self, now: u64, closed: Duration, slow: Duration, calls: usize) {
        let known = self.word(CLOSED);
        let reopens = now + micros(closed);
        let later = is_ahead(known, now, LONGEST_STOP) && known > reopens;
        self.write(CLOSED, if later { known } else { reopens });
        self.write(SLOW_UNTIL, reopens + micros(slow));
        self.write(SLOW, u64::try_from(calls).unwrap_or(u64::MAX));
    }

    fn word(&self, at: usize) -> u64 {
        self.words.get(at).copied().unwrap_or_default()
    }

    fn write(&mut self, at: usize, value: u64) {
        if let Some(word) = self.words.get_mut(at) {
            *word = value;
            self.written.push(at);
        }
    }
}

fn is_ahead(time: u64, now: u64, at_most: u64) -> bool {
    time > now && time - now <= at_most
}

fn wait(micros: u64) -> Asked {
    Asked::Wait(Duration::from_micros(micros))
}

pub(super) fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const NOW: u64 = 1_800_000_000_000_000;

    fn taken(asked: Asked) -> Place {
        match asked {
            Asked::Taken(place) => place,
            Asked::Wait(wait) => panic!("it has to wait {wait:?}"),
        }
    }

    fn bytes(table: &Table) -> Vec<u8> {
        table
            .words
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .collect()
    }

    /// As the next process finds it.
    fn again(table: &Table) -> Table {
        Table::read(&bytes(table))
    }

    #[test]
    fn a_window_has_so_many_turns_and_says_when_the_next_is_free() {
        let mut table = Table::read(b"");
        for call in 0..5 {
            taken(table.take(NOW + call * 1000, 5, SECOND));
            table = again(&table);
        }
        let asked = table.take(NOW + 5000, 5, SECOND);
        assert_eq!(asked, Asked::Wait(Duration::from_micros(995_000)));
        // One that is allowed fewer waits for more of them to end.
        let asked = table.take(NOW + 5000, 2, SECOND);
        assert_eq!(asked, Asked::Wait(Duration::from_micros(998_000)));
        taken(table.take(NOW + 1_000_000, 5, SECOND));
    }

    #[test]
    fn only_what_has_changed_is_written() {
        let mut table = again(&Table::read(b""));
        let place = taken(table.take(NOW, 5, SECOND));
        let written: Vec<_> = table.changes().collect();
        assert_eq!(written, [(32, place.until.to_le_bytes())]);
        assert_eq!(table.whole(), None);
        let mut new = Table::read(b"");
        taken(new.take(NOW, 5, SECOND));
        assert_eq!(new.whole().map(|bytes| bytes.len()), Some(LENGTH));
    }

    #[test]
    fn a_call_counts_until_another_time_if_its_word_is_still_its_own() {
        let mut table = Table::read(b"");
        let place = taken(table.take(NOW, 1, SECOND));
        table.change(place, NOW + 2_000_000);
        assert_eq!(table.take(NOW, 1, SECOND), Asked::Wait(SECOND * 2));
        table.change(place, NOW);
        assert_eq!(table.take(NOW, 1, SECOND), Asked::Wait(SECOND * 2));
    }

    #[test]
    fn a_429_stops_everybody_and_then_slows_them_down() {
        let mut table = Table::read(b"");
        table.refuse(NOW, SECOND * 7, SECOND * 30, 2);
        table.refuse(NOW, SECOND, SECOND * 30, 2);
        assert_eq!(table.take(NOW, 5, SECOND), Asked::Wait(SECOND * 7));
        let reopened = NOW + 7_000_000;
        taken(table.take(reopened, 5, SECOND));
        taken(table.take(reopened, 5, SECOND));
        assert_eq!(table.take(reopened, 5, SECOND), Asked::Wait(SECOND));
        let over = NOW + 40_000_000;
        for _ in 0..5 {
            taken(table.take(over, 5, SECOND));
        }
    }

    #[test]
    fn what_another_clock_left_counts_for_nothing() {
        let mut table = Table::read(b"");
        for _ in 0..5 {
            taken(table.take(NOW + 3_600_000_000, 5, SECOND));
        }
        table.refuse(NOW + 3_600_000_000, SECOND, SECOND, 1);
        taken(table.take(NOW, 5, SECOND));
    }

    proptest! {
        #[test]
        fn whatever_lies_there_is_a_table_and_stops_nobody_for_longer_than_it_may(
            mark: bool,
            words in prop::collection::vec(prop_oneof![any::<u64>(), NOW - 5_000_000..NOW + 200_000_000], 1023),
            cut in prop_oneof![Just(0_usize), 0_usize..9000],
        ) {
            let first = if mark { MARK } else { 7 };
            let words = std::iter::once(first).chain(words);
            let mut bytes: Vec<u8> = words.flat_map(u64::to_le_bytes).collect();
            bytes.truncate(bytes.len().saturating_sub(cut));
            let mut table = Table::read(&bytes);
            let mut now = NOW;
            for _ in 0..2000 {
                match table.take(now, 1000, SECOND) {
                    Asked::Taken(_) => return Ok(()),
                    Asked::Wait(wait) => {
                        prop_assert!(wait <= Duration::from_secs(100) && wait > Duration::ZERO);
                        now += micros(wait);
                    }
                }
            }
            prop_assert!(false, "it never came to a turn");
        }
    }
}
