//! Runs a benchmark: the corpus, the answers, the rounds, the report.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};

use crate::corpus::Corpus;
use crate::row::{self, Role, Row};
use crate::{Options, check, measure, report};

/// Runs of the shortest command; the median of them is printed.
const STARTS: usize = 50;

/// Measures everything and prints the table.
pub(crate) fn table(options: &Options) -> anyhow::Result<()> {
    eprintln!("corpus: {} objects (made once, then reused)", options.corpus_objects);
    let corpus = Corpus::ensure(usize::from(options.corpus_objects))?;
    let mut rows = row::own(&corpus.directory);
    if !options.quick {
        rows.extend(row::long(&corpus.directory));
    }
    eprintln!("checking the answers");
    check::answers(&corpus, !options.quick)?;
    check_floor(&rows[0], &corpus)?;
    for round in 0..options.rounds {
        eprintln!("round {} of {}", round + 1, options.rounds);
        for row in &mut rows {
            let is_due = round < options.peer_rounds || (row.role != Role::Peer && row.passes == 1);
            if is_due && row.trouble.is_none() {
                measure_row(row);
            }
        }
    }
    let start = start(&corpus)?;
    report::print(&corpus.figures, &rows, start);
    Ok(())
}

/// Whether a program is installed and runs.
pub(crate) fn succeeds(command: &[&str]) -> bool {
    let quiet = Command::new(command[0])
        .args(&command[1..])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    quiet.is_ok_and(|status| status.success())
}

fn measure_row(row: &mut Row) {
    match measure::measure(&row.command) {
        Ok(run) => row.runs.push(run),
        Err(error) => row.trouble = Some(format!("failed: {error:#}")),
    }
}

/// Checks that the floor inflates everything. It also brings the corpus into the page cache.
fn check_floor(floor: &Row, corpus: &Corpus) -> anyhow::Result<()> {
    let output = Command::new(&floor.command[0]).args(&floor.command[1..]).output()?;
    let inflated = String::from_utf8_lossy(&output.stdout).trim().parse().ok();
    ensure!(
        inflated == Some(corpus.figures.inflated),
        "the floor inflates {inflated:?} bytes of the corpus"
    );
    Ok(())
}

/// The median wall time of a search in one small file.
fn start(corpus: &Corpus) -> anyhow::Result<Duration> {
    let files = Corpus::files(&corpus.directory)?;
    let size = |file: &PathBuf| file.metadata().map_or(u64::MAX, |metadata| metadata.len());
    let smallest = files.into_iter().min_by_key(size).context("the corpus is empty")?;
    let command = [row::ct(), "grep".into(), "-e".into(), "x".into(), OsString::from(smallest)];
    let mut times = (0..STARTS).map(|_| measure::wall(&command)).collect::<Result<Vec<_>, _>>()?;
    times.sort_unstable();
    Ok(times[STARTS / 2])
}
