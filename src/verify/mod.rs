//! The validation engine: are the log files of a bucket or mirror what CloudTrail delivered?
//!
//! ```text
//! Request -> Scope + Origin -> Plan (chains, keys) -> run: prefetch -> walk -> facts -> resolve -> Verdicts
//! ```
//! A [`Plan`] is made first and does not change afterwards: which chains of digests are expected,
//! which digests there are, and which public keys verify them. [`run`] walks the chains, and hands
//! verdicts to a [`Verdicts`] in the order of the chains, whatever the threads do. What single
//! digests and log files are worth is decided by [`crate::digest`].
//!
//! Knows no flags' parser and no terminal. [`report`] has the lines of reports, which are read and merged
//! here; [`show`] writes verdicts in each format.

mod answer;
mod arguments;
mod chains;
mod facts;
mod keys;
mod merge;
mod merged_gaps;
mod nearby;
mod origin;
mod plan;
mod prefetch;
mod replay;
pub mod report;
mod request;
mod resolve;
mod run;
mod scope;
mod shard;
pub mod show;
mod status;
mod trust;
mod unlisted;
mod verdicts;
mod walk;

use std::collections::BTreeMap;

pub use answer::{Answer, Subject};
use arguments::{ended_chains, window};
pub use keys::{KeyFiles, KeyLookup};
pub use merge::{Merge, check_output};
pub use origin::{Origin, Source};
pub use plan::{Plan, Settings};
use replay::report_chains;
pub use replay::{Preamble, ReportError, ReportReader};
pub use request::{Request, SourceRequest};
pub use run::run;
pub use scope::{EndedChain, Scope, TrailScope};
pub use shard::Shard;
pub use trust::{KeyTrust, KeyUse};
pub use verdicts::Verdicts;

/// An account and a Region.
type AccountRegion = (String, String);
type ByRegion<T> = BTreeMap<AccountRegion, T>;

/// A message that changes no verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// One line.
    pub text: String,
    /// Whether only verbose output shows it.
    pub is_detail: bool,
}
