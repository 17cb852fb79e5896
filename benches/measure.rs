//! One command measured as a whole process.
//!
//! The kernel adds up the times of children that were waited for, and counts a child's memory from before it became
//! another program. So each command gets a small helper process of its own: this same program, as `measure -- COMMAND`.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;

/// The cost of one run.
#[derive(Clone, Copy)]
pub(crate) struct Measurement {
    /// User and system time of the command and its descendants.
    pub(crate) cpu: Duration,
    pub(crate) wall: Duration,
    /// Peak resident bytes of the largest process.
    pub(crate) memory: u64,
}

/// Runs a command in a fresh helper process.
pub(crate) fn measure(command: &[OsString]) -> anyhow::Result<Measurement> {
    let helper =
        Command::new(env::current_exe()?).args(["measure", "--"]).args(command).output()?;
    let text = String::from_utf8_lossy(&helper.stdout);
    let numbers: Vec<u64> =
        text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    let [cpu, wall, memory] = numbers[..] else {
        let text = String::from_utf8_lossy(&helper.stderr);
        let line = text.lines().next().unwrap_or_default();
        bail!("{}", line.trim_start_matches("Error: "));
    };
    Ok(Measurement { cpu: Duration::from_micros(cpu), wall: Duration::from_micros(wall), memory })
}

/// The helper process: runs the command, throws away what it finds, and prints three numbers.
pub(crate) fn helper(command: &[OsString]) -> anyhow::Result<()> {
    let [program, arguments @ ..] = command else { bail!("measure -- COMMAND [ARGUMENT]...") };
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {}", program.display()))?;
    let mut said = Vec::new();
    child.stderr.take().context("no stderr")?.read_to_end(&mut said)?;
    let status = child.wait()?;
    let wall = start.elapsed().as_micros();
    if !status.success() {
        let said = String::from_utf8_lossy(&said);
        bail!(
            "{status}: {}",
            said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default()
        );
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = (usage.user_time() + usage.system_time()).num_microseconds();
    // macOS counts bytes, all others kilobytes.
    let memory = usage.max_rss() * if cfg!(target_os = "macos") { 1 } else { 1024 };
    println!("{cpu} {wall} {memory}");
    Ok(())
}

/// The wall time of one short run, without a helper process. Exit 1 is a search that found nothing.
pub(crate) fn wall(command: &[OsString]) -> anyhow::Result<Duration> {
    let start = Instant::now();
    let status = Command::new(&command[0])
        .args(&command[1..])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    let wall = start.elapsed();
    if status.code().is_none_or(|code| code > 1) {
        bail!("{status}");
    }
    Ok(wall)
}

/// The value in the middle; none of none.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = values[(values.len() - 1) / 2];
    Some(f64::midpoint(lower, upper))
}

/// Whether a limit is met.
pub(crate) const fn mark(is_met: bool) -> &'static str {
    if is_met { "✓" } else { "**✗**" }
}

/// Cores and model, if the system reports them.
pub(crate) fn machine() -> String {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    format!("{cores} cores, {}", model.map_or("unknown processor", |(_, model)| model))
}
