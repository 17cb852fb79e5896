//! Time without digests that several runs saw a part of: joined, and explained by one for all.

use jiff::SignedDuration;

use super::lines::{GapLine, Range, VERSION, trail_of};
use crate::digest::{Cause, ChainId, Covered, State};

/// A gap that goes on in another part begins there at the hour before it.
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// A trail is switched off in all Regions at once; their digests do not end at the same minute.
const CLOSE: SignedDuration = SignedDuration::from_mins(75);
/// Windows that touch are this far apart.
const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// The gaps of all parts as one run would have reported them.
pub(super) fn joined(mut gaps: Vec<GapLine<'static>>) -> Vec<GapLine<'static>> {
    let place = |gap: &GapLine<'_>| {
        (gap.account.to_string(), gap.region.to_string(), gap.trail.as_deref().map(str::to_owned))
    };
    gaps.sort_by_cached_key(|gap| (place(gap), gap.from));
    let mut all: Vec<GapLine<'static>> = Vec::new();
    for gap in gaps {
        match all.last_mut() {
            Some(before) if place(before) == place(&gap) && goes_on(before, &gap) => {
                before.to = before.to.max(gap.to);
                before.missing_digests += gap.missing_digests;
                before.logs += gap.logs;
                before.explained_by = before.explained_by.take().or(gap.explained_by);
            }
            _ => all.push(gap),
        }
    }
    let explained: Vec<_> =
        all.iter().filter(|gap| gap.state == State::Explained).cloned().collect();
    for gap in all.iter_mut().filter(|gap| gap.state == State::Gap && gap.logs == 0) {
        let same = explained.iter().find(|other| {
            let apart = other.from.duration_until(gap.from);
            other.trail == gap.trail && other.cause == gap.cause && apart.abs() <= CLOSE
        });
        if let Some(same) = same {
            gap.explained_by.clone_from(&same.explained_by);
            gap.state = State::Explained;
        }
    }
    all
}

/// Whether a gap is the rest of another, in the next part of the window.
fn goes_on(before: &GapLine<'_>, gap: &GapLine<'_>) -> bool {
    let is_wide = matches!(
        gap.cause,
        Some(
            Cause::Tail
                | Cause::Deleted
                | Cause::Restart
                | Cause::Pause
                | Cause::Beginning
                | Cause::Nothing
        )
    );
    // Digests that are missing are counted one by one, so that their time touches.
    let apart = if gap.cause == Some(Cause::Deleted) { SignedDuration::ZERO } else { HOUR };
    is_wide
        && before.cause == gap.cause
        && before.state == gap.state
        && before.to.duration_until(gap.from) <= apart
}

/// The time between the windows of reports on the same chain, which no report speaks for.
pub(super) fn between<'w>(
    id: &'w ChainId,
    windows: &'w [Range],
) -> impl Iterator<Item = GapLine<'static>> + 'w {
    let mut sorted = windows.to_vec();
    sorted.sort_by_key(|window| window.from);
    let pairs: Vec<[Range; 2]> = sorted.windows(2).map(|pair| [pair[0], pair[1]]).collect();
    pairs.into_iter().filter(|[one, other]| one.to.duration_until(other.from) > SECOND).map(
        |[one, other]| GapLine {
            version: VERSION,
            kind: "gap".into(),
            account: id.account.clone().into(),
            region: id.region.clone().into(),
            from: one.to,
            to: other.from,
            missing_digests: 0,
            explained_by: None,
            state: State::Gap,
            logs: 0,
            cause: Some(Cause::Nothing),
            trail: Some(trail_of(id).into()),
        },
    )
}

impl GapLine<'static> {
    /// Whether it is one of a chain.
    pub(super) fn is_of(&self, id: &ChainId) -> bool {
        self.account == id.account
            && self.region == id.region
            && self.trail.as_deref().is_none_or(|trail| trail == trail_of(id))
    }

    /// The same where other chains are known: they may show that a period at the edge of the window
    /// was due.
    pub(super) fn seen_with(mut self, others: &Covered, window: Range) -> Self {
        let within = [self.from.max(window.from), self.to.min(window.to)];
        if self.state == State::Partial && others.covers(within) {
            self.state = State::Gap;
            self.missing_digests = 1;
        }
        self
    }
}
