//! The ways in which Act-On writes a time (A§4.2).

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone, Utc};

/// Unix milliseconds, as `/api/1` writes them.
pub(super) fn from_millis(millis: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(millis)
}

/// A time written as text: milliseconds in digits, or one of Act-On's forms with a time zone. What is finer
/// than a millisecond is left out, for a cell's times are to the millisecond, as they are written.
pub(super) fn from_text(text: &str) -> Option<DateTime<Utc>> {
    from_millis(precisely(text)?.timestamp_millis())
}

fn precisely(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(millis) = text.parse() {
        return from_millis(millis);
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.with_timezone(&Utc));
    }
    // A year of more than four digits, which RFC 3339 does not have, as it is written here.
    if text.starts_with(['+', '-']) {
        return text.parse().ok();
    }
    let (local, zone) = text.rsplit_once(' ')?;
    let offset = offset_of(zone)?;
    FORMS
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(local, form).ok())
        .and_then(|local| offset.from_local_datetime(&local).single())
        .map(|time| time.with_timezone(&Utc))
}

/// `2024-09-03 12:47:01` in list cells, `Aug 27 2024 4:14 PM` elsewhere.
const FORMS: &[&str] = &["%Y-%m-%d %H:%M:%S", "%b %d %Y %I:%M %p", "%b %d %Y %H:%M"];

/// Hours from UTC of the abbreviations that Act-On's zones have; where one stands for several zones,
/// the American one, as Act-On's samples are.
const ZONES: &[(&str, i32)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("AST", -4),
    ("ADT", -3),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
    ("AKST", -9),
    ("AKDT", -8),
    ("HST", -10),
    ("WET", 0),
    ("WEST", 1),
    ("BST", 1),
    ("CET", 1),
    ("CEST", 2),
    ("EET", 2),
    ("EEST", 3),
];

fn offset_of(zone: &str) -> Option<FixedOffset> {
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| *name == zone) {
        return FixedOffset::east_opt(hours * 3600);
    }
    // `GMT-12:00`, as drilldowns write it.
    let (hours, minutes) = zone.strip_prefix("GMT")?.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let sign = if zone.contains('-') { -1 } else { 1 };
    let seconds = hours
        .checked_mul(3600)?
        .checked_add(minutes.checked_mul(sign * 60)?)?;
    FixedOffset::east_opt(seconds)
}

#[cfg(test)]
mod tests {
    use super::from_text;

    #[test]
    fn every_form_of_a_time_is_read() {
        let cases = [
            ("1724800487518", "2024-08-27T23:14:47.518Z"),
            ("2024-09-03 12:47:01 PDT", "2024-09-03T19:47:01Z"),
            ("Aug 27 2024 4:14 PM PDT", "2024-08-27T23:14:00Z"),
            ("Oct 7 2019 11:59 AM GMT-12:00", "2019-10-07T23:59:00Z"),
            ("Oct 7 2019 11:59 AM GMT+05:30", "2019-10-07T06:29:00Z"),
            ("2024-09-03T19:47:01Z", "2024-09-03T19:47:01Z"),
            (
                "2024-09-03T19:47:01.9223372036Z",
                "2024-09-03T19:47:01.922Z",
            ),
            ("1969-12-31T23:59:59.0009Z", "1969-12-31T23:59:59Z"),
            ("+10000-01-01T00:00:00Z", "+10000-01-01T00:00:00Z"),
        ];
        for (text, expected) in cases {
            let read = from_text(text)
                .map(|time| time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true));
            assert_eq!(read.as_deref(), Some(expected), "{text}");
        }
        assert_eq!(from_text("soon"), None);
        assert_eq!(from_text("2024-09-03 12:47:01 XYZ"), None);
    }
}
