//! The sink that answers the questions of a plan in one pass.
//!
//! Each thread groups the events of an object under numbers of its own; merging translates them.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use foldhash::quality::RandomState;

use super::accumulator::{Context, Numbers};
use super::answer::{self, TooManyRows};
use super::dictionary::{FieldId, Translation};
use super::groups::{Counts, Groups};
use super::ids::Hashes;
use super::listing::Listed;
use super::plan::{Plan, Query, Uses};
use super::read::Record;
use super::values::{Cache, Values};
use crate::error::UserError;
use crate::event::Event;
use crate::sink::budget::{Budget, OverBudget};
use crate::sink::{ItemSink, Sink};
use crate::source::ObjectId;
use crate::table::Table;

/// The state of one question.
#[derive(Clone, Debug)]
enum State {
    Groups(Box<Groups>),
    Events(Listed),
}

/// Answers the questions of a plan.
pub struct Aggregates {
    plan: Arc<Plan>,
    uses: Arc<Uses>,
    seeds: Seeds,
    values: Values,
    cache: Cache,
    states: Vec<State>,
    /// Of a fork, the events as they were read, if they are kept one by one.
    kept: Vec<Values>,
    /// Of a fork, the numbers that its values have in the first sink.
    translations: Vec<Translation>,
    /// The renumbering of the first sink that these are for.
    numbering: u64,
    /// Events taken.
    events: u64,
    budget: Budget,
    /// Bytes that each question uses of the budget, and the values of all.
    used: Vec<usize>,
    /// What each question reached when there was no more memory.
    over: Vec<Option<OverBudget>>,
}

/// The secrets of a run's hashes.
#[derive(Clone, Debug, Default)]
struct Seeds {
    hashes: Hashes,
    groups: RandomState,
}

/// A fork forgets the numbers of its values beyond so many bytes.
const MOST_CACHED: usize = 4 << 20;

/// What became of one question.
#[derive(Debug)]
pub struct Answered {
    /// The table, or why there is none.
    pub table: Result<Table, NoTable>,
    /// Events in the answer.
    pub matched: u64,
    /// Events outside of the span.
    pub outside: u64,
    /// Events without a readable time, which are in no bucket, or may be new or not.
    pub untimed: u64,
    /// An event is in several groups.
    pub is_multiple: bool,
    /// Of each measure that adds up or compares numbers, how many values were numbers.
    pub numbers: Vec<Numbers>,
}

/// Why a question has no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTable {
    /// It needs more memory than it may take.
    OverBudget(OverBudget),
    /// It has too many rows.
    TooManyRows(TooManyRows),
}

impl From<NoTable> for UserError {
    fn from(error: NoTable) -> Self {
        match error {
            NoTable::OverBudget(over) => over.into(),
            NoTable::TooManyRows(rows) => {
                Self::new(rows, "use a longer --every, --top N, or a shorter --since to --until")
            }
        }
    }
}

impl Aggregates {
    /// A sink that answers the questions within the budget.
    pub fn new(plan: Plan, budget: Budget) -> Self {
        let uses = Arc::new(Uses::new(&plan));
        Self::with(Arc::new(plan), uses, Seeds::default(), budget)
    }

    fn with(plan: Arc<Plan>, uses: Arc<Uses>, seeds: Seeds, budget: Budget) -> Self {
        let states = plan.questions.iter().map(|question| match question {
            Query::Groups(_) => State::Groups(Box::new(Groups::new(&seeds.groups))),
            Query::Events(_) => State::Events(Listed::default()),
        });
        Self {
            states: states.collect(),
            used: vec![0; plan.questions.len() + 1],
            over: vec![None; plan.questions.len()],
            cache: Cache::new(&plan.fields, &seeds.groups),
            translations: vec![Translation::default(); plan.fields.len()],
            numbering: 0,
            plan,
            uses,
            seeds,
            values: Values::default(),
            kept: Vec::new(),
            events: 0,
            budget,
        }
    }

