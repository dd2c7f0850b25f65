//! Who a message is from, and whom it goes to.

/// Who a message is from: a sender that the account has verified.
///
/// ```
/// let sender = acton_orm::mail::Sender::new("Emma", "emma@example.com");
/// assert_eq!(sender.email, "emma@example.com");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sender {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
}

impl Sender {
    /// A sender.
    ///
    /// ```
    /// # use acton_orm::mail::Sender;
    /// let sender = Sender::new("Emma", "emma@example.com");
    /// # drop(sender);
    /// ```
    pub fn new(name: impl Into<String>, email: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            email: email.into(),
        }
    }
}

/// Whom a message goes to: lists and segments, or single records.
///
/// ```
/// use acton_orm::mail::To;
/// let to = To::lists(["l-0001"]).and_records(["l-0002:1f"]);
/// # drop(to);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct To {
    pub(super) lists: Vec<String>,
    pub(super) records: Vec<String>,
}

fn ids<I: Into<String>>(ids: impl IntoIterator<Item = I>) -> Vec<String> {
    ids.into_iter().map(Into::into).collect()
}

impl To {
    /// Everybody in these lists and segments, by their ids.
    ///
    /// ```
    /// # use acton_orm::mail::To;
    /// let to = To::lists(["l-0001", "g-0452"]);
    /// # drop(to);
    /// ```
    pub fn lists<I: Into<String>>(lists: impl IntoIterator<Item = I>) -> Self {
        Self {
            lists: ids(lists),
            records: Vec::new(),
        }
    }

    /// These records, by their ids.
    ///
    /// ```
    /// # use acton_orm::mail::To;
    /// let ada = To::records(["l-0001:0"]);
    /// # drop(ada);
    /// ```
    pub fn records<I: Into<String>>(records: impl IntoIterator<Item = I>) -> Self {
        Self {
            lists: Vec::new(),
            records: ids(records),
        }
    }

    /// These records as well.
    ///
    /// ```
    /// # use acton_orm::mail::To;
    /// let to = To::lists(["l-0001"]).and_records(["l-0002:1f"]);
    /// # drop(to);
    /// ```
    pub fn and_records<I: Into<String>>(mut self, records: impl IntoIterator<Item = I>) -> Self {
        self.records.extend(ids(records));
        self
    }
}
