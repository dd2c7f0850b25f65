//! Several clients that share a file, as processes do.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::*;

const BEGAN: u64 = 1_800_000_000_000_000;

/// The paused clock, for all of a test's clients.
fn paused() -> u64 {
    static ANCHOR: LazyLock<std::time::Instant> = LazyLock::new(std::time::Instant::now);
    let now = Instant::now().into_std();
    let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap();
    match now.checked_duration_since(*ANCHOR) {
        Some(since) => BEGAN + micros(since),
        None => BEGAN - micros(*ANCHOR - now),
    }
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn settings(&self) -> PathBuf {
        self.0.path().join("s.json")
    }

    fn calls(&self) -> PathBuf {
        self.0.path().join("s.json.calls")
    }

    fn client(&self, per_second: u32) -> Arc<Limiter> {
        let shared = Shared::by(self.settings(), true, paused);
        Arc::new(Limiter::new(per_second).sharing(Some(shared)))
    }
}

async fn together(clients: &[Arc<Limiter>], calls: usize) -> Vec<Instant> {
    let all = clients.iter().map(|client| starts(client, calls));
    let mut starts = futures::future::join_all(all).await.concat();
    starts.sort();
    starts
}

#[tokio::test(start_paused = true)]
async fn four_clients_of_five_a_second_make_five_a_second_together() {
    let folder = Folder::new();
    let clients: Vec<_> = (0..4).map(|_| folder.client(5)).collect();
    let begun = Instant::now();
    let starts = together(&clients, 20).await;
    assert_eq!((starts.len(), worst_second(&starts)), (80, 5));
    let ideal = Duration::from_secs(15);
    let took = begun.elapsed();
    assert!(took >= ideal && took <= ideal.mul_f64(1.1), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn who_is_allowed_fewer_makes_fewer_and_leaves_the_rest_to_the_others() {
    let folder = Folder::new();
    let (slow, fast) = (folder.client(2), folder.client(6));
    assert_eq!(worst_second(&starts(&slow, 10).await), 2);
    assert_eq!(worst_second(&together(&[slow, fast], 12).await), 6);
}

#[tokio::test(start_paused = true)]
async fn a_429_of_one_stops_them_all_and_halves_the_rate_of_all() {
    let folder = Folder::new();
    let (one, other) = (folder.client(4), folder.client(4));
    one.turn().await;
    one.refused(Some(Duration::from_secs(7)));
    // Not before it is written.
    let written = || std::fs::read(folder.calls()).unwrap()[8..16] != [0; 8];
    while !written() {
        tokio::task::yield_now().await;
    }
    let begun = Instant::now();
    let starts = together(&[one, other], 10).await;
    assert!(starts[0] - begun >= Duration::from_millis(6999));
    assert_eq!(worst_second(&starts), 2);
}

#[tokio::test(start_paused = true)]
async fn requests_that_wait_for_a_connection_of_one_are_counted_for_the_other_when_it_stands() {
    let folder = Folder::new();
    let (one, other) = (folder.client(5), folder.client(5));
    starts(&one, 5).await;
    let connecting = one.connecting();
    let next = tokio::spawn({
        let other = Arc::clone(&other);
        async move {
            other.turn().await;
            Instant::now()
        }
    });
    tokio::time::sleep(Duration::from_millis(1500)).await;
    drop(connecting);
    let arrived = Instant::now();
    assert!(next.await.unwrap() - arrived >= Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn who_dies_while_connecting_holds_nobody_up_for_long() {
    let folder = Folder::new();
    let (one, other) = (folder.client(5), folder.client(5));
    starts(&one, 5).await;
    // Never over: its process is dead.
    std::mem::forget(one.connecting());
    let begun = Instant::now();
    other.turn().await;
    assert!(begun.elapsed() <= LEASE + WINDOW + LOOK_AGAIN);
}

#[tokio::test(start_paused = true)]
async fn a_file_that_somebody_removed_is_made_again() {
    let folder = Folder::new();
    let clients = [folder.client(5), folder.client(5)];
    together(&clients, 5).await;
    std::fs::remove_file(folder.calls()).unwrap();
    tokio::time::sleep(WINDOW).await;
    assert_eq!(worst_second(&together(&clients, 10).await), 5);
}

/// Each client keeps its own pace then.
async fn goes_on(folder: &Folder) {
    let clients = [folder.client(5), folder.client(5)];
    assert_eq!(worst_second(&together(&clients, 10).await), 10);
}

#[tokio::test(start_paused = true)]
async fn garbage_in_the_file_is_an_empty_window() {
    let folder = Folder::new();
    for garbage in [&b"not ours"[..], &[0xff; 8192], &[0; 100_000]] {
        std::fs::write(folder.calls(), garbage).unwrap();
        let clients = [folder.client(5), folder.client(5)];
        assert_eq!(worst_second(&together(&clients, 10).await), 5);
        assert_eq!(std::fs::metadata(folder.calls()).unwrap().len(), 8192);
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_shared_stops_no_call() {
    let folder = Folder::new();
    std::fs::create_dir(folder.calls()).unwrap();
    goes_on(&folder).await;
    std::fs::remove_dir(folder.calls()).unwrap();
    let nowhere = Folder(tempfile::tempdir_in(folder.0.path()).unwrap());
    std::fs::remove_dir(nowhere.0.path()).unwrap();
    goes_on(&nowhere).await;
    #[cfg(unix)]
    {
        assert!(mkfifo(&folder.calls()));
        goes_on(&folder).await;
    }
}

#[cfg(unix)]
fn mkfifo(path: &Path) -> bool {
    let made = std::process::Command::new("mkfifo").arg(path).status();
    made.unwrap().success()
}
