//! Parses a policy in use in every notation that AWS accepts: one statement or a list, one string or a
//! list, an account by its id or its ARN.

use serde_json::{Map, Value};

use super::condition::{Test, Tests};
use super::{CompareError, Effect};

/// A policy in use.
#[derive(Debug)]
pub(super) struct PolicyDocument {
    pub(super) statements: Vec<FoundStatement>,
}

/// A statement of it.
#[derive(Debug)]
pub(super) struct FoundStatement {
    pub(super) index: usize,
    pub(super) sid: Option<String>,
    pub(super) effect: Effect,
    pub(super) principals: Matcher<PrincipalName>,
    pub(super) actions: Matcher<String>,
    pub(super) resources: Matcher<String>,
    pub(super) condition: Tests,
}

/// These values, or all but these.
#[derive(Debug)]
pub(super) struct Matcher<T> {
    pub(super) is_inverted: bool,
    values: Vec<T>,
}

/// A principal.
#[derive(Debug, Default)]
pub(super) struct PrincipalName {
    /// `AWS`, `Service`, …
    kind: String,
    name: String,
}

impl<T> Matcher<T> {
    /// Whether a value that satisfies the test matches.
    pub(super) fn matches(&self, test: impl Fn(&T) -> bool) -> bool {
        self.values.iter().any(test) != self.is_inverted
    }
}

impl PrincipalName {
    /// Whether this matches the principal of a request. `anyone`: `*` matches, too.
    pub(super) fn is(&self, principal: &str, anyone: bool) -> bool {
        if self.is_anyone() {
            return anyone || principal == "*";
        }
        let is_account = |name: &str| name.len() == 12 && name.bytes().all(|b| b.is_ascii_digit());
        let same = self.name == principal;
        same || (self.kind == "AWS"
            && is_account(&self.name)
            && principal.starts_with("arn:")
            && principal.ends_with(&format!(":iam::{}:root", self.name)))
    }

    pub(super) fn is_anyone(&self) -> bool {
        self.kind == "AWS" && self.name == "*"
    }

    /// Whether this is a service, `s3` for example, in any Region.
    pub(super) fn is_service(&self, service: &str) -> bool {
        let rest = self.name.strip_prefix(service).filter(|_| self.kind == "Service");
        rest.is_some_and(|rest| rest.starts_with('.') && rest.ends_with(".amazonaws.com"))
    }
}

impl PolicyDocument {
    pub(super) fn parse(text: &str) -> Result<Self, CompareError> {
        let document: Map<String, Value> = serde_json::from_str(text)?;
        let statements = statements(&document)?.iter().enumerate().map(|(index, statement)| {
            FoundStatement::read(index, statement)
                .map_err(|why| CompareError::Statement { index, why })
        });
        Ok(Self { statements: statements.collect::<Result<_, _>>()? })
    }

    /// The statements that AWS accepts; none if the text is no policy.
    pub(super) fn valid_statements(text: &str) -> Vec<FoundStatement> {
        let document: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
        let statements = statements(&document).unwrap_or_default().iter().enumerate();
        statements.filter_map(|(index, it)| FoundStatement::read(index, it).ok()).collect()
    }
}

fn statements(document: &Map<String, Value>) -> Result<&[Value], CompareError> {
    match document.get("Statement") {
        None => Ok(&[]),
        Some(Value::Array(statements)) => Ok(statements),
        Some(statement @ Value::Object(_)) => Ok(std::slice::from_ref(statement)),
        Some(_) => Err(CompareError::NoStatements),
    }
}

type Read<T> = Result<T, &'static str>;

impl FoundStatement {
    fn read(index: usize, statement: &Value) -> Read<Self> {
        let statement = statement.as_object().ok_or("is no JSON object")?;
        let effect = match statement.get("Effect").and_then(Value::as_str) {
            Some("Allow") => Effect::Allow,
            Some("Deny") => Effect::Deny,
            _ => return Err("has neither the Effect Allow nor Deny"),
        };
        Ok(Self {
            index,
            sid: statement.get("Sid").and_then(Value::as_str).map(str::to_owned),
            effect,
            principals: these(statement, ["Principal", "NotPrincipal"], names)?,
            actions: these(statement, ["Action", "NotAction"], strings)?,
            resources: these(statement, ["Resource", "NotResource"], strings)?,
            condition: statement.get("Condition").map_or(Ok(Tests::default()), tests)?,
        })
    }
}

/// The values of the first member, or all but those of the second. Without either, an empty value: the
/// owner of an identity-based policy, or the role of a trust policy.
fn these<T: Default>(
    statement: &Map<String, Value>,
    [plain, inverted]: [&str; 2],
    read: fn(&Value) -> Read<Vec<T>>,
) -> Read<Matcher<T>> {
    match (statement.get(plain), statement.get(inverted)) {
        (Some(value), None) => Ok(Matcher { is_inverted: false, values: read(value)? }),
        (None, Some(value)) => Ok(Matcher { is_inverted: true, values: read(value)? }),
        (None, None) => Ok(Matcher { is_inverted: false, values: vec![T::default()] }),
        (Some(_), Some(_)) => Err("has both a member and its negation"),
    }
}

fn names(value: &Value) -> Read<Vec<PrincipalName>> {
    let name = |kind: &str, name: String| PrincipalName { kind: kind.to_owned(), name };
    match value {
        Value::String(text) if text == "*" => Ok(vec![name("AWS", text.clone())]),
        Value::Object(kinds) => {
            let mut all = Vec::new();
            for (kind, value) in kinds {
                all.extend(strings(value)?.into_iter().map(|text| name(kind, text)));
            }
            Ok(all)
        }
        _ => Err("has a principal that is neither * nor an object"),
    }
}

fn strings(value: &Value) -> Read<Vec<String>> {
    const NONE: &str = "has a value that is not a string";
    match value {
        Value::String(text) => Ok(vec![text.clone()]),
        // AWS accepts these in conditions.
        Value::Bool(is) => Ok(vec![is.to_string()]),
        Value::Number(number) => Ok(vec![number.to_string()]),
        Value::Array(values) if values.iter().all(|value| !value.is_array()) => {
            let values = values.iter().map(strings).collect::<Read<Vec<_>>>()?;
            Ok(values.into_iter().flatten().collect())
        }
        _ => Err(NONE),
    }
}

fn tests(condition: &Value) -> Read<Tests> {
    const NONE: &str = "has a condition that is no object of operators and keys";
    let mut all = Vec::new();
    for (operator, keys) in condition.as_object().ok_or(NONE)? {
        for (key, values) in keys.as_object().ok_or(NONE)? {
            let (operator, key) = (operator.clone(), key.clone());
            all.push(Test { operator, key, values: strings(values)? });
        }
    }
    Ok(Tests(all))
}
