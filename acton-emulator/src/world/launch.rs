//! Messages that go out: to whom, and who is left out (A§10.3).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Message, MessageType, Recipient, Verb, World};
use crate::http::Refusal;
use crate::http::error::{INVALID_CONTACT, INVALID_LIST};

/// A launch that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Launch {
    /// Unix milliseconds.
    pub(crate) at: i64,
    pub(crate) lists: Vec<String>,
    pub(crate) records: Vec<String>,
    pub(crate) without: Vec<String>,
    /// Goes to those who opted out too.
    pub(crate) transactional: bool,
    /// One address gets it once.
    pub(crate) once_an_address: bool,
}

impl World {
    /// Refuses a launch to what is not there.
    pub(crate) fn can_launch(&self, launch: &Launch) -> Result<(), Refusal> {
        for list in launch.lists.iter().chain(&launch.without) {
            self.list(list)?;
        }
        for record in &launch.records {
            self.recipient(record).ok_or(INVALID_CONTACT)?;
        }
        match launch.lists.is_empty() && launch.records.is_empty() {
            true => Err(INVALID_LIST),
            false => Ok(()),
        }
    }

    /// Sends whatever is due by now.
    pub(crate) fn launch_due(&mut self) {
        let now = self.now();
        let due: Vec<(String, Launch)> = self
            .messages
            .iter()
            .filter_map(|message| {
                let launch = message.launch.as_ref().filter(|launch| launch.at <= now)?;
                Some((message.id.clone(), launch.clone()))
            })
            .collect();
        for (id, launch) in due {
            let acts = self.go_out(&launch);
            if let Some(message) = self.messages.get_mut(&id) {
                message.launch = None;
                message.acts.extend(acts);
                if message.kind == MessageType::Scheduled {
                    message.kind = MessageType::Sent;
                    message.time = launch.at;
                }
            }
        }
    }

    /// What it does to everybody it is meant for. Opt-outs, hard bounces and complaints hold it back,
    /// of a transactional one the opt-outs do not (inferred).
    fn go_out(&self, launch: &Launch) -> Vec<super::Act> {
        let lists = |ids: &[String]| -> Vec<Recipient> {
            let lists = ids.iter().filter_map(|id| self.list(id).ok());
            lists.flat_map(|list| list.recipients()).collect()
        };
        let lower = |email: &str| email.to_lowercase();
        let held = &self.suppressions;
        let opted_out = held.opt_outs.iter().filter(|_| !launch.transactional);
        let for_good = held.hard_bounces.iter().chain(&held.spam_complaints);
        let mut held: BTreeSet<String> = opted_out
            .chain(for_good)
            .map(|entry| lower(&entry.email))
            .collect();
        held.extend(
            lists(&launch.without)
                .iter()
                .map(|person| lower(&person.email)),
        );
        let records = launch.records.iter().filter_map(|id| self.recipient(id));
        let mut acts = Vec::new();
        for person in lists(&launch.lists).into_iter().chain(records) {
            let email = lower(&person.email);
            let sent = !email.is_empty() && !held.contains(&email);
            let verb = if sent { Verb::Sent } else { Verb::Suppressed };
            if launch.once_an_address {
                held.insert(email);
            }
            acts.push(person.act(verb, launch.at));
        }
        acts
    }

    /// The person of a record id.
    fn recipient(&self, record: &str) -> Option<Recipient> {
        let (list, _) = record.split_once(':')?;
        let list = self.list(list).ok()?;
        list.recipient(list.row_number(record)?)
    }
}

impl Message {
    /// This message, as one that is going out.
    pub(crate) fn going_out(&self, launch: Launch) -> Self {
        Self {
            kind: MessageType::Scheduled,
            time: launch.at,
            sent_to: launch.lists.clone(),
            suppressed_on: launch.without.clone(),
            acts: Vec::new(),
            launch: Some(launch),
            ..self.clone()
        }
    }
}
