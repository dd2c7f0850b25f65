//! The one list of the built-in tables. What else knows them all follows from it: the modules of
//! `schema`, [`TABLES`](super::TABLES), the structs in `models`, the pages whose examples are compiled;
//! and, written by `ACTON_UPDATE=1 cargo test -p acton-orm-registration`, the derive's list and the
//! table in README.md.

/// Calls a macro with a line for each table: its module (and page in `docs/tables`), its type, which
/// has the table's name, and its ready-made struct.
macro_rules! tables {
    ($with:ident) => {
        $with! {
            account Account AccountInfo;
            assets Assets Asset;
            campaigns Campaigns Campaign;
            categories Categories Category;
            contact_history ContactHistory ContactEvent;
            contact_list ContactList List;
            contact_scores ContactScores ContactScore;
            drilldown_reports DrilldownReports DrilldownRow;
            footer Footer MessageFooter;
            form_reports FormReports FormReport;
            form_urls FormUrls FormUrl;
            forms Forms Form;
            hardbounce Hardbounce HardBounce;
            header Header MessageHeader;
            images Images Image;
            landing_pages LandingPages LandingPage;
            list_scores ListScores ListScore;
            logos Logos Logo;
            media Media MediaItem;
            media_messages MediaMessages MediaMessage;
            media_reports MediaReports MediaReport;
            media_timeline MediaTimeline MediaDay;
            media_views MediaViews MediaView;
            messages Messages Message;
            optout Optout OptOut;
            other_lists OtherLists SuppressedAddress;
            page_reports PageReports PageReport;
            page_traffic PageTraffic PageSource;
            page_urls PageUrls PageUrl;
            pages Pages Page;
            programs Programs Program;
            reports Reports MessageReport;
            reports_by_period ReportsByPeriod DayReport;
            score_details ScoreDetails ScoreDetail;
            spamcomplaint Spamcomplaint SpamComplaint;
            subscription_opt_outs SubscriptionOptOuts CategoryOptOut;
            users Users Sender;
        }
    };
}

pub(crate) use tables;
