//! Groups and measures: what `ct count` and `ct report` make of events.
//!
//! A [`Plan`] holds questions and the fields that they name. [`Aggregates`] is the sink that answers all
//! of them in one pass: each thread groups the events of an object, and the groups are merged. Knows no
//! flags, no definitions and no output formats.
//!
//! ```text
//! event → read (fields, conditions: each once) → groups (key → accumulators) → answer (table)
//! ```

mod accumulator;
mod answer;
mod cell;
mod groups;
mod ids;
mod interval;
mod listing;
mod measure;
mod question;
mod read;
mod sum;

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

pub use accumulator::Numbers;
pub use answer::TooManyRows;
pub use interval::{Interval, IntervalError};
pub use listing::{Known, Listing};
pub use measure::{Measure, MeasureError, NAMES, What};
pub use question::{Having, Key, MOST_ROWS, Newness, Order, OrderError, Question, Unless};
pub use read::{ConditionId, FieldId, Fields, Source};

use crate::event::Event;
use crate::sink::budget::{Budget, OverBudget};
use crate::sink::{ItemSink, Sink};
use crate::source::ObjectId;
use crate::table::Table;
use groups::Groups;
use ids::Hashes;
use listing::Listed;
use read::{Record, Values};

/// What is asked of the events.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What the questions read of an event.
    pub fields: Fields,
    /// The questions.
    pub questions: Vec<Query>,
    /// Events are kept one by one until they are merged, so that a sink around this one can leave some
    /// out.
    pub is_by_event: bool,
    /// The first question that needs too much memory ends the scan.
    pub is_strict: bool,
}

impl Plan {
    /// The measures of the first question.
    pub fn measures(&self) -> &[Measure] {
        match self.questions.first() {
            Some(Query::Groups(question)) => &question.measures,
            _ => &[],
        }
    }
}

/// A question of either kind.
#[derive(Clone, Debug)]
pub enum Query {
    /// About groups of events.
    Groups(Question),
    /// About single events.
    Events(Listing),
}

/// The state of one question.
#[derive(Clone, Debug)]
enum State {
    Groups(Box<Groups>),
    Events(Listed),
}

/// Answers the questions of a plan.
pub struct Aggregates {
    plan: Arc<Plan>,
    hashes: Hashes,
    values: Values,
    states: Vec<State>,
    /// Of a fork, the events as they were read, if they are kept one by one.
    kept: Vec<Values>,
    /// Events taken.
    events: u64,
    budget: Budget,
    /// Bytes that each question uses of the budget.
    used: Vec<usize>,
    /// What each question reached when there was no more memory.
    over: Vec<Option<OverBudget>>,
}

/// What became of one question.
#[derive(Debug)]
pub struct Answered {
    /// The table, or why there is none.
    pub table: Result<Table, NoTable>,
    /// Events in the answer.
    pub matched: u64,
    /// Events outside of the span.
    pub outside: u64,
    /// Events without a readable time, which are in no bucket.
    pub untimed: u64,
    /// An event is in several groups.
    pub is_multiple: bool,
    /// Of each measure that adds up or compares numbers, how many values were numbers.
    pub numbers: Vec<Numbers>,
}

