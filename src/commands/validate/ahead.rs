//! Digests on their way: fetched and examined before the chain that they belong to is walked.
//!
//! A chain is walked digest by digest, and a short one is over before its first digest has come: so
//! those of the next chains are asked for as well. Judges nothing.

use std::collections::VecDeque;
use std::iter::Peekable;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use jiff::Timestamp;

use super::plan::Plan;
use super::walk::{Coming, Job};
use crate::digest::{Candidate, ChainId, Examined, Place};

/// Digests that are under way at once.
const AHEAD: usize = 64;

/// The digests of all pieces, one piece after another, each with the newest first.
pub(super) struct Ahead<'p> {
    plan: &'p Plan,
    jobs: SyncSender<Job>,
    chains: Vec<Arc<ChainId>>,
    /// Under way, the next one first.
    coming: VecDeque<(usize, Candidate, Receiver<Examined>)>,
    /// What comes then.
    waiting: VecDeque<(usize, Candidate)>,
    /// And then.
    rest: Peekable<Box<dyn Iterator<Item = (usize, &'p Candidate)> + Send + 'p>>,
}

impl<'p> Ahead<'p> {
    pub(super) fn new(plan: &'p Plan, jobs: SyncSender<Job>) -> Self {
        let chains = plan.pieces().map(|(id, _)| Arc::new(id.clone())).collect();
        let newest_first = |(index, (_, piece)): (usize, (_, &'p super::shard::Piece))| {
            piece.digests.iter().rev().map(move |digest| (index, digest))
        };
        let rest: Box<dyn Iterator<Item = _> + Send> =
            Box::new(plan.pieces().enumerate().flat_map(newest_first));
        let (coming, waiting) = Default::default();
        Self { plan, jobs, chains, coming, waiting, rest: rest.peekable() }
    }

    /// Starts to fetch an object.
    pub(super) fn request(&self, place: &Place) -> Coming {
        Coming { place: place.clone(), object: self.plan.object(place) }
    }

    /// Gives a thread something to do; `Break` if none is left.
    pub(super) fn send(&self, job: Job) -> ControlFlow<()> {
        self.jobs.send(job).map_or(ControlFlow::Break(()), ControlFlow::Continue)
    }

    /// The next digest of a piece, if there is one, and its stamp; `Break` if no thread is left.
    pub(super) fn next_of(
        &mut self,
        piece: usize,
    ) -> ControlFlow<(), Option<(Timestamp, Examined)>> {
        while self.coming.len() < AHEAD
            && let Some((index, digest)) = self.next()
        {
            let (reply, examined) = sync_channel(1);
            let chain = Arc::clone(&self.chains[index]);
            let object = self.request(&digest.place);
            self.send(Job::Digest { chain, digest: digest.clone(), object, reply })?;
            self.coming.push_back((index, digest, examined));
        }
        if self.coming.front().is_none_or(|(index, ..)| *index != piece) {
            return ControlFlow::Continue(None);
        }
        let next = self.coming.pop_front().and_then(|(_, digest, examined)| {
            examined.recv().ok().map(|examined| (digest.stamp, examined))
        });
        next.map_or(ControlFlow::Break(()), |next| ControlFlow::Continue(Some(next)))
    }

    fn next(&mut self) -> Option<(usize, Candidate)> {
        let rest = &mut self.rest;
        self.waiting
            .pop_front()
            .or_else(|| rest.next().map(|(index, digest)| (index, digest.clone())))
    }

    /// Takes back what is left of a piece.
    pub(super) fn take_of(&mut self, piece: usize) -> Vec<Candidate> {
        let coming = self.coming.drain(..).map(|(index, digest, _)| (index, digest));
        let mut all: VecDeque<_> = coming.chain(self.waiting.drain(..)).collect();
        while let Some((index, digest)) = self.rest.next_if(|(index, _)| *index == piece) {
            all.push_back((index, digest.clone()));
        }
        let (own, others): (VecDeque<_>, _) =
            all.into_iter().partition(|(index, _)| *index == piece);
        self.waiting = others;
        own.into_iter().map(|(_, digest)| digest).collect()
    }

    /// Puts digests of a piece in front of all others; they are given with the oldest first.
    pub(super) fn put_back(&mut self, piece: usize, digests: Vec<Candidate>) {
        for digest in digests {
            self.waiting.push_front((piece, digest));
        }
    }
}
