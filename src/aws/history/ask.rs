//! Asks one region page after page, never faster than the service allows.

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

use super::{Found, Page, Place, Query, Told};
use crate::aws::error::{Asked, Error, THROTTLED};
use crate::aws::limits::{Limits, jittered};
use crate::aws::paging::Tokens;
use crate::source::FaultKind;

/// Two calls a second are allowed in a region; a little more time, since not all calls take equally
/// long to get there.
const TURN: Duration = Duration::from_millis(510);
/// The pause when the service asks for one; it doubles from attempt to attempt.
const PAUSE: Duration = Duration::from_millis(500);
/// How many events a page may have, and has if it is not asked for fewer.
const PAGE: i32 = 50;
/// What a region answers that does not know the credentials ("Common errors", AWS CloudTrail API
/// Reference): because they are wrong, because the account has not enabled it, or because it was and the
/// session token is one of the global endpoint of STS ("Manage AWS STS in an AWS Region", AWS Identity
/// and Access Management User Guide). All three have the same code and message.
const UNKNOWN: [&str; 4] =
    ["UnrecognizedClientException", "InvalidClientTokenId", "AuthFailure", "OptInRequired"];
const ASKED: Asked<'_> = Asked { action: "cloudtrail:LookupEvents", resource: "*" };

type Refused = SdkError<LookupEventsError>;

/// What is asked of one region.
pub(super) struct Question {
    request: LookupEventsFluentBuilder,
    limits: Limits,
    /// When the next call may be made.
    next: Instant,
    /// The region has answered before.
    is_known: bool,
}

impl Question {
    pub(super) fn new(config: &SdkConfig, limits: Limits, place: &Place, query: &Query) -> Self {
        // Each attempt has to wait for its turn, so that none is left to the SDK.
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
        Self { request, limits, next: Instant::now(), is_known: false }
    }

    /// Asks until there is no more, or nobody wants more.
    pub(super) async fn ask(mut self, out: Sender<Told>) {
        let (mut tokens, mut token) = (Tokens::default(), None);
        loop {
            let answer = match self.page(token.as_deref()).await {
                Ok(answer) => answer,
                Err(told) => return drop(out.send(told).await),
            };
            self.is_known = true;
            let page = page(answer.events.unwrap_or_default());
            if out.send(Told::Page(page)).await.is_err() {
                return;
            }
            token = match tokens.next(answer.next_token) {
                Ok(Some(token)) => Some(token),
                Ok(None) => return drop(out.send(Told::End).await),
                Err(error) => return drop(out.send(Told::Failed(error)).await),
            };
        }
    }

    /// One page, asked for again where that may help.
    async fn page(&mut self, token: Option<&str>) -> Result<LookupEventsOutput, Told> {
        let limits = self.limits;
        let (mut attempt, mut pause) = (1, PAUSE);
        loop {
            sleep_until(self.next).await;
            self.next = Instant::now() + TURN;
            let request = self.request.clone().set_next_token(token.map(str::to_owned));
            let refused = match request.send().await {
                Ok(answer) => return Ok(answer),
                Err(refused) => refused,
            };
            let most = match Trouble::of(&refused) {
                Trouble::Throttled => limits.attempts,
                Trouble::Passing if self.is_known => limits.attempts,
                Trouble::Passing => limits.first_attempts,
                Trouble::Lasting => 1,
            };
            if attempt >= most {
                return Err(self.given_up(&refused));
            }
            self.next = self.next.max(Instant::now() + jittered(pause));
            (attempt, pause) = (attempt + 1, (pause * 2).min(limits.longest_pause));
        }
    }

    fn given_up(&self, refused: &Refused) -> Told {
        let is_unknown = refused.code().is_some_and(|code| UNKNOWN.contains(&code));
        // What knew them before has not been off.
        if is_unknown && !self.is_known {
            return Told::Unknown(Error::of(refused, ASKED));
        }
        if let Trouble::Throttled = Trouble::of(refused) {
            let message = "Event History asks to slow down, again and again";
            let help = "others ask too: try again later, or narrow --region, --since, --event-name";
            return Told::Failed(Error::new(FaultKind::Other, message, help));
        }
        Told::Failed(Error::of(refused, ASKED))
    }
}

/// Whether to ask again helps.
enum Trouble {
    Throttled,
    Passing,
    Lasting,
}

impl Trouble {
    fn of(refused: &Refused) -> Self {
        let status = refused.raw_response().map_or(0, |response| response.status().as_u16());
        match refused {
            SdkError::ServiceError(_) => match refused.code() {
                Some(code) if THROTTLED.contains(&code) => Self::Throttled,
                _ if status == 429 => Self::Throttled,
                _ if status >= 500 => Self::Passing,
                _ => Self::Lasting,
            },
            SdkError::DispatchFailure(failure) if failure.is_io() || failure.is_timeout() => {
                Self::Passing
            }
            SdkError::TimeoutError(_) | SdkError::ResponseError(_) => Self::Passing,
            _ => Self::Lasting,
        }
    }
}

/// Whole seconds: what is asked may be a little more, since records are compared anyway.
fn seconds(time: Timestamp) -> DateTime {
    DateTime::from_secs(time.as_second())
}

fn page(events: Vec<Event>) -> Page {
    let mut page = Page::default();
    let mut last = Timestamp::MAX;
    for event in events {
        let told = event.event_time.and_then(|time| Timestamp::from_second(time.secs()).ok());
        last = told.unwrap_or(last);
        let record = event.cloud_trail_event.filter(|text| text.trim_start().starts_with('{'));
        let found = |record| Found { time: last, record, id: event.event_id };
        match record {
            Some(record) => page.events.push_back(found(record)),
            None => page.lost.push(found(String::new())),
        }
    }
    page
}
