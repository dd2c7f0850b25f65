//! What became of messages, in numbers and act by act (A§10.4).

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::{Envelope, Paging, Reply};
use crate::http::error::{INVALID_PERIOD, INVALID_VERB, invalid_message};
use crate::http::{Answer, Call, Refusal};
use crate::time::{ago, date, label};
use crate::world::{Act, Message, Verb, World};

#[derive(Serialize)]
struct Report<'a> {
    status: &'static str,
    sent: usize,
    delivered: usize,
    bounced: usize,
    #[serde(rename = "hardBounced")]
    hard_bounced: usize,
    #[serde(rename = "softBounced")]
    soft_bounced: usize,
    opened: [usize; 2],
    effectiveopened: [usize; 2],
    clicked: [usize; 2],
    notsent: [usize; 2],
    notopened: usize,
    optout: usize,
    spam: usize,
    #[serde(rename = "lastOpen")]
    last_open: String,
    #[serde(rename = "lastClick")]
    last_click: String,
    #[serde(rename = "lastOpenTS")]
    last_open_ts: i64,
    #[serde(rename = "lastClickTS")]
    last_click_ts: i64,
    rebroadcast: usize,
    #[serde(rename = "rebroadcastClick")]
    rebroadcast_click: usize,
    #[serde(rename = "msgId")]
    msg_id: &'a str,
    subject: &'a str,
    title: &'a str,
    sentto: &'a [String],
    suppressedon: &'a [String],
}

/// The acts of some verbs.
fn acts<'a>(message: &'a Message, verbs: &'a [Verb]) -> impl Iterator<Item = &'a Act> {
    let all = message.acts.iter();
    all.filter(|act| verbs.contains(&act.verb))
}

/// People, by their addresses, and acts. That the first of a pair counts people is inferred.
fn pair(message: &Message, verbs: &[Verb]) -> [usize; 2] {
    let people: BTreeSet<String> = acts(message, verbs)
        .map(|act| act.email.to_lowercase())
        .collect();
    [people.len(), acts(message, verbs).count()]
}

pub(crate) fn of_message(world: &mut World, call: &Call) -> Reply {
    world.launch_due();
    let now = world.now();
    let message = world.messages.reported(call.path_value(0));
    let message = message.ok_or(invalid_message(400))?;
    let count = |verbs: &[Verb]| acts(message, verbs).count();
    let last = |verb| acts(message, &[verb]).map(|act| act.time).max();
    let told = |time: Option<i64>| time.map_or(String::new(), |time| ago(now - time));
    let (sent, opened) = (count(&[Verb::Sent]), pair(message, &[Verb::Opened]));
    let (hard, soft) = (count(&[Verb::HardBounced]), count(&[Verb::SoftBounced]));
    let (open, click) = (last(Verb::Opened), last(Verb::Clicked));
    Ok(Answer::json(&Report {
        status: "ok",
        sent,
        delivered: sent.saturating_sub(hard + soft),
        bounced: hard + soft,
        hard_bounced: hard,
        soft_bounced: soft,
        opened,
        effectiveopened: pair(message, &[Verb::Opened, Verb::Clicked]),
        clicked: pair(message, &[Verb::Clicked]),
        notsent: pair(message, &[Verb::Suppressed]),
        notopened: sent.saturating_sub(opened[0]),
        optout: count(&[Verb::OptedOut]),
        spam: count(&[Verb::Spam]),
        last_open: told(open),
        last_click: told(click),
        last_open_ts: open.unwrap_or(0),
        last_click_ts: click.unwrap_or(0),
        rebroadcast: 0,
        rebroadcast_click: 0,
        msg_id: &message.id,
        subject: &message.subject,
        title: &message.title,
        sentto: &message.sent_to,
        suppressedon: &message.suppressed_on,
    }))
}

/// What only a browser tells is left out of other rows (inferred).
#[derive(Serialize)]
struct Row<'a> {
    listid: &'a str,
    recid: &'a str,
    name: &'a str,
    email: &'a str,
    action: &'static str,
    data: &'static str,
    when: String,
    ts: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    os: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    browser: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ip: Option<&'static str>,
    #[serde(rename = "linkURI", skip_serializing_if = "Option::is_none")]
    link_uri: Option<&'a str>,
}

