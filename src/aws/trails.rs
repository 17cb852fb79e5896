//! Trails of all Regions: found by name or ARN in their home Region, and listed.

use std::collections::BTreeMap;

use super::Session;
use super::error::Error;
use crate::policy::arn;
use crate::source::{Fault, FaultKind};
use crate::trail::Trail;

/// The trails of an account, and why there may be more.
#[derive(Default)]
pub struct TrailList {
    /// Those that could be listed, by ARN.
    pub trails: Vec<Trail>,
    /// What could not be read, a line each.
    pub unread: Vec<String>,
}

impl Session {
    /// The trail with a name in the configured Region, or with an ARN in its home Region.
    ///
    /// # Errors
    /// There is none ([`FaultKind::Missing`]), or there are several; or AWS refuses.
    pub fn find_trail(&self, name: &str) -> Result<Trail, Error> {
        let region = self.home_of(name)?;
        let trails = self.trails_in(&region, &[])?;
        if let Some(trail) = choose(&trails, name, &region)? {
            return Ok(trail);
        }
        let names: Vec<&str> = trails.iter().map(|trail| &*trail.name).collect();
        let help = match &*names {
            [] => "it has no trails; to list those of all Regions: ct trail list".to_owned(),
            some => format!("existing trails: {}; all Regions: ct trail list", some.join(", ")),
        };
        Err(Error::new(FaultKind::Missing, format!("no trail named {name} in {region}"), help))
    }

    /// The home Region of a trail: that of its ARN, or for a name the configured one.
    ///
    /// # Errors
    /// No Region is configured.
    pub fn home_of(&self, name: &str) -> Result<String, Error> {
        match arn::Trail::new(name, None) {
            Ok(arn) => Ok(arn.home().region.to_string()),
            Err(_) => self.home().map(str::to_owned),
        }
    }

    /// All trails of the account and those of other accounts that it sees.
    ///
    /// # Errors
    /// The configured Region or the list of all trails cannot be read.
    pub fn list_trails(&self) -> Result<TrailList, Error> {
        let region = self.home()?;
        let mut trails: BTreeMap<String, Trail> = BTreeMap::new();
        let mut add = |found: Vec<Trail>| {
            trails.extend(found.into_iter().map(|trail| (trail.arn.clone(), trail)));
        };
        add(self.trails_in(region, &[])?);
        let mut elsewhere: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (arn, home) in self.all_trails()?.into_iter().filter(|(_, home)| home != region) {
            elsewhere.entry(home).or_default().push(arn);
        }
        let mut unread = Vec::new();
        for (region, arns) in elsewhere {
            match self.trails_in(&region, &arns) {
                Ok(found) => {
                    add(found.into_iter().filter(|found| arns.contains(&found.arn)).collect());
                }
                Err(error) => unread.push(format!("trails of {region}: {}", Fault::from(error))),
            }
        }
        Ok(TrailList { trails: trails.into_values().collect(), unread })
    }

    /// The same as a value: that nothing could be listed is no error.
    pub fn known_trails(&self) -> TrailList {
        self.list_trails().unwrap_or_else(|error| TrailList {
            trails: Vec::new(),
            unread: vec![Fault::from(error).to_string()],
        })
    }
}

fn choose(trails: &[Trail], name: &str, region: &str) -> Result<Option<Trail>, Error> {
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
        [first, ..] => Err(Error::new(
            FaultKind::Other,
            format!("several trails are named {name}"),
            format!("give an ARN, such as {}", first.arn),
        )),
    }
}
