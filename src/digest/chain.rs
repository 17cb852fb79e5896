//! The digests of one chain, held against each other: is one missing, replaced or cut off?
//!
//! Each digest records where the one before it is, its hash and its signature, so a chain is
//! judged from the newest to the oldest, and only what the last trusted one said of its
//! predecessor is kept: the state does not grow. What a digest says counts only once it is trusted
//! itself; one that is not takes the place of its hour and proves nothing.
//! Never lists, fetches or verifies anything but a signature that only the neighbour has kept.

mod cover;

use jiff::Timestamp;

use self::cover::Doubtful;
use super::document::{Document, Entry, Previous};
use super::examine::{ChainId, Examined, Location, Read};
use super::gap::{Cause, Gap, HOUR, hours, hours_up, span_of};
use super::verdict::{Finding, Judgement, Kind, Place, Reason, Verdict};
use crate::event::key::Key;

/// The range of time that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The first moment.
    pub since: Timestamp,
    /// The last moment.
    pub until: Timestamp,
    /// The stamp of the last digest of the range.
    pub last: Timestamp,
    /// Until when there must be digests.
    pub due: Due,
}

impl Asked {
    /// The digests whose stamps lie from `since` to one hour after `until`, both included, as
    /// aws-cli takes them.
    pub fn new(since: Timestamp, until: Timestamp, due: Due) -> Self {
        Self { since, until, last: until.saturating_add(HOUR).unwrap_or(until), due }
    }

    /// The part of the range that has the digests from one stamp to another, both included.
    ///
    /// What is found in all parts of a range together is what is found in the range, if each part
    /// is given the digests just before and behind it too.
    pub fn part(&self, first: Timestamp, last: Timestamp) -> Self {
        let (since, last) = (first.max(self.since), last.min(self.last));
        let until = if last == self.last { self.until } else { last };
        Self { since, until, last, due: self.due }
    }
}

/// Until when there must be digests: the newest are linked from nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// CloudTrail says that it delivered digests until then: all that end by then must be there.
    /// `LatestDigestDeliveryTime` of `GetTrailStatus`, if that is not too close to now: regions
    /// are not served at the same time.
    Delivered(Timestamp),
    /// Nobody knows. One that ends by then is missing if logs were delivered in its hour, which
    /// [`Gap::explain`] is told: `until`, or earlier if that is too close to now.
    Unknown(Timestamp),
}

/// What is known of the digest before the last trusted one.
#[derive(Debug)]
enum Before {
    /// None was trusted yet.
    Nothing,
    /// It links to this one, whose name has the time `end`.
    Link { previous: Previous, end: Timestamp, start: Timestamp },
    /// There is none: it is the first of its chain, and starts then.
    Start(Timestamp),
}

/// Judges the digests of one chain, one after another.
#[derive(Debug)]
pub struct Chain {
    id: ChainId,
    asked: Asked,
    location: Location,
    before: Before,
    /// What was met since.
    doubtful: Doubtful,
    /// What the last digest that could be read, trusted or not, says of its predecessor: a
    /// signature proves itself, wherever it was kept.
    hint: Option<Previous>,
    /// Whether that digest was tampered with.
    tampered: bool,
    /// The last object of the range that was taken for a digest of the chain, if any was.
    last: Option<Place>,
}

/// What pushing a digest showed.
#[derive(Debug, Default)]
pub struct Step {
    /// Time between this digest and the newer ones that nothing covers.
    pub gaps: Vec<Gap>,
    /// The digest itself; none if it is not of the range.
    pub finding: Option<Finding>,
    /// The logs that it lists, unless it proves nothing of them: those of a digest of the range
    /// are to be checked.
    pub logs: Option<Logs>,
}

/// The logs that a digest lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logs {
    /// One by one; the same log may be there twice.
    pub entries: Vec<Entry>,
    /// Whether the digest is valid; otherwise it is unverified, and so is what it says.
    pub proven: bool,
    /// When the time that the digest covers begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    recorded: Place,
    found: Place,
}

impl Chain {
    /// A chain of which nothing was seen yet.
    pub fn new(id: ChainId, asked: Asked, location: Location) -> Self {
        Self {
            id,
            asked,
            location,
            before: Before::Nothing,
            doubtful: Doubtful::default(),
            hint: None,
            tampered: false,
            last: None,
        }
    }

