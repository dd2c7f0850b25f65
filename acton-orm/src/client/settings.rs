//! What the planner asks a client about.

use std::time::Duration;

/// Settings of reads and writes, apart from how calls are made.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Rows a page, 1 to 1000 (A§5.3).
    pub(crate) page_size: u32,
    /// Rows one read may return.
    pub(crate) max_rows: Option<u64>,
    /// Only reads are allowed.
    pub(crate) read_only: bool,
    pub(crate) downloads: Downloads,
    /// Calls one query or commit may cost.
    pub(crate) call_budget: Option<u64>,
    /// Other names for tables: what the program says, what the account has.
    pub(crate) aliases: Vec<(String, String)>,
    /// Calls that may begin in one second, where that is limited.
    pub(crate) per_second: Option<u32>,
    /// Calls of one query or commit that may be under way at once, where the limit a second does not
    /// need more.
    pub(crate) calls_in_flight: u32,
    /// How long Act-On may still carry out a write whose answer was lost.
    pub(crate) late_writes: Duration,
}

/// The longest call, in seconds, during which a limit a second is still made full use of.
const LONG_CALL: u32 = 8;
/// So many calls under way are enough for any limit a second.
const MANY: u32 = 64;

impl Settings {
    /// How many calls of one query or commit may be under way at once. Calls that take longer than a
    /// second overlap: as many must be under way as begin while the longest of them lasts, or the
    /// allowance a second is not used up.
    pub(crate) fn window(&self) -> usize {
        let overlapping = self
            .per_second
            .map_or(0, |calls| calls.saturating_mul(LONG_CALL).min(MANY));
        usize::try_from(self.calls_in_flight.max(overlapping)).unwrap_or(usize::MAX)
    }

    /// What a table is called in the account, if an alias says so.
    pub(crate) fn alias(&self, table: &str) -> Option<&str> {
        let mut aliases = self.aliases.iter();
        aliases
            .find(|(name, _)| name == table)
            .map(|(_, other)| other.as_str())
    }
}

/// How a whole list is read.
///
/// ```no_run
/// # async fn demo() -> acton_orm::Result<()> {
/// use acton_orm::{Client, Downloads};
///
/// let acton = Client::builder().downloads(Downloads::Pages).connect().await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Downloads {
    /// One CSV download where that costs fewer calls: it has no row limit (A§5.3).
    #[default]
    Csv,
    /// Always pages of JSON.
    Pages,
}

#[cfg(test)]
mod tests {
    use crate::client::config::{Config, Given};

    fn window(text: &str) -> usize {
        let text = format!("OAuthAccessToken=t;{text}");
        let config = Config::resolve(&Given::parse(&text).unwrap()).unwrap();
        config.settings.window()
    }

    #[test]
    fn a_limit_a_second_is_made_full_use_of_by_calls_of_up_to_eight_seconds() {
        assert_eq!(window(""), 40, "5 a second");
        assert_eq!(window("CallsPerSecond=1"), 8);
        assert_eq!(window("CallsPerSecond=2;CallsInFlight=4"), 16);
    }

    #[test]
    fn the_window_of_a_high_limit_ends_at_64() {
        assert_eq!(window("CallsPerSecond=8"), 64);
        assert_eq!(window("CallsPerSecond=1000"), 64);
    }

    #[test]
    fn there_are_never_fewer_than_calls_in_flight() {
        assert_eq!(window("CallsPerSecond=1;CallsInFlight=20"), 20);
        assert_eq!(window("CallsPerSecond=1000;CallsInFlight=256"), 256);
    }

    #[test]
    fn without_a_limit_a_second_it_is_calls_in_flight() {
        assert_eq!(window("CallsPerSecond=-1"), 8);
        assert_eq!(window("CallsPerSecond=-1;CallsInFlight=1"), 1);
        assert_eq!(window("CallsPerSecond=-1;CallsInFlight=100"), 100);
    }
}