/// Why a question has no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoTable {
    /// It needs more memory than it may take.
    #[error(transparent)]
    OverBudget(#[from] OverBudget),
    /// It has too many rows.
    #[error(transparent)]
    TooManyRows(#[from] TooManyRows),
}

impl Aggregates {
    /// A sink that answers the questions within the budget.
    pub fn new(plan: Plan, budget: Budget) -> Self {
        Self::with(Arc::new(plan), Hashes::default(), budget)
    }

    fn with(plan: Arc<Plan>, hashes: Hashes, budget: Budget) -> Self {
        let states = plan.questions.iter().map(|question| match question {
            Query::Groups(_) => State::Groups(Box::default()),
            Query::Events(_) => State::Events(Listed::default()),
        });
        Self {
            states: states.collect(),
            used: vec![0; plan.questions.len()],
            over: vec![None; plan.questions.len()],
            plan,
            hashes,
            values: Values::default(),
            kept: Vec::new(),
            events: 0,
            budget,
        }
    }

    /// The questions.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The answers, in the order of the questions.
    pub fn answers(self) -> Vec<Answered> {
        let plan = self.plan;
        let states = self.states.into_iter().zip(&plan.questions).zip(self.over);
        let answers = states.map(|((state, query), over)| match (state, query) {
            (State::Groups(mut groups), Query::Groups(question)) => {
                groups.settle(question);
                Answered {
                    matched: groups.matched,
                    outside: groups.outside,
                    untimed: groups.untimed,
                    is_multiple: groups.is_multiple,
                    numbers: groups.numbers.clone(),
                    table: match over {
                        Some(over) => Err(over.into()),
                        None => {
                            answer::table(question, &plan.fields, *groups).map_err(NoTable::from)
                        }
                    },
                }
            }
            (State::Events(listed), Query::Events(listing)) => {
                let (table, matched, outside) = listed.table(listing);
                Answered {
                    matched,
                    outside,
                    untimed: 0,
                    is_multiple: false,
                    numbers: Vec::new(),
                    table: over.map_or(Ok(table), |over| Err(over.into())),
                }
            }
            _ => unreachable!("a state is made for its question"),
        });
        answers.collect()
    }

    /// The first question that needs more memory than there is.
    pub fn over_budget(&self) -> Option<OverBudget> {
        self.over.iter().flatten().next().copied()
    }

    fn account_all(&mut self) -> io::Result<ControlFlow<()>> {
        for at in 0..self.states.len() {
            if self.over[at].is_none() {
                self.account(at);
            }
        }
        match self.over_budget().filter(|_| self.plan.is_strict) {
            Some(over) => Err(over.into()),
            None => Ok(ControlFlow::Continue(())),
        }
    }

    /// Notes what a question uses; frees it if all together use too much.
    fn account(&mut self, at: usize) {
        let (bytes, groups) = match &self.states[at] {
            State::Groups(groups) => (groups.bytes(), groups.len() as u64),
            State::Events(listed) => (listed.bytes(), listed.len() as u64),
        };
        let before = std::mem::replace(&mut self.used[at], bytes);
        if !self.budget.change(before, bytes) {
            self.over[at] = Some(OverBudget { most: self.budget.most(), groups, ids: 0 });
            match &mut self.states[at] {
                State::Groups(groups) => groups.give_up(),
                State::Events(listed) => listed.give_up(),
            }
            self.budget.change(self.used[at], 0);
            self.used[at] = 0;
        }
    }

    /// Has the questions take the event.
    fn add(
        states: &mut [State],
        plan: &Plan,
        over: &[Option<OverBudget>],
        record: &mut Record<'_, '_>,
        hashes: &Hashes,
    ) {
        for ((state, query), over) in states.iter_mut().zip(&plan.questions).zip(over) {
            match (state, query) {
                _ if over.is_some() => {}
                (State::Groups(groups), Query::Groups(question)) => {
                    groups.add(question, record, hashes);
                }
                (State::Events(listed), Query::Events(listing)) => listed.add(listing, record),
                _ => {}
            }
        }
    }
}

impl Sink for Aggregates {
    fn fork(&self) -> Self {
        Self::with(Arc::clone(&self.plan), self.hashes.clone(), self.budget.clone())
    }

    fn event(&mut self, event: &Event<'_>, _: &ObjectId) {
        self.events += 1;
        let plan = &*self.plan;
        let mut record = Record::new(&plan.fields, event, &mut self.values);
        if plan.is_by_event {
            record.read_all();
            self.kept.push(self.values.clone());
        } else {
            Self::add(&mut self.states, plan, &self.over, &mut record, &self.hashes);
        }
    }

    fn reads_identity(&self) -> bool {
        self.plan.fields.reads_identity()
    }

    fn held(&self) -> usize {
        let states = self.states.iter().map(|state| match state {
            State::Groups(groups) => groups.bytes(),
            State::Events(listed) => listed.bytes(),
        });
        states.sum::<usize>() + self.kept.iter().map(Values::held).sum::<usize>()
    }

    fn merge(&mut self, fork: &mut Self) -> io::Result<ControlFlow<()>> {
        if self.plan.is_by_event {
            return self.merge_where(fork, &mut |_| true);
        }
        self.events += std::mem::take(&mut fork.events);
        let plan = Arc::clone(&self.plan);
        for (at, query) in plan.questions.iter().enumerate() {
            match (&mut self.states[at], &mut fork.states[at], query) {
                (State::Groups(own), State::Groups(other), Query::Groups(question)) => {
                    if self.over[at].is_some() {
                        other.give_up();
                    }
                    own.merge(question, other);
                }
                (State::Events(own), State::Events(other), Query::Events(listing)) => {
                    if self.over[at].is_some() {
                        other.give_up();
                    }
                    own.merge(listing, other);
                }
                _ => {}
            }
        }
        self.account_all()
    }
}

impl ItemSink for Aggregates {
    fn merge_where(
        &mut self,
        fork: &mut Self,
        keep: &mut dyn FnMut(usize) -> bool,
    ) -> io::Result<ControlFlow<()>> {
        let plan = Arc::clone(&self.plan);
        fork.events = 0;
        for (number, mut values) in fork.kept.drain(..).enumerate() {
            if keep(number) {
                self.events += 1;
                let mut record = Record::again(&plan.fields, &mut values);
                Self::add(&mut self.states, &plan, &self.over, &mut record, &self.hashes);
            }
        }
        self.account_all()
    }

    fn items(&self) -> u64 {
        self.events
    }
}

#[cfg(test)]
mod tests;
