//! The ways from logs to the queue: which buckets, trails and topics tell it, and whether of all
//! logs.

use super::found::{Asked, Delivery, Fan, Feed, Member, QueueFacts, Source, unnamed};
use super::reach::{Reach, has_events, is_broad, is_whole, reach};
use super::rules::{
    BROAD_FILTER, BUCKET, EVENTS, FILTER, NOTIFIED, RAW, REGION, SUBSCRIBED, TOLD, TOPIC,
    TOPIC_FILTER,
};
use super::{name_of, region_of};
use crate::policy::name::partition;
use crate::trail::Trail;
use crate::trail::posture::{Check, Notified, Piece, Told};

/// How it is told.
pub(super) struct Ways<'f> {
    pub(super) feed: &'f Feed,
    pub(super) facts: &'f QueueFacts,
    /// Buckets that tell the queue itself.
    pub(super) direct: Vec<Teller<'f>>,
    /// Topics that the queue is subscribed to.
    pub(super) through: Vec<Through<'f>>,
}

/// A bucket that tells.
pub(super) struct Teller<'f> {
    pub(super) name: &'f str,
    pub(super) source: &'f Source,
    told: Vec<&'f Told>,
}

/// A topic that passes on to the queue.
pub(super) struct Through<'f> {
    pub(super) arn: &'f str,
    pub(super) fan: &'f Fan,
    member: &'f Member,
    pub(super) buckets: Vec<Teller<'f>>,
    pub(super) trails: Vec<&'f Trail>,
}

impl Through<'_> {
    fn is_told(&self) -> bool {
        !self.buckets.is_empty() || !self.trails.is_empty()
    }
}

impl<'f> Ways<'f> {
    pub(super) fn of(feed: &'f Feed, facts: &'f QueueFacts) -> Self {
        let direct = tellers(feed, |notified| &notified.queues, &feed.queue);
        let through = feed.topics.iter().filter_map(|(arn, fan)| {
            let fan = fan.known()?;
            let buckets = tellers(feed, |notified| &notified.topics, arn);
            let trails = feed.trails.iter().filter(|trail| trail.topic.as_deref() == Some(arn));
            Some(Through {
                arn,
                fan,
                member: fan.member.known()?,
                buckets,
                trails: trails.collect(),
            })
        });
        Self { feed, facts, direct, through: through.collect() }
    }

    pub(super) fn is_told(&self) -> bool {
        !self.direct.is_empty() || self.through.iter().any(Through::is_told)
    }

    pub(super) fn checks(&self) -> Vec<Check> {
        let mut checks = vec![self.told()];
        checks.extend(self.feed.buckets.iter().flat_map(|(name, found)| self.bucket(name, found)));
        for teller in &self.direct {
            checks.extend(self.notification(teller, &self.feed.queue));
        }
        for (arn, fan) in &self.feed.topics {
            match fan {
                Piece::Absent if !self.is_told() => {
                    let fix =
                        "make it again, or tell another: ct trail update TRAIL --sns-topic TOPIC";
                    checks.push(TOPIC.fail(arn, "there is no such topic", fix));
                }
                Piece::Refused(why) if !self.is_told() => checks.push(TOPIC.unknown(arn, why)),
                _ => {}
            }
        }
        for topic in &self.through {
            checks.push(TOPIC.pass(topic.arn, "it does"));
            checks.extend(subscription(topic, &self.feed.queue));
            for teller in &topic.buckets {
                checks.extend(self.notification(teller, topic.arn));
            }
        }
        checks
    }

    /// Whether anybody tells it at all.
    fn told(&self) -> Check {
        let (queue, mut who) = (&self.feed.queue, Vec::new());
        who.extend(self.direct.iter().map(|teller| format!("S3 tells it of {}", teller.name)));
        for topic in self.through.iter().filter(|topic| topic.is_told()) {
            let buckets = topic.buckets.iter().map(|teller| format!("S3 of {}", teller.name));
            let trails = topic.trails.iter().map(|trail| format!("trail {}", trail.name));
            let tellers: Vec<String> = buckets.chain(trails).collect();
            who.push(format!("{} passes on from {}", name_of(topic.arn), tellers.join(", ")));
        }
        let untold = self.untold();
        if !who.is_empty() && untold.is_none() {
            return TOLD.pass(queue, who.join("; "));
        }
        let unsure = self.unsure();
        match untold {
            Some(trail) if unsure.is_empty() && !who.is_empty() => {
                let why = format!("{}; nobody tells it of trail {}", who.join("; "), trail.name);
                let fix = format!("ct trail update {} --queue {}", trail.arn, name_of(queue));
                return TOLD.fail(queue, why, fix);
            }
            _ if unsure.is_empty() => {
                return TOLD.fail(queue, self.found_instead(), self.mend());
            }
            _ => {}
        }
        let fix = match self.feed.asked {
            Asked::Any => {
                "ask with credentials that may, or say who should tell it: --bucket NAME, --trail \
                 NAME"
            }
            _ => "ask with credentials that may: ct policy reader --audit --bucket NAME",
        };
        TOLD.unclear(queue, unsure.join("; "), fix)
    }

