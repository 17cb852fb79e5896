//! CloudTrail answers you can stand behind.
//!
//! ```text
//! source → event → filter → sink          (scan runs it on all cores)
//! ```
//!
//! # Floors
//!
//! ```text
//! 4  commands/                                   the only code that says clap
//! 3  follow/                                     the tailing engine: reads logs as they are delivered
//! 3  fetch/                                      the engine of ct fetch: mirrors a bucket
//! 2  aws/                                        the only asynchronous code: buckets, trails, history
//! 1  filter  source  sink  coverage  scan        each may use floor 0 and those before it
//!    digest                                      are the logs whole? judges digests and logs
//!    keyring                                     the user's record of CloudTrail's public keys
//!    mirror                                      a copy of a bucket on disk
//!    policy                                      who may write the logs, and who may read them
//!    trail                                       trails as values, and what is to change about them
//! 0  event/                                      one CloudTrail event: knows no AWS, no files,
//!                                                no clock, no terminal
//! ```
//! A module names only modules on lower floors; a test holds them to it.
//!
//! # Invariants
//!
//! 1. Every answer states its coverage: `listed = read + skipped + unreadable` and
//!    `events = matched + not matched + malformed`. A malformed record never hides its neighbours.
//! 2. Exit codes are an interface: 0 yes, 1 no, 2 could not tell.
//! 3. A record leaves byte for byte as CloudTrail wrote it, in the order of its object, whatever
//!    the number of threads.
//! 4. The standard output is data, the standard error is talk. What attackers may have written
//!    never steers a terminal or a spreadsheet.
//! 5. Times honour their offsets. Keys are stamped with the time of delivery; events happen earlier.
//! 6. Memory is bounded by threads, not by input.

pub mod event;

pub mod filter;
pub mod source;

pub mod coverage;
pub mod sink;

pub mod digest;
pub mod keyring;
pub mod mirror;
pub mod policy;
pub mod scan;
pub mod trail;

pub mod aws;

pub mod follow;
pub mod fetch;
pub mod verify;

pub mod commands;
