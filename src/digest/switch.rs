//! Events that switch a trail on or off, which explain why there are no digests for a while.
//!
//! "When you stop logging or turn off log file validation, the chain of digests is broken", says
//! "CloudTrail log file integrity validation" in the AWS CloudTrail User Guide. Which gaps they
//! explain is decided by [`super::gap`].

use jiff::Timestamp;

use super::examine::ChainId;
use crate::event::Event;
use crate::event::value::Value;

/// An event that switched a trail on or off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggingSwitch {
    /// When.
    pub time: Timestamp,
    /// The account that recorded the call, which owns the trail.
    pub account: String,
    /// The event's name, such as `StopLogging`.
    pub name: String,
    /// Whether no digests are delivered afterwards.
    pub off: bool,
}

impl LoggingSwitch {
    /// The names of such events, for a literal search before anything is parsed.
    pub const NAMES: [&str; 5] =
        ["StopLogging", "StartLogging", "DeleteTrail", "CreateTrail", "UpdateTrail"];

    /// What an event changed about the trail of a chain, if anything. Failed calls changed nothing.
    pub fn from_event(event: &Event<'_>, chain: &ChainId) -> Option<Self> {
        let name = event.name();
        if event.source() != "cloudtrail.amazonaws.com" || event.is_error() {
            return None;
        }
        let parameters = event.get("requestParameters")?;
        let off = match name.as_ref() {
            "StopLogging" | "DeleteTrail" => true,
            "StartLogging" | "CreateTrail" => false,
            "UpdateTrail" => {
                let turns = |name| parameters.member(name).and_then(Value::truth);
                let region = turns("isMultiRegionTrail").filter(|_| chain.region != chain.home);
                match (turns("enableLogFileValidation"), region) {
                    (None, None) => return None,
                    (validation, region) => validation == Some(false) || region == Some(false),
                }
            }
            _ => return None,
        };
        let trail = parameters.member("name")?.text();
        let named = trail.rsplit_once(":trail/").map_or(trail.as_ref(), |(_, name)| name);
        let here = named == chain.trail && event.text("awsRegion") == chain.home;
        let account = event.account().into_owned();
        here.then_some(Self { time: event.time()?, account, name: name.into_owned(), off })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::event::json::Index;

    fn switch(name: &str, parameters: &Value, error: Option<&str>) -> Option<bool> {
        let mut event = json!({
            "eventTime": "2026-11-20T09:00:00Z",
            "eventSource": "cloudtrail.amazonaws.com",
            "eventName": name,
            "awsRegion": "eu-west-1",
            "requestParameters": parameters,
        });
        if let Some(error) = error {
            event["errorCode"] = json!(error);
        }
        let text = event.to_string();
        let mut index = Index::default();
        let event = Event::parse(text.as_bytes(), &mut index).unwrap();
        let chain = ChainId {
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            trail: "main".to_owned(),
            home: "eu-west-1".to_owned(),
            backfill: false,
        };
        LoggingSwitch::from_event(&event, &chain).map(|switch| switch.off)
    }

    #[test]
    fn a_call_names_the_trail_by_name_or_arn() {
        let arn = json!({"name": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"});
        assert_eq!(switch("StopLogging", &arn, None), Some(true));
        assert_eq!(switch("StartLogging", &json!({"name": "main"}), None), Some(false));
        let off = json!({"name": "main", "enableLogFileValidation": false});
        assert_eq!(switch("UpdateTrail", &off, None), Some(true));
        let home_only = json!({"name": "main", "isMultiRegionTrail": false});
        assert_eq!(switch("UpdateTrail", &home_only, None), Some(true));
        let all_regions = json!({"name": "main", "isMultiRegionTrail": true});
        assert_eq!(switch("UpdateTrail", &all_regions, None), Some(false));
    }

    #[test]
    fn other_calls_switch_nothing() {
        let main = json!({"name": "main"});
        assert_eq!(switch("StopLogging", &json!({"name": "other-main"}), None), None);
        assert_eq!(switch("StopLogging", &main, Some("AccessDenied")), None);
        assert_eq!(switch("StopLogging", &json!(null), None), None);
        assert_eq!(switch("UpdateTrail", &main, None), None);
        assert_eq!(switch("LookupEvents", &main, None), None);
    }
}
