//! Errors of AWS in one line: what failed, which permission is missing, and what to do.
//!
//! Error codes are from "Error responses" in the Amazon S3 API Reference and "Common errors" in
//! the AWS CloudTrail API Reference.

mod advice;

use advice::{MISSING, advice};
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};

use crate::error::UserError;
use crate::source::{Fault, FaultKind, SourceError};

/// An error of a request to AWS.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{message}")]
pub struct Error {
    /// Its kind.
    pub kind: FaultKind,
    /// What failed, in one line.
    pub message: String,
    /// What to do next; may be empty.
    pub help: String,
}

const EXPIRED: [&str; 4] =
    ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"];
const REJECTED: [&str; 6] = [
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "InvalidToken",
    "InvalidSignatureException",
];
/// The message for a signature for another Region than the endpoint's.
const SCOPE: &str = "scoped to a valid region";
pub(super) const THROTTLED: [&str; 4] =
    ["SlowDown", "Throttling", "ThrottlingException", "TooManyRequestsException"];

/// The most bytes of a message: a server may send any number.
const LONGEST: usize = 1 << 10;

/// An API call that failed.
#[derive(Clone, Copy)]
pub(super) struct ApiCall<'a> {
    /// As IAM names it: `s3:ListBucket`.
    pub(super) action: &'a str,
    /// An ARN, or `*`.
    pub(super) resource: &'a str,
}

/// The SDK's message for a profile without credentials.
const NO_PROVIDER: &str = "the credential provider was not enabled";

impl From<Error> for UserError {
    fn from(error: Error) -> Self {
        Self::new(error.message, error.help)
    }
}

impl Error {
    pub(super) fn new(
        kind: FaultKind,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { kind, message: truncated(message.into()), help: help.into() }
    }

    /// The error of a source with this name.
    pub(super) fn at(self, name: impl Into<String>) -> SourceError {
        SourceError { name: name.into(), fault: self.into() }
    }

    /// The error of an SDK call.
    pub(super) fn of<E>(error: &SdkError<E, HttpResponse>, call: ApiCall<'_>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let Some(service) = error.as_service_error() else { return Self::no_response(error) };
        let status = error.raw_response().map_or(0, |response| response.status().as_u16());
        let meta = service.meta();
        let message = meta.message().unwrap_or_default();
        Self::from_response(status, meta.code().unwrap_or_default(), message, call)
    }

    /// The error of a credentials provider.
    pub(super) fn of_credentials(error: &(dyn std::error::Error + 'static)) -> Self {
        let causes = causes(error);
        Self::without_credentials(&causes.last().cloned().unwrap_or_else(|| error.to_string()))
    }

    /// There is no response: no credentials, no connection, or a malformed response.
    fn no_response<E: std::error::Error + 'static>(error: &SdkError<E, HttpResponse>) -> Self {
        let causes = causes(error);
        let last = causes.last().cloned().unwrap_or_else(|| error.to_string());
        let all = causes.join(": ");
        if all.contains("credential") || all.contains("SSO") || all.contains("sso") {
            return Self::without_credentials(&last);
        }
        let what = match error {
            SdkError::TimeoutError(_) => format!("no complete response from AWS: {last}"),
            SdkError::ResponseError(_) => format!("malformed response: {last}"),
            SdkError::ConstructionFailure(_) => last,
            _ => format!("cannot reach AWS: {last}"),
        };
        Self::new(FaultKind::Other, what, "check the network, AWS_REGION and --endpoint-url")
    }

    pub(super) fn without_credentials(cause: &str) -> Self {
        let expired = ["expired", "refresh"].iter().any(|word| cause.to_lowercase().contains(word));
        if expired {
            return Self::expired();
        }
        // The list of all providers that were tried is long.
        let cause = cause.split(['\n', '.']).next().unwrap_or(cause);
        let cause = cause.replace(NO_PROVIDER, "the profile has none");
        let help =
            "run aws sso login or aws configure, or set AWS_PROFILE to a profile that exists";
        Self::new(FaultKind::Other, format!("no usable AWS credentials: {cause}"), help)
    }

    fn expired() -> Self {
        let help = "renew them: aws sso login, or assume the role again";
        Self::new(FaultKind::Other, "the AWS credentials have expired", help)
    }

    fn key_denied() -> Self {
        let help = "needs kms:Decrypt on the key that encrypts the logs";
        Self::new(FaultKind::Denied, "access denied to the KMS key of the object", help)
    }

