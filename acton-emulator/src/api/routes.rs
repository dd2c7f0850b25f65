//! The table of operations: method, path, who may call, what serves it.

use super::{
    account, authorize, block, campaign, custom_event, download, facts, files, form, image, job,
    list, listing, logo, lookup, media, media_report, merge, message, page, program, record,
    record_delete, report, send, sender, sign_in, subscription, suppression, token, triggered,
    unmodelled, user,
};
use crate::http::{Answer, Call, Refusal};
use crate::world::World;

/// What an operation does.
pub(crate) type Handler = fn(&mut World, &Call) -> Result<Answer, Refusal>;

/// Who may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// A bearer token is needed, and the call counts against the limits.
    Bearer,
    Open,
}

/// What serves a call.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Serve {
    Handler(Handler),
    /// Act-On documents it under this name.
    NotModelled(&'static str),
}

use Access::{Bearer, Open};

/// Modelled operations. `{}` stands for one segment; the first match wins, so fixed words stand
/// above placeholders.
const MODELLED: &[(&str, &str, Access, Handler)] = &[
    ("POST", "/token", Open, token::grant),
    ("GET", "/authorize", Open, authorize::authorize),
    ("POST", "/authorize/sign-in", Open, sign_in::sign_in),
    ("GET", "/authorize/consent", Open, sign_in::consent_page),
    ("POST", "/authorize/consent", Open, sign_in::decide),
    ("GET", "/cdn/{}/{}/{}", Open, files::download),
    ("GET", "/api/1/account", Bearer, account::get),
    ("GET", "/api/1/account/senders", Bearer, sender::list),
    ("POST", "/ete/v1/email/{}/{}", Bearer, triggered::send),
    ("POST", "/api/1/user", Bearer, user::create),
    ("POST", "/api/1/user/delete", Bearer, user::delete_many),
    ("DELETE", "/api/1/user/{}", Bearer, user::delete),
    ("POST", "/api/1/customevents", Bearer, custom_event::upload),
    (
        "POST",
        "/api/1/customevents/fact",
        Bearer,
        custom_event::fact,
    ),
    (
        "GET",
        "/api/1/customevents/{}/status",
        Bearer,
        custom_event::status,
    ),
    ("GET", "/api/1/image", Bearer, image::list),
    ("POST", "/api/1/image", Bearer, image::add),
    ("GET", "/api/1/image/{}", Bearer, image::get),
    ("PUT", "/api/1/image/{}", Bearer, image::replace),
    ("DELETE", "/api/1/image/{}", Bearer, image::delete),
    ("GET", "/api/1/media", Bearer, media::list),
    ("POST", "/api/1/media", Bearer, media::add),
    ("POST", "/api/1/medialink", Bearer, media::add_link),
    ("GET", "/api/1/media/{}", Bearer, media::get),
    ("PUT", "/api/1/media/{}", Bearer, media::replace),
    ("DELETE", "/api/1/media/{}", Bearer, media::delete),
    ("GET", "/api/1/logo", Bearer, logo::list),
    ("POST", "/api/1/logo", Bearer, logo::add),
    ("GET", "/api/1/logo/{}", Bearer, logo::get),
    ("PUT", "/api/1/logo/{}", Bearer, logo::update),
    ("DELETE", "/api/1/logo/{}", Bearer, logo::delete),
    ("GET", "/api/1/header", Bearer, block::list_headers),
    ("POST", "/api/1/header", Bearer, block::add_header),
    ("GET", "/api/1/header/{}", Bearer, block::get_header),
    ("PUT", "/api/1/header/{}", Bearer, block::update_header),
    ("DELETE", "/api/1/header/{}", Bearer, block::delete_header),
    ("GET", "/api/1/footer", Bearer, block::list_footers),
    ("POST", "/api/1/footer", Bearer, block::add_footer),
    ("GET", "/api/1/footer/{}", Bearer, block::get_footer),
    ("PUT", "/api/1/footer/{}", Bearer, block::update_footer),
    ("DELETE", "/api/1/footer/{}", Bearer, block::delete_footer),
    ("GET", "/api/1/form", Bearer, form::list),
    ("GET", "/api/1/form/{}/report", Bearer, form::report),
    ("GET", "/api/1/form/{}/urls", Bearer, form::urls),
    ("GET", "/api/1/page", Bearer, page::list),
    ("GET", "/api/1/page/{}", Bearer, page::get),
    ("DELETE", "/api/1/page/{}", Bearer, page::delete),
    ("GET", "/api/1/page/{}/report", Bearer, page::report),
    ("GET", "/api/1/page/{}/urls", Bearer, page::urls),
    (
        "GET",
        "/api/1/media/{}/report",
        Bearer,
        media_report::report,
    ),
    (
        "GET",
        "/api/1/media/{}/report/views",
        Bearer,
        media_report::list,
    ),
    (
        "GET",
        "/api/1/media/{}/report/messages",
        Bearer,
        media_report::messages,
    ),
    (
        "GET",
        "/api/1/media/{}/report/timeline",
        Bearer,
        media_report::timeline,
    ),
    (
        "GET",
        "/api/1/subscription/category",
        Bearer,
        subscription::categories,
    ),
    (
        "GET",
        "/api/1/subscription/optout",
        Bearer,
        subscription::opt_outs,
    ),
    (
        "PUT",
        "/api/1/subscription/optout",
        Bearer,
        subscription::update,
    ),
    (
        "PUT",
        "/api/1/subscription/setcategories",
        Bearer,
        subscription::set,
    ),
    ("GET", "/api/1/campaigns", Bearer, campaign::list),
    ("GET", "/api/1/campaigns/{}", Bearer, campaign::get),
    ("GET", "/api/1/program", Bearer, program::list),
    ("GET", "/api/1/message", Bearer, message::list),
    ("POST", "/api/1/message", Bearer, message::add),
    ("PUT", "/api/1/message/{}", Bearer, message::update),
    ("POST", "/api/1/message/{}/send", Bearer, send::send),
    ("PUT", "/api/1/message/{}/send", Bearer, send::resend),
    ("DELETE", "/api/1/message/{}", Bearer, message::delete),
    ("GET", "/api/1/message/report", Bearer, report::by_period),
    (
        "GET",
        "/api/1/message/{}/report",
        Bearer,
        report::of_message,
    ),
    (
        "GET",
        "/api/1/message/{}/report/{}",
        Bearer,
        report::drill_down,
    ),
    ("GET", "/api/1/message/{}/{}", Bearer, message::html),
    ("GET", "/api/1/list", Bearer, listing::get),
    ("POST", "/api/1/list", Bearer, list::create),
    ("GET", "/api/1/list/optout", Bearer, suppression::opt_outs),
    (
        "PUT",
        "/api/1/list/optout",
        Bearer,
        suppression::add_opt_outs,
    ),
    (
        "PUT",
        "/api/1/list/optin",
        Bearer,
        suppression::remove_opt_outs,
    ),
    (
        "GET",
        "/api/1/list/hardbounce",
        Bearer,
        suppression::hard_bounces,
    ),
    (
        "GET",
        "/api/1/list/spamcomplaint",
        Bearer,
        suppression::spam_complaints,
    ),
    (
        "GET",
        "/api/1/list/rejectedUploadRecords",
        Bearer,
        job::rejected,
    ),
    ("GET", "/api/1/list/lookup", Bearer, lookup::by_cookie),
    ("GET", "/api/1/list/lookup/{}", Bearer, lookup::in_list),
    ("GET", "/api/1/list/{}/status", Bearer, job::status),
    ("GET", "/api/1/list/{}", Bearer, download::download),
    ("PUT", "/api/1/list/{}", Bearer, merge::merge),
    ("DELETE", "/api/1/list/{}", Bearer, list::delete),
    ("POST", "/api/1/list/{}/record", Bearer, record::add),
    ("PUT", "/api/1/list/{}/record", Bearer, record::upsert),
    (
        "DELETE",
        "/api/1/list/{}/record",
        Bearer,
        record_delete::many,
    ),
    ("GET", "/api/1/list/{}/record/{}", Bearer, record::get),
    ("PUT", "/api/1/list/{}/record/{}", Bearer, record::update),
    ("GET", "/api/1/list/{}/record/{}/facts", Bearer, facts::get),
    (
        "DELETE",
        "/api/1/list/{}/record/{}",
        Bearer,
        record_delete::one,
    ),
];

/// Finds what serves a method and path, and what the placeholders stand for.
pub(crate) fn find(method: &str, segments: &[String]) -> Option<(Access, Serve, Vec<String>)> {
    for (verb, pattern, access, handler) in MODELLED {
        if *verb == method
            && let Some(values) = matches(pattern, segments)
        {
            return Some((*access, Serve::Handler(*handler), values));
        }
    }
    unmodelled::OPERATIONS
        .iter()
        .filter(|(verb, ..)| *verb == method)
        .find_map(|(_, pattern, name)| {
            let values = matches(pattern, segments)?;
            Some((Bearer, Serve::NotModelled(name), values))
        })
}

fn matches(pattern: &str, segments: &[String]) -> Option<Vec<String>> {
    let mut values = Vec::new();
    let mut wanted = pattern.split('/').skip(1);
    let mut given = segments.iter();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(values),
            (Some("{}"), Some(value)) => values.push(value.clone()),
            (Some(word), Some(value)) if word == value => {}
            _ => return None,
        }
    }
}
