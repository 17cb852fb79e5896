//! Trails: described, listed, and chosen by name or ARN.

use std::sync::Arc;

use aws_sdk_cloudtrail::operation::get_trail_status::GetTrailStatusOutput;
use aws_sdk_cloudtrail::primitives::DateTime;
use aws_sdk_cloudtrail::types;
use jiff::Timestamp;

use super::error::{ApiCall, Error};
use super::{Bucket, Session, paging};
use crate::source::FaultKind;
use crate::trail::{Status, Tag, Trail};

impl Session {
    /// The trails in the configured Region, including multi-Region trails with another home Region.
    ///
    /// # Errors
    /// AWS refuses, cannot be reached, or no Region is configured.
    pub fn trails(&self) -> Result<Vec<Trail>, Error> {
        let client = self.cloudtrail(None)?;
        let call = ApiCall { action: "cloudtrail:DescribeTrails", resource: "*" };
        let answer =
            self.wait(client.describe_trails().send())?.map_err(|error| Error::of(&error, call))?;
        let trails = answer.trail_list.unwrap_or_default().into_iter();
        Ok(trails.map(trail_of).collect())
    }

    /// The trail with this name or ARN. An empty name stands for the only trail, or the only
    /// multi-Region trail.
    ///
    /// # Errors
    /// There is none, or there are several; or see [`Session::trails`].
    pub fn trail(&self, name: &str) -> Result<Trail, Error> {
        choose(&self.trails()?, name)
    }

    /// The status of a trail in its home Region.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn status(&self, trail: &Trail) -> Result<Status, Error> {
        self.status_in(&trail.arn, &trail.home)
    }

    /// The status of the trail with this ARN in a Region: each Region has its own deliveries.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn status_in(&self, arn: &str, region: &str) -> Result<Status, Error> {
        let client = self.cloudtrail(Some(region))?;
        let call = ApiCall { action: "cloudtrail:GetTrailStatus", resource: arn };
        let answer = self.wait(client.get_trail_status().name(arn).send())?;
        answer.map(status_of).map_err(|error| Error::of(&error, call))
    }

    /// The trails with these names in a Region; all of them if there are no names.
    ///
    /// # Errors
    /// See [`Session::trails`].
    pub fn trails_in(&self, region: &str, names: &[String]) -> Result<Vec<Trail>, Error> {
        let client = self.cloudtrail(Some(region))?;
        let call = ApiCall { action: "cloudtrail:DescribeTrails", resource: "*" };
        let names = (!names.is_empty()).then(|| names.to_vec());
        let answer = self.wait(client.describe_trails().set_trail_name_list(names).send())?;
        let answer = answer.map_err(|error| Error::of(&error, call))?;
        Ok(answer.trail_list.unwrap_or_default().into_iter().map(trail_of).collect())
    }

    /// The ARNs and home Regions of all trails of the account, in all Regions.
    ///
    /// # Errors
    /// AWS refuses, cannot be reached, or no Region is configured.
    pub fn all_trails(&self) -> Result<Vec<(String, String)>, Error> {
        let client = self.cloudtrail(None)?;
        let call = ApiCall { action: "cloudtrail:ListTrails", resource: "*" };
        let page = async |token| {
            let answer = client.list_trails().set_next_token(token).send().await;
            let answer = answer.map_err(|error| Error::of(&error, call))?;
            Ok((answer.trails, answer.next_token))
        };
        let trails = self.wait(paging::all(page))??.into_iter();
        Ok(trails
            .map(|trail| {
                (trail.trail_arn.unwrap_or_default(), trail.home_region.unwrap_or_default())
            })
            .collect())
    }

    /// The tags of a trail, sorted.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn tags(&self, trail: &Trail) -> Result<Vec<Tag>, Error> {
        let client = self.cloudtrail(Some(&trail.home))?;
        let call = ApiCall { action: "cloudtrail:ListTags", resource: &trail.arn };
        let page = async |token| {
            let request = client.list_tags().resource_id_list(&trail.arn).set_next_token(token);
            let answer = request.send().await.map_err(|error| Error::of(&error, call))?;
            Ok((answer.resource_tag_list, answer.next_token))
        };
        let tagged = self.wait(paging::all(page))??.into_iter();
        let tags = tagged.flat_map(|tagged| tagged.tags_list.unwrap_or_default());
        let mut tags: Vec<Tag> =
            tags.map(|tag| Tag { key: tag.key, value: tag.value.unwrap_or_default() }).collect();
        tags.sort();
        Ok(tags)
    }

    /// The bucket of a trail.
    ///
    /// # Errors
    /// There is no such bucket, or AWS cannot be reached.
    pub fn bucket_of(self: &Arc<Self>, trail: &Trail) -> Result<Bucket, Error> {
        Bucket::of_trail(self, &trail.bucket, &trail.prefix)
    }
}

