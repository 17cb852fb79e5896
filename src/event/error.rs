//! Whether a call failed, and with what: the one rule for `--errors`, `is_error`, `outcome` and output.
//!
//! From "CloudTrail record contents" and "AWS Management Console sign-in events" in the AWS
//! CloudTrail User Guide, and "Logging IAM Identity Center API calls with AWS CloudTrail".

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memchr;
use memchr::memmem::Finder;

use super::insight::Insight;
use super::string::name_is;
use super::value::Value;
use super::{Event, service};

/// What a sign-in event reports in place of `Success` if the sign-in failed.
pub const FAILURE: &str = "Failure";

/// What a sign-in event reports if the sign-in succeeded.
const SUCCESS: &str = "Success";

/// An outcome, and a search for it that is made once.
struct Outcome {
    name: &'static str,
    finder: Finder<'static>,
}

static FAILED: LazyLock<Outcome> =
    LazyLock::new(|| Outcome { name: FAILURE, finder: Finder::new(FAILURE) });
static SUCCEEDED: LazyLock<Outcome> =
    LazyLock::new(|| Outcome { name: SUCCESS, finder: Finder::new(SUCCESS) });

/// The sign-in that fails unless it reports `Success`.
const CONSOLE_LOGIN: &str = "ConsoleLogin";

/// Names and strings one of which, followed by its quote, is in the text of every event that
/// [`Event::is_error`] holds for.
pub const SIGNS: [&str; 5] =
    ["errorCode", "errorMessage", FAILURE, CONSOLE_LOGIN, "ApiErrorRateInsight"];

impl<'a> Event<'a> {
    /// Whether the call failed, or for an Insight event, whether unusually many calls did.
    pub fn is_error(&self) -> bool {
        !self.error().is_empty()
    }

