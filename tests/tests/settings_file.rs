//! The settings file and stores of the user's own: what a full disk, a kill and odd files cost.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use acton_emulator::{Emulator, Fault};
use acton_orm::connect::BoxFuture;
use acton_orm::{Client, ErrorKind, LockedTokens, Method, Result, SavedTokens, TokenStore};
use acton_orm_tests::empty_account;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// A store that is full at times.
#[derive(Debug, Default, Clone)]
struct Vault {
    kept: Arc<Mutex<Option<SavedTokens>>>,
    full: Arc<AtomicBool>,
}

#[derive(Debug)]
struct Opened {
    kept: OwnedMutexGuard<Option<SavedTokens>>,
    full: bool,
}

impl TokenStore for Vault {
    fn lock(&self) -> BoxFuture<'_, Box<dyn LockedTokens>> {
        Box::pin(async {
            let kept = Arc::clone(&self.kept).lock_owned().await;
            let full = self.full.load(Ordering::Relaxed);
            Ok(Box::new(Opened { kept, full }) as Box<dyn LockedTokens>)
        })
    }
}

impl LockedTokens for Opened {
    fn load(&mut self) -> BoxFuture<'_, Option<SavedTokens>> {
        Box::pin(async { Ok(self.kept.clone()) })
    }

    fn save(&mut self, tokens: SavedTokens) -> BoxFuture<'_, ()> {
        Box::pin(async {
            if self.full {
                return Err(acton_orm::Error::store("no room"));
            }
            *self.kept = Some(tokens);
            Ok(())
        })
    }
}

/// A store that says it is ready, and then does not save.
#[derive(Debug)]
struct Liar(Vault);

#[derive(Debug)]
struct LiarOpened(Box<dyn LockedTokens>);

impl TokenStore for Liar {
    fn lock(&self) -> BoxFuture<'_, Box<dyn LockedTokens>> {
        Box::pin(async { Ok(Box::new(LiarOpened(self.0.lock().await?)) as Box<dyn LockedTokens>) })
    }
}

impl LockedTokens for LiarOpened {
    fn load(&mut self) -> BoxFuture<'_, Option<SavedTokens>> {
        self.0.load()
    }

    fn prepare(&mut self) -> BoxFuture<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn save(&mut self, tokens: SavedTokens) -> BoxFuture<'_, ()> {
        self.0.save(tokens)
    }
}

/// An account, and a folder with a settings file for it.
struct World {
    emulator: Emulator,
    folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        Self {
            emulator: empty_account().await,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("OAuthSettings.json")
    }

    fn beside(&self, ending: &str) -> PathBuf {
        self.folder
            .path()
            .join(format!("OAuthSettings.json{ending}"))
    }

    fn text(&self, more: &str) -> String {
        format!(
            "{}&CallsPerSecond=1000&CallsPerDay=-1&OAuthSettingsLocation={}{more}",
            self.emulator.connection_string(),
            self.file().display()
        )
    }

    async fn client(&self) -> Client {
        Client::connect(&self.text("")).await.unwrap()
    }

    /// The calls that got tokens since the last look, as grant and status.
    fn grants(&self) -> Vec<(String, u16)> {
        let entries = self.emulator.journal().entries();
        self.emulator.journal().clear();
        let grant = |body: &[u8]| {
            let text = String::from_utf8_lossy(body).into_owned();
            let mut pairs = text.split('&').filter_map(|pair| pair.split_once('='));
            pairs
                .find(|(name, _)| *name == "grant_type")
                .map(|(_, grant)| grant.to_owned())
        };
        entries
            .iter()
            .filter(|entry| entry.path == "/token")
            .map(|entry| (grant(&entry.request_body).unwrap_or_default(), entry.status))
            .collect()
    }
}

async fn call(acton: &Client) -> Result<()> {
    let answer = acton.request(Method::GET, "/api/1/account").await?;
    assert_eq!(answer.status(), 200);
    Ok(())
}

fn refreshed_once() -> Vec<(String, u16)> {
    vec![("refresh_token".to_owned(), 200)]
}

#[tokio::test]
async fn a_store_that_is_full_costs_no_token_and_goes_on_when_there_is_room() {
    let world = World::new().await;
    let vault = Vault::default();
    let acton = on(&world, vault.clone()).await;
    world.grants();
    world.emulator.expire_access_tokens();
    vault.full.store(true, Ordering::Relaxed);
    for _ in 0..3 {
        let error = call(&acton).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io, "{error}");
    }
    assert_eq!(world.grants(), [], "no token was spent");
    vault.full.store(false, Ordering::Relaxed);
    call(&acton).await.unwrap();
    assert_eq!(world.grants(), refreshed_once());
}

