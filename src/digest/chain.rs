//! The digests of one chain, held against each other: is one missing, replaced or cut off?
//!
//! Each digest records where the one before it is, its hash and its signature, so a chain is
//! judged from the newest to the oldest, and only what the last trusted one said of its
//! predecessor is kept: the state does not grow. What a digest says counts only once it is trusted
//! itself; one that is not takes the place of its hour and proves nothing.
//! Never lists, fetches or verifies anything but a signature that only the neighbour has kept.

mod cover;

use jiff::Timestamp;

use self::cover::{Doubtful, is_whole_hours};
use super::document::{DigestDocument, LogEntry, PreviousDigest};
use super::examine::{ChainId, ExaminedDigest, Location, ParsedDigest};
use super::gap::{Gap, GapCause, hours_up, span_of};
use super::verdict::{Finding, Judgement, ObjectKind, Reason, S3Uri, Verdict};
use super::window::{DigestWindow, HOUR};
use crate::event::key::Key;

/// How many objects are kept back at once; what comes then is judged as a digest.
const MOST_HELD: usize = 65_536;

/// What is known of the digest before the last trusted one.
#[derive(Debug)]
enum Before {
    /// None was trusted yet.
    Nothing,
    /// It links to this one, whose name has the time `end`.
    Link { previous: PreviousDigest, end: Timestamp, start: Timestamp },
    /// There is none: it is the first of its chain, and starts then.
    Start(Timestamp),
}

/// Judges the digests of one chain, one after another.
#[derive(Debug)]
pub struct Chain {
    id: ChainId,
    asked: DigestWindow,
    location: Location,
    before: Before,
    /// What was met since.
    doubtful: Doubtful,
    /// Objects that were met since and that may be no digests of the chain, the newest first: the
    /// next valid digest shows at which times the chain can have one.
    held: Vec<(Timestamp, Finding, bool)>,
    /// What the last digest that could be read, trusted or not, says of its predecessor: a
    /// signature proves itself, wherever it was kept.
    hint: Option<PreviousDigest>,
    /// Whether that digest was tampered with.
    tampered: bool,
    /// The last object of the range that was taken for a digest of the chain, if any was.
    last: Option<S3Uri>,
}

/// What pushing a digest showed.
#[derive(Debug, Default)]
pub struct Step {
    /// Time between this digest and the newer ones that nothing covers.
    pub gaps: Vec<Gap>,
    /// Objects that were pushed before and that could only be judged now.
    pub released: Vec<Finding>,
    /// The digest itself; none if it is not of the range, or is judged later.
    pub finding: Option<Finding>,
    /// The digest's own signature is lost: the next digest's `previousDigestSignature` proves it.
    pub is_proven_by_next: bool,
    /// After the last digest: the oldest valid one links to an older one.
    pub is_continued: bool,
    /// The logs that it lists, unless it proves nothing of them: those of a digest of the range
    /// are to be checked.
    pub logs: Option<ListedLogs>,
}

/// The logs that a digest lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedLogs {
    /// One by one; the same log may be there twice.
    pub entries: Vec<LogEntry>,
    /// Whether the digest is valid; otherwise it is unverified, and so is what it says.
    pub proven: bool,
    /// When the time that the digest covers begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    recorded: S3Uri,
    found: S3Uri,
}

impl Chain {
    /// A chain of which nothing was seen yet.
    pub fn new(id: ChainId, asked: DigestWindow, location: Location) -> Self {
        Self {
            id,
            asked,
            location,
            before: Before::Nothing,
            doubtful: Doubtful::default(),
            held: Vec::new(),
            hint: None,
            tampered: false,
            last: None,
        }
    }

    /// Where the next digest must be, if the last one is trusted and links to it. It may be in
    /// another bucket or under another prefix than those listed so far: then that place has to be
    /// listed too before the next push.
    pub fn expected(&self) -> Option<&S3Uri> {
        match &self.before {
            Before::Link { previous, end, .. }
                if *end >= self.asked.since && self.doubtful.oldest().is_none() =>
            {
                Some(&previous.uri)
            }
            _ => None,
        }
    }

