//! Looks up topics and queues: their policies and subscriptions.

use aws_sdk_sns::types::Subscription as ApiSubscription;
use aws_sdk_sqs::types::QueueAttributeName;
use futures_util::future::join;

use super::{ApiCall, Error, FaultKind, Lookup};
use crate::aws::paging;
use crate::policy::arn::ArnParts;
use crate::trail::posture::{Queue, Subscription, Topic};

/// The topic with this ARN.
pub(super) async fn topic(client: aws_sdk_sns::Client, arn: &str) -> Lookup<Topic> {
    let call = |action| ApiCall { action, resource: arn };
    let attributes = client.get_topic_attributes().topic_arn(arn).send();
    let (attributes, subscriptions) = join(attributes, subscriptions(&client, arn)).await;
    let attributes = Lookup::from_answer(attributes, call("sns:GetTopicAttributes"));
    if attributes == Lookup::Absent {
        return Lookup::Absent;
    }
    let policy = attributes.map(|answer| answer.attributes?.remove("Policy"));
    Lookup::Found(Topic {
        policy: policy.flatten(),
        subscriptions: subscriptions.map(|all| all.into_iter().map(subscription).collect()),
    })
}

/// The subscriptions of a topic.
pub(super) async fn subscriptions(
    client: &aws_sdk_sns::Client,
    arn: &str,
) -> Lookup<Vec<ApiSubscription>> {
    let call = ApiCall { action: "sns:ListSubscriptionsByTopic", resource: arn };
    let page = async |token| {
        let request = client.list_subscriptions_by_topic().topic_arn(arn).set_next_token(token);
        let answer = request.send().await.map_err(|error| Error::of(&error, call))?;
        Ok((answer.subscriptions, answer.next_token))
    };
    match paging::all(page).await {
        Ok(all) => Lookup::Found(all),
        Err(error) if error.kind == FaultKind::Missing => Lookup::Absent,
        Err(error) => Lookup::failed(error),
    }
}

/// Before it is confirmed, a subscription has a word in place of its ARN ("Subscription", Amazon SNS API
/// Reference).
fn subscription(answer: ApiSubscription) -> Subscription {
    Subscription {
        protocol: answer.protocol.unwrap_or_default(),
        endpoint: answer.endpoint.unwrap_or_default(),
        is_confirmed: answer.subscription_arn.is_some_and(|arn| arn.starts_with("arn:")),
    }
}

/// SQS addresses queues by their URL, which must be looked up first.
pub(super) async fn queue(client: aws_sdk_sqs::Client, arn: &str) -> Lookup<Queue> {
    let parts = ArnParts::parse(arn);
    let (account, name) = parts.map_or(("", arn), |parts| (parts.account, parts.resource));
    let url = client.get_queue_url().queue_name(name).queue_owner_aws_account_id(account);
    let call = |action| ApiCall { action, resource: arn };
    let url = match Lookup::from_answer(url.send().await, call("sqs:GetQueueUrl")) {
        Lookup::Found(answer) => answer.queue_url,
        Lookup::Absent => return Lookup::Absent,
        Lookup::Failed(why) => return Lookup::Found(Queue { policy: Lookup::Failed(why) }),
    };
    let attributes = client
        .get_queue_attributes()
        .set_queue_url(url)
        .attribute_names(QueueAttributeName::Policy)
        .send()
        .await;
    let policy = Lookup::from_answer(attributes, call("sqs:GetQueueAttributes"))
        .map(|answer| answer.attributes?.remove(&QueueAttributeName::Policy));
    Lookup::Found(Queue { policy: policy.flatten() })
}
