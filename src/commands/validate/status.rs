//! What CloudTrail says of the delivery of digests, Region by Region.
//!
//! It never makes a digest period due later; it only says why one is not covered.

use std::collections::BTreeSet;

use super::plan::Plan;
use crate::commands::{Context, tell};
use crate::source::Fault;

impl Plan {
    /// Looks up in which Regions digest delivery stopped.
    ///
    /// # Errors
    /// There is no session for AWS.
    pub(super) fn load_status(&mut self, context: &Context) -> anyhow::Result<()> {
        let Some(trail) = self.trail.clone().filter(|t| t.is_multi_region.is_some()) else {
            return Ok(());
        };
        let session = context.aws(Some(&trail.home))?;
        let regions: BTreeSet<String> = self.chains.keys().map(|id| id.region.clone()).collect();
        for region in regions {
            match session.status_in(&trail.arn, &region) {
                Ok(status) => {
                    let Some(latest) = status.latest_digest_delivery_time else { continue };
                    if latest < self.due && latest < self.asked.until {
                        let error = status.latest_digest_delivery_error;
                        let error = error.map_or(String::new(), |error| {
                            format!(": LatestDigestDeliveryError {error}")
                        });
                        let why = format!("digest delivery stopped at {latest}{error}");
                        self.stopped.insert(region, why);
                    }
                }
                Err(error) if context.globals.verbose => {
                    let fault = Fault::from(error);
                    tell(&format!("{region}: digest delivery status is unknown: {fault}"));
                }
                Err(_) => {}
            }
        }
        Ok(())
    }
}
