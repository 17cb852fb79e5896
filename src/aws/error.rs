//! What AWS refuses, in one line: what was asked, which permission is missing, what to do.
//!
//! Error codes are from "Error responses" in the Amazon S3 API Reference and "Common errors" in
//! the AWS CloudTrail API Reference.

mod advice;

use advice::{MISSING, advice};
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};

use crate::source::{Fault, FaultKind, SourceError};

/// What went wrong between here and AWS.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{message}")]
pub struct Error {
    /// Of which kind it is.
    pub kind: FaultKind,
    /// What went wrong, in one line.
    pub message: String,
    /// What to do next; empty if nothing can be said.
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
/// What is said of a signature for another region than the endpoint's.
const SCOPE: &str = "scoped to a valid region";
pub(super) const THROTTLED: [&str; 4] =
    ["SlowDown", "Throttling", "ThrottlingException", "TooManyRequestsException"];

/// Bytes of a message that are kept: a server may send any number.
const LONGEST: usize = 1 << 10;

/// What was asked of AWS.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// As IAM names it: `s3:ListBucket`.
    pub(super) action: &'a str,
    /// An ARN, or `*`.
    pub(super) resource: &'a str,
}

/// What the SDK says of a profile that names no credentials.
const NO_PROVIDER: &str = "the credential provider was not enabled";

impl Error {
    pub(super) fn new(
        kind: FaultKind,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { kind, message: cut(message.into()), help: help.into() }
    }

    /// The error of a place that was to be read.
    pub(super) fn at(self, name: impl Into<String>) -> SourceError {
        SourceError { name: name.into(), fault: self.into() }
    }

    /// What the SDK says, said shorter.
    pub(super) fn of<E>(error: &SdkError<E, HttpResponse>, asked: Asked<'_>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let Some(service) = error.as_service_error() else { return Self::on_the_way(error) };
        let status = error.raw_response().map_or(0, |response| response.status().as_u16());
        let meta = service.meta();
        let message = meta.message().unwrap_or_default();
        Self::answered(status, meta.code().unwrap_or_default(), message, asked)
    }

    /// Credentials cannot be had.
    pub(super) fn of_credentials(error: &(dyn std::error::Error + 'static)) -> Self {
        let said = causes(error);
        Self::without_credentials(&said.last().cloned().unwrap_or_else(|| error.to_string()))
    }

    /// No answer came: no credentials, no connection, or nonsense.
    fn on_the_way<E: std::error::Error + 'static>(error: &SdkError<E, HttpResponse>) -> Self {
        let said = causes(error);
        let last = said.last().cloned().unwrap_or_else(|| error.to_string());
        let all = said.join(": ");
        if all.contains("credential") || all.contains("SSO") || all.contains("sso") {
            return Self::without_credentials(&last);
        }
        let what = match error {
            SdkError::TimeoutError(_) => format!("no answer from AWS: {last}"),
            SdkError::ResponseError(_) => format!("the answer cannot be understood: {last}"),
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
        // What was tried fills a page.
        let cause = cause.split(['\n', '.']).next().unwrap_or(cause);
        let cause = cause.replace(NO_PROVIDER, "the profile names none");
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
        Self::new(FaultKind::Denied, "the KMS key of the object may not be used", help)
    }

    /// AWS answered with an error.
    fn answered(status: u16, code: &str, message: &str, asked: Asked<'_>) -> Self {
        let Asked { action, resource } = asked;
        let code = code.rsplit_once('#').map_or(code, |(_, code)| code);
        let other = |message: String, help: &str| Self::new(FaultKind::Other, message, help);
        match (code, status) {
            (code, _) if EXPIRED.contains(&code) => Self::expired(),
            (code, _) if REJECTED.contains(&code) && message.contains(SCOPE) => other(
                format!("wrong region: {message}"),
                "set AWS_REGION to the region that is meant",
            ),
            (code, _) if REJECTED.contains(&code) => other(
                format!("AWS does not accept the credentials ({code})"),
                "check AWS_PROFILE and the keys; they may be of another partition",
            ),
            ("RequestTimeTooSkewed", _) => other("this machine's clock is wrong".into(), "set it"),
            ("InvalidObjectState", _) => {
                let help = "restore it first: aws s3api restore-object";
                Self::new(FaultKind::Archived, "archived (Glacier)", help)
            }
            ("NoSuchKey" | "NotFound", _) if action == "s3:GetObject" => {
                Self::new(FaultKind::Missing, "listed, but no longer there", "")
            }
            ("NoSuchBucket", _) => no_such_bucket(),
            ("" | "NotFound", 404) if action.starts_with("s3:") => no_such_bucket(),
            (code, _) if MISSING.contains(&code) => {
                Self { kind: FaultKind::Missing, ..Self::unknown(code, message) }
            }
            ("PermanentRedirect" | "AuthorizationHeaderMalformed", _) | (_, 301) => {
                let help = "set AWS_REGION to the region of the bucket";
                Self::new(FaultKind::Other, format!("wrong region: {message}"), help)
            }
            _ if is_key_trouble(code, message) => Self::key_denied(),
            ("AccessDenied" | "AccessDeniedException" | "AllAccessDisabled", _) | ("", 403) => {
                Self::new(
                    FaultKind::Denied,
                    "access denied",
                    format!("needs {action} on {resource}"),
                )
            }
            (code, status) if THROTTLED.contains(&code) || status == 503 => {
                other("AWS asks to slow down, again and again".into(), "lower --concurrency")
            }
            ("", 200..=299) => other(
                format!("the answer to {action} cannot be understood"),
                "check --endpoint-url",
            ),
            ("", _) if message.is_empty() => {
                other(format!("HTTP {status} to {action}"), advice(""))
            }
            _ => Self::unknown(code, message),
        }
    }

    fn unknown(code: &str, message: &str) -> Self {
        let said: Vec<&str> = [code, message].into_iter().filter(|text| !text.is_empty()).collect();
        Self::new(FaultKind::Other, said.join(": "), advice(code))
    }
}

/// As much of a text from a server as anyone reads.
fn cut(mut text: String) -> String {
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
    }
    text
}

