//! The requests that a wanted statement is about, and what is known of each.

use std::collections::BTreeMap;

use crate::policy::{Effect, Principal, SOURCE_ACCOUNT, SOURCE_ARN, Statement};

/// One principal that does one thing with one resource.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) principal: String,
    pub(super) action: String,
    pub(super) resource: String,
    /// Keys, in small letters, and their values. A key that is there without a value is of a
    /// request that has any value.
    context: BTreeMap<String, Option<String>>,
}

/// Keys that a service's own requests do not have ("AWS global condition context keys", IAM User
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

/// What a request has for a key.
pub(super) enum Had<'r> {
    Value(&'r str),
    /// Some value.
    Any,
    Nothing,
    Unknown,
}

impl Request {
    pub(super) fn is_of_service(&self) -> bool {
        self.principal.ends_with(".amazonaws.com")
    }

    /// Whether it sends a message. There, `*` is to whom policies are open that S3 shows ("Granting
    /// permissions to publish event notification messages to a destination", Amazon S3 User Guide,
    /// in its older form), with a condition on the source.
    pub(super) fn is_message(&self) -> bool {
        let action = self.action.to_lowercase();
        action.starts_with("sqs:") || action.starts_with("sns:")
    }

    pub(super) fn get(&self, key: &str) -> Had<'_> {
        let key = key.to_lowercase();
        match self.context.get(&key) {
            Some(Some(value)) => return Had::Value(value),
            Some(None) => return Had::Any,
            None => {}
        }
        let is = |known: &str| key == known || (known.ends_with('/') && key.starts_with(known));
        if self.is_of_service() && NOT_OF_SERVICES.iter().any(|known| is(known)) {
            return Had::Nothing;
        }
        Had::Unknown
    }

    /// What follows from what is known.
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
        let account = source.as_deref().and_then(|arn| arn.split(':').nth(4));
        if let Some(account) = account.filter(|it| !it.is_empty() && *it != "*") {
            self.know(SOURCE_ACCOUNT, account);
        }
    }

    /// Whether CloudTrail would ask for this: a trail writes to the folder of its own account, so
    /// that of lists of trails and folders not every pair is meant.
    fn is_meant(&self) -> bool {
        let Had::Value(source) = self.get(SOURCE_ACCOUNT) else { return true };
        let folder = self.resource.split_once("/AWSLogs/").map(|(_, rest)| rest);
        let account = folder.and_then(|folder| folder.split('/').next());
        let is_account = |it: &&str| it.len() == 12 && it.bytes().all(|b| b.is_ascii_digit());
        account.filter(is_account).is_none_or(|account| account == source)
    }

    fn know(&mut self, key: &str, value: &str) {
        self.context.entry(key.to_lowercase()).or_insert_with(|| Some(value.to_owned()));
    }
}

/// The ARN of a bucket as S3 has it in a request: with neither region nor account, for which
/// policies have wildcards.
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
        requests.retain(Request::is_meant);
    }
    requests
}

/// One context for each choice of a value for every key.
fn contexts(statement: &Statement) -> Vec<BTreeMap<String, Option<String>>> {
    let mut contexts = vec![BTreeMap::new()];
    for (operator, key, values) in statement.condition.tests() {
        // That a key is there says nothing of its value; that it is not, no policy here asks for.
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
