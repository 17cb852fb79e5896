//! `insightDetails`: which API's unusual rate an Insight event reports, and whom it is attributed to.
//!
//! From "CloudTrail record contents for Insights events for trails" in the AWS CloudTrail User Guide.

use std::borrow::Cow;

use super::{Event, Value};

/// The details of an Insight event, which has no name, source or error at its top level.
#[derive(Clone, Copy, Debug)]
pub struct Insight<'a>(Value<'a>);

impl<'a> Insight<'a> {
    /// The details, if the event is an Insight event.
    pub fn new(event: &Event<'a>) -> Option<Self> {
        event.get("insightDetails").filter(|value| value.is_object()).map(Self)
    }

    /// Whether `test` holds for the detail with this name (`eventName`, `eventSource`,
    /// `errorCode`), or for a value of the attribution with this name (`userIdentityArn`,
    /// `userAgent`, `errorCode`), unusual or usual.
    pub fn any_value(self, name: &str, test: &mut dyn FnMut(&str) -> bool) -> bool {
        let mut test = |value: Value<'_>| named(value).is_some_and(|text| test(&text));
        self.0.member(name).is_some_and(&mut test)
            || self.attributions(name).any(|attribution| {
                let groups = ["insight", "baseline"].into_iter();
                let mut values = groups.filter_map(|group| attribution.member(group));
                values.any(|group| {
                    group.elements().filter_map(|one| one.member("value")).any(&mut test)
                })
            })
    }

    /// The error whose rate is unusual; `ApiErrorRateInsight` where the record names none.
    pub fn error(self) -> Option<Cow<'a, str>> {
        let code = self.0.member("errorCode").and_then(named);
        let kind = self.0.member("insightType").map(Value::text);
        code.or(kind.filter(|kind| kind == "ApiErrorRateInsight"))
    }

    fn attributions(self, name: &str) -> impl Iterator<Item = Value<'a>> {
        let context = self.0.member("insightContext");
        let all = context.and_then(|context| context.member("attributions"));
        let all = all.into_iter().flat_map(Value::elements);
        all.filter(move |one| one.member("attribute").is_some_and(|found| found.text_is(name)))
    }
}

/// The text of a value; CloudTrail writes "null" where there is none.
fn named(value: Value<'_>) -> Option<Cow<'_, str>> {
    let text = Some(value).filter(|value| value.is_string())?.text();
    (!text.is_empty() && text != "null").then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::json::Index;

    const RECORD: &str = r#"{"eventType":"AwsCloudTrailInsight","insightDetails":{"state":"End",
        "eventSource":"kms.amazonaws.com","eventName":"Decrypt","insightType":"ApiErrorRateInsight",
        "errorCode":"DisabledException","insightContext":{"statistics":{},"attributions":[
        {"attribute":"userIdentityArn","insight":[{"value":"arn:aws:iam::1:user/m","average":2}],
         "baseline":[{"value":"arn:aws:iam::1:role/b","average":0.1}]},
        {"attribute":"userAgent","insight":[{"value":"null","average":1},{"value":"boto3","average":1}]},
        {"attribute":"errorCode","insight":[{"value":"NotFoundException"}],"baseline":[]}]}}}"#;

    fn has(name: &str, value: &str) -> bool {
        let mut index = Index::default();
        let event = Event::parse(RECORD.as_bytes(), &mut index).unwrap();
        Insight::new(&event).unwrap().any_value(name, &mut |found| found == value)
    }

    #[test]
    fn details_and_attributions_are_found_by_name() {
        for (name, value) in [
            ("eventName", "Decrypt"),
            ("eventSource", "kms.amazonaws.com"),
            ("errorCode", "DisabledException"),
            ("errorCode", "NotFoundException"),
            ("userIdentityArn", "arn:aws:iam::1:user/m"),
            ("userIdentityArn", "arn:aws:iam::1:role/b"),
            ("userAgent", "boto3"),
        ] {
            assert!(has(name, value), "{name} {value}");
        }
        assert!(!has("userAgent", "null") && !has("eventName", "kms.amazonaws.com"));
        assert!(!has("userAgent", "arn:aws:iam::1:user/m"));
    }

    #[test]
    fn only_error_rates_are_errors() {
        let error = |details: &str| {
            let record = format!(r#"{{"insightDetails":{details}}}"#);
            let mut index = Index::default();
            let event = Event::parse(record.as_bytes(), &mut index).unwrap();
            Insight::new(&event).and_then(|insight| insight.error().map(Cow::into_owned))
        };
        let named = error(r#"{"insightType":"ApiErrorRateInsight","errorCode":"AccessDenied"}"#);
        assert_eq!(named.as_deref(), Some("AccessDenied"));
        let unnamed = error(r#"{"insightType":"ApiErrorRateInsight","errorCode":"null"}"#);
        assert_eq!(unnamed.as_deref(), Some("ApiErrorRateInsight"));
        assert_eq!(error(r#"{"insightType":"ApiCallRateInsight"}"#), None);
        assert_eq!(error("null"), None);
    }
}
