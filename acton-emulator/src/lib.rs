//! A local emulator of Act-On.
