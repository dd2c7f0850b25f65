//! placeholder

/// What became of each change.
#[derive(Debug)]
pub struct CommitReport {}