/// What lies behind an error, the last cause last.
fn causes(error: &(dyn std::error::Error + 'static)) -> Vec<String> {
    let causes = std::iter::successors(error.source(), |&error| error.source());
    causes.map(ToString::to_string).collect()
}

fn no_such_bucket() -> Error {
    Error::new(FaultKind::Missing, "no such bucket", "check the name and the account")
}

/// KMS refuses in the name of S3.
fn is_key_trouble(code: &str, message: &str) -> bool {
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

    const LIST: Asked<'_> = Asked { action: "s3:ListBucket", resource: "arn:aws:s3:::logs" };
    const GET: Asked<'_> = Asked { action: "s3:GetObject", resource: "arn:aws:s3:::logs/*" };

    fn said(status: u16, code: &str, message: &str, asked: Asked<'_>) -> String {
        Fault::from(Error::answered(status, code, message, asked)).to_string()
    }

    #[test]
    fn what_is_refused_names_the_permission() {
        assert_eq!(
            said(403, "AccessDenied", "Access Denied", LIST),
            "access denied; needs s3:ListBucket on arn:aws:s3:::logs"
        );
        let kms = "User is not authorized to perform: kms:Decrypt on resource";
        assert!(said(403, "AccessDenied", kms, GET).contains("needs kms:Decrypt"));
    }

    #[test]
    fn what_a_server_says_is_cut() {
        let (long, end) = ("ü".repeat(1_000_000), '…');
        for (code, message) in [("InternalError", &*long), (&*long, "x"), ("", &*long)] {
            let error = Error::answered(500, code, message, GET);
            let length = error.message.len();
            assert!(error.message.ends_with(end) && length <= LONGEST + end.len_utf8(), "{length}");
        }
    }

    #[test]
    fn each_trouble_has_its_words() {
        let table = [
            (said(400, "ExpiredToken", "x", LIST), "credentials have expired"),
            (said(403, "SignatureDoesNotMatch", "x", LIST), "does not accept the credentials"),
            (said(403, "InvalidObjectState", "x", GET), "archived (Glacier)"),
            (said(404, "NoSuchKey", "x", GET), "listed, but no longer there"),
            (said(404, "NoSuchBucket", "x", LIST), "no such bucket"),
            (said(403, "SignatureDoesNotMatch", SCOPE, LIST), "AWS_REGION to the region that"),
            (said(301, "PermanentRedirect", "x", LIST), "wrong region"),
            (said(503, "SlowDown", "x", GET), "lower --concurrency"),
            (said(500, "InternalError", "We failed", GET), "InternalError: We failed"),
            (said(500, "", "", GET), "HTTP 500 to s3:GetObject"),
            (said(200, "", "", LIST), "the answer to s3:ListBucket cannot be understood"),
        ];
        for (said, expected) in table {
            assert!(said.contains(expected), "{said} / {expected}");
        }
    }
}
