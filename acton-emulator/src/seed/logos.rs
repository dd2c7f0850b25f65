//! The logos of the sample account.

use bytes::Bytes;

use super::sample::{BEGINNING, DAY};
use crate::png::tiny_png;
use crate::world::Logos;

/// Title, file, alternative text, tool tip, target.
const LOGOS: [(&str, &str, &str, &str, &str); 3] = [
    (
        "Example Logo",
        "logo.png",
        "Example Marketing",
        "Example",
        "https://www.example.com/",
    ),
    ("Größe & Co", "größe.png", "", "", ""),
    (
        "Example Logo",
        "logo-dark.png",
        "Example Marketing, dark",
        "",
        "https://www.example.com/?from=logo&dark=1",
    ),
];

pub(super) fn logos(logos: &mut Logos) {
    for (at, (title, file, alt_text, tool_tip, target)) in (0_u8..).zip(LOGOS) {
        let logo = logos.add(title, BEGINNING + i64::from(at) * DAY);
        logo.file_name = file.to_owned();
        logo.bytes = Bytes::from(tiny_png(120, 40, at * 40 + 7));
        logo.alt_text = alt_text.to_owned();
        logo.tool_tip = tool_tip.to_owned();
        logo.target_url = target.to_owned();
    }
}
