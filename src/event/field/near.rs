//! Paths that a record has and that are spelled much like one it lacks.

use std::collections::{BTreeSet, HashMap};

use strsim::osa_distance;

use super::{Path, Step};
use crate::event::{Event, Value};

/// Names that are remembered: records may hold any number of different ones.
const MOST_NAMES: usize = 10_000;
/// Elements of a list that are looked at.
const MOST_ELEMENTS: usize = 100;
/// The rank of what only holds the wanted text.
const HOLDS: usize = 4;

/// How unlike a text is to the one that was wanted: 0 if only case differs; `None` if it is another.
pub fn unlikeness(wanted: &str, found: &str) -> Option<usize> {
    let (wanted, found) = (wanted.to_lowercase(), found.to_lowercase());
    let length = wanted.chars().count();
    let distance = osa_distance(&wanted, &found);
    if distance <= (length / 3).min(HOLDS - 1) {
        return Some(distance);
    }
    (length >= 4 && found.contains(&wanted)).then_some(HOLDS)
}

/// Finds paths like one path in many records.
#[derive(Debug, Default)]
pub struct NearPaths {
    /// For each step of the path the names that were met, as written, and whether they are like it.
    known: Vec<HashMap<Vec<u8>, bool>>,
}

impl NearPaths {
    /// The paths like `path` at which the event has a value.
    pub fn find(&mut self, path: &Path, event: &Event<'_>) -> BTreeSet<String> {
        self.known.resize_with(path.steps.len(), HashMap::new);
        let mut walk = Walk { known: &mut self.known, found: BTreeSet::new() };
        walk.below(Value::new(event.raw()), &path.steps, "");
        walk.found
    }
}

struct Walk<'n> {
    known: &'n mut [HashMap<Vec<u8>, bool>],
    found: BTreeSet<String>,
}

impl Walk<'_> {
    fn below(&mut self, value: Value<'_>, steps: &[Step], path: &str) {
        let Some((step, rest)) = steps.split_first() else {
            if !value.is_null() {
                self.found.insert(path.to_owned());
            }
            return;
        };
        let elements = || value.elements().take(MOST_ELEMENTS);
        match step {
            Step::Name(_) if value.is_array() => {
                elements().for_each(|element| self.below(element, steps, path));
            }
            Step::Name(name) => match value.member(&name.name) {
                Some(member) => self.below(member, rest, &joined(path, &name.name)),
                None => self.near(value, &name.name, rest, path),
            },
            Step::Each => {
                elements().for_each(|element| self.below(element, rest, &format!("{path}[]")));
            }
            Step::Index(at) => {
                if let Some(element) = value.elements().nth(*at) {
                    self.below(element, rest, &format!("{path}[{at}]"));
                }
            }
        }
    }

    /// Goes on with the members whose names are like the one that is missing.
    fn near(&mut self, value: Value<'_>, name: &str, rest: &[Step], path: &str) {
        for (written, member) in value.members() {
            let step = self.known.len() - rest.len() - 1;
            let is_near = self.known[step].get(written).copied().unwrap_or_else(|| {
                let is_near = unlikeness(name, &Value::new(written).text()).is_some();
                if self.known[step].len() < MOST_NAMES {
                    self.known[step].insert(written.to_vec(), is_near);
                }
                is_near
            });
            if is_near {
                self.below(member, rest, &joined(path, &Value::new(written).text()));
            }
        }
    }
}

/// The path with one more name, as an expression would write it.
fn joined(path: &str, name: &str) -> String {
    let dot = if path.is_empty() { "" } else { "." };
    let is_plain = |c: char| c.is_alphanumeric() || "-_:/$@".contains(c);
    let quote = if name.chars().all(is_plain) { "" } else { "\"" };
    format!("{path}{dot}{quote}{name}{quote}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::json::Index;

    #[test]
    fn case_and_small_slips_are_near() {
        assert_eq!(unlikeness("bucketname", "bucketName"), Some(0));
        assert_eq!(unlikeness("usrName", "userName"), Some(1));
        assert_eq!(unlikeness("buckteName", "bucketName"), Some(1));
        assert_eq!(unlikeness("bucket", "bucketName"), Some(HOLDS));
        for (wanted, found) in [("key", "arn"), ("userName", "bucketName"), ("ab", "ac")] {
            assert_eq!(unlikeness(wanted, found), None, "{wanted} {found}");
        }
    }

    #[test]
    fn paths_are_found_through_lists_and_several_slips() {
        let record = r#"{"requestParameters":{"bucketName":"b","Host":["x"],"x.amz":null},
            "resources":[{"ARN":"a"},{"ARN":"b"}],
            "userIdentity":{"sessionContext":{"attributes":{"mfaAuthenticated":"true"}}}}"#;
        let mut index = Index::default();
        let event = Event::parse(record.as_bytes(), &mut index).unwrap();
        let find = |path: &str| {
            let found = NearPaths::default().find(&path.parse().unwrap(), &event);
            found.into_iter().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(find("requestParameters.bucketname"), "requestParameters.bucketName");
        assert_eq!(find("requestParameters.host[0]"), "requestParameters.Host[0]");
        assert_eq!(find("resources[].arn"), "resources[].ARN");
        assert_eq!(find("resources.arn"), "resources.ARN");
        assert_eq!(
            find("userIdentity.sessioncontext.atributes.mfaauthenticated"),
            "userIdentity.sessionContext.attributes.mfaAuthenticated"
        );
        // What is null is no value there either.
        assert_eq!(find("requestParameters.\"x.amzn\""), "");
        assert_eq!(find("requestParameters.other"), "");
        assert_eq!(find(".requestparameters.bucketName"), "requestParameters.bucketName");
    }
}
