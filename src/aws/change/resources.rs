//! Looks up the resources that a request names: what exists of bucket, key, topic, queue, log group
//! and role. Changes nothing.

use super::existing::is_tagged_for;
use super::region_of;
use crate::aws::Session;
use crate::aws::error::Error;
use crate::policy::arn::account_of;
use crate::source::FaultKind;
use crate::trail::created::RoleState;
use crate::trail::plan::{
    BucketSource, FoundBucket, FoundKey, KeyRequest, PolicyLookup, Request, Resources, WithPolicy,
};

impl Session {
    /// What exists of the resources of a request.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached. A resource that does not exist is no error.
    pub fn find_resources(&self, request: &Request) -> Result<Resources, Error> {
        let region = request.home.region.to_string();
        let names = &request.resources;
        let topic = names.topic.clone().map(|name| {
            let is_ours = name.home().account == request.home.account;
            let policy = if is_ours {
                lookup(self.topic_policy(&name.to_string()))?
            } else {
                PolicyLookup::NotOurs
            };
            Ok(WithPolicy { name, policy })
        });
        let queue = names.queue.clone().map(|name| {
            let policy = lookup(self.queue_policy(&name.to_string()))?;
            Ok(WithPolicy { name, policy })
        });
        let has_log_group = match &names.log_group {
            Some(group) => self.has_log_group(group.name(), &region)?,
            None => false,
        };
        let role = match &names.role {
            Some(role) if !role.is_given => {
                self.role_state(&role.arn, &request.trail.to_string(), &region)?
            }
            _ => RoleState::Complete,
        };
        Ok(Resources {
            bucket: self.find_bucket(request)?,
            key: names.key.as_ref().map(|key| self.find_key(key, request)).transpose()?,
            topic: topic.transpose()?,
            queue: queue.transpose()?,
            has_log_group,
            role,
            cli_flags: self.flags(&region),
        })
    }

    fn find_bucket(&self, request: &Request) -> Result<FoundBucket, Error> {
        let names = &request.resources;
        let source = names.bucket.source;
        let mut found = FoundBucket {
            policy: PolicyLookup::NotOurs,
            is_created: false,
            is_bare: false,
            lacks: Vec::new(),
        };
        if source == BucketSource::Unchanged {
            return Ok(found);
        }
        let name = names.bucket.name.to_string();
        let is_from_user = matches!(source, BucketSource::User | BucketSource::UserCreates);
        found.policy = match self.bucket_policy(&name) {
            Err(error) if error.kind == FaultKind::Denied && is_from_user => PolicyLookup::NotOurs,
            policy => lookup(policy)?,
        };
        if !matches!(found.policy, PolicyLookup::Policy(_)) {
            return Ok(found);
        }
        let tags = match source {
            BucketSource::Created => None,
            _ => self.bucket_tags(&name)?,
        };
        let is_tagged = |tags: &Vec<_>| is_tagged_for(tags, &request.trail.to_string());
        found.is_created = source == BucketSource::Created || tags.as_ref().is_some_and(is_tagged);
        if found.is_created || source == BucketSource::UserCreates {
            found.lacks = self.bucket_lacks(&name, names.key.is_some())?;
        }
        found.is_bare = tags.is_some_and(|tags| tags.is_empty())
            && found.policy == PolicyLookup::Policy(String::new())
            && !found.lacks.is_empty()
            && self.bucket_is_empty(&name).unwrap_or(false);
        Ok(found)
    }

    fn find_key(&self, key: &KeyRequest, request: &Request) -> Result<FoundKey, Error> {
        let region = request.home.region.to_string();
        match key {
            KeyRequest::New(alias) => {
                let created = self.key_created_for(&request.trail.to_string(), alias, &region)?;
                let policy = match created {
                    Some(_) => PolicyLookup::NotFound,
                    None => lookup(self.key_policy(alias, &region).map(|(_, policy)| policy))?,
                };
                Ok(FoundKey { id: alias.clone(), policy, created })
            }
            KeyRequest::Existing(id) => match self.key_policy(id, &region) {
                Ok((arn, policy)) => {
                    let account = request.home.account.to_string();
                    let is_ours = account_of(&arn) == account;
                    let policy = if is_ours && region_of(&arn) == region {
                        PolicyLookup::Policy(policy)
                    } else {
                        PolicyLookup::NotOurs
                    };
                    Ok(FoundKey { id: arn, policy, created: None })
                }
                Err(error) if error.kind == FaultKind::Denied => {
                    let policy = PolicyLookup::NotOurs;
                    Ok(FoundKey { id: id.clone(), policy, created: None })
                }
                Err(error) => Err(error),
            },
        }
    }
}

fn lookup(policy: Result<String, Error>) -> Result<PolicyLookup, Error> {
    match policy {
        Ok(policy) => Ok(PolicyLookup::Policy(policy)),
        Err(error) if error.kind == FaultKind::Missing => Ok(PolicyLookup::NotFound),
        Err(error) => Err(error),
    }
}
