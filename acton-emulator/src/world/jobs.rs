//! Upload jobs: queued, polled, done (A§7.5).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Work;

/// The first job's number.
const FIRST: u64 = 15_959_711;
/// A job nobody polls is done after this long.
const DONE_AFTER: i64 = 60_000;
/// How long a job can be asked for (inferred).
const KEPT: i64 = 86_400_000;

/// What a job did.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Outcome {
    pub(crate) list: String,
    pub(crate) appended: usize,
    pub(crate) updated: usize,
    pub(crate) rejected: Vec<Vec<String>>,
    /// Why the job failed, if it did.
    pub(crate) failure: Option<String>,
    /// Where the rejected rows can be downloaded.
    pub(crate) rejected_file: Option<String>,
}

impl Outcome {
    pub(crate) fn of(list: &str) -> Self {
        Self {
            list: list.to_owned(),
            appended: 0,
            updated: 0,
            rejected: Vec::new(),
            failure: None,
            rejected_file: None,
        }
    }

    pub(crate) fn failed(list: &str, why: &str) -> Self {
        Self {
            failure: Some(why.to_owned()),
            ..Self::of(list)
        }
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Job {
    queued: i64,
    polls: u32,
    state: State,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
enum State {
    Waiting(Box<Work>),
    Done(Outcome),
}

/// What a poll finds.
#[derive(Debug)]
pub(crate) enum Progress {
    Pending,
    Running,
    /// Due: the caller must finish it and ask again.
    Due,
    Done(Outcome),
}

/// All jobs, by number.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Jobs(BTreeMap<u64, Job>, u64);

impl Jobs {
    pub(crate) fn queue(&mut self, work: Work, now: i64) -> String {
        let number = FIRST + self.1;
        self.1 += 1;
        self.0.insert(
            number,
            Job {
                queued: now,
                polls: 0,
                state: State::Waiting(Box::new(work)),
            },
        );
        number.to_string()
    }

    /// Counts a poll. The first of several finds the job pending, later ones running.
    pub(crate) fn poll(&mut self, id: &str, now: i64, polls_to_success: u32) -> Option<Progress> {
        let job = self.0.get_mut(&parse(id)?)?;
        if now.saturating_sub(job.queued) > KEPT {
            return None;
        }
        Some(match &job.state {
            State::Done(outcome) => Progress::Done(outcome.clone()),
            State::Waiting(_) => {
                job.polls += 1;
                if job.polls >= polls_to_success {
                    Progress::Due
                } else if job.polls == 1 {
                    Progress::Pending
                } else {
                    Progress::Running
                }
            }
        })
    }

    /// The oldest unfinished job up to this one: jobs run in the order they came.
    pub(crate) fn oldest_up_to(&self, id: &str) -> Option<(u64, Work)> {
        let last = parse(id)?;
        self.0.range(..=last).find_map(waiting)
    }

    /// The oldest unfinished job that has waited long enough to be done without any poll.
    pub(crate) fn overdue(&self, now: i64) -> Option<(u64, Work)> {
        self.0
            .iter()
            .filter(|(_, job)| now.saturating_sub(job.queued) >= DONE_AFTER)
            .find_map(waiting)
    }

    pub(crate) fn finish(&mut self, number: u64, outcome: Outcome) {
        if let Some(job) = self.0.get_mut(&number) {
            job.state = State::Done(outcome);
        }
    }

    /// Whether an unfinished job will create a list of this name.
    pub(crate) fn will_create(&self, wanted: &str) -> bool {
        self.0.values().any(|job| match &job.state {
            State::Waiting(work) => matches!(&**work, Work::Create { name, .. } if name == wanted),
            State::Done(_) => false,
        })
    }
}

fn waiting((number, job): (&u64, &Job)) -> Option<(u64, Work)> {
    match &job.state {
        State::Waiting(work) => Some((*number, (**work).clone())),
        State::Done(_) => None,
    }
}

/// Job ids are numeric strings; `01` is not a way to write `1`.
fn parse(id: &str) -> Option<u64> {
    let number: u64 = id.parse().ok()?;
    (number.to_string() == id).then_some(number)
}