    /// The error in a response.
    fn from_response(status: u16, code: &str, message: &str, call: ApiCall<'_>) -> Self {
        let ApiCall { action, resource } = call;
        let code = code.rsplit_once('#').map_or(code, |(_, code)| code);
        let other = |message: String, help: &str| Self::new(FaultKind::Other, message, help);
        match (code, status) {
            (code, _) if EXPIRED.contains(&code) => Self::expired(),
            (code, _) if REJECTED.contains(&code) && message.contains(SCOPE) => other(
                format!("wrong region: {message}"),
                "set AWS_REGION to the Region of the resource",
            ),
            (code, _) if REJECTED.contains(&code) => other(
                format!("AWS rejects the credentials ({code})"),
                "check AWS_PROFILE and the access key; it may belong to another partition",
            ),
            ("RequestTimeTooSkewed", _) => {
                other("this machine's clock is wrong".into(), "set the clock")
            }
            ("InvalidObjectState", _) => {
                let help = "restore it first: aws s3api restore-object";
                Self::new(FaultKind::Archived, "archived (Glacier)", help)
            }
            ("NoSuchKey" | "NotFound", _) if action == "s3:GetObject" => {
                Self::new(FaultKind::Missing, "listed, but no longer exists", "")
            }
            ("NoSuchBucket", _) => no_such_bucket(),
            ("" | "NotFound", 404) if action.starts_with("s3:") => no_such_bucket(),
            (code, _) if MISSING.contains(&code) => {
                Self { kind: FaultKind::Missing, ..Self::unknown(code, message) }
            }
            ("PermanentRedirect" | "AuthorizationHeaderMalformed", _) | (_, 301) => {
                let help = "set AWS_REGION to the bucket's Region";
                Self::new(FaultKind::Other, format!("wrong region: {message}"), help)
            }
            _ if is_kms_error(code, message) => Self::key_denied(),
            ("AccessDenied" | "AccessDeniedException" | "AllAccessDisabled", _) | ("", 403) => {
                Self::new(
                    FaultKind::Denied,
                    "access denied",
                    format!("needs {action} on {resource}"),
                )
            }
            (code, status) if THROTTLED.contains(&code) || status == 503 => {
                other("AWS throttles the requests".into(), "lower --concurrency")
            }
            ("", 200..=299) => {
                other(format!("malformed response to {action}"), "check --endpoint-url")
            }
            ("", _) if message.is_empty() => {
                other(format!("HTTP status {status} in response to {action}"), advice(""))
            }
            _ => Self::unknown(code, message),
        }
    }

    fn unknown(code: &str, message: &str) -> Self {
        let parts: Vec<&str> = [code, message].into_iter().filter(|it| !it.is_empty()).collect();
        Self::new(FaultKind::Other, parts.join(": "), advice(code))
    }
}

/// Truncates a text from a server.
fn truncated(mut text: String) -> String {
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
    }
    text
}

/// The causes of an error, the root cause last.
fn causes(error: &(dyn std::error::Error + 'static)) -> Vec<String> {
    let causes = std::iter::successors(error.source(), |&error| error.source());
    causes.map(ToString::to_string).collect()
}

fn no_such_bucket() -> Error {
    Error::new(FaultKind::Missing, "no such bucket", "check the name and the account")
}

/// Whether S3 reports an error of KMS.
fn is_kms_error(code: &str, message: &str) -> bool {
    code.starts_with("KMS.") || message.contains("kms:") || message.contains("KMS key")
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let Error { kind, message, help } = error;
        let message = if help.is_empty() { message } else { format!("{message}; {help}") };
        Self::Refused { kind, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: ApiCall<'_> = ApiCall { action: "s3:ListBucket", resource: "arn:aws:s3:::logs" };
    const GET: ApiCall<'_> = ApiCall { action: "s3:GetObject", resource: "arn:aws:s3:::logs/*" };

    fn fault(status: u16, code: &str, message: &str, call: ApiCall<'_>) -> String {
        Fault::from(Error::from_response(status, code, message, call)).to_string()
    }

    #[test]
    fn access_denied_names_the_permission() {
        assert_eq!(
            fault(403, "AccessDenied", "Access Denied", LIST),
            "access denied; needs s3:ListBucket on arn:aws:s3:::logs"
        );
        let kms = "User is not authorized to perform: kms:Decrypt on resource";
        assert!(fault(403, "AccessDenied", kms, GET).contains("needs kms:Decrypt"));
    }

    #[test]
    fn long_messages_are_truncated() {
        let (long, end) = ("ü".repeat(1_000_000), '…');
        for (code, message) in [("InternalError", &*long), (&*long, "x"), ("", &*long)] {
            let error = Error::from_response(500, code, message, GET);
            let length = error.message.len();
            assert!(error.message.ends_with(end) && length <= LONGEST + end.len_utf8(), "{length}");
        }
    }

    #[test]
    fn each_error_has_a_message() {
        let table = [
            (fault(400, "ExpiredToken", "x", LIST), "credentials have expired"),
            (fault(403, "SignatureDoesNotMatch", "x", LIST), "rejects the credentials"),
            (fault(403, "InvalidObjectState", "x", GET), "archived (Glacier)"),
            (fault(404, "NoSuchKey", "x", GET), "listed, but no longer exists"),
            (fault(404, "NoSuchBucket", "x", LIST), "no such bucket"),
            (fault(403, "SignatureDoesNotMatch", SCOPE, LIST), "AWS_REGION to the Region of"),
            (fault(301, "PermanentRedirect", "x", LIST), "wrong region"),
            (fault(503, "SlowDown", "x", GET), "lower --concurrency"),
            (fault(500, "InternalError", "We failed", GET), "InternalError: We failed"),
            (fault(500, "", "", GET), "HTTP status 500 in response to s3:GetObject"),
            (fault(200, "", "", LIST), "malformed response to s3:ListBucket"),
        ];
        for (fault, expected) in table {
            assert!(fault.contains(expected), "{fault} / {expected}");
        }
    }
}