/// A trail from its API type; empty strings become `None`.
pub(super) fn trail_of(trail: types::Trail) -> Trail {
    let some = |text: Option<String>| text.filter(|text| !text.is_empty());
    Trail {
        name: trail.name.unwrap_or_default(),
        arn: trail.trail_arn.unwrap_or_default(),
        bucket: trail.s3_bucket_name.unwrap_or_default(),
        // A trailing slash is part of it: CloudTrail then writes PREFIX//AWSLogs.
        prefix: trail.s3_key_prefix.unwrap_or_default(),
        home: trail.home_region.unwrap_or_default(),
        multi_region: trail.is_multi_region_trail.unwrap_or(false),
        organization: trail.is_organization_trail.unwrap_or(false),
        global_events: trail.include_global_service_events.unwrap_or(false),
        validation: trail.log_file_validation_enabled.unwrap_or(false),
        key: some(trail.kms_key_id),
        topic: some(trail.sns_topic_arn),
        log_group: some(trail.cloud_watch_logs_log_group_arn),
        log_role: some(trail.cloud_watch_logs_role_arn),
        custom_selectors: trail.has_custom_event_selectors.unwrap_or(false),
        insight_selectors: trail.has_insight_selectors.unwrap_or(false),
    }
}

/// A status from its API type; empty strings become `None`.
fn status_of(status: GetTrailStatusOutput) -> Status {
    let time = |time: Option<DateTime>| Timestamp::from_second(time?.secs()).ok();
    let text = |text: Option<String>| text.filter(|text| !text.is_empty());
    Status {
        is_logging: status.is_logging.unwrap_or(false),
        latest_delivery_time: time(status.latest_delivery_time),
        latest_delivery_error: text(status.latest_delivery_error),
        latest_digest_delivery_time: time(status.latest_digest_delivery_time),
        latest_digest_delivery_error: text(status.latest_digest_delivery_error),
        latest_notification_time: time(status.latest_notification_time),
        latest_notification_error: text(status.latest_notification_error),
        latest_cloud_watch_logs_delivery_time: time(status.latest_cloud_watch_logs_delivery_time),
        latest_cloud_watch_logs_delivery_error: text(status.latest_cloud_watch_logs_delivery_error),
        start_logging_time: time(status.start_logging_time),
        stop_logging_time: time(status.stop_logging_time),
    }
}

fn choose(trails: &[Trail], name: &str) -> Result<Trail, Error> {
    if trails.is_empty() {
        let help = "check account and Region; to read a bucket, use s3://BUCKET";
        return Err(Error::new(FaultKind::Missing, "no trails in this account and Region", help));
    }
    let is_named = |trail: &&Trail| trail.name == name || trail.arn == name;
    let all: Vec<&Trail> = trails.iter().collect();
    let mut chosen: Vec<&Trail> = trails.iter().filter(is_named).collect();
    if name.is_empty() {
        let wide: Vec<&Trail> = trails.iter().filter(|trail| trail.multi_region).collect();
        chosen = if wide.is_empty() { all.clone() } else { wide };
    }
    match &*chosen {
        [trail] => Ok((*trail).clone()),
        [] => Err(Error::new(
            FaultKind::Missing,
            format!("no trail named {name}"),
            format!("existing trails: {}", names(&all)),
        )),
        [first, ..] => Err(Error::new(
            FaultKind::Other,
            format!("{} trails: {}", chosen.len(), names(&chosen)),
            format!(
                "name one: trail:{}",
                if name == first.name { &first.arn } else { &first.name }
            ),
        )),
    }
}

fn names(trails: &[&Trail]) -> String {
    let names = trails.iter().map(|trail| format!("{} ({})", trail.name, trail.home));
    names.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail(name: &str, home: &str, multi_region: bool) -> Trail {
        Trail {
            name: name.to_owned(),
            arn: format!("arn:aws:cloudtrail:{home}:111122223333:trail/{name}"),
            bucket: format!("{name}-logs"),
            home: home.to_owned(),
            multi_region,
            ..Trail::default()
        }
    }

    fn chosen(trails: &[Trail], name: &str) -> String {
        choose(trails, name).map_or_else(|error| error.message, |trail| trail.arn)
    }

    #[test]
    fn empty_name_stands_for_the_only_multi_region_trail() {
        let (one, wide) = (trail("one", "eu-west-1", false), trail("all", "us-east-1", true));
        assert_eq!(chosen(&[one.clone(), wide.clone()], ""), wide.arn);
        assert_eq!(chosen(std::slice::from_ref(&one), ""), one.arn);
        assert_eq!(chosen(&[one.clone(), wide.clone()], "one"), one.arn);
        assert_eq!(chosen(&[one.clone(), wide], &one.arn), one.arn);
    }

    #[test]
    fn missing_or_ambiguous_name_is_an_error_that_lists_the_trails() {
        let (a, b) = (trail("a", "eu-west-1", true), trail("b", "us-east-1", true));
        let all = [a.clone(), b];
        assert_eq!(chosen(&all, ""), "2 trails: a (eu-west-1), b (us-east-1)");
        assert_eq!(chosen(&all, "c"), "no trail named c");
        assert_eq!(chosen(&[], ""), "no trails in this account and Region");
        let twins = [a.clone(), trail("a", "us-east-1", false)];
        let error = choose(&twins, "a").unwrap_err();
        assert_eq!(error.help, format!("name one: trail:{}", a.arn));
    }
}
