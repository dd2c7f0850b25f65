//! `Hardbounce`: addresses that bounced for good. Act-On keeps it; it can only be read.
//!
//! ```
//! use acton_orm::schema::hardbounce;
//!
//! let bounced = hardbounce::table.select((hardbounce::email, hardbounce::timestamp));
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::{Endpoint, Reads, Shape, declare::declare, push::created_range};

declare! {
    /// An address that bounced for good.
    Hardbounce = "Hardbounce";
    reads Reads::by(&[Endpoint::get("/api/1/list/hardbounce", Shape::RESULT).paged(false)]);
    key email;
    columns {
        /// The address; the key, for these rows have no id.
        email: String, "Email", ["email"], Generated;
        /// Since when (milliseconds on the wire). A range is pushed down.
        timestamp: DateTime<Utc>, "Timestamp", ["timestamp"], Generated, push [created_range()[0], created_range()[1]];
        /// How the address came here, in Act-On's words.
        origin: Option<String>, "Origin", ["origin"], Generated;
    }
}
