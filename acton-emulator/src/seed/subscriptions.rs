//! The subscription categories of the sample account.

use super::sample::{BEGINNING, HOUR};
use crate::world::{Choice, Subscriptions};

pub(super) fn subscriptions(subscriptions: &mut Subscriptions) {
    subscriptions.add("News", "What is new, monthly", ("1", "News"));
    subscriptions.add(
        "Größe & Preis",
        "Offers; a \"few\" a year",
        ("0", "Default Header"),
    );
    subscriptions.add("Product", "", ("0", "Default Header"));
    for number in 0..11 {
        let at = BEGINNING + number * HOUR;
        let email = format!("quiet{number}@example.com");
        subscriptions.say("News", &email, Choice::Out, at);
    }
    subscriptions.say(
        "Größe & Preis",
        "quiet3@example.com",
        Choice::Out,
        BEGINNING,
    );
    subscriptions.say("News", "ada@example.com", Choice::In, BEGINNING);
}
