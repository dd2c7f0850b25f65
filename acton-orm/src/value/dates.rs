//! Dates, and the points in time of other libraries than chrono.

use chrono::NaiveDate;

use super::{Cell, Mismatch, Never, Value};

/// A date is text in Act-On, and here the text `2024-09-03` and no other: that form alone compares and
/// sorts as dates do, and is what is written. Any other is refused when it is read.
#[diagnostic::do_not_recommend]
impl Value for NaiveDate {
    type Base = NaiveDate;
    type Stored = String;
    type Empty = Never;
    type OrNull = Option<NaiveDate>;

    fn decode(cell: Cell<'_>) -> Result<Self, Mismatch> {
        let date = cell.as_text().and_then(from_text);
        date.ok_or_else(|| Mismatch::new("a date such as `2024-09-03`", &cell))
    }

    fn encode(&self) -> Cell<'static> {
        Cell::from(self.to_string())
    }
}

/// As it would be written: chrono also takes `2024-9-3`, which sorts elsewhere.
fn from_text(text: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (date.to_string() == text).then_some(date)
}

/// A point in time that is a chrono one in the cell.
#[cfg(any(feature = "jiff", feature = "time"))]
macro_rules! point_in_time {
    ($type:ty, $to:expr, $from:expr) => {
        #[diagnostic::do_not_recommend]
        impl Value for $type {
            type Base = chrono::DateTime<chrono::Utc>;
            type Stored = chrono::DateTime<chrono::Utc>;
            type Empty = Never;
            type OrNull = Option<$type>;

            fn decode(cell: Cell<'_>) -> Result<Self, Mismatch> {
                let read = match &cell {
                    Cell::Time(time) => $from(time.timestamp(), time.timestamp_subsec_nanos()),
                    _ => None,
                };
                read.ok_or_else(|| Mismatch::new("a time", &cell))
            }

            fn encode(&self) -> Cell<'static> {
                let (seconds, nanoseconds): (i64, u32) = $to(self);
                // chrono has every year that the others have.
                let time = chrono::DateTime::from_timestamp(seconds, nanoseconds);
                Cell::Time(time.unwrap_or(chrono::DateTime::<chrono::Utc>::MAX_UTC))
            }
        }
    };
}

/// Seconds and the nanoseconds after them, from a count of nanoseconds.
#[cfg(any(feature = "jiff", feature = "time"))]
fn parts(nanoseconds: i128) -> (i64, u32) {
    const SECOND: i128 = 1_000_000_000;
    let seconds = i64::try_from(nanoseconds.div_euclid(SECOND)).unwrap_or(i64::MAX);
    let rest = u32::try_from(nanoseconds.rem_euclid(SECOND)).unwrap_or_default();
    (seconds, rest)
}

#[cfg(feature = "jiff")]
point_in_time!(
    jiff::Timestamp,
    |time: &jiff::Timestamp| parts(time.as_nanosecond()),
    |seconds, nanoseconds: u32| {
        let rest = i32::try_from(nanoseconds).ok()?;
        jiff::Timestamp::new(seconds, rest).ok()
    }
);

#[cfg(feature = "time")]
point_in_time!(
    time::OffsetDateTime,
    |time: &time::OffsetDateTime| parts(time.unix_timestamp_nanos()),
    |seconds, nanoseconds| {
        let whole = time::OffsetDateTime::from_unix_timestamp(seconds).ok()?;
        whole.replace_nanosecond(nanoseconds).ok()
    }
);

#[cfg(test)]
mod tests {
    use super::from_text;

    #[test]
    fn a_date_has_one_form() {
        assert!(from_text("2024-09-03").is_some());
        for other in [
            "2024-9-3",
            "2024-09-03 ",
            "03.09.2024",
            "2024-13-01",
            "+2024-9-03",
            "",
        ] {
            assert_eq!(from_text(other), None, "{other}");
        }
    }
}
