//! Times as people read them: the account's zone is US/Pacific (A§4.2).
//!
//! The United States rule is two lines of arithmetic, so no time zone database is carried.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Weekday};

/// A date-time cell: `2024-09-03 12:47:01 PDT`.
pub(crate) fn cell(ms: i64) -> String {
    let (local, zone) = pacific(ms);
    format!("{} {zone}", local.format("%Y-%m-%d %H:%M:%S"))
}

/// A label in a listing: `Aug 27 2024 4:14 PM PDT`.
pub(crate) fn label(ms: i64) -> String {
    let (local, zone) = pacific(ms);
    format!("{} {zone}", local.format("%b %-d %Y %-I:%M %p"))
}

/// A label in a listing of messages: `Fri Sep 6 9:50 AM PDT`.
pub(crate) fn weekday_label(ms: i64) -> String {
    let (local, zone) = pacific(ms);
    format!("{} {zone}", local.format("%a %b %-d %-I:%M %p"))
}

/// The day of an instant in the account's time zone.
pub(crate) fn date(ms: i64) -> NaiveDate {
    pacific(ms).0.date()
}

/// `2409`: the month as ids and periods have it.
pub(crate) fn year_and_month(ms: i64) -> String {
    pacific(ms).0.format("%y%m").to_string()
}

/// `2 days ago`; the words for other distances are inferred.
pub(crate) fn ago(ms: i64) -> String {
    let (count, unit) = match ms / 60_000 {
        minutes if minutes >= 1440 => (minutes / 1440, "day"),
        minutes if minutes >= 60 => (minutes / 60, "hour"),
        minutes => (minutes.max(0), "minute"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural} ago")
}

/// A day: `09/06/2024`.
pub(crate) fn day(ms: i64) -> String {
    pacific(ms).0.format("%m/%d/%Y").to_string()
}

fn pacific(ms: i64) -> (NaiveDateTime, &'static str) {
    let utc = DateTime::from_timestamp_millis(ms)
        .unwrap_or_default()
        .naive_utc();
    let (hours, zone) = if is_summer(utc) {
        (-7, "PDT")
    } else {
        (-8, "PST")
    };
    (utc + Duration::hours(hours), zone)
}

/// Second Sunday of March 2:00 PST (10:00 UTC) to first Sunday of November 2:00 PDT (9:00 UTC).
fn is_summer(utc: NaiveDateTime) -> bool {
    let change = |month, nth, hour| {
        NaiveDate::from_weekday_of_month_opt(utc.year(), month, Weekday::Sun, nth)
            .and_then(|day| day.and_hms_opt(hour, 0, 0))
    };
    match (change(3, 2, 10), change(11, 1, 9)) {
        (Some(begin), Some(end)) => begin <= utc && utc < end,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_is_daylight_time() {
        assert_eq!(cell(1_725_392_821_000), "2024-09-03 12:47:01 PDT");
        assert_eq!(label(1_724_800_487_518), "Aug 27 2024 4:14 PM PDT");
    }

    #[test]
    fn clocks_change_at_two_in_the_morning() {
        // 2024-03-10 09:59:59 UTC and one second later; 2024-11-03 likewise.
        assert_eq!(cell(1_710_064_799_000), "2024-03-10 01:59:59 PST");
        assert_eq!(cell(1_710_064_800_000), "2024-03-10 03:00:00 PDT");
        assert_eq!(cell(1_730_624_399_000), "2024-11-03 01:59:59 PDT");
        assert_eq!(cell(1_730_624_400_000), "2024-11-03 01:00:00 PST");
    }
}
