//! The emulator as a program.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::net::IpAddr;
#[cfg(feature = "tls")]
use std::path::PathBuf;
use std::time::Duration;

use acton_emulator::{Clock, Emulator};
use clap::Parser;

/// A local emulator of Act-On's REST API. It is NOT Act-On: it keeps everything in memory and
/// sends nothing to anybody.
///
/// Point a client at the URL it prints and log in with the credentials it prints. What it models
/// and what it infers is in docs/emulator.md.
#[derive(Debug, Parser)]
#[command(name = "acton-emulator", version)]
struct Options {
    /// Address to listen on; anything but loopback lets others in
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,

    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8970)]
    port: u16,

    /// What tokens, ids and generated rows are derived from
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// Start with an account that has nothing in it
    #[arg(long)]
    empty: bool,

    /// Do not refuse more than 5 calls in a second
    #[arg(long)]
    no_rate_limit: bool,

    /// Do not refuse more than 5 logins in an hour
    #[arg(long)]
    no_login_limit: bool,

    /// Do not refuse more than 30,000 calls in a day
    #[arg(long)]
    no_daily_limit: bool,

    /// How many seconds an access token lives
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    token_lifetime: u64,

    /// On which poll an upload job is done
    #[arg(long, value_name = "N", default_value_t = 3)]
    job_polls: u32,

    /// Stop the clock at this instant, in Unix milliseconds
    #[arg(long, value_name = "MILLIS")]
    frozen_clock: Option<i64>,

    /// The one redirect URI /authorize accepts; any unless given
    #[arg(long, value_name = "URI")]
    redirect_uri: Option<String>,

    /// Let /authorize answer with a code at once instead of showing its pages
    #[arg(long)]
    approve_at_once: bool,

    /// Let other machines use the control plane under /_emulator/ too
    #[arg(long)]
    open_control: bool,

    /// Serve https, with a certificate for this machine that is made at the start
    #[cfg(feature = "tls")]
    #[arg(long)]
    tls: bool,

    /// Write the certificate that clients have to trust to this file
    #[cfg(feature = "tls")]
    #[arg(long, value_name = "FILE", requires = "tls")]
    tls_cert: Option<PathBuf>,

    /// Do not print a line for each request
    #[arg(long)]
    quiet: bool,

    /// Add a generated list of N rows; may be repeated
    #[arg(long, value_name = "NAME=N", value_parser = generated)]
    rows: Vec<(String, u64)>,
}

fn generated(text: &str) -> Result<(String, u64), String> {
    let (name, rows) = text.split_once('=').ok_or("expected NAME=N")?;
    let rows = rows
        .parse()
        .map_err(|_| format!("{rows:?} is not a number of rows"))?;
    Ok((name.to_owned(), rows))
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let options = Options::parse();
    let emulator = Emulator::builder()
        .host(options.host)
        .port(options.port)
        .seed(options.seed)
        .rate_limit(!options.no_rate_limit)
        .login_limit(!options.no_login_limit)
        .daily_limit(!options.no_daily_limit)
        .token_lifetime(Duration::from_secs(options.token_lifetime))
        .job_polls(options.job_polls)
        .approve_at_once(options.approve_at_once)
        .open_control(options.open_control)
        .clock(
            options
                .frozen_clock
                .map_or_else(Clock::system, Clock::manual),
        );
    let emulator = if options.empty {
        emulator.empty()
    } else {
        emulator
    };
    let emulator = match options.redirect_uri {
        Some(uri) => emulator.redirect_uri(uri),
        None => emulator,
    };
    let rows = options.rows.into_iter();
    let emulator = rows.fold(emulator, |emulator, (name, rows)| {
        emulator.generate_list(name, rows)
    });
    #[cfg(feature = "tls")]
    let emulator = if options.tls {
        emulator.tls()
    } else {
        emulator
    };
    let emulator = emulator.start().await?;
    #[cfg(feature = "tls")]
    if let (Some(file), Some(pem)) = (&options.tls_cert, emulator.certificate_pem()) {
        std::fs::write(file, pem).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", file.display()))
        })?;
    }
    greet(&emulator, options.host)?;
    tokio::select! {
        stopped = tokio::signal::ctrl_c() => stopped?,
        broken = log(&emulator, options.quiet) => broken?,
    }
    emulator.shutdown().await;
    Ok(())
}

/// How many requests the journal keeps for the control plane: memory stays bounded.
const KEPT: usize = 2000;

/// Prints requests as they are answered.
async fn log(emulator: &Emulator, quiet: bool) -> io::Result<()> {
    let journal = emulator.journal();
    // All up to `done` are printed; of the later ones, those in `printed`.
    let (mut done, mut printed) = (0, BTreeSet::new());
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        if !quiet {
            let entries = journal.since(done);
            let mut out = io::stdout().lock();
            for entry in &entries {
                if entry.status != 0 && printed.insert(entry.number) {
                    writeln!(out, "{}", entry.line())?;
                }
            }
            let waiting = entries.iter().find(|e| !printed.contains(&e.number));
            done = match waiting {
                Some(entry) => entry.number - 1,
                None => entries.last().map_or(done, |entry| entry.number),
            };
            printed = printed.split_off(&done);
        }
        journal.keep(KEPT);
    }
}

fn greet(emulator: &Emulator, host: IpAddr) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "acton-emulator {} - this is NOT Act-On",
        env!("CARGO_PKG_VERSION")
    )?;
    writeln!(out)?;
    writeln!(out, "  URL            {}", emulator.url())?;
    writeln!(out, "  user           {}", emulator.user())?;
    writeln!(out, "  password       {}", emulator.password())?;
    writeln!(out, "  client id      {}", emulator.client_id())?;
    writeln!(out, "  client secret  {}", emulator.client_secret())?;
    writeln!(out)?;
    writeln!(out, "  {}", emulator.connection_string())?;
    writeln!(out)?;
    if !host.is_loopback() {
        writeln!(
            out,
            "Others on the network can reach it: {host} is not loopback."
        )?;
    }
    for list in emulator.lists() {
        writeln!(out, "  {}  {} ({} rows)", list.id, list.name, list.rows)?;
    }
    writeln!(out)?;
    writeln!(out, "Ctrl-C stops it; nothing is kept.")?;
    out.flush()
}
