//! What the table of a question does not show: values that are no number, events in no bucket or in
//! several groups.

use super::measure::Measure;
use super::plan::Query;
use super::sink::Answered;
use crate::sink::numbers::counted;
use crate::sink::safe::shown;

/// A sentence beside a table, without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What a reader must know.
    pub text: String,
    /// Whether the table lacks something that was requested: exit code 2.
    pub is_gap: bool,
}

impl Answered {
    /// What the table does not show. `query`: the question.
    pub fn remarks(&self, query: &Query) -> Vec<Remark> {
        let Query::Groups(question) = query else { return Vec::new() };
        let mut remarks = self.of_numbers(&question.measures);
        if self.untimed > 0 {
            let untimed = counted(self.untimed, "event");
            let place = match question.interval {
                Some(_) => "in no bucket",
                None => "may be new or not",
            };
            let text = format!("{untimed} without a readable time {place}");
            remarks.push(Remark { text, is_gap: true });
        }
        if self.is_multiple {
            let text =
                "an event may be in several groups: it counts once for each value of a list".into();
            remarks.push(Remark { text, is_gap: false });
        }
        remarks
    }

    fn of_numbers(&self, measures: &[Measure]) -> Vec<Remark> {
        let mut remarks = Vec::new();
        for (measure, numbers) in measures.iter().zip(&self.numbers) {
            if !measure.what.is_of_numbers() || self.matched == 0 {
                continue;
            }
            // Of a measure with a condition, there may be no event at all.
            let has_none =
                numbers.numbers == 0 && (measure.condition.is_none() || numbers.others > 0);
            let name = shown(&measure.name);
            if has_none {
                let text = format!("{name}: no matching event has a number there");
                remarks.push(Remark { text, is_gap: true });
            } else if numbers.others > 0 {
                let others = counted(numbers.others, "value");
                let text = format!("{name}: {others} left out that are no number");
                remarks.push(Remark { text, is_gap: false });
            }
        }
        remarks
    }
}
