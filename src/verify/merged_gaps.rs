//! Gaps of which several runs saw a part each: joined, as one run would have reported them.

use jiff::SignedDuration;

use super::report::{GapLine, TimeRange, VERSION, trail_name};
use super::scope::PERIOD;
use crate::digest::{ChainId, CoveredTime, GapCause, GapState};

/// A trail is switched off in all Regions at once, but their digests do not end at the same minute.
const CLOSE: SignedDuration = SignedDuration::from_mins(75);
/// The ends of adjoining windows are this far apart.
const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// The gaps of all parts as one run would have reported them.
pub(super) fn joined(mut gaps: Vec<GapLine<'static>>) -> Vec<GapLine<'static>> {
    let chain = |gap: &GapLine<'_>| {
        (gap.account.to_string(), gap.region.to_string(), gap.trail.as_deref().map(str::to_owned))
    };
    gaps.sort_by_cached_key(|gap| (chain(gap), gap.from));
    let mut all: Vec<GapLine<'static>> = Vec::new();
    for gap in gaps {
        match all.last_mut() {
            Some(before) if chain(before) == chain(&gap) && continues(before, &gap) => {
                before.to = before.to.max(gap.to);
                before.missing_digests += gap.missing_digests;
                before.logs += gap.logs;
                before.explained_by = before.explained_by.take().or(gap.explained_by);
            }
            _ => all.push(gap),
        }
    }
    let explained: Vec<_> =
        all.iter().filter(|gap| gap.state == GapState::Explained).cloned().collect();
    for gap in all.iter_mut().filter(|gap| gap.state == GapState::Gap && gap.logs == 0) {
        let same = explained.iter().find(|other| {
            let apart = other.from.duration_until(gap.from);
            let is_same_chain = other.account == gap.account && other.trail == gap.trail;
            is_same_chain && other.cause == gap.cause && apart.abs() <= CLOSE
        });
        if let Some(same) = same {
            gap.explained_by.clone_from(&same.explained_by);
            gap.state = GapState::Explained;
        }
    }
    all
}

/// Whether a gap is the rest of another, in the next part of the window.
fn continues(before: &GapLine<'_>, gap: &GapLine<'_>) -> bool {
    let can_span_parts = matches!(
        gap.cause,
        Some(
            GapCause::Tail
                | GapCause::Deleted
                | GapCause::Restart
                | GapCause::Pause
                | GapCause::Beginning
                | GapCause::Nothing
        )
    );
    // A gap that continues in the next part begins there at the hour before it. Missing digests are
    // counted one by one, so that their gaps touch.
    let apart = if gap.cause == Some(GapCause::Deleted) { SignedDuration::ZERO } else { PERIOD };
    can_span_parts
        && before.cause == gap.cause
        && before.state == gap.state
        && before.to.duration_until(gap.from) <= apart
}

/// The time between the windows of reports on the same chain, which no report covers.
pub(super) fn between(id: &ChainId, windows: &[TimeRange]) -> Vec<GapLine<'static>> {
    let mut sorted = windows.to_vec();
    sorted.sort_by_key(|window| window.from);
    let pairs = sorted.windows(2).map(|pair| (pair[0].to, pair[1].from));
    let apart = pairs.filter(|(end, start)| end.duration_until(*start) > SECOND);
    let gap = |(from, to)| GapLine {
        version: VERSION,
        kind: "gap".into(),
        account: id.account.clone().into(),
        region: id.region.clone().into(),
        from,
        to,
        missing_digests: 0,
        explained_by: None,
        state: GapState::Gap,
        logs: 0,
        cause: Some(GapCause::Nothing),
        trail: Some(trail_name(id).into()),
    };
    apart.map(gap).collect()
}

/// A gap where the other chains of the trail are known: they may show that a period at the edge of
/// the window was due.
pub(super) fn with_others(
    mut gap: GapLine<'static>,
    others: &CoveredTime,
    window: TimeRange,
) -> GapLine<'static> {
    let within = [gap.from.max(window.from), gap.to.min(window.to)];
    if gap.state == GapState::Partial && others.covers(within) {
        gap.state = GapState::Gap;
        gap.missing_digests = 1;
    }
    gap
}
