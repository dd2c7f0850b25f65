//! The emulator's switches, each in the positions in which an answer or its status is another.

use acton_emulator::{
    BlockList, Builder, CampaignList, DateHeadings, ListingKeys, LookupMiss, MessageKeys, Quirks,
    SenderList,
};
use acton_orm_tests::builder;

/// A switch, and whether what the ORM does succeeds with it.
pub struct Switch {
    turn: fn(&mut Quirks),
    /// Whether it does.
    pub succeeds: bool,
}

/// Whatever these are, the ORM copes with them.
const COPED_WITH: &[fn(&mut Quirks)] = &[
    |quirks| quirks.date_headings = DateHeadings::Underscored,
    |quirks| quirks.lookup_miss = LookupMiss::BadRequest,
    |quirks| quirks.lookup_miss = LookupMiss::EmptyObject,
    |quirks| quirks.unknown_column_fails_update = false,
    |quirks| quirks.record_without_email = false,
    |quirks| quirks.upsert_without_email = true,
    |quirks| quirks.timezone_column = true,
    |quirks| quirks.campaign_list = CampaignList::Array,
    |quirks| quirks.campaign_list = CampaignList::Named,
    |quirks| quirks.no_history_is_empty_object = true,
    |quirks| quirks.deleted_user_in_array = true,
    |quirks| quirks.transactional_enabled = false,
    |quirks| quirks.message_keys = MessageKeys::Of2021,
    |quirks| quirks.listing_keys = ListingKeys::OfEachType,
    |quirks| quirks.block_list = BlockList::Envelope,
    |quirks| quirks.block_id_is_number = true,
    |quirks| quirks.sender_list = SenderList::Named,
    |quirks| quirks.sender_list = SenderList::LikeMessages,
    |quirks| quirks.program_type_required = false,
];

/// What these turn off fails.
const TURNED_OFF: &[fn(&mut Quirks)] = &[
    |quirks| quirks.opt_in_enabled = false,
    |quirks| quirks.api_enabled = false,
];

/// All of them.
pub fn all() -> impl Iterator<Item = Switch> {
    let switch = |succeeds| {
        move |turn: &fn(&mut Quirks)| Switch {
            turn: *turn,
            succeeds,
        }
    };
    let coped = COPED_WITH.iter().map(switch(true));
    coped.chain(TURNED_OFF.iter().map(switch(false)))
}

impl Switch {
    /// An account with it.
    pub fn builder(&self) -> Builder {
        builder().quirks(self.turn)
    }
}
