//! Whether a notification of S3 covers the logs of trails: its events, and the filter of its keys.
//!
//! A filter has one prefix and one suffix at most, and both must fit ("Configuring event
//! notifications using object key name filtering", Amazon S3 User Guide). CloudTrail puts a log
//! with one request (`s3:ObjectCreated:Put`); keys are those of "Finding your CloudTrail log
//! files", AWS CloudTrail User Guide.

use crate::trail::Trail;
use crate::trail::posture::Told;

/// With what the key of every log ends.
const END: &str = ".json.gz";
const FOLDER: &str = "AWSLogs/";

/// How much of the logs a notification covers.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reach {
    All,
    /// Some or all logs are left out, and why.
    Part(String),
    /// It depends on what is not known.
    Unsure(String),
}

/// Whether it is about objects that are put.
pub(super) fn has_events(told: &Told) -> bool {
    let puts = ["s3:ObjectCreated:*", "s3:ObjectCreated:Put"];
    told.events.iter().any(|event| puts.contains(&event.as_str()))
}

/// How much of what these trails deliver it covers; nothing is known of who delivers if there is
/// none.
pub(super) fn reach(told: &Told, trails: &[&Trail]) -> Reach {
    let Told { prefix, suffix, .. } = told;
    if !END.ends_with(suffix.as_str()) {
        return Reach::Part(format!(
            "keys must end with {suffix}, and those of logs do with {END}"
        ));
    }
    if trails.is_empty() {
        return unknown(prefix);
    }
    for trail in trails {
        let folder = folder(trail);
        if !folder.starts_with(prefix.as_str()) && !is_of_organisation(trail, prefix) {
            let name = &trail.name;
            return Reach::Part(format!(
                "keys must begin with {prefix}, and logs of trail {name} are below {folder}"
            ));
        }
    }
    Reach::All
}

/// Whether other objects than those of AWS's logs are told of.
pub(super) fn is_broad(told: &Told) -> bool {
    !format!("/{}", told.prefix).contains("/AWSLogs")
}

/// Below which all logs of a trail are.
fn folder(trail: &Trail) -> String {
    let slash = if trail.prefix.is_empty() { "" } else { "/" };
    let base = format!("{}{slash}{FOLDER}", trail.prefix);
    match (trail.organisation, trail.multi_region) {
        (true, _) => base,
        (false, true) => format!("{base}{}/CloudTrail/", trail.account()),
        (false, false) => format!("{base}{}/CloudTrail/{}/", trail.account(), trail.home),
    }
}

/// The folder of an organisation, whose id is not known here.
fn is_of_organisation(trail: &Trail, prefix: &str) -> bool {
    let rest = prefix.strip_prefix(&folder(trail)).filter(|_| trail.organisation);
    rest.is_some_and(|rest| is_id(rest.trim_end_matches('/')))
}

fn is_id(part: &str) -> bool {
    part.starts_with("o-") && !part.contains('/')
}

/// Without a trail: whole folders of organisations and accounts pass, as far as can be told.
fn unknown(prefix: &str) -> Reach {
    let behind = match prefix.rsplit_once(FOLDER) {
        Some((_, behind)) => behind,
        None if FOLDER.starts_with(prefix) => "",
        None => return unsure(prefix),
    };
    let mut parts = behind.split('/').filter(|part| !part.is_empty()).peekable();
    parts.next_if(|part| is_id(part));
    parts.next_if(|part| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit()));
    parts.next_if(|part| *part == "CloudTrail");
    if parts.next().is_none() { Reach::All } else { unsure(prefix) }
}

fn unsure(prefix: &str) -> Reach {
    Reach::Unsure(format!("keys must begin with {prefix}, and which trail delivers is not known"))
}
