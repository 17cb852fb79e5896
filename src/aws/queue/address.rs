//! The address of a queue: its URL, its ARN or its name.
//!
//! Hosts are those of "Amazon Simple Queue Service endpoints and quotas" in the AWS General
//! Reference; the legacy ones are `REGION.queue.amazonaws.com` and, for `us-east-1`, `queue.…`.

use aws_sdk_sqs::Client;
use aws_types::region::Region;

use crate::aws::Session;
use crate::aws::error::{ApiCall, Error};
use crate::policy::arn::ArnParts;
use crate::source::FaultKind;

/// A queue as the user names it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::aws) enum QueueAddress {
    Url { url: String, region: Option<String>, endpoint: Option<String> },
    Arn { region: String, account: String, name: String },
    Name(String),
}

const HELP: &str = "give the URL, the ARN or the name of an SQS queue";

impl QueueAddress {
    pub(in crate::aws) fn parse(given: &str) -> Result<Self, Error> {
        let wrong = |message: String| Error::new(FaultKind::Other, message, HELP);
        if let Some((scheme, rest)) = given.split_once("://") {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            if !matches!(scheme, "https" | "http") || host.is_empty() || path.is_empty() {
                return Err(wrong(format!("not a queue URL: {given}")));
            }
            let (region, is_usual) = region_of(host);
            let endpoint = (!is_usual).then(|| format!("{scheme}://{host}"));
            return Ok(Self::Url { url: given.to_owned(), region, endpoint });
        }
        if given.starts_with("arn:") {
            let parts = ArnParts::parse(given).filter(|parts| parts.service == "sqs");
            let Some(parts) = parts.filter(|parts| !parts.resource.contains(':')) else {
                return Err(wrong(format!("not a queue ARN: {given}")));
            };
            let ArnParts { region, account, resource: name, .. } = parts;
            let [region, account, name] = [region, account, name].map(str::to_owned);
            return Ok(Self::Arn { region, account, name });
        }
        let stem = given.strip_suffix(".fifo").unwrap_or(given);
        let is_name = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_');
        if stem.is_empty() || given.len() > 80 || !stem.bytes().all(is_name) {
            return Err(wrong(format!("not a queue name: {given}")));
        }
        Ok(Self::Name(given.to_owned()))
    }

    pub(in crate::aws) fn region(&self) -> Option<&str> {
        match self {
            Self::Url { region, .. } => region.as_deref(),
            Self::Arn { region, .. } => Some(region),
            Self::Name(_) => None,
        }
    }

    /// The queue's URL, which is looked up unless it is the address.
    pub(in crate::aws) async fn url(&self, client: &Client, region: &str) -> Result<String, Error> {
        let (name, account) = match self {
            Self::Url { url, .. } => return Ok(url.clone()),
            Self::Arn { account, name, .. } => (name, Some(account)),
            Self::Name(name) => (name, None),
        };
        let ask = client.get_queue_url().queue_name(name);
        let answer = ask.set_queue_owner_aws_account_id(account.cloned()).send().await;
        let answer = answer.map_err(|error| {
            let error = Error::of(&error, ApiCall { action: "sqs:GetQueueUrl", resource: name });
            let is_missing = error.kind == FaultKind::Missing;
            if is_missing { not_found(name, region, &error.message) } else { error }
        })?;
        Ok(answer.queue_url.unwrap_or_default())
    }
}

pub(super) fn missing(name: &str, region: &str) -> Error {
    let message = format!("no such queue in {region}: {name}");
    Error::new(FaultKind::Missing, message, "check the name, the account and AWS_REGION")
}

/// SQS has one code for a queue that does not exist and for denied access; only the text differs.
fn not_found(name: &str, region: &str, said: &str) -> Error {
    if !said.contains("or you do not have access") {
        return missing(name, region);
    }
    let message = format!("no such queue in {region}, or access to its URL is denied: {name}");
    let help = "check the name, the account and AWS_REGION; it needs sqs:GetQueueUrl";
    Error::new(FaultKind::Denied, message, help)
}

