//! Looking at the account behind the API's back.

use bytes::Bytes;

use super::Emulator;
use crate::png;
use crate::world::{Asset, Shape, Suppressed};

/// An image as the account has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageInfo {
    /// `f-` and a UUID.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The folder.
    pub folder: String,
    /// Bytes.
    pub size: usize,
    /// Pixels across; 0 if the format is not understood.
    pub width: u32,
    /// Pixels down; 0 if the format is not understood.
    pub height: u32,
    /// How often it was replaced.
    pub version: u32,
    /// Unix milliseconds.
    pub created: i64,
    /// Unix milliseconds.
    pub modified: i64,
}

/// A media file or link as the account has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MediaInfo {
    /// `f-` or, for a link, `u-` and a UUID.
    pub id: String,
    /// The name.
    pub name: String,
    /// The folder.
    pub folder: String,
    /// Bytes; 0 for a link.
    pub size: usize,
    /// Where a link leads.
    pub target_url: Option<String>,
    /// Unix milliseconds.
    pub created: i64,
    /// Unix milliseconds.
    pub modified: i64,
}

/// A list as the account has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListInfo {
    /// `l-` and hex digits.
    pub id: String,
    /// The name.
    pub name: String,
    /// The folder.
    pub folder: String,
    /// Headings, without the record id.
    pub headings: Vec<String>,
    /// How many rows there are.
    pub rows: usize,
    /// Unix milliseconds.
    pub created: i64,
    /// Unix milliseconds.
    pub modified: i64,
}

impl Emulator {
    /// All lists. An upload that is not done does not show.
    pub fn lists(&self) -> Vec<ListInfo> {
        let world = self.shared.world();
        let lists = world.lists().map(|list| ListInfo {
            id: list.id.clone(),
            name: list.name.clone(),
            folder: list.folder.clone(),
            headings: list.columns.iter().map(|c| c.heading.clone()).collect(),
            rows: list.rows.len(),
            created: list.created,
            modified: list.modified,
        });
        lists.collect()
    }

    /// The id of the list with this name.
    pub fn list_id(&self, name: &str) -> Option<String> {
        let lists = self.lists();
        lists
            .into_iter()
            .find(|list| list.name == name)
            .map(|list| list.id)
    }

    /// The rows of a list as a download has them, the record id first; none if there is no such
    /// list. All of a generated list is computed, so ask that of small ones.
    pub fn list_rows(&self, id: &str) -> Vec<Vec<String>> {
        let world = self.shared.world();
        let Ok(list) = world.list(id) else {
            return Vec::new();
        };
        let shape = Shape::whole(list, &world.quirks);
        let numbers = list.rows.numbers(0);
        numbers
            .filter_map(|number| shape.row(list, number))
            .collect()
    }

    /// All images.
    pub fn images(&self) -> Vec<ImageInfo> {
        self.shared.world().images.iter().map(image_info).collect()
    }

    /// The bytes of an image.
    pub fn image_bytes(&self, id: &str) -> Option<Bytes> {
        let world = self.shared.world();
        world.images.get(id).map(|image| image.bytes.clone())
    }

    /// All media files and links.
    pub fn media(&self) -> Vec<MediaInfo> {
        self.shared.world().media.iter().map(media_info).collect()
    }

    /// The bytes of a media file.
    pub fn media_bytes(&self, id: &str) -> Option<Bytes> {
        let world = self.shared.world();
        world.media.get(id).map(|media| media.bytes.clone())
    }

    /// All opt-outs, oldest first.
    pub fn opt_outs(&self) -> Vec<Suppressed> {
        self.shared.world().suppressions.opt_outs.clone()
    }

    /// All hard bounces, oldest first.
    pub fn hard_bounces(&self) -> Vec<Suppressed> {
        self.shared.world().suppressions.hard_bounces.clone()
    }

    /// All spam complaints, oldest first.
    pub fn spam_complaints(&self) -> Vec<Suppressed> {
        self.shared.world().suppressions.spam_complaints.clone()
    }

    /// Calls counted against today's allowance.
    pub fn calls_today(&self) -> u32 {
        self.shared.world().limits.calls_today()
    }
}

fn image_info(image: &Asset) -> ImageInfo {
    let (width, height) = png::dimensions(&image.bytes);
    ImageInfo {
        id: image.id.clone(),
        name: image.name.clone(),
        folder: image.folder.clone(),
        size: image.bytes.len(),
        width,
        height,
        version: image.version,
        created: image.created,
        modified: image.modified,
    }
}

fn media_info(media: &Asset) -> MediaInfo {
    MediaInfo {
        id: media.id.clone(),
        name: media.name.clone(),
        folder: media.folder.clone(),
        size: media.bytes.len(),
        target_url: media.target_url.clone(),
        created: media.created,
        modified: media.modified,
    }
}