    /// A trail of the bucket that was asked for, of whose logs nobody is known to tell it.
    fn untold(&self) -> Option<&Trail> {
        let of_bucket = |trail: &Trail| self.tellers().any(|it| it.name == trail.bucket);
        let of_topic = |trail: &Trail| {
            self.through.iter().any(|topic| trail.topic.as_deref() == Some(topic.arn))
        };
        let mut trails = self.feed.trails.iter();
        trails
            .find(|trail| !of_bucket(trail) && !of_topic(trail))
            .filter(|_| matches!(self.feed.asked, Asked::Bucket(_)))
    }

    fn tellers(&self) -> impl Iterator<Item = &Teller<'f>> {
        self.direct.iter().chain(self.through.iter().flat_map(|topic| &topic.buckets))
    }

    /// Why it may be told after all.
    fn unsure(&self) -> Vec<String> {
        let mut unsure = Vec::new();
        if let Some(why) = &self.feed.unseen {
            unsure.push(format!("trails: {why}"));
        }
        for (name, found) in &self.feed.buckets {
            if let Some(why) = unread(found) {
                unsure.push(format!("bucket {name}: {why}"));
            }
        }
        for (arn, found) in &self.feed.topics {
            match found {
                Piece::Refused(why) | Piece::Known(Fan { member: Piece::Refused(why), .. }) => {
                    unsure.push(format!("topic {}: {why}", name_of(arn)));
                }
                _ => {}
            }
        }
        for topic in self.through.iter().filter(|topic| !topic.is_told()) {
            let name = name_of(topic.arn);
            unsure.push(format!("topic {name} passes on to it, and who tells {name} is not known"));
        }
        let unnamed = unnamed(&self.facts.policy);
        if self.feed.asked == Asked::Any && !unnamed.is_empty() {
            unsure.push(format!(
                "it lets in {} of sources that it does not name: say --bucket",
                unnamed.join(" and ")
            ));
        }
        if self.facts.lets_in_rules() {
            unsure.push(format!(
                "rules of EventBridge may tell it, and are not looked at: aws events \
                 list-rule-names-by-target --target-arn {}",
                self.feed.queue
            ));
        }
        unsure
    }

    /// What was looked at in vain.
    fn found_instead(&self) -> String {
        let mut found = Vec::new();
        for (name, bucket) in &self.feed.buckets {
            let notified = bucket.known().and_then(|bucket| bucket.notified.known());
            found.push(match notified {
                _ if *bucket == Piece::Absent => format!("there is no bucket {name}"),
                Some(it) if it.event_bridge => format!(
                    "S3 tells EventBridge of {name}, whose rules the queue's policy does not let in"
                ),
                Some(it) if !it.topics.is_empty() => {
                    let all = it.topics.iter().map(|told| name_of(&told.arn));
                    let all = all.collect::<Vec<_>>().join(", ");
                    format!("S3 tells topic {all} of {name}, and the queue is not subscribed")
                }
                Some(it) if !it.queues.is_empty() => format!("S3 tells other queues of {name}"),
                _ => format!("S3 tells nobody of {name}"),
            });
        }
        let own =
            self.feed.trails.iter().filter_map(|trail| Some((&trail.name, trail.topic.as_ref()?)));
        found.extend(own.map(|(name, topic)| {
            format!("trail {name} tells topic {}, and the queue is not subscribed", name_of(topic))
        }));
        if found.is_empty() {
            return "nobody: the account shows no trail, and the queue's policy names no bucket"
                .into();
        }
        found.join("; ")
    }

    /// What makes somebody tell it.
    fn mend(&self) -> String {
        let queue = &self.feed.queue;
        let mut known = self.feed.topics.iter().filter(|(_, fan)| matches!(fan, Piece::Known(_)));
        if let Some((topic, _)) = known.next() {
            return format!(
                "aws sns subscribe --topic-arn {topic} --protocol sqs --notification-endpoint {queue}"
            );
        }
        let bucket = self.feed.buckets.iter().find_map(|(name, it)| Some((name, it.known()?)));
        if let Some((name, source)) = bucket.filter(|(_, it)| it.region != region_of(queue)) {
            return format!(
                "{name} is in {}, and S3 tells queues of its own region only: make a queue there, or \
                 have a topic there pass on to this one",
                source.region
            );
        }
        match (&self.feed.asked, self.feed.trails.first(), bucket) {
            (_, Some(trail), _) => {
                format!("ct trail update {} --queue {}", trail.arn, name_of(queue))
            }
            (Asked::Bucket(name), None, _) | (_, None, Some((name, _))) => format!(
                "aws s3api put-bucket-notification-configuration --bucket {name}, which replaces what \
                 it tells now"
            ),
            _ => "say who should tell it: --bucket NAME or --trail NAME".to_owned(),
        }
    }

    /// Whether a bucket is worth a word: all that were asked for, and otherwise those that tell the
    /// queue; all of them if none does.
    fn is_of_interest(&self, name: &str) -> bool {
        let is_asked = self.feed.asked != Asked::Any || !self.is_told();
        is_asked || self.tellers().any(|it| it.name == name)
    }

    fn bucket(&self, name: &str, found: &Piece<Source>) -> Vec<Check> {
        if !self.is_of_interest(name) {
            return Vec::new();
        }
        let subject = arn_of(name, &self.feed.queue);
        match found {
            Piece::Refused(why) => vec![BUCKET.unknown(&subject, why)],
            Piece::Absent => {
                let fix = format!("check the name; aws s3 mb s3://{name} makes one");
                vec![BUCKET.fail(&subject, "there is no such bucket", fix)]
            }
            Piece::Known(source) => {
                let notified = match (&source.notified, unread(found)) {
                    (_, None) => NOTIFIED.pass(&subject, "it is"),
                    (_, Some(why)) => NOTIFIED.unknown(&subject, why),
                };
                vec![BUCKET.pass(&subject, format!("in {}", source.region)), notified]
            }
        }
    }

    /// What S3 tells somebody of a bucket.
    fn notification(&self, teller: &Teller<'_>, told: &str) -> Vec<Check> {
        let Teller { name, source, told: all } = teller;
        let subject = arn_of(name, &self.feed.queue);
        let writers: Vec<&Trail> =
            self.feed.trails.iter().filter(|it| it.bucket == *name).collect();
        let fits: Vec<&Told> = all.iter().copied().filter(|told| has_events(told)).collect();
        let judged = if fits.is_empty() { all } else { &fits };
        let filter = match reach(judged, &writers) {
            Reach::All => FILTER.pass(&subject, left_out(judged, &writers)),
            Reach::Part(why) => FILTER.fail(&subject, why, self.renotify(name, &writers)),
            Reach::Unsure(why) if writers.is_empty() => {
                FILTER.unclear(&subject, why, "say which: --trail NAME")
            }
            Reach::Unsure(why) => FILTER.unclear(
                &subject,
                why,
                "let keys begin with AWSLogs/, behind the trail's prefix",
            ),
        };
        let mut checks =
            vec![region(&subject, source, told), self.events(&subject, name, all), filter];
        checks.push(match judged.iter().find(|told| is_broad(told)) {
            None => BROAD_FILTER.pass(&subject, "it does"),
            Some(_) => BROAD_FILTER.note(
                &subject,
                "it tells of objects that are no logs, too: ct follow leaves them out, and each costs \
                 a message",
                "narrow the filter to what begins with AWSLogs/, behind the trail's prefix",
            ),
        });
        checks
    }

    fn events(&self, subject: &str, name: &str, all: &[&Told]) -> Check {
        if all.iter().any(|told| has_events(told)) {
            return EVENTS.pass(subject, "it does");
        }
        let events = all.iter().flat_map(|told| &told.events).map(String::as_str);
        let why = format!("it tells of {} only", events.collect::<Vec<_>>().join(", "));
        let writers: Vec<&Trail> = self.feed.trails.iter().filter(|it| it.bucket == name).collect();
        EVENTS.fail(subject, why, self.renotify(name, &writers))
    }

    /// What sets the notification anew.
    fn renotify(&self, bucket: &str, writers: &[&Trail]) -> String {
        let first = format!("remove that notification of {bucket}, then ");
        match writers.first() {
            Some(trail) if self.through.is_empty() => {
                format!(
                    "{first}ct trail update {} --queue {}",
                    trail.arn,
                    name_of(&self.feed.queue)
                )
            }
            _ => {
                format!("{first}aws s3api put-bucket-notification-configuration --bucket {bucket}")
            }
        }
    }
}

