//! What a column's values are.

/// What a column's values are, whatever the wire wrote them as.
///
/// ```
/// use acton_orm::schema::{Kind, images};
/// assert_eq!(images::creation_time.meta().kind, Kind::Time);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Int,
    /// A number with a fraction.
    Float,
    /// A flag.
    Bool,
    /// A point in time.
    Time,
    /// The content of a file: written, never read.
    File,
}
