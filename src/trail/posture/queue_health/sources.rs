//! Rules for notification sources: whether there is one, and whether it announces all logs.

use super::facts::{ExpectedLogs, SourceBucket, SubscriptionSettings, TopicFacts};
use super::views::{HealthView, NotificationView, SourceView, SubscriptionView};
use crate::policy::arn::{name_of, region_of};
use crate::policy::compare::senders::AllowedSenders;
use crate::trail::Trail;
use crate::trail::notifications::{Coverage, NotificationTarget};
use crate::trail::posture::Lookup;
use crate::trail::posture::check::{Finding, Judgement};

/// Whether anything notifies the queue, for every trail of the bucket if a bucket is given.
pub(super) fn has_source(view: &HealthView<'_>) -> Judgement {
    let (sources, uncovered) = (view.source_names(), view.uncovered_trail());
    if !sources.is_empty() && uncovered.is_none() {
        return Ok(Finding::pass(sources.join("; ")));
    }
    let unknown = view.unknown_sources();
    if !unknown.is_empty() {
        let fix = match view.snapshot.expected {
            ExpectedLogs::Any => {
                "use credentials with more permissions, or name the source: --bucket NAME, --trail \
                 NAME"
            }
            _ => "use credentials with these permissions: ct policy reader --audit --bucket NAME",
        };
        return Ok(Finding::unclear(unknown.join("; "), fix));
    }
    Ok(match uncovered {
        Some(trail) if !sources.is_empty() => Finding::fail(
            format!("{}; no source covers trail {}", sources.join("; "), trail.name),
            view.notify_command(trail),
        ),
        _ => Finding::fail(view.other_targets(), view.how_to_notify()),
    })
}

impl HealthView<'_> {
    fn notify_command(&self, trail: &Trail) -> String {
        format!("ct trail update {} --queue {}", trail.arn, name_of(self.queue()))
    }

    fn source_names(&self) -> Vec<String> {
        let direct = self.routes.direct.iter();
        let mut names: Vec<String> =
            direct.map(|it| format!("bucket {} sends notifications", it.name)).collect();
        for route in self.routes.topics.iter().filter(|route| route.has_publisher()) {
            let buckets = route.buckets.iter().map(|it| format!("bucket {}", it.name));
            let trails = route.trails.iter().map(|trail| format!("trail {}", trail.name));
            let publishers: Vec<String> = buckets.chain(trails).collect();
            let topic = name_of(route.arn);
            names.push(format!("topic {topic} forwards those of {}", publishers.join(", ")));
        }
        names
    }

    /// A trail of the expected bucket whose logs no known source announces.
    fn uncovered_trail(&self) -> Option<&Trail> {
        let is_expected = matches!(self.snapshot.expected, ExpectedLogs::Bucket(_));
        let mut trails = self.snapshot.trails.iter().filter(|_| is_expected);
        trails.find(|trail| !self.routes.covers(trail))
    }

    /// Why there may be a source that is not known.
    fn unknown_sources(&self) -> Vec<String> {
        let snapshot = self.snapshot;
        let mut unknown = Vec::new();
        if let Some(why) = &snapshot.unread_trails {
            unknown.push(format!("trails: {why}"));
        }
        for (name, found) in &snapshot.buckets {
            if let Some(why) = unread(found) {
                unknown.push(format!("bucket {name}: {why}"));
            }
        }
        for (arn, found) in &snapshot.topics {
            let name = name_of(arn);
            match found {
                Lookup::Failed(why)
                | Lookup::Found(TopicFacts { subscription: Lookup::Failed(why), .. }) => {
                    unknown.push(format!("topic {name}: {why}"));
                }
                _ => {}
            }
        }
        for route in self.routes.topics.iter().filter(|route| !route.has_publisher()) {
            let name = name_of(route.arn);
            unknown.push(format!("topic {name} sends to it, and its publishers are not known"));
        }
        let allowed = AllowedSenders::from_queue_policy(&self.facts.policy);
        let services = [(allowed.has_unnamed_buckets, "S3"), (allowed.has_unnamed_topics, "SNS")];
        let services: Vec<&str> =
            services.into_iter().filter_map(|(is_open, name)| is_open.then_some(name)).collect();
        if snapshot.expected == ExpectedLogs::Any && !services.is_empty() {
            let services = services.join(" and ");
            unknown.push(format!(
                "the policy allows {services} without naming the source: add --bucket"
            ));
        }
        if self.facts.allows_event_bridge() {
            unknown.push(format!(
                "EventBridge rules may send to it, and are not checked: aws events \
                 list-rule-names-by-target --target-arn {}",
                self.queue()
            ));
        }
        unknown
    }

    /// Where notifications go instead.
    fn other_targets(&self) -> String {
        let mut found = Vec::new();
        for (name, bucket) in &self.snapshot.buckets {
            let notifications = bucket.found().and_then(|bucket| bucket.notifications.found());
            found.push(match notifications {
                _ if *bucket == Lookup::Absent => format!("there is no bucket {name}"),
                Some(it) if it.event_bridge => format!(
                    "bucket {name} notifies EventBridge, whose rules the queue policy does not allow"
                ),
                Some(it) if !it.topics.is_empty() => {
                    let topics: Vec<&str> =
                        it.topics.iter().map(|target| name_of(&target.arn)).collect();
                    format!(
                        "bucket {name} notifies topic {}, and the queue is not subscribed",
                        topics.join(", ")
                    )
                }
                Some(it) if !it.queues.is_empty() => {
                    format!("bucket {name} notifies other queues")
                }
                _ => format!("bucket {name} sends no notifications"),
            });
        }
        for trail in &self.snapshot.trails {
            if let Some(topic) = &trail.topic {
                let (name, topic) = (&trail.name, name_of(topic));
                found.push(format!(
                    "trail {name} notifies topic {topic}, and the queue is not subscribed"
                ));
            }
        }
        if found.is_empty() {
            return "no source: the account has no trail, and the queue policy names no bucket"
                .into();
        }
        found.join("; ")
    }

    /// The next step towards a source.
    fn how_to_notify(&self) -> String {
        let (snapshot, queue) = (self.snapshot, self.queue());
        let mut topics = snapshot.topics.iter();
        if let Some((topic, _)) = topics.find(|(_, topic)| topic.found().is_some()) {
            return format!(
                "aws sns subscribe --topic-arn {topic} --protocol sqs --notification-endpoint {queue}"
            );
        }
        let mut buckets = snapshot.buckets.iter();
        let bucket = buckets.find_map(|(name, it)| Some((name, it.found()?)));
        if let Some((name, SourceBucket { region, .. })) = bucket
            && region != region_of(queue)
        {
            return format!(
                "bucket {name} is in {region}, and S3 notifies queues of its own Region only: create \
                 a queue there, or a topic there that sends to this queue"
            );
        }
        match (&snapshot.expected, snapshot.trails.first(), bucket) {
            (_, Some(trail), _) => self.notify_command(trail),
            (ExpectedLogs::Bucket(name), None, _) | (_, None, Some((name, _))) => format!(
                "aws s3api put-bucket-notification-configuration --bucket {name}, which replaces the \
                 present configuration"
            ),
            _ => "name the source: --bucket NAME or --trail NAME".to_owned(),
        }
    }
}

