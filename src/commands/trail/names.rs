//! Trails by name or ARN.

use crate::aws::{Error, Session};
use crate::commands::UserError;
use crate::policy;
use crate::source::FaultKind;
use crate::trail::Trail;

/// The trail with a name in the configured Region, or with an ARN in its home Region.
///
/// # Errors
/// There is none, or there are several; or AWS refuses.
pub(in crate::commands) fn find(session: &Session, name: &str) -> anyhow::Result<Trail> {
    let region = home_region(session, name)?;
    let trails = session.trails_in(&region, &[]).map_err(UserError::from)?;
    if let Some(trail) = choose(&trails, name, &region)? {
        return Ok(trail);
    }
    let names: Vec<&str> = trails.iter().map(|trail| &*trail.name).collect();
    let help = match &*names {
        [] => "it has no trails; to list those of all Regions: ct trail list".to_owned(),
        some => format!("existing trails: {}; all Regions: ct trail list", some.join(", ")),
    };
    let message = format!("no trail named {name} in {region}");
    Err(UserError::from(Error { kind: FaultKind::Missing, message, help }).into())
}

/// The same, and `None` if there is no such trail.
///
/// # Errors
/// There are several; or AWS refuses.
pub(super) fn try_find(session: &Session, name: &str) -> anyhow::Result<Option<Trail>> {
    let region = home_region(session, name)?;
    let trails = session.trails_in(&region, &[]).map_err(UserError::from)?;
    choose(&trails, name, &region)
}

/// The Region to look a trail up in.
fn home_region(session: &Session, name: &str) -> anyhow::Result<String> {
    Ok(match policy::arn::Trail::new(name, None) {
        Ok(arn) => arn.home().region.to_string(),
        Err(_) => session.home().map_err(UserError::from)?.to_owned(),
    })
}

fn choose(trails: &[Trail], name: &str, region: &str) -> anyhow::Result<Option<Trail>> {
    let mut named: Vec<&Trail> =
        trails.iter().filter(|trail| trail.name == name || trail.arn == name).collect();
    // A trail of this Region comes before the shadow of a multi-Region trail with the same name.
    named.sort_by_key(|trail| trail.home != region);
    match &*named {
        [] => Ok(None),
        [one] => Ok(Some((*one).clone())),
        [first, second, ..] if first.home == region && second.home != region => {
            Ok(Some((*first).clone()))
        }
        [first, ..] => {
            let message = format!("several trails are named {name}");
            let help = format!("give an ARN, such as {}", first.arn);
            Err(UserError::from(Error { kind: FaultKind::Other, message, help }).into())
        }
    }
}
