//! The changes that create a trail and the resources around it, in their order.

use super::policies::{add_all, add_service_access, put};
use super::{PlanError, PolicyLookup, Request, Resources};
use crate::policy::arn::{Key, Topic};
use crate::policy::bucket::Writers;
use crate::policy::{bucket, key, queue, role, topic};
use crate::trail::change::{Change, PolicyTarget};
use crate::trail::created::{CreatedKey, RoleState};
use crate::trail::{LogGroupSettings, TrailSettings};

/// The changes that create a trail.
///
/// # Errors
/// A policy cannot be parsed, or denies CloudTrail access.
pub fn create(request: &Request, resources: &Resources) -> Result<Vec<Change>, PlanError> {
    let mut changes = prerequisites(request, resources)?;
    changes.push(Change::CreateTrail(Box::new(settings(request, resources))));
    let trail = request.trail.name().to_owned();
    if let Some(selectors) = request.selectors.clone() {
        changes.push(Change::PutSelectors { trail: trail.clone(), selectors });
    }
    changes.extend(notification_change(request, resources));
    changes.extend(request.start_logging.then_some(Change::StartLogging { trail }));
    Ok(changes)
}

/// The changes to make before the trail itself: resources and their policies.
///
/// # Errors
/// See [`create`].
pub fn prerequisites(request: &Request, resources: &Resources) -> Result<Vec<Change>, PlanError> {
    let mut changes = Vec::new();
    changes.extend(key_changes(request, resources)?);
    changes.extend(bucket_changes(request, resources)?);
    changes.extend(topic_change(request, resources)?);
    changes.extend(queue_change(request, resources)?);
    changes.extend(log_group_changes(request, resources)?);
    Ok(changes)
}

/// The settings of the trail.
pub fn settings(request: &Request, resources: &Resources) -> TrailSettings {
    // Another account's topic is named by its ARN.
    let topic_name = |topic: &Topic| {
        let is_local = topic.home() == &request.home;
        if is_local { topic.name().to_owned() } else { topic.to_string() }
    };
    let names = &request.resources;
    let group = names.log_group.as_ref().zip(names.role.as_ref());
    TrailSettings {
        name: request.trail.name().to_owned(),
        bucket: Some(names.bucket.name.to_string()),
        prefix: Some(request.prefix.to_string()).filter(|prefix| !prefix.is_empty()),
        multi_region: Some(request.multi_region),
        organization: request.organization.is_some().then_some(true),
        global_events: Some(request.global_events),
        validation: Some(request.validation),
        key: resources.key.as_ref().map(|key| key.id.clone()),
        topic: resources.topic.as_ref().map(|topic| topic_name(&topic.name)),
        log_group: group.map(|(group, role)| LogGroupSettings {
            group: format!("{}:*", **group),
            role: role.arn.clone(),
        }),
        tags: request.tags.clone(),
    }
}

fn bucket_changes(request: &Request, resources: &Resources) -> Result<Vec<Change>, PlanError> {
    let name = &request.resources.bucket.name;
    let writers = match &request.organization {
        Some(id) => Writers::Organization { id: id.clone(), trail: request.trail.clone() },
        None => Writers::Trails(request.trail.clone().into()),
    };
    let wanted = bucket::policy(name, &request.prefix, &writers);
    let target = PolicyTarget::Bucket(name.to_string());
    let key = resources.key.as_ref().map(|key| key.id.clone());
    let found = &resources.bucket;
    Ok(match &found.policy {
        PolicyLookup::NotFound => {
            let region = request.home.region.to_string();
            let trail = request.trail.to_string();
            let create = Change::CreateBucket { bucket: name.to_string(), region, key, trail };
            vec![create, put(target, &wanted)?]
        }
        PolicyLookup::Policy(existing) if found.is_created => {
            let (bucket, settings) = (name.to_string(), found.lacks.clone());
            let complete = Change::CompleteBucket { bucket, key, settings };
            let complete = (!found.lacks.is_empty()).then_some(complete);
            complete.into_iter().chain(add_all(target, existing, &wanted)?).collect()
        }
        PolicyLookup::Policy(existing) => {
            add_service_access(target, existing, &wanted)?.into_iter().collect()
        }
        PolicyLookup::NotOurs => Vec::new(),
    })
}

