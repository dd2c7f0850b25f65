//! Looking at the account behind the API's back.

use bytes::Bytes;

use super::Emulator;
use crate::png;
use crate::world::{Asset, Shape, Suppressed};

/// An image as the account has it.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// let logo = &emulator.images()[0];
/// assert_eq!((logo.name.as_str(), logo.width, logo.height), ("logo.png", 160, 48));
/// # Ok(()) }
/// ```
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
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// let media = emulator.media();
/// let link = media.iter().find(|media| media.name == "Help Center").unwrap();
/// assert_eq!(link.target_url.as_deref(), Some("https://help.example.com/en-us"));
/// # Ok(()) }
/// ```
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
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// let newsletter = &emulator.lists()[0];
/// assert_eq!((newsletter.id.as_str(), newsletter.rows), ("l-0001", 120));
/// assert_eq!(newsletter.headings[5], "E-mail Address");
/// # Ok(()) }
/// ```
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
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let names: Vec<String> = emulator.lists().into_iter().map(|list| list.name).collect();
    /// assert_eq!(names, ["Newsletter", "Customers", "Webinar 2024: Q&A", "Empty List"]);
    /// # Ok(()) }
    /// ```
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
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.list_id("Newsletter").as_deref(), Some("l-0001"));
    /// assert_eq!(emulator.list_id("Nothing"), None);
    /// # Ok(()) }
    /// ```
    pub fn list_id(&self, name: &str) -> Option<String> {
        let lists = self.lists();
        lists
            .into_iter()
            .find(|list| list.name == name)
            .map(|list| list.id)
    }

    /// The rows of a list as a download has them, the record id first; none if there is no such
    /// list. All of a generated list is computed, so ask that of small ones.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let rows = emulator.list_rows("l-0001");
    /// assert_eq!(rows[0][..3], ["l-0001:0", "Ada", "Sample"]);
    /// # Ok(()) }
    /// ```
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
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.images().len(), 8);
    /// # Ok(()) }
    /// ```
    pub fn images(&self) -> Vec<ImageInfo> {
        self.shared.world().images.iter().map(image_info).collect()
    }

    /// The bytes of an image.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let id = emulator.add_image("dot.gif", "New Folder", vec![1, 2, 3]);
    /// assert_eq!(emulator.image_bytes(&id).as_deref(), Some(&[1, 2, 3][..]));
    /// # Ok(()) }
    /// ```
    pub fn image_bytes(&self, id: &str) -> Option<Bytes> {
        let world = self.shared.world();
        world.images.get(id).map(|image| image.bytes.clone())
    }

    /// All media files and links.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.media().len(), 5);
    /// # Ok(()) }
    /// ```
    pub fn media(&self) -> Vec<MediaInfo> {
        self.shared.world().media.iter().map(media_info).collect()
    }

    /// The bytes of a media file.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let id = emulator.add_media("a.txt", "Events", "text");
    /// assert_eq!(emulator.media_bytes(&id).as_deref(), Some(&b"text"[..]));
    /// # Ok(()) }
    /// ```
    pub fn media_bytes(&self, id: &str) -> Option<Bytes> {
        let world = self.shared.world();
        world.media.get(id).map(|media| media.bytes.clone())
    }

    /// All opt-outs, oldest first.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.opt_outs()[0].email, "gone0@example.com");
    /// # Ok(()) }
    /// ```
    pub fn opt_outs(&self) -> Vec<Suppressed> {
        self.shared.world().suppressions.opt_outs.clone()
    }

    /// All hard bounces, oldest first.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.hard_bounces().len(), 7);
    /// # Ok(()) }
    /// ```
    pub fn hard_bounces(&self) -> Vec<Suppressed> {
        self.shared.world().suppressions.hard_bounces.clone()
    }

    /// All spam complaints, oldest first.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.spam_complaints().len(), 2);
    /// # Ok(()) }
    /// ```
    pub fn spam_complaints(&self) -> Vec<Suppressed> {
        self.shared.world().suppressions.spam_complaints.clone()
    }

    /// Calls counted against today's allowance.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.calls_today(), 0);
    /// # Ok(()) }
    /// ```
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
