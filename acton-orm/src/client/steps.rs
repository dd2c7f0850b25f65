//! Places where a test may kill the process or have it fail, to see what it leaves behind.

use std::io::{self, ErrorKind};

/// The variable that names a file; the file says which step to die at, or to fail at. Whoever removes
/// it is the one, so that of several processes one does.
pub(crate) const VARIABLE: &str = "ACTON_TEST_TROUBLE";

/// Every step of a refresh, in order.
pub(crate) const STEPS: &[&str] = &[
    "before the room",
    "before the call",
    "after the answer",
    "after the writing",
    "before the rename",
    "after the rename",
];

pub(crate) fn passed(step: &str) -> io::Result<()> {
    let Ok(file) = std::env::var(VARIABLE) else {
        return Ok(());
    };
    let wanted = std::fs::read_to_string(&file).unwrap_or_default();
    let (what, at) = wanted.split_once(' ').unwrap_or_default();
    if at != step || std::fs::remove_file(&file).is_err() {
        return Ok(());
    }
    match what {
        "fail" => Err(ErrorKind::StorageFull.into()),
        _ => std::process::abort(),
    }
}
