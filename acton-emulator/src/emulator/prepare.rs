//! Putting things into the account.

use bytes::Bytes;

use super::Emulator;
use crate::seed::ListSeed;
use crate::world::{Asset, Row, Rows, Suppressed};

impl Emulator {
    /// Adds a list and returns its id.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// use acton_emulator::{Emulator, ListSeed};
    ///
    /// let emulator = Emulator::builder().empty().start().await?;
    /// let id = emulator.create_list(
    ///     ListSeed::new("Newsletter")
    ///         .folder("Marketing")
    ///         .columns([("E-mail Address", Some("EMAIL")), ("Region", None)])
    ///         .rows([["ada@example.com", "West"]]),
    /// );
    /// assert_eq!(id, "l-0001");
    /// assert_eq!(emulator.list_rows(&id), [["l-0001:0", "ada@example.com", "West"]]);
    /// # Ok(()) }
    /// ```
    pub fn create_list(&self, seed: ListSeed) -> String {
        let mut world = self.shared.world();
        let now = world.now();
        let mut rows = Rows::default();
        for mut cells in seed.rows {
            cells.resize(seed.columns.len(), String::new());
            rows.add(Row {
                cells,
                created: now,
                modified: now,
            });
        }
        world.add_list(&seed.name, &seed.folder, seed.columns, rows, now)
    }

    /// Adds a row to a list, dated now by the emulator's clock. False where there is no such list.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// use acton_emulator::{Emulator, ListSeed};
    ///
    /// let emulator = Emulator::builder().empty().start().await?;
    /// let list = emulator.create_list(ListSeed::new("A").columns([("E-mail Address", Some("EMAIL"))]));
    /// assert!(emulator.add_row(&list, vec!["ada@example.com".to_owned()]));
    /// # Ok(()) }
    /// ```
    pub fn add_row(&self, list: &str, cells: Vec<String>) -> bool {
        let mut world = self.shared.world();
        let now = world.now();
        world
            .list_mut(list)
            .map(|list| list.add(cells, now))
            .is_ok()
    }

    /// Takes the column with this heading, and its cells, out of a list, as somebody at Act-On may
    /// between two calls. False where there is no such list or heading. Uploads that wait are done
    /// first, downloads under way break off, the rows of a generated list are kept in memory from then on.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert!(emulator.drop_column("l-0001", "Region"));
    /// assert!(!emulator.lists()[0].headings.contains(&"Region".to_owned()));
    /// # Ok(()) }
    /// ```
    pub fn drop_column(&self, list: &str, heading: &str) -> bool {
        self.shared.world().drop_column(list, heading)
    }

    /// Adds a list of any length, whose rows are computed when asked for, and returns its id.
    ///
    /// The columns are E-mail Address, First Name, Last Name, Company, Job Title, Business City,
    /// Region and Score. The list can be written to like any other.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let id = emulator.generate_list("Big", 1_000_000);
    /// assert_eq!(emulator.lists().last().map(|list| list.rows), Some(1_000_000));
    /// # Ok(()) }
    /// ```
    pub fn generate_list(&self, name: &str, rows: u64) -> String {
        self.shared.world().generate_list(name, rows)
    }

    /// Adds an opt-out of the given time, in Unix milliseconds.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// emulator.add_opt_out("ada@example.com", 1_725_392_821_000);
    /// assert_eq!(emulator.opt_outs().last().unwrap().email, "ada@example.com");
    /// # Ok(()) }
    /// ```
    pub fn add_opt_out(&self, email: &str, at: i64) {
        let entry = Suppressed::new(email, at, "Opt-out link");
        self.shared.world().suppressions.opt_out(entry);
    }

    /// Adds a hard bounce of the given time, in Unix milliseconds.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// emulator.add_hard_bounce("ada@example.com", 1_725_392_821_000);
    /// # Ok(()) }
    /// ```
    pub fn add_hard_bounce(&self, email: &str, at: i64) {
        let entry = Suppressed::new(email, at, "Hard bounce");
        self.shared.world().suppressions.hard_bounces.push(entry);
    }

