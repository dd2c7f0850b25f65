//! An emulated account with a long list.

use acton_emulator::Emulator;
use acton_orm::prelude::*;
use anyhow::{Context, Result};

/// The list that is exported unless another table is named.
pub(crate) const TABLE: &str = "List_Everybody";

pub(crate) async fn start(rows: u64) -> Result<Emulator> {
    let emulator = Emulator::builder()
        .start()
        .await
        .context("starting the emulator")?;
    emulator.generate_list("Everybody", rows);
    Ok(emulator)
}

pub(crate) async fn connect(emulator: &Emulator) -> Result<Client> {
    Ok(Client::connect(&emulator.connection_string()).await?)
}
