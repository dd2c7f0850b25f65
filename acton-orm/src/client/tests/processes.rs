//! Several processes share one settings file; some die in the middle.
//!
//! The children are this very test program, run again with the name of one test.

mod kills;
mod small_disk;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use acton_emulator::{Clock, Emulator};

use crate::ErrorKind;
use crate::client::Client;
use crate::client::steps;
use crate::plan::Request;

const CHILD: &str = "client::tests::processes::a_child_makes_calls_until_it_is_told_to_stop";
const TEXT: &str = "ACTON_TEST_CONNECTION";
const STOP: &str = "ACTON_TEST_STOP";

fn account() -> Request {
    Request::get("/api/1/account")
}

fn child(text: &str, stop: &Path, trouble: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", CHILD, "--nocapture"])
        .env(TEXT, text)
        .env(STOP, stop)
        .env(steps::VARIABLE, trouble)
        .env("RUST_BACKTRACE", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[tokio::test]
async fn a_child_makes_calls_until_it_is_told_to_stop() {
    let (Ok(text), Ok(stop)) = (std::env::var(TEXT), std::env::var(STOP)) else {
        return;
    };
    let acton = Client::connect(&text).await.unwrap();
    while !std::path::Path::new(&stop).exists() {
        let me = std::process::id().to_string();
        match acton.call(account().param("child", me)).await {
            Err(error) if error.kind() == ErrorKind::Io => {}
            answer => drop(answer.unwrap()),
        }
    }
}

/// What a child said, if it has ended.
fn last_words(child: &mut Child) -> Option<String> {
    let status = child.try_wait().unwrap()?;
    let mut said = String::new();
    let mut err = child.stderr.take().unwrap();
    std::io::Read::read_to_string(&mut err, &mut said).unwrap();
    Some(format!("{status}: {said}"))
}

struct World {
    emulator: Emulator,
    folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let clock = Clock::manual(1_800_000_000_000);
        let emulator = Emulator::builder()
            .clock(clock)
            .rate_limit(false)
            .daily_limit(false)
            .start()
            .await
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        Self { emulator, folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("OAuthSettings.json")
    }

    fn text(&self, more: &str) -> String {
        format!(
            "{}&CallsPerSecond=1000&CallsPerDay=-1&LoginsPerHour=-1&OAuthSettingsLocation={}{more}",
            self.emulator.connection_string(),
            self.file().display()
        )
    }

    fn stop(&self) -> PathBuf {
        self.folder.path().join("stop")
    }

    /// Names the step that goes wrong next, once there is something in it.
    fn trouble(&self) -> PathBuf {
        self.folder.path().join("trouble")
    }

    fn child(&self, more: &str) -> Child {
        child(&self.text(more), &self.stop(), &self.trouble())
    }

    /// Time goes on until every access token is over, and every login forgotten.
    fn an_hour_later(&self) {
        self.emulator
            .clock()
            .advance(std::time::Duration::from_secs(3601));
    }

    /// Time goes on a little, and every access token was good for no more.
    fn five_seconds_later(&self) {
        self.emulator.expire_access_tokens();
        self.emulator
            .clock()
            .advance(std::time::Duration::from_secs(5));
    }

    fn count(&self, wanted: impl Fn(&acton_emulator::Entry) -> bool) -> usize {
        self.emulator
            .journal()
            .entries()
            .iter()
            .filter(|entry| wanted(entry))
            .count()
    }

    fn grants(&self, grant: &str) -> usize {
        let text = format!("grant_type={grant}");
        self.count(|entry| {
            entry.path == "/token" && String::from_utf8_lossy(&entry.request_body).contains(&text)
        })
    }

    /// Whether every child made two calls since the clock last moved: then none of them still holds
    /// a token from before.
    fn all_served(&self, children: &[u32]) -> bool {
        let now = self.emulator.clock().now();
        children.iter().all(|child| {
            let child = ("child".to_owned(), child.to_string());
            self.count(|entry| {
                entry.at == now && entry.status == 200 && entry.query.contains(&child)
            }) >= 2
        })
    }

    /// Until something holds; the test's own time limit is what ends it otherwise.
    async fn until(&self, children: &mut [Child], holds: impl Fn(&Self) -> bool) {
        while !holds(self) {
            for child in children.iter_mut() {
                if let Some(said) = last_words(child) {
                    panic!("a child ended early: {said}");
                }
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_processes_share_one_file_with_one_refresh_for_each_expiry_and_one_login_in_all() {
    // 720 are an hour; a run of all tests has patience for fewer.
    let expiries = std::env::var("ACTON_TEST_EXPIRIES").map_or(40, |text| text.parse().unwrap());
    let world = World::new().await;
    let mut children: Vec<_> = (0..8).map(|_| world.child("")).collect();
    let ids: Vec<_> = children.iter().map(Child::id).collect();
    world
        .until(&mut children, |world| world.all_served(&ids))
        .await;
    assert_eq!(
        (world.grants("refresh_token"), world.grants("password")),
        (0, 1)
    );
    for expired in 1..=expiries {
        world.emulator.journal().clear();
        world.five_seconds_later();
        world
            .until(&mut children, |world| world.all_served(&ids))
            .await;
        assert_eq!(
            (world.grants("refresh_token"), world.grants("password")),
            (1, 0),
            "expiry {expired}"
        );
        assert_eq!(
            world.count(|entry| entry.path == "/token" && entry.status != 200),
            0
        );
    }
    std::fs::write(world.stop(), "").unwrap();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
