//! `Media`.

use chrono::{DateTime, Utc};

use crate::{Entity, Insertable, Upload};

/// A file or a trackable link of the media library.
///
/// ```no_run
/// # use acton_orm::{models::MediaItem, prelude::*, schema::media};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let links = MediaItem::query().filter(media::target_url.is_not_null()).load(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Entity, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Media", crate = "crate")]
pub struct MediaItem {
    /// `f-` and a UUID for a file, `u-` and a UUID for a link.
    pub id: String,
    /// The folder that holds it.
    pub folder_name: String,
    /// The file name or the link's name.
    pub name: String,
    /// Created at.
    pub creation_time: DateTime<Utc>,
    /// Modified at.
    pub last_modified: DateTime<Utc>,
    /// The public, tracked address.
    pub url: String,
    /// Bytes; a link has none.
    pub size: Option<i64>,
    /// Where a link leads; a file has none.
    pub target_url: Option<String>,
}

/// A file to add to the media library.
///
/// ```no_run
/// # use acton_orm::{Upload, models::NewMediaFile, schema::media};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let paper = NewMediaFile {
///     name: "white-paper.pdf".into(),
///     folder_name: "Papers".into(),
///     content: Upload::path("white-paper.pdf"),
/// };
/// acton_orm::insert_into(media::table).values(paper).execute(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Insertable, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Media", crate = "crate")]
pub struct NewMediaFile {
    /// The file name; no slashes.
    pub name: String,
    /// The folder to put it in.
    pub folder_name: String,
    /// The file: zip, an office document, txt, ics and the like (Act-On's media library).
    pub content: Upload,
}

/// A trackable link to add to the media library.
///
/// ```no_run
/// # use acton_orm::{models::NewMediaLink, schema::media};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let link = NewMediaLink {
///     name: "Pricing".into(),
///     folder_name: "Links".into(),
///     target_url: Some("https://example.com/pricing".into()),
/// };
/// acton_orm::insert_into(media::table).values(link).execute(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Insertable, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Media", crate = "crate")]
pub struct NewMediaLink {
    /// The link's name.
    pub name: String,
    /// The folder to put it in.
    pub folder_name: String,
    /// Where it leads.
    pub target_url: Option<String>,
}
