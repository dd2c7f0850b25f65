//! `Images`.

use chrono::{DateTime, Utc};

use crate::{Entity, Insertable, Upload};

/// An image of the library.
///
/// ```no_run
/// # use acton_orm::{models::Image, prelude::*};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let images = Image::query().load(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Entity, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Images", crate = "crate")]
pub struct Image {
    /// `f-` and a UUID.
    pub id: String,
    /// The folder that holds it.
    pub folder_name: String,
    /// The file name.
    pub name: String,
    /// Created at.
    pub creation_time: DateTime<Utc>,
    /// Modified at.
    pub last_modified: DateTime<Utc>,
    /// The public address of the image.
    pub image_url: String,
    /// The public address of its thumbnail.
    pub thumb_url: Option<String>,
    /// Bytes.
    pub size: i64,
}

/// An image to add to the library.
///
/// ```no_run
/// # use acton_orm::{Upload, models::NewImage, schema::images};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let hero = NewImage {
///     name: "hero.png".into(),
///     folder_name: "New Folder".into(),
///     content: Upload::path("hero.png"),
/// };
/// acton_orm::insert_into(images::table).values(hero).execute(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Insertable, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Images", crate = "crate")]
pub struct NewImage {
    /// The file name.
    pub name: String,
    /// The folder to put it in.
    pub folder_name: String,
    /// The file.
    pub content: Upload,
}
