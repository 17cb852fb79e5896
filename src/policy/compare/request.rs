//! The requests that a wanted statement covers, and the context of each.

use std::collections::BTreeMap;

use crate::policy::arn::ArnParts;
use crate::policy::{Effect, Principal, SOURCE_ACCOUNT, SOURCE_ARN, Statement};

/// One principal, action and resource.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) principal: String,
    pub(super) action: String,
    pub(super) resource: String,
    /// Context keys in lower case, and their values; none stands for any value.
    context: BTreeMap<String, Option<String>>,
}

/// Context keys that requests of services do not have ("AWS global condition context keys", IAM User
/// Guide); one that ends with a slash stands for all that start with it.
const NOT_OF_SERVICES: [&str; 14] = [
    "aws:multifactorauthage",
    "aws:multifactorauthpresent",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principaltag/",
    "aws:sourceip",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "aws:username",
    "aws:vpcsourceip",
    "kms:calleraccount",
];

/// The value of a context key.
pub(super) enum ContextValue<'r> {
    Value(&'r str),
    /// Any value.
    Any,
    Nothing,
    Unknown,
}

impl Request {
    pub(super) fn is_of_service(&self) -> bool {
        self.principal.ends_with(".amazonaws.com")
    }

    /// Whether it sends a message. Policies for that may allow `*` with a condition on the source, as the
    /// older form of "Granting permissions to publish event notification messages to a destination",
    /// Amazon S3 User Guide, does.
    pub(super) fn is_message(&self) -> bool {
        let action = self.action.to_lowercase();
        action.starts_with("sqs:") || action.starts_with("sns:")
    }

    pub(super) fn get(&self, key: &str) -> ContextValue<'_> {
        let key = key.to_lowercase();
        match self.context.get(&key) {
            Some(Some(value)) => return ContextValue::Value(value),
            Some(None) => return ContextValue::Any,
            None => {}
        }
        let is = |known: &str| key == known || (known.ends_with('/') && key.starts_with(known));
        if self.is_of_service() && NOT_OF_SERVICES.iter().any(|known| is(known)) {
            return ContextValue::Nothing;
        }
        ContextValue::Unknown
    }

    /// Adds the context that follows from the rest.
    fn infer(&mut self) {
        self.know("aws:SecureTransport", "true");
        if !self.is_of_service() {
            self.know("aws:PrincipalIsAWSService", "false");
            return;
        }
        self.know("aws:PrincipalIsAWSService", "true");
        self.know("aws:PrincipalServiceName", &self.principal.clone());
        let key = SOURCE_ARN.to_lowercase();
        let source = self.context.get(&key).cloned().flatten().map(|arn| bare_bucket(&arn));
        if let Some(source) = &source {
            self.context.insert(key, Some(source.clone()));
        }
        let account = source.as_deref().and_then(|arn| Some(ArnParts::parse(arn)?.account));
        if let Some(account) = account.filter(|it| !it.is_empty() && *it != "*") {
            self.know(SOURCE_ACCOUNT, account);
        }
    }

    /// Whether CloudTrail sends such a request: a trail writes to the folder of its own account only, so
    /// that not every pair of a listed trail and a listed folder occurs.
    fn occurs(&self) -> bool {
        let ContextValue::Value(source) = self.get(SOURCE_ACCOUNT) else { return true };
        let folder = self.resource.split_once("/AWSLogs/").map(|(_, rest)| rest);
        let account = folder.and_then(|folder| folder.split('/').next());
        let is_account = |it: &&str| it.len() == 12 && it.bytes().all(|b| b.is_ascii_digit());
        account.filter(is_account).is_none_or(|account| account == source)
    }

    fn know(&mut self, key: &str, value: &str) {
        self.context.entry(key.to_lowercase()).or_insert_with(|| Some(value.to_owned()));
    }
}

/// The ARN of a bucket as requests of S3 have it: without Region and account, for which policies have
/// wildcards.
fn bare_bucket(arn: &str) -> String {
    arn.replacen(":s3:*:*:", ":s3:::", 1)
}

/// Every request of a statement.
pub(super) fn all(statement: &Statement) -> Vec<Request> {
    let principals = match &statement.principal {
        None => vec![String::new()],
        Some(Principal::Anyone) => vec!["*".to_owned()],
        Some(Principal::Service(name)) => vec![name.to_string()],
        Some(Principal::Aws(arns)) => arns.iter().map(str::to_owned).collect(),
    };
    let mut resources: Vec<&str> = statement.resource.iter().collect();
    if resources.is_empty() {
        resources.push("");
    }
    let contexts = contexts(statement);
    let mut requests = Vec::new();
    for principal in &principals {
        for action in statement.action.iter() {
            for resource in &resources {
                requests.extend(contexts.iter().map(|context| Request {
                    principal: principal.clone(),
                    action: action.to_owned(),
                    resource: (*resource).to_owned(),
                    context: context.clone(),
                }));
            }
        }
    }
    if statement.effect == Effect::Allow {
        requests.iter_mut().for_each(Request::infer);
        requests.retain(Request::occurs);
    }
    requests
}

/// One context for each combination of values.
fn contexts(statement: &Statement) -> Vec<BTreeMap<String, Option<String>>> {
    let mut contexts = vec![BTreeMap::new()];
    for (operator, key, values) in statement.condition.tests() {
        // `Null` says that a key exists, not its value. No policy here requires a missing key.
        let values: Vec<Option<String>> = match operator {
            "Null" => vec![None],
            _ => values.iter().map(|value| Some(value.to_owned())).collect(),
        };
        let with = |context: &BTreeMap<String, Option<String>>| {
            let mut all = Vec::new();
            for value in &values {
                let mut context = context.clone();
                context.insert(key.to_lowercase(), value.clone());
                all.push(context);
            }
            all
        };
        contexts = contexts.iter().flat_map(with).collect();
    }
    contexts
}
