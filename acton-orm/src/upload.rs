//! The content of an image or a media file on its way to Act-On.

use std::fmt;
use std::path::{Path, PathBuf};

use bytes::Bytes;

/// A file to upload: a path that is read when it is sent, or bytes in memory.
///
/// ```
/// use acton_orm::Upload;
///
/// let from_disk = Upload::path("assets/hero.png");
/// assert_eq!(from_disk.file_name(), Some("hero.png"));
///
/// let from_memory = Upload::bytes("pixel.png", vec![0x89, 0x50, 0x4e, 0x47]);
/// assert_eq!(from_memory.content_type(), "image/png");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    file_name: Option<String>,
    source: Source,
}

/// Where the bytes come from.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Source {
    Path(PathBuf),
    Bytes(Bytes),
}

impl Upload {
    /// A file on disk. It is opened when the call that sends it is made; a missing file is an
    /// error of that change, not of the whole commit.
    ///
    /// ```
    /// let upload = acton_orm::Upload::path("hero.png");
    /// assert_eq!(upload.file_name(), Some("hero.png"));
    /// ```
    pub fn path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref().to_path_buf();
        Self {
            file_name: path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned()),
            source: Source::Path(path),
        }
    }

    /// Bytes already in memory, with the file name that Act-On is to see.
    ///
    /// ```
    /// let upload = acton_orm::Upload::bytes("note.txt", "hello");
    /// assert_eq!(upload.content_type(), "text/plain");
    /// ```
    pub fn bytes(file_name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self {
            file_name: Some(file_name.into()),
            source: Source::Bytes(bytes.into()),
        }
    }

    /// The file name sent to Act-On, which reads the type of the file from its ending.
    ///
    /// ```
    /// assert_eq!(acton_orm::Upload::path("/").file_name(), None);
    /// ```
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The media type sent with the content, guessed from the file name's ending.
    ///
    /// ```
    /// assert_eq!(acton_orm::Upload::path("a.JPG").content_type(), "image/jpeg");
    /// assert_eq!(acton_orm::Upload::path("a").content_type(), "application/octet-stream");
    /// ```
    pub fn content_type(&self) -> &'static str {
        let ending = self
            .file_name
            .as_deref()
            .and_then(|name| name.rsplit_once('.'))
            .map(|(_, ending)| ending.to_ascii_lowercase());
        CONTENT_TYPES
            .iter()
            .find(|(known, _)| Some(*known) == ending.as_deref())
            .map_or("application/octet-stream", |(_, content_type)| content_type)
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }
}

/// What Act-On's image and media libraries take (A§12).
const CONTENT_TYPES: &[(&str, &str)] = &[
    ("csv", "text/csv"),
    ("doc", "application/msword"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("gif", "image/gif"),
    ("ics", "text/calendar"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("ppt", "application/vnd.ms-powerpoint"),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain"),
    ("webp", "image/webp"),
    ("xls", "application/vnd.ms-excel"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("zip", "application/zip"),
];

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Path(path) => write!(f, "Upload({})", path.display()),
            Source::Bytes(bytes) => write!(
                f,
                "Upload({}, {} bytes)",
                self.file_name.as_deref().unwrap_or("unnamed"),
                bytes.len()
            ),
        }
    }
}
