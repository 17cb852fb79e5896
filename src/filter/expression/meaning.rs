//! What a value means in a comparison, which depends on the field: `iam` is a service in
//! `eventSource`, `10.0.0.0/8` a network in `sourceIPAddress`, `True` is `true` in `readOnly`.
//!
//! Knows nothing of tokens and places in the text: the parser has those.

use super::{Expression, Test};
use crate::event::field::Path;
use crate::filter::pattern::{Pattern, PatternError, Place, call};

/// What a field holds, as far as it matters for a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Names of APIs, which may follow a service: `s3:DeleteBucket`.
    Call,
    /// Services.
    Service,
    /// Other names that AWS defines.
    Name,
    /// Addresses and services.
    Address,
    /// `true` and `false`.
    Truth,
    Other,
}

const KINDS: [(Kind, &[&str]); 19] = [
    (Kind::Call, &["eventName"]),
    (Kind::Call, &["insightDetails", "eventName"]),
    (Kind::Service, &["eventSource"]),
    (Kind::Service, &["insightDetails", "eventSource"]),
    (Kind::Service, &["userIdentity", "invokedBy"]),
    (Kind::Name, &["errorCode"]),
    (Kind::Name, &["insightDetails", "errorCode"]),
    (Kind::Name, &["insightDetails", "insightType"]),
    (Kind::Name, &["insightDetails", "state"]),
    (Kind::Name, &["eventCategory"]),
    (Kind::Name, &["eventType"]),
    (Kind::Name, &["awsRegion"]),
    (Kind::Name, &["userIdentity", "type"]),
    (Kind::Name, &["userIdentity", "sessionContext", "sessionIssuer", "type"]),
    (Kind::Name, &["resources", "type"]),
    (Kind::Address, &["sourceIPAddress"]),
    (Kind::Truth, &["readOnly"]),
    (Kind::Truth, &["managementEvent"]),
    (Kind::Truth, &["sessionCredentialFromConsole"]),
];

impl Kind {
    fn of(path: &Path) -> Self {
        let known = KINDS.iter().find(|(_, names)| path.is(names));
        known.map_or(Self::Other, |(kind, _)| *kind)
    }
}

/// A value as it was written.
pub(super) struct Given<'t> {
    pub(super) text: &'t str,
    /// Between quotes it is never more than text.
    pub(super) is_quoted: bool,
}

impl Given<'_> {
    /// Whether it stands for no value at all.
    pub(super) fn is_null(&self) -> bool {
        !self.is_quoted && self.text.eq_ignore_ascii_case("null")
    }

    fn is_truth(&self) -> bool {
        let is = |word| self.text.eq_ignore_ascii_case(word);
        !self.is_quoted && (is("true") || is("false"))
    }

    fn number(&self) -> Option<f64> {
        self.text.parse().ok().filter(|_| !self.is_quoted)
    }
}

/// Why a value cannot be compared with a field, and what to write.
pub(super) struct Misfit {
    pub(super) message: String,
    pub(super) help: String,
}

