//! The ways to read a table.

/// One way to get rows from Act-On.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Read {
    /// No call: the filter can never be true, or no row is wanted.
    Nothing,
    /// One row by each key. A list's row comes without headings, which cost one call more.
    Get { keys: Vec<String> },
    /// The first row with this address; `otherwise` where it does not settle the matter.
    Lookup { email: String, otherwise: Box<Read> },
    /// One call that returns everything.
    Whole,
    /// `offset` and `count` until enough or all has been read.
    Pages {
        bounds: Bounds,
        /// Headings to ask for; `None` asks for all.
        fields: Option<Vec<&'static str>>,
        dates: bool,
        from: u64,
        /// Rows wanted, where the server can be told.
        most: Option<u64>,
    },
    /// The whole list as one CSV download.
    Download {
        bounds: Bounds,
        fields: Option<Vec<&'static str>>,
        dates: bool,
    },
    /// The `totalCount` of an answer with one row.
    Total { bounds: Bounds },
}

/// Ranges of times that Act-On filters by: parameter and Unix milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Bounds(pub(crate) Vec<(&'static str, i64)>);

impl Bounds {
    /// Narrows `after` to the later and `before` to the earlier bound.
    pub(crate) fn narrow(&mut self, parameter: &'static str, millis: i64, later_wins: bool) {
        match self.0.iter_mut().find(|(known, _)| *known == parameter) {
            Some((_, bound)) if later_wins => *bound = millis.max(*bound),
            Some((_, bound)) => *bound = millis.min(*bound),
            None => self.0.push((parameter, millis)),
        }
    }
}