async fn on(world: &World, store: impl TokenStore + 'static) -> Client {
    Client::parse(&world.emulator.connection_string())
        .unwrap()
        .calls_per_second(1000)
        .calls_per_day(None)
        .token_store(store)
        .connect()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_pair_that_was_not_saved_is_saved_later_unless_somebody_has_a_newer_one() {
    for somebody in [false, true] {
        let world = World::new().await;
        let vault = Vault::default();
        let acton = on(&world, Liar(vault.clone())).await;
        world.emulator.expire_access_tokens();
        vault.full.store(true, Ordering::Relaxed);
        call(&acton).await.unwrap_err();
        vault.full.store(false, Ordering::Relaxed);
        if somebody {
            let mut held = vault.lock().await.unwrap();
            let mut saved = held.load().await.unwrap().unwrap();
            saved.pair = None;
            held.save(saved).await.unwrap();
            drop(held);
            on(&world, vault.clone()).await;
        }
        world.grants();
        let there = vault.kept.lock().await.clone().unwrap().pair.unwrap();
        call(&acton).await.unwrap();
        assert_eq!(world.grants(), [], "it asks for no third pair");
        let now = vault.kept.lock().await.clone().unwrap().pair.unwrap();
        assert_eq!(now.access() == there.access(), somebody);
    }
}

#[tokio::test]
async fn a_folder_that_takes_no_new_file_costs_no_token_and_the_error_says_what_to_do() {
    let world = World::new().await;
    let acton = world.client().await;
    world.grants();
    world.emulator.expire_access_tokens();
    // Stands for whatever keeps the file from being written; it works for root too.
    std::fs::create_dir(world.beside(".next")).unwrap();
    let error = call(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io, "{error}");
    let said = error.to_string();
    assert!(
        said.contains("OAuthSettings.json.next is no regular file; move it away"),
        "{said}"
    );
    assert_eq!(world.grants(), []);
    std::fs::remove_dir(world.beside(".next")).unwrap();
    call(&acton).await.unwrap();
    assert_eq!(world.grants(), refreshed_once());
    assert!(!world.beside(".next").exists());
}

#[tokio::test]
async fn a_disk_that_is_full_when_signing_in_costs_no_login() {
    let world = World::new().await;
    std::fs::create_dir(world.beside(".next")).unwrap();
    let error = Client::connect(&world.text("")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io, "{error}");
    assert_eq!(world.grants(), []);
}

/// The file before a refresh and after it.
async fn before_and_after(world: &World) -> (Vec<u8>, Vec<u8>) {
    let acton = world.client().await;
    let before = std::fs::read(world.file()).unwrap();
    world.emulator.expire_access_tokens();
    call(&acton).await.unwrap();
    world.grants();
    (before, std::fs::read(world.file()).unwrap())
}

#[tokio::test]
async fn a_pair_that_was_written_and_not_renamed_is_taken_by_the_next_process() {
    let world = World::new().await;
    let (before, after) = before_and_after(&world).await;
    for blanks in [0, 4000] {
        // What a process leaves that is killed between the two: the rest of the room may be there.
        let mut next = after.clone();
        next.resize(after.len() + blanks, b' ');
        std::fs::write(world.file(), &before).unwrap();
        std::fs::write(world.beside(".next"), &next).unwrap();
        let acton = Client::connect(&world.text("&InitiateOAuth=REFRESH"))
            .await
            .unwrap();
        call(&acton).await.unwrap();
        assert_eq!(world.grants(), [], "its access token still works");
        assert!(!world.beside(".next").exists());
    }
    world.emulator.expire_access_tokens();
    let acton = Client::connect(&world.text("&InitiateOAuth=REFRESH"))
        .await
        .unwrap();
    call(&acton).await.unwrap();
    assert_eq!(world.grants(), refreshed_once());
}

#[tokio::test]
async fn a_first_login_that_was_written_and_not_renamed_is_taken_too() {
    let world = World::new().await;
    world.client().await;
    world.grants();
    // The login was counted, the pair written, and then its process was killed.
    std::fs::rename(world.file(), world.beside(".next")).unwrap();
    std::fs::write(world.file(), r#"{"version":1,"saves":1}"#).unwrap();
    let text = world.text("&InitiateOAuth=REFRESH");
    call(&Client::connect(&text).await.unwrap()).await.unwrap();
    assert_eq!(world.grants(), []);
}

#[tokio::test]
async fn what_a_killed_process_left_half_written_is_removed() {
    let world = World::new().await;
    let (_, after) = before_and_after(&world).await;
    let torn = &after[..after.len() / 2];
    let mut padded = torn.to_vec();
    padded.resize(16 * 1024, b' ');
    for left in [torn, &padded, b"", &[b' '; 16 * 1024], &[0; 4096]] {
        std::fs::write(world.beside(".next"), left).unwrap();
        world.client().await;
        assert!(!world.beside(".next").exists());
    }
    assert_eq!(world.grants(), [], "the file itself is as good as before");
}

#[tokio::test]
async fn a_file_that_somebody_put_there_since_is_not_undone_by_an_old_pair() {
    let world = World::new().await;
    let (before, after) = before_and_after(&world).await;
    let acton = world.client().await;
    world.emulator.expire_access_tokens();
    call(&acton).await.unwrap();
    world.grants();
    // `before` was followed by `after` and one more; now it lies beside that one.
    std::fs::write(world.beside(".next"), &before).unwrap();
    let acton = Client::connect(&world.text("&InitiateOAuth=REFRESH"))
        .await
        .unwrap();
    call(&acton).await.unwrap();
    assert_eq!(world.grants(), []);
    assert!(!world.beside(".next").exists());
    assert_ne!(std::fs::read(world.file()).unwrap(), after);
}

#[cfg(unix)]
async fn refused(world: &World) -> String {
    let connecting = Client::connect(&world.text(""));
    let error = tokio::time::timeout(Duration::from_secs(20), connecting)
        .await
        .expect("it does not hang")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io, "{error}");
    assert_eq!(world.grants(), []);
    error.to_string()
}

#[cfg(unix)]
#[tokio::test]
async fn a_settings_file_that_is_no_regular_file_is_refused_and_left_alone() {
    use std::os::unix::fs::FileTypeExt;
    let kind = |path: &Path| path.symlink_metadata().unwrap().file_type();
    let world = World::new().await;
    let socket = std::os::unix::net::UnixListener::bind(world.file()).unwrap();
    let said = refused(&world).await;
    assert!(said.contains("no regular file"), "{said}");
    assert!(kind(&world.file()).is_socket());
    drop(socket);
    std::fs::remove_file(world.file()).unwrap();
    std::fs::create_dir(world.file()).unwrap();
    assert!(refused(&world).await.contains("no regular file"));
    assert!(kind(&world.file()).is_dir());
    std::fs::remove_dir(world.file()).unwrap();
    // A pipe would be waited for without an end.
    for ending in ["", ".lock", ".next"] {
        let pipe = world.beside(ending);
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let said = refused(&world).await;
        assert!(said.contains("no regular file"), "{said}");
        assert!(kind(&pipe).is_fifo());
        std::fs::remove_file(&pipe).unwrap();
    }
    // A link is taken for what it stands for, but not beside the file: there it is somebody else's.
    let elsewhere = world.folder.path().join("precious");
    std::fs::write(&elsewhere, "precious").unwrap();
    std::os::unix::fs::symlink(&elsewhere, world.beside(".next")).unwrap();
    assert!(refused(&world).await.contains("no regular file"));
    assert_eq!(std::fs::read(&elsewhere).unwrap(), b"precious");
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_to_a_file_that_is_not_there_yet_stays_a_link() {
    let world = World::new().await;
    let target = world.folder.path().join("safe/tokens.json");
    std::os::unix::fs::symlink("safe/tokens.json", world.file()).unwrap();
    for _ in 0..2 {
        world.client().await;
        assert!(world.file().is_symlink() && target.is_file());
    }
    assert_eq!(world.grants(), [("password".to_owned(), 200)]);
}

#[tokio::test]
async fn a_token_that_is_said_to_live_for_ever_leaves_a_file_that_can_be_read() {
    let world = World::new().await;
    let answer = r#"{"access_token":"a","refresh_token":"r","token_type":"Bearer","expires_in":18446744073709551615}"#;
    let fault = Fault::body(200, "application/json", answer);
    world.emulator.fail(fault.on("POST", "/token").times(1));
    world.client().await;
    world.grants();
    world.client().await;
    assert_eq!(world.grants(), [], "the second found the first one's");
}
