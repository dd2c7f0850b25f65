//! An answer before it becomes bytes on a connection.

use bytes::Bytes;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::world::CsvDownload;

/// What a handler gives back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) content: Content,
}

/// The body: ready, or rows still to be read.
#[derive(Debug)]
pub(crate) enum Content {
    Bytes(Bytes),
    /// Written in chunks, the lock taken anew for each.
    Csv(CsvDownload),
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: vec![("content-type", content_type.to_owned())],
            content: Content::Bytes(body.into()),
        }
    }

    pub(crate) fn json(body: &impl Serialize) -> Self {
        Self::json_status(200, body)
    }

    pub(crate) fn json_status(status: u16, body: &impl Serialize) -> Self {
        let bytes = serde_json::to_vec(body).unwrap_or_default();
        Self::new(status, "application/json", bytes)
    }

    pub(crate) fn csv(download: CsvDownload) -> Self {
        Self {
            status: 200,
            headers: vec![("content-type", "text/csv;charset=UTF-8".to_owned())],
            content: Content::Csv(download),
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// A JSON object whose keys keep their order and may repeat, as list headings may.
#[derive(Debug, Default)]
pub(crate) struct Object(Vec<(String, String)>);

impl Object {
    pub(crate) fn push(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.0.push((key.into(), value.into()));
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
