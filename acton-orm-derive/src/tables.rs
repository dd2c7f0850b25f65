//! The built-in tables by name, a mirror of `acton_orm::schema::TABLES` (a proc macro cannot depend
//! on the crate that re-exports it). `ACTON_UPDATE=1 cargo test -p acton-orm-registration` writes the
//! list; without the variable it holds the list to `schema`.

/// A built-in table. Its marker type has the table's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BuiltIn {
    pub(crate) name: &'static str,
    /// Its module in `acton_orm::schema`.
    pub(crate) module: &'static str,
    /// The constant of its key column, if it has one.
    pub(crate) key: Option<&'static str>,
    /// Something has to be said of it before it can be read.
    pub(crate) needs: bool,
}

#[rustfmt::skip]
pub(crate) const TABLES: &[BuiltIn] = &[
    table("Account", "account", Some("account_id"), false),
    table("Assets", "assets", None, false),
    table("Campaigns", "campaigns", Some("id"), false),
    table("Categories", "categories", Some("id"), false),
    table("ContactHistory", "contact_history", None, true),
    table("ContactList", "contact_list", Some("id"), false),
    table("ContactScores", "contact_scores", Some("record_id"), true),
    table("DrilldownReports", "drilldown_reports", None, true),
    table("Footer", "footer", Some("id"), false),
    table("FormReports", "form_reports", None, true),
    table("FormUrls", "form_urls", None, true),
    table("Forms", "forms", Some("id"), false),
    table("Hardbounce", "hardbounce", Some("email"), false),
    table("Header", "header", Some("id"), false),
    table("Images", "images", Some("id"), false),
    table("LandingPages", "landing_pages", Some("id"), false),
    table("ListScores", "list_scores", Some("record_id"), true),
    table("Logos", "logos", Some("id"), false),
    table("Media", "media", Some("id"), false),
    table("MediaMessages", "media_messages", None, true),
    table("MediaReports", "media_reports", None, true),
    table("MediaTimeline", "media_timeline", None, true),
    table("MediaViews", "media_views", None, true),
    table("Messages", "messages", Some("id"), false),
    table("Optout", "optout", Some("email"), false),
    table("OtherLists", "other_lists", None, false),
    table("PageReports", "page_reports", None, true),
    table("PageTraffic", "page_traffic", None, true),
    table("PageUrls", "page_urls", None, true),
    table("Pages", "pages", Some("id"), false),
    table("Programs", "programs", Some("id"), false),
    table("Reports", "reports", Some("message_id"), true),
    table("ReportsByPeriod", "reports_by_period", Some("day_of_month"), true),
    table("ScoreDetails", "score_details", None, true),
    table("Spamcomplaint", "spamcomplaint", Some("email"), false),
    table("SubscriptionOptOuts", "subscription_opt_outs", Some("email"), true),
    table("Users", "users", Some("id"), false),
];

const fn table(
    name: &'static str,
    module: &'static str,
    key: Option<&'static str>,
    needs: bool,
) -> BuiltIn {
    BuiltIn {
        name,
        module,
        key,
        needs,
    }
}

/// The table of that name.
pub(crate) fn find(name: &str) -> Option<&'static BuiltIn> {
    TABLES.iter().find(|table| table.name == name)
}
