//! What a trail records: asked for and told. (Replaced at the merge.)

use super::Session;
use super::error::Error;
use crate::trail::selectors::{InsightSelector, Selectors};

impl Session {
    #[expect(clippy::unused_async, reason = "until the merge")]
    pub(super) async fn put_selectors(&self, _: &str, _: &Selectors, _: &str) -> Result<(), Error> {
        Ok(())
    }
    #[expect(clippy::unused_async, reason = "until the merge")]
    pub(super) async fn put_insights(
        &self,
        _: &str,
        _: &[InsightSelector],
        _: &str,
    ) -> Result<(), Error> {
        Ok(())
    }
}
