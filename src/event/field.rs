//! Paths to fields in CloudTrail's own names: `requestParameters.bucketName`, `resources[].ARN`.

mod near;

use std::str::FromStr;

use memchr::memchr;
use memchr::memmem::Finder;
use strsim::levenshtein;

use super::schema::{FIELDS, top_level};
use super::{Event, Value};
use crate::error::UserError;
pub use near::{NearPaths, unlikeness};

#[derive(Clone, Debug)]
enum Step {
    Name(Name),
    Each,
    Index(usize),
}

/// The name of a member, and how to see quickly that a value holds no such member.
#[derive(Clone, Debug)]
struct Name {
    name: String,
    quoted: Box<Finder<'static>>,
}

impl Name {
    fn new(name: &str) -> Self {
        let quoted = Finder::new(&format!("\"{name}\"")).into_owned();
        Self { name: name.to_owned(), quoted: Box::new(quoted) }
    }

    /// The members of `value` with this name: one, unless someone wrote two to hide one. Large
    /// values mostly have none: then their text does not hold the name, unless it has escapes.
    fn all<'a>(&self, value: Value<'a>) -> impl Iterator<Item = Value<'a>> {
        let text = value.written();
        let may_hold = self.quoted.find(text).is_some() || memchr(b'\\', text).is_some();
        may_hold.then(|| value.all_members(&self.name)).into_iter().flatten()
    }
}

/// A path from a record to values in it. A name applied to an array applies to each element.
#[derive(Clone, Debug)]
pub struct Path {
    written: String,
    steps: Vec<Step>,
}

/// Why a path is none, and where in it.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PathError {
    /// The path is not of the form `name.name[].name[0]`.
    #[error("not a field path: {0}")]
    Form(String),
    /// The vocabulary has no such field.
    #[error("unknown field: {name}")]
    Unknown {
        /// The name as written.
        name: String,
        /// A field of the vocabulary with a similar name.
        similar: Option<&'static str>,
    },
    /// A finished table has no such column.
    #[error("unknown column: {name}")]
    NoColumn {
        /// The name as written.
        name: String,
        /// A column with a similar name.
        similar: Option<String>,
    },
}

impl From<PathError> for UserError {
    fn from(error: PathError) -> Self {
        Self::new(&error, error.help())
    }
}

impl PathError {
    /// What to do next.
    pub fn help(&self) -> String {
        match self {
            Self::Form(_) => "fields look like userIdentity.type, resources[].ARN, \
                              requestParameters.\"x-amz-acl\""
                .to_owned(),
            Self::Unknown { similar: Some(similar), .. } => {
                format!("a similar field exists: {similar}")
            }
            Self::NoColumn { similar: Some(similar), .. } => {
                format!("a similar column exists: {similar}")
            }
            Self::NoColumn { .. } => "name a key or a measure of the count".to_owned(),
            Self::Unknown { name, .. } => {
                format!("for a field that is newer than this program put a dot in front: .{name}")
            }
        }
    }
}

impl Path {
    /// The path as it was given.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The name of the top-level field that the path begins with.
    pub fn first_name(&self) -> &str {
        match self.steps.first() {
            Some(Step::Name(name)) => &name.name,
            _ => "",
        }
    }

    /// Whether the path leads through just these names, whatever brackets stand between them.
    pub fn is<'n>(&self, names: impl Iterator<Item = &'n str>) -> bool {
        let own = self.steps.iter().filter_map(|step| match step {
            Step::Name(name) => Some(name.name.as_str()),
            _ => None,
        });
        own.eq(names)
    }

    /// The last name in the path: it must be in the text of any record that has the field.
    pub fn last_name(&self) -> &str {
        let mut names = self.steps.iter().rev();
        names
            .find_map(|s| if let Step::Name(name) = s { Some(name.name.as_str()) } else { None })
            .unwrap_or("")
    }

    /// Whether `test` holds for one of the values that the path leads to, both of a member that is
    /// there twice. A missing field and a `null` are no values.
    pub fn any(&self, event: &Event<'_>, test: &mut dyn FnMut(Value<'_>) -> bool) -> bool {
        let Some((Step::Name(first), rest)) = self.steps.split_first() else { return false };
        event.get(&first.name).is_some_and(|value| any_below(value, rest, test))
    }

    /// The first value that the path leads to.
    pub fn first<'a>(&self, event: &Event<'a>) -> Option<Value<'a>> {
        let (Step::Name(first), rest) = self.steps.split_first()? else { return None };
        first_below(event.get(&first.name)?, rest)
    }
}

fn any_below(value: Value<'_>, steps: &[Step], test: &mut dyn FnMut(Value<'_>) -> bool) -> bool {
    let Some((step, rest)) = steps.split_first() else { return !value.is_null() && test(value) };
    match step {
        Step::Name(_) if value.is_array() => value.elements().any(|e| any_below(e, steps, test)),
        Step::Name(name) => name.all(value).any(|found| any_below(found, rest, test)),
        Step::Each => value.elements().any(|element| any_below(element, rest, test)),
        Step::Index(at) => value.elements().nth(*at).is_some_and(|e| any_below(e, rest, test)),
    }
}

