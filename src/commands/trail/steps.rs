//! Which steps make a trail, and what it needs, of what is there already.
//!
//! Asks nothing: what is there was found out before. Knows the order: what CloudTrail checks when it
//! makes a trail must be there before.

use super::create::Wish;
use crate::commands::user_error;
use crate::policy::arn::{Home, Key, LogGroup, Queue, Topic, Trail};
use crate::policy::bucket::Writers;
use crate::policy::name::{Account, BucketName, Organisation, Prefix};
use crate::policy::{
    CLOUDTRAIL, Effect, Policy, Principal, Statement, bucket, compare, key, queue, role, topic,
};
use crate::trail::change::{Change, Guarded, Settings};
use crate::trail::made::{BucketPart, MadeKey, RoleState};

/// Something that has a policy, as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It is not there.
    Nothing,
    /// It is there and has this policy, which may be empty.
    Policy(String),
    /// It is there, and another account's: nobody here knows its policy.
    Foreign,
}

/// Where a trail is to be made, and what is there.
#[derive(Debug)]
pub(super) struct Surroundings {
    pub(super) home: Home,
    /// The trail to be; an organisation's is the management account's.
    pub(super) trail: Trail,
    pub(super) organisation: Option<Organisation>,
    pub(super) bucket: (BucketName, Found),
    /// What the bucket lacks, if it was made for the trail.
    pub(super) bucket_lacks: Option<Vec<BucketPart>>,
    /// Its ARN, if there is one already, or else the alias of one to be.
    pub(super) key: Option<(String, Found)>,
    /// The key that the alias names or is to name, if it was made for the trail already.
    pub(super) made_key: Option<MadeKey>,
    pub(super) topic: Option<(Topic, Found)>,
    pub(super) queue: Option<(Queue, Found)>,
    /// And whether it is there.
    pub(super) log_group: Option<(LogGroup, bool)>,
    /// The ARN, and how much of it is there.
    pub(super) role: Option<(String, RoleState)>,
}

/// The steps, in their order.
///
/// # Errors
/// Something that is there cannot be read, or keeps CloudTrail out.
pub(super) fn steps(wish: &Wish, there: &Surroundings) -> anyhow::Result<Vec<Change>> {
    let mut steps = needs(wish, there)?;
    steps.push(Change::CreateTrail(Box::new(settings(wish, there))));
    let name = there.trail.name().to_owned();
    steps.extend(
        wish.selectors
            .clone()
            .map(|selectors| Change::PutSelectors { trail: name.clone(), selectors }),
    );
    steps.extend(delivery_step(wish, there));
    steps.extend(wish.starts.then_some(Change::StartLogging { trail: name }));
    Ok(steps)
}

/// What must be there before the trail is.
///
/// # Errors
/// See [`steps`].
pub(super) fn needs(wish: &Wish, there: &Surroundings) -> anyhow::Result<Vec<Change>> {
    let mut steps = Vec::new();
    steps.extend(key_steps(there)?);
    steps.extend(bucket_steps(wish, there)?);
    steps.extend(topic_steps(there)?);
    steps.extend(queue_steps(wish, there)?);
    steps.extend(log_steps(there)?);
    Ok(steps)
}

/// What the trail is told to be.
pub(super) fn settings(wish: &Wish, there: &Surroundings) -> Settings {
    let is_ours = |topic: &Topic| topic.home() == &there.home;
    let named = |topic: &Topic| {
        if is_ours(topic) { topic.name().to_owned() } else { topic.to_string() }
    };
    let group = there.log_group.as_ref().zip(there.role.as_ref());
    Settings {
        name: there.trail.name().to_owned(),
        bucket: Some(there.bucket.0.to_string()),
        prefix: Some(wish.prefix.to_string()).filter(|prefix| !prefix.is_empty()),
        multi_region: Some(wish.multi_region),
        organisation: wish.organisation.then_some(true),
        global_events: Some(wish.global_events),
        validation: Some(wish.validation),
        key: there.key.as_ref().map(|(key, _)| key.clone()),
        topic: there.topic.as_ref().map(|(topic, _)| named(topic)),
        log_group: group.map(|((group, _), (role, _))| [format!("{}:*", **group), role.clone()]),
        tags: wish.tags.clone(),
    }
}

