//! What has been learnt of the account, shared by all clones of a client.

/// Facts that cost a call to learn and rarely change.
#[derive(Default, Debug)]
pub(crate) struct Facts {}
