//! Looks up the events of one Region page by page, within the service's rate limit.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_sdk_cloudtrail::config::Builder;
use aws_sdk_cloudtrail::error::{ProvideErrorMetadata as _, SdkError};
use aws_sdk_cloudtrail::operation::lookup_events::builders::LookupEventsFluentBuilder;
use aws_sdk_cloudtrail::operation::lookup_events::{LookupEventsError, LookupEventsOutput};
use aws_sdk_cloudtrail::primitives::DateTime;
use aws_sdk_cloudtrail::types::{Event, EventCategory, LookupAttribute, LookupAttributeKey};
use jiff::Timestamp;
use tokio::sync::mpsc::Sender;
use tokio::time::{Instant, sleep_until};

use super::{FoundEvent, LookupRegion, Page, Query, Update};
use crate::aws::error::{ApiCall, Error, THROTTLED};
use crate::aws::limits::{Limits, jittered};
use crate::aws::paging::Tokens;
use crate::source::FaultKind;

/// The time between two calls: two a second are allowed in a Region. A little more, since latency
/// varies.
const INTERVAL: Duration = Duration::from_millis(510);
/// The first pause after a throttled call. It doubles from attempt to attempt.
const PAUSE: Duration = Duration::from_millis(500);
/// The most events of a page, and the default.
const PAGE: i32 = 50;
/// Error codes of a Region that rejects the credentials ("Common errors", AWS CloudTrail API
/// Reference): they are wrong, the account has not enabled the Region, or the session token is from
/// the global endpoint of STS and not valid there ("Manage AWS STS in an AWS Region", AWS Identity and
/// Access Management User Guide). All three have the same code and message.
const REJECTED: [&str; 4] =
    ["UnrecognizedClientException", "InvalidClientTokenId", "AuthFailure", "OptInRequired"];
const LOOKUP_EVENTS: ApiCall<'_> = ApiCall { action: "cloudtrail:LookupEvents", resource: "*" };

type LookupError = SdkError<LookupEventsError>;

/// The lookup in one Region.
pub(super) struct Lookup {
    request: LookupEventsFluentBuilder,
    limits: Limits,
    /// When the next call may be made.
    next: Instant,
    /// The Region has accepted the credentials.
    is_accepted: bool,
}

impl Lookup {
    pub(super) fn new(
        config: &SdkConfig,
        limits: Limits,
        place: &LookupRegion,
        query: &Query,
    ) -> Self {
        // Retries also have to keep the rate, so the SDK makes none.
        let config = Builder::from(config).retry_config(RetryConfig::disabled()).build();
        let attribute = query.attribute.as_ref().map(|(name, value)| {
            let key = LookupAttributeKey::from(*name);
            LookupAttribute::builder().attribute_key(key).attribute_value(value).build()
        });
        let request = aws_sdk_cloudtrail::Client::from_conf(config)
            .lookup_events()
            .set_lookup_attributes(attribute.and_then(Result::ok).map(|one| vec![one]))
            .set_start_time(place.range.since.or(query.since).map(seconds))
            .end_time(seconds(place.range.until.unwrap_or(query.until)))
            .set_event_category(query.is_insight.then_some(EventCategory::Insight))
            .max_results(PAGE);
        Self { request, limits, next: Instant::now(), is_accepted: false }
    }

    /// Sends all pages, until the receiver is gone.
    pub(super) async fn run(mut self, out: Sender<Update>) {
        let (mut tokens, mut token) = (Tokens::default(), None);
        loop {
            let output = match self.page(token.as_deref()).await {
                Ok(output) => output,
                Err(update) => return drop(out.send(update).await),
            };
            self.is_accepted = true;
            let page = page(output.events.unwrap_or_default());
            if out.send(Update::Page(page)).await.is_err() {
                return;
            }
            token = match tokens.next(output.next_token) {
                Ok(Some(token)) => Some(token),
                Ok(None) => return drop(out.send(Update::End).await),
                Err(error) => return drop(out.send(Update::Failed(error)).await),
            };
        }
    }

    /// Requests one page, with retries where they may help.
    async fn page(&mut self, token: Option<&str>) -> Result<LookupEventsOutput, Update> {
        let limits = self.limits;
        let (mut attempt, mut pause) = (1, PAUSE);
        loop {
            sleep_until(self.next).await;
            self.next = Instant::now() + INTERVAL;
            let request = self.request.clone().set_next_token(token.map(str::to_owned));
            let error = match request.send().await {
                Ok(output) => return Ok(output),
                Err(error) => error,
            };
            let attempts = match ErrorClass::of(&error) {
                ErrorClass::Throttled => limits.attempts,
                ErrorClass::Transient if self.is_accepted => limits.attempts,
                ErrorClass::Transient => limits.first_attempts,
                ErrorClass::Permanent => 1,
            };
            if attempt >= attempts {
                return Err(self.failed(&error));
            }
            self.next = self.next.max(Instant::now() + jittered(pause));
            (attempt, pause) = (attempt + 1, (pause * 2).min(limits.longest_pause));
        }
    }

    fn failed(&self, error: &LookupError) -> Update {
        let is_rejected = error.code().is_some_and(|code| REJECTED.contains(&code));
        // A Region that accepted them before is enabled.
        if is_rejected && !self.is_accepted {
            return Update::Rejected(Error::of(error, LOOKUP_EVENTS));
        }
        if let ErrorClass::Throttled = ErrorClass::of(error) {
            let message = "Event History throttles all requests";
            let help = "try again later, or narrow --region, --since and --event-name: other clients of \
                        the account share its rate limit";
            return Update::Failed(Error::new(FaultKind::Other, message, help));
        }
        Update::Failed(Error::of(error, LOOKUP_EVENTS))
    }
}

/// Whether a retry may help.
enum ErrorClass {
    Throttled,
    Transient,
    Permanent,
}

impl ErrorClass {
    fn of(error: &LookupError) -> Self {
        let status = error.raw_response().map_or(0, |response| response.status().as_u16());
        match error {
            SdkError::ServiceError(_) => match error.code() {
                Some(code) if THROTTLED.contains(&code) => Self::Throttled,
                _ if status == 429 => Self::Throttled,
                _ if status >= 500 => Self::Transient,
                _ => Self::Permanent,
            },
            SdkError::DispatchFailure(failure) if failure.is_io() || failure.is_timeout() => {
                Self::Transient
            }
            SdkError::TimeoutError(_) | SdkError::ResponseError(_) => Self::Transient,
            _ => Self::Permanent,
        }
    }
}

/// Whole seconds: the range may be a little longer, since the filter compares each record.
fn seconds(time: Timestamp) -> DateTime {
    DateTime::from_secs(time.as_second())
}

fn page(events: Vec<Event>) -> Page {
    let mut page = Page::default();
    let mut last = Timestamp::MAX;
    for event in events {
        let time = event.event_time.and_then(|time| Timestamp::from_second(time.secs()).ok());
        last = time.unwrap_or(last);
        let record = event.cloud_trail_event.filter(|text| text.trim_start().starts_with('{'));
        let found = |record| FoundEvent { time: last, record, id: event.event_id };
        match record {
            Some(record) => page.events.push_back(found(record)),
            None => page.lost.push(found(String::new())),
        }
    }
    page
}
