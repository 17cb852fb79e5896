//! `ct grep history:` against a stub of `LookupEvents`, Region by Region.

// The queries for flags, and the events that Event History never has.
mod queries;
// Pages of several Regions in one order, and records printed unchanged.
mod order;
// Which Regions are looked up, and what it means if one rejects the credentials.
mod regions;
// The rate of calls, and lookups that are throttled, denied or interrupted.
mod pace;

use std::time::Duration;

use serde_json::{Value, json};

use crate::bucket::at;
use crate::harness::Ct;
use crate::stub::{Call, Stub};

/// Long before any test runs: nothing here depends on the day.
const FIRST: i64 = 1_790_000_000;

/// A server that answers `LookupEvents` in some regions; all others have no events.
pub(super) struct Account {
    pub(super) stub: Stub,
}

impl Account {
    pub(super) fn new() -> Self {
        let stub = Stub::start();
        stub.answer("LookupEvents", vec![json!({ "Events": [] })]);
        Self { stub }
    }

    /// With the limit of the real service, a little forgiving to a busy machine.
    pub(super) fn limited() -> Self {
        let account = Self::new();
        account.stub.limit("LookupEvents", 2, Duration::from_millis(900), 0);
        account
    }

    /// Has so many pages of three events in a region, newest first, `step` seconds between them.
    pub(super) fn with_pages(self, region: &str, pages: usize, step: i64) -> Self {
        let page = |page: usize| {
            let events = (0..3).map(|event| {
                let number = i64::try_from(page * 3 + event).unwrap();
                answered(&record(region, number, FIRST - number * step), FIRST - number * step)
            });
            json!({ "Events": events.collect::<Vec<_>>() })
        };
        self.stub.answer_in(region, "LookupEvents", (0..pages).map(page).collect());
        self
    }

    pub(super) fn ct(&self, line: &str) -> Ct {
        at(&self.stub.endpoint(), line)
    }

    /// The calls of `LookupEvents`.
    pub(super) fn calls(&self) -> Vec<Call> {
        let calls = self.stub.requests().cloudtrail;
        calls.into_iter().filter(|call| call.operation == "LookupEvents").collect()
    }
}

/// A record as CloudTrail writes it.
pub(super) fn record(region: &str, number: i64, time: i64) -> String {
    let time = jiff::Timestamp::from_second(time).unwrap();
    format!(
        r#"{{"eventVersion":"1.11","userIdentity":{{"type":"IAMUser","userName":"alice"}},"eventTime":"{time}","eventSource":"iam.amazonaws.com","eventName":"CreateUser","awsRegion":"{region}","readOnly":false,"eventID":"{region}-{number}","eventCategory":"Management"}}"#
    )
}

/// An event of a `LookupEvents` response.
pub(super) fn answered(record: &str, time: i64) -> Value {
    json!({ "EventId": "x", "EventTime": time, "CloudTrailEvent": record })
}
