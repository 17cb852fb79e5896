//! Whether senders have access: the policies of the queue and of the topics that send to it, and their
//! KMS keys.
//!
//! AWS services need a customer managed key whose policy allows them to generate data keys and to
//! decrypt; the policy of `alias/aws/sqs` cannot be changed ("Key management", "Configure KMS
//! permissions for AWS services", Amazon SQS Developer Guide; for topics "Key management", Amazon SNS
//! Developer Guide).

use super::facts::EncryptionKey;
use super::routes::NotifyingBucket;
use super::views::{HealthView, SubscriptionView, set_attributes};
use crate::policy::compare;
use crate::policy::sender::{Need, Sender, Target};
use crate::trail::posture::check::{Finding, Judgement, State};
use crate::trail::posture::policies::{PolicyView, Wanted};
use crate::trail::posture::{KeyFacts, Lookup};

impl HealthView<'_> {
    /// The senders of the queue: buckets that notify it, and topics that it subscribes to.
    fn senders(&self) -> Vec<Sender<'_>> {
        let direct = self.routes.direct.iter().map(|bucket| self.bucket_sender(bucket));
        direct.chain(self.routes.topics.iter().map(|route| Sender::Topic(route.arn))).collect()
    }

    fn bucket_sender<'v>(&'v self, from: &'v NotifyingBucket<'_>) -> Sender<'v> {
        self.snapshot.account.bucket_sender(from.name, &from.bucket.is_own)
    }
}

impl SubscriptionView<'_> {
    /// The publishers of a topic that the queue subscribes to: buckets and trails.
    fn publishers(&self) -> Vec<Sender<'_>> {
        let Some(route) = self.route else { return Vec::new() };
        let buckets = route.buckets.iter().map(|from| self.health.bucket_sender(from));
        buckets.chain(route.trails.iter().map(|trail| Sender::Trail(&trail.arn))).collect()
    }
}

/// The queue policy. Without a known sender there is nothing to compare it with.
pub(super) fn queue_policy<'v>(view: &'v HealthView<'_>) -> Result<PolicyView<'v>, Finding> {
    let senders = view.senders();
    if senders.is_empty() {
        return Err(Finding::not_applicable("no notification source is known"));
    }
    let policy = view.facts.policy.as_str();
    let found = if policy.is_empty() { Lookup::Absent } else { Lookup::Found(policy) };
    let wanted = Wanted::by_senders(&senders, Target::Queue(view.queue()), Need::Send);
    Ok(PolicyView { found, wanted })
}

/// Even without a known sender, the policy should not allow everyone to send.
pub(super) fn queue_breadth(view: &HealthView<'_>) -> Judgement {
    if let Ok(policy) = queue_policy(view) {
        return policy.breadth();
    }
    let policy = PolicyView {
        found: Lookup::Found(view.facts.policy.as_str()),
        wanted: Wanted { command: "ct policy queue".to_owned(), ..Wanted::default() },
    };
    Ok(match policy.breadth() {
        Ok(finding) if finding.state == Some(State::Fail) => finding,
        // `queue.policy` reports a policy that is missing or malformed, once there is a source.
        _ => Finding::pass("no such statement"),
    })
}

/// The policy of a topic that the queue subscribes to.
pub(super) fn topic_policy<'v>(topic: &'v SubscriptionView<'_>) -> Result<PolicyView<'v>, Finding> {
    let route = topic.route.ok_or_else(Finding::omitted)?;
    let wanted = Wanted::by_senders(&topic.publishers(), Target::Topic(topic.arn), Need::Send);
    Ok(PolicyView { found: route.topic.policy.as_deref(), wanted })
}

const UNENCRYPTED: &str = "it is not encrypted with a KMS key";

pub(super) fn queue_key(view: &HealthView<'_>) -> Judgement {
    let Some(key) = &view.facts.key else { return Ok(Finding::pass(UNENCRYPTED)) };
    let disable = set_attributes(view.queue(), "SqsManagedSseEnabled=true");
    KeyUse::new(key, &view.senders(), Target::Queue(view.queue()), disable).judge()
}

