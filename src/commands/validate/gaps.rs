//! Time without digests that several runs saw a part of: joined, and explained by one for all.

use jiff::SignedDuration;

use super::lines::GapLine;
use crate::digest::Cause;

/// A gap that goes on in another part begins there at the hour before it.
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// A trail is switched off in all regions at once; digests of them do not end at the same minute.
const CLOSE: SignedDuration = SignedDuration::from_mins(75);

/// The gaps of all parts as one run would have told them.
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
                before.explained_by = before.explained_by.take().or(gap.explained_by);
            }
            _ => all.push(gap),
        }
    }
    let explained: Vec<_> = all.iter().filter(|gap| gap.explained_by.is_some()).cloned().collect();
    for gap in all.iter_mut().filter(|gap| gap.explained_by.is_none()) {
        let same = explained.iter().find(|other| {
            let apart = other.from.duration_until(gap.from);
            other.trail == gap.trail && other.cause == gap.cause && apart.abs() <= CLOSE
        });
        gap.explained_by = same.and_then(|other| other.explained_by.clone());
    }
    all
}

/// Whether a gap is the rest of another, in the next part of the range.
fn goes_on(before: &GapLine<'_>, gap: &GapLine<'_>) -> bool {
    let is_wide = matches!(
        gap.cause,
        Some(Cause::Tail | Cause::Restart | Cause::Pause | Cause::Beginning | Cause::Nothing)
    );
    is_wide && before.cause == gap.cause && before.to.duration_until(gap.from) <= HOUR
}