fn key_changes(request: &Request, resources: &Resources) -> Result<Vec<Change>, PlanError> {
    let Some(found) = &resources.key else { return Ok(Vec::new()) };
    let bucket = &resources.bucket;
    let wanted = key::policy(&key::Use {
        owner: request.home.account.clone(),
        trails: request.trail.clone().into(),
        readers: Vec::new(),
        // A bucket that ct creates has an S3 Bucket Key.
        bucket_key: bucket.policy == PolicyLookup::NotFound || bucket.is_created,
    });
    if let Some(CreatedKey { arn, policy, rotates, has_alias }) = &found.created {
        let alias = (!has_alias).then(|| found.id.clone());
        let complete = Change::CompleteKey { key: arn.clone(), rotation: !rotates, alias };
        let complete = (!(*rotates && *has_alias)).then_some(complete);
        let policy = add_service_access(PolicyTarget::Key(arn.clone()), policy, &wanted)?;
        return Ok(complete.into_iter().chain(policy).collect());
    }
    Ok(match &found.policy {
        PolicyLookup::NotFound => {
            let (policy, trail) = (wanted.pretty()?, request.trail.to_string());
            vec![Change::CreateKey { alias: found.id.clone(), policy, trail }]
        }
        PolicyLookup::Policy(existing) => {
            let target = PolicyTarget::Key(Key::new(&found.id, None)?.to_string());
            add_service_access(target, existing, &wanted)?.into_iter().collect()
        }
        PolicyLookup::NotOurs => Vec::new(),
    })
}

fn topic_change(request: &Request, resources: &Resources) -> Result<Option<Change>, PlanError> {
    let Some(found) = &resources.topic else { return Ok(None) };
    let wanted = topic::from_trails(&found.name, &request.trail.clone().into());
    let topic = found.name.to_string();
    match &found.policy {
        PolicyLookup::NotFound => {
            let (policy, trail) = (wanted.pretty()?, request.trail.to_string());
            Ok(Some(Change::CreateTopic { topic, policy, trail }))
        }
        PolicyLookup::Policy(existing) => {
            add_service_access(PolicyTarget::Topic(topic), existing, &wanted)
        }
        PolicyLookup::NotOurs => Ok(None),
    }
}

fn queue_change(request: &Request, resources: &Resources) -> Result<Option<Change>, PlanError> {
    let Some(found) = &resources.queue else { return Ok(None) };
    let names = &request.resources;
    let wanted = match &resources.topic {
        Some(topic) if names.notify_from_topic => queue::from_topic(&found.name, &topic.name),
        _ => queue::from_bucket(&found.name, &names.bucket.name, &request.home.account),
    };
    let queue = found.name.to_string();
    match &found.policy {
        PolicyLookup::NotFound => {
            let (policy, trail) = (wanted.pretty()?, request.trail.to_string());
            Ok(Some(Change::CreateQueue { queue, policy, trail }))
        }
        PolicyLookup::Policy(existing) => {
            add_service_access(PolicyTarget::Queue(queue), existing, &wanted)
        }
        PolicyLookup::NotOurs => Ok(None),
    }
}

fn log_group_changes(request: &Request, resources: &Resources) -> Result<Vec<Change>, PlanError> {
    let mut changes = Vec::new();
    let Some(group) = &request.resources.log_group else { return Ok(changes) };
    let trail = request.trail.to_string();
    if !resources.has_log_group {
        let name = group.name().to_owned();
        changes.push(Change::CreateLogGroup { name, trail: trail.clone() });
    }
    let Some(role) = &request.resources.role else { return Ok(changes) };
    let role = role.arn.clone();
    let permissions = role::delivery(group, request.organization.as_ref()).pretty()?;
    match resources.role {
        RoleState::Missing => {
            let trust = role::delivery_trust().pretty()?;
            changes.push(Change::CreateRole { role, trust, permissions, trail });
        }
        RoleState::WithoutPolicy => changes.push(Change::CompleteRole { role, permissions }),
        RoleState::Complete => {}
    }
    Ok(changes)
}

/// The change after which the queue receives notifications of new log files; `None` without a queue.
pub fn notification_change(request: &Request, resources: &Resources) -> Option<Change> {
    let queue = resources.queue.as_ref()?.name.to_string();
    let names = &request.resources;
    Some(match &resources.topic {
        Some(topic) if names.notify_from_topic => {
            Change::Subscribe { topic: topic.name.to_string(), queue }
        }
        _ => Change::NotifyQueue {
            bucket: names.bucket.name.to_string(),
            prefix: format!("{}AWSLogs/", request.prefix.path()),
            queue,
        },
    })
}