    /// Adds a spam complaint of the given time, in Unix milliseconds.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// emulator.add_spam_complaint("ada@example.com", 1_725_392_821_000);
    /// # Ok(()) }
    /// ```
    pub fn add_spam_complaint(&self, email: &str, at: i64) {
        let entry = Suppressed::new(email, at, "Spam complaint");
        self.shared.world().suppressions.spam_complaints.push(entry);
    }

    /// Lets a beacon cookie stand for a record.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// emulator.add_cookie("cookie-bob", "l-0001:1");
    /// # Ok(()) }
    /// ```
    pub fn add_cookie(&self, cookie: &str, record_id: &str) {
        let mut world = self.shared.world();
        let ids = world.cookies.entry(cookie.to_owned()).or_default();
        ids.push(record_id.to_owned());
    }

    /// Adds an image and returns its id.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let id = emulator.add_image("dot.png", "New Folder", acton_emulator::tiny_png(1, 1, 0));
    /// assert!(id.starts_with("f-"));
    /// # Ok(()) }
    /// ```
    pub fn add_image(&self, name: &str, folder: &str, bytes: impl Into<Bytes>) -> String {
        let mut world = self.shared.world();
        let id = format!("f-{}", world.random.uuid());
        let now = world.now();
        world
            .images
            .add(asset(&id, name, folder, bytes.into(), None, now));
        id
    }

    /// Adds a media file and returns its id.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let id = emulator.add_media("prices.txt", "Events", "Basic 10");
    /// assert!(id.starts_with("f-"));
    /// # Ok(()) }
    /// ```
    pub fn add_media(&self, name: &str, folder: &str, bytes: impl Into<Bytes>) -> String {
        let mut world = self.shared.world();
        let id = format!("f-{}", world.random.uuid());
        let now = world.now();
        world
            .media
            .add(asset(&id, name, folder, bytes.into(), None, now));
        id
    }

    /// Adds a media link and returns its id.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let id = emulator.add_media_link("Help", "Events", "https://help.example.com");
    /// assert!(id.starts_with("u-"));
    /// # Ok(()) }
    /// ```
    pub fn add_media_link(&self, name: &str, folder: &str, target_url: &str) -> String {
        let mut world = self.shared.world();
        let id = format!("u-{}", world.random.uuid());
        let now = world.now();
        let target = Some(target_url.to_owned());
        world
            .media
            .add(asset(&id, name, folder, Bytes::new(), target, now));
        id
    }

    /// Lets every access token expire at once; refresh tokens stay.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// emulator.expire_access_tokens(); // the next call must refresh
    /// # Ok(()) }
    /// ```
    pub fn expire_access_tokens(&self) {
        self.shared.world().tokens.expire_all();
    }

    /// Kills the refresh token, as a login from elsewhere does.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// emulator.revoke_refresh_token(); // the next refresh is refused
    /// # Ok(()) }
    /// ```
    pub fn revoke_refresh_token(&self) {
        self.shared.world().tokens.revoke_refresh();
    }

    /// Pretends this many calls were made today.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// emulator.set_calls_today(29_999); // one is left
    /// assert_eq!(emulator.calls_today(), 29_999);
    /// # Ok(()) }
    /// ```
    pub fn set_calls_today(&self, calls: u32) {
        let mut world = self.shared.world();
        let now = world.now();
        world.limits.set_calls_today(calls, now);
    }
}

fn asset(
    id: &str,
    name: &str,
    folder: &str,
    bytes: Bytes,
    target_url: Option<String>,
    now: i64,
) -> Asset {
    Asset {
        id: id.to_owned(),
        name: name.to_owned(),
        folder: folder.to_owned(),
        bytes,
        target_url,
        version: 0,
        created: now,
        modified: now,
    }
}
