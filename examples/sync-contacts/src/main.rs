//! Brings a list of an Act-On account in step with a CSV file: new, changed, gone.
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

mod contact;
mod emulated;
mod file;
mod sync;

use std::path::PathBuf;

use acton_orm::prelude::*;
use anyhow::{Context, Result, ensure};
use clap::Parser;

/// The program's arguments.
#[derive(Parser)]
#[command(about = "Brings a list in step with a CSV file.")]
struct Args {
    /// A real account, as `acton:///?InitiateOAuth=GETANDREFRESH&OAuthSettingsLocation=..`. Its list
    /// loses every row that is not in the file. Without it, an emulator starts inside this program.
    #[arg(long, value_name = "CONNECTION STRING")]
    connect: Option<String>,

    /// The list, by its name or its id.
    #[arg(long, value_name = "NAME", default_value = "Contacts from CSV")]
    list: String,

    /// The file; the one that comes with this program unless given.
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,

    /// Only print what would be done, call by call.
    #[arg(long)]
    dry_run: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::parse();
    let file = match &args.file {
        Some(path) => {
            let bytes =
                std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
            file::read(&bytes)?
        }
        None => file::read(include_bytes!("../contacts.csv"))?,
    };
    println!("{file}");

    if let Some(text) = &args.connect {
        let acton = Client::connect(text).await?;
        sync::run(&acton, &args.list, &file, args.dry_run).await?;
        return Ok(());
    }

    let emulator = emulated::start(&args.list, &file.contacts).await?;
    let acton = emulated::connect(&emulator).await?;
    let first = sync::run(&acton, &args.list, &file, args.dry_run).await?;
    let written = emulated::writes(&emulator);
    if args.dry_run {
        ensure!(written == 0, "a dry run writes nothing");
        return Ok(());
    }
    ensure!(first.created > 0 && first.changed > 0 && first.gone > 0);
    ensure!(
        emulated::rows(&emulator, &args.list) == emulated::expected(&file.contacts),
        "the list holds what the file says, cell by cell"
    );

    println!("\nOnce more:");
    let second = sync::run(&acton, &args.list, &file, false).await?;
    let again = emulated::writes(&emulator) - written;
    ensure!(second.unchanged == file.contacts.len());
    ensure!(again == 0, "nothing has changed, so nothing is written");
    println!("\nThe emulator saw {written} writes in the first run and {again} in the second.");
    Ok(())
}