    /// Where the next digest must be, if the last one is trusted and links to it. It may be in
    /// another bucket or under another prefix than those listed so far: then that place has to be
    /// listed too before the next push.
    pub fn expected(&self) -> Option<&Place> {
        match &self.before {
            Before::Link { previous, end, .. }
                if *end >= self.asked.since && self.doubtful.oldest().is_none() =>
            {
                Some(&previous.place)
            }
            _ => None,
        }
    }

    /// Takes the next digest, the newest first and each once. Those that are newer or older than
    /// the range are witnesses for those in it, and not judged: if they can be trusted, they show
    /// what is missing at its ends.
    pub fn push(&mut self, examined: Examined) -> Step {
        let stamp = examined.candidate.stamp;
        let place = &examined.candidate.place;
        let (linked, stray) = match &self.before {
            Before::Link { previous, end, .. } => {
                let linked = self.location.allows(place, &previous.place);
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
            self.last = Some(place.clone());
        }
        let mut gaps = Vec::new();
        match document {
            Some(document) => {
                if !newer {
                    gaps = self.gaps_after(document, place, linked);
                }
                self.before = before(document);
                self.doubtful = Doubtful::default();
            }
            None if newer => self.before = Before::Nothing,
            None if witness => {}
            None => self.doubtful.push(stamp),
        }
        self.keep_hint(&examined, &judgement, trusted);
        let step = self.step(examined, judgement);
        Step { gaps, finding: step.finding.filter(|_| !witness), ..step }
    }

    /// What remains to be said after the oldest digest.
    pub fn finish(self) -> Vec<Gap> {
        let since = self.asked.since;
        let reached = self.doubtful.oldest();
        let mut gaps = Vec::new();
        match (&self.before, reached) {
            (Before::Link { end, .. }, _) if *end < since => return gaps,
            (Before::Link { previous, end, .. }, None)
                if self.last.is_some() || *end <= self.asked.last =>
            {
                let mut gap = Gap::new(Cause::Head, [since, *end], previous.place.clone());
                (gap.missing, gap.backfill) = (1, self.id.backfill);
                return vec![gap];
            }
            (Before::Link { previous, end, .. }, Some(reached)) => {
                gaps = self.deleted([reached, *end], &previous.place);
            }
            _ => {}
        }
        if self.id.backfill {
            return gaps;
        }
        let (cause, to) = match (&self.before, reached) {
            (_, Some(reached)) => (Cause::Unknown, reached - HOUR),
            (Before::Start(start), None) => (Cause::Beginning, *start),
            (Before::Nothing | Before::Link { .. }, None) => (Cause::Nothing, self.due()),
        };
        let gap = Gap::new(cause, [since, to.min(self.asked.last)], self.last.unwrap_or_default());
        gaps.extend((since < gap.to).then_some(gap));
        gaps
    }

    /// Until when digests can be told to be missing that nothing links to.
    fn due(&self) -> Timestamp {
        match self.asked.due {
            Due::Delivered(due) | Due::Unknown(due) => due.min(self.asked.last),
        }
    }

    /// An object that the chain passes by: whatever it is, no digest links to it.
    fn stray(&self, examined: Examined) -> Step {
        Step { finding: Some(self.finding(examined, Judgement::unlinked())), ..Step::default() }
    }

    /// The verdict on a digest, its newer neighbour taken into account.
    fn judge(&self, examined: &Examined, linked: bool) -> Judgement {
        let judgement = examined.judgement.clone();
        let Some(read) = &examined.read else { return judgement };
        let link = match &self.before {
            Before::Link { previous, .. } if linked => Some(previous),
            _ => None,
        };
        let judgement = if examined.lacks_signature() {
            let hint = self.hint.as_ref().filter(|hint| hint.place == read.document.place);
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
    fn is_anchored(&self, examined: &Examined, linked: bool) -> bool {
        match (&self.before, &examined.read) {
            (Before::Link { previous, .. }, Some(read)) => {
                linked && previous.hash == Some(read.hash)
            }
            _ => false,
        }
    }

    /// What lies between a trusted digest and the newer one that was trusted before it, as far as
    /// it is of the range.
    fn gaps_after(&self, older: &Document, place: &Place, linked: bool) -> Vec<Gap> {
        let end = self.hour_before(older.end);
        match &self.before {
            Before::Link { start, .. } if linked => {
                let from = older.end.max(self.asked.since);
                let pause = Gap::new(Cause::Pause, [from, *start], place.clone());
                if from < *start { vec![pause] } else { Vec::new() }
            }
            Before::Link { previous, end: newest, .. } => {
                self.deleted([end, *newest], &previous.place)
            }
            _ if self.id.backfill => Vec::new(),
            Before::Nothing => {
                let (mut gaps, base) = self.below_doubtful(end, self.asked.last, place);
                let mut tail = Gap::new(Cause::Tail, [base, self.due()], place.clone());
                let open = hours(base, self.due());
                if matches!(self.asked.due, Due::Delivered(_)) && self.doubtful.is_whole() {
                    tail.miss_from_start(open);
                }
                gaps.extend((open > 0).then_some(tail));
                gaps
            }
            Before::Start(start) => {
                let to = (*start).min(self.asked.until);
                let (mut gaps, base) = self.below_doubtful(end, to, place);
                let restart = Gap::new(Cause::Restart, [base, to], place.clone());
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
        like: &Place,
    ) -> (Vec<Gap>, Timestamp) {
        match self.doubtful.newest_after(end, last) {
            Some(newest) => (self.deleted([end, newest], like), newest),
            None => (Vec::new(), end),
        }
    }

    /// Digests that are gone from the end of one digest to that of a newer one, which was linked
    /// to or is doubtful.
    fn deleted(&self, [end, newest]: [Timestamp; 2], like: &Place) -> Vec<Gap> {
        if newest < self.asked.since {
            return Vec::new();
        }
        // A witness links to one that is newer than the range.
        let over = hours_up(self.asked.last, newest);
        let runs = self.doubtful.free(newest - span_of(over), end);
        let gap = |(newest, missing): (Timestamp, u64)| {
            let span = [(newest - span_of(missing)).max(end), newest];
            let mut gap = Gap::new(Cause::Deleted, span, like.clone());
            (gap.missing, gap.backfill) = (missing, self.id.backfill);
            gap
        };
        runs.into_iter().map(gap).collect()
    }

    fn keep_hint(&mut self, examined: &Examined, judgement: &Judgement, trusted: bool) {
        if let Some(read) = &examined.read {
            self.hint.clone_from(&read.document.previous);
            self.tampered = judgement.verdict == Verdict::Invalid && !trusted;
        }
    }

    fn step(&self, mut examined: Examined, judgement: Judgement) -> Step {
        let document = examined.read.as_mut().map(|read| &mut read.document);
        let proven = judgement.verdict == Verdict::Valid;
        let heard = proven || judgement.verdict == Verdict::Unverified;
        let logs = document.filter(|_| heard).map(|document| Logs {
            entries: std::mem::take(&mut document.logs),
            proven,
            start: document.start,
            end: document.end,
            recorded: document.place.clone(),
            found: examined.candidate.place.clone(),
        });
        Step { gaps: Vec::new(), finding: Some(self.finding(examined, judgement)), logs }
    }

    fn finding(&self, examined: Examined, judgement: Judgement) -> Finding {
        Finding {
            kind: Kind::Digest,
            backfill: self.id.backfill,
            place: examined.candidate.place,
            judgement,
            hash: examined.read.map(|read| read.hash),
        }
    }
}

/// What a trusted digest says of the one before it.
fn before(document: &Document) -> Before {
    let start = document.start;
    let Some(previous) = document.previous.clone() else { return Before::Start(start) };
    let end = Key::parse(&previous.place.key).map(|key| key.stamp);
    // Nothing comes before itself.
    Before::Link { previous, end: end.map_or(start, |end| end.min(start)), start }
}

/// How a digest differs from what its successor says of it.
fn differs(link: &Previous, read: &Read) -> Option<&'static str> {
    if link.hash.is_some_and(|hash| hash != read.hash) {
        return Some("hash");
    }
    let signatures = link.signature.as_ref().zip(read.signature.as_ref());
    let same = signatures.is_none_or(|(one, other)| one.eq_ignore_ascii_case(other));
    (!same).then_some("signature")
}

impl Logs {
    /// Where to read a log: where the digest says, or, if the digest was found elsewhere than
    /// where it was delivered, as far from there as the digest is.
    pub fn place(&self, entry: &Entry) -> Place {
        let Place { bucket, key } = &entry.place;
        let parts = self.recorded.key.rsplit('/').zip(self.found.key.rsplit('/'));
        let same: usize = parts.take_while(|(a, b)| a == b).map(|(a, _)| a.len() + 1).sum();
        let base = |key: &str| key.len().saturating_sub(same.saturating_sub(1));
        let (recorded, found) = (base(&self.recorded.key), base(&self.found.key));
        match key.strip_prefix(&self.recorded.key[..recorded]) {
            Some(rest) if *bucket == self.recorded.bucket => {
                Place::new(&*self.found.bucket, format!("{}{rest}", &self.found.key[..found]))
            }
            _ => entry.place.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
