//! Which operation of which service a request is, in the protocols of AWS. What comes of it is told
//! elsewhere.

use serde_json::Value;

use super::s3;
use super::wire::Request;

/// How an operation that only reads is called.
const READS: [&str; 6] = ["AssumeRole", "Describe", "Get", "Head", "List", "Lookup"];

/// A call that the program under test has made.
#[derive(Clone)]
pub(crate) struct Call {
    /// As a signature names it: `cloudtrail`, `s3`, `sns`, ...
    pub(crate) service: String,
    /// `CreateTrail`; `Unknown` if the request does not say it.
    pub(crate) operation: String,
    /// The region that the signature is for.
    pub(crate) region: String,
    /// Path and query as they were sent: of S3 they have bucket and key.
    pub(crate) target: String,
    /// The names are in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// The request's body, without chunks.
    pub(crate) body: String,
    /// Whether the relay has said no, or nothing at all, whatever moto would have said.
    pub(crate) refused: bool,
    pub(crate) access_key: String,
    pub(super) protocol: Protocol,
}

/// How a service is spoken to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    /// JSON to and fro; `X-Amz-Target` names the operation.
    Json,
    /// A form that names an `Action`, and XML back.
    Query,
    /// Methods and paths, as S3 has them.
    Rest,
}

impl Call {
    pub(super) fn of(request: &Request) -> Self {
        let (access_key, region, service) = scope(request);
        let body = String::from_utf8_lossy(&request.body).into_owned();
        let query = request.target.split_once('?').map_or("", |(_, query)| query);
        let (protocol, operation) = if let Some(target) = request.header("x-amz-target") {
            (Protocol::Json, target.rsplit('.').next())
        } else if service == "s3" {
            (Protocol::Rest, s3::operation(request))
        } else {
            (Protocol::Query, parameter(query, "Action").or_else(|| parameter(&body, "Action")))
        };
        let operation = operation.unwrap_or("Unknown").to_owned();
        let (target, headers) = (request.target.clone(), request.headers.clone());
        let refused = false;
        Self { service, operation, region, target, headers, body, refused, access_key, protocol }
    }

    /// Service and operation: `cloudtrail:CreateTrail`.
    pub(crate) fn name(&self) -> String {
        format!("{}:{}", self.service, self.operation)
    }

    /// The body as JSON; null if it is none.
    pub(crate) fn input(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// Whether it is to change something, going by its name.
    pub(super) fn is_write(&self) -> bool {
        !READS.iter().any(|start| self.operation.starts_with(start))
    }
}

/// The value of a parameter, as it is written.
pub(super) fn parameter<'q>(query: &'q str, wanted: &str) -> Option<&'q str> {
    let pair = |pair: &'q str| pair.split_once('=').unwrap_or((pair, ""));
    query.split('&').map(pair).find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// Access key, region and service in `Credential=KEY/DAY/REGION/SERVICE/aws4_request`.
fn scope(request: &Request) -> (String, String, String) {
    let signed = request.header("authorization").unwrap_or_default();
    let scope = signed.split_once("Credential=").map_or("", |(_, scope)| scope);
    let mut parts = scope.split('/').map(str::to_owned);
    let mut part = |at| parts.nth(at).unwrap_or_default();
    (part(0), part(1), part(0))
}
