//! Who looked at which file of the media library (A§12.1).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Somebody who looked at a file or followed a link, once or more often on one day.
///
/// ```
/// use acton_emulator::MediaView;
///
/// let view = MediaView::new("Comcast", 2, 1_725_652_521_000);
/// assert!(!view.known && view.campaign.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct MediaView {
    /// Who: an address, or for somebody unknown what the network is called.
    pub recipient: String,
    /// Whether it is somebody known.
    pub known: bool,
    /// The message that led there; empty if none did.
    pub campaign: String,
    /// How often.
    pub count: u32,
    /// When it was last, in Unix milliseconds.
    pub at: i64,
}

impl MediaView {
    /// A view by somebody unknown, from no message.
    ///
    /// ```
    /// assert_eq!(acton_emulator::MediaView::new("Comcast", 2, 0).count, 2);
    /// ```
    pub fn new(recipient: &str, count: u32, at: i64) -> Self {
        Self {
            recipient: recipient.to_owned(),
            known: false,
            campaign: String::new(),
            count,
            at,
        }
    }

    /// The same by somebody known, led there by a message.
    ///
    /// ```
    /// let view = acton_emulator::MediaView::new("ada@example.com", 1, 0).from_message("Spring");
    /// assert!(view.known && view.campaign == "Spring");
    /// ```
    pub fn from_message(mut self, campaign: &str) -> Self {
        self.known = true;
        self.campaign = campaign.to_owned();
        self
    }
}

/// Views by the id of the file, in the order they came.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Views(BTreeMap<String, Vec<MediaView>>);

impl Views {
    pub(crate) fn add(&mut self, media: &str, view: MediaView) {
        self.0.entry(media.to_owned()).or_default().push(view);
    }

    pub(crate) fn of(&self, media: &str) -> &[MediaView] {
        self.0.get(media).map_or(&[], Vec::as_slice)
    }
}