    /// Takes the next digest, the newest first and each once. Those that are newer or older than
    /// the range are witnesses for those in it, and not judged: if they can be trusted, they show
    /// what is missing at its ends.
    pub fn push(&mut self, examined: ExaminedDigest) -> Step {
        let stamp = examined.candidate.stamp;
        let uri = &examined.candidate.uri;
        let (linked, stray) = match &self.before {
            Before::Link { previous, end, .. } => {
                let linked = self.location.allows(uri, &previous.uri);
                (linked, !linked && stamp >= *end)
            }
            _ => (false, false),
        };
        let newer = stamp > self.asked.last;
        let witness = newer || stamp < self.asked.since;
        match (stray, witness) {
            (true, true) => return Step::default(),
            (true, false) => return self.stray(examined),
            _ => {}
        }
        let judgement = self.judge(&examined, linked);
        let trusted = judgement.verdict == Verdict::Valid || self.is_anchored(&examined, linked);
        let document = examined.read.as_ref().map(|read| &read.document).filter(|_| trusted);
        if !witness {
            self.last = Some(uri.clone());
        }
        let (mut gaps, mut released) = (Vec::new(), Vec::new());
        match document {
            Some(document) => {
                released = self.release(Some(document.end));
                if !newer {
                    gaps = self.gaps_after(document, uri, linked);
                }
                self.before = before(document);
                self.doubtful = Doubtful::default();
            }
            None if newer => self.before = Before::Nothing,
            None if witness => {}
            None if linked || judgement.verdict == Verdict::Unverified => self.doubtful.push(stamp),
            None => {
                self.keep_hint(&examined, &judgement, trusted);
                return self.hold(examined, judgement);
            }
        }
        self.keep_hint(&examined, &judgement, trusted);
        let is_proven_by_next = examined.lacks_signature() && judgement.verdict == Verdict::Valid;
        let step = self.step(examined, judgement);
        let finding = step.finding.filter(|_| !witness);
        Step { gaps, released, finding, is_proven_by_next, ..step }
    }

    /// What remains to be said after the oldest digest.
    pub fn finish(mut self) -> Step {
        let released = self.release(None);
        let is_continued = matches!(self.before, Before::Link { .. });
        Step { gaps: self.last_gaps(), released, is_continued, ..Step::default() }
    }

    fn last_gaps(self) -> Vec<Gap> {
        let since = self.asked.since;
        let reached = self.doubtful.oldest();
        let mut gaps = Vec::new();
        match (&self.before, reached) {
            (Before::Link { end, .. }, _) if *end < since => return gaps,
            (Before::Link { previous, end, .. }, None) => {
                let mut gap = Gap::new(GapCause::Head, [since, *end], previous.uri.clone());
                gap.to = gap.to.min(self.asked.last);
                gap.missing = u64::from(*end <= self.asked.last);
                gap.backfill = self.id.backfill;
                return vec![gap];
            }
            (Before::Link { previous, end, .. }, Some(reached)) => {
                gaps = self.deleted([reached, *end], &previous.uri);
            }
            _ => {}
        }
        if self.id.backfill {
            return gaps;
        }
        let (cause, to) = match (&self.before, reached) {
            (_, Some(reached)) => (GapCause::Unknown, reached - HOUR),
            (Before::Start(start), None) => (GapCause::Beginning, *start),
            (Before::Nothing | Before::Link { .. }, None) => (GapCause::Nothing, self.asked.last),
        };
        let gap = Gap::new(cause, [since, to.min(self.asked.last)], self.last.unwrap_or_default());
        gaps.extend((since < gap.to).then_some(gap));
        gaps
    }

    /// Keeps an object back until it is known whether the chain can have a digest at its time.
    fn hold(&mut self, examined: ExaminedDigest, judgement: Judgement) -> Step {
        let stamp = examined.candidate.stamp;
        // A digest cannot be told from junk once nothing of it could be parsed.
        let is_digest = examined.read.is_some() || judgement.verdict == Verdict::Unreadable;
        let finding = self.finding(examined, judgement);
        if self.held.len() == MOST_HELD {
            self.doubtful.push(stamp);
            return Step { finding: Some(finding), ..Step::default() };
        }
        self.held.push((stamp, finding, is_digest));
        Step::default()
    }

