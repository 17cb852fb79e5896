//! Gaps of which several runs saw a part each: joined, as one run would have reported them.

use jiff::{SignedDuration, Timestamp};

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
        if let Some(other) = explained.iter().find(|other| explains(other, gap)) {
            gap.explained_by.clone_from(&other.explained_by);
            gap.state = GapState::Explained;
        }
    }
    all
}

/// Whether what explains one gap also explains another of the same trail.
fn explains(explained: &GapLine<'_>, gap: &GapLine<'_>) -> bool {
    if explained.account != gap.account
        || explained.trail != gap.trail
        || explained.cause != gap.cause
    {
        return false;
    }
    if explained.region == gap.region {
        return explained.from.duration_until(gap.from).abs() <= CLOSE;
    }
    // What the user says of a chain, and what is known of a Region, concerns no other Region.
    let words = explained.explained_by.as_deref().and_then(|words| words.split_once(' '));
    let Some((event, Ok(time))) = words.map(|(event, time)| (event, time.parse::<Timestamp>()))
    else {
        return false;
    };
    let concerns_all = match event {
        "StopLogging" | "DeleteTrail" => true,
        // It may have switched off all Regions but the home Region.
        "UpdateTrail" => is_home(explained) || !is_home(gap),
        _ => false,
    };
    // Whole periods before the event were due, and so were those after the trail was on again.
    let is_then = gap.from - CLOSE <= time && time < gap.from + PERIOD;
    concerns_all && is_then && gap.to <= explained.to + CLOSE
}

/// Whether a gap is of the trail's home Region.
fn is_home(gap: &GapLine<'_>) -> bool {
    gap.trail.as_deref().is_some_and(|trail| trail.ends_with(&format!(" ({})", gap.region)))
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

/// The time of `whole` that none of these windows has.
pub(super) fn between(whole: TimeRange, windows: &[TimeRange]) -> Vec<TimeRange> {
    let mut sorted = windows.to_vec();
    sorted.sort_by_key(|window| window.from);
    let mut reached = whole.from;
    let mut found = Vec::new();
    let end = TimeRange { from: whole.to, to: whole.to };
    for window in sorted.into_iter().chain([end]) {
        let start = window.from.min(whole.to);
        if reached.duration_until(start) > SECOND {
            found.push(TimeRange { from: reached, to: start });
        }
        reached = reached.max(window.to);
    }
    found
}

/// Whether a range is a part of another, to the second.
pub(super) fn is_within(part: TimeRange, whole: TimeRange) -> bool {
    whole.from - SECOND <= part.from && part.to <= whole.to + SECOND
}

/// Time of a chain of which no report says anything.
pub(super) fn uncovered(id: &ChainId, TimeRange { from, to }: TimeRange) -> GapLine<'static> {
    GapLine {
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
    }
}

/// A gap for which a report should have found the chain and did not: no gap in fact if the other
/// reports show that the chain started later, or that it ended before.
pub(super) fn with_ends(
    mut gap: GapLine<'static>,
    others: &[GapLine<'_>],
    covered: &CoveredTime,
) -> GapLine<'static> {
    let starts_later = |other: &GapLine<'_>| {
        other.state == GapState::BeforeStart
            && gap.to <= other.to
            && covered.spans().all(|[from, _]| other.to <= from)
    };
    let ended_before = |other: &&GapLine<'_>| {
        other.state == GapState::Explained
            && other.cause != Some(GapCause::Restart)
            && other.from <= gap.from
            && others.iter().all(|later| later.from <= other.from)
            && covered.spans().all(|[_, to]| to <= other.from)
    };
    if others.iter().any(starts_later) {
        gap.state = GapState::BeforeStart;
    } else if let Some(end) = others.iter().find(ended_before) {
        gap.explained_by = end.explained_by.as_deref().map(|by| by.to_owned().into());
        gap.state = GapState::Explained;
    }
    gap
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        format!("2026-11-20T{text}:00Z").parse().unwrap()
    }

    fn gap(region: &str, [from, to]: [&str; 2]) -> GapLine<'static> {
        let id = ChainId {
            account: "111122223333".to_owned(),
            region: region.to_owned(),
            trail: "main".to_owned(),
            home: "us-east-1".to_owned(),
            backfill: false,
        };
        let line = uncovered(&id, TimeRange { from: at(from), to: at(to) });
        GapLine { cause: Some(GapCause::Tail), ..line }
    }

    /// Whether words that explain a gap of one Region explain one of another Region.
    fn is_explained(words: &str, explained: &GapLine<'static>, other: &GapLine<'static>) -> bool {
        let explained = GapLine {
            state: GapState::Explained,
            explained_by: Some(words.to_owned().into()),
            ..explained.clone()
        };
        joined(vec![explained, other.clone()]).iter().all(|gap| gap.state == GapState::Explained)
    }

    #[test]
    fn an_event_explains_gaps_of_the_regions_that_it_switched_off() {
        let home = gap("us-east-1", ["10:00", "15:00"]);
        let [abroad, third] =
            ["eu-west-1", "eu-west-2"].map(|region| gap(region, ["10:23", "15:23"]));
        let [stop, delete, update] = ["StopLogging", "DeleteTrail", "UpdateTrail"]
            .map(|name| format!("{name} 2026-11-20T10:10:00Z"));
        for words in [&stop, &delete, &update] {
            assert!(is_explained(words, &home, &abroad), "{words}");
        }
        assert!(is_explained(&stop, &abroad, &home));
        // It may have switched off every Region but the home Region.
        assert!(is_explained(&update, &abroad, &third));
        assert!(!is_explained(&update, &abroad, &home));
        for words in
            ["--ended 111122223333/eu-west-1=2026-11-20T10:10:00Z", "the trail records its home"]
        {
            assert!(!is_explained(words, &abroad, &home), "{words}");
        }
    }

    #[test]
    fn an_event_explains_no_period_of_another_region_before_it_or_after_the_gap() {
        let home = gap("us-east-1", ["10:00", "12:00"]);
        let explains =
            |time: &str, other| is_explained(&format!("StopLogging {}", at(time)), &home, &other);
        assert!(explains("10:10", gap("eu-west-1", ["09:20", "12:20"])));
        assert!(!explains("10:30", gap("eu-west-1", ["09:20", "12:20"])));
        assert!(!explains("10:10", gap("eu-west-1", ["10:20", "18:20"])));
    }

    #[test]
    fn time_between_windows_is_what_none_of_them_has() {
        let range = |[from, to]: [&str; 2]| TimeRange { from: at(from), to: at(to) };
        let windows = [["12:00", "13:00"], ["09:00", "11:00"], ["09:30", "10:00"]].map(range);
        let found = between(range(["08:00", "14:00"]), &windows);
        let expected = [["08:00", "09:00"], ["11:00", "12:00"], ["13:00", "14:00"]].map(range);
        assert_eq!(found, expected);
        assert_eq!(between(range(["09:00", "11:00"]), &windows), []);
    }
}
