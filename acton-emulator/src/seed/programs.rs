//! The sample account's programs: all three types in several folders and states.

use super::sample::{BEGINNING, DAY, HOUR};
use crate::world::{Program, ProgramType, Programs};

use ProgramType::{Event, ListMaint, Track};

pub(super) fn programs(programs: &mut Programs) {
    let mut add = |kind, name: &str, hours: i64, change: fn(&mut Program)| {
        let mut program = Program::draft(kind, name, BEGINNING + hours * HOUR);
        change(&mut program);
        programs.add(program);
    };
    add(Track, "Welcome", 0, |program| {
        program.folder = "Onboarding".to_owned();
        program.description = "Three mails in two weeks".to_owned();
        program.favorite = true;
        program.sources = lists(&[("l-0001", "Newsletter")]);
        program.messages = words(&["t-0001", "t-0002", "t-0003"]);
        program.tags = words(&["onboarding", "2024"]);
        program.active = 118;
        runs_on(program, 7 * DAY);
    });
    add(Track, "Win back", 1, |program| {
        program.folder = "Onboarding".to_owned();
        program.sources = lists(&[("l-0001", "Newsletter"), ("l-0002", "Customers")]);
        program.messages = words(&["t-0004"]);
        program.modified = program.created + 3 * DAY;
        program.state = "stopped".to_owned();
        program.valid = true;
    });
    // As in the published example.
    add(Track, "Nurture", 2, |_| {});
    add(Track, "Trial, day 1 & 3", 3, |program| {
        program.folder = "Trials".to_owned();
        program.description = "Größer als \"gedacht\"".to_owned();
        program.valid = true;
    });
    add(Event, "Webinar 2024: Q&A", 4, |program| {
        program.folder = "Events".to_owned();
        program.sources = lists(&[("l-0003", "Webinar 2024: Q&A")]);
        program.messages = words(&["t-0005", "t-0006"]);
        program.active = 12;
        runs_on(program, 2 * DAY);
    });
    add(Event, "Open day", 5, |program| {
        program.description = "No date yet".to_owned();
    });
    add(ListMaint, "Weekly clean-up", 6, |program| {
        program.folder = "Maintenance".to_owned();
        program.sources = lists(&[("l-0001", "Newsletter")]);
        program.modified = program.created + DAY;
        program.next_run = Some(program.modified + 7 * DAY);
        program.state = "scheduled".to_owned();
        program.valid = true;
        program.scheduled = true;
        program.tags = words(&["hygiene"]);
    });
    add(ListMaint, "Copy customers", 7, |program| {
        program.folder = "Onboarding".to_owned();
        program.sources = lists(&[("l-0002", "Customers")]);
        program.valid = true;
    });
}

fn runs_on(program: &mut Program, after: i64) {
    program.modified = program.created + DAY;
    program.next_run = Some(program.created + after);
    program.state = "running".to_owned();
    program.valid = true;
    program.running = true;
    program.scheduled = true;
}

fn lists(lists: &[(&str, &str)]) -> Vec<(String, String)> {
    let lists = lists.iter();
    lists
        .map(|(id, name)| ((*id).to_owned(), (*name).to_owned()))
        .collect()
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
