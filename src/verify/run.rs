//! One run: threads walk and judge, then the gaps are resolved.
//!
//! What the threads find comes out in the order of the chains and digests.

use std::io;
use std::ops::ControlFlow;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};
use std::thread;

use super::facts::{Fact, Facts};
use super::plan::Plan;
use super::prefetch::{Job, Prefetch, Worker};
use super::resolve::{Resolver, hand_in, hand_in_interrupted, needs_listing};
use super::unlisted::{Unaccounted, name_unverifiable};
use super::verdicts::Verdicts;
use super::walk::Walker;
use crate::event::key::Folder;
use crate::sink::ordered::Ordered;

/// Bytes that a fact takes, roughly, while it waits for its turn.
const FACT: usize = 512;

/// As [`run`] has it.
type OnObject<'a> = &'a (dyn Fn(Option<usize>) + Sync);

/// Validates everything in the scope of `plan`, and hands the verdicts to `verdicts`. `on_object` is
/// called with the stored bytes of each object that arrived, or with none for one that did not.
///
/// # Errors
/// A verdict cannot be written. What cannot be read is no error but a verdict.
pub fn run<V: Verdicts + Send>(
    plan: &Plan,
    on_object: &(dyn Fn(Option<usize>) + Sync),
    verdicts: &mut V,
) -> io::Result<()> {
    let mut facts = Facts::default();
    let folder = |folder: &Folder<'_>| plan.scope.wants_logs(folder);
    // The log files are listed while the chains are walked: the first page is requested now.
    let mut logs = plan.logs(&folder).peekable();
    walk_chains(plan, on_object, &mut facts, verdicts, || {
        if plan.scope.unlisted {
            logs.peek();
        }
    })?;
    if plan.settings.interrupt.is_set() {
        verdicts.error("interrupted: the rest was not checked".to_owned());
        return hand_in_interrupted(facts, plan, verdicts);
    }
    for id in plan.chains().filter(|id| !id.backfill) {
        facts.chain(Arc::new(id.clone()));
    }
    // Log files delivered in a gap show what is missing from it.
    let unaccounted = if plan.scope.unlisted || needs_listing(&facts) {
        Unaccounted::find(&facts, plan, logs, verdicts)?
    } else {
        Unaccounted::default()
    };
    Resolver::new(plan, &mut facts, &unaccounted).run(verdicts)?;
    if !unaccounted.times.is_empty() {
        name_unverifiable(&facts, plan, plan.logs(&folder), verdicts)?;
    }
    hand_in(facts, plan, verdicts)
}

/// Walks all chains on all threads; `aside` is called on a thread of its own meanwhile.
fn walk_chains<V: Verdicts + Send>(
    plan: &Plan,
    on_object: OnObject<'_>,
    facts: &mut Facts,
    verdicts: &mut V,
    aside: impl FnOnce() + Send,
) -> io::Result<()> {
    let results = Ordered::new(|found: Vec<Fact>| {
        found.into_iter().try_for_each(|fact| facts.take(fact, plan, verdicts))?;
        Ok(ControlFlow::Continue(()))
    });
    let submit = |number, facts: Vec<Fact>| results.submit(number, facts.len() * FACT, facts);
    let (jobs, waiting) = sync_channel::<Job>(plan.settings.concurrency);
    // Once every worker is gone the walk ends, for its channel is closed.
    let waiting = Arc::new(Mutex::new(waiting));
    thread::scope(|scope| {
        scope.spawn(aside);
        let (results, submit) = (&results, &submit);
        for waiting in vec![waiting; plan.settings.threads] {
            scope.spawn(move || {
                let _wake_others = results.abandon_on_panic();
                Worker::new(plan, on_object).run(&waiting, submit);
            });
        }
        scope.spawn(move || {
            let _wake_others = results.abandon_on_panic();
            Walker::new(plan, Prefetch::new(plan, jobs), submit).run();
        });
    });
    results.finish()
}
