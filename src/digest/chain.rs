//! The links between the digests of one chain: is a digest missing, replaced or unlinked?
//!
//! Each digest records the location, the hash and the signature of the previous one, so a chain is
//! judged from the newest digest to the oldest. Only what the last trusted digest records about its
//! predecessor is kept, so memory does not grow. The links of a digest count only if the digest is
//! trusted; an untrusted one fills its hour and proves nothing. Lists and fetches nothing, and
//! verifies only signatures that the next digest records.

mod cover;

use jiff::Timestamp;

use self::cover::{UntrustedEnds, is_whole_hours};
use super::document::{DigestDocument, LogEntry, PreviousDigest};
use super::examine::{ChainId, ExaminedDigest, Location, ParsedDigest};
use super::gap::{Gap, GapCause, hours_up, span_of};
use super::verdict::{Finding, Judgement, ObjectKind, Reason, Verdict};
use super::window::{DigestWindow, HOUR};
use crate::event::key::Key;
use crate::source::S3Uri;

/// How many objects are held at once; later ones are judged as digests of the chain.
const MOST_HELD: usize = 65_536;

/// What is known about the digest before the last trusted one.
#[derive(Debug)]
enum Before {
    /// No digest is trusted so far.
    Nothing,
    /// The last trusted digest links to this one, whose name has the time `end`.
    Link { previous: PreviousDigest, end: Timestamp, start: Timestamp },
    /// The last trusted digest is the first of its chain, and starts then.
    Start(Timestamp),
}

/// Judges the digests of one chain, one after another.
#[derive(Debug)]
pub struct Chain {
    id: ChainId,
    window: DigestWindow,
    location: Location,
    before: Before,
    /// Untrusted digests since then.
    untrusted: UntrustedEnds,
    /// Objects since then that may not belong to the chain, the newest first. The next valid digest
    /// shows at which times the chain can have digests.
    held: Vec<(Timestamp, Finding, bool)>,
    /// What the last digest that could be parsed, trusted or not, records about its predecessor. A
    /// signature is valid or not, whoever records it.
    hint: Option<PreviousDigest>,
    /// Whether that digest was tampered with.
    tampered: bool,
    /// The last object of the window that was judged as a digest of the chain.
    last: Option<S3Uri>,
}

/// The results of pushing a digest.
#[derive(Debug, Default)]
pub struct Step {
    /// Uncovered time between this digest and the newer ones.
    pub gaps: Vec<Gap>,
    /// Earlier objects that can only be judged now.
    pub released: Vec<Finding>,
    /// The digest itself; none if it is outside the window, or is judged later.
    pub finding: Option<Finding>,
    /// The digest has no signature of its own; the next digest's `previousDigestSignature` proves it.
    pub is_proven_by_next: bool,
    /// After the last digest: whether the oldest valid one links to an older one.
    pub is_continued: bool,
    /// The log files that it lists, unless it is invalid. Those of a digest of the window are to be
    /// judged.
    pub logs: Option<ListedLogs>,
}

/// The log files that a digest lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedLogs {
    /// The entries; two may name the same log file.
    pub entries: Vec<LogEntry>,
    /// Whether the digest is valid; otherwise it is unverified, and so are its log files.
    pub proven: bool,
    /// When the digest's period begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    recorded: S3Uri,
    found: S3Uri,
}

impl Chain {
    /// A chain without any digest so far.
    pub fn new(id: ChainId, window: DigestWindow, location: Location) -> Self {
        Self {
            id,
            window,
            location,
            before: Before::Nothing,
            untrusted: UntrustedEnds::default(),
            held: Vec::new(),
            hint: None,
            tampered: false,
            last: None,
        }
    }

    /// Where the previous digest must be, if the last one is trusted and links to it. If that bucket
    /// or prefix was not listed yet, it has to be listed before the next push.
    pub fn expected(&self) -> Option<&S3Uri> {
        match &self.before {
            Before::Link { previous, end, .. }
                if *end >= self.window.since && self.untrusted.oldest().is_none() =>
            {
                Some(&previous.uri)
            }
            _ => None,
        }
    }

