//! Clients that share a settings file share the allowance of a second.

use acton_emulator::Emulator;
use acton_orm::{Client, Method};

struct World {
    /// It counts calls a second as Act-On does, by a clock that goes.
    emulator: Emulator,
    folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let emulator = Emulator::builder().rate_limit(true).empty();
        Self {
            emulator: emulator.start().await.unwrap(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// It asks for 4 a second where 5 are allowed: a call that leaves late is not what is tested here.
    async fn client(&self, more: &str) -> Client {
        let file = self.folder.path().join("OAuthSettings.json");
        let text = format!(
            "{}&CallsPerSecond=4&OAuthSettingsLocation={}{more}",
            self.emulator.connection_string(),
            file.display()
        );
        Client::connect(&text).await.unwrap()
    }

    /// How many calls were refused for coming too fast.
    fn refused(&self) -> usize {
        let entries = self.emulator.journal().entries();
        entries.iter().filter(|entry| entry.status == 429).count()
    }
}

/// All at once, by both. Answers how many succeeded.
async fn calls(clients: [&Client; 2], each: usize) -> usize {
    let one = |acton: &Client| {
        let call = acton.request(Method::GET, "/api/1/account");
        async move { call.send().await.is_ok() }
    };
    let all = clients.map(|acton| (0..each).map(move |_| one(acton)));
    let answers = futures::future::join_all(all.into_iter().flatten()).await;
    answers.into_iter().filter(|answer| *answer).count()
}

#[tokio::test]
async fn two_clients_of_one_settings_file_are_never_refused_for_coming_too_fast() {
    let world = World::new().await;
    let (one, other) = (world.client("").await, world.client("").await);
    assert_eq!(calls([&one, &other], 8).await, 16);
    assert_eq!(world.refused(), 0);
}

#[tokio::test]
async fn two_clients_that_do_not_share_it_are_refused_as_ever() {
    let world = World::new().await;
    let apart = "&ShareCallsPerSecond=false&MaxRetries=0";
    let (one, other) = (world.client(apart).await, world.client(apart).await);
    let succeeded = calls([&one, &other], 4).await;
    assert!(world.refused() > 0 && succeeded < 8, "{succeeded} of 8");
    let beside = world.folder.path().join("OAuthSettings.json.calls");
    assert!(!beside.exists());
}