pub(super) fn topic_key(topic: &SubscriptionView<'_>) -> Judgement {
    let route = topic.route.ok_or_else(Finding::omitted)?;
    let Some(key) = route.topic.key.read()? else { return Ok(Finding::pass(UNENCRYPTED)) };
    let disable = format!(
        "aws sns set-topic-attributes --topic-arn {} --attribute-name KmsMasterKeyId \
         --attribute-value ''",
        topic.arn
    );
    KeyUse::new(key, &topic.publishers(), Target::Topic(topic.arn), disable).judge()
}

/// A key, and what senders need from its policy.
struct KeyUse<'k> {
    key: &'k EncryptionKey,
    wanted: Wanted,
    /// The service principals of the senders.
    who: String,
    /// The command that removes the key from the queue or topic.
    disable: String,
}

impl<'k> KeyUse<'k> {
    fn new(
        key: &'k EncryptionKey,
        senders: &[Sender<'_>],
        target: Target<'_>,
        disable: String,
    ) -> Self {
        let mut principals: Vec<&str> = senders.iter().map(|it| it.principal()).collect();
        principals.sort_unstable();
        principals.dedup();
        let wanted = Wanted::by_senders(senders, target, Need::UseKey(&key.arn));
        Self { key, wanted, who: principals.join(", "), disable }
    }

    fn judge(&self) -> Judgement {
        if self.who.is_empty() {
            return Ok(Finding::not_applicable("no sender is known"));
        }
        let EncryptionKey { name, key, .. } = self.key;
        if name.contains("alias/aws/") {
            return Ok(self.aws_managed());
        }
        let Some(KeyFacts { state, is_aws_managed, .. }) = key.facts.read()? else {
            let why = format!("there is no such key: {name}; nothing can be sent");
            return Ok(Finding::fail(why, self.other_key()));
        };
        if *is_aws_managed {
            return Ok(self.aws_managed());
        }
        if state != "Enabled" {
            let why = format!("the state of key {name} is {state}: {} cannot use it", &self.who);
            return Ok(Finding::fail(why, format!("aws kms enable-key --key-id {name}")));
        }
        match key.policy.read()? {
            None => Ok(self.not_allowed()),
            Some(policy) => self.judge_policy(policy),
        }
    }

    fn other_key(&self) -> String {
        format!(
            "set a customer managed key, whose policy you can change, or none: {}",
            self.disable
        )
    }

    fn aws_managed(&self) -> Finding {
        let (name, who) = (&self.key.name, &self.who);
        Finding::fail(
            format!("{name} is an AWS managed key: {who} cannot use it, and nothing arrives"),
            self.other_key(),
        )
    }

    fn not_allowed(&self) -> Finding {
        let (name, who) = (&self.key.name, &self.who);
        Finding::fail(
            format!("the policy of key {name} does not allow {who} to use it, and nothing arrives"),
            format!(
                "add a statement: Allow {who} kms:GenerateDataKey and kms:Decrypt; aws kms \
                 put-key-policy"
            ),
        )
    }

    fn judge_policy(&self, policy: &str) -> Judgement {
        let (name, who) = (&self.key.name, &self.who);
        let malformed = |error: compare::CompareError| {
            Finding::unclear(error.to_string(), "check the key policy")
        };
        let wanted = self.wanted.statements();
        if !compare::surely_missing(policy, &wanted).map_err(malformed)?.is_empty() {
            return Ok(self.not_allowed());
        }
        if !compare::missing(policy, &wanted).map_err(malformed)?.is_empty() {
            return Ok(Finding::unclear(
                format!(
                    "the policy of key {name} allows {who} on conditions that cannot be checked here"
                ),
                "check whether they hold for what is sent here: aws kms get-key-policy",
            ));
        }
        let blocks = compare::blocks(policy, &wanted).map_err(malformed)?;
        let described = |why: &str| format!("the policy of key {name} {why}");
        let mut certain = blocks.iter().filter(|concern| concern.is_certain);
        Ok(match (certain.next(), blocks.first(), &self.wanted.unknown) {
            (Some(concern), ..) => Finding::fail(
                described(&concern.why),
                "exclude the AWS services from that statement",
            ),
            (None, Some(concern), _) => Finding::unclear(
                described(&concern.why),
                "check whether the condition applies to AWS services",
            ),
            (None, None, Some(why)) => Finding::unread(why),
            (None, None, None) => Finding::pass(format!("{who} can use it")),
        })
    }
}
