//! Reading a bucket: `cargo bench --bench bucket` prints objects a second and their cost, with the latency of S3 and
//! without. The bucket is on the tests' own server, in this process, so that all rows of a run share one machine and one
//! server. `aws s3 sync` is measured if it is installed.
#![expect(clippy::print_stderr, reason = "a benchmark reports its progress")]
#![cfg_attr(unix, expect(clippy::print_stdout, reason = "the table goes to stdout"))]

#[cfg(unix)]
#[expect(dead_code, reason = "the bench `table` uses the rest")]
mod measure;
#[cfg(unix)]
mod remote;
#[cfg(unix)]
#[expect(dead_code, unused_imports, reason = "made for the tests")]
#[path = "../tests/it/stub.rs"]
mod stub;

#[cfg(unix)]
fn main() -> anyhow::Result<()> {
    use clap::Parser as _;

    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "measure") {
        return measure::helper(&arguments[2..]);
    }
    let options = rows::Options::parse();
    if options.bench {
        return rows::table(&options);
    }
    println!("not measured: run this with `cargo bench --bench bucket`");
    Ok(())
}

#[cfg(not(unix))]
fn main() {
    eprintln!("the table needs getrusage, and with it Linux or macOS");
}

#[cfg(unix)]
mod rows {
    use std::ffi::OsString;
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    use std::time::Duration;

    use anyhow::Context as _;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use crate::measure::{Measurement, measure, median};
    use crate::remote::{self, CONNECTIONS};
    use crate::stub::{Faults, Stub};

    /// How to measure.
    #[derive(clap::Parser)]
    #[command(name = "bucket", about = "Measures reading a bucket")]
    pub(crate) struct Options {
        /// Objects in the bucket
        #[arg(long, value_name = "N", default_value_t = 20_000)]
        objects: u32,
        /// Keys in the bucket for listing
        #[arg(long, value_name = "N", default_value_t = 100_000)]
        keys: u32,
        /// Milliseconds until the server answers
        #[arg(long, value_name = "MS", default_value_t = 30)]
        latency: u64,
        /// Concurrent requests of ct
        #[arg(long, value_name = "N", default_value_t = 128)]
        concurrency: u16,
        /// Without aws s3 sync
        #[arg(long)]
        quick: bool,
        /// How often each row is measured; medians are printed
        #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
        rounds: u16,
        /// What cargo bench adds to every benchmark
        #[arg(long, hide = true)]
        pub(crate) bench: bool,
    }

    /// Fills the buckets, measures, prints.
    pub(crate) fn table(options: &Options) -> anyhow::Result<()> {
        let stub = Stub::start();
        eprintln!("filling the buckets");
        let bytes = fill(&stub, options);
        let latency = Duration::from_millis(options.latency);
        let paths: Vec<_> =
            (0..options.objects).map(|number| format!("/logs/{}", key(number))).collect();
        println!(
            "{} objects, {:.1} MB, one account and region; server and client on the same machine\n",
            options.objects,
            f64::from(u32::try_from(bytes / 1_000)?) / 1e3
        );
        println!("| what | latency | objects/s | MB/s | CPU s | cores | peak MiB |");
        println!("|---|--:|--:|--:|--:|--:|--:|");
        for latency in [latency, Duration::ZERO] {
            stub.set_faults(Faults { latency, ..Faults::default() });
            let wall = remote::ceiling(&stub.endpoint(), &paths)?;
            let rate = f64::from(options.objects) / wall.as_secs_f64();
            println!(
                "| the server alone, {CONNECTIONS} connections | {} ms | {rate:.0} | | | | |",
                latency.as_millis()
            );
            for (what, command) in commands(options.quick) {
                row(&stub, options, (what, &command), latency, bytes)?;
            }
        }
        Ok(())
    }

    /// A bucket of small logs, and one of many keys; gives the bytes of the first.
    fn fill(stub: &Stub, options: &Options) -> u64 {
        stub.bucket("logs");
        stub.bucket("keys");
        let mut bytes = 0;
        for number in 0..options.objects {
            let log = log(number);
            bytes += log.len() as u64;
            stub.put("logs", &key(number), &log);
        }
        for number in 0..options.keys {
            stub.put("keys", &key(number), b"");
        }
        bytes
    }

    /// Spread over a month, like those of a quiet account.
    fn key(number: u32) -> String {
        let (day, minute) = (number % 28 + 1, number / 28 % 1_440);
        let stamp = format!("202611{day:02}T{:02}{:02}Z", minute / 60, minute % 60);
        let folder = format!("AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/{day:02}");
        format!("{folder}/111122223333_CloudTrail_us-east-1_{stamp}_{number:016}.json.gz")
    }

