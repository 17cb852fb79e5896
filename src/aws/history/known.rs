//! Events that were returned before, so that a repeated query of the same time gives only new ones.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};

use super::{FoundEvent, LookupRegion, lock};

/// Queries have whole seconds.
const MARGIN: SignedDuration = SignedDuration::from_secs(2);

/// Events that were returned, by Region and id. All copies share them.
#[derive(Clone, Default)]
pub struct Known(Arc<Mutex<HashMap<String, HashMap<String, KnownEvent>>>>);

struct KnownEvent {
    time: Timestamp,
    /// The reader has processed it.
    is_kept: bool,
}

impl Known {
    /// Adds an event of a Region; returns whether it is new.
    pub(super) fn add(&self, region: &str, found: &FoundEvent) -> bool {
        let mut regions = lock(&self.0);
        let events = regions.entry(region.to_owned()).or_default();
        // An event without an id is identified by its record.
        let id = found.id.as_ref().unwrap_or(&found.record);
        let event = KnownEvent { time: found.time, is_kept: false };
        !events.contains_key(id) && events.insert(id.clone(), event).is_none()
    }

    /// Marks all events as processed, so that they are not returned again. Forgets events before the
    /// range of their Region, which no query returns again.
    pub fn keep(&self, places: &[LookupRegion]) {
        let mut regions = lock(&self.0);
        for (region, events) in regions.iter_mut() {
            let place = places.iter().find(|place| place.region == *region);
            let since = place.and_then(|place| place.range.since).unwrap_or(Timestamp::MIN);
            let oldest = since.saturating_sub(MARGIN).unwrap_or(since);
            events.retain(|_, event| oldest <= event.time);
            for event in events.values_mut() {
                event.is_kept = true;
            }
        }
    }

    /// Forgets events that were not processed, so that they are returned again.
    pub fn drop_rest(&self) {
        for events in lock(&self.0).values_mut() {
            events.retain(|_, event| event.is_kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::Standing;
    use crate::event::time::Range;

    fn found(second: i64, id: &str) -> FoundEvent {
        let time = Timestamp::from_second(second).unwrap();
        FoundEvent { time, record: format!("{{{id}}}"), id: Some(id.to_owned()) }
    }

    fn place(second: i64) -> LookupRegion {
        let range = Range { since: Timestamp::from_second(second).ok(), until: None };
        LookupRegion { range, ..LookupRegion::new("eu-west-1", Standing::Always) }
    }

    #[test]
    fn an_event_is_new_once_until_it_is_before_the_range() {
        let known = Known::default();
        assert!(known.add("eu-west-1", &found(100, "a")));
        assert!(known.add("eu-west-1", &found(100, "b")));
        assert!(known.add("eu-west-2", &found(100, "a")));
        assert!(!known.add("eu-west-1", &found(100, "a")));
        known.keep(&[place(90)]);
        assert!(known.add("eu-west-1", &found(100, "c")));
        known.drop_rest();
        assert!(known.add("eu-west-1", &found(100, "c")));
        assert!(!known.add("eu-west-1", &found(100, "a")));
        known.keep(&[place(110)]);
        assert!(lock(&known.0)["eu-west-1"].is_empty());
    }
}
