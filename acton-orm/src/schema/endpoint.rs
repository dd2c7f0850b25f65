//! Where rows of a table are read: one call of Act-On's API, as data.

use std::fmt;

/// An HTTP method.
///
/// ```
/// assert_eq!(acton_orm::Method::GET.to_string(), "GET");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Method(&'static str);

impl Method {
    /// Reads.
    pub const GET: Self = Self("GET");
    /// Adds, or whatever Act-On has no other method for.
    pub const POST: Self = Self("POST");
    /// Replaces.
    pub const PUT: Self = Self("PUT");
    /// Changes a part.
    pub const PATCH: Self = Self("PATCH");
    /// Deletes.
    pub const DELETE: Self = Self("DELETE");

    /// As HTTP writes it.
    ///
    /// ```
    /// assert_eq!(acton_orm::Method::DELETE.as_str(), "DELETE");
    /// ```
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// What a call with this method does, unless its endpoint says otherwise.
    ///
    /// ```
    /// use acton_orm::{Effect, Method};
    /// assert_eq!(Method::POST.effect(), Effect::Adds);
    /// ```
    pub const fn effect(self) -> Effect {
        match self.0.as_bytes() {
            b"GET" => Effect::Reads,
            b"PUT" => Effect::Replaces,
            b"DELETE" => Effect::Deletes,
            _ => Effect::Adds,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

/// What a call does at Act-On. It decides whether the call may be made again after a failure, and
/// whether a read-only client may make it at all.
///
/// ```
/// use acton_orm::Effect;
/// assert!(Effect::Replaces.is_repeatable() && !Effect::Adds.is_repeatable());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing: the call reads, whatever its method.
    Reads,
    /// Something new each time: made again only where the first was surely not received.
    Adds,
    /// The same however often it is made.
    Replaces,
    /// Takes something away; once it is gone, once more changes nothing.
    Deletes,
    /// Something that cannot be taken back, such as a message: never made again.
    Sends,
}

impl Effect {
    /// Whether the call may be made again when its answer was lost.
    ///
    /// ```
    /// assert!(!acton_orm::Effect::Sends.is_repeatable());
    /// ```
    pub const fn is_repeatable(self) -> bool {
        matches!(self, Self::Reads | Self::Replaces | Self::Deletes)
    }
}
