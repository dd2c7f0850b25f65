//! The sample account: a small company's marketing, with the oddities real lists have.

use bytes::Bytes;

use super::blocks::blocks;
use super::facts::facts;
use super::forms::forms;
use super::logos::logos;
use super::messages::messages;
use super::names::{CITIES, COMPANIES, FIRST_NAMES, LAST_NAMES, REGIONS, TITLES};
use super::pages::pages;
use super::programs::programs;
use super::subscriptions::subscriptions;
use super::views::views;
use crate::png::tiny_png;
use crate::random::Random;
use crate::world::{Asset, Column, DEFAULT_FOLDER, Row, Rows, Suppressed, World};

/// 2024-08-27 23:14:47 UTC: everything in the sample account is from then on, whatever the clock.
pub(super) const BEGINNING: i64 = 1_724_800_487_000;
pub(super) const HOUR: i64 = 3_600_000;
pub(super) const DAY: i64 = 24 * HOUR;

/// Name, folder, width, height.
const IMAGES: [(&str, &str, u32, u32); 8] = [
    ("logo.png", DEFAULT_FOLDER, 160, 48),
    ("footer-social.png", DEFAULT_FOLDER, 96, 24),
    ("hero.png", "New Folder", 960, 320),
    ("spring sale.png", "New Folder", 600, 200),
    ("team-photo.png", "New Folder", 320, 240),
    ("old.png", "New Folder", 64, 64),
    ("hero-2023.png", "Archive", 600, 200),
    ("über-uns & mehr.png", "Archive", 48, 48),
];

const FILES: [(&str, &str, &str); 3] = [
    (
        "price-list.txt",
        DEFAULT_FOLDER,
        "Basic 10\nPlus 25\nPro 60\n",
    ),
    (
        "case-study.txt",
        "Case Studies",
        "How Example Co doubled its opt-ins.\n",
    ),
    (
        "webinar.ics",
        "Events",
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
    ),
];

const LINKS: [(&str, &str, &str); 2] = [
    (
        "Help Center",
        DEFAULT_FOLDER,
        "https://help.example.com/en-us",
    ),
    (
        "Webinar recording",
        "Events",
        "https://video.example.com/watch?v=42",
    ),
];

/// Name and address.
const SENDERS: [(&str, &str); 3] = [
    ("Emma Emulator", "emma@example.com"),
    ("Example News", "news@example.com"),
    ("Größe & Co", "groesse@example.com"),
];

/// Name and description.
const CAMPAIGNS: [(&str, &str); 4] = [
    ("Spring Launch", "New prices & a new look"),
    ("Webinar 2024", "Everything around \"Q&A\""),
    ("Größere Kunden", ""),
    ("Win back", "Who has not opened a mail in a year"),
];

/// Fills an empty account.
pub(crate) fn sample_account(world: &mut World) {
    newsletter(world);
    customers(world);
    webinar(world);
    world.add_list(
        "Empty List",
        DEFAULT_FOLDER,
        contact_columns(),
        Rows::default(),
        BEGINNING,
    );
    images(world);
    media(world);
    messages(world);
    views(world);
    logos(&mut world.logos);
    blocks(world);
    forms(&mut world.forms);
    facts(world);
    pages(&mut world.pages);
    programs(&mut world.programs);
    for (name, description) in CAMPAIGNS {
        world.campaigns.add(name, description);
    }
    for (name, email) in SENDERS {
        world.senders.add(name, email);
    }
    subscriptions(&mut world.subscriptions);
    suppressions(world);
    let ada = vec!["l-0001:0".to_owned()];
    world.cookies.insert("cookie-ada".to_owned(), ada);
}

fn contact_columns() -> Vec<Column> {
    [
        ("First Name", Some("FIRSTNAME")),
        ("Last Name", Some("LASTNAME")),
        ("Job Title", Some("JOBTITLE")),
        ("Company", Some("COMPANY")),
        ("Business City", Some("BIZ_CITY")),
        ("E-mail Address", Some("EMAIL")),
        ("Region", None),
    ]
    .map(|(heading, usage)| Column::new(heading, usage))
    .to_vec()
}

/// l-0001: 120 people. Every tenth has no job title; rows 40 and 41 share an address, which
/// differs in letter case only; row 50 has no city.
fn newsletter(world: &mut World) {
    let mut random = Random::new(1);
    let mut rows = Rows::default();
    for number in 0..120 {
        let mut cells = person(&mut random, number);
        if number % 10 == 9 {
            blank(&mut cells, 2);
        }
        if number == 50 {
            blank(&mut cells, 4);
        }
        rows.add(row(cells, number));
    }
    if let Some(twin) = rows.get(40).map(|row| row.into_owned()) {
        let mut cells = twin.cells;
        if let Some(email) = cells.get_mut(5) {
            *email = email.to_uppercase();
        }
        rows.replace(41, row(cells, 41));
    }
    world.add_list(
        "Newsletter",
        "Marketing",
        contact_columns(),
        rows,
        BEGINNING,
    );
}

