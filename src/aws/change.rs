//! What a change asks of AWS.

use super::{Error, Session};
use crate::trail::change::Change;

impl Session {
    /// Carries a change out in a region.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn perform(&self, change: &Change, region: &str) -> Result<(), Error> {
        match change {
            Change::PutSelectors { trail, selectors } => {
                self.put_selectors(trail, selectors, region)
            }
            Change::PutInsights { trail, insights } => self.put_insights(trail, insights, region),
            _ => Ok(()),
        }
    }
}