    /// Judges what was held back. `older`: when the next older valid digest ends, if there is one.
    /// The digests of a chain end whole hours apart, so what lies between is no digest of it.
    fn release(&mut self, older: Option<Timestamp>) -> Vec<Finding> {
        let newer = match &self.before {
            Before::Link { end, .. } => Some(*end),
            Before::Start(_) | Before::Nothing => None,
        };
        let is_start = matches!(self.before, Before::Start(_));
        let mut released = Vec::with_capacity(self.held.len());
        for (stamp, mut finding, is_digest) in std::mem::take(&mut self.held) {
            let can_be = match (older, newer) {
                (None, None) => is_digest || !is_start,
                (older, newer) => {
                    older.is_some_and(|older| older < stamp && is_whole_hours(older, stamp))
                        || newer.is_some_and(|newer| is_whole_hours(stamp, newer))
                }
            };
            if can_be {
                self.doubtful.push(stamp);
            } else {
                finding.judgement = Judgement::unlinked();
            }
            released.push(finding);
        }
        released
    }

    /// An object that stands where the chain can have no digest: no digest links to it.
    fn stray(&self, examined: ExaminedDigest) -> Step {
        Step { finding: Some(self.finding(examined, Judgement::unlinked())), ..Step::default() }
    }

    /// The verdict on a digest, its newer neighbour taken into account.
    fn judge(&self, examined: &ExaminedDigest, linked: bool) -> Judgement {
        let judgement = examined.judgement.clone();
        let Some(read) = &examined.read else { return judgement };
        let link = match &self.before {
            Before::Link { previous, .. } if linked => Some(previous),
            _ => None,
        };
        let judgement = if examined.lacks_signature() {
            let hint = self.hint.as_ref().filter(|hint| hint.uri == read.document.uri);
            match link.or(hint).and_then(|recorded| recorded.signature.as_deref()) {
                Some(signature) => read.verify(signature).unwrap_or_else(|wrong| {
                    let liar = link.is_none() && self.tampered;
                    if liar { judgement } else { wrong }
                }),
                None => judgement,
            }
        } else {
            judgement
        };
        match link.and_then(|link| differs(link, read)) {
            Some(what) if judgement.verdict == Verdict::Valid => Judgement::invalid(
                Reason::BrokenLink,
                format!("not the digest that the next one links to: its {what} is another"),
            ),
            _ => judgement,
        }
    }

    /// Whether a trusted digest vouches for every byte of this one, so that what it says is true
    /// even if its metadata was spoiled.
    fn is_anchored(&self, examined: &ExaminedDigest, linked: bool) -> bool {
        match (&self.before, &examined.read) {
            (Before::Link { previous, .. }, Some(read)) => {
                linked && previous.hash == Some(read.hash)
            }
            _ => false,
        }
    }

    /// What lies between a trusted digest and the newer one that was trusted before it, as far as
    /// it is of the range.
    fn gaps_after(&self, older: &DigestDocument, uri: &S3Uri, linked: bool) -> Vec<Gap> {
        let end = self.hour_before(older.end);
        match &self.before {
            Before::Link { start, .. } if linked => {
                let from = older.end.max(self.asked.since);
                let pause = Gap::new(GapCause::Pause, [from, *start], uri.clone());
                if from < *start { vec![pause] } else { Vec::new() }
            }
            Before::Link { previous, end: newest, .. } => {
                self.deleted([end, *newest], &previous.uri)
            }
            _ if self.id.backfill => Vec::new(),
            Before::Nothing => {
                let (mut gaps, base) = self.below_doubtful(end, self.asked.last, uri);
                let tail = Gap::new(GapCause::Tail, [base, self.asked.last], uri.clone());
                gaps.extend((base < self.asked.until).then_some(tail));
                gaps
            }
            Before::Start(start) => {
                let to = (*start).min(self.asked.until);
                let (mut gaps, base) = self.below_doubtful(end, to, uri);
                let mut restart = Gap::new(GapCause::Restart, [base, *start], uri.clone());
                restart.last = self.asked.last;
                gaps.extend((base < to).then_some(restart));
                gaps
            }
        }
    }

    /// When a digest ends, or would have ended that comes some hours later and is the last before
    /// the range.
    fn hour_before(&self, end: Timestamp) -> Timestamp {
        let before = hours_up(end, self.asked.since);
        end + span_of(before.saturating_sub(1))
    }