/// Why the notification targets of a bucket are not known.
fn unread(bucket: &Lookup<SourceBucket>) -> Option<String> {
    if let Lookup::Failed(why) = bucket {
        return Some(why.clone());
    }
    let SourceBucket { notifications, is_own, .. } = bucket.found()?;
    let Lookup::Failed(why) = notifications else { return None };
    Some(if *is_own == Lookup::Found(false) {
        format!("it belongs to another account: use that account's credentials: {why}")
    } else {
        why.clone()
    })
}

pub(super) fn bucket_exists(source: &SourceView<'_>) -> Judgement {
    Ok(match source.found.read()? {
        Some(bucket) => Finding::pass(format!("in {}", bucket.region)),
        None => Finding::fail(
            "there is no such bucket",
            format!("check the name, or create it: aws s3 mb s3://{}", source.name),
        ),
    })
}

pub(super) fn notifications_known(source: &SourceView<'_>) -> Judgement {
    source.found.found().ok_or_else(Finding::omitted)?;
    Ok(match unread(source.found) {
        None => Finding::pass("it is known"),
        Some(why) => Finding::unread(why),
    })
}

impl<'v> NotificationView<'v> {
    /// The known trails that deliver to the bucket.
    fn writers(&self) -> Vec<&'v Trail> {
        let trails = self.health.snapshot.trails.iter();
        trails.filter(|trail| trail.bucket == self.from.name).collect()
    }

    /// The notifications that include new objects; all if none does.
    fn judged(&self) -> Vec<&'v NotificationTarget> {
        let all = &self.from.targets;
        let fits: Vec<_> = all.iter().copied().filter(|target| target.includes_put()).collect();
        if fits.is_empty() { all.clone() } else { fits }
    }

    /// How to replace the notification.
    fn replace_command(&self) -> String {
        let (name, health) = (self.from.name, self.health);
        let next = match self.writers().first() {
            Some(trail) if health.routes.topics.is_empty() => health.notify_command(trail),
            _ => format!("aws s3api put-bucket-notification-configuration --bucket {name}"),
        };
        format!("remove that notification of {name}, then {next}")
    }
}

