//! Trails as values: what a trail is, what it records, how to create or change one, and whether it is
//! set up as it should be.
//!
//! Makes no call to AWS.
//!
//! - [`Description`], [`Trail`], [`Status`], [`Tag`]: a trail as the CloudTrail API describes it.
//! - [`selectors`]: which events a trail records.
//! - [`delivery`]: what a trail delivers, and what failed.
//! - [`notifications`]: event notifications of buckets, and which logs they cover.
//! - [`plan`]: from what a user requests and what exists to the [`change`]s to make.
//! - [`show`]: all of these as text for people.
//! - [`posture`]: the checks of `ct trail check`.

pub mod change;
pub mod created;
pub mod delivery;
mod description;
pub mod notifications;
pub mod plan;
pub mod posture;
pub mod selectors;
mod settings;
pub mod show;
mod tag;

pub use description::{Description, Status, Trail};
pub use settings::{LogGroupSettings, TrailSettings};
pub use tag::Tag;