fn first_below<'a>(value: Value<'a>, steps: &[Step]) -> Option<Value<'a>> {
    let Some((step, rest)) = steps.split_first() else {
        return Some(value).filter(|v| !v.is_null());
    };
    match step {
        Step::Name(_) if value.is_array() => value.elements().find_map(|e| first_below(e, steps)),
        Step::Name(name) => name.all(value).find_map(|found| first_below(found, rest)),
        Step::Each => value.elements().find_map(|element| first_below(element, rest)),
        Step::Index(at) => first_below(value.elements().nth(*at)?, rest),
    }
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(written: &str) -> Result<Self, PathError> {
        let form = || PathError::Form(written.to_owned());
        let (text, checked) = match written.strip_prefix('.') {
            Some(rest) => (rest, false),
            None => (written, true),
        };
        let mut steps = Vec::new();
        let mut rest = text;
        loop {
            rest = step(rest, &mut steps).ok_or_else(form)?;
            match rest.strip_prefix('.') {
                Some(next) => rest = next,
                None if rest.is_empty() => break,
                None => return Err(form()),
            }
        }
        let path = Self { written: written.to_owned(), steps };
        if checked && !top_level().any(|known| known == path.first_name()) {
            let name = path.first_name().to_owned();
            let similar = similar(&name).or_else(|| similar_group(&name, text));
            return Err(PathError::Unknown { name, similar });
        }
        Ok(path)
    }
}

/// Reads one name and the brackets after it; gives the rest.
fn step<'t>(text: &'t str, steps: &mut Vec<Step>) -> Option<&'t str> {
    let (name, mut rest) = if let Some(quoted) = text.strip_prefix('"') {
        quoted.split_once('"')?
    } else {
        let end = text.find(|c: char| !(c.is_alphanumeric() || "-_:/$@".contains(c)));
        text.split_at(end.unwrap_or(text.len()))
    };
    if name.is_empty() {
        return None;
    }
    steps.push(Step::Name(Name::new(name)));
    while let Some(bracket) = rest.strip_prefix('[') {
        let (inside, after) = bracket.split_once(']')?;
        steps.push(match inside {
            "" => Step::Each,
            number => Step::Index(number.parse().ok()?),
        });
        rest = after;
    }
    Some(rest)
}

/// A name of the vocabulary that differs by case or by few letters.
fn similar(name: &str) -> Option<&'static str> {
    let names = FIELDS.iter().map(|field| field.name).filter(|name| !name.contains('.'));
    let plain = |name: &str| name.replace('_', "").to_ascii_lowercase();
    if let Some(same) = names.clone().find(|known| plain(known) == plain(name)) {
        return Some(same);
    }
    let near = names.map(|known| (levenshtein(known, name), known)).min()?;
    (near.0 <= 2 && near.0 < name.len()).then_some(near.1)
}

/// Of derived fields whose names begin with `name`, as `geo.country` does: the one most like `path`.
fn similar_group(name: &str, path: &str) -> Option<&'static str> {
    let names = FIELDS.iter().filter(|field| field.derived().is_some()).map(|field| field.name);
    let is_of_group = |known: &&str| {
        known.split_once('.').is_some_and(|(first, _)| first.eq_ignore_ascii_case(name))
    };
    let path = path.to_ascii_lowercase();
    names.filter(is_of_group).min_by_key(|known| levenshtein(known, &path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::json::Index;

    const RECORD: &str = r#"{"eventName":"PutObject","userIdentity":{"type":"Root"},"errorCode":null,
        "resources":[{"type":"T"},{"ARN":"a"},{"ARN":"b"}],"requestParameters":{"x.y":{"z":[1,2]}}}"#;

    fn all(path: &str) -> Vec<String> {
        let mut index = Index::default();
        let event = Event::parse(RECORD.as_bytes(), &mut index).unwrap();
        let mut found = Vec::new();
        path.parse::<Path>().unwrap().any(&event, &mut |value| {
            found.push(value.text().into_owned());
            false
        });
        let first = path.parse::<Path>().unwrap().first(&event).map(|v| v.text().into_owned());
        assert_eq!(first.as_ref(), found.first());
        found
    }

    #[test]
    fn paths_lead_to_values() {
        assert_eq!(all("eventName"), ["PutObject"]);
        assert_eq!(all("userIdentity.type"), ["Root"]);
        assert_eq!(all("resources[].ARN"), ["a", "b"]);
        assert_eq!(all("resources.ARN"), ["a", "b"]);
        assert_eq!(all("resources[2].ARN"), ["b"]);
        assert_eq!(all("requestParameters.\"x.y\".z[]"), ["1", "2"]);
        assert_eq!(all("requestParameters.\"x.y\".z[1]"), ["2"]);
        assert!(all("errorCode").is_empty());
        assert!(all("responseElements.a.b").is_empty());
        assert!(all(".somethingNew").is_empty());
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in ["", ".", "a..b", "eventName.", "resources[x]", "resources[", "a b", "\"a"] {
            assert!(matches!(text.parse::<Path>(), Err(PathError::Form(_))), "{text}");
        }
    }

    #[test]
    fn an_unknown_field_names_the_one_that_was_meant() {
        let help = |text: &str| text.parse::<Path>().unwrap_err().help();
        assert_eq!(help("eventname"), "a similar field exists: eventName");
        assert_eq!(help("evenName"), "a similar field exists: eventName");
        assert!(help("somethingNew").contains(".somethingNew"));
    }
}
