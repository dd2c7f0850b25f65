//! What can be added to a table.

use crate::{Insertable, Upload};

/// A header to add.
///
/// ```no_run
/// # use acton_orm::{models::NewHeader, schema::header};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let spring = NewHeader {
///     title: "Spring".into(),
///     html: Some("<h1>Spring</h1>".into()),
///     text: None,
/// };
/// acton_orm::insert_into(header::table).values(spring).execute(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Insertable, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Header", crate = "crate")]
pub struct NewHeader {
    /// The title.
    pub title: String,
    /// What messages in HTML show.
    pub html: Option<String>,
    /// What messages in plain text show.
    pub text: Option<String>,
}

/// A footer to add.
///
/// ```no_run
/// # use acton_orm::{models::NewFooter, schema::footer};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let spring = NewFooter {
///     title: "Spring".into(),
///     html: Some("<p>Unsubscribe</p>".into()),
///     text: None,
/// };
/// acton_orm::insert_into(footer::table).values(spring).execute(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Insertable, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Footer", crate = "crate")]
pub struct NewFooter {
    /// The title.
    pub title: String,
    /// What messages in HTML show.
    pub html: Option<String>,
    /// What messages in plain text show.
    pub text: Option<String>,
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

/// A logo to add.
///
/// ```no_run
/// # use acton_orm::{Upload, models::NewLogo, schema::logos};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let logo = NewLogo {
///     name: "Example".into(),
///     alt_text: Some("Example Marketing".into()),
///     tool_tip: None,
///     target_url: Some("https://www.example.com/".into()),
///     content: Upload::path("logo.png"),
/// };
/// acton_orm::insert_into(logos::table).values(logo).execute(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Insertable, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Logos", crate = "crate")]
pub struct NewLogo {
    /// The logo's name.
    pub name: String,
    /// The text in its place.
    pub alt_text: Option<String>,
    /// The text that shows when the pointer is on it.
    pub tool_tip: Option<String>,
    /// Where it leads.
    pub target_url: Option<String>,
    /// The file.
    pub content: Upload,
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

/// A draft or a template to add.
///
/// ```no_run
/// # use acton_orm::{models::NewMessage, schema::messages};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let spring = NewMessage {
///     message_type: "DRAFT".into(),
///     subject: "It is here!".into(),
///     title: Some("Spring 2026".into()),
///     html_body: Some("<p>Spring</p>".into()),
///     text_body: None,
///     folder_name: None,
/// };
/// acton_orm::insert_into(messages::table).values(spring).execute(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Insertable, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Messages", crate = "crate")]
pub struct NewMessage {
    /// `DRAFT` or `TEMPLATE`.
    pub message_type: String,
    /// The subject.
    pub subject: String,
    /// The title it goes by in the account; best one that no other message has.
    pub title: Option<String>,
    /// The body as HTML.
    pub html_body: Option<String>,
    /// The body as text.
    pub text_body: Option<String>,
    /// The folder to put it in.
    pub folder_name: Option<String>,
}

/// An address to opt out.
///
/// ```no_run
/// # use acton_orm::{models::NewOptOut, schema::optout};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let opt_out = NewOptOut { email: "ada@example.com".into() };
/// acton_orm::insert_into(optout::table).values(opt_out).execute(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Insertable, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Optout", crate = "crate")]
pub struct NewOptOut {
    /// The address.
    pub email: String,
}
