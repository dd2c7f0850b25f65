//! A typed, async ORM over the REST API of Act-On.