fn bucket_steps(wish: &Wish, there: &Surroundings) -> anyhow::Result<Vec<Change>> {
    let (name, found) = &there.bucket;
    let writers = match &there.organisation {
        Some(id) => Writers::Organisation { id: id.clone(), trail: there.trail.clone() },
        None => Writers::Trails(there.trail.clone().into()),
    };
    let wanted = bucket::policy(name, &wish.prefix, &writers);
    let of = Guarded::Bucket(name.to_string());
    Ok(match found {
        Found::Nothing => {
            let key = there.key.as_ref().map(|(key, _)| key.clone());
            let region = there.home.region.to_string();
            let trail = there.trail.to_string();
            let create = Change::CreateBucket { bucket: name.to_string(), region, key, trail };
            vec![create, put(of, &wanted)?]
        }
        Found::Policy(existing) => match &there.bucket_lacks {
            Some(parts) => {
                let key = there.key.as_ref().map(|(key, _)| key.clone());
                let (bucket, parts) = (name.to_string(), parts.clone());
                let complete = Change::CompleteBucket { bucket, key, parts: parts.clone() };
                let complete = (!parts.is_empty()).then_some(complete);
                complete.into_iter().chain(whole(of, existing, &wanted)?).collect()
            }
            None => added(of, existing, &wanted)?.into_iter().collect(),
        },
        Found::Foreign => Vec::new(),
    })
}

fn key_steps(there: &Surroundings) -> anyhow::Result<Vec<Change>> {
    let Some((name, found)) = &there.key else { return Ok(Vec::new()) };
    let wanted = key::policy(&key::Use {
        owner: there.home.account.clone(),
        trails: there.trail.clone().into(),
        readers: Vec::new(),
        // The bucket that is made has a bucket key.
        bucket_key: there.bucket.1 == Found::Nothing || there.bucket_lacks.is_some(),
    });
    if let Some(MadeKey { arn, policy, rotates, has_alias }) = &there.made_key {
        let alias = (!has_alias).then(|| name.clone());
        let complete = Change::CompleteKey { key: arn.clone(), rotation: !rotates, alias };
        let complete = (!(*rotates && *has_alias)).then_some(complete);
        let policy = added(Guarded::Key(arn.clone()), policy, &wanted)?;
        return Ok(complete.into_iter().chain(policy).collect());
    }
    Ok(match found {
        Found::Nothing => {
            let (policy, trail) = (wanted.pretty()?, there.trail.to_string());
            vec![Change::CreateKey { alias: name.clone(), policy, trail }]
        }
        Found::Policy(existing) => {
            let key = Key::new(name, None)?;
            let of = Guarded::Key(key.to_string());
            added(of, existing, &wanted)?.into_iter().collect()
        }
        Found::Foreign => Vec::new(),
    })
}

fn topic_steps(there: &Surroundings) -> anyhow::Result<Vec<Change>> {
    let Some((name, found)) = &there.topic else { return Ok(Vec::new()) };
    let wanted = topic::from_trails(name, &there.trail.clone().into());
    Ok(match found {
        Found::Nothing => {
            let (policy, trail) = (wanted.pretty()?, there.trail.to_string());
            vec![Change::CreateTopic { topic: name.to_string(), policy, trail }]
        }
        Found::Policy(existing) => {
            added(Guarded::Topic(name.to_string()), existing, &wanted)?.into_iter().collect()
        }
        Found::Foreign => Vec::new(),
    })
}

fn queue_steps(wish: &Wish, there: &Surroundings) -> anyhow::Result<Vec<Change>> {
    let Some((name, found)) = &there.queue else { return Ok(Vec::new()) };
    let account: &Account = &there.home.account;
    let wanted = match &there.topic {
        Some((topic, _)) if wish.queue_from_topic => queue::from_topic(name, topic),
        _ => queue::from_bucket(name, &there.bucket.0, account),
    };
    Ok(match found {
        Found::Nothing => {
            let (policy, trail) = (wanted.pretty()?, there.trail.to_string());
            vec![Change::CreateQueue { queue: name.to_string(), policy, trail }]
        }
        Found::Policy(existing) => {
            added(Guarded::Queue(name.to_string()), existing, &wanted)?.into_iter().collect()
        }
        Found::Foreign => Vec::new(),
    })
}

