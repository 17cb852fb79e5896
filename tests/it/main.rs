//! All integration tests, in one crate so that they link once.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

// Runs the program as a user would, and prints what came of it.
mod harness;

// What the repository says about itself: completions, manual, help, README.
mod cli;
// The floors of src/lib.rs: who may name whom.
mod layers;

// Event History, read by the command that finds events.
mod history;
// The command that finds events.
mod grep;
// The command that counts them.
mod count;
// Reports, from definitions.
mod report;

// Reading what is in a bucket: how it is searched and listed.
mod bucket;
// Bringing a bucket home.
mod fetch;
// Printing what is delivered, as it is delivered.
mod follow;
// The command that proves a trail whole, or tells what was done to it.
mod validate;
// Ctrl-C in commands that read.
#[cfg(unix)]
mod interrupt;
// Readers that go away.
mod closed_pipe;
// What a terminal is shown.
#[cfg(unix)]
mod terminal;
// The command that prints policies.
mod policy;
// ct trail.
mod trail;
// ct queue.
mod queue;
// Buckets, trails and profiles as users have them, against moto.
mod aws;

// Programs of Python that tests need.
mod venv;
// The one that ct is held against.
mod aws_cli;
// S3 and CloudTrail as moto plays them.
mod moto;
// Stands between the program and moto: notes, refuses, corrects.
mod relay;
// S3, SQS and CloudTrail with faults on demand.
mod stub;

// Makes fixtures/ and compares.
mod fixtures;
// Writes databases of addresses.
mod mmdb;
// Signs digests as CloudTrail does.
mod sign;
