//! Nothing: the cases are in `pass/` and `fail/`, run by `tests/compile.rs`.