/// l-0002: 35 people; rows 5 and 6 were deleted, so their numbers are missing.
fn customers(world: &mut World) {
    let mut random = Random::new(2);
    let mut rows = Rows::default();
    for number in 0..37 {
        rows.add(row(person(&mut random, number), number));
    }
    rows.delete(5);
    rows.delete(6);
    world.add_list(
        "Customers",
        "Marketing",
        contact_columns(),
        rows,
        BEGINNING + DAY,
    );
}

/// l-0003: headings as people type them.
fn webinar(world: &mut World) {
    let columns = [
        ("Email", Some("EMAIL")),
        ("Name / full", None),
        ("Attended?", None),
        ("Minutes watched", None),
        ("Größe, Firma", None),
        ("type", None),
    ]
    .map(|(heading, usage)| Column::new(heading, usage))
    .to_vec();
    let mut random = Random::new(3);
    let mut rows = Rows::default();
    for number in 0..12 {
        let person = person(&mut random, number);
        let cell = |at: usize| person.get(at).cloned().unwrap_or_default();
        let attended = number % 3 != 0;
        let cells = vec![
            cell(5),
            format!("{} {}", cell(0), cell(1)),
            if attended { "Y" } else { "N" }.to_owned(),
            if attended {
                (number * 7).to_string()
            } else {
                String::new()
            },
            cell(3),
            "registrant".to_owned(),
        ];
        rows.add(row(cells, number));
    }
    world.add_list(
        "Webinar 2024: Q&A",
        "Events",
        columns,
        rows,
        BEGINNING + 2 * DAY,
    );
}

fn person(random: &mut Random, number: i64) -> Vec<String> {
    let mut pick = |words: &[&'static str]| {
        let at = random.next() % words.len().max(1) as u64;
        words.get(at as usize).copied().unwrap_or("")
    };
    let (first, last) = if number == 0 {
        ("Ada", "Sample")
    } else {
        (pick(&FIRST_NAMES), pick(&LAST_NAMES))
    };
    let email = if number == 0 {
        "ada@example.com".to_owned()
    } else {
        format!("{first}.{last}{number}@example.com").to_lowercase()
    };
    let (title, company) = (pick(&TITLES), pick(&COMPANIES));
    let (city, region) = (pick(&CITIES), pick(&REGIONS));
    [first, last, title, company, city, &email, region]
        .map(str::to_owned)
        .to_vec()
}

/// Created an hour after the row before; every fourth was modified a week later.
fn row(cells: Vec<String>, number: i64) -> Row {
    let created = BEGINNING + number * HOUR;
    let modified = if number % 4 == 0 {
        created + 7 * DAY
    } else {
        created
    };
    Row {
        cells,
        created,
        modified,
    }
}

fn blank(cells: &mut [String], at: usize) {
    if let Some(cell) = cells.get_mut(at) {
        cell.clear();
    }
}

fn images(world: &mut World) {
    for (at, (name, folder, width, height)) in IMAGES.into_iter().enumerate() {
        let bytes = Bytes::from(tiny_png(width, height, at as u8 * 29));
        let asset = asset(world, "f", name, folder, at as i64);
        world.images.add(Asset { bytes, ..asset });
    }
}

fn media(world: &mut World) {
    for (at, (name, folder, text)) in FILES.into_iter().enumerate() {
        let bytes = Bytes::from_static(text.as_bytes());
        let asset = asset(world, "f", name, folder, 20 + at as i64);
        world.media.add(Asset { bytes, ..asset });
    }
    for (at, (name, folder, target)) in LINKS.into_iter().enumerate() {
        let target_url = Some(target.to_owned());
        let asset = asset(world, "u", name, folder, 30 + at as i64);
        world.media.add(Asset {
            target_url,
            ..asset
        });
    }
}

fn asset(world: &mut World, prefix: &str, name: &str, folder: &str, hours: i64) -> Asset {
    let created = BEGINNING + hours * HOUR;
    Asset {
        id: format!("{prefix}-{}", world.random.uuid()),
        name: name.to_owned(),
        folder: folder.to_owned(),
        bytes: Bytes::new(),
        target_url: None,
        version: 0,
        created,
        modified: created + 8,
    }
}

fn suppressions(world: &mut World) {
    let lists = &mut world.suppressions;
    for number in 0..15 {
        let email = format!("gone{number}@example.com");
        lists.opt_out(Suppressed::new(
            &email,
            BEGINNING + number * DAY,
            "Opt-out link",
        ));
    }
    for number in 0..7 {
        let email = format!("bounced{number}@example.org");
        let entry = Suppressed::new(&email, BEGINNING + number * DAY, "Hard bounce");
        lists.hard_bounces.push(entry);
    }
    for number in 0..2 {
        let email = format!("annoyed{number}@example.net");
        let entry = Suppressed::new(&email, BEGINNING + number * DAY, "Spam complaint");
        lists.spam_complaints.push(entry);
    }
}
