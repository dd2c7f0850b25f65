//! The account: an emulator's, or a real one that is left as it was found.

use acton_emulator::Emulator;
use acton_orm::prelude::*;
use acton_orm::schema::images;
use anyhow::{Context, Result};

use crate::NewImage;
use crate::show::Show;

/// A client, and the folders to work in.
pub(crate) struct Account {
    pub(crate) acton: Client,
    pub(crate) folder: &'static str,
    pub(crate) archive: &'static str,
    /// Runs for as long as it is here.
    emulator: Option<Emulator>,
}

impl Account {
    /// Connects.
    pub(crate) async fn open(connection_string: Option<String>) -> Result<Self> {
        let Some(text) = connection_string else {
            let emulator = Emulator::start().await.context("starting the emulator")?;
            println!("An emulator of Act-On, inside this program, with a sample account.");
            return Ok(Self {
                acton: Client::connect(&emulator.connection_string()).await?,
                folder: "New Folder",
                archive: "Archive",
                emulator: Some(emulator),
            });
        };
        let acton = Client::connect(&text).await?;
        println!(
            "A real account. This works in folders of its own and removes its images at the end."
        );
        Ok(Self {
            acton,
            folder: "acton-orm demo",
            archive: "acton-orm demo archive",
            emulator: None,
        })
    }

    /// A real account gets two images to read; the emulator's has some.
    pub(crate) async fn prepare(&self, show: &mut Show) -> Result<()> {
        if self.emulator.is_some() {
            return Ok(());
        }
        self.tidy_up(show).await?;
        show.chapter("Upload two images to work with");
        let images = ["logo.png", "old.png"].map(|name| NewImage {
            name: name.to_owned(),
            folder_name: self.folder.to_owned(),
            content: Upload::bytes(name, include_bytes!("../hero.png").as_slice()),
        });
        let report = acton_orm::insert_into(images::table)
            .values(images)
            .execute(&self.acton)
            .await?;
        show.report(&report);
        show.calls();
        Ok(())
    }

    /// Removes from a real account what this or an earlier run has made there: images in folders of
    /// this program's own, and of these only the ones that it names.
    pub(crate) async fn tidy_up(&self, show: &mut Show) -> Result<()> {
        if self.emulator.is_some() {
            return Ok(());
        }
        let ours = images::table
            .filter(images::folder_name.eq_any([self.folder, self.archive]))
            .filter(images::name.eq_any(["logo.png", "old.png", "quickstart-hero.png"]));
        let report = acton_orm::delete(ours).execute(&self.acton).await?;
        show.chapter("Remove this program's images");
        show.report(&report);
        show.calls();
        Ok(())
    }
}
