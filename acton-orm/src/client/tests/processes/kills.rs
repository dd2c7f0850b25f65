//! One of eight processes dies, or its disk fails, at a step of a refresh. The others have no password:
//! they go on only if no login was lost.

use std::process::Child;

use super::{World, last_words};
use crate::client::Client;
use crate::client::steps;

const PROCESSES: usize = 8;
const NO_PASSWORD: &str = "&InitiateOAuth=REFRESH";

struct Eight {
    world: World,
    children: Vec<Child>,
}

/// What became of the login.
#[derive(Debug, PartialEq)]
enum Login {
    Kept,
    Lost,
}

impl Eight {
    async fn new() -> Self {
        let mut eight = Self {
            world: World::new().await,
            children: Vec::new(),
        };
        eight.log_in().await;
        eight
    }

    /// A person signs in, and eight processes start.
    async fn log_in(&mut self) {
        let _ = std::fs::remove_file(self.world.file());
        self.world.an_hour_later();
        Client::connect(&self.world.text("")).await.unwrap();
        self.fill().await;
    }

    async fn fill(&mut self) {
        while self.children.len() < PROCESSES {
            self.children.push(self.world.child(NO_PASSWORD));
        }
        let ids: Vec<_> = self.children.iter().map(Child::id).collect();
        self.world
            .until(&mut self.children, |world| world.all_served(&ids))
            .await;
    }

    /// The tokens expire, and whoever refreshes meets the trouble.
    async fn refresh(&mut self, what: &str, step: &str) -> Login {
        let dies = what == "die";
        self.world.emulator.journal().clear();
        // Under another name first: nobody may read half of it.
        let new = self.world.trouble().with_extension("new");
        std::fs::write(&new, format!("{what} {step}")).unwrap();
        std::fs::rename(new, self.world.trouble()).unwrap();
        self.world.five_seconds_later();
        let mut dead = 0;
        loop {
            let mut words: Vec<String> = Vec::new();
            self.children.retain_mut(|child| match last_words(child) {
                Some(said) => {
                    words.push(said);
                    false
                }
                None => true,
            });
            for said in words {
                if dies && dead == 0 && !said.contains("panicked") {
                    dead += 1;
                    continue;
                }
                assert!(said.contains("log in again"), "{what} {step}: {said}");
                return Login::Lost;
            }
            let met = !self.world.trouble().exists() && dead == usize::from(dies);
            let ids: Vec<_> = self.children.iter().map(Child::id).collect();
            if met && self.world.all_served(&ids) {
                return Login::Kept;
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }

    fn end(&mut self) {
        for mut child in self.children.drain(..) {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for Eight {
    fn drop(&mut self) {
        self.end();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_at_any_step_of_a_refresh_loses_no_login_that_could_be_kept() {
    // `.ci/kills` makes 200; a run of all tests has patience for fewer.
    let kills =
        std::env::var("ACTON_TEST_KILLS").map_or(steps::STEPS.len(), |text| text.parse().unwrap());
    let mut eight = Eight::new().await;
    let mut lost = Vec::new();
    for step in steps::STEPS.iter().cycle().take(kills) {
        match eight.refresh("die", step).await {
            Login::Kept => eight.fill().await,
            Login::Lost => {
                lost.push(*step);
                eight.end();
                eight.log_in().await;
            }
        }
    }
    let unavoidable = "after the answer";
    let aimed = |at: &str| {
        steps::STEPS
            .iter()
            .cycle()
            .take(kills)
            .filter(|step| **step == at)
            .count()
    };
    println!(
        "{kills} kills, {} logins lost; {} of the kills came after Act-On's answer and before a byte of it was written",
        lost.len(),
        aimed(unavoidable)
    );
    assert!(lost.iter().all(|step| *step == unavoidable), "{lost:?}");
    assert_eq!(
        lost.len(),
        aimed(unavoidable),
        "or this test would show nothing"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_fails_at_any_step_of_a_refresh_loses_no_login() {
    let mut eight = Eight::new().await;
    for step in steps::STEPS.iter().filter(|step| !step.ends_with("answer")) {
        assert_eq!(eight.refresh("fail", step).await, Login::Kept, "{step}");
    }
    assert_eq!(eight.children.len(), PROCESSES);
}
