//! Reports on files of the media library (A§12.1).

use serde::Serialize;

use super::Reply;
use crate::http::error::invalid_id;
use crate::http::{Answer, Call, Refusal};
use crate::time;
use crate::world::{MediaView, World};

fn views<'w>(world: &'w World, call: &Call) -> Result<&'w [MediaView], Refusal> {
    let id = call.path_value(0);
    match world.media.get(id) {
        Some(_) => Ok(world.views.of(id)),
        None => Err(invalid_id(400)),
    }
}

#[derive(Default, Serialize)]
struct Report {
    total_known_views: u32,
    total_unknown_views: u32,
    unique_known_views: u32,
    unique_unknown_views: u32,
    total_messages: u32,
    total_from_messages: u32,
    unique_from_messages: u32,
}

pub(crate) fn report(world: &mut World, call: &Call) -> Reply {
    let mut report = Report::default();
    let mut messages: Vec<&str> = Vec::new();
    for view in views(world, call)? {
        let (total, unique) = match view.known {
            true => (
                &mut report.total_known_views,
                &mut report.unique_known_views,
            ),
            false => (
                &mut report.total_unknown_views,
                &mut report.unique_unknown_views,
            ),
        };
        *total += view.count;
        *unique += 1;
        if !view.campaign.is_empty() {
            report.total_from_messages += view.count;
            report.unique_from_messages += 1;
            messages.push(&view.campaign);
        }
    }
    messages.sort_unstable();
    messages.dedup();
    report.total_messages = u32::try_from(messages.len()).unwrap_or(u32::MAX);
    Ok(Answer::json(&report))
}

#[derive(Serialize)]
struct View<'a> {
    known: bool,
    recipient: &'a str,
    campaign: &'a str,
    action: &'static str,
    total_count: u32,
    srcid: &'static str,
    cid: &'static str,
    tstamp: String,
}

/// The latest first, as the published example has it.
pub(crate) fn list(world: &mut World, call: &Call) -> Reply {
    let mut views: Vec<&MediaView> = views(world, call)?.iter().collect();
    views.sort_by_key(|view| std::cmp::Reverse(view.at));
    let views = views.into_iter().map(|view| View {
        known: view.known,
        recipient: &view.recipient,
        campaign: &view.campaign,
        action: "downloaded",
        total_count: view.count,
        srcid: "",
        cid: "",
        tstamp: time::label(view.at),
    });
    Ok(Answer::json(&views.collect::<Vec<_>>()))
}

#[derive(Serialize)]
struct Led<'a> {
    title: &'a str,
    total: u32,
    unique: u32,
}

/// The messages that led there, by title. All of it is inferred: no source shows an answer.
pub(crate) fn messages(world: &mut World, call: &Call) -> Reply {
    let mut messages: Vec<Led<'_>> = Vec::new();
    for view in views(world, call)?
        .iter()
        .filter(|view| !view.campaign.is_empty())
    {
        let title = view.campaign.as_str();
        match messages.iter_mut().find(|led| led.title == title) {
            Some(led) => (led.total, led.unique) = (led.total + view.count, led.unique + 1),
            None => messages.push(Led {
                title,
                total: view.count,
                unique: 1,
            }),
        }
    }
    Ok(Answer::json(&messages))
}

#[derive(Serialize)]
struct Day {
    date: String,
    unique: u32,
    total: u32,
    known: u32,
    unknown: u32,
}

/// One entry for each day with a view, in their order; a day is one of the account's zone (inferred).
pub(crate) fn timeline(world: &mut World, call: &Call) -> Reply {
    let mut views: Vec<&MediaView> = views(world, call)?.iter().collect();
    views.sort_by_key(|view| view.at);
    let mut days: Vec<Day> = Vec::new();
    for view in views {
        let date = time::day(view.at);
        if days.last().is_none_or(|day| day.date != date) {
            days.push(Day {
                date,
                unique: 0,
                total: 0,
                known: 0,
                unknown: 0,
            });
        }
        if let Some(day) = days.last_mut() {
            day.unique += 1;
            day.total += view.count;
            match view.known {
                true => day.known += view.count,
                false => day.unknown += view.count,
            }
        }
    }
    Ok(Answer::json(&days))
}
