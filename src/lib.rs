//! CloudTrail answers you can stand behind.
//!
//! This crate is the program `ct`. Every command that reads is one line:
//!
//! ```text
//! source → event → filter → sink          scan runs it on all cores
//! ```
//!
//! [`source`] lists and opens log objects, [`event`] decodes records, [`filter`] chooses them, and a
//! [`sink::Sink`] prints, counts or collects them. [`scan`] runs the line on all threads and returns the
//! [`coverage`].
//!
//! # Map
//!
//! ```text
//! 4  commands/   one file for each subcommand: flags, help, run(), output; the only code with clap
//!
//! 3  verify/     the validation engine: plan, prefetch, chains, unlisted files, evidence
//!    follow/     the tailing engine: poll cycles, messages in flight, ledger, pending objects
//!    manage/     plans for trails, from what a user requests and what exists in AWS
//!    fetch/      the mirroring engine: what is missing, downloads, public keys
//!    sources/    the sources that a user names: opened, and searched one after another
//!
//! 2  aws/        the only asynchronous code, with blocking functions outside: buckets, trails,
//!                queues, Event History, changes
//!
//! 1  filter/     which events: admits(key) before the download, may_match(text) before the parse,
//!                matches(event)
//!    source/     where log objects come from: entries of a listing, local trees, notifications
//!    sink/       what becomes of events: text, jsonl, json, csv; unique, limit, sort
//!    table/      finished answers, and how they are printed
//!    aggregate/  groups and measures: what count and report make of events
//!    report/     report definitions (TOML), tiles, renderers
//!    coverage    what was listed, read, skipped and unreadable
//!    scan        entries, filter and sink on all cores
//!    progress    the progress bar of a run, and messages about stalls
//!    digest/     digest files: parse, signatures, chains, verdicts as values
//!    keyring     the user's record of CloudTrail's public keys
//!    mirror/     a copy of a bucket on disk
//!    trail/      trails as values: selectors, posture rules, the plan of changes
//!
//! 0  error       an error that the user can do something about
//!    event/      one CloudTrail event: decode, envelopes, fields and their schema, time, keys
//!    geo         countries, cities and networks of addresses, from the user's databases
//!    policy/     IAM policies as values: who may write and read the logs
//! ```
//!
//! A module names only modules on lower floors, or those that a table allows beside it; files name
//! each other in no circle. `tests/it/layers` checks both.
//!
//! Where new things go: `.github/CONTRIBUTING.md`.
//!
//! # Invariants
//!
//! 1. Every answer states its coverage: `listed = read + skipped + unreadable` and
//!    `events = matched + not matched + malformed`. A malformed record never hides its neighbours.
//! 2. Exit codes are an interface: 0 yes or done, 1 no, 2 could not tell.
//! 3. A record leaves byte for byte as CloudTrail wrote it, in the order of its object, whatever
//!    the number of threads.
//! 4. Results go to stdout, messages to stderr. Log fields are written by attackers: they never
//!    control a terminal or a spreadsheet.
//! 5. Times honour their offsets. Keys carry the time of delivery; events happen earlier.
//! 6. Memory is bounded by `--max-memory`, not by the input.

pub mod error;
pub mod event;
pub mod geo;

pub mod filter;
pub mod source;

pub mod coverage;
pub mod sink;

pub mod aggregate;
pub mod report;
pub mod table;

pub mod digest;
pub mod keyring;
pub mod mirror;
pub mod policy;
pub mod progress;
pub mod scan;
pub mod trail;

pub mod aws;

pub mod fetch;
pub mod follow;
pub mod manage;
pub mod sources;
pub mod verify;

pub mod commands;
