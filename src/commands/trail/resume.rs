//! A run that is repeated: what of a trail is there already, what is missing, and what differs.
//!
//! Completes nothing itself: it says which steps are left, or why there can be none.

use std::fmt;

use super::create::Wish;
use super::steps::{Surroundings, delivery_step, needs, settings};
use crate::aws::Session;
use crate::commands::{Outcome, UserError, bold, red, tell};
use crate::sink::safe::shown;
use crate::trail::Trail;
use crate::trail::change::{Change, last};
use crate::trail::made::TAG;

/// What is there is not what is wanted: nothing is changed, and the answer is no.
#[derive(Debug)]
pub(super) struct Differs {
    pub(super) message: String,
    pub(super) help: String,
}

impl fmt::Display for Differs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Differs {}

/// Prints a difference and makes the outcome of it.
///
/// # Errors
/// It is another error.
pub(super) fn answered(result: anyhow::Result<Outcome>) -> anyhow::Result<Outcome> {
    match result.map_err(anyhow::Error::downcast::<Differs>) {
        Ok(outcome) => Ok(outcome),
        Err(Err(error)) => Err(error),
        Err(Ok(differs)) => {
            let lines = |text: &str| {
                text.lines().map(|line| shown(line).into_owned()).collect::<Vec<_>>().join("\n")
            };
            tell(&format!("{} {}", red("ct:"), lines(&differs.message)));
            tell(&format!("{} {}", bold("help:"), lines(&differs.help)));
            Ok(Outcome::No)
        }
    }
}

/// The steps that are left of creating a trail that is there.
///
/// # Errors
/// The trail is not the one that is wanted ([`Differs`]); or AWS refuses.
pub(super) fn rest(
    session: &Session,
    now: &Trail,
    wish: &Wish,
    there: &Surroundings,
) -> anyhow::Result<Vec<Change>> {
    let mut differences = differences(now, wish, there);
    let tags = session.tags(now).map_err(UserError::from)?;
    for tag in wish.tags.iter().filter(|tag| tag.key != TAG && !tags.contains(tag)) {
        differences.push(format!("tag {}: it is not {}", tag.key, tag.value));
    }
    let status = session.status(now).map_err(UserError::from)?;
    if status.is_logging && !wish.starts {
        differences.push("logging: it is on, and --no-start is given".to_owned());
    }
    let wanted = wish.selectors.clone().unwrap_or_default();
    let before = session.selectors(now).map_err(UserError::from)?;
    let is_made = tags.iter().any(|tag| tag.key == TAG);
    // What a trail records from its creation on may be replaced; what a user chose may not.
    let is_chosen = before != crate::trail::selectors::Selectors::default() || !is_made;
    if before != wanted && is_chosen {
        differences.push("events: it records others (ct trail events)".to_owned());
    }
    if !differences.is_empty() {
        let lines = differences.join("\n  ");
        return Err(Differs {
            message: format!(
                "there is a trail of that name, and it differs: {}\n  {lines}",
                now.arn
            ),
            help: format!("choose another name, or change it: ct trail update {}", now.name),
        }
        .into());
    }
    let mut steps = needs(wish, there)?;
    if before != wanted {
        steps.push(Change::PutSelectors { trail: now.name.clone(), selectors: wanted });
    }
    steps.extend(delivery(session, wish, there)?);
    if wish.starts && !status.is_logging {
        steps.push(Change::StartLogging { trail: now.name.clone() });
    }
    Ok(steps)
}

/// How a queue comes to know of new logs, unless it does already.
///
/// # Errors
/// AWS refuses.
pub(super) fn delivery(
    session: &Session,
    wish: &Wish,
    there: &Surroundings,
) -> anyhow::Result<Option<Change>> {
    let Some(step) = delivery_step(wish, there) else { return Ok(None) };
    let is_there = match &step {
        Change::NotifyQueue { bucket, prefix, queue } => {
            match session.is_notifying(bucket, prefix, queue) {
                // It is to be created.
                Err(error) if error.kind == crate::source::FaultKind::Missing => Ok(false),
                asked => asked,
            }
        }
        Change::Subscribe { topic, queue } => match session.is_subscribed(topic, queue) {
            Err(error) if error.kind == crate::source::FaultKind::Missing => Ok(false),
            asked => asked,
        },
        _ => Ok(false),
    };
    Ok((!is_there.map_err(UserError::from)?).then_some(step))
}

/// What a trail has another way than is wanted, one line each.
fn differences(now: &Trail, wish: &Wish, there: &Surroundings) -> Vec<String> {
    let wanted = settings(wish, there);
    let yes = |is: bool| if is { "yes" } else { "no" };
    let flags = [
        ("all regions", now.multi_region, wanted.multi_region),
        ("all accounts of the organisation", now.organisation, Some(wish.organisation)),
        ("services without a region", now.global_events, wanted.global_events),
        ("log file validation", now.validation, wanted.validation),
    ];
    let flags = flags.into_iter().filter_map(|(name, now, wanted)| {
        let wanted = wanted.filter(|wanted| *wanted != now)?;
        Some(format!("{name}: it has {}, wanted is {}", yes(now), yes(wanted)))
    });
    let key = there.made_key.as_ref().map(|made| made.arn.as_str()).or(wanted.key.as_deref());
    let group = wanted.log_group.as_ref();
    let texts = [
        ("bucket", Some(&*now.bucket), wanted.bucket.as_deref()),
        ("prefix", Some(&*now.prefix), Some(wanted.prefix.as_deref().unwrap_or_default())),
        ("key", now.key.as_deref(), key),
        ("topic", now.topic.as_deref(), wanted.topic.as_deref()),
        ("log group", now.log_group.as_deref(), group.map(|[group, _]| group.as_str())),
        ("role", now.log_role.as_deref(), group.map(|[_, role]| role.as_str())),
    ];
    let short = |text: Option<&str>| last(text.unwrap_or_default()).to_owned();
    let texts = texts.into_iter().filter_map(|(name, now, wanted)| {
        let (now, wanted) = (short(now), short(wanted));
        let named = |text: String| if text.is_empty() { "none".to_owned() } else { text };
        (now != wanted)
            .then(|| format!("{name}: it has {}, wanted is {}", named(now), named(wanted)))
    });
    flags.chain(texts).collect()
}