    /// Digests that are gone between a trusted one and the newest doubtful one that can be of the
    /// same chain, and when that ends: what comes after it is another question.
    fn below_doubtful(
        &self,
        end: Timestamp,
        last: Timestamp,
        like: &S3Uri,
    ) -> (Vec<Gap>, Timestamp) {
        match self.doubtful.newest_after(end, last) {
            Some(newest) => (self.deleted([end, newest], like), newest),
            None => (Vec::new(), end),
        }
    }

    /// Digests that are gone from the end of one digest to that of a newer one, which was linked
    /// to or is doubtful.
    fn deleted(&self, [end, newest]: [Timestamp; 2], like: &S3Uri) -> Vec<Gap> {
        if newest < self.asked.since {
            return Vec::new();
        }
        // A witness links to one that is newer than the range.
        let over = hours_up(self.asked.last, newest);
        let runs = self.doubtful.free(newest - span_of(over), end);
        let gap = |(newest, missing): (Timestamp, u64)| {
            let span = [(newest - span_of(missing)).max(end), newest];
            let mut gap = Gap::new(GapCause::Deleted, span, like.clone());
            (gap.missing, gap.backfill) = (missing, self.id.backfill);
            gap
        };
        runs.into_iter().map(gap).collect()
    }

    fn keep_hint(&mut self, examined: &ExaminedDigest, judgement: &Judgement, trusted: bool) {
        if let Some(read) = &examined.read {
            self.hint.clone_from(&read.document.previous);
            self.tampered = judgement.verdict == Verdict::Invalid && !trusted;
        }
    }

    fn step(&self, mut examined: ExaminedDigest, judgement: Judgement) -> Step {
        let document = examined.read.as_mut().map(|read| &mut read.document);
        let proven = judgement.verdict == Verdict::Valid;
        let heard = proven || judgement.verdict == Verdict::Unverified;
        let logs = document.filter(|_| heard).map(|document| ListedLogs {
            entries: std::mem::take(&mut document.logs),
            proven,
            start: document.start,
            end: document.end,
            recorded: document.uri.clone(),
            found: examined.candidate.uri.clone(),
        });
        let finding = Some(self.finding(examined, judgement));
        Step { finding, logs, ..Step::default() }
    }

    fn finding(&self, examined: ExaminedDigest, judgement: Judgement) -> Finding {
        Finding {
            kind: ObjectKind::Digest,
            backfill: self.id.backfill,
            uri: examined.candidate.uri,
            judgement,
            hash: examined.read.map(|read| read.hash),
            stored: examined.stored,
        }
    }
}

/// What a trusted digest says of the one before it.
fn before(document: &DigestDocument) -> Before {
    let start = document.start;
    let Some(previous) = document.previous.clone() else { return Before::Start(start) };
    let end = Key::parse(&previous.uri.key).map(|key| key.stamp);
    // Nothing comes before itself.
    Before::Link { previous, end: end.map_or(start, |end| end.min(start)), start }
}

/// How a digest differs from what its successor says of it.
fn differs(link: &PreviousDigest, read: &ParsedDigest) -> Option<&'static str> {
    if link.hash.is_some_and(|hash| hash != read.hash) {
        return Some("hash");
    }
    let signatures = link.signature.as_ref().zip(read.signature.as_ref());
    let same = signatures.is_none_or(|(one, other)| one.eq_ignore_ascii_case(other));
    (!same).then_some("signature")
}

impl ListedLogs {
    /// Where to read a log: where the digest says, or, if the digest was found elsewhere than
    /// where it was delivered, as far from there as the digest is.
    pub fn uri(&self, entry: &LogEntry) -> S3Uri {
        let S3Uri { bucket, key } = &entry.uri;
        let parts = self.recorded.key.rsplit('/').zip(self.found.key.rsplit('/'));
        let same: usize = parts.take_while(|(a, b)| a == b).map(|(a, _)| a.len() + 1).sum();
        let base = |key: &str| key.len().saturating_sub(same.saturating_sub(1));
        let (recorded, found) = (base(&self.recorded.key), base(&self.found.key));
        match key.strip_prefix(&self.recorded.key[..recorded]) {
            Some(rest) if *bucket == self.recorded.bucket => {
                S3Uri::new(&*self.found.bucket, format!("{}{rest}", &self.found.key[..found]))
            }
            _ => entry.uri.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