/// The Region in a host name, and whether an SDK client finds that host by itself.
fn region_of(host: &str) -> (Option<String>, bool) {
    let host = host.split(':').next().unwrap_or(host);
    let labels: Vec<&str> = host.split('.').collect();
    let is_aws = host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn");
    match &*labels {
        ["sqs", region, ..] if is_aws => (Some((*region).to_owned()), true),
        ["queue", ..] if is_aws => (Some("us-east-1".to_owned()), true),
        [region, "queue", ..] if is_aws => (Some((*region).to_owned()), true),
        // A VPC endpoint, or a FIPS endpoint.
        [_, "sqs", region, ..] | ["sqs-fips", region, ..] if is_aws => {
            (Some((*region).to_owned()), false)
        }
        _ => (None, false),
    }
}

impl Session {
    /// A client for queues in a Region. It sends requests to the host of the queue's URL, unless the
    /// configuration names an endpoint.
    pub(in crate::aws) fn sqs_client(&self, region: &str, address: &QueueAddress) -> Client {
        let mut config = self.config.to_builder().region(Region::new(region.to_owned()));
        if let QueueAddress::Url { endpoint: Some(endpoint), .. } = address
            && !self.has_endpoint_for("SQS")
        {
            config = config.endpoint_url(endpoint);
        }
        let retry = self.config.retry_config().cloned();
        let attempts = self.settings.limits.first_attempts;
        config.set_retry_config(retry.map(|retry| retry.with_max_attempts(attempts)));
        Client::new(&config.build())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_is_named_by_url_arn_or_name() {
        let region = |given: &str| QueueAddress::parse(given).unwrap().region().map(str::to_owned);
        let table = [
            ("https://sqs.eu-west-1.amazonaws.com/111122223333/logs", Some("eu-west-1")),
            ("https://sqs.cn-north-1.amazonaws.com.cn/111122223333/logs", Some("cn-north-1")),
            ("https://eu-west-2.queue.amazonaws.com/111122223333/logs", Some("eu-west-2")),
            ("https://queue.amazonaws.com/111122223333/logs", Some("us-east-1")),
            ("https://vpce-1.sqs.eu-west-3.vpce.amazonaws.com/111122223333/l", Some("eu-west-3")),
            ("https://sqs-fips.us-east-2.amazonaws.com/111122223333/l", Some("us-east-2")),
            ("http://127.0.0.1:5000/111122223333/logs", None),
            ("arn:aws:sqs:eu-central-1:111122223333:logs", Some("eu-central-1")),
            ("new-logs", None),
            ("new_logs.fifo", None),
        ];
        for (given, expected) in table {
            assert_eq!(region(given).as_deref(), expected, "{given}");
        }
        let endpoint = |given: &str| match QueueAddress::parse(given).unwrap() {
            QueueAddress::Url { endpoint, .. } => endpoint,
            _ => None,
        };
        assert_eq!(endpoint("http://127.0.0.1:5000/1/l").as_deref(), Some("http://127.0.0.1:5000"));
        assert_eq!(endpoint("https://sqs.eu-west-1.amazonaws.com/1/l"), None);
    }

    #[test]
    fn denied_access_is_not_reported_as_a_missing_queue() {
        let kind = |said: &str| not_found("logs", "eu-west-1", said).kind;
        let gone = "AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist";
        assert_eq!(kind(&format!("{gone}.")), FaultKind::Missing);
        assert_eq!(kind(&format!("{gone} or you do not have access to it.")), FaultKind::Denied);
    }

    #[test]
    fn other_text_is_refused() {
        for given in [
            "",
            "a b",
            "logs/",
            "https://",
            "https://h",
            "ftp://h/q",
            "arn:aws:sns:a:b:c",
            "arn:aws:sqs:eu-west-1:1",
            &"q".repeat(81),
        ] {
            let error = QueueAddress::parse(given).unwrap_err();
            assert!(error.message.starts_with("not a queue ") && !error.help.is_empty(), "{given}");
        }
    }
}
