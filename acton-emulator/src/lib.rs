//! A local emulator of Act-On's REST API, quirks included.
//!
//! It is not Act-On, and it shares no code with `acton-orm`: both are written from the contract
//! alone, so that two independent readings of it must meet.
//!
//! ```
//! # #[tokio::main] async fn main() -> std::io::Result<()> {
//! use acton_emulator::{Clock, Emulator, Fault};
//!
//! let emulator = Emulator::builder()
//!     .seed(42)
//!     .clock(Clock::manual(1_725_392_821_000))
//!     .start()
//!     .await?;
//! let big = emulator.generate_list("Big", 1_000_000);
//! emulator.fail(Fault::status(502).on("GET", "/api/1/list/").times(2));
//! // ... let a client talk to emulator.url() or emulator.connection_string() ...
//! for line in emulator.journal().lines() {
//!     println!("{line}");
//! }
//! # Ok(()) }
//! ```
//!
//! # Where to find things
//!
//! - [`Emulator`]: start it, fill it, look inside; [`Builder`]: set it up first.
//! - [`Journal`]: every request it saw. [`Fault`]: trouble on demand. [`Clock`]: time on demand.
//! - [`Snapshot`]: the account kept and put back. Over HTTP, the control plane under `/_emulator/`
//!   does what the handle does.
//! - [`Quirks`]: behaviour nobody outside Act-On can settle, as switches.
//!
//! What it models, what it infers, and the sample account are in `docs/emulator.md`. An operation
//! Act-On documents and the emulator does not model answers 501 and says so. In comments, `A§n`
//! is a section of the project's notes on Act-On's published contract.

mod api;
mod builder;
mod clock;
mod emulator;
mod encoding;
mod fault;
mod http;
mod journal;
mod origin;
mod png;
mod quirks;
mod random;
mod seed;
mod server;
mod time;
mod usage;
mod world;

pub use builder::Builder;
pub use clock::Clock;
pub use emulator::{Emulator, ImageInfo, ListInfo, MediaInfo};
pub use fault::Fault;
pub use journal::{Entry, Journal};
pub use png::tiny_png;
pub use quirks::{
    BlockList, CampaignList, Consent, DateHeadings, ListingKeys, LookupMiss, MessageKeys, Quirks,
    SenderList,
};
pub use seed::ListSeed;
pub use world::{
    Act, Block, Campaign, Category, CustomEvent, Fact, Form, FormSource, LandingPage, Logo,
    MediaView, Message, MessageType, Program, ProgramType, Sender, Snapshot, Suppressed,
    TriggeredMail, User, Verb,
};

/// Compiles the guide's example.
#[cfg(doctest)]
#[doc = include_str!("../../docs/emulator.md")]
struct Guide;
