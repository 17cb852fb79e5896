//! A bucket: `ct validate` compared with `aws cloudtrail validate-logs`.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;

use crate::Options;
use crate::answer::{self, Valid};
use crate::aws_cli::AWS_CLI;
use crate::corpus::Object;
use crate::measure::{Measurement, mark, median};
use crate::remote::{self, CONNECTIONS};
use crate::stub::{Faults, Stub};
use crate::trail::{self, ARN, BUCKET, Delivered, Delivery, REGIONS};

/// Bytes of JSON in a log of a quiet account.
const SIZES: [usize; 4] = [15_000, 25_000, 35_000, 60_000];
/// The targets of ct relative to aws-cli: objects a second, and CPU time per object.
const AIM_WITH_LATENCY: f64 = 60.0;
const AIM_WITHOUT: f64 = 8.0;
const AIM_OF_CPU: f64 = 0.1;

/// One validated bucket.
struct Online<'o> {
    options: &'o Options,
    stub: Stub,
    delivered: Delivered,
    hours: usize,
    regions: &'static [&'static str],
    /// The python that has aws-cli.
    python: &'o Path,
}

/// The medians of a command's runs.
struct Taken {
    wall: f64,
    cpu: f64,
    memory: u64,
}

/// Fills the bucket, measures, prints.
pub(crate) fn table(options: &Options) -> anyhow::Result<()> {
    let python = AWS_CLI.python().with_context(|| {
        format!(
            "{} could not be installed; it takes python3 with its modules venv and pip",
            AWS_CLI.requirement
        )
    })?;
    eprintln!("filling the bucket");
    let hours = if options.quick { 24 } else { usize::from(options.days) * 24 };
    let regions = &REGIONS[..usize::from(options.regions)];
    let text = |number: usize| Object::sized(number, SIZES[number % SIZES.len()]).json.into_bytes();
    let logs = usize::from(options.logs);
    let delivery = Delivery { regions, hours, logs, text: &text };
    let (stub, delivered) = trail::deliver(&delivery)?;
    println!(
        "\n## Online\n\n{} digests and {} logs, {hours} hours of {}; a log has {} bytes on average, {} packed; \
         server and client on the same machine\n",
        delivered.digests,
        delivered.logs,
        regions.join(", "),
        delivered.inflated / delivered.logs,
        delivered.packed / delivered.logs,
    );
    println!(
        "| what | latency | objects/s | CPU s | CPU ms an object | peak MiB | × objects/s | × CPU |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|");
    let online = Online { options, stub, delivered, hours, regions, python: &python };
    for latency in [options.latency, 0] {
        online.rows(latency)?;
    }
    Ok(())
}

impl Online<'_> {
    /// Measures with one latency.
    fn rows(&self, latency: u16) -> anyhow::Result<()> {
        let faults = Faults { latency: Duration::from_millis(latency.into()), ..Faults::default() };
        self.stub.set_faults(faults);
        let valid = Valid::new(self.delivered.digests, self.delivered.logs);
        let wall = remote::ceiling(&self.stub.endpoint(), &self.delivered.paths)?;
        println!(
            "| the server alone, {CONNECTIONS} connections | {latency} ms | {:.0} | | | | | |",
            valid.objects() / wall.as_secs_f64()
        );
        let (mut of_ct, mut of_aws) = (Vec::new(), Vec::new());
        for round in 0..self.options.rounds {
            eprintln!("{latency} ms, round {} of {}", round + 1, self.options.rounds);
            of_ct.push(answer::run(&self.ct(), valid, answer::of_ct).context("ct validate")?);
            if round == 0 {
                let run = answer::run(&self.aws(), valid, answer::of_aws);
                of_aws.push(run.context("aws cloudtrail validate-logs")?);
            }
        }
        let (ct, aws) = (Taken::of(&of_ct), Taken::of(&of_aws));
        let (faster, cheaper) = (aws.wall / ct.wall, ct.cpu / aws.cpu);
        let aim = if latency > 0 { AIM_WITH_LATENCY } else { AIM_WITHOUT };
        let ratios = format!(
            "{faster:.1} (≥ {aim}) {} | {cheaper:.3} (≤ {AIM_OF_CPU}) {}",
            mark(faster >= aim),
            mark(cheaper <= AIM_OF_CPU)
        );
        ct.print("`ct validate --verbose`", latency, valid, &ratios);
        aws.print("`aws cloudtrail validate-logs --verbose`", latency, valid, "1 | 1");
        Ok(())
    }

    fn ct(&self) -> Vec<OsString> {
        let mut words = remote::environment(&self.stub.endpoint());
        words.extend(answer::ct(&answer::bucket(), self.hours, &["--verbose"]));
        words
    }

    /// aws-cli validates one region at a time.
    fn aws(&self) -> Vec<OsString> {
        let mut words = remote::environment(&self.stub.endpoint());
        let [start, end] = trail::range(self.hours);
        let script = format!(
            "for region in {}; do \"$0\" -m awscli cloudtrail validate-logs --verbose --region $region \
             --trail-arn {ARN} --s3-bucket {BUCKET} --start-time {start} --end-time {end} || exit; done",
            self.regions.join(" ")
        );
        words.extend(["sh", "-c", &script].map(OsString::from));
        words.push(self.python.into());
        words
    }
}

impl Taken {
    fn of(runs: &[Measurement]) -> Self {
        let middle = |value: fn(&Measurement) -> Duration| {
            median(runs.iter().map(|run| value(run).as_secs_f64())).unwrap_or_default()
        };
        Self {
            wall: middle(|run| run.wall),
            cpu: middle(|run| run.cpu),
            memory: runs.iter().map(|run| run.memory).max().unwrap_or_default(),
        }
    }

    fn print(&self, what: &str, latency: u16, valid: Valid, ratios: &str) {
        let objects = valid.objects();
        println!(
            "| {what} | {latency} ms | {:.0} | {:.2} | {:.2} | {} | {ratios} |",
            objects / self.wall,
            self.cpu,
            self.cpu * 1e3 / objects,
            self.memory >> 20
        );
    }
}
