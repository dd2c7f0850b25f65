//! Who looked at which file of the sample account.

use super::sample::DAY;
use crate::world::{MediaView, World};

/// 2024-09-06 12:55 PDT, as in the published example.
const NOON: i64 = 1_725_652_500_000;
/// 2024-09-06 9:46 PDT.
const MORNING: i64 = 1_725_641_160_000;

/// Of the first file as published; of the second by known people too, on three days.
pub(super) fn views(world: &mut World) {
    let ids: Vec<String> = world.media.iter().map(|media| media.id.clone()).collect();
    let [first, second, ..] = ids.as_slice() else {
        return;
    };
    let views = &mut world.views;
    views.add(first, MediaView::new("Comcast", 2, NOON));
    views.add(first, MediaView::new("Act-on Software", 1, MORNING));
    let ada = MediaView::new("ada@example.com", 3, NOON + DAY).from_message("Spring & more");
    views.add(second, ada);
    views.add(second, MediaView::new("Größe GmbH", 1, NOON + DAY));
    let bo = MediaView::new("bo@example.com", 1, NOON + 2 * DAY).from_message("Summer");
    views.add(second, bo);
    let ada = MediaView::new("ada@example.com", 1, NOON + 4 * DAY).from_message("Summer");
    views.add(second, ada);
}
