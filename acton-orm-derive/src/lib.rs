//! The derive macros of `acton-orm`.
