//! What is said instead of moto, to which calls, and how each protocol says it. Whether that is like
//! AWS is for who says it to know.

use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use super::call::{Call, Protocol};
use super::wire::Response;

/// The number of every request, so that outputs that quote it are the same every time.
const REQUEST: &str = "00000000-0000-0000-0000-000000000000";

/// An answer to calls of an operation, to every one if nothing else is said.
pub(crate) struct Answer {
    operation: String,
    /// How many calls are let pass first.
    skips: usize,
    /// How many calls are answered then.
    times: usize,
    /// Whether moto does what is asked nevertheless.
    is_late: bool,
    say: Say,
}

impl Answer {
    /// An error, in the protocol of the service. The operation may be one of any service,
    /// `CreateTrail`, or of this one, `kms:TagResource`.
    pub(crate) fn error(operation: &str, status: u16, code: &str, message: &str) -> Self {
        Self::new(operation, Say::Refusal(Refusal::new(status, code, message)))
    }

    /// A document, of an operation that speaks JSON.
    pub(crate) fn document(operation: &str, document: Value) -> Self {
        Self::new(operation, Say::Document(document))
    }

    /// A text, of an operation that speaks XML.
    pub(crate) fn text(operation: &str, text: &str) -> Self {
        Self::new(operation, Say::Text(text.to_owned()))
    }

    /// None: the connection ends.
    pub(crate) fn nothing(operation: &str) -> Self {
        Self::new(operation, Say::Nothing)
    }

    fn new(operation: &str, say: Say) -> Self {
        Self { operation: operation.to_owned(), skips: 0, times: usize::MAX, is_late: false, say }
    }

    /// To so many calls, and no more.
    pub(crate) fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }

    /// Only once so many calls have passed.
    pub(crate) fn skip(self, skips: usize) -> Self {
        Self { skips, ..self }
    }

    /// Only once moto has done what is asked: the effect is there, its answer is lost.
    pub(crate) fn late(self) -> Self {
        Self { is_late: true, ..self }
    }

    fn is_for(&self, call: &Call) -> bool {
        self.operation == call.operation || self.operation == call.name()
    }

    /// Whether a call is answered, which counts.
    fn applies(&mut self, call: &Call) -> bool {
        if self.times == 0 || !self.is_for(call) {
            return false;
        }
        if self.skips > 0 {
            self.skips -= 1;
            return false;
        }
        // More calls than a number can hold are not made.
        self.times -= 1;
        true
    }
}

/// The answers that a test has laid out.
#[derive(Default)]
pub(super) struct Answers(Mutex<Vec<Answer>>);

impl Answers {
    pub(super) fn add(&self, answer: Answer) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(answer);
    }

    /// What is said to a call, and whether moto is to be asked before.
    pub(super) fn take(&self, call: &Call) -> Option<(Say, bool)> {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut latest = answers.iter_mut().rev();
        let answer = latest.find_map(|answer| answer.applies(call).then_some(answer))?;
        let say = match &answer.say {
            Say::Refusal(refusal) => Say::Refusal(refusal.clone()),
            Say::Document(document) => Say::Document(document.clone()),
            Say::Text(text) => Say::Text(text.clone()),
            Say::Nothing | Say::Passed(_) => Say::Nothing,
        };
        Some((say, answer.is_late))
    }
}

/// What is said to a call.
pub(super) enum Say {
    /// What moto says.
    Passed(Response),
    Document(Value),
    Text(String),
    Refusal(Refusal),
    Nothing,
}

impl Say {
    pub(super) fn is_no(&self) -> bool {
        matches!(self, Self::Refusal(_) | Self::Nothing)
    }

    /// As it is sent; nothing ends the connection.
    pub(super) fn response(self, call: &Call) -> Option<Response> {
        match self {
            Self::Passed(response) => Some(response),
            Self::Document(document) => Some(json_response(200, &[], &document)),
            Self::Text(text) => {
                Some(Response::new(200, &[("Content-Type", "application/xml")], text))
            }
            Self::Refusal(refusal) => Some(refusal.response(call.protocol)),
            Self::Nothing => None,
        }
    }
}

/// An error.
#[derive(Clone)]
pub(super) struct Refusal {
    status: u16,
    code: String,
    message: String,
}

impl Refusal {
    pub(super) fn new(status: u16, code: &str, message: &str) -> Self {
        Self { status, code: code.to_owned(), message: message.to_owned() }
    }

    fn response(&self, protocol: Protocol) -> Response {
        let Self { status, code, message } = self;
        let error = format!("<Code>{}</Code><Message>{}</Message>", escape(code), escape(message));
        match protocol {
            Protocol::Json => {
                let document = json!({ "__type": code, "message": message });
                json_response(*status, &[("x-amzn-errortype", code)], &document)
            }
            Protocol::Query => {
                let error = format!("<Error><Type>Sender</Type>{error}</Error>");
                let error = format!("{error}<RequestId>{REQUEST}</RequestId>");
                let headers = [("Content-Type", "text/xml"), ("x-amzn-requestid", REQUEST)];
                Response::new(*status, &headers, format!("<ErrorResponse>{error}</ErrorResponse>"))
            }
            Protocol::Rest => {
                let error = format!("<Error>{error}<RequestId>{REQUEST}</RequestId></Error>");
                let headers = [("Content-Type", "application/xml"), ("x-amz-request-id", REQUEST)];
                Response::new(*status, &headers, error)
            }
        }
    }
}

fn json_response(status: u16, headers: &[(&str, &str)], document: &Value) -> Response {
    let own = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-requestid", REQUEST)];
    Response::new(status, &[&own, headers].concat(), document.to_string())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
