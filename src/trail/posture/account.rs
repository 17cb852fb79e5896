//! What an account should have among its trails, and what it should not have twice.

use super::rules::{DUPLICATE, MULTI_REGION, Rule, S3_READS, S3_WRITES};
use super::{Check, Piece, Snapshot, TrailFacts};
use crate::trail::Trail;
use crate::trail::selectors::{Access, Extent, Selectors};

/// Objects of S3, as selectors call them.
const S3_OBJECT: &str = "AWS::S3::Object";

/// What one of the trails should do.
struct Wish {
    rule: Rule,
    fits: fn(&Selectors) -> bool,
    /// What a trail is said not to do.
    lacks: &'static str,
    fix: &'static str,
}

const WISHES: [Wish; 3] = [
    Wish {
        rule: MULTI_REGION,
        fits: Selectors::records_all_management,
        lacks: "does not record all management events",
        fix: "ct trail create --multi-region, or ct trail update NAME --multi-region",
    },
    Wish {
        rule: S3_WRITES,
        fits: |selectors| selectors.records_data(S3_OBJECT, Access::Write) == Extent::All,
        lacks: "does not record writes of all S3 objects",
        fix: "record them, which is billed by event: ct trail events NAME --data s3",
    },
    Wish {
        rule: S3_READS,
        fits: |selectors| selectors.records_data(S3_OBJECT, Access::Read) == Extent::All,
        lacks: "does not record reads of all S3 objects",
        fix: "record them, which is billed by event: ct trail events NAME --data s3",
    },
];

/// Why a trail does not do what one should.
enum Lack {
    /// It does not.
    Sure(String),
    /// It could not be told.
    Unsure(String),
}

/// Whether some trail of all regions does what one should.
pub(super) fn checks(snapshot: &Snapshot) -> Vec<Check> {
    if !snapshot.is_whole {
        return Vec::new();
    }
    WISHES.iter().map(|wish| wish.check(snapshot)).collect()
}

impl Wish {
    fn check(&self, snapshot: &Snapshot) -> Check {
        let (subject, mut sure, mut unsure) = (snapshot.subject(), Vec::new(), Vec::new());
        for facts in &snapshot.trails {
            match self.held_against(facts) {
                Ok(()) => return self.rule.pass(&subject, facts.trail.arn.clone()),
                Err(Lack::Sure(why)) => sure.push(why),
                Err(Lack::Unsure(why)) => unsure.push(why),
            }
        }
        if !unsure.is_empty() {
            return self.rule.unknown(&subject, unsure.join("; "));
        }
        if sure.is_empty() {
            sure.push("there is no trail".to_owned());
        }
        self.rule.fail(&subject, sure.join("; "), self.fix)
    }

    fn held_against(&self, facts: &TrailFacts) -> Result<(), Lack> {
        let name = &facts.trail.name;
        let sure = |what: &str| Err(Lack::Sure(format!("{name} {what}")));
        if !facts.trail.multi_region {
            return sure("is of one region");
        }
        if facts.status.known().is_some_and(|status| !status.is_logging) {
            return sure("is not logging");
        }
        if facts.selectors.known().is_some_and(|selectors| !(self.fits)(selectors)) {
            return sure(self.lacks);
        }
        let unread = unread(&facts.status).or_else(|| unread(&facts.selectors));
        unread.map_or(Ok(()), |why| Err(Lack::Unsure(format!("{name}: {why}"))))
    }
}

/// Why something is not known.
fn unread<T>(piece: &Piece<T>) -> Option<&str> {
    match piece {
        Piece::Known(_) => None,
        Piece::Absent => Some("the trail was deleted meanwhile"),
        Piece::Refused(why) => Some(why),
    }
}

/// Whether trails record what another has recorded. The first copy of management events in a region
/// is free, further copies are billed by event ("AWS CloudTrail pricing"). Which copy is the first
/// AWS does not say; here it is that of the trail that records most.
pub(super) fn duplicates(snapshot: &Snapshot) -> Vec<Check> {
    if !snapshot.is_whole {
        let only = |facts: &TrailFacts| {
            DUPLICATE.not_applicable(&facts.trail.arn, "other trails were not looked at")
        };
        return snapshot.trails.iter().map(only).collect();
    }
    let mut trails: Vec<&TrailFacts> = snapshot.trails.iter().collect();
    trails.sort_by_key(|facts| (!facts.trail.organisation, !facts.trail.multi_region));
    (0..trails.len()).map(|at| duplicate(trails[at], &trails[..at])).collect()
}

/// Whether a trail repeats one of those before it.
fn duplicate(facts: &TrailFacts, before: &[&TrailFacts]) -> Check {
    let trail = &facts.trail;
    let mut unsure = None;
    for other in before {
        match is_twice(facts, other) {
            Ok(false) => {}
            Ok(true) => {
                let place = if trail.multi_region { "every region" } else { &trail.home };
                let (name, first) = (&trail.name, &other.trail.name);
                let why = format!(
                    "{name} and {first} both record management events of {place}; the second copy \
                     is billed"
                );
                let fix = format!(
                    "keep one: record other events with {name}, or stop it: ct trail stop \
                     {}",
                    trail.arn
                );
                return DUPLICATE.fail(&trail.arn, why, fix);
            }
            Err(why) => unsure = Some(why),
        }
    }
    match unsure {
        Some(why) => DUPLICATE.unknown(&trail.arn, why),
        None => DUPLICATE.pass(&trail.arn, "no other trail records the same"),
    }
}

/// Whether two trails both record management events somewhere; or what that depends on.
fn is_twice(one: &TrailFacts, other: &TrailFacts) -> Result<bool, String> {
    let shares = |a: &Trail, b: &Trail| a.multi_region || b.multi_region || a.home == b.home;
    if !shares(&one.trail, &other.trail) {
        return Ok(false);
    }
    let (one, other) = (recorded_by(one), recorded_by(other));
    let nothing = Ok([false, false]);
    if one == nothing || other == nothing {
        return Ok(false);
    }
    let (one, other) = (one?, other?);
    Ok(one.into_iter().zip(other).any(|(one, other)| one && other))
}

/// Whether management events that read, and those that write, are recorded.
fn recorded_by(facts: &TrailFacts) -> Result<[bool; 2], String> {
    if facts.status.known().is_some_and(|status| !status.is_logging) {
        return Ok([false, false]);
    }
    let recorded = facts.selectors.known().map(|selectors| {
        [Access::Read, Access::Write].map(|access| selectors.records_management(access))
    });
    if recorded == Some([false, false]) {
        return Ok([false, false]);
    }
    if let Some(why) = unread(&facts.status).or_else(|| unread(&facts.selectors)) {
        return Err(format!("{}: {why}", facts.trail.name));
    }
    Ok(recorded.unwrap_or_default())
}
