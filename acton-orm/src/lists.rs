//! Lists as a whole: made and deleted. Their rows are tables (`List_<name>`).
//!
//! ```no_run
//! use acton_orm::lists::Made;
//! use acton_orm::mail::CannotBeUndone;
//!
//! # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
//! let list = acton.create_list("Spring").folder("2026").column("E-mail Address").column("Business City");
//! if let Made::List(id) = list.send().await? {
//!     acton.delete_list(id).send(CannotBeUndone).await?;
//! }
//! # Ok(()) }
//! ```

use serde_json::{Value as Json, json};

use crate::action::{action, refused, said};
use crate::plan::{Body, Part, Request};
use crate::schema::Method;
use crate::wire::answers;
pub use crate::wire::answers::{Made, UploadState};
use crate::{Client, Result, Upload};

/// A list to be made. Nothing is sent before [`send`](Self::send), and it is sent once.
///
/// ```no_run
/// # fn demo(list: acton_orm::lists::CreateList) -> acton_orm::Result<()> {
/// assert_eq!(list.request()?.to_string(), "POST /api/1/list");
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent before `send`"]
#[derive(Clone)]
pub struct CreateList {
    client: Client,
    name: String,
    folder: Option<String>,
    columns: Vec<Json>,
    file: Option<Upload>,
}

/// A list to be deleted, with all its rows. Nothing is sent before [`send`](Self::send).
///
/// ```no_run
/// # fn demo(list: acton_orm::lists::DeleteList) -> acton_orm::Result<()> {
/// println!("{}", list.request()?);
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent before `send`"]
#[derive(Clone)]
pub struct DeleteList {
    client: Client,
    id: String,
}

impl Client {
    /// A new list of that name, which no other may have.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let made = acton.create_list("Spring").column("E-mail Address").send().await?;
    /// # drop(made); Ok(()) }
    /// ```
    pub fn create_list(&self, name: impl Into<String>) -> CreateList {
        CreateList {
            client: self.clone(),
            name: name.into(),
            folder: None,
            columns: Vec::new(),
            file: None,
        }
    }

    /// Deletes a list by its id, as `l-0001`: all its rows are gone.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// use acton_orm::mail::CannotBeUndone;
    /// acton.delete_list("l-0001").send(CannotBeUndone).await?;
    /// # Ok(()) }
    /// ```
    pub fn delete_list(&self, id: impl Into<String>) -> DeleteList {
        DeleteList {
            client: self.clone(),
            id: id.into(),
        }
    }

    /// How far the reading of a list's file is: a call.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client, job: String) -> acton_orm::Result<()> {
    /// println!("{:?}", acton.list_upload(&job).await?);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As a read; [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) for what is no job.
    pub async fn list_upload(&self, job: &str) -> Result<UploadState> {
        if job.is_empty() || !job.bytes().all(|letter| letter.is_ascii_digit()) {
            return refused(format!("{job:?} is no job: it is a number"));
        }
        let request = Request::get("/api/1/list/{job}/status").with("job", job);
        crate::action::make(self, request, "ask again", answers::upload).await
    }

    /// The id of the record that a beacon's cookie is of, or `None`: a call. What a miss is answered is
    /// inferred.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client, cookie: &str) -> acton_orm::Result<()> {
    /// println!("{:?}", acton.record_of_cookie(cookie).await?);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As a read.
    pub async fn record_of_cookie(&self, cookie: &str) -> Result<Option<String>> {
        said("cookie", cookie)?;
        let request = Request::get("/api/1/list/lookup").param("cookie", cookie.to_owned());
        match crate::action::make(self, request, "ask again", answers::record).await {
            Err(error) if error.is_gone() => Ok(None),
            found => found,
        }
    }
}

impl CreateList {
    /// The folder, which is made where it is not there.
    ///
    /// ```no_run
    /// # use acton_orm::lists::CreateList;
    /// # fn demo(list: CreateList) -> CreateList { list.folder("2026") }
    /// ```
    pub fn folder(mut self, name: impl Into<String>) -> Self {
        self.folder = Some(name.into());
        self
    }

    /// One more column, by its heading: the next one of the file, where there is one.
    ///
    /// ```no_run
    /// # use acton_orm::lists::CreateList;
    /// # fn demo(list: CreateList) -> CreateList { list.column("Business City") }
    /// ```
    pub fn column(mut self, heading: impl Into<String>) -> Self {
        let at = self.columns.len();
        let heading = heading.into();
        self.columns
            .push(json!({"columnHeading": heading, "columnIndex": at}));
        self
    }

    /// One more column, of what Act-On knows: `EMAIL`, `FIRSTNAME`, `LASTNAME`, and so on.
    ///
    /// ```no_run
    /// # use acton_orm::lists::CreateList;
    /// # fn demo(list: CreateList) -> CreateList { list.column_of("E-mail Address", "EMAIL") }
    /// ```
    pub fn column_of(mut self, heading: impl Into<String>, usage: impl Into<String>) -> Self {
        self = self.column(heading);
        if let Some(Json::Object(column)) = self.columns.last_mut() {
            column.insert("columnType".to_owned(), usage.into().into());
        }
        self
    }

    /// Its rows: a CSV file with commas, whose first line has the headings.
    ///
    /// ```no_run
    /// # use acton_orm::{Upload, lists::CreateList};
    /// # fn demo(list: CreateList) -> CreateList { list.rows(Upload::path("spring.csv")) }
    /// ```
    pub fn rows(mut self, file: Upload) -> Self {
        self.file = Some(file);
        self
    }

    fn check(&self) -> Result<()> {
        said("name of a list", &self.name)?;
        match self.columns.is_empty() {
            true => refused("the list has no column: say `column` or `column_of`"),
            false => Ok(()),
        }
    }

    fn call(&self) -> Request {
        let texts = [
            Part::text("listname", self.name.clone()),
            Part::text("uploadspecs", Json::from(self.columns.clone()).to_string()),
            Part::text("quotecharacter", "DOUBLE_QUOTE"),
        ];
        let folder = self
            .folder
            .clone()
            .map(|folder| Part::text("foldername", folder));
        let file = self.file.iter().flat_map(|file| {
            [
                Part::text("headings", "Y"),
                Part::text("fieldseparator", "COMMA"),
                Part::file(file.clone()),
            ]
        });
        let parts = texts.into_iter().chain(folder).chain(file).collect();
        Request::new(Method::POST, "/api/1/list").body(Body::Multipart(parts))
    }
}

impl DeleteList {
    fn check(&self) -> Result<()> {
        said("id of a list", &self.id)?;
        match self.id.contains(['/', ' ', ':']) || !self.id.starts_with("l-") {
            true => refused(format!(
                "{:?} is no id of a list: one is as `l-0001`",
                self.id
            )),
            false => Ok(()),
        }
    }

    fn call(&self) -> Request {
        Request::new(Method::DELETE, "/api/1/list/{list}").with("list", &self.id)
    }
}

action!(
    CreateList,
    Made,
    "look at `ContactList` before you make it again",
    answers::list_made
);
action!(
    DeleteList,
    String,
    "look at `ContactList`, or send it again",
    answers::message,
    CannotBeUndone
);
