//! A mirror made by `ct fetch`: `ct validate` compared with a program that only inflates and hashes the same files.

use std::env;
use std::ffi::OsString;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::thread;

use anyhow::{Context as _, ensure};
use sha2::{Digest as _, Sha256};

use crate::answer::{self, Valid};
use crate::corpus::Object;
use crate::measure::{Measurement, mark, measure, median};
use crate::trail::{self, Delivered, Delivery, REGIONS};
use crate::{Options, floor, remote};

/// How many logs a digest lists.
const LOGS: usize = 12;
/// Bytes of JSON in a log: 7 to 30 KB packed, and more in few.
const SIZES: [usize; 5] = [60_000, 90_000, 140_000, 200_000, 260_000];
/// The limit for ct, as a multiple of the floor's wall time.
const AIM: f64 = 1.4;

/// The process `floor DIRECTORY`.
pub(crate) fn floor(directory: &Path) -> anyhow::Result<()> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    floor::run(directory, threads, |text| {
        black_box(Sha256::digest(text));
    })
}

/// Fetches the folder, measures, prints.
pub(crate) fn table(options: &Options) -> anyhow::Result<()> {
    eprintln!("filling the folder");
    let objects = if options.quick { 600 } else { usize::try_from(options.objects)? };
    let hours = objects / LOGS;
    ensure!(hours <= trail::YEAR, "a year has fewer hours");
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let delivered = fetch(hours, folder.path())?;
    let floor: Vec<OsString> =
        vec![env::current_exe()?.into(), "floor".into(), folder.path().into()];
    check_floor(&floor, &delivered)?;
    println!(
        "\n## Offline\n\n{} digests and {} logs in a folder, {} MB packed, {} MB inflated, {} bytes packed on average\n",
        delivered.digests,
        delivered.logs,
        delivered.packed / 1_000_000,
        delivered.inflated / 1_000_000,
        delivered.packed / delivered.logs
    );
    let ct = answer::ct(folder.path().as_os_str(), hours, &[]);
    let valid = Valid::new(delivered.digests, delivered.logs);
    let mut runs = Vec::new();
    for round in 0..options.rounds {
        eprintln!("offline, round {} of {}", round + 1, options.rounds);
        let floor = measure(&floor).context("the floor")?;
        runs.push((floor, answer::run(&ct, valid, answer::of_ct).context("ct validate")?));
    }
    print(&runs);
    Ok(())
}

/// Makes the folder with `ct fetch`.
fn fetch(hours: usize, folder: &Path) -> anyhow::Result<Delivered> {
    let text = |number: usize| Object::sized(number, SIZES[number % SIZES.len()]).json.into_bytes();
    let delivery = Delivery { regions: &REGIONS[..1], hours, logs: LOGS, text: &text };
    let (stub, delivered) = trail::deliver(&delivery)?;
    let environment = remote::environment(&stub.endpoint());
    let output = Command::new(&environment[0])
        .args(&environment[1..])
        .args([env!("CARGO_BIN_EXE_ct"), "fetch", "-q"])
        .arg(answer::bucket())
        .arg(folder)
        .output()?;
    ensure!(output.status.success(), "ct fetch: {}", String::from_utf8_lossy(&output.stderr));
    Ok(delivered)
}

/// Checks that the floor reads everything. It also brings the files into the page cache.
fn check_floor(floor: &[OsString], delivered: &Delivered) -> anyhow::Result<()> {
    let output = Command::new(&floor[0]).args(&floor[1..]).output()?;
    let inflated = String::from_utf8_lossy(&output.stdout).trim().parse().ok();
    ensure!(
        inflated == Some(delivered.inflated + delivered.documents),
        "the floor inflates {inflated:?} bytes of the folder"
    );
    Ok(())
}

/// Prints the rows; ratios are within one round.
fn print(runs: &[(Measurement, Measurement)]) {
    let wall = |run: &Measurement| run.wall.as_secs_f64();
    let cpu = |run: &Measurement| run.cpu.as_secs_f64();
    let middle = |values: &dyn Fn(&(Measurement, Measurement)) -> f64| {
        median(runs.iter().map(values)).unwrap_or_default()
    };
    println!("| what | wall s | CPU s | peak MiB | × wall | × CPU |");
    println!("|---|--:|--:|--:|--:|--:|");
    println!(
        "| floor: read, inflate, SHA-256, on all cores | {:.2} | {:.2} | {} | 1 | 1 |",
        middle(&|(floor, _)| wall(floor)),
        middle(&|(floor, _)| cpu(floor)),
        runs.iter().map(|(floor, _)| floor.memory >> 20).max().unwrap_or_default()
    );
    let slower = middle(&|(floor, ct)| wall(ct) / wall(floor));
    println!(
        "| `ct validate DIR` | {:.2} | {:.2} | {} | {slower:.2} (≤ {AIM}) {} | {:.2} |",
        middle(&|(_, ct)| wall(ct)),
        middle(&|(_, ct)| cpu(ct)),
        runs.iter().map(|(_, ct)| ct.memory >> 20).max().unwrap_or_default(),
        mark(slower <= AIM),
        middle(&|(floor, ct)| cpu(ct) / cpu(floor))
    );
}
