//! The planner without HTTP: what is pushed, what is chosen, what is promised, what is printed.

mod choice;
mod invariant;
mod lists;
mod pushdown;
mod related;
mod table;