fn log_steps(there: &Surroundings) -> anyhow::Result<Vec<Change>> {
    let mut steps = Vec::new();
    let Some((group, is_there)) = &there.log_group else { return Ok(steps) };
    if !is_there {
        steps.push(Change::CreateLogGroup {
            name: group.name().to_owned(),
            trail: there.trail.to_string(),
        });
    }
    let Some((role, state)) = &there.role else { return Ok(steps) };
    let role = role.clone();
    let permissions = role::delivery(group, there.organisation.as_ref()).pretty()?;
    match state {
        RoleState::Missing => steps.push(Change::CreateRole {
            role,
            trust: role::delivery_trust().pretty()?,
            permissions,
            trail: there.trail.to_string(),
        }),
        RoleState::WithoutPolicy => steps.push(Change::CompleteRole { role, permissions }),
        RoleState::Complete => {}
    }
    Ok(steps)
}

/// How a queue comes to know of new logs.
pub(super) fn delivery_step(wish: &Wish, there: &Surroundings) -> Option<Change> {
    let (queue, _) = there.queue.as_ref()?;
    let queue = queue.to_string();
    Some(match &there.topic {
        Some((topic, _)) if wish.queue_from_topic => {
            Change::Subscribe { topic: topic.to_string(), queue }
        }
        _ => Change::NotifyQueue {
            bucket: there.bucket.0.to_string(),
            prefix: format!("{}AWSLogs/", Prefix::path(&wish.prefix)),
            queue,
        },
    })
}

fn put(of: Guarded, wanted: &Policy) -> anyhow::Result<Change> {
    let added = wanted.statements.iter().map(|statement| statement.sid.clone()).collect();
    Ok(Change::PutPolicy { of, policy: wanted.pretty()?, added, is_first: true })
}

/// What must be added to a policy so that a service of AWS gets in; nothing else is touched.
///
/// # Errors
/// The policy cannot be read, or denies what it is to allow.
fn added(of: Guarded, existing: &str, wanted: &Policy) -> anyhow::Result<Option<Change>> {
    let lets_in = |statement: &Statement| {
        statement.effect == Effect::Allow
            && matches!(statement.principal, Some(Principal::Service(_)))
    };
    let services: Vec<Statement> =
        wanted.statements.iter().filter(|statement| lets_in(statement)).cloned().collect();
    whole(of, existing, &Policy::from(services))
}

/// What must be added to a policy so that all of the wanted one is in it.
///
/// # Errors
/// See [`added`].
fn whole(of: Guarded, existing: &str, wanted: &Policy) -> anyhow::Result<Option<Change>> {
    if existing.trim().is_empty() {
        return put(of, wanted).map(Some);
    }
    let (noun, name) = of.named();
    let unreadable = |error: compare::CompareError| {
        user_error(format!("the policy of {noun} {name}: {error}"), "repair it first")
    };
    let blocks = compare::blocks(existing, wanted).map_err(unreadable)?;
    if let Some(block) = blocks.iter().find(|block| block.is_certain) {
        let sid = block.sid.clone().unwrap_or_else(|| format!("number {}", block.index + 1));
        let message = format!("the policy of {noun} {name} keeps {CLOUDTRAIL} out");
        let help = format!("change its statement {sid}: {}", block.why);
        return Err(user_error(message, help));
    }
    let missing = compare::missing(existing, wanted).map_err(unreadable)?;
    if missing.is_empty() {
        return Ok(None);
    }
    let policy = compare::merged(existing, &missing).map_err(unreadable)?;
    let added = missing.into_iter().map(|statement| statement.sid).collect();
    Ok(Some(Change::PutPolicy { of, policy, added, is_first: false }))
}
