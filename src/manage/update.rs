//! The plan that changes a trail.

use super::{Manager, Plan, Result};
use crate::policy::arn;
use crate::policy::name::Prefix;
use crate::trail::Trail;
use crate::trail::change::Change;
use crate::trail::plan::{
    self, BucketRequest, BucketSource, PolicyLookup, Removed, Request, ResourceOptions, WithPolicy,
};
use crate::trail::selectors::RequestedEvents;
use crate::trail::show;

/// What is to change. `None` leaves a setting as it is.
#[derive(Debug)]
pub struct TrailUpdate {
    /// Record events of all Regions.
    pub multi_region: Option<bool>,
    /// Record events of all accounts of the organization.
    pub organization: Option<bool>,
    /// Record events of global services.
    pub global_events: Option<bool>,
    /// Deliver digest files.
    pub validation: Option<bool>,
    /// The prefix of object keys.
    pub prefix: Option<Prefix>,
    /// The bucket and the other resources.
    pub resources: ResourceOptions,
    /// What to take away.
    pub removed: Removed,
    /// The recorded events.
    pub events: Option<RequestedEvents>,
}

/// The changes of an update.
#[derive(Debug)]
pub struct Update {
    /// The changes.
    pub plan: Plan,
    /// What they change of the trail, as lines for people.
    pub difference: Vec<String>,
}

impl TrailUpdate {
    /// Whether CloudTrail may need access that it does not have yet.
    fn needs_access(&self) -> bool {
        self.resources.is_given() || self.prefix.is_some() || self.organization == Some(true)
    }
}

impl Manager<'_> {
    /// The changes that an update makes to a trail; none if it is as requested.
    ///
    /// # Errors
    /// A resource is missing or differs, or AWS refuses.
    pub fn update(&self, trail: &Trail, wanted: &TrailUpdate) -> Result<Update> {
        let session = self.session;
        let request = self.update_request(trail, wanted)?;
        let mut resources = session.find_resources(&request)?;
        resources.check(&request)?.iter().for_each(|note| (self.note)(note));
        if let (None, Some(topic)) = (&resources.topic, &trail.topic) {
            let (name, policy) = (arn::Topic::new(topic, None)?, PolicyLookup::NotOurs);
            resources.topic = Some(WithPolicy { name, policy });
        }
        let region = trail.home.clone();
        let plan = Plan { changes: Vec::new(), region };
        let mut update = Update { plan, difference: Vec::new() };
        if wanted.needs_access() {
            update.plan.changes = plan::prerequisites(&request, &resources)?;
        }
        let (prefix, removed) = (wanted.prefix.as_ref(), wanted.removed);
        let settings = plan::changed_settings(&request, &resources, trail, prefix, removed);
        let settings_difference = plan::settings_difference(trail, &settings);
        if !settings_difference.is_empty() {
            update.plan.changes.push(Change::UpdateTrail(Box::new(settings)));
        }
        if let Some(selectors) = request.selectors.clone()
            && let before = session.selectors(trail)?
            && selectors != before
        {
            update.difference.push(show::events_difference(trail, &before, &selectors));
            update.plan.changes.push(Change::PutSelectors { trail: trail.arn.clone(), selectors });
        }
        update.difference.extend(settings_difference.iter().map(|line| format!("  {line}")));
        if let Some(change) = plan::notification_change(&request, &resources)
            && !session.is_queue_connected(&change)?
        {
            update.plan.changes.push(change);
        }
        Ok(update)
    }

    fn update_request(&self, trail: &Trail, wanted: &TrailUpdate) -> Result<Request> {
        let prefix = match &wanted.prefix {
            Some(prefix) => prefix.clone(),
            None => trail.prefix.parse()?,
        };
        wanted.resources.check(&prefix, trail.topic.is_some())?;
        let arn = arn::Trail::new(&trail.arn, None)?;
        let home = arn.home().clone();
        let is_organized = wanted.organization.unwrap_or(trail.organization);
        let organization = is_organized.then(|| self.session.organization()).transpose()?;
        let bucket = if let Some(bucket) = wanted.resources.bucket() {
            bucket
        } else {
            let needs_access = wanted.needs_access();
            let source = if needs_access { BucketSource::Default } else { BucketSource::Unchanged };
            BucketRequest { name: trail.bucket.parse()?, source }
        };
        let events = wanted.events.as_ref();
        Ok(Request {
            resources: wanted.resources.names(&trail.name, bucket, &home)?,
            selectors: events.map(|events| events.selectors(arn.partition())).transpose()?,
            home,
            trail: arn,
            organization: organization.map(|it| it.id.parse()).transpose()?,
            prefix,
            multi_region: wanted.multi_region.unwrap_or(trail.multi_region),
            global_events: wanted.global_events.unwrap_or(trail.global_events),
            validation: wanted.validation.unwrap_or(trail.validation),
            start_logging: false,
            tags: Vec::new(),
        })
    }
}
