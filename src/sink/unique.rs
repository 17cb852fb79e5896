//! A sink around another that finds events that were delivered more than once.

use std::io;
use std::ops::ControlFlow;

use super::budget::{Budget, OverBudget};
use super::ids::{Counter, Duplicates, Keys, Seen};
use super::{ItemSink, Sink, pass_on};
use crate::event::Event;
use crate::source::ObjectId;

/// What is done about an event whose id came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// It passes.
    Pass,
    /// It passes, and is counted.
    Count,
    /// It is left out, and counted.
    LeaveOut,
}

/// Passes events to another sink, each id once, or counts those that come again.
pub struct Unique<S> {
    inner: S,
    repeats: Repeats,
    /// The ids of a fork's events.
    ids: Vec<Option<u128>>,
    keys: Keys,
    /// For [`Repeats::LeaveOut`].
    seen: Seen,
    /// For [`Repeats::Count`].
    counter: Counter,
    /// What the ids of [`Repeats::LeaveOut`] may take of the memory.
    budget: Option<Budget>,
}

impl<S: ItemSink> Unique<S> {
    /// A sink around `inner`.
    pub fn new(inner: S, repeats: Repeats) -> Self {
        Self::with_keys(inner, repeats, Keys::default())
    }

    fn with_keys(inner: S, repeats: Repeats, keys: Keys) -> Self {
        let (seen, counter) = (Seen::new(), Counter::default());
        Self { inner, repeats, ids: Vec::new(), keys, seen, counter, budget: None }
    }

    /// Remembers at most twice so many ids, the latest, for a run without an end.
    pub fn limit_memory(&mut self, ids: usize) {
        self.seen.limit(ids);
    }

    /// Ends with an error once the ids need more memory than the budget has.
    pub fn with_budget(self, budget: Budget) -> Self {
        Self { budget: Some(budget), ..self }
    }

    /// The sink around which this one was.
    pub fn into_inner(self) -> S {
        self.inner
    }

    /// Forgets which events passed: they were not taken.
    pub fn forget(&mut self) {
        self.seen.clear();
    }

    /// The sink around which this one is.
    pub fn inner(&self) -> &S {
        &self.inner
    }

    /// The same, to be changed.
    pub fn inner_mut(&mut self) -> &mut S {
        &mut self.inner
    }

    /// Events that came again, unless they just pass.
    pub fn duplicates(&self) -> Option<Duplicates> {
        (self.repeats != Repeats::Pass).then_some(self.counter.duplicates)
    }

    fn count(&mut self, fork: &mut Self) {
        fork.ids.drain(..).for_each(|id| self.counter.count(id));
    }
}

impl<S: ItemSink> Sink for Unique<S> {
    pass_on!(inner: begin, wants_sample, sample, end_object, finish);

    fn fork(&self) -> Self {
        Self::with_keys(self.inner.fork(), self.repeats, self.keys.clone())
    }

    fn event(&mut self, event: &Event<'_>, object: &ObjectId) {
        if self.repeats != Repeats::Pass {
            self.ids.push(self.keys.id(event));
        }
        self.inner.event(event, object);
    }

    fn reads_identity(&self) -> bool {
        self.repeats == Repeats::LeaveOut || self.inner.reads_identity()
    }

    fn held(&self) -> usize {
        size_of_val(&*self.ids) + self.inner.held()
    }

    fn merge(&mut self, fork: &mut Self) -> io::Result<ControlFlow<()>> {
        if self.repeats == Repeats::LeaveOut {
            return self.merge_where(fork, &mut |_| true);
        }
        self.count(fork);
        self.inner.merge(&mut fork.inner)
    }
}

impl<S: ItemSink> ItemSink for Unique<S> {
    fn merge_where(
        &mut self,
        fork: &mut Self,
        keep: &mut dyn FnMut(usize) -> bool,
    ) -> io::Result<ControlFlow<()>> {
        if self.repeats != Repeats::LeaveOut {
            self.count(fork);
            return self.inner.merge_where(&mut fork.inner, keep);
        }
        let Self { inner, seen, counter, budget, .. } = self;
        let before = seen.bytes();
        let flow = inner.merge_where(&mut fork.inner, &mut |number| {
            let is_new = seen.insert(fork.ids.get(number).copied().flatten());
            counter.duplicates.count += u64::from(!is_new);
            is_new && keep(number)
        });
        fork.ids.clear();
        match budget {
            Some(budget) if !budget.change(before, seen.bytes()) => {
                let over = OverBudget { most: budget.most(), groups: 0, ids: seen.len() as u64 };
                Err(over.into())
            }
            _ => flow,
        }
    }

    fn items(&self) -> u64 {
        self.inner.items()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::json::Index;
    use crate::sink::limit::Limit;
    use crate::sink::print::CountPrinter;

    /// Merges two objects with the events of these ids; gives what is printed, and the duplicates.
    fn count(objects: [&[u32]; 2], repeats: Repeats, limit: Option<u64>) -> (String, u64) {
        let mut out = Vec::new();
        let inner = Unique::new(CountPrinter::new(&mut out), repeats);
        let mut sink = Limit::new(inner, limit);
        for ids in objects {
            let mut fork = sink.fork();
            for id in ids {
                let record = format!(r#"{{"eventID":"{id}"}}"#);
                let mut index = Index::default();
                let event = Event::parse(record.as_bytes(), &mut index).unwrap();
                fork.event(&event, &ObjectId::named("x"));
            }
            if sink.merge(&mut fork).unwrap().is_break() {
                break;
            }
        }
        sink.finish().unwrap();
        let duplicates = sink.inner().duplicates().unwrap_or_default().count;
        drop(sink);
        (String::from_utf8(out).unwrap(), duplicates)
    }

    #[test]
    fn repeated_ids_pass_are_counted_or_left_out() {
        let objects: [&[u32]; 2] = [&[1, 2, 1], &[2, 3]];
        assert_eq!(count(objects, Repeats::Pass, None), ("5\n".to_owned(), 0));
        assert_eq!(count(objects, Repeats::Count, None), ("5\n".to_owned(), 2));
        assert_eq!(count(objects, Repeats::LeaveOut, None), ("3\n".to_owned(), 2));
    }

    #[test]
    fn a_limit_counts_only_what_passes() {
        let objects: [&[u32]; 2] = [&[1, 1, 1], &[1, 2, 3]];
        assert_eq!(count(objects, Repeats::Pass, Some(2)).0, "2\n");
        assert_eq!(count(objects, Repeats::LeaveOut, Some(2)).0, "2\n");
        assert_eq!(count(objects, Repeats::LeaveOut, Some(9)).0, "3\n");
    }
}
