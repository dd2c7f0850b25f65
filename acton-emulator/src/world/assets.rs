//! Images, media files and media links.

use bytes::Bytes;

use serde::{Deserialize, Serialize};

/// One file or link of the content library.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Asset {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) folder: String,
    #[serde(with = "crate::encoding::base64")]
    pub(crate) bytes: Bytes,
    /// Set on links, which have no bytes.
    pub(crate) target_url: Option<String>,
    pub(crate) version: u32,
    pub(crate) created: i64,
    pub(crate) modified: i64,
}

/// A shelf of assets, in the order they came.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Shelf(Vec<Asset>);

impl Shelf {
    pub(crate) fn add(&mut self, asset: Asset) {
        self.0.push(asset);
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Asset> {
        self.0.iter().find(|asset| asset.id == id)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Asset> {
        self.0.iter_mut().find(|asset| asset.id == id)
    }

    pub(crate) fn remove(&mut self, id: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|asset| asset.id != id);
        self.0.len() < before
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Asset> {
        self.0.iter()
    }

    /// Assets by folder, folders in the order they first got one. An empty folder does not show
    /// (inferred).
    pub(crate) fn folders(&self) -> Vec<(&str, Vec<&Asset>)> {
        let mut folders: Vec<(&str, Vec<&Asset>)> = Vec::new();
        for asset in &self.0 {
            match folders.iter_mut().find(|(name, _)| *name == asset.folder) {
                Some((_, entries)) => entries.push(asset),
                None => folders.push((&asset.folder, vec![asset])),
            }
        }
        folders
    }
}
