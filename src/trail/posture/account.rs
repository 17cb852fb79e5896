//! Rules over all trails of an account: what they should log, and what is logged twice.

use super::check::{Finding, Judgement};
use super::facts::{Lookup, Snapshot, TrailFacts};
use super::trails::TrailView;
use crate::trail::Trail;
use crate::trail::selectors::{Access, Extent, Selectors};

/// The resource type of S3 objects in event selectors.
const S3_OBJECT: &str = "AWS::S3::Object";
const S3_FIX: &str = "log them (billed per event): ct trail events NAME --data s3";

/// What at least one trail of the account should log.
pub(super) struct Requirement {
    is_met: fn(&Selectors) -> bool,
    /// Ends a sentence that begins with the name of a trail.
    unmet: &'static str,
    fix: &'static str,
}

/// Why a trail does not meet a requirement.
enum Unmet {
    No(String),
    /// A fact that could not be read decides.
    Unknown(String),
}

pub(super) const MULTI_REGION: Requirement = Requirement {
    is_met: Selectors::records_all_management,
    unmet: "does not log all management events",
    fix: "ct trail create --multi-region, or ct trail update NAME --multi-region",
};

pub(super) const S3_WRITES: Requirement = Requirement {
    is_met: |selectors| selectors.records_data(S3_OBJECT, Access::Write) == Extent::All,
    unmet: "does not log writes of all S3 objects",
    fix: S3_FIX,
};

pub(super) const S3_READS: Requirement = Requirement {
    is_met: |selectors| selectors.records_data(S3_OBJECT, Access::Read) == Extent::All,
    unmet: "does not log reads of all S3 objects",
    fix: S3_FIX,
};

impl Requirement {
    /// One multi-Region trail that meets it is enough.
    pub(super) fn judge(&self, snapshot: &Snapshot) -> Judgement {
        let (mut unmet, mut unknown) = (Vec::new(), Vec::new());
        for facts in &snapshot.trails {
            match self.is_met_by(facts) {
                Ok(()) => return Ok(Finding::pass(&facts.trail.arn)),
                Err(Unmet::No(why)) => unmet.push(why),
                Err(Unmet::Unknown(why)) => unknown.push(why),
            }
        }
        if !unknown.is_empty() {
            return Ok(Finding::unread(unknown.join("; ")));
        }
        if unmet.is_empty() {
            unmet.push("the account has no trail".to_owned());
        }
        Ok(Finding::fail(unmet.join("; "), self.fix))
    }

    fn is_met_by(&self, facts: &TrailFacts) -> Result<(), Unmet> {
        let name = &facts.trail.name;
        let no = |what: &str| Err(Unmet::No(format!("{name} {what}")));
        if !facts.trail.multi_region {
            return no("is a single-Region trail");
        }
        if facts.status.found().is_some_and(|status| !status.is_logging) {
            return no("is not logging");
        }
        if facts.selectors.found().is_some_and(|selectors| !(self.is_met)(selectors)) {
            return no(self.unmet);
        }
        unread_fact(facts).map_or(Ok(()), |why| Err(Unmet::Unknown(format!("{name}: {why}"))))
    }
}

/// Why the status or the selectors of a trail are not known.
fn unread_fact(facts: &TrailFacts) -> Option<&str> {
    fn why<T>(fact: &Lookup<T>) -> Option<&str> {
        match fact {
            Lookup::Found(_) => None,
            Lookup::Absent => Some("the trail was deleted meanwhile"),
            Lookup::Failed(why) => Some(why),
        }
    }
    why(&facts.status).or_else(|| why(&facts.selectors))
}

/// Whether a trail logs management events that another one logs. The first copy in a Region is free,
/// further copies are billed per event ("AWS CloudTrail pricing"). AWS does not say which copy is the
/// first; here it is that of the trail that covers most.
pub(super) fn duplicate(view: &TrailView<'_>) -> Judgement {
    if !view.snapshot.is_whole {
        return Ok(Finding::not_applicable("other trails were not checked"));
    }
    let mut trails: Vec<&TrailFacts> = view.snapshot.trails.iter().collect();
    trails.sort_by_key(|facts| (!facts.trail.organization, !facts.trail.multi_region));
    let trail = &view.facts.trail;
    let earlier = trails.into_iter().take_while(|facts| facts.trail.arn != trail.arn);
    let mut unknown = None;
    for other in earlier {
        match is_logged_twice(view.facts, other) {
            Ok(false) => {}
            Ok(true) => {
                let place = if trail.multi_region { "every Region" } else { &trail.home };
                let (name, first, arn) = (&trail.name, &other.trail.name, &trail.arn);
                return Ok(Finding::fail(
                    format!(
                        "{name} and {first} both log management events of {place}; the second copy \
                         is billed"
                    ),
                    format!("log other events with {name}, or stop it: ct trail stop {arn}"),
                ));
            }
            Err(why) => unknown = Some(why),
        }
    }
    Ok(match unknown {
        Some(why) => Finding::unread(why),
        None => Finding::pass("no other trail logs the same events"),
    })
}

/// Whether two trails log the same management events in some Region; an error says which fact decides
/// and could not be read.
fn is_logged_twice(one: &TrailFacts, other: &TrailFacts) -> Result<bool, String> {
    let shares = |a: &Trail, b: &Trail| a.multi_region || b.multi_region || a.home == b.home;
    if !shares(&one.trail, &other.trail) {
        return Ok(false);
    }
    let (one, other) = (logged_by(one), logged_by(other));
    let nothing = Ok([false, false]);
    if one == nothing || other == nothing {
        return Ok(false);
    }
    let (one, other) = (one?, other?);
    Ok(one.into_iter().zip(other).any(|(one, other)| one && other))
}

/// Whether a trail logs management events: reads, writes.
fn logged_by(facts: &TrailFacts) -> Result<[bool; 2], String> {
    if facts.status.found().is_some_and(|status| !status.is_logging) {
        return Ok([false, false]);
    }
    let logged = facts.selectors.found().map(|selectors| {
        [Access::Read, Access::Write].map(|access| selectors.records_management(access))
    });
    if logged == Some([false, false]) {
        return Ok([false, false]);
    }
    match unread_fact(facts) {
        Some(why) => Err(format!("{}: {why}", facts.trail.name)),
        None => Ok(logged.unwrap_or_default()),
    }
}
