//! The answer of a validation, read from the measured run.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::measure::{Measurement, measure};
use crate::trail::{self, BUCKET};

/// How many digests and logs are valid. Any other would have been reported, with an exit code other than 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Valid {
    pub(crate) digests: u64,
    pub(crate) logs: u64,
}

impl Valid {
    pub(crate) fn new(digests: usize, logs: usize) -> Self {
        Self { digests: digests as u64, logs: logs as u64 }
    }

    pub(crate) fn objects(self) -> f64 {
        f64::from(u32::try_from(self.digests + self.logs).unwrap_or(u32::MAX))
    }
}

/// `ct validate` of the first hours of the trail.
pub(crate) fn ct(source: &OsStr, hours: usize, flags: &[&str]) -> Vec<OsString> {
    let ct = env::var_os("CT_BENCH_BIN").unwrap_or_else(|| env!("CARGO_BIN_EXE_ct").into());
    let [start, end] = trail::range(hours);
    let words = ["validate", "--start-time", &start, "--end-time", &end, "-o", "jsonl"];
    let mut command = vec![ct];
    // A mirror's own keys are those of the benchmark.
    command.extend(
        words
            .into_iter()
            .chain(["--trust-mirror-keys"])
            .chain(flags.iter().copied())
            .map(OsString::from),
    );
    command.push(source.to_owned());
    command
}

/// The bucket of the trail, as ct names it.
pub(crate) fn bucket() -> OsString {
    format!("s3://{BUCKET}").into()
}

/// Measures a command that must find everything valid.
///
/// # Errors
/// The command fails, finds something not valid, or counts wrong numbers.
pub(crate) fn run(
    command: &[OsString],
    expected: Valid,
    counts: fn(&str) -> Option<Valid>,
) -> anyhow::Result<Measurement> {
    let folder = tempfile::tempdir()?;
    let said = folder.path().join("said");
    // Becomes the command itself.
    let mut words: Vec<OsString> =
        ["sh", "-c", r#"exec >"$0"; exec "$@""#].into_iter().map(Into::into).collect();
    words.push(said.clone().into());
    words.extend_from_slice(command);
    let measured = measure(&words)?;
    let said = fs::read_to_string(said)?;
    let valid = counts(&said).context("there are no sums in what it says")?;
    ensure!(valid == expected, "it finds {valid:?}, and there are {expected:?}");
    Ok(measured)
}

/// The totals of `ct validate -o jsonl`.
pub(crate) fn of_ct(said: &str) -> Option<Valid> {
    let sums: Value = serde_json::from_str(said.lines().last()?).ok()?;
    let valid = |kind: &str| sums[kind]["valid"].as_u64();
    Some(Valid { digests: valid("digests")?, logs: valid("logs")? })
}

/// The totals of `aws cloudtrail validate-logs`, of all its runs.
pub(crate) fn of_aws(said: &str) -> Option<Valid> {
    let sum = |what: &str| -> Option<u64> {
        let counts = said.lines().filter_map(|line| line.strip_suffix(what)?.split_once('/'));
        counts.map(|(valid, _)| valid.parse::<u64>().ok()).sum()
    };
    Some(Valid { digests: sum(" digest files valid")?, logs: sum(" log files valid")? })
}
