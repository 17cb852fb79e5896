//! Whether notifications of S3 cover the logs of trails: their events, and the filters of their keys.
//!
//! A filter has one prefix and one suffix at most, and both must fit ("Configuring event
//! notifications using object key name filtering", Amazon S3 User Guide). CloudTrail puts a log
//! with one request (`s3:ObjectCreated:Put`); keys are those of "Finding your CloudTrail log
//! files", AWS CloudTrail User Guide.

use crate::event::key::Kind;
use crate::trail::Trail;
use crate::trail::posture::Told;

/// With what the key of every log ends.
const END: &str = ".json.gz";
const FOLDER: &str = "AWSLogs/";

/// How much of the logs notifications cover, the best first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    All,
    /// It depends on what is not known.
    Unsure(String),
    /// Some or all logs are left out, and why.
    Part(String),
}

/// Where logs of a trail are.
struct Folder<'t> {
    trail: &'t Trail,
    path: String,
    /// Whether the trail is known to put logs there.
    is_sure: bool,
}

/// Whether it is about objects that are put.
pub(super) fn has_events(told: &Told) -> bool {
    let puts = ["s3:ObjectCreated:*", "s3:ObjectCreated:Put"];
    told.events.iter().any(|event| puts.contains(&event.as_str()))
}

/// How much of what these trails deliver notifications cover together: S3 takes no two whose filters
/// overlap, so that each may be of other trails. Nothing is known of who delivers if there is none.
pub(super) fn reach(all: &[&Told], trails: &[&Trail]) -> Reach {
    if trails.is_empty() {
        let each = all.iter().map(|told| misfit(told).unwrap_or_else(|| unknown(&told.prefix)));
        return each.min().unwrap_or(Reach::All);
    }
    let folders = trails.iter().flat_map(|trail| folders(trail));
    folders.map(|folder| folder.reach(all)).max().unwrap_or(Reach::All)
}

/// Whether all that AWS may ever log there is told of, whoever delivers.
pub(super) fn is_whole(told: &Told) -> bool {
    FOLDER.starts_with(&told.prefix) || told.prefix.ends_with(FOLDER)
}

impl Folder<'_> {
    /// How much of it one of them covers, or perhaps several do.
    fn reach(&self, all: &[&Told]) -> Reach {
        let best = all.iter().map(|told| self.of(told)).min().unwrap_or(Reach::All);
        let fits = all.iter().filter(|told| misfit(told).is_none());
        let within: Vec<&str> = fits
            .map(|told| told.prefix.as_str())
            .filter(|prefix| prefix.starts_with(&self.path))
            .collect();
        match best {
            Reach::Part(_) if within.len() > 1 => Reach::Unsure(format!(
                "keys must begin with {}, and whether that is all of {} is not known",
                within.join(" or "),
                self.path
            )),
            best => best,
        }
    }

    fn of(&self, told: &Told) -> Reach {
        let Self { trail: Trail { name, .. }, path, is_sure } = self;
        let prefix = told.prefix.as_str();
        if let Some(part) = misfit(told) {
            return part;
        }
        if path.starts_with(prefix) || self.is_of_organisation(prefix) {
            return Reach::All;
        }
        if *is_sure {
            let why =
                format!("keys must begin with {prefix}, and logs of trail {name} are below {path}");
            return Reach::Part(why);
        }
        Reach::Unsure(format!(
            "keys must begin with {prefix}, and logs of trail {name} may be below {path} as well: it \
             has selectors of its own"
        ))
    }

    /// The folder of an organisation, whose id is not known here.
    fn is_of_organisation(&self, prefix: &str) -> bool {
        let rest = prefix.strip_prefix(&self.path).filter(|_| self.trail.organisation);
        rest.is_some_and(|rest| is_id(rest.trim_end_matches('/')))
    }
}

/// Why a suffix fits no log.
fn misfit(told: &Told) -> Option<Reach> {
    let suffix = told.suffix.as_str();
    (!END.ends_with(suffix)).then(|| {
        Reach::Part(format!("keys must end with {suffix}, and those of logs do with {END}"))
    })
}

/// Whether other objects than those of AWS's logs are told of.
pub(super) fn is_broad(told: &Told) -> bool {
    !format!("/{}", told.prefix).contains("/AWSLogs")
}

/// Where all logs of a trail are. What its selectors record is not known here, only that it has some.
fn folders(trail: &Trail) -> Vec<Folder<'_>> {
    let slash = if trail.prefix.is_empty() { "" } else { "/" };
    let base = format!("{}{slash}{FOLDER}", trail.prefix);
    if trail.organisation {
        return vec![Folder { trail, path: base, is_sure: true }];
    }
    let region = if trail.multi_region { String::new() } else { format!("{}/", trail.home) };
    let kinds = [
        (Kind::Events, true, true),
        (Kind::Insight, trail.insight_selectors, true),
        (Kind::NetworkActivity, trail.custom_selectors, false),
        (Kind::Aggregated, trail.custom_selectors, false),
    ];
    let folder = |(kind, _, is_sure): (Kind, bool, bool)| {
        let path = format!("{base}{}/{}/{region}", trail.account(), kind.name());
        Folder { trail, path, is_sure }
    };
    kinds.into_iter().filter(|(_, is_there, _)| *is_there).map(folder).collect()
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
