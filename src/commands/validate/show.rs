//! `ct validate report`: one report as text.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use clap::Args;

use super::output::Output;
use super::output_args::{Format, OutputArgs};
use crate::commands::stdout::UntilClosed;
use crate::commands::{Context, Outcome, UserError};
use crate::sink::safe::shown;
use crate::verify::report::{Header, TimeRange};
use crate::verify::{Preamble, ReportReader, Subject, Verdicts as _};

/// Show a report as text.
///
///   ct validate report evidence.jsonl
///   ct validate report evidence.jsonl --verbose
///
/// Prints who validated what and when, the public keys, every object that is not valid (all with
/// --verbose), and what each chain covers. Exits as the validation did.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Show {
    /// A file that ct validate --report wrote.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Show {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let start = Instant::now();
        let mut report = ReportReader::open(&self.file).map_err(UserError::from)?;
        let preamble = report.preamble().map_err(UserError::from)?;
        let mut out = UntilClosed::new(BufWriter::with_capacity(64 << 10, io::stdout()));
        describe(&report.header, &preamble, &mut out).context("cannot write")?;
        let subject = Subject {
            requested: report.header.scope.requested,
            chains: preamble.chains.clone(),
            is_relocated: report.header.scope.relocated,
            is_shared: false,
            out_of_scope: BTreeSet::new(),
            shard: report.shard,
            is_online: false,
        };
        let format = (Format::Text, context.globals.verbose);
        let mut output = Output::new(format, subject, None, out);
        let replayed = report.replay(preamble.next, &mut output, |_| true);
        let replayed = replayed.map_err(UserError::from)?;
        for chain in replayed.chains {
            output.chain(chain);
        }
        replayed.gaps.into_iter().try_for_each(|gap| output.gap(gap)).context("cannot write")?;
        let verdict = output.finish(start.elapsed()).context("cannot write")?;
        output.print_status(verdict, start.elapsed(), context);
        let has_flag = |flag: &str| report.header.arguments.iter().any(|given| given == flag);
        let flags = OutputArgs {
            strict: has_flag("--strict"),
            allow_empty: has_flag("--allow-empty"),
            ..OutputArgs::default()
        };
        Ok(flags.outcome(verdict, output.answer()))
    }
}

/// Prints who validated what, and with which keys.
fn describe(header: &Header, preamble: &Preamble, out: &mut impl Write) -> io::Result<()> {
    let Header { tool, arguments, time, scope, .. } = header;
    writeln!(out, "Report of {} at {time}: {}", shown(tool), shown(&arguments.join(" ")))?;
    let trail = scope.trail.as_deref().map_or(String::new(), |trail| format!(", trail {trail}"));
    let TimeRange { from, to } = scope.requested;
    writeln!(out, "Source {}{}, {from} to {to}", shown(&scope.source), shown(&trail))?;
    for key in &preamble.keys {
        let region = key.region.as_deref().unwrap_or("any Region");
        let source = key.source.as_deref().map_or(String::new(), |name| format!(", from {name}"));
        let refused =
            key.refused.as_deref().map_or(String::new(), |why| format!(", refused: {why}"));
        let text = format!("Public key {} ({region}{source}{refused})", key.fingerprint);
        writeln!(out, "{}", shown(&text))?;
    }
    for chain in &preamble.chains {
        writeln!(out, "Chain {}", shown(&chain.to_string()))?;
    }
    writeln!(out)
}
