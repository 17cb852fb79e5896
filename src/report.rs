//! Reports: definitions in TOML, and how their results are shown.
//!
//! A definition names fields, measures and conditions of the one vocabulary; running one is a sink.
//! Knows no flags and no AWS.

pub mod render;
pub mod result;
