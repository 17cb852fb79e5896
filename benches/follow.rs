//! `ct follow`: `cargo bench --bench follow` prints messages a second, next to those of a client that only receives and
//! deletes them from the same server.
//!
//! Two servers: the tests' own, in this process, and moto. Each message names its own object. The client receives and
//! deletes in batches of ten, with as many concurrent polls as `ct follow`; a second run also reads each object, with
//! the same concurrency as `ct follow`.
#![expect(clippy::print_stderr, reason = "a benchmark reports its progress")]
#![cfg_attr(unix, expect(clippy::print_stdout, reason = "the table goes to stdout"))]

#[cfg(unix)]
#[path = "follow/bare.rs"]
mod bare;
#[cfg(unix)]
#[expect(dead_code, clippy::unwrap_used, reason = "made for the tests")]
#[path = "../tests/it/harness.rs"]
mod harness;
#[cfg(unix)]
#[expect(dead_code, reason = "the bench `table` uses the rest")]
mod measure;
#[cfg(unix)]
#[expect(dead_code, unused_imports, clippy::unwrap_used, reason = "made for the tests")]
#[path = "../tests/it/moto.rs"]
mod moto;
#[cfg(unix)]
#[expect(dead_code, reason = "the bench `bucket` uses the rest")]
mod remote;
#[cfg(unix)]
#[expect(dead_code, unused_imports, reason = "made for the tests")]
#[path = "../tests/it/stub.rs"]
mod stub;
#[cfg(unix)]
#[path = "../tests/it/venv.rs"]
mod venv;

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
    println!("not measured: run this with `cargo bench --bench follow`");
    Ok(())
}

#[cfg(not(unix))]
fn main() {
    eprintln!("the table needs getrusage, and with it Linux or macOS");
}

#[cfg(unix)]
mod rows {
    use std::ffi::OsString;

    use anyhow::{Context as _, ensure};

    use crate::bare::{self, Bare, Place};
    use crate::measure::{Measurement, machine, mark, measure, median};
    use crate::moto::Moto;
    use crate::remote;
    use crate::stub::Stub;

    /// The target of `ct follow`: messages a second, or a share of what the server can deliver, whichever is less.
    const AIM: f64 = 200.0;
    const SHARE: f64 = 0.9;

    /// How to measure.
    #[derive(clap::Parser)]
    #[command(name = "follow", about = "Measures ct follow")]
    pub(crate) struct Options {
        /// Messages on the tests' own server
        #[arg(long, value_name = "N", default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(10..))]
        messages: u32,
        /// Messages on moto, which gets slower with their number
        #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(10..))]
        moto: u32,
        /// How often each row is measured; medians are printed
        #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
        rounds: u16,
        /// What cargo bench adds to every benchmark
        #[arg(long, hide = true)]
        pub(crate) bench: bool,
    }

    /// Measures both servers, and prints.
    pub(crate) fn table(options: &Options) -> anyhow::Result<()> {
        println!("Machine: {}; server and client on it\n", machine());
        println!("| server | what | messages/s | CPU s | peak MiB | × the server |");
        println!("|---|---|--:|--:|--:|--:|");
        let stub = Stub::start();
        stub.bucket(bare::BUCKET);
        let own = Server { name: "the tests' own", endpoint: stub.endpoint() };
        own.rows(options.messages, options.rounds)?;
        eprintln!("starting moto");
        let moto = Moto::start();
        moto.bucket(bare::BUCKET);
        let other = Server { name: "moto", endpoint: moto.endpoint().to_owned() };
        other.rows(options.moto, options.rounds)
    }

    /// A server with a bucket and a queue.
    struct Server {
        name: &'static str,
        endpoint: String,
    }

    impl Server {
        /// The same messages for each row: received alone, with their objects, and by `ct follow`.
        fn rows(&self, messages: u32, rounds: u16) -> anyhow::Result<()> {
            eprintln!("{}: storing {messages} objects", self.name);
            let place = Place::prepare(&self.endpoint, messages).context(self.name)?;
            let (mut alone, mut objects) = (Vec::new(), Vec::new());
            let mut runs = Vec::new();
            for round in 0..rounds {
                eprintln!("{}: round {} of {rounds}", self.name, round + 1);
                alone.push(
                    place.queue(&format!("alone-{round}"))?.drain(Bare::Messages)?.as_secs_f64(),
                );
                objects.push(
                    place.queue(&format!("objects-{round}"))?.drain(Bare::Objects)?.as_secs_f64(),
                );
                let name = format!("follow-{round}");
                let queue = place.queue(&name)?;
                runs.push(self.follow(&name, messages).context("ct follow")?);
                let left = queue.depth()?;
                ensure!(left == 0, "ct follow left {left} messages in the queue");
            }
            let of_ct = runs.iter().map(|run| f64::from(messages) / run.wall.as_secs_f64());
            let ct = median(of_ct).unwrap_or_default();
            self.print(messages, (&alone, &objects), &runs, ct);
            Ok(())
        }

        fn print(
            &self,
            messages: u32,
            (alone, objects): (&[f64], &[f64]),
            runs: &[Measurement],
            ct: f64,
        ) {
            let rate = |walls: &mut dyn Iterator<Item = f64>| {
                f64::from(messages) / median(walls).unwrap_or_default()
            };
            let alone = rate(&mut alone.iter().copied());
            let objects = rate(&mut objects.iter().copied());
            let cpu = median(runs.iter().map(|run| run.cpu.as_secs_f64())).unwrap_or_default();
            let memory = runs.iter().map(|run| run.memory).max().unwrap_or(0) >> 20;
            let name = self.name;
            println!("| {name} | it hands out messages, and deletes them | {alone:.0} | | | |");
            println!("| {name} | and their objects | {objects:.0} | | | 1 |");
            println!(
                "| {name} | `ct follow` | {ct:.0} | {cpu:.2} | {memory} | {:.2} |",
                ct / objects
            );
            let aim = AIM.min(SHARE * objects);
            let which = if aim < AIM { "90 % of what the server hands out" } else { "200" };
            eprintln!("{name}: {ct:.0} messages/s, of {aim:.0} ({which}) {}", mark(ct >= aim));
        }

        /// `ct follow`, from its start to its end.
        fn follow(&self, queue: &str, messages: u32) -> anyhow::Result<Measurement> {
            let mut words = remote::environment(&self.endpoint);
            let ct = env!("CARGO_BIN_EXE_ct");
            let line = format!(
                "{ct} follow -q --queue {queue} --bucket {} --max-messages {messages} --event-name PutObject",
                bare::BUCKET
            );
            words.extend(line.split(' ').map(OsString::from));
            measure(&words)
        }
    }
}
