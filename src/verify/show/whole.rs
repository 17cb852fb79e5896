//! A whole answer: of a run, of merged reports, of one report read again.

use std::io::{self, Write};
use std::time::Instant;

use super::output::Output;
use super::text::describe;
use crate::verify::answer::Answer;
use crate::verify::merge::Merge;
use crate::verify::plan::Plan;
use crate::verify::replay::{Preamble, ReportError, ReportReader};
use crate::verify::run::run;
use crate::verify::verdicts::Verdicts as _;

/// For a bucket whose objects were copied without their metadata.
const LOST_METADATA: &str =
    "digests without signature metadata: the objects were copied without it";

impl<W: Write + Send> Output<W> {
    /// Runs a plan. `on_object`: as for [`run`]; `start`: when the command began.
    ///
    /// # Errors
    /// The output or the report cannot be written.
    pub fn validate(
        mut self,
        plan: &Plan,
        trust_mirror_keys: bool,
        on_object: &(dyn Fn(Option<usize>) + Sync),
        start: Instant,
    ) -> io::Result<Answer> {
        self.begin()?;
        for error in plan.errors() {
            self.error(error.clone());
        }
        run(plan, on_object, &mut self)?;
        if plan.is_bucket() && self.answer().proven_by_next > 0 {
            self.error(LOST_METADATA.to_owned());
        }
        self.trust(plan.trust(trust_mirror_keys));
        self.finish(start.elapsed())
    }

    /// Merges reports.
    ///
    /// # Errors
    /// A report cannot be read, or the output or the merged report cannot be written.
    pub fn merge(mut self, merge: Merge, start: Instant) -> Result<Answer, ReportError> {
        self.begin()?;
        merge.run(&mut self)?;
        Ok(self.finish(start.elapsed())?)
    }

    /// Reads a report again, after its preamble.
    ///
    /// # Errors
    /// The report cannot be read, or the output cannot be written.
    pub fn replay(
        mut self,
        report: &mut ReportReader,
        preamble: Preamble,
        start: Instant,
    ) -> Result<Answer, ReportError> {
        describe(&report.header, &preamble, self.writer())?;
        let replayed = report.replay(preamble.next, &mut self, |_| true)?;
        for chain in replayed.chains {
            self.chain(chain);
        }
        replayed.gaps.into_iter().try_for_each(|gap| self.gap(gap))?;
        Ok(self.finish(start.elapsed())?)
    }
}
