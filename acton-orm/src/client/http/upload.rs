//! Files on their way into a multipart body, read as they are sent.

use std::error::Error as StdError;
use std::fmt;
use std::path::{Path, PathBuf};

use bytes::{Bytes, BytesMut};
use reqwest::{Body as Sent, multipart};
use tokio::io::AsyncReadExt;

use crate::plan::{Content, Part};
use crate::upload::Source;
use crate::{Error, ErrorKind, Result, Upload};

const FILE_CHUNK: usize = 64 * 1024;

pub(super) async fn form(parts: &[Part]) -> Result<(multipart::Form, u64)> {
    let mut form = multipart::Form::new();
    let mut upload = 0;
    for part in parts {
        form = match &part.content {
            Content::Text(text) => form.text(
                part.name.clone(),
                text.text().unwrap_or_default().to_owned(),
            ),
            // A request with a hole is refused before its body is made.
            Content::FileHole(_) => form,
            Content::File(file) => {
                let file_name = file.file_name().unwrap_or("file");
                if file_name.contains(char::is_control) {
                    return Err(Error::new(
                        ErrorKind::Invalid,
                        "the name of the file to upload holds a control character",
                    )
                    .advise("nothing was sent; name the file otherwise"));
                }
                let (content, length) = open(file).await?;
                upload += length;
                let content = multipart::Part::stream_with_length(content, length)
                    .file_name(file_name.to_owned())
                    .mime_str(file.content_type())
                    .map_err(|error| {
                        Error::new(ErrorKind::Invalid, "the file's media type is malformed")
                            .caused_by(error)
                    })?;
                form.part(part.name.clone(), content)
            }
        };
    }
    Ok((form, upload))
}

async fn open(upload: &Upload) -> Result<(Sent, u64)> {
    let path = match upload.source() {
        Source::Bytes(bytes) => {
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            return Ok((Sent::from(bytes.clone()), length));
        }
        Source::Path(path) => path,
    };
    let opened = async {
        let file = tokio::fs::File::open(path).await?;
        let metadata = file.metadata().await?;
        if metadata.is_dir() {
            return Err(std::io::Error::from(std::io::ErrorKind::IsADirectory));
        }
        Ok((file, metadata.len()))
    };
    let (file, length) = opened.await.map_err(|error| {
        Error::new(
            ErrorKind::Io,
            format!(
                "the file to upload cannot be read: {}: {error}",
                path.display()
            ),
        )
        .caused_by(error)
    })?;
    let chunks = futures_util::stream::try_unfold(
        (file, length, path.clone()),
        |(mut file, left, path)| async move {
            if left == 0 {
                return Ok(None);
            }
            match chunk(&mut file, left).await {
                Ok(chunk) => {
                    let left = left - u64::try_from(chunk.len()).unwrap_or(left).min(left);
                    Ok(Some((chunk, (file, left, path))))
                }
                Err(source) => Err(FileBroke { path, source }),
            }
        },
    );
    Ok((Sent::wrap_stream(chunks), length))
}

/// The next piece, never more than was promised: a file that grew is sent as it was measured.
async fn chunk(file: &mut tokio::fs::File, left: u64) -> std::io::Result<Bytes> {
    let room = usize::try_from(left).unwrap_or(usize::MAX).min(FILE_CHUNK);
    let mut buffer = BytesMut::zeroed(room);
    let read = file.read(&mut buffer).await?;
    if read == 0 {
        return Err(std::io::Error::other(
            "the file became shorter while it was sent",
        ));
    }
    buffer.truncate(read);
    Ok(buffer.freeze())
}

/// A local file failed in the middle of an upload.
#[derive(Debug)]
pub(crate) struct FileBroke {
    path: PathBuf,
    source: std::io::Error,
}

impl FileBroke {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for FileBroke {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.source)
    }
}

impl StdError for FileBroke {}
