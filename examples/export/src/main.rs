//! Writes any table of an Act-On account to CSV or JSON lines, by its name, as the rows arrive.
#![expect(clippy::print_stderr, reason = "an example tells how far it is")]

mod emulated;
mod progress;
mod write;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use acton_orm::prelude::*;
use acton_orm::{DynTable, Terminal};
use anyhow::{Context, Result, ensure};
use clap::Parser;
use futures::TryStreamExt;

use write::Format;

/// The program's arguments.
#[derive(Parser)]
#[command(about = "Writes a table of an Act-On account to CSV or JSON lines.")]
struct Args {
    /// The table: `Images`, `Optout`, .. or a list as `List_<name>` or `List_<id>`.
    #[arg(default_value = emulated::TABLE)]
    table: String,

    /// A real account, as `acton:///?InitiateOAuth=GETANDREFRESH&OAuthSettingsLocation=..`. Without it,
    /// an emulator starts inside this program.
    #[arg(long, value_name = "CONNECTION STRING")]
    connect: Option<String>,

    /// Only these columns, several with commas between.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    columns: Vec<String>,

    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,

    /// Where to write; standard output unless given.
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,

    /// Rows of the emulated list.
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    rows: u64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::parse();
    let Some(text) = &args.connect else {
        let emulator = emulated::start(args.rows).await?;
        let acton = emulated::connect(&emulator).await?;
        let rows = export(&acton, &args).await?;
        ensure!(
            args.table != emulated::TABLE || rows == args.rows,
            "every row of the list was written"
        );
        return Ok(());
    };
    export(&Client::connect(text).await?, &args).await?;
    Ok(())
}

/// Writes the table and gives the number of its rows.
async fn export(acton: &Client, args: &Args) -> Result<u64> {
    let table = acton.table(&args.table).await?;
    let query = match args.columns.as_slice() {
        [] => table.query(),
        names => table.select(columns(&table, names)?),
    };
    eprintln!("{}", query.explain_on(acton, Terminal::Stream)?);
    let bar = progress::bar(acton, &table).await?;
    let mut out = write::Writer::new(args.format, sink(args)?);
    let mut rows = std::pin::pin!(query.stream(acton));
    while let Some(row) = bar.wrap(rows.try_next()).await? {
        out.row(&row)?;
        bar.row();
    }
    out.finish()?;
    let rows = bar.finish();
    let metrics = acton.metrics();
    eprintln!(
        "{rows} rows of {}, {} calls and logins in all",
        table.name(),
        metrics.calls
    );
    Ok(rows)
}

fn columns(table: &DynTable, names: &[String]) -> Result<Vec<acton_orm::DynColumn>> {
    let named = names.iter().map(|name| Ok(table.column(name)?));
    named.collect()
}

fn sink(args: &Args) -> Result<Box<dyn Write>> {
    Ok(match &args.output {
        Some(path) => {
            let file = File::create(path).with_context(|| format!("{}", path.display()))?;
            Box::new(BufWriter::new(file))
        }
        None => Box::new(BufWriter::new(io::stdout().lock())),
    })
}
