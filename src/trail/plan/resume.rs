//! `create` of a trail that exists: what an interrupted run left to do, or how the trail differs.

use super::steps::{prerequisites, settings};
use super::{PlanError, Request, Resources};
use crate::policy::arn::name_of;
use crate::trail::change::Change;
use crate::trail::created::TRAIL_TAG;
use crate::trail::selectors::Selectors;
use crate::trail::{Tag, Trail};

/// A trail that exists.
#[derive(Clone, Debug)]
pub struct CurrentTrail {
    /// The trail.
    pub trail: Trail,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// Whether it is logging.
    pub is_logging: bool,
    /// Its event selectors.
    pub selectors: Selectors,
}

/// The changes that complete an existing trail. `notification` is the change that connects the queue,
/// if that is still to be made.
///
/// # Errors
/// The trail differs from the request, or see [`super::create`].
pub fn resume(
    request: &Request,
    resources: &Resources,
    current: &CurrentTrail,
    notification: Option<Change>,
) -> Result<Vec<Change>, PlanError> {
    let CurrentTrail { trail, tags, is_logging, selectors } = current;
    let mut differences = differences(trail, request, resources);
    for tag in request.tags.iter().filter(|tag| tag.key != TRAIL_TAG && !tags.contains(tag)) {
        differences.push(format!("tag {}: it is not {}", tag.key, tag.value));
    }
    if *is_logging && !request.start_logging {
        differences.push("logging: it is on, and --no-start is given".to_owned());
    }
    let wanted = request.selectors.clone().unwrap_or_default();
    let is_created = tags.iter().any(|tag| tag.key == TRAIL_TAG);
    // An interrupted run leaves the default selectors. Others were chosen, and stay.
    let is_chosen = *selectors != Selectors::default() || !is_created;
    if *selectors != wanted && is_chosen {
        differences.push("events: its event selectors differ (ct trail events)".to_owned());
    }
    if !differences.is_empty() {
        let lines = differences.join("\n  ");
        return Err(PlanError::difference(
            format!("a trail of that name exists and differs: {}\n  {lines}", trail.arn),
            format!("choose another name, or change it: ct trail update {}", trail.name),
        ));
    }
    let mut changes = prerequisites(request, resources)?;
    let name = || trail.name.clone();
    if *selectors != wanted {
        changes.push(Change::PutSelectors { trail: name(), selectors: wanted });
    }
    changes.extend(notification);
    if request.start_logging && !is_logging {
        changes.push(Change::StartLogging { trail: name() });
    }
    Ok(changes)
}

/// The settings in which a trail differs from the request, one line each.
fn differences(trail: &Trail, request: &Request, resources: &Resources) -> Vec<String> {
    let wanted = settings(request, resources);
    let yes = |is: bool| if is { "yes" } else { "no" };
    let is_organization_trail = Some(request.organization.is_some());
    let flags = [
        ("all Regions", trail.multi_region, wanted.multi_region),
        ("all accounts of the organization", trail.organization, is_organization_trail),
        ("global services", trail.global_events, wanted.global_events),
        ("log file validation", trail.validation, wanted.validation),
    ];
    let flags = flags.into_iter().filter_map(|(name, now, wanted)| {
        let wanted = wanted.filter(|wanted| *wanted != now)?;
        Some(format!("{name}: it has {}, requested is {}", yes(now), yes(wanted)))
    });
    let created_key = resources.key.as_ref().and_then(|key| key.created.as_ref());
    let key = created_key.map(|key| key.arn.as_str()).or(wanted.key.as_deref());
    let group = wanted.log_group.as_ref();
    let texts = [
        ("bucket", Some(&*trail.bucket), wanted.bucket.as_deref()),
        ("prefix", Some(&*trail.prefix), Some(wanted.prefix.as_deref().unwrap_or_default())),
        ("key", trail.key.as_deref(), key),
        ("topic", trail.topic.as_deref(), wanted.topic.as_deref()),
        ("log group", trail.log_group.as_deref(), group.map(|it| it.group.as_str())),
        ("role", trail.log_role.as_deref(), group.map(|it| it.role.as_str())),
    ];
    let short = |text: Option<&str>| name_of(text.unwrap_or_default()).to_owned();
    let texts = texts.into_iter().filter_map(|(name, now, wanted)| {
        let (now, wanted) = (short(now), short(wanted));
        let or_none = |text: String| if text.is_empty() { "none".to_owned() } else { text };
        (now != wanted)
            .then(|| format!("{name}: it has {}, requested is {}", or_none(now), or_none(wanted)))
    });
    flags.chain(texts).collect()
}