/// S3 notifies queues and topics of its own Region only ("Event notification types and destinations",
/// Amazon S3 User Guide). A topic may send to other Regions.
pub(super) fn same_region(sent: &NotificationView<'_>) -> Judgement {
    let (here, there) = (&sent.from.bucket.region, region_of(sent.target));
    if here == there {
        return Ok(Finding::pass(format!("both in {here}")));
    }
    Ok(Finding::fail(
        format!(
            "the bucket is in {here}, {} in {there}: S3 does not notify other Regions",
            name_of(sent.target)
        ),
        "notify a queue in the bucket's Region, or a topic there that sends to this queue",
    ))
}

pub(super) fn events(sent: &NotificationView<'_>) -> Judgement {
    let all = &sent.from.targets;
    if all.iter().any(|target| target.includes_put()) {
        return Ok(Finding::pass("they do"));
    }
    let events: Vec<&str> =
        all.iter().flat_map(|target| &target.events).map(String::as_str).collect();
    Ok(Finding::fail(format!("only {}", events.join(", ")), sent.replace_command()))
}

pub(super) fn key_filter(sent: &NotificationView<'_>) -> Judgement {
    let (judged, writers) = (sent.judged(), sent.writers());
    Ok(match Coverage::new(&judged, &writers) {
        Coverage::All => Finding::pass(match *writers {
            _ if judged.iter().any(|target| target.covers_every_log()) => {
                "the filter excludes no log"
            }
            [] => "the filter includes whole folders; the trails that deliver are not known",
            _ => "the filter excludes no log of the known trails",
        }),
        Coverage::Part(why) => Finding::fail(why, sent.replace_command()),
        Coverage::Unknown(why) if writers.is_empty() => {
            Finding::unclear(why, "name the trail: --trail NAME")
        }
        Coverage::Unknown(why) => {
            let fix = "set the filter to the prefix AWSLogs/, after the trail's own prefix";
            Finding::unclear(why, fix)
        }
    })
}

pub(super) fn broad_filter(sent: &NotificationView<'_>) -> Judgement {
    Ok(if sent.judged().iter().any(|target| target.includes_other_objects()) {
        Finding::note(
            "notifications include objects that are not logs: ct follow skips them, and each costs a \
             message",
            "restrict the filter to the prefix AWSLogs/, after the trail's own prefix",
        )
    } else {
        Finding::pass("they do")
    })
}

/// A topic that does not exist or cannot be read matters only if nothing else notifies the queue.
pub(super) fn topic_exists(topic: &SubscriptionView<'_>) -> Judgement {
    if topic.route.is_some() {
        return Ok(Finding::pass("it exists"));
    }
    if topic.health.routes.has_source() {
        return Err(Finding::omitted());
    }
    let fix = "create it again, or set another: ct trail update TRAIL --sns-topic TOPIC";
    Ok(match topic.found.read()? {
        Some(_) => Finding::omitted(),
        None => Finding::fail("there is no such topic", fix),
    })
}

impl SubscriptionView<'_> {
    fn settings(&self) -> Result<&SubscriptionSettings, Finding> {
        let route = self.route.ok_or_else(Finding::omitted)?;
        // One that is not confirmed has no settings yet.
        route.subscription.settings.read()?.ok_or_else(Finding::omitted)
    }
}

pub(super) fn confirmed(topic: &SubscriptionView<'_>) -> Judgement {
    let route = topic.route.ok_or_else(Finding::omitted)?;
    if route.subscription.is_confirmed {
        return Ok(Finding::pass("it is"));
    }
    let fix = format!(
        "confirm it with the token in the queue: aws sns confirm-subscription; or subscribe as the \
         owner of {}",
        name_of(topic.health.queue())
    );
    Ok(Finding::fail("it is pending confirmation; SNS sends nothing before", fix))
}

/// Notifications of S3 and CloudTrail have no message attributes, so that a filter on attributes drops
/// all of them ("Amazon SNS message filtering", Amazon SNS Developer Guide). A filter on the body may
/// match.
pub(super) fn subscription_filter(topic: &SubscriptionView<'_>) -> Judgement {
    let SubscriptionSettings { filter, filters_body, .. } = topic.settings()?;
    let fix = "aws sns set-subscription-attributes --subscription-arn ARN --attribute-name \
               FilterPolicy --attribute-value '{}'";
    Ok(match filters_body {
        _ if matches!(filter.trim(), "" | "{}") => Finding::pass("there is no filter"),
        true => {
            Finding::unclear(format!("its filter on the message body may drop some: {filter}"), fix)
        }
        false => Finding::fail(
            format!("its filter on message attributes drops notifications: {filter}"),
            fix,
        ),
    })
}

pub(super) fn raw_delivery(topic: &SubscriptionView<'_>) -> Judgement {
    let settings = match topic.settings() {
        // `topic.filter` reports settings that could not be read.
        Err(Finding { state: Some(_), .. }) => return Err(Finding::omitted()),
        settings => settings?,
    };
    Ok(if settings.is_raw {
        Finding::note("raw message delivery is on, which ct follow reads as well", "")
    } else {
        Finding::pass("they do")
    })
}
