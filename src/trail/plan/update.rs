//! `update` of a trail: the settings that change, and how to show them.

use super::steps::settings;
use super::{Request, Resources};
use crate::policy::arn::name_of;
use crate::policy::name::Prefix;
use crate::trail::{LogGroupSettings, Trail, TrailSettings};

/// What an update takes away from a trail.
#[derive(Clone, Copy, Debug, Default)]
pub struct Removed {
    /// The KMS key: log files are encrypted with SSE-S3.
    pub key: bool,
    /// The SNS topic.
    pub topic: bool,
    /// The log group.
    pub log_group: bool,
}

/// The settings that change, and no others. `prefix`: the new prefix, if the request has one.
pub fn changed_settings(
    request: &Request,
    resources: &Resources,
    trail: &Trail,
    prefix: Option<&Prefix>,
    removed: Removed,
) -> TrailSettings {
    let wanted = settings(request, resources);
    let flag = |wanted: Option<bool>, now: bool| wanted.filter(|wanted| *wanted != now);
    let text =
        |wanted: Option<String>, now: Option<&str>| wanted.filter(|it| Some(it.as_str()) != now);
    let cleared =
        |is_removed: bool, now: &Option<String>| (is_removed && now.is_some()).then(String::new);
    let created_key = resources.key.as_ref().and_then(|key| key.created.as_ref());
    let has_created_key = created_key.is_some_and(|key| Some(&key.arn) == trail.key.as_ref());
    let key = text(wanted.key, trail.key.as_deref()).filter(|_| !has_created_key);
    let topic = wanted.topic.filter(|topic| {
        let is_same = |now: &str| now == topic || now.ends_with(&format!(":{topic}"));
        !removed.topic && !trail.topic.as_deref().is_some_and(is_same)
    });
    let group = wanted.log_group.filter(|wanted| {
        (Some(&wanted.group), Some(&wanted.role))
            != (trail.log_group.as_ref(), trail.log_role.as_ref())
    });
    TrailSettings {
        name: trail.arn.clone(),
        bucket: text(wanted.bucket, Some(&trail.bucket)),
        prefix: text(prefix.map(ToString::to_string), Some(&trail.prefix)),
        multi_region: flag(wanted.multi_region, trail.multi_region),
        organization: flag(Some(request.organization.is_some()), trail.organization),
        global_events: flag(wanted.global_events, trail.global_events),
        validation: flag(wanted.validation, trail.validation),
        key: cleared(removed.key, &trail.key).or(key),
        topic: cleared(removed.topic, &trail.topic).or(topic),
        log_group: cleared(removed.log_group, &trail.log_group)
            .map(|_| LogGroupSettings::default())
            .or(group),
        tags: Vec::new(),
    }
}

/// The difference that settings make to a trail, as lines that begin with `-` and `+`.
pub fn settings_difference(trail: &Trail, settings: &TrailSettings) -> Vec<String> {
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let text = |text: Option<&str>| match text {
        None | Some("") => "none".to_owned(),
        Some(text) => name_of(text).to_owned(),
    };
    let flags = [
        ("all Regions", trail.multi_region, settings.multi_region),
        ("all accounts of the organization", trail.organization, settings.organization),
        ("global services", trail.global_events, settings.global_events),
        ("log file validation", trail.validation, settings.validation),
    ];
    let flags =
        flags.into_iter().filter_map(|(name, now, then)| Some((name, yes(now), yes(then?))));
    let group = settings.log_group.as_ref().map(|it| it.group.as_str());
    let texts = [
        ("bucket", Some(&*trail.bucket), settings.bucket.as_deref()),
        ("prefix", Some(&*trail.prefix), settings.prefix.as_deref()),
        ("key", trail.key.as_deref(), settings.key.as_deref()),
        ("topic", trail.topic.as_deref(), settings.topic.as_deref()),
        ("log group", trail.log_group.as_deref(), group),
    ];
    let texts = texts
        .into_iter()
        .filter_map(|(name, now, then)| then.map(|then| (name, text(now), text(Some(then)))));
    let lines = |(name, now, then)| [format!("- {name}: {now}"), format!("+ {name}: {then}")];
    flags.chain(texts).flat_map(lines).collect()
}
