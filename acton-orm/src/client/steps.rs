//! Places where a test may kill the process, to see what it leaves behind.

/// The variable that names the step to die at.
pub(crate) const VARIABLE: &str = "ACTON_TEST_ABORT_AT";

/// Every step of a refresh, in order.
pub(crate) const STEPS: &[&str] = &[
    "before the call",
    "after the answer",
    "before the rename",
    "after the rename",
];

pub(crate) fn passed(step: &str) {
    if std::env::var(VARIABLE).is_ok_and(|wanted| wanted == step) {
        std::process::abort();
    }
}