    /// The answers, in the order of the questions.
    pub fn answers(mut self) -> Vec<Answered> {
        let plan = self.plan;
        for (state, query) in self.states.iter_mut().zip(&plan.questions) {
            if let (State::Groups(groups), Query::Groups(question)) = (state, query) {
                groups.settle(question);
            }
        }
        let dictionaries = &*self.cache.dictionaries;
        let context = Context { fields: &plan.fields, dictionaries };
        let states = self.states.into_iter().zip(&plan.questions).zip(self.over);
        let answers = states.map(|((state, query), over)| match (state, query) {
            (State::Groups(groups), Query::Groups(question)) => {
                let table = match over {
                    Some(over) => Err(NoTable::OverBudget(over)),
                    None => answer::table(question, context, &groups).map_err(NoTable::TooManyRows),
                };
                let Counts { matched, outside, untimed, is_multiple, numbers, .. } = groups.counts;
                Answered { table, matched, outside, untimed, is_multiple, numbers }
            }
            (State::Events(listed), Query::Events(listing)) => {
                let (table, matched, outside) = listed.table(listing);
                Answered {
                    matched,
                    outside,
                    untimed: 0,
                    is_multiple: false,
                    numbers: Vec::new(),
                    table: over.map_or(Ok(table), |over| Err(NoTable::OverBudget(over))),
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

    /// Notes what is used; frees the largest question while all together use too much.
    fn account(&mut self) -> io::Result<ControlFlow<()>> {
        let values = self.plan.questions.len();
        let mut fits = true;
        for at in 0..=values {
            let bytes = match self.states.get(at) {
                Some(State::Groups(groups)) => groups.bytes(),
                Some(State::Events(listed)) => listed.bytes(),
                None => self.cache.bytes(),
            };
            let before = std::mem::replace(&mut self.used[at], bytes);
            fits = self.budget.change(before, bytes);
        }
        if fits {
            return Ok(ControlFlow::Continue(()));
        }
        let largest = (0..values).filter(|at| self.over[*at].is_none());
        let Some(largest) = largest.max_by_key(|at| self.used[*at]) else {
            return Ok(ControlFlow::Continue(()));
        };
        let groups = match &mut self.states[largest] {
            State::Groups(groups) => {
                let count = groups.len();
                groups.give_up();
                count
            }
            State::Events(listed) => std::mem::take(listed).len(),
        };
        let over = OverBudget { most: self.budget.most(), groups: groups as u64, ids: 0 };
        self.over[largest] = Some(over);
        if self.plan.is_strict {
            return Err(over.into());
        }
        self.renumber();
        self.account()
    }

    /// Forgets the values that no group has any more.
    fn renumber(&mut self) {
        let old =
            std::mem::replace(&mut self.cache, Cache::new(&self.plan.fields, &self.seeds.groups));
        self.numbering += 1;
        let mut translations = vec![Translation::default(); self.plan.fields.len()];
        let new = &mut self.cache.dictionaries;
        let mut renumbered = |field: FieldId, id| {
            translations[field.0].id(id, &old.dictionaries[field.0], &mut new[field.0])
        };
        for (state, query) in self.states.iter_mut().zip(&self.plan.questions) {
            if let (State::Groups(groups), Query::Groups(question)) = (state, query) {
                groups.renumber(question, &mut renumbered);
            }
        }
    }

    /// Has a fork translate to the numbers of today.
    fn refresh(&self, fork: &mut Self) {
        if fork.numbering != self.numbering {
            fork.numbering = self.numbering;
            fork.translations.iter_mut().for_each(|one| *one = Translation::default());
        }
    }

    /// Forgets the numbers of values if they are too many: nothing that was gathered has them.
    fn forget_many(&mut self) {
        if self.cache.bytes() > MOST_CACHED {
            self.cache = Cache::new(&self.plan.fields, &self.seeds.groups);
            self.translations.iter_mut().for_each(|one| *one = Translation::default());
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
        let (plan, uses) = (Arc::clone(&self.plan), Arc::clone(&self.uses));
        let mut fork = Self::with(plan, uses, self.seeds.clone(), self.budget.clone());
        fork.numbering = u64::MAX;
        fork
    }

    fn event(&mut self, event: &Event<'_>, _: &ObjectId) {
        self.events += 1;
        let plan = &*self.plan;
        let mut record = Record::new(&plan.fields, event, &mut self.values, &mut self.cache);
        if plan.is_by_event {
            record.read_all(&self.uses.grouped, &self.uses.shown);
            self.kept.push(self.values.clone());
        } else {
            Self::add(&mut self.states, plan, &self.over, &mut record, &self.seeds.hashes);
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
        self.refresh(fork);
        let plan = Arc::clone(&self.plan);
        let (from, to) = (&fork.cache.dictionaries, &mut self.cache.dictionaries);
        let translations = &mut fork.translations;
        let mut translated =
            |field: FieldId, id| translations[field.0].id(id, &from[field.0], &mut to[field.0]);
        for (at, query) in plan.questions.iter().enumerate() {
            match (&mut self.states[at], &mut fork.states[at], query) {
                (State::Groups(own), State::Groups(other), Query::Groups(question)) => {
                    if self.over[at].is_some() {
                        other.give_up();
                    }
                    own.merge(question, other, &mut translated);
                }
                (State::Events(own), State::Events(other), Query::Events(listing)) => {
                    own.merge(listing, other);
                    if self.over[at].is_some() {
                        *own = Listed::default();
                    }
                }
                _ => {}
            }
        }
        fork.forget_many();
        self.account()
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
        self.refresh(fork);
        for (number, mut values) in fork.kept.drain(..).enumerate() {
            if !keep(number) {
                continue;
            }
            self.events += 1;
            for field in &self.uses.grouped {
                let at = field.0;
                let (from, to) = (&fork.cache.dictionaries[at], &mut self.cache.dictionaries[at]);
                values.translate(*field, |id| fork.translations[at].id(id, from, to));
            }
            let mut record = Record::again(&plan.fields, &mut values, &mut self.cache);
            Self::add(&mut self.states, &plan, &self.over, &mut record, &self.seeds.hashes);
        }
        fork.forget_many();
        self.account()
    }

    fn items(&self) -> u64 {
        self.events
    }
}
