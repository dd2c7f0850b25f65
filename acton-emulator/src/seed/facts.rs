//! What people of the sample account did beside reading mail.

use super::sample::{DAY, HOUR};
use crate::world::{Fact, World};

/// 2024-09-06 12:55 PDT.
const NOON: i64 = 1_725_652_500_000;

pub(super) fn facts(world: &mut World) {
    let Some(form) = world.forms.iter().next() else {
        return;
    };
    let (form, title) = (form.id.clone(), form.title.clone());
    let viewed = Fact::new("fv", "FORM", &format!("Viewed: {title}"), NOON + DAY);
    let submitted = format!("Submitted: {title}");
    let submitted = Fact::new("fs", "FORM", &submitted, NOON + DAY + HOUR).worth(25);
    for fact in [viewed, submitted] {
        world.facts.add("l-0001:0", fact.with("form", &form));
    }
    let visit = Fact::new(
        "sv",
        "WEB",
        "Visited: /prices?from=\"mail\"",
        NOON + 3 * DAY,
    )
    .worth(5);
    world.facts.add("l-0001:0", visit.clone());
    world.facts.add("l-0001:1f", visit);
}
