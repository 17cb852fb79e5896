//! AWS CloudTrail: answers that a test has laid out, page by page.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use serde_json::{Value, json};

use super::http::{Request, Response};
use super::requests::{Call, Tally};

/// What is said to an operation.
pub(super) enum Answer {
    Pages(Vec<Value>),
    Error { status: u16, kind: String, message: String },
}

/// The answers by operation.
#[derive(Default)]
pub(super) struct CloudTrail {
    answers: RwLock<HashMap<String, Answer>>,
}

impl CloudTrail {
    pub(super) fn set(&self, operation: &str, answer: Answer) {
        let mut answers = self.answers.write().unwrap_or_else(PoisonError::into_inner);
        answers.insert(operation.to_owned(), answer);
    }

    /// The answer to a request whose `X-Amz-Target` is this.
    pub(super) fn respond(&self, target: &str, request: &Request, tally: &Tally) -> Response {
        let operation = target.rsplit_once("CloudTrail_20131101.").map_or("", |(_, name)| name);
        let input: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let token = input["NextToken"].as_str().map(str::to_owned);
        let call = Call { operation: operation.to_owned(), region: region(request), input };
        tally.note(|requests| requests.cloudtrail.push(call));
        let answers = self.answers.read().unwrap_or_else(PoisonError::into_inner);
        let (status, document) = match answers.get(operation) {
            Some(Answer::Pages(pages)) => page(pages, token.as_deref()),
            Some(Answer::Error { status, kind, message }) => (*status, error(kind, message)),
            None => (400, json!({ "__type": "UnknownOperationException" })),
        };
        Response::new(status, document.to_string().into_bytes())
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("x-amzn-RequestId", "00000000-0000-0000-0000-000000000000")
    }
}

/// The page that a token selects; the token is its number.
fn page(pages: &[Value], token: Option<&str>) -> (u16, Value) {
    let number = token.unwrap_or("0").parse::<usize>().unwrap_or(usize::MAX);
    let mut page = match pages.get(number) {
        Some(page) => page.clone(),
        None if token.is_none() => json!({}),
        None => return (400, error("InvalidNextTokenException", "There is no such page.")),
    };
    if number + 1 < pages.len() {
        page["NextToken"] = json!((number + 1).to_string());
    }
    (200, page)
}

fn error(kind: &str, message: &str) -> Value {
    json!({ "__type": kind, "message": message })
}

/// The region in `Credential=ID/DAY/REGION/cloudtrail/aws4_request`.
fn region(request: &Request) -> String {
    let signed = request.header("authorization").and_then(|value| value.split_once("Credential="));
    signed.and_then(|(_, scope)| scope.split('/').nth(2)).unwrap_or_default().to_owned()
}
