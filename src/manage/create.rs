//! The plan that creates a trail, or completes one that an interrupted run left.

use std::net::Ipv4Addr;

use super::{Manager, Plan, Result};
use crate::aws;
use crate::policy::arn::{self, Home};
use crate::policy::name::Prefix;
use crate::trail::created::TRAIL_TAG;
use crate::trail::plan::{
    self, BucketRequest, BucketSource, CurrentTrail, PlanError, Request, ResourceOptions, invalid,
};
use crate::trail::selectors::RequestedEvents;
use crate::trail::{Tag, Trail};

/// A trail to create.
#[derive(Debug)]
pub struct NewTrail {
    /// Its name.
    pub name: String,
    /// Record events of all Regions.
    pub multi_region: bool,
    /// Record events of all accounts of the organization.
    pub organization: bool,
    /// The prefix of object keys.
    pub prefix: Prefix,
    /// The bucket and the other resources.
    pub resources: ResourceOptions,
    /// The user's tags.
    pub tags: Vec<Tag>,
    /// Deliver digest files.
    pub validation: bool,
    /// Start logging.
    pub start_logging: bool,
    /// Record events of global services.
    pub global_events: bool,
    /// The recorded events; `None` for the default.
    pub events: Option<RequestedEvents>,
}

impl NewTrail {
    /// Checks what can be checked without a call.
    ///
    /// # Errors
    /// The name is none that CloudTrail accepts, or options contradict each other.
    pub fn check(&self) -> std::result::Result<(), PlanError> {
        if self.name.starts_with("arn:") {
            let help = "account and Region are those of the credentials and of --region";
            let message = format!("NAME: a name, not an ARN: {}", self.name);
            return Err(PlanError::unusable(message, help));
        }
        if self.name.parse::<Ipv4Addr>().is_ok() {
            let help = "CloudTrail accepts no name in the form of an IP address";
            let message = format!("NAME: not the name of a trail: {}", self.name);
            return Err(PlanError::unusable(message, help));
        }
        self.resources.check(&self.prefix, false)
    }
}

impl Manager<'_> {
    /// The plan that creates a trail. It is empty if the trail exists as requested.
    ///
    /// # Errors
    /// An existing trail differs, a resource is missing or in the way, or AWS refuses.
    pub fn create(&self, wanted: &NewTrail) -> Result<Plan> {
        let session = self.session;
        let existing = self.existing(&wanted.name)?;
        let request = self.new_trail_request(wanted, existing.as_ref())?;
        let resources = session.find_resources(&request)?;
        resources.check(&request)?.iter().for_each(|note| (self.note)(note));
        let region = request.home.region.to_string();
        let Some(trail) = existing else {
            return Ok(Plan { changes: plan::create(&request, &resources)?, region });
        };
        let notification = plan::notification_change(&request, &resources);
        let is_connected = match &notification {
            Some(change) => session.is_queue_connected(change)?,
            None => true,
        };
        let current = CurrentTrail {
            tags: session.tags(&trail)?,
            is_logging: session.status(&trail)?.is_logging,
            selectors: session.selectors(&trail)?,
            trail,
        };
        let notification = notification.filter(|_| !is_connected);
        let changes = plan::resume(&request, &resources, &current, notification)?;
        Ok(Plan { changes, region })
    }

    /// The trail with this name whose home is the configured Region.
    ///
    /// # Errors
    /// AWS refuses, cannot be reached, or no Region is configured.
    pub fn existing(&self, name: &str) -> std::result::Result<Option<Trail>, aws::Error> {
        let region = self.session.home()?;
        let mut trails = self.session.trails_in(region, &[])?.into_iter();
        Ok(trails.find(|trail| trail.name == name && trail.home == region))
    }

    fn new_trail_request(&self, wanted: &NewTrail, existing: Option<&Trail>) -> Result<Request> {
        let session = self.session;
        let (region, account) = (session.home()?, session.account()?);
        let home = Home { region: region.parse()?, account: account.parse()? };
        let organization = wanted.organization.then(|| session.organization()).transpose()?;
        let owner = match &organization {
            Some(organization) => {
                Home { account: organization.management.parse()?, ..home.clone() }
            }
            None => home.clone(),
        };
        let trail = arn::Trail::new(&wanted.name, Some(&owner));
        let trail = trail.map_err(|error| invalid("NAME", &error))?;
        let arn = trail.to_string();
        let bucket = match (wanted.resources.bucket(), existing) {
            (Some(bucket), _) => {
                self.report_other_buckets(&home.account, &bucket.name.to_string(), &arn)?;
                bucket
            }
            (None, Some(existing)) => {
                let name = existing.bucket.parse()?;
                BucketRequest { name, source: BucketSource::Default }
            }
            (None, None) => self.default_bucket(&home.account, &arn)?,
        };
        let own_tag = Tag { key: TRAIL_TAG.to_owned(), value: arn };
        let events = wanted.events.as_ref();
        Ok(Request {
            resources: wanted.resources.names(&wanted.name, bucket, &home)?,
            selectors: events.map(|events| events.selectors(trail.partition())).transpose()?,
            home,
            trail,
            organization: organization.map(|it| it.id.parse()).transpose()?,
            prefix: wanted.prefix.clone(),
            multi_region: wanted.multi_region,
            global_events: wanted.global_events,
            validation: wanted.validation,
            start_logging: wanted.start_logging,
            tags: [&[own_tag], wanted.tags.as_slice()].concat(),
        })
    }
}
