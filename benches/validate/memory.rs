//! Memory: digests that list a million logs, and a quarter of these digests.
//!
//! All logs have the same few bytes, under different keys, and are served from this process's memory. The peak shows
//! what is kept after a log was read.

use anyhow::{Context as _, ensure};

use crate::answer::{self, Valid};
use crate::measure::mark;
use crate::trail::{self, Delivery, REGIONS};
use crate::{Options, remote};

/// How many logs a digest lists.
const LOGS: usize = 115;
/// The text of every log.
const TEXT: &[u8] = br#"{"Records":[]}"#;
/// The limit for ct.
const LIMIT: u64 = 256 << 20;

/// Fills the bucket, measures, prints.
pub(crate) fn table(options: &Options) -> anyhow::Result<()> {
    let entries = if options.quick { 100_000 } else { usize::try_from(options.entries)? };
    let hours = entries.div_ceil(LOGS).next_multiple_of(4);
    ensure!(hours <= trail::YEAR, "a year has fewer hours: {} logs", trail::YEAR * LOGS);
    eprintln!("filling the bucket with {} logs", hours * LOGS);
    let delivery = Delivery { regions: &REGIONS[..1], hours, logs: LOGS, text: &|_| TEXT.to_vec() };
    let (stub, delivered) = trail::deliver(&delivery)?;
    ensure!(delivered.logs == hours * LOGS, "logs are missing");
    println!(
        "\n## Memory\n\nOne account and region, {LOGS} logs of a few bytes a digest; 0 ms of latency\n"
    );
    println!("| digests | logs | wall s | objects/s | CPU s | peak MiB | limit |");
    println!("|--:|--:|--:|--:|--:|--:|---|");
    for hours in [hours / 4, hours] {
        let valid = Valid::new(hours, hours * LOGS);
        eprintln!("{} logs", valid.logs);
        let mut words = remote::environment(&stub.endpoint());
        words.extend(answer::ct(&answer::bucket(), hours, &[]));
        let run = answer::run(&words, valid, answer::of_ct).context("ct validate")?;
        let wall = run.wall.as_secs_f64();
        println!(
            "| {} | {} | {wall:.1} | {:.0} | {:.1} | {} | ≤ {} {} |",
            valid.digests,
            valid.logs,
            valid.objects() / wall,
            run.cpu.as_secs_f64(),
            run.memory >> 20,
            LIMIT >> 20,
            mark(run.memory <= LIMIT)
        );
    }
    Ok(())
}
