//! The headers and footers of the sample account.

use crate::world::World;

/// Title, HTML, text.
const HEADERS: [(&str, &str, &str); 3] = [
    (
        "Default Header",
        "<p>{{View in browser}}</p>",
        "{{View in browser}}",
    ),
    (
        "News",
        "<table width=\"600\"><tr><td><h1>News &amp; views</h1></td></tr></table>",
        "News & views",
    ),
    ("Größe; Farbe", "<h1>Größe; Farbe</h1>", ""),
];

const FOOTERS: [(&str, &str, &str); 2] = [
    (
        "Default Footer",
        "<p>{{Postal address}} <a href=\"{{Opt-out}}\">Unsubscribe</a></p>",
        "{{Postal address}}\nUnsubscribe: {{Opt-out}}",
    ),
    (
        "Events",
        "<p>See you there!</p><p>{{Postal address}} <a href=\"{{Opt-out}}\">Unsubscribe</a></p>",
        "See you there!\n{{Postal address}}\nUnsubscribe: {{Opt-out}}",
    ),
];

pub(super) fn blocks(world: &mut World) {
    for (title, html, text) in HEADERS {
        world.headers.add(title, html, text);
    }
    for (title, html, text) in FOOTERS {
        world.footers.add(title, html, text);
    }
}
