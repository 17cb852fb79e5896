//! AWS CloudTrail: answers that a test has laid out, page by page, for all regions or for one, and as
//! fast as the test allows.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::http::{Request, Response};
use super::requests::{Call, Tally};

/// What is said to an operation.
pub(super) enum Answer {
    Pages(Vec<Value>),
    Error { status: u16, kind: String, message: String },
}

/// How fast an operation may be called in each region.
#[derive(Clone, Copy)]
pub(super) struct Limit {
    /// So many calls in any such time; what is more is answered with `ThrottlingException`.
    pub(super) calls: usize,
    pub(super) within: Duration,
    /// So many calls of each region are throttled however slow they come.
    pub(super) first: usize,
}

/// An operation and a region.
type Place = (String, String);

/// The answers by operation and region; without a region, those of all others.
#[derive(Default)]
pub(super) struct CloudTrail {
    answers: RwLock<HashMap<Place, Answer>>,
    limits: RwLock<HashMap<String, Limit>>,
    /// What was asked in a region that has a limit, and whether it was answered.
    asked: Mutex<HashMap<Place, Vec<(Instant, bool)>>>,
}

impl CloudTrail {
    pub(super) fn set(&self, operation: &str, region: &str, answer: Answer) {
        let mut answers = self.answers.write().unwrap_or_else(PoisonError::into_inner);
        answers.insert((operation.to_owned(), region.to_owned()), answer);
    }

    pub(super) fn limit(&self, operation: &str, limit: Limit) {
        let mut limits = self.limits.write().unwrap_or_else(PoisonError::into_inner);
        limits.insert(operation.to_owned(), limit);
    }

    /// Whether a call that comes now is too many.
    fn is_throttled(&self, place: &Place, now: Instant) -> bool {
        let limits = self.limits.read().unwrap_or_else(PoisonError::into_inner);
        let Some(limit) = limits.get(&place.0) else { return false };
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let calls = asked.entry(place.clone()).or_default();
        let recent = |(at, answered): &&(Instant, bool)| *answered && now - *at < limit.within;
        let many = calls.iter().filter(recent).count() >= limit.calls;
        let is_throttled = many || calls.len() < limit.first;
        calls.push((now, !is_throttled));
        is_throttled
    }

    /// The answer to a request whose `X-Amz-Target` is this.
    pub(super) fn respond(&self, target: &str, request: &Request, tally: &Tally) -> Response {
        let operation = target.rsplit_once("CloudTrail_20131101.").map_or("", |(_, name)| name);
        let input: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let token = input["NextToken"].as_str().map(str::to_owned);
        let (at, region) = (Instant::now(), region(request));
        let place = (operation.to_owned(), region.clone());
        let throttled = self.is_throttled(&place, at);
        let call = Call { operation: operation.to_owned(), region, input, at, throttled };
        tally.note(|requests| requests.cloudtrail.push(call));
        let answers = self.answers.read().unwrap_or_else(PoisonError::into_inner);
        let everywhere = || answers.get(&(operation.to_owned(), String::new()));
        let (status, document) = match answers.get(&place).or_else(everywhere) {
            _ if throttled => (400, error("ThrottlingException", "Rate exceeded")),
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

pub(super) fn error(kind: &str, message: &str) -> Value {
    json!({ "__type": kind, "message": message })
}

/// The region in `Credential=ID/DAY/REGION/SERVICE/aws4_request`.
pub(super) fn region(request: &Request) -> String {
    let signed = request.header("authorization").and_then(|value| value.split_once("Credential="));
    signed.and_then(|(_, scope)| scope.split('/').nth(2)).unwrap_or_default().to_owned()
}
