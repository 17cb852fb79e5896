//! What CloudTrail reports about the delivery of digests, Region by Region.
//!
//! It never makes a digest period due later; it only says why one is not covered.

use std::collections::{BTreeMap, BTreeSet};

use super::Note;
use super::scope::Scope;
use crate::aws::Session;
use crate::source::Fault;

/// The Regions to which digest delivery of the named trail stopped, and why.
pub(super) fn stopped(
    scope: &Scope,
    regions: &BTreeSet<String>,
    session: &Session,
) -> (BTreeMap<String, String>, Vec<Note>) {
    let (mut stopped, mut notes) = (BTreeMap::new(), Vec::new());
    let Some(trail) = &scope.trail else { return (stopped, notes) };
    for region in regions {
        let status = match session.status_in(&trail.arn, region) {
            Ok(status) => status,
            Err(error) => {
                let fault = Fault::from(error);
                let text = format!("{region}: digest delivery status is unknown: {fault}");
                notes.push(Note { text, is_detail: true });
                continue;
            }
        };
        let Some(latest) = status.latest_digest_delivery_time else { continue };
        if latest < scope.due && latest < scope.window.until {
            let error = status.latest_digest_delivery_error;
            let error =
                error.map_or(String::new(), |error| format!(": LatestDigestDeliveryError {error}"));
            stopped.insert(region.clone(), format!("digest delivery stopped at {latest}{error}"));
        }
    }
    (stopped, notes)
}
