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

/// What an answer looks like, and so which decoder reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    /// One object, which is the row.
    Object,
    /// `{offset, count, totalCount, <rows>: [..]}` with objects.
    Envelope {
        /// The key of the array of objects.
        rows: &'static str,
    },
    /// Folders `{name, <entries>: [..]}` with objects in them: a bare array, or below the key `at`.
    Folders {
        /// The key of the array of folders, where it is not the whole answer.
        at: Option<&'static str>,
        /// The key of a folder's objects.
        entries: &'static str,
        /// The folder that has every object once more, if one does.
        all: Option<&'static str>,
    },
    /// An object whose members are the rows, below the key `at`: a member's name and its value are
    /// the columns with the wire keys [`MEMBER_NAME`](Self::MEMBER_NAME) and
    /// [`MEMBER_VALUE`](Self::MEMBER_VALUE).
    Members {
        /// The key of the object; without it there are no rows.
        at: &'static str,
    },
    /// What stands at this path of keys: an object, which is the row, or an array of objects. Where there
    /// is nothing there are no rows.
    At(&'static [&'static str]),
    /// Objects in an array, wherever it stands: the whole answer, or the one array of an object. For
    /// answers whose form is not published.
    AnyArray,
    /// The same; of several arrays it is the one below this key. An object with no members at all, as
    /// Act-On publishes it for such answers, has no rows.
    AnyArrayOr(&'static str),
    /// A page of a list: `{headers: [..], data: [[..], ..], totalCount}`.
    Page,
    /// One record of a list: an array of cells in the order of the list's headings.
    Record,
    /// The first record with an address: an object keyed by heading.
    LookUp,
    /// A list as CSV, with a heading row.
    Csv,
}

impl Shape {
    /// The wire key of the column that is a member's name.
    pub(crate) const MEMBER_NAME: &'static str = "{name}";

    /// The wire key of the column that is a member's value.
    pub(crate) const MEMBER_VALUE: &'static str = "{value}";

    /// The envelope as nearly all have it (A§5.3).
    pub(crate) const RESULT: Self = Self::Envelope { rows: "result" };

    /// Folders as the libraries of images and media have them (A§12).
    pub(crate) const FOLDERS: Self = Self::Folders {
        at: None,
        entries: "entries",
        all: None,
    };
}

/// How an endpoint hands out its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Paging {
    /// One answer has all.
    None,
    /// By the parameters `offset` and `count`, at most 1000 rows an answer (Act-On's limit).
    Offset {
        /// Whether the answer has a true `totalCount`; suppression lists always say -1.
        total: bool,
    },
}

/// How an endpoint is told which columns are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Projection {
    /// The parameter that lists the columns.
    pub(crate) parameter: &'static str,
    /// What stands between them; a column whose name holds it cannot be asked for.
    pub(crate) between: char,
    /// So many columns or more cannot be asked for.
    pub(crate) most: usize,
}

impl Projection {
    /// Of a list (Act-On's list download).
    pub(crate) const LIST: Self = Self {
        parameter: "fields",
        between: ';',
        most: 255,
    };
}

/// One call that gives rows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Endpoint {
    /// The HTTP method.
    pub(crate) method: Method,
    /// The path, with holes in braces: `{list}`, `{key}`.
    pub(crate) path: &'static str,
    /// Parameters that are always sent; one with the name of a hole of the path fills it.
    pub(crate) fixed: &'static [(&'static str, &'static str)],
    /// How its rows are handed out.
    pub(crate) paging: Paging,
    /// What its answer looks like.
    pub(crate) shape: Shape,
    /// What it does; a `POST` may read.
    pub(crate) effect: Effect,
    /// How it is told which columns are wanted, if it can be.
    pub(crate) projection: Option<Projection>,
    /// The columns, by field name, that its answer does not carry.
    pub(crate) lacks: &'static [&'static str],
}

impl Endpoint {
    pub(crate) const fn get(path: &'static str, shape: Shape) -> Self {
        Self {
            method: Method::GET,
            path,
            fixed: &[],
            paging: Paging::None,
            shape,
            effect: Effect::Reads,
            projection: None,
            lacks: &[],
        }
    }

    pub(crate) const fn with(mut self, fixed: &'static [(&'static str, &'static str)]) -> Self {
        self.fixed = fixed;
        self
    }

    pub(crate) const fn paged(mut self, total: bool) -> Self {
        self.paging = Paging::Offset { total };
        self
    }

    pub(crate) const fn projects(mut self, projection: Projection) -> Self {
        self.projection = Some(projection);
        self
    }

    pub(crate) const fn without(mut self, lacks: &'static [&'static str]) -> Self {
        self.lacks = lacks;
        self
    }

    /// Whether its path has this hole.
    pub(crate) fn has_hole(&self, name: &str) -> bool {
        let mut segments = self.path.split('/');
        segments.any(|segment| segment.strip_prefix('{') == Some(&format!("{name}}}")))
    }

    /// The value of a parameter that is always sent.
    pub(crate) fn fixed(&self, parameter: &str) -> Option<&'static str> {
        let mut fixed = self.fixed.iter();
        fixed
            .find(|(name, _)| *name == parameter)
            .map(|(_, value)| *value)
    }
}

/// The calls that read a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reads {
    /// All of them together give every row; they differ in a fixed parameter.
    pub(crate) scan: &'static [Endpoint],
    /// One row by its key, which fills the hole `{key}`.
    pub(crate) by_key: Option<Endpoint>,
    /// The first row with a value of one column, sent as the parameter `email`.
    pub(crate) look_up: Option<Endpoint>,
    /// Any number of rows at once.
    pub(crate) download: Option<Endpoint>,
    /// There is a row for each row of the list that is said: its key is that row's, and a read of all is
    /// one by key for each.
    pub(crate) each_row: bool,
}

impl Reads {
    pub(crate) const fn by(scan: &'static [Endpoint]) -> Self {
        Self {
            scan,
            by_key: None,
            look_up: None,
            download: None,
            each_row: false,
        }
    }

    /// A row for each row of a list, read by that row's key.
    pub(crate) const fn of_each_row(by_key: &'static [Endpoint; 1]) -> Self {
        let mut reads = Self::by(by_key).one(by_key[0]);
        reads.each_row = true;
        reads
    }

    pub(crate) const fn one(mut self, by_key: Endpoint) -> Self {
        self.by_key = Some(by_key);
        self
    }

    /// Whether an endpoint needs the id of a list.
    pub(crate) fn of_a_list(&self) -> bool {
        self.scan.iter().any(|scan| scan.path.contains("{list}"))
    }
}
