//! `ct validate` measured: `cargo bench --bench validate` prints a table for each topic.
//!
//! - `online`: a bucket, compared with `aws cloudtrail validate-logs`, with the latency of S3 and without.
//! - `offline`: a mirror made by `ct fetch`, compared with a program that inflates and hashes the same files.
//! - `memory`: digests that list a million logs.
//!
//! The bucket is the tests' own server, in this process; the trail is signed with a test key. Every command is measured
//! as a whole process, and its answer is checked: a benchmark of a wrong answer is worthless.
#![expect(clippy::print_stderr, reason = "a benchmark reports its progress")]
#![cfg_attr(unix, expect(clippy::print_stdout, reason = "the tables go to stdout"))]

#[cfg(unix)]
#[path = "validate/answer.rs"]
mod answer;
#[cfg(unix)]
#[path = "../tests/it/aws_cli.rs"]
mod aws_cli;
#[cfg(unix)]
#[expect(dead_code, unused_imports, reason = "the bench `table` uses the rest of the corpus")]
mod corpus;
#[cfg(unix)]
mod floor;
#[cfg(unix)]
#[expect(dead_code, reason = "the bench `table` uses the rest")]
mod measure;
#[cfg(unix)]
#[path = "validate/memory.rs"]
mod memory;
#[cfg(unix)]
#[path = "validate/offline.rs"]
mod offline;
#[cfg(unix)]
#[path = "validate/online.rs"]
mod online;
#[cfg(unix)]
mod remote;
#[cfg(unix)]
#[expect(dead_code, reason = "made for the tests")]
#[path = "../tests/it/sign.rs"]
mod sign;
#[cfg(unix)]
#[expect(dead_code, unused_imports, reason = "made for the tests")]
#[path = "../tests/it/stub.rs"]
mod stub;
#[cfg(unix)]
#[path = "validate/trail.rs"]
mod trail;
#[cfg(unix)]
#[path = "../tests/it/venv.rs"]
mod venv;

/// How to measure.
#[cfg(unix)]
#[derive(clap::Parser)]
#[command(name = "validate", about = "Measures ct validate", after_help = AFTER_HELP)]
struct Options {
    /// What to measure; everything if nothing is named
    #[arg(value_name = "TOPIC")]
    topics: Vec<Topic>,
    /// A day online, 600 logs offline, 100,000 entries
    #[arg(long)]
    quick: bool,
    /// How often each row is measured, aws-cli apart; medians are printed
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    rounds: u16,
    /// Days of the trail in the bucket
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=300))]
    days: u16,
    /// Regions of that trail
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=8))]
    regions: u16,
    /// Logs that each digest of that trail lists
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..))]
    logs: u16,
    /// Latency of the server in milliseconds; also measured without latency
    #[arg(long, value_name = "MS", default_value_t = 30)]
    latency: u16,
    /// Logs in the folder
    #[arg(long, value_name = "N", default_value_t = 12_000, value_parser = clap::value_parser!(u32).range(12..))]
    objects: u32,
    /// Logs in the digests of a year, for peak memory
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1_000..))]
    entries: u32,
    /// What cargo bench adds to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

#[cfg(unix)]
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Topic {
    Online,
    Offline,
    Memory,
}

#[cfg(unix)]
const AFTER_HELP: &str = "\
Environment:
  CT_BENCH_BIN   another ct to measure than the one built for this benchmark";

#[cfg(unix)]
fn main() -> anyhow::Result<()> {
    use clap::Parser as _;

    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    match arguments.first().and_then(|first| first.to_str()) {
        Some("measure") => measure::helper(&arguments[2..]),
        Some("floor") => offline::floor(arguments[1].as_ref()),
        _ => {
            let options = Options::parse();
            if options.bench {
                return tables(&options);
            }
            println!("not measured: run this with `cargo bench --bench validate`");
            Ok(())
        }
    }
}

/// Measures the requested tables.
#[cfg(unix)]
fn tables(options: &Options) -> anyhow::Result<()> {
    println!("Machine: {}", measure::machine());
    let is_asked = |topic| options.topics.is_empty() || options.topics.contains(&topic);
    if is_asked(Topic::Online) {
        online::table(options)?;
    }
    if is_asked(Topic::Offline) {
        offline::table(options)?;
    }
    if is_asked(Topic::Memory) {
        memory::table(options)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn main() {
    eprintln!("the tables need getrusage, and with it Linux or macOS");
}