    /// Takes the next digest, the newest first and each once. Those newer or older than the window
    /// are not judged themselves: if they can be trusted, they show what is missing at its ends.
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
        let newer = stamp > self.window.last;
        let is_outside = newer || stamp < self.window.since;
        match (stray, is_outside) {
            (true, true) => return Step::default(),
            (true, false) => return self.stray(examined),
            _ => {}
        }
        let judgement = self.judge(&examined, linked);
        let trusted = judgement.verdict == Verdict::Valid || self.is_anchored(&examined, linked);
        let document = examined.read.as_ref().map(|read| &read.document).filter(|_| trusted);
        if !is_outside {
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
                self.untrusted = UntrustedEnds::default();
            }
            None if newer => self.before = Before::Nothing,
            None if is_outside => {}
            None if linked || judgement.verdict == Verdict::Unverified => {
                self.untrusted.push(stamp);
            }
            None => {
                self.keep_hint(&examined, &judgement, trusted);
                return self.hold(examined, judgement);
            }
        }
        self.keep_hint(&examined, &judgement, trusted);
        let is_proven_by_next = examined.lacks_signature() && judgement.verdict == Verdict::Valid;
        let step = self.step(examined, judgement);
        let finding = step.finding.filter(|_| !is_outside);
        Step { gaps, released, finding, is_proven_by_next, ..step }
    }

    /// The results after the oldest digest.
    pub fn finish(mut self) -> Step {
        let released = self.release(None);
        let is_continued = matches!(self.before, Before::Link { .. });
        Step { gaps: self.last_gaps(), released, is_continued, ..Step::default() }
    }

    fn last_gaps(self) -> Vec<Gap> {
        let since = self.window.since;
        let reached = self.untrusted.oldest();
        let mut gaps = Vec::new();
        match (&self.before, reached) {
            (Before::Link { end, .. }, _) if *end < since => return gaps,
            (Before::Link { previous, end, .. }, None) => {
                let mut gap = Gap::new(GapCause::Head, [since, *end], previous.uri.clone());
                gap.to = gap.to.min(self.window.last);
                gap.missing = u64::from(*end <= self.window.last);
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
            (Before::Nothing | Before::Link { .. }, None) => (GapCause::Nothing, self.window.last),
        };
        let gap = Gap::new(cause, [since, to.min(self.window.last)], self.last.unwrap_or_default());
        gaps.extend((since < gap.to).then_some(gap));
        gaps
    }

    /// Holds an object until it is known whether the chain can have a digest at its time.
    fn hold(&mut self, examined: ExaminedDigest, judgement: Judgement) -> Step {
        let stamp = examined.candidate.stamp;
        // An object that cannot be parsed may be a damaged digest or something else.
        let is_digest = examined.read.is_some() || judgement.verdict == Verdict::Unreadable;
        let finding = self.finding(examined, judgement);
        if self.held.len() == MOST_HELD {
            self.untrusted.push(stamp);
            return Step { finding: Some(finding), ..Step::default() };
        }
        self.held.push((stamp, finding, is_digest));
        Step::default()
    }

    /// Judges the held objects. `older`: when the next older valid digest ends, if there is one. The
    /// digests of a chain end whole hours apart, so an object at another time is not one of them.
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
                self.untrusted.push(stamp);
            } else {
                finding.judgement = Judgement::unlinked();
            }
            released.push(finding);
        }
        released
    }

    /// An object at a time when the chain can have no digest: no digest links to it.
    fn stray(&self, examined: ExaminedDigest) -> Step {
        Step { finding: Some(self.finding(examined, Judgement::unlinked())), ..Step::default() }
    }

    /// The verdict on a digest, with what the newer digest records about it.
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

    /// Whether a trusted digest records the hash of this one, so that its bytes are CloudTrail's even
    /// if its metadata was changed.
    fn is_anchored(&self, examined: &ExaminedDigest, linked: bool) -> bool {
        match (&self.before, &examined.read) {
            (Before::Link { previous, .. }, Some(read)) => {
                linked && previous.hash == Some(read.hash)
            }
            _ => false,
        }
    }

    /// The gaps between a trusted digest and the newer trusted one, within the window.
    fn gaps_after(&self, older: &DigestDocument, uri: &S3Uri, linked: bool) -> Vec<Gap> {
        let end = self.hour_before(older.end);
        match &self.before {
            Before::Link { start, .. } if linked => {
                let from = older.end.max(self.window.since);
                let pause = Gap::new(GapCause::Pause, [from, *start], uri.clone());
                if from < *start { vec![pause] } else { Vec::new() }
            }
            Before::Link { previous, end: newest, .. } => {
                self.deleted([end, *newest], &previous.uri)
            }
            _ if self.id.backfill => Vec::new(),
            Before::Nothing => {
                let (mut gaps, base) = self.below_untrusted(end, self.window.last, uri);
                let tail = Gap::new(GapCause::Tail, [base, self.window.last], uri.clone());
                gaps.extend((base < self.window.until).then_some(tail));
                gaps
            }
            Before::Start(start) => {
                let to = (*start).min(self.window.until);
                let (mut gaps, base) = self.below_untrusted(end, to, uri);
                let mut restart = Gap::new(GapCause::Restart, [base, *start], uri.clone());
                restart.last = self.window.last;
                gaps.extend((base < to).then_some(restart));
                gaps
            }
        }
    }

    /// When a digest ends, or when the last digest before the window would end that is whole hours
    /// later.
    fn hour_before(&self, end: Timestamp) -> Timestamp {
        let before = hours_up(end, self.window.since);
        end + span_of(before.saturating_sub(1))
    }

    /// Missing digests between a trusted one and the newest untrusted one that can belong to the
    /// chain, and when the latter ends.
    fn below_untrusted(
        &self,
        end: Timestamp,
        last: Timestamp,
        like: &S3Uri,
    ) -> (Vec<Gap>, Timestamp) {
        match self.untrusted.newest_after(end, last) {
            Some(newest) => (self.deleted([end, newest], like), newest),
            None => (Vec::new(), end),
        }
    }

    /// Missing digests from the end of one digest to that of a newer one, which is linked to or
    /// untrusted.
    fn deleted(&self, [end, newest]: [Timestamp; 2], like: &S3Uri) -> Vec<Gap> {
        if newest < self.window.since {
            return Vec::new();
        }
        // A digest after the window may link to one that is also after it.
        let over = hours_up(self.window.last, newest);
        let runs = self.untrusted.free(newest - span_of(over), end);
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
        let is_believed = proven || judgement.verdict == Verdict::Unverified;
        let logs = document.filter(|_| is_believed).map(|document| ListedLogs {
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

/// What a trusted digest records about the previous one.
fn before(document: &DigestDocument) -> Before {
    let start = document.start;
    let Some(previous) = document.previous.clone() else { return Before::Start(start) };
    let end = Key::parse(&previous.uri.key).map(|key| key.stamp);
    // A digest cannot end after the next one starts.
    Before::Link { previous, end: end.map_or(start, |end| end.min(start)), start }
}

/// How a digest differs from what the next one records about it.
fn differs(link: &PreviousDigest, read: &ParsedDigest) -> Option<&'static str> {
    if link.hash.is_some_and(|hash| hash != read.hash) {
        return Some("hash");
    }
    let signatures = link.signature.as_ref().zip(read.signature.as_ref());
    let same = signatures.is_none_or(|(one, other)| one.eq_ignore_ascii_case(other));
    (!same).then_some("signature")
}

impl ListedLogs {
    /// Where to read a log file: where the digest records it, or, if the digest itself was found at
    /// another location, at the same distance from there.
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
