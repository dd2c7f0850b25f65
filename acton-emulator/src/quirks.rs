//! Behaviour nobody outside Act-On can settle, as switches.

/// The headings `datequalifiers=true` adds; the sources disagree (A§7.2).
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// use acton_emulator::DateHeadings;
///
/// emulator.quirks(|quirks| quirks.date_headings = DateHeadings::Underscored);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateHeadings {
    /// `created_date`, `modified_date`.
    #[default]
    Plain,
    /// `__created_date`, `__modified_date`.
    Underscored,
}

/// What a lookup that finds nobody answers (A§8.1).
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// use acton_emulator::LookupMiss;
///
/// emulator.quirks(|quirks| quirks.lookup_miss = LookupMiss::EmptyObject);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LookupMiss {
    /// 400 with 10162, the number a working client looks for; status and text are inferred.
    #[default]
    NoContact,
    /// 400 with `10008 Invalid contact`, as for a record id that is none.
    BadRequest,
    /// 200 with `{}`.
    EmptyObject,
}

/// What a list of campaigns looks like; no source shows one (A§10.5).
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// use acton_emulator::CampaignList;
///
/// emulator.quirks(|quirks| quirks.campaign_list = CampaignList::Array);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CampaignList {
    /// `{offset, count, totalCount, result}`, as logos have it.
    #[default]
    Envelope,
    /// A bare array.
    Array,
    /// `{campaigns}`.
    Named,
}

/// The keys of a listing of messages, which were renamed (A§10.1).
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// use acton_emulator::MessageKeys;
///
/// emulator.quirks(|quirks| quirks.message_keys = MessageKeys::Of2021);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MessageKeys {
    /// `name`, `msgId`, `timeStamp` as text, and the like.
    #[default]
    Of2024,
    /// `title`, `msg_id`, `timestamp` as a number, and the like.
    Of2021,
}

/// What a list of headers or footers looks like; no source shows one (A§12).
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// use acton_emulator::BlockList;
///
/// emulator.quirks(|quirks| quirks.block_list = BlockList::Envelope);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BlockList {
    /// A bare array.
    #[default]
    Array,
    /// `{offset, count, totalCount, result}`, as logos have it.
    Envelope,
}

/// What a list of senders looks like; no source shows one (A§12).
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// use acton_emulator::SenderList;
///
/// emulator.quirks(|quirks| quirks.sender_list = SenderList::Named);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SenderList {
    /// A bare array of `id`, `name` and `email`.
    #[default]
    Array,
    /// The same in `{senders}`.
    Named,
    /// A bare array of `senderId`, `senderName` and `senderEmail`, as messages have them.
    LikeMessages,
}

/// The keys that the listing of assets has for what is no list; no source shows them (A§7.1).
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// use acton_emulator::ListingKeys;
///
/// emulator.quirks(|quirks| quirks.listing_keys = ListingKeys::OfEachType);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListingKeys {
    /// Those of lists.
    #[default]
    OfLists,
    /// Those that each type has in a listing of its own.
    OfEachType,
}

/// Who decides at `/authorize`.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// use acton_emulator::Consent;
///
/// emulator.quirks(|quirks| quirks.consent = Consent::Refused);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Consent {
    /// A person, on the sign-in and the consent page.
    #[default]
    Asked,
    /// Nobody: the answer is yes, at once.
    Given,
    /// Nobody: the answer is no, at once.
    Refused,
}

/// The switches. Every default is an inference, listed in the emulator's guide.
///
/// ```
/// # async fn example() -> std::io::Result<()> {
/// use acton_emulator::{Emulator, LookupMiss};
///
/// let emulator = Emulator::builder()
///     .quirks(|quirks| quirks.lookup_miss = LookupMiss::EmptyObject)
///     .start()
///     .await?;
/// emulator.quirks(|quirks| quirks.inclusive_bounds = true); // while it runs
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Quirks {
    /// The headings of the two date columns. Default: without underscores.
    pub date_headings: DateHeadings,
    /// A lookup without a match. Default: 400 with 10162.
    pub lookup_miss: LookupMiss,
    /// Whether e-mail addresses differ by letter case. Default: no.
    pub case_sensitive_emails: bool,
    /// Whether `modafter` and its like include the given instant. Default: no.
    pub inclusive_bounds: bool,
    /// Whether an update with an unknown column is refused. Default: yes. Off: it is ignored.
    pub unknown_column_fails_update: bool,
    /// Whether a record may be added without an e-mail address. Default: yes.
    pub record_without_email: bool,
    /// Whether an upsert with an empty `email` adds a row. Default: no, it is refused as missing.
    pub upsert_without_email: bool,
    /// Whether an upload rejects rows whose e-mail is empty or malformed. Default: yes.
    pub upload_rejects_bad_email: bool,
    /// Whether rows end in a `Timezone` pseudo column, which the single-record read fills with a
    /// date instead, as the two published examples do. Default: no.
    pub timezone_column: bool,
    /// Whether a contact without any history answers `{}`, as the published example does. Default: no,
    /// with empty arrays.
    pub no_history_is_empty_object: bool,
    /// Whether the account may send transactional event-triggered mail. Default: yes. Off: 500, as
    /// published.
    pub transactional_enabled: bool,
    /// Whether the answer to the delete of one user is an array of one. Default: no, the element.
    pub deleted_user_in_array: bool,
    /// What a list of campaigns looks like. Default: an envelope.
    pub campaign_list: CampaignList,
    /// The keys of a listing of messages. Default: those of 2024.
    pub message_keys: MessageKeys,
    /// The keys of what is no list in the listing of assets. Default: those of lists.
    pub listing_keys: ListingKeys,
    /// What a list of headers or footers looks like. Default: an array.
    pub block_list: BlockList,
    /// Whether the id in the answer to a new header or footer is a number. Default: no, text.
    pub block_id_is_number: bool,
    /// What a list of senders looks like. Default: an array.
    pub sender_list: SenderList,
    /// Whether the folder that repeats every form stands before the others. Default: no, behind them.
    pub all_forms_first: bool,
    /// Whether programs are refused to a call without `type`. Default: yes. Off: all are listed.
    pub program_type_required: bool,
    /// Whether removing opt-outs is switched on for the account. Default: yes.
    pub opt_in_enabled: bool,
    /// Whether the account has API access. Default: yes. Off: `/token` says
    /// `PUBLIC_API_FEATURE_NOT_ENABLED`.
    pub api_enabled: bool,
    /// Who decides at `/authorize`. Default: a person, on a page.
    pub consent: Consent,
    /// On which poll a job answers `success`: by default the third, after pending and running.
    pub job_polls: u32,
}

impl Default for Quirks {
    fn default() -> Self {
        Self {
            date_headings: DateHeadings::Plain,
            lookup_miss: LookupMiss::NoContact,
            case_sensitive_emails: false,
            inclusive_bounds: false,
            unknown_column_fails_update: true,
            record_without_email: true,
            upsert_without_email: false,
            upload_rejects_bad_email: true,
            timezone_column: false,
            no_history_is_empty_object: false,
            transactional_enabled: true,
            deleted_user_in_array: false,
            campaign_list: CampaignList::Envelope,
            message_keys: MessageKeys::Of2024,
            listing_keys: ListingKeys::OfLists,
            block_list: BlockList::Array,
            block_id_is_number: false,
            sender_list: SenderList::Array,
            all_forms_first: false,
            program_type_required: true,
            opt_in_enabled: true,
            api_enabled: true,
            consent: Consent::Asked,
            job_polls: 3,
        }
    }
}
