//! What a column's values are.

/// What a column's values are, whatever the wire wrote them as.
///
/// ```
/// use acton_orm::schema::{Kind, images};
/// assert_eq!(images::creation_time.meta().kind(), Kind::Time);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// Several texts.
    Texts,
    /// The content of a file: written, never read.
    File,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Text => "text",
            Self::Int => "a whole number",
            Self::Float => "a number",
            Self::Bool => "a flag",
            Self::Time => "a time",
            Self::Texts => "several texts",
            Self::File => "a file",
        })
    }
}