impl Misfit {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl From<PatternError> for Misfit {
    fn from(error: PatternError) -> Self {
        Self { message: error.to_string(), help: error.help() }
    }
}

/// `path = value`.
pub(super) fn equal(path: &Path, value: &Given<'_>) -> Result<Expression, Misfit> {
    if value.is_null() {
        let exists = Expression::Test(path.clone(), Test::Exists);
        return Ok(Expression::Not(Box::new(exists)));
    }
    let kind = Kind::of(path);
    let test = match kind {
        Kind::Address => Test::Source(vec![Place::new(value.text)?]),
        Kind::Other if !value.is_truth() => Test::Equal(Pattern::new(value.text)?, value.number()),
        Kind::Other => Test::Name(vec![Pattern::name(value.text)?]),
        _ => return one_of(path, std::slice::from_ref(value)),
    };
    Ok(Expression::Test(path.clone(), test))
}

/// `path in (values)`.
pub(super) fn one_of(path: &Path, values: &[Given<'_>]) -> Result<Expression, Misfit> {
    let kind = Kind::of(path);
    if let Some(wrong) = values.iter().find_map(|value| misfit(path, kind, value)) {
        return Err(wrong);
    }
    let named = || values.iter().map(|value| Pattern::name(value.text)).collect::<Result<_, _>>();
    let test = match kind {
        Kind::Call => return one_of_calls(path, values),
        Kind::Service => Test::Service(named()?),
        Kind::Name | Kind::Truth => Test::Name(named()?),
        Kind::Address => Test::Source(
            values.iter().map(|value| Place::new(value.text)).collect::<Result<_, _>>()?,
        ),
        Kind::Other => {
            let place = |value: &Given<'_>| {
                if value.is_truth() {
                    Pattern::name(value.text).map(Place::Name)
                } else {
                    Place::new(value.text)
                }
            };
            Test::In(values.iter().map(place).collect::<Result<_, _>>()?)
        }
    };
    Ok(Expression::Test(path.clone(), test))
}

/// Names of APIs, each alone or behind its service.
fn one_of_calls(path: &Path, values: &[Given<'_>]) -> Result<Expression, Misfit> {
    let (mut names, mut branches) = (Vec::new(), Vec::new());
    for value in values {
        let (service, name) = call(value.text)?;
        let name = Pattern::name(name)?;
        let Some(service) = service else {
            names.push(name);
            continue;
        };
        let service = Expression::Test(beside(path), Test::Service(vec![Pattern::name(service)?]));
        let name = Expression::Test(path.clone(), Test::Name(vec![name]));
        branches.push(Expression::And(vec![service, name]));
    }
    if !names.is_empty() {
        branches.push(Expression::Test(path.clone(), Test::Name(names)));
    }
    Ok(if branches.len() == 1 { branches.remove(0) } else { Expression::Or(branches) })
}

/// The path to the service of the API that `path` leads to.
fn beside(path: &Path) -> Path {
    let source = path.written().replace("eventName", "eventSource");
    source.parse().unwrap_or_else(|_| path.clone())
}

/// Why no record can have this value.
fn misfit(path: &Path, kind: Kind, value: &Given<'_>) -> Option<Misfit> {
    let path = path.written();
    if value.is_null() {
        let help = format!("write: {path} not exists or {path} in (…)");
        return Some(Misfit::new("null is no value of a list", help));
    }
    let is_name = matches!(kind, Kind::Call | Kind::Service | Kind::Name | Kind::Truth);
    if is_name && value.text.trim().is_empty() {
        let help = format!("to find records without it write: {path} not exists");
        return Some(Misfit::new(format!("{path} is never empty"), help));
    }
    let is_truth = |pattern: &Pattern| pattern.matches("true") || pattern.matches("false");
    if kind == Kind::Truth && !Pattern::name(value.text).is_ok_and(|pattern| is_truth(&pattern)) {
        let help = format!("write: {path} = true or {path} = false");
        return Some(Misfit::new(format!("{path} is true or false, never {}", value.text), help));
    }
    None
}

/// Why a value does not fit `operator`, which is `~`, `<` or the like.
pub(super) fn unordered(path: &Path, operator: &str, value: &Given<'_>) -> Option<Misfit> {
    let path_text = path.written();
    let is_network =
        value.text.contains('/') && matches!(Place::new(value.text), Ok(Place::Network(_)));
    if Kind::of(path) == Kind::Address && is_network {
        let help = format!("write: {path_text} in ({})", value.text);
        return Some(Misfit::new(format!("{operator} compares no networks"), help));
    }
    if value.is_null() && !operator.ends_with('~') {
        let help = format!("write: {path_text} exists or {path_text} not exists");
        return Some(Misfit::new(format!("null is not compared with {operator}"), help));
    }
    None
}