/// Of whose logs filters are known to leave none out: others may deliver to the bucket, too.
fn left_out(judged: &[&Told], writers: &[&Trail]) -> &'static str {
    match writers {
        _ if judged.iter().any(|told| is_whole(told)) => "the filter leaves no log out",
        [] => "the filter is of whole folders, and which trail delivers is not known",
        _ => "the filter leaves no log out of the trails that are known",
    }
}

/// S3 tells queues and topics of the bucket's region only ("Event notification types and
/// destinations", Amazon S3 User Guide). A topic may pass on to other regions.
fn region(subject: &str, source: &Source, told: &str) -> Check {
    if source.region == region_of(told) {
        return REGION.pass(subject, format!("both are in {}", source.region));
    }
    let why = format!(
        "the bucket is in {}, {} in {}: S3 tells nobody in other regions",
        source.region,
        name_of(told),
        region_of(told)
    );
    let fix = "tell a queue in the bucket's region, or a topic there that passes on to this queue";
    REGION.fail(subject, why, fix)
}

/// Nothing is sent before it is confirmed, and nothing that a filter policy does not match ("Amazon
/// SNS message filtering", Amazon SNS Developer Guide).
fn subscription(topic: &Through<'_>, queue: &str) -> Vec<Check> {
    let Through { arn, member, .. } = topic;
    let mut checks = vec![if member.is_confirmed {
        SUBSCRIBED.pass(arn, "it is")
    } else {
        let fix = format!(
            "confirm it with the token that waits in the queue: aws sns confirm-subscription; or \
             subscribe as the owner of {}",
            name_of(queue)
        );
        SUBSCRIBED.fail(arn, "it waits to be confirmed, and nothing is sent before", fix)
    }];
    let delivery = match &member.delivery {
        Piece::Known(delivery) => delivery,
        // Of one that is not confirmed nothing more can be asked.
        Piece::Absent => return checks,
        Piece::Refused(why) => {
            checks.extend([TOPIC_FILTER.unknown(arn, why)]);
            return checks;
        }
    };
    checks.push(filter(arn, delivery));
    checks.push(if delivery.is_raw {
        RAW.note(
            arn,
            "they come without it (RawMessageDelivery), which ct follow takes as well",
            "",
        )
    } else {
        RAW.pass(arn, "they do")
    });
    checks
}