pub(crate) fn drill_down(world: &mut World, call: &Call) -> Reply {
    world.launch_due();
    let message = world.messages.reported(call.path_value(0));
    let message = message.ok_or(invalid_message(404))?;
    let verbs = Verb::of_drill_down(call.path_value(1)).ok_or(INVALID_VERB)?;
    match call.query("responseformat") {
        None => {}
        Some(format) if format.eq_ignore_ascii_case("json") => {}
        // Its columns are not published.
        Some(_) => return Err(Refusal::not_modelled("a drill-down as CSV")),
    }
    let paging = Paging::of(call);
    let rows = acts(message, verbs).skip(paging.offset).take(paging.count);
    let result: Vec<Row<'_>> = rows.map(row).collect();
    Ok(Answer::json(&Envelope {
        offset: paging.told,
        count: result.len(),
        total_count: i64::try_from(acts(message, verbs).count()).unwrap_or(i64::MAX),
        result,
    }))
}

fn row(act: &Act) -> Row<'_> {
    let (action, data) = act.verb.words();
    let browser = act.verb.has_browser();
    Row {
        listid: act.list(),
        recid: &act.record,
        name: &act.name,
        email: &act.email,
        action,
        data,
        when: label(act.time),
        ts: act.time,
        os: browser.then_some("OS X"),
        browser: browser.then_some("Chrome"),
        ip: browser.then_some("203.0.113.7"),
        link_uri: (act.verb == Verb::Clicked).then_some(&act.link),
    }
}

#[derive(Serialize)]
struct Month {
    month: String,
    counts: Vec<Day>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Day {
    day_of_month: u32,
    day_of_week: u32,
    sent: usize,
    opened: usize,
    clicked: usize,
    bounced: usize,
    hard_bounced: usize,
    soft_bounced: usize,
    opted_out: usize,
}

/// A day in the account's time zone counts the acts of that day, whenever their message was sent
/// (inferred).
pub(crate) fn by_period(world: &mut World, call: &Call) -> Reply {
    world.launch_due();
    let period = call.query("period").ok_or(INVALID_PERIOD)?;
    let first = first_day(period).ok_or(INVALID_PERIOD)?;
    let days = first
        .iter_days()
        .take_while(|day| day.month() == first.month());
    let mut counts: Vec<Day> = days
        .map(|day| Day {
            day_of_month: day.day(),
            day_of_week: day.weekday().number_from_sunday(),
            ..Day::default()
        })
        .collect();
    for act in world
        .messages
        .all_reported()
        .flat_map(|message| &message.acts)
    {
        let on = date(act.time);
        if (on.year(), on.month()) != (first.year(), first.month()) {
            continue;
        }
        if let Some(day) = counts.get_mut(on.day0() as usize) {
            count(day, act.verb);
        }
    }
    Ok(Answer::json(&Month {
        month: first.format("%B %Y").to_string(),
        counts,
    }))
}

fn count(day: &mut Day, verb: Verb) {
    match verb {
        Verb::Sent => day.sent += 1,
        Verb::Opened => day.opened += 1,
        Verb::Clicked => day.clicked += 1,
        Verb::HardBounced => {
            day.bounced += 1;
            day.hard_bounced += 1;
        }
        Verb::SoftBounced => {
            day.bounced += 1;
            day.soft_bounced += 1;
        }
        Verb::OptedOut => day.opted_out += 1,
        Verb::Suppressed | Verb::Spam => {}
    }
}

/// Of `YYMM`; years are from 2000 on (inferred).
fn first_day(period: &str) -> Option<NaiveDate> {
    let digits = period.len() == 4 && period.bytes().all(|byte| byte.is_ascii_digit());
    let (year, month) = period.split_at_checked(2).filter(|_| digits)?;
    NaiveDate::from_ymd_opt(2000 + year.parse::<i32>().ok()?, month.parse().ok()?, 1)
}