    /// A log of some records, about 1.5 KB packed.
    fn log(number: u32) -> Vec<u8> {
        let records: Vec<String> = (0..8_u32)
            .map(|at| {
                // Differs from record to record, and compresses badly.
                let id = u64::from(number * 8 + at).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                format!(
                    r#"{{"eventVersion":"1.08","userIdentity":{{"type":"AssumedRole","principalId":"AROA{id:016X}:ci","arn":"arn:aws:sts::111122223333:assumed-role/deploy/ci","accountId":"111122223333","accessKeyId":"ASIA{id:016X}"}},"eventTime":"2026-11-10T09:15:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"us-east-1","sourceIPAddress":"198.51.100.{}","userAgent":"aws-cli/2.15","requestParameters":{{"bucketName":"artifacts","key":"{id:x}/build-{number}.tar"}},"responseElements":null,"requestID":"{id:016X}","eventID":"{id:016x}-0000-4000-8000-{:012x}","readOnly":true,"eventType":"AwsApiCall","managementEvent":false,"recipientAccountId":"111122223333","eventCategory":"Data"}}"#,
                    id % 254,
                    id.wrapping_mul(31) >> 16,
                )
            })
            .collect();
        let text = format!("{{\"Records\":[{}]}}", records.join(","));
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        // Writing to memory does not fail.
        let _ = packed.write_all(text.as_bytes());
        packed.finish().unwrap_or_default()
    }

    /// The measured commands; DEST is a folder that does not exist yet.
    fn commands(quick: bool) -> Vec<(&'static str, Vec<OsString>)> {
        let ct = env!("CARGO_BIN_EXE_ct");
        let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        let mut commands = vec![
            (
                "`ct fetch s3://logs DEST`",
                words(&format!("{ct} fetch -q s3://logs DEST --logs-only")),
            ),
            (
                "`ct grep --event-name GetObject --count s3://logs`",
                words(&format!("{ct} grep --event-name GetObject --count s3://logs")),
            ),
            ("`ct ls s3://keys`", words(&format!("{ct} ls s3://keys"))),
        ];
        let has_aws = Command::new("aws")
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        if quick {
            return commands;
        }
        if has_aws {
            commands.push((
                "`aws s3 sync s3://logs DEST`",
                words("aws s3 sync --quiet s3://logs DEST"),
            ));
        } else {
            eprintln!("aws s3 sync does not take part: pip install awscli");
        }
        commands
    }

    /// Measures one command and prints its row.
    fn row(
        stub: &Stub,
        options: &Options,
        (what, command): (&str, &[OsString]),
        latency: Duration,
        bytes: u64,
    ) -> anyhow::Result<()> {
        let is_peer = what.contains("aws s3");
        let rounds = if is_peer { 1 } else { options.rounds };
        let mut runs = Vec::new();
        for round in 0..rounds {
            eprintln!("{what}, {} ms, round {} of {rounds}", latency.as_millis(), round + 1);
            runs.push(run(stub, options.concurrency, command).with_context(|| what.to_owned())?);
        }
        let middle = |value: fn(&Measurement) -> Duration| {
            median(runs.iter().map(|run| value(run).as_secs_f64())).unwrap_or_default()
        };
        let (wall, cpu) = (middle(|run| run.wall), middle(|run| run.cpu));
        let memory = runs.iter().map(|run| run.memory).max().unwrap_or(0) >> 20;
        let is_list = what.contains("keys");
        let objects = if is_list { options.keys } else { options.objects };
        let megabytes = if is_list { 0.0 } else { f64::from(u32::try_from(bytes / 1_000)?) / 1e3 };
        println!(
            "| {what} | {} ms | {:.0} | {:.1} | {cpu:.2} | {:.2} | {memory} |",
            latency.as_millis(),
            f64::from(objects) / wall,
            megabytes / wall,
            cpu / wall,
        );
        Ok(())
    }

    /// Runs a command against the server, with a folder of its own to write to.
    fn run(stub: &Stub, concurrency: u16, command: &[OsString]) -> anyhow::Result<Measurement> {
        let folder = tempfile::tempdir()?;
        let mut words = remote::environment(&stub.endpoint());
        words.push(format!("CT_CONCURRENCY={concurrency}").into());
        let dest = folder.path().join("copy");
        let word =
            |word: &OsString| if word == "DEST" { dest.clone().into() } else { word.clone() };
        words.extend(command.iter().map(word));
        measure(&words)
    }
}