/// What S3 and CloudTrail tell has no attributes, so that nothing matches a filter on those. What
/// messages say may well match.
fn filter(topic: &str, delivery: &Delivery) -> Check {
    let Delivery { filter, is_of_body, .. } = delivery;
    let fix = "aws sns set-subscription-attributes --subscription-arn ARN --attribute-name \
               FilterPolicy --attribute-value '{}'";
    match is_of_body {
        _ if matches!(filter.trim(), "" | "{}") => TOPIC_FILTER.pass(topic, "there is no filter"),
        true => {
            let why = format!("its filter on what messages say may drop some: {filter}");
            TOPIC_FILTER.unclear(topic, why, fix)
        }
        false => {
            let why = format!(
                "its filter on attributes of messages drops all that do not match: {filter}"
            );
            TOPIC_FILTER.fail(topic, why, fix)
        }
    }
}

/// The buckets that tell somebody, and of what.
fn tellers<'f>(feed: &'f Feed, of: fn(&Notified) -> &Vec<Told>, arn: &str) -> Vec<Teller<'f>> {
    let known = feed.buckets.iter().filter_map(|(name, bucket)| Some((name, bucket.known()?)));
    let all = known.filter_map(|(name, source)| {
        let told = of(source.notified.known()?).iter().filter(|told| told.arn == arn);
        let told: Vec<&Told> = told.collect();
        (!told.is_empty()).then_some(Teller { name, source, told })
    });
    all.collect()
}

/// Why whom S3 tells of a bucket is not known.
fn unread(bucket: &Piece<Source>) -> Option<String> {
    match bucket {
        Piece::Refused(why) => Some(why.clone()),
        Piece::Known(Source { notified: Piece::Refused(why), is_own, .. }) => Some(match is_own {
            Piece::Known(false) => {
                format!("it belongs to another account, whose credentials can tell: {why}")
            }
            _ => why.clone(),
        }),
        _ => None,
    }
}

/// The ARN of a bucket, in the partition of the queue.
fn arn_of(bucket: &str, queue: &str) -> String {
    format!("arn:{}:s3:::{bucket}", partition(region_of(queue)))
}
