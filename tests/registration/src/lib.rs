//! Nothing: the comparisons are in `tests/registration.rs`.