    /// What to show of an error: its code, or its message where there is no code, or `Failure` of
    /// a sign-in that says no more, or the error whose rate is unusual. Empty if nothing failed.
    pub fn error(&self) -> Cow<'a, str> {
        let present = |value: Option<Value<'a>>| value.map(Value::text).filter(|t| !t.is_empty());
        present(self.get("errorCode"))
            .or_else(|| present(self.get("errorMessage")))
            .or_else(|| self.is_failed_sign_in().then_some(Cow::Borrowed(FAILURE)))
            .or_else(|| Insight::new(self)?.error())
            .unwrap_or_default()
    }

    /// The outcome of a sign-in, `Success` or `Failure`; `None` of other events. A `ConsoleLogin`
    /// that does not report `Success` is a `Failure`.
    pub fn sign_in_outcome(&self) -> Option<&'static str> {
        if self.is_failed_sign_in() {
            return Some(FAILURE);
        }
        self.has_outcome(&SUCCEEDED).then_some(SUCCESS)
    }

    fn is_failed_sign_in(&self) -> bool {
        let is_named = || self.get("eventName").is_some_and(|name| name.text_is(CONSOLE_LOGIN));
        let is_console_login = || is_named() && self.is_sign_in();
        self.has_outcome(&FAILED) || (is_console_login() && !self.has_outcome(&SUCCEEDED))
    }

    /// Whether a step of a sign-in reports this outcome, as in `{"ConsoleLogin":"Failure"}`. A step
    /// reports it under its own name; the sign-in services use other names too.
    fn has_outcome(&self, outcome: &Outcome) -> bool {
        let outcomes = [self.get("responseElements"), self.get("serviceEventDetails")];
        let mut outcomes = outcomes.into_iter().flatten().filter(|details| details.is_object());
        outcomes.any(|details| {
            let text = details.written();
            let may_hold = outcome.finder.find(text).is_some() || memchr(b'\\', text).is_some();
            may_hold && self.reports(details, outcome.name)
        })
    }

    fn reports(&self, details: Value<'_>, outcome: &str) -> bool {
        let event = self.name();
        let is_sign_in = self.is_sign_in();
        details.members().any(|(name, value)| {
            value.is_string() && value.text_is(outcome) && (is_sign_in || name_is(name, &event))
        })
    }

    fn is_sign_in(&self) -> bool {
        matches!(service(&self.source()), "signin" | "sso")
            || self.text("eventType") == "AwsConsoleSignIn"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::json::Index;

    fn error(record: &str) -> (bool, String) {
        let mut index = Index::default();
        let event = Event::parse(record.as_bytes(), &mut index).unwrap();
        (event.is_error(), event.error().into_owned())
    }

    #[test]
    fn an_error_may_have_a_code_or_a_message_alone() {
        assert_eq!(
            error(r#"{"errorCode":"AccessDenied","errorMessage":"no"}"#),
            (true, "AccessDenied".to_owned())
        );
        assert_eq!(
            error(r#"{"errorMessage":"Failed authentication"}"#),
            (true, "Failed authentication".to_owned())
        );
        assert_eq!(error(r#"{"errorCode":null,"errorMessage":""}"#), (false, String::new()));
    }

    #[test]
    fn a_failed_sign_in_is_an_error() {
        for record in [
            r#"{"eventName":"ConsoleLogin","responseElements":{"ConsoleLogin":"Failure"}}"#,
            r#"{"eventName":"CheckMfa","responseElements": { "x" : 1, "CheckMfa" : "Failure" }}"#,
            r#"{"eventName":"UserAuthentication","serviceEventDetails":{"UserAuthentication":"Failure","CredentialType":"PASSWORD"},"responseElements":null}"#,
            r#"{"eventName":"CredentialVerification","eventSource":"sso.amazonaws.com","serviceEventDetails":{"Verification":"Failure"}}"#,
            r#"{"eventName":"SwitchRole","eventType":"AwsConsoleSignIn","responseElements":{"Switch":"Fail\u0075re"}}"#,
            r#"{"eventName":"RenewRole","eventSource":"signin.amazonaws.com","responseElements":{"renewRole":"Failure"}}"#,
        ] {
            assert_eq!(error(record), (true, "Failure".to_owned()), "{record}");
        }
        let with_message = r#"{"errorMessage":"Failed authentication","eventName":"ConsoleLogin","responseElements":{"ConsoleLogin":"Failure"}}"#;
        assert_eq!(error(with_message), (true, "Failed authentication".to_owned()));
    }

    #[test]
    fn a_console_login_without_success_is_an_error() {
        for response in ["null", "{}", r#"{"ConsoleLogin":"Pending"}"#, r#""Success""#] {
            for sign_in in
                [r#""eventSource":"signin.amazonaws.com""#, r#""eventType":"AwsConsoleSignIn""#]
            {
                let record = format!(
                    r#"{{"eventName":"ConsoleLogin",{sign_in},"responseElements":{response}}}"#
                );
                assert_eq!(error(&record), (true, "Failure".to_owned()), "{record}");
            }
        }
        let missing = r#"{"eventName":"Console\u004cogin","eventSource":"signin.amazonaws.com"}"#;
        assert_eq!(error(missing), (true, "Failure".to_owned()));
        let other_service = r#"{"eventName":"ConsoleLogin","eventSource":"x.amazonaws.com"}"#;
        assert_eq!(error(other_service), (false, String::new()));
    }

    #[test]
    fn a_failure_that_is_only_a_word_is_no_error() {
        for record in [
            r#"{"eventName":"ConsoleLogin","responseElements":{"ConsoleLogin":"Success"}}"#,
            r#"{"eventName":"ConsoleLogin","eventSource":"signin.amazonaws.com","responseElements":{"ConsoleLogin":"Success"}}"#,
            r#"{"eventName":"CreateTopic","requestParameters":{"CreateTopic":"Failure"},"responseElements":{"topicArn":"arn:aws:sns:r:1:Failure"}}"#,
            r#"{"eventName":"PutRule","eventSource":"events.amazonaws.com","responseElements":{"name":"Failure","on":{"PutRule":"Failure"}}}"#,
            r#"{"eventName":"GetSigninToken","eventSource":"signin.amazonaws.com","responseElements":{"GetSigninToken":"Success","note":"no Failure"}}"#,
            r#"{"eventName":"X","responseElements":"Failure"}"#,
        ] {
            assert_eq!(error(record), (false, String::new()), "{record}");
        }
    }

    #[test]
    fn an_insight_on_error_rates_is_an_error() {
        let record = r#"{"insightDetails":{"insightType":"ApiErrorRateInsight","errorCode":"AccessDenied"}}"#;
        assert_eq!(error(record), (true, "AccessDenied".to_owned()));
        let record = r#"{"insightDetails":{"insightType":"ApiCallRateInsight"}}"#;
        assert_eq!(error(record), (false, String::new()));
    }
}
