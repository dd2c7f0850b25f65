//! A contact's history and score (A§8.2): what messages tell of the record, and what else it did.

use serde::Serialize;

use super::Reply;
use crate::http::error::INVALID_CONTACT;
use crate::http::{Answer, Call};
use crate::time;
use crate::world::{Act, Fact, Message, Verb, World};

pub(crate) fn get(world: &mut World, call: &Call) -> Reply {
    let list = world.list(call.path_value(0))?;
    let number = list.row_number(call.path_value(1)).ok_or(INVALID_CONTACT)?;
    let record = list.record_id(number);
    let mut facts: Vec<Fact> = world.facts.of(&record).to_vec();
    for message in world.messages.all_reported() {
        let acts = message.acts.iter().filter(|act| act.record == record);
        facts.extend(acts.filter_map(|act| of_message(message, act)));
    }
    if facts.is_empty() && world.quirks.no_history_is_empty_object {
        return Ok(Answer::json(&serde_json::json!({})));
    }
    // The latest first (inferred).
    facts.sort_by_key(|fact| std::cmp::Reverse(fact.time));
    let now = world.now();
    Ok(Answer::json(&Answered {
        activity: Activity::of(&facts, now),
        activitylist: facts.iter().map(|fact| Line::of(fact, now)).collect(),
    }))
}

/// The codes of the verbs are published; the words, the bin and what each is worth are inferred, but for
/// the score of a send.
fn of_message(message: &Message, act: &Act) -> Option<Fact> {
    let (verb, words, score) = match act.verb {
        Verb::Sent => ("s", "Sent", 1),
        // Nobody did anything.
        Verb::Suppressed => return None,
        Verb::Opened => ("os", "Opened", 5),
        Verb::Clicked => ("r", "Clicked", 10),
        Verb::HardBounced => ("hb", "Hard bounced", 0),
        Verb::SoftBounced => ("sb", "Soft bounced", 0),
        Verb::OptedOut => ("oo", "Opted out", 0),
        Verb::Spam => ("sp", "Complained of", 0),
    };
    let what = format!("{words}: {}", message.title);
    let fact = Fact::new(verb, "MESSAGE", &what, act.time);
    Some(fact.with("msg", &message.id).worth(score))
}

#[derive(Serialize)]
struct Answered<'a> {
    activity: Activity<'a>,
    activitylist: Vec<Line<'a>>,
}

/// Upper and lower case are mixed as Act-On mixes them.
#[derive(Serialize)]
struct Activity<'a> {
    #[serde(rename = "lastInbound", skip_serializing_if = "Option::is_none")]
    last_inbound: Option<String>,
    #[serde(rename = "firstInbound", skip_serializing_if = "Option::is_none")]
    first_inbound: Option<String>,
    #[serde(rename = "lastOutbound", skip_serializing_if = "Option::is_none")]
    last_outbound: Option<String>,
    #[serde(rename = "firstOutbound", skip_serializing_if = "Option::is_none")]
    first_outbound: Option<String>,
    #[serde(rename = "ScorePeriod")]
    period: &'static str,
    score: i64,
    #[serde(rename = "ScoreDetails")]
    details: Vec<Detail<'a>>,
    entries: [(); 0],
    #[serde(rename = "EntryMonthsAvailable")]
    months: Vec<String>,
    #[serde(rename = "HasProfileScore")]
    has_profile_score: bool,
    #[serde(rename = "HasScoreSheet")]
    has_score_sheet: bool,
    #[serde(rename = "HasBehaviorScore")]
    has_behavior_score: bool,
}

#[derive(Serialize)]
struct Detail<'a> {
    id: &'a str,
    #[serde(rename = "idType")]
    id_type: &'a str,
    specific: bool,
    profile: bool,
    action: &'static str,
    score: i64,
}

impl<'a> Activity<'a> {
    fn of(facts: &'a [Fact], now: i64) -> Self {
        let is_outbound = |fact: &&Fact| matches!(fact.verb.as_str(), "s" | "E");
        let inbound = || facts.iter().filter(|fact| !is_outbound(fact));
        let outbound = || facts.iter().filter(is_outbound);
        let day = |fact: Option<&Fact>| fact.map(|fact| days_ago(fact.time, now));
        let scored = facts.iter().filter(|fact| fact.score != 0);
        let details = scored.map(|fact| Detail {
            id: &fact.id,
            id_type: &fact.id_type,
            specific: false,
            profile: false,
            action: action(&fact.verb),
            score: fact.score,
        });
        let mut months: Vec<String> = facts
            .iter()
            .map(|fact| time::year_and_month(fact.time))
            .collect();
        months.sort_unstable();
        months.dedup();
        Self {
            last_inbound: day(inbound().next()),
            first_inbound: day(inbound().next_back()),
            last_outbound: day(outbound().next()),
            first_outbound: day(outbound().next_back()),
            period: "all time",
            score: facts.iter().map(|fact| fact.score).sum(),
            details: details.collect(),
            entries: [],
            months,
            has_profile_score: false,
            has_score_sheet: true,
            has_behavior_score: true,
        }
    }
}

/// `MESSAGE_SEND` is published, the others are inferred.
fn action(verb: &str) -> &'static str {
    match verb {
        "s" => "MESSAGE_SEND",
        "os" => "MESSAGE_OPEN",
        "r" => "MESSAGE_CLICK",
        "fs" => "FORM_SUBMIT",
        "sv" => "WEB_VISIT",
        _ => "OTHER",
    }
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(rename = "Bin")]
    bin: &'a str,
    #[serde(rename = "InScoreRange")]
    in_score_range: bool,
    d: String,
    m: String,
    y: String,
    ago: String,
    #[serde(rename = "WhenMillis")]
    when: i64,
    #[serde(rename = "What")]
    what: &'a str,
    #[serde(rename = "Verb")]
    verb: &'a str,
    #[serde(rename = "Icon")]
    icon: &'static str,
    #[serde(rename = "Responses")]
    responses: [(); 0],
    id: &'a str,
    #[serde(rename = "idType")]
    id_type: &'a str,
}

impl<'a> Line<'a> {
    fn of(fact: &'a Fact, now: i64) -> Self {
        let date = time::date(fact.time);
        Self {
            bin: &fact.bin,
            in_score_range: true,
            d: date.format("%-d").to_string(),
            m: date.format("%b").to_string(),
            y: date.format("%y").to_string(),
            ago: days(fact.time, now).to_string(),
            when: fact.time,
            what: &fact.what,
            verb: &fact.verb,
            icon: "silk/email.png",
            responses: [],
            id: &fact.id,
            id_type: &fact.id_type,
        }
    }
}

/// Whole days of the account's zone.
fn days(then: i64, now: i64) -> i64 {
    (time::date(now) - time::date(then)).num_days().max(0)
}

/// `Today`, `13 Days Ago`; the words for one day are inferred.
fn days_ago(then: i64, now: i64) -> String {
    match days(then, now) {
        0 => "Today".to_owned(),
        1 => "1 Day Ago".to_owned(),
        days => format!("{days} Days Ago"),
    }
}
