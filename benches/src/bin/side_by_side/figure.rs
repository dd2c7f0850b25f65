//! What a case came to, and how all are shown.

use std::time::Duration;

use anyhow::{Result, ensure};
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, Table};
use serde_json::json;

use crate::pace::Pace;
use crate::server::Measured;

/// One case, measured.
pub(crate) struct Figure {
    name: String,
    measured: Measured,
    ideal: Duration,
    /// What no program can be faster than, where the allowance says that.
    at_best: Option<Duration>,
    /// The pace that the emulator enforced.
    a_second: Option<u32>,
}

impl Figure {
    /// So many items of so many calls each, under an allowance, after calls that all wait for.
    pub(crate) fn limited(
        what: &str,
        items: u64,
        calls_of_one: u32,
        before: u32,
        pace: Pace,
        measured: Measured,
    ) -> Result<Self> {
        let calls = items * u64::from(calls_of_one) + u64::from(before);
        let in_a_row = calls_of_one + before;
        ensure!(
            measured.calls == calls,
            "{} calls were made, {calls} are needed",
            measured.calls
        );
        Ok(Self {
            name: format!("{items} {what}"),
            ideal: pace.ideal(calls, in_a_row),
            at_best: Some(pace.at_best(calls, in_a_row)),
            a_second: pace.is_act_ons().then_some(pace.a_second),
            measured,
        })
    }

    /// The same work by other means.
    pub(crate) fn against(what: &str, items: u64, measured: Measured, other: Duration) -> Self {
        Self {
            name: format!("{items} {what}"),
            ideal: other,
            at_best: None,
            a_second: None,
            measured,
        }
    }

    fn ratio(&self) -> f64 {
        self.measured.wall.as_secs_f64() / self.ideal.as_secs_f64()
    }

    /// Whether it took at most so many times its ideal, at the pace that is allowed.
    pub(crate) fn is_within(&self, most: f64) -> bool {
        let paced = self
            .a_second
            .is_none_or(|calls| self.measured.worst_second <= calls as usize);
        self.ratio() <= most && paced && self.measured.refused == 0
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        let millis = |time: Duration| time.as_secs_f64() * 1000.0;
        json!({
            "case": self.name,
            "calls": self.measured.calls,
            "refused": self.measured.refused,
            "worst_second": self.measured.worst_second,
            "most_in_flight": self.measured.most_in_flight,
            "stall_ms": millis(self.measured.stall).round(),
            "wall_ms": millis(self.measured.wall).round(),
            "ideal_ms": millis(self.ideal).round(),
            "at_best_ms": self.at_best.map(|best| millis(best).round()),
            "ratio": (self.ratio() * 1000.0).round() / 1000.0,
        })
    }
}

/// All figures, one a line.
pub(crate) fn table(figures: &[Figure]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header([
        "",
        "calls",
        "in flight",
        "worst second",
        "refused",
        "seconds",
        "ideal",
        "ratio",
        "at best",
        "stall",
    ]);
    let seconds = |time: Duration| format!("{:.2}", time.as_secs_f64());
    for figure in figures {
        let Measured {
            wall,
            calls,
            most_in_flight,
            worst_second,
            refused,
            stall,
        } = figure.measured;
        let paced = figure.a_second.map(|_| worst_second.to_string());
        table.add_row([
            figure.name.clone(),
            calls.to_string(),
            most_in_flight.to_string(),
            paced.unwrap_or_default(),
            refused.to_string(),
            seconds(wall),
            seconds(figure.ideal),
            format!("{:.2}", figure.ratio()),
            figure.at_best.map(seconds).unwrap_or_default(),
            seconds(stall),
        ]);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}
