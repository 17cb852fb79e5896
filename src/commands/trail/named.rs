//! Which trail is meant: by its name, or its ARN.

use crate::aws::{Error, Session};
use crate::commands::UserError;
use crate::policy;
use crate::source::FaultKind;
use crate::trail::Trail;

/// The trail with a name, as the configured region shows it, or with an ARN, as its home shows it.
///
/// # Errors
/// There is none, or AWS refuses.
pub(in crate::commands) fn find(session: &Session, name: &str) -> anyhow::Result<Trail> {
    let home = policy::arn::Trail::new(name, None).map(|arn| arn.home().region.to_string());
    let region = match &home {
        Ok(home) => home.as_str(),
        Err(_) => session.home().map_err(UserError::from)?,
    };
    let trails = session.trails_in(region, &[]).map_err(UserError::from)?;
    let mut named: Vec<&Trail> =
        trails.iter().filter(|trail| trail.name == name || trail.arn == name).collect();
    // A trail of this region is meant before the shadow of another that is called the same.
    named.sort_by_key(|trail| trail.home != region);
    match &*named {
        [one] => Ok((*one).clone()),
        [first, second, ..] if first.home == region && second.home != region => {
            Ok((*first).clone())
        }
        [] => {
            let there: Vec<&str> = trails.iter().map(|trail| &*trail.name).collect();
            let help = match &*there {
                [] => "there is none here: see those of all regions with ct trail list".to_owned(),
                some => format!("there is: {}; all regions: ct trail list", some.join(", ")),
            };
            let message = format!("no trail is called {name} in {region}");
            Err(UserError::from(Error { kind: FaultKind::Missing, message, help }).into())
        }
        [first, ..] => {
            let message = format!("several trails are called {name}");
            let help = format!("give an ARN, such as {}", first.arn);
            Err(UserError::from(Error { kind: FaultKind::Other, message, help }).into())
        }
    }
}
