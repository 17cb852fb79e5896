//! How a scan ends: the summary, the coverage line, the exit code, and hints where nothing matched.

use anyhow::Context as _;

use super::{Scan, Scanned};
use crate::commands::{Context, Outcome, print_lines, stderr_is_terminal, user_error};
use crate::coverage::{Coverage, Printed};
use crate::scan::hints::Hints;
use crate::source::Scope;

impl Context {
    /// Whether the coverage line is shown in any case.
    pub(in crate::commands) fn shows_coverage(&self) -> bool {
        (self.globals.verbose || stderr_is_terminal()) && !self.globals.quiet
    }
}

impl Scan<'_> {
    /// Writes the summary and the coverage line; gives the exit code.
    ///
    /// # Errors
    /// The summary cannot be written, or there was nothing to read.
    pub(in crate::commands) fn finish<S>(
        mut self,
        scanned: Scanned<S>,
        printed: Printed,
    ) -> anyhow::Result<Outcome> {
        let coverage = &scanned.coverage;
        self.write_summary(coverage, printed)?;
        let quiet = self.context.globals.quiet;
        let wanted = self.context.shows_coverage() || (!coverage.warnings().is_empty() && !quiet);
        if wanted || !coverage.is_complete() {
            print_lines(&coverage.lines(printed, self.context.globals.verbose));
        }
        let outcome = self.outcome(coverage)?;
        if !quiet {
            self.report_hints(scanned, outcome, printed);
        }
        Ok(outcome)
    }

    fn write_summary(&mut self, coverage: &Coverage, printed: Printed) -> anyhow::Result<()> {
        let (Some(file), Some(path)) = (&mut self.summary, &self.args.summary) else {
            return Ok(());
        };
        let written = coverage.write(file.file(), printed);
        written.and_then(|()| file.finish()).with_context(|| path.display().to_string())
    }

    fn report_hints<S>(&self, scanned: Scanned<S>, outcome: Outcome, printed: Printed) {
        let Scanned { coverage, hints, sample, matching, .. } = scanned;
        if outcome == Outcome::No {
            let scope = Scope::new(&self.filter, false);
            let (total, entries) = (coverage.events().total(), self.entries(&scope));
            print_lines(&hints.of_search(sample, total, entries, self.settings));
        } else if printed.has_fields {
            print_lines(&Hints::of_columns(&matching));
        }
    }

    /// Nothing found is an answer only if everything was read, and there was something to read.
    fn outcome(&self, coverage: &Coverage) -> anyhow::Result<Outcome> {
        if !coverage.is_complete() {
            return Ok(Outcome::Unsure);
        }
        if coverage.is_stopped_early() {
            return Ok(Outcome::Yes);
        }
        if coverage.read() == 0 {
            return Err(self.nothing_read());
        }
        Ok(if coverage.events().matched > 0 { Outcome::Yes } else { Outcome::No })
    }

    fn nothing_read(&self) -> anyhow::Error {
        let names = self.args.sources.names();
        let none = format!("no CloudTrail logs in {names}");
        if self.filter.has_scope() {
            let none = format!("no log of this account, region and time in {names}");
            let help = "this does not show that nothing happened: widen --account, --region, \
                        --since or --until";
            return user_error(none, help);
        }
        if self.args.sources.is_remote() {
            return user_error(none, "ct ls shows which logs there are");
        }
        user_error(
            none,
            "logs are files named .json, .json.gz, .jsonl or .ndjson; a file that you name is read \
             whatever it is called",
        )
    }
}
