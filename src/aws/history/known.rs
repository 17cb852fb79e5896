//! Which events were told before: whoever asks for the same time again wants only what is new.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};

use super::{Found, Place, lock};

/// Questions are of whole seconds.
const MARGIN: SignedDuration = SignedDuration::from_secs(2);

/// Events that were told, by their regions and ids. Shared by all who ask in one run.
#[derive(Clone, Default)]
pub struct Known(Arc<Mutex<HashMap<String, HashMap<String, Told>>>>);

struct Told {
    time: Timestamp,
    /// What was told of it was taken.
    is_kept: bool,
}

impl Known {
    /// Whether an event of a region is new; notes it.
    pub(super) fn is_new(&self, region: &str, found: &Found) -> bool {
        let mut regions = lock(&self.0);
        let events = regions.entry(region.to_owned()).or_default();
        // Without an id the record stands for itself.
        let id = found.id.as_ref().unwrap_or(&found.record);
        let told = Told { time: found.time, is_kept: false };
        !events.contains_key(id) && events.insert(id.clone(), told).is_none()
    }

    /// What was told until now was taken, and is not told again. Forgets what is too old to be asked
    /// for again: of each place what happened before its range.
    pub fn keep(&self, places: &[Place]) {
        let mut regions = lock(&self.0);
        for (region, events) in regions.iter_mut() {
            let place = places.iter().find(|place| place.region == *region);
            let since = place.and_then(|place| place.range.since).unwrap_or(Timestamp::MIN);
            let oldest = since.saturating_sub(MARGIN).unwrap_or(since);
            events.retain(|_, told| oldest <= told.time);
            for told in events.values_mut() {
                told.is_kept = true;
            }
        }
    }

    /// What was told and not kept was not taken, and will be told again.
    pub fn drop_rest(&self) {
        for events in lock(&self.0).values_mut() {
            events.retain(|_, told| told.is_kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::Standing;
    use crate::event::time::Range;

    fn found(second: i64, id: &str) -> Found {
        let time = Timestamp::from_second(second).unwrap();
        Found { time, record: format!("{{{id}}}"), id: Some(id.to_owned()) }
    }

    fn place(second: i64) -> Place {
        let range = Range { since: Timestamp::from_second(second).ok(), until: None };
        Place { range, ..Place::new("eu-west-1", Standing::Always) }
    }

    #[test]
    fn an_event_is_new_once_until_it_is_too_old_to_be_asked_for() {
        let known = Known::default();
        assert!(known.is_new("eu-west-1", &found(100, "a")));
        assert!(known.is_new("eu-west-1", &found(100, "b")));
        assert!(known.is_new("eu-west-2", &found(100, "a")));
        assert!(!known.is_new("eu-west-1", &found(100, "a")));
        known.keep(&[place(90)]);
        assert!(known.is_new("eu-west-1", &found(100, "c")));
        known.drop_rest();
        assert!(known.is_new("eu-west-1", &found(100, "c")));
        assert!(!known.is_new("eu-west-1", &found(100, "a")));
        known.keep(&[place(110)]);
        assert!(lock(&known.0)["eu-west-1"].is_empty());
    }
}
