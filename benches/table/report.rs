//! The table as Markdown, ready to be pasted into the README.

use std::time::Duration;

use crate::corpus::Figures;
use crate::measure::{Measurement, machine, mark, median};
use crate::row::{Limit, Role, Row};

/// What a search in one small file may take.
const START_LIMIT: Duration = Duration::from_millis(10);
const MIB: f64 = 1_048_576.0;
/// Every row of ct runs on so many threads.
const THREADS: u64 = 2;

/// Prints the machine, the corpus and every row.
pub(crate) fn print(figures: &Figures, rows: &[Row], start: Duration) {
    let memory_limit = (64 << 20) + 3 * figures.largest * THREADS;
    println!("Machine: {}\n\nCorpus: {}\n", machine(), corpus(figures));
    println!("| command | CPU s | wall s | × floor | × ct | limit | peak MiB |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    for row in rows {
        println!("{}", line(row, rows, memory_limit));
    }
    let limit = format!("≤ {} ms {}", START_LIMIT.as_millis(), mark(start <= START_LIMIT));
    println!(
        "| start: `ct grep -e x` on one small file | | {:.4} | | | {limit} | |",
        start.as_secs_f64()
    );
    println!(
        "\nMedians over the rounds; ratios are of CPU seconds within one round. × ct is against `--event-name PutObject`. \
         Memory limit of ct: 64 MiB + 3 × the largest object × {THREADS} threads = {:.0} MiB.",
        mebibytes(memory_limit),
    );
}

/// One row of the table.
fn line(row: &Row, rows: &[Row], memory_limit: u64) -> String {
    if let Some(trouble) = &row.trouble {
        let trouble = trouble.replace('|', r"\|");
        return format!("| {} | {trouble} | | | | {} | |", row.label, limit(row.limit, None));
    }
    let floors = median(ratios(row, rows, Role::Floor));
    let times_ct =
        if row.role == Role::Peer { median(ratios(row, rows, Role::CtPutObject)) } else { None };
    let is_met = match row.limit {
        Limit::None => None,
        Limit::Floors(most) => floors.map(|ratio| ratio <= most),
        Limit::TimesCt(least) => times_ct.map(|ratio| ratio >= least),
    };
    let memory = row.runs.iter().map(|run| run.memory).max().unwrap_or_default();
    let is_ct = matches!(row.role, Role::Ct | Role::CtPutObject);
    let memory_mark =
        if is_ct { format!(" {}", mark(memory <= memory_limit)) } else { String::new() };
    format!(
        "| {} | {} | {} | {} | {} | {} | {:.0}{memory_mark} |",
        row.label,
        number(median(row.runs.iter().map(|run| run.cpu.as_secs_f64()))),
        number(median(row.runs.iter().map(|run| run.wall.as_secs_f64()))),
        number(floors),
        number(times_ct),
        limit(row.limit, is_met),
        mebibytes(memory),
    )
}

/// This row's CPU time over that of another one, round by round, for one pass over the corpus.
fn ratios<'a>(row: &'a Row, rows: &'a [Row], base: Role) -> impl Iterator<Item = f64> + 'a {
    let base = rows.iter().find(|row| row.role == base && row.trouble.is_none());
    let base: &[Measurement] = base.map_or(&[], |base| &base.runs);
    let passes = f64::from(row.passes);
    row.runs
        .iter()
        .zip(base)
        .map(move |(run, base)| run.cpu.as_secs_f64() / base.cpu.as_secs_f64() / passes)
}

fn limit(limit: Limit, is_met: Option<bool>) -> String {
    let mark = is_met.map_or_else(String::new, |is_met| format!(" {}", mark(is_met)));
    match limit {
        Limit::None => String::new(),
        Limit::Floors(most) => format!("≤ {most:.2}{mark}"),
        Limit::TimesCt(least) => format!("≥ {least:.0}{mark}"),
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.2}"))
}

#[expect(clippy::cast_precision_loss, reason = "printed with few digits")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / MIB
}

fn corpus(figures: &Figures) -> String {
    let Figures { objects, records, puts, inflated, compressed, largest } = figures;
    let megabyte = 1_000_000;
    format!(
        "{objects} objects, {records} records ({puts} PutObject), {} MB inflated, {} MB gzip, largest object {} MB",
        inflated / megabyte,
        compressed / megabyte,
        largest / megabyte,
    )
}
