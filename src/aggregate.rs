//! Groups and measures: what `ct count` and `ct report` make of events.
//!
//! A [`Plan`] holds questions and the fields that they name. [`Aggregates`] is the sink that answers all
//! of them in one pass. Knows no flags, no definitions and no output formats.
//!
//! ```text
//! event → read (fields, conditions: each once) → groups (key → accumulators) → answer (table)
//! ```

mod accumulator;
mod answer;
mod cell;
mod condition;
mod count;
mod dictionary;
mod fields;
mod groups;
mod ids;
mod interval;
mod listing;
mod measure;
mod plan;
mod question;
mod read;
mod remark;
mod sink;
mod sum;
mod values;

pub use accumulator::Numbers;
pub use answer::TooManyRows;
pub use count::CountRequest;
pub use dictionary::FieldId;
pub use fields::{ConditionId, Fields, Source};
pub use interval::{Interval, IntervalError};
pub use listing::{Known, Listing};
pub use measure::{Measure, MeasureError, NAMES, What};
pub use plan::{Plan, Query};
pub use question::{Having, Key, MOST_ROWS, Newness, Order, OrderError, Question, Unless};
pub use remark::Remark;
pub use sink::{Aggregates, Answered, NoTable};

#[cfg(test)]
mod tests;
