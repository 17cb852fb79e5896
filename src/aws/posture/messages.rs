//! Topics and queues: their policies, and who is subscribed.

use aws_sdk_sns::types::Subscription as Told;
use aws_sdk_sqs::types::QueueAttributeName;
use futures_util::future::join;

use super::{Asked, Error, FaultKind, Piece};
use crate::aws::paging;
use crate::trail::posture::{Queue, Subscription, Topic};

pub(super) async fn topic(client: aws_sdk_sns::Client, arn: &str) -> Piece<Topic> {
    let asked = |action| Asked { action, resource: arn };
    let attributes = client.get_topic_attributes().topic_arn(arn).send();
    let (attributes, subscriptions) = join(attributes, subscriptions(&client, arn)).await;
    let attributes = Piece::of(attributes, asked("sns:GetTopicAttributes"));
    if attributes == Piece::Absent {
        return Piece::Absent;
    }
    let policy = attributes.map(|answer| answer.attributes?.remove("Policy"));
    Piece::Known(Topic {
        policy: policy.flat(),
        subscriptions: subscriptions.map(|all| all.into_iter().map(subscription).collect()),
    })
}

/// Who is subscribed to a topic.
pub(super) async fn subscriptions(client: &aws_sdk_sns::Client, arn: &str) -> Piece<Vec<Told>> {
    let asked = Asked { action: "sns:ListSubscriptionsByTopic", resource: arn };
    let page = async |token| {
        let request = client.list_subscriptions_by_topic().topic_arn(arn).set_next_token(token);
        let answer = request.send().await.map_err(|error| Error::of(&error, asked))?;
        Ok((answer.subscriptions, answer.next_token))
    };
    match paging::all(page).await {
        Ok(all) => Piece::Known(all),
        Err(error) if error.kind == FaultKind::Missing => Piece::Absent,
        Err(error) => Piece::refused(error),
    }
}

/// One that is not confirmed has no ARN but a word ("Subscription", Amazon SNS API Reference).
fn subscription(told: Told) -> Subscription {
    Subscription {
        protocol: told.protocol.unwrap_or_default(),
        endpoint: told.endpoint.unwrap_or_default(),
        is_confirmed: told.subscription_arn.is_some_and(|arn| arn.starts_with("arn:")),
    }
}

/// A queue is asked by its address, which is asked for first.
pub(super) async fn queue(client: aws_sdk_sqs::Client, arn: &str) -> Piece<Queue> {
    let mut parts = arn.split(':').skip(4);
    let (account, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let url = client.get_queue_url().queue_name(name).queue_owner_aws_account_id(account);
    let asked = |action| Asked { action, resource: arn };
    let url = match Piece::of(url.send().await, asked("sqs:GetQueueUrl")) {
        Piece::Known(answer) => answer.queue_url,
        Piece::Absent => return Piece::Absent,
        Piece::Refused(why) => return Piece::Known(Queue { policy: Piece::Refused(why) }),
    };
    let attributes = client
        .get_queue_attributes()
        .set_queue_url(url)
        .attribute_names(QueueAttributeName::Policy)
        .send()
        .await;
    let policy = Piece::of(attributes, asked("sqs:GetQueueAttributes"))
        .map(|answer| answer.attributes?.remove(&QueueAttributeName::Policy));
    Piece::Known(Queue { policy: policy.flat() })
}
