//! The sample account's messages: three that were sent, with what people did, and one or more of every
//! other type. The templates are those that the programs send.

use super::sample::{BEGINNING, DAY, HOUR};
use crate::world::{Act, Message, MessageType, Recipient, Verb, World};

use MessageType::{Draft, Failed, Scheduled, Sent, Template, Triggered};

/// 2024-09-06 16:50:52 UTC, when the first of the published examples was sent.
const MONTHLY: i64 = 1_725_641_452_528;
const LINK: &str = "https://www.example.com/autumn?from=mail";

/// Title and subject, by template.
const TEMPLATES: [(&str, &str); 6] = [
    ("Welcome 1", "Welcome, {{First Name}}!"),
    ("Welcome 2", "How to begin"),
    ("Welcome 3", "What others do with it"),
    ("Win back", "We miss you"),
    ("Webinar reminder", "Tomorrow: Q&A"),
    ("Webinar thanks", "Größer als \"gedacht\""),
];

pub(super) fn messages(world: &mut World) {
    let mut add = |kind, title: &str, time, change: &dyn Fn(&mut Message)| {
        let mut message = Message::new(kind, title, time);
        change(&mut message);
        let to: Vec<Recipient> = lists(world, &message.sent_to);
        if message.has_report() {
            message.acts = acts(&to, message.time);
        }
        world.messages.add(message);
    };
    add(Sent, "Monthly Update", MONTHLY, &|message| {
        message.subject = "It's been an amazing month!".to_owned();
        message.folder = "Newsletters".to_owned();
        message.html = "<p>Hello {{First Name}}</p>".to_owned();
        message.sent_to = vec!["l-0001".to_owned()];
        message.suppressed_on = vec!["l-0003".to_owned()];
    });
    add(Sent, "Webinar 2024: Q&A", MONTHLY + 11 * DAY, &|message| {
        message.subject = "Ask \"us\" anything".to_owned();
        message.sent_to = vec!["l-0002".to_owned()];
    });
    add(Sent, "Prices", MONTHLY + 30 * DAY, &|message| {
        message.text_only = true;
        message.text = "New prices".to_owned();
        message.sent_to = vec!["l-0004".to_owned()];
    });
    add(Triggered, "Welcome 1", MONTHLY + DAY, &|message| {
        message.subject = "Welcome, {{First Name}}!".to_owned();
        message.folder = "Onboarding".to_owned();
        message.sent_to = vec!["l-0003".to_owned()];
    });
    add(Failed, "Trial", MONTHLY + 2 * DAY, &|message| {
        message.sent_to = vec!["l-0002".to_owned()];
    });
    // 2100: still to come, whenever somebody looks.
    add(Scheduled, "Autumn", 4_108_723_200_000, &|message| {
        message.folder = "Newsletters".to_owned();
        message.sent_to = vec!["l-0001".to_owned(), "l-0002".to_owned()];
    });
    add(Scheduled, "Winter", 4_111_401_600_000, &|_| {});
    for (hours, (title, subject)) in (0..).zip(TEMPLATES) {
        add(Template, title, BEGINNING + hours * HOUR, &|message| {
            message.subject = subject.to_owned();
            message.folder = "Onboarding".to_owned();
            message.html = format!("<h1>{subject}</h1>");
        });
    }
    add(Draft, "Spring", BEGINNING + 3 * DAY, &|message| {
        message.subject = "It is here!".to_owned();
        message.html = "<p>Spring</p>".to_owned();
    });
    add(Draft, "Über uns & mehr", BEGINNING + 4 * DAY, &|_| {});
}

fn lists(world: &World, ids: &[String]) -> Vec<Recipient> {
    let lists = ids.iter().filter_map(|id| world.list(id).ok());
    lists.flat_map(|list| list.recipients()).collect()
}

/// By a person's place: each second opens it, each sixth twice; each fourth follows a link; and one
/// each of what is rare. The second of two with one address gets nothing.
fn acts(to: &[Recipient], sent: i64) -> Vec<Act> {
    let mut acts = Vec::new();
    let mut known: Vec<String> = Vec::new();
    for (number, person) in (0_i64..).zip(to) {
        let later = |hours: i64| sent + number * 1000 + hours * HOUR;
        let email = person.email.to_lowercase();
        if known.contains(&email) {
            acts.push(person.act(Verb::Suppressed, sent));
            continue;
        }
        known.push(email);
        acts.push(person.act(Verb::Sent, later(0)));
        match number {
            7 => acts.push(person.act(Verb::HardBounced, later(1))),
            9 | 29 => acts.push(person.act(Verb::SoftBounced, later(1))),
            11 => acts.push(person.act(Verb::Spam, later(3))),
            3 => acts.push(person.act(Verb::OptedOut, later(2))),
            _ => {}
        }
        if number % 2 == 0 {
            acts.push(person.act(Verb::Opened, later(5)));
        }
        if number % 6 == 0 {
            acts.push(person.act(Verb::Opened, later(30)));
        }
        if number % 4 == 0 {
            acts.push(Act {
                link: LINK.to_owned(),
                ..person.act(Verb::Clicked, later(6))
            });
        }
    }
    // In the order they were done.
    acts.sort_by_key(|act| act.time);
    acts
}
