//! `ReportsByPeriod`: all messages of a month together, day by day.
//!
//! The month has to be said before it can be read.
//!
//! ```
//! use acton_orm::schema::reports_by_period::{self, Month};
//!
//! let september = reports_by_period::table
//!     .select((reports_by_period::day_of_month, reports_by_period::sent))
//!     .of(Month::new(2024, 9).expect("a month"));
//! assert!(september.explain().to_string().contains("GET /api/1/message/report?period=2409"));
//! ```
#![allow(non_upper_case_globals)]

use super::scope::{Needs, Ready};
use super::{Endpoint, Reads, Shape, declare::declare};

/// A month, as Act-On's reports by period take it: `YYMM` (A§10.4).
///
/// ```
/// use acton_orm::schema::reports_by_period::Month;
/// assert_eq!(String::from(Month::new(2024, 9).expect("a month")), "2409");
/// assert_eq!(Month::new(2024, 13), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: u16,
    number: u8,
}

impl Month {
    /// A month of the years 2000 to 2099, from 1 to 12.
    ///
    /// ```
    /// assert!(acton_orm::schema::reports_by_period::Month::new(2024, 12).is_some());
    /// ```
    pub fn new(year: u16, number: u8) -> Option<Self> {
        let is_one = (2000..2100).contains(&year) && (1..=12).contains(&number);
        is_one.then_some(Self { year, number })
    }
}

impl From<Month> for String {
    fn from(said: Month) -> Self {
        format!("{:02}{:02}", said.year % 100, said.number)
    }
}

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a report by period is of one month: say which with `.of(month)`",
    label = "of which month?"
)]
pub trait OfMonth {}

impl<R: OfMonth> Ready<R> for Needs<ReportsByPeriod> {}

declare! {
    /// What became of all messages on one day.
    ReportsByPeriod = "ReportsByPeriod";
    reads Reads::by(&[
        Endpoint::get("/api/1/message/report", Shape::AnyArray).with(&[("period", "{month}")]),
    ]);
    /// Says of which month.
    inputs of(month: crate::schema::reports_by_period::Month),
        as "acton_orm::schema::reports_by_period::Month::new(2024, 9).expect(\"a month\")";
    key day_of_month;
    columns {
        /// The month that was said, as `2409`.
        month: String, "Month", [], Generated, parameter "month";
        /// The day, from 1.
        day_of_month: i64, "DayOfMonth", ["dayOfMonth"], Generated;
        /// The day of the week; 1 is Sunday.
        day_of_week: Option<i64>, "DayOfWeek", ["dayOfWeek"], Generated;
        /// How many were sent.
        sent: Option<i64>, "Sent", ["sent"], Generated;
        /// How many were opened.
        opened: Option<i64>, "Opened", ["opened"], Generated;
        /// How many links were followed.
        clicked: Option<i64>, "Clicked", ["clicked"], Generated;
        /// How many came back.
        bounced: Option<i64>, "Bounced", ["bounced"], Generated;
        /// How many came back for good.
        hard_bounced: Option<i64>, "HardBounced", ["hardBounced"], Generated;
        /// How many came back for now.
        soft_bounced: Option<i64>, "SoftBounced", ["softBounced"], Generated;
        /// How many opted out.
        opted_out: Option<i64>, "OptedOut", ["optedOut"], Generated;
    }
}
