//! Whether trails, and what they deliver to, are configured as AWS and CIS recommend.
//!
//! A [`Snapshot`] of facts goes in, [`Check`]s come out. `rules` is the one table of rules: each has an
//! id, a title, a severity and a function over facts. Knows no AWS SDK, no command line and no
//! clock. A fact that could not be read makes a check [`State::Unknown`], never passed or failed.
//!
//! Sources: the CIS AWS Foundations Benchmark (numbers with each [`Rule`]), "Security best practices
//! in AWS CloudTrail" and the pages on policies in the AWS CloudTrail User Guide.

#![expect(clippy::unnecessary_wraps, reason = "the functions of a table have one signature")]

mod account;
mod buckets;
mod check;
mod facts;
mod keys;
mod messaging;
mod policies;
pub mod queue_health;
pub mod report;
mod rules;
mod trails;

#[cfg(test)]
mod tests;

use jiff::Timestamp;

use buckets::BucketView;
use check::Row;
use keys::KeyView;
use messaging::{QueueView, TopicView};
use rules::{Judge, ROWS};
use trails::TrailView;

pub use check::{Check, Rule, Severity, State};
pub use facts::{
    AccessBlock, Bucket, Key, KeyFacts, Lookup, Queue, Snapshot, Subscription, Topic, TrailFacts,
    Versioning,
};
pub use rules::rules;

/// Applies every rule to each of its subjects: the account, trails, buckets, keys, topics, queues.
/// Checks come in the order of [`rules()`].
pub fn checks(snapshot: &Snapshot, now: Timestamp) -> Vec<Check> {
    let account = snapshot.account.found().map_or("this account", String::as_str);
    let trails = snapshot.trails.iter().map(|facts| TrailView { snapshot, facts, now });
    let trails: Vec<TrailView<'_>> = trails.collect();
    let buckets = BucketView::all(snapshot);
    let keys = || snapshot.keys.iter().map(|(arn, key)| KeyView { snapshot, arn, key });
    let topics = || snapshot.topics.iter().map(|(arn, found)| TopicView { snapshot, arn, found });
    let queues = || snapshot.queues.iter().map(|(arn, found)| QueueView { snapshot, arn, found });
    let judged = |rule: &Row<Judge>| -> Vec<Option<Check>> {
        let check = |subject: &str, judgement| rule.check(subject, judgement);
        match rule.judge {
            // The account can be judged only if all its trails are known.
            Judge::Account(_) if !snapshot.is_whole => Vec::new(),
            Judge::Account(judge) => vec![check(account, judge(snapshot))],
            Judge::Trail(judge) => {
                trails.iter().map(|it| check(&it.facts.trail.arn, judge(it))).collect()
            }
            Judge::Bucket(judge) => buckets.iter().map(|it| check(&it.arn, judge(it))).collect(),
            Judge::Key(judge) => keys().map(|it| check(it.arn, judge(&it))).collect(),
            Judge::Topic(judge) => topics().map(|it| check(it.arn, judge(&it))).collect(),
            Judge::Queue(judge) => queues().map(|it| check(it.arn, judge(&it))).collect(),
        }
    };
    ROWS.iter().flat_map(judged).flatten().collect()
}
