//! The comparison table: `cargo bench --bench table` makes the corpus, checks the answers and prints the table.
//!
//! Every command is measured as a whole process, by a fresh helper process: CPU seconds are user and system time of the
//! command and all its descendants. `ct` itself is only ever run, never linked. Flags go after `--`, see [`Options`].
#![expect(clippy::print_stderr, reason = "a benchmark reports its progress")]
#![cfg_attr(unix, expect(clippy::print_stdout, reason = "the table goes to stdout"))]

#[cfg(unix)]
#[path = "table/check.rs"]
mod check;
#[cfg(unix)]
#[expect(dead_code, reason = "the bench `validate` uses the rest")]
mod corpus;
#[cfg(unix)]
mod floor;
#[cfg(unix)]
mod measure;
#[cfg(unix)]
#[path = "table/report.rs"]
mod report;
#[cfg(unix)]
#[path = "table/row.rs"]
mod row;
#[cfg(unix)]
#[path = "table/run.rs"]
mod run;

/// How to measure.
#[cfg(unix)]
#[derive(clap::Parser)]
#[command(name = "table", about = "Measures ct, its floor and its peers on one corpus", after_help = AFTER_HELP)]
struct Options {
    /// How often the floor and the rows of ct are measured; medians are printed
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    rounds: u16,
    /// In how many of these rounds the peers and the tenfold corpus take part
    #[arg(long, value_name = "N", default_value_t = 1)]
    peer_rounds: u16,
    /// Only the floor and ct
    #[arg(long)]
    quick: bool,
    /// The size of the corpus
    #[arg(long, value_name = "N", default_value_t = 1500, value_parser = clap::value_parser!(u16).range(1..))]
    corpus_objects: u16,
    /// What cargo bench adds to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

/// As many as the rows of ct get.
#[cfg(unix)]
const FLOOR_THREADS: usize = 2;

#[cfg(unix)]
const AFTER_HELP: &str = "\
Environment:
  CT_BENCH_BIN   another ct to measure than the one built for this benchmark
  DUCKDB_PYTHON  a Python that has the duckdb package (default: python3)";

#[cfg(unix)]
fn main() -> anyhow::Result<()> {
    use clap::Parser as _;

    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    match arguments.first().and_then(|first| first.to_str()) {
        Some("measure") => measure::helper(&arguments[2..]),
        Some("floor") => floor::run(arguments[1].as_ref(), FLOOR_THREADS, |_| ()),
        _ => {
            let options = Options::parse();
            if options.bench {
                run::table(&options)
            } else {
                println!("not measured: run this with `cargo bench --bench table`");
                Ok(())
            }
        }
    }
}

#[cfg(not(unix))]
fn main() {
    eprintln!("the table needs getrusage, and with it Linux or macOS");
}
