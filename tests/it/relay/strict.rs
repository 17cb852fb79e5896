//! What CloudTrail does and moto does not: one rule, one function. Where a trail delivers to is
//! judged elsewhere.

use std::collections::HashMap;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::answer::{Refusal, Say};
use super::call::Call;
use super::delivery;
use super::host;
use super::wire::{Request, Response};
use crate::moto::{Moto, cloudtrail};

/// Operations that change a trail, and that only in its home region.
const AT_HOME: [&str; 6] = [
    "DeleteTrail",
    "PutEventSelectors",
    "PutInsightSelectors",
    "StartLogging",
    "StopLogging",
    "UpdateTrail",
];

type Rule = fn(&Asked<'_>) -> Result<(), Refusal>;

/// What may refuse a call before moto is asked, in this order.
const RULES: [Rule; 3] = [name_is_free, trail_is_at_home, delivery::is_possible];

/// The rules, and what moto cannot remember: it has no way to take insights back.
#[derive(Default)]
pub(super) struct Strict {
    /// What `PutInsightSelectors` has set, by the ARN of the trail.
    insights: Mutex<HashMap<String, Value>>,
}

/// A call of CloudTrail.
pub(super) struct Asked<'c> {
    pub(super) call: &'c Call,
    pub(super) input: Value,
    /// For the caller's account.
    pub(super) moto: &'c Moto,
}

impl Asked<'_> {
    pub(super) fn is(&self, operations: &[&str]) -> bool {
        operations.contains(&self.call.operation.as_str())
    }

    /// The trail that the call is about, by name or ARN.
    pub(super) fn trail(&self) -> Option<Value> {
        self.trail_called(self.name())
    }

    fn name(&self) -> &str {
        let name = self.input["Name"].as_str().or_else(|| self.input["TrailName"].as_str());
        name.unwrap_or_default()
    }

    /// A trail as moto describes it: a name is one that this region sees, an ARN names another.
    fn trail_called(&self, name: &str) -> Option<Value> {
        let is_arn = name.starts_with("arn:");
        let (region, member) = match name.split(':').nth(3).filter(|_| is_arn) {
            Some(region) => (region, "TrailARN"),
            None => (self.call.region.as_str(), "Name"),
        };
        let trails = self.ask(region, "DescribeTrails", &json!({}));
        trails["trailList"].as_array()?.iter().find(|trail| trail[member] == name).cloned()
    }

    /// What moto answers to a question; null if it refuses.
    fn ask(&self, region: &str, operation: &str, input: &Value) -> Value {
        self.moto.call("cloudtrail", region, &cloudtrail(operation), input).unwrap_or_default()
    }

    pub(super) fn account(&self) -> String {
        let body = "Action=GetCallerIdentity&Version=2011-06-15";
        let answer = self.moto.form("sts", "us-east-1", body).unwrap();
        answer.split(['<', '>']).skip_while(|part| *part != "Account").nth(1).unwrap().to_owned()
    }
}

impl Strict {
    /// What CloudTrail would say, with moto's help.
    pub(super) fn forward(&self, call: &Call, request: &Request, moto: &Moto) -> io::Result<Say> {
        let asked = Asked { call, input: call.input(), moto };
        if let Err(refusal) = RULES.iter().try_for_each(|rule| rule(&asked)) {
            return Ok(Say::Refusal(refusal));
        }
        if let Some(mut document) = named_trails(&asked).or_else(|| self.insights_are_put(&asked)) {
            let corrected = self.correct(&asked, &mut document);
            return Ok(corrected.map_or_else(Say::Refusal, |()| Say::Document(document)));
        }
        let response = match translated(&asked) {
            Some(input) => request.with_body(&input.to_string()).forward(host(moto))?,
            None => request.forward(host(moto))?,
        };
        if !response.is_success() {
            return Ok(Say::Passed(response));
        }
        Ok(self.corrected(&asked, &response).unwrap_or_else(Say::Refusal))
    }

    fn corrected(&self, asked: &Asked<'_>, response: &Response) -> Result<Say, Refusal> {
        let mut document = serde_json::from_slice(&response.body).unwrap_or_default();
        self.correct(asked, &mut document)?;
        Ok(Say::Passed(response.with_body(document.to_string())))
    }

    /// Makes of what moto answers what CloudTrail would.
    fn correct(&self, asked: &Asked<'_>, document: &mut Value) -> Result<(), Refusal> {
        match asked.call.operation.as_str() {
            "CreateTrail" => {
                self.forget_insights(document);
                without_reading(document);
            }
            "UpdateTrail" => without_reading(document),
            "DescribeTrails" => {
                let trails = document["trailList"].as_array_mut().into_iter().flatten();
                trails.for_each(|trail| self.complete(asked, trail));
            }
            "GetTrail" => self.complete(asked, &mut document["Trail"]),
            "GetEventSelectors" => selectors_are_of_one_kind(document),
            "GetInsightSelectors" => self.insights_are_told(asked, document)?,
            _ => {}
        }
        Ok(())
    }

    fn insights(&self) -> MutexGuard<'_, HashMap<String, Value>> {
        self.insights.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The insights of a trail: those that were put last, and none if that is what was put.
    fn insights_of(&self, asked: &Asked<'_>, arn: &str) -> Value {
        let put = self.insights().get(arn).cloned();
        put.unwrap_or_else(|| {
            let answer =
                asked.ask(region_of(arn), "GetInsightSelectors", &json!({ "TrailName": arn }));
            answer["InsightSelectors"].clone()
        })
    }

    /// Insights that are put replace others; moto would add them.
    fn insights_are_put(&self, asked: &Asked<'_>) -> Option<Value> {
        if !asked.is(&["PutInsightSelectors"]) {
            return None;
        }
        let (arn, selectors) =
            (asked.trail()?["TrailARN"].take(), &asked.input["InsightSelectors"]);
        self.insights().insert(text(&arn).to_owned(), selectors.clone());
        Some(json!({ "TrailARN": arn, "InsightSelectors": selectors }))
    }

    /// A trail of a name that another had before begins without its insights.
    fn forget_insights(&self, trail: &Value) {
        self.insights().remove(text(&trail["TrailARN"]));
    }

    /// Who asks for insights that there are none of is refused.
    fn insights_are_told(&self, asked: &Asked<'_>, document: &mut Value) -> Result<(), Refusal> {
        let arn = text(&document["TrailARN"]).to_owned();
        let insights = self.insights_of(asked, &arn);
        if is_empty(&insights) {
            let message = format!("Trail {arn} does not have Insights enabled.");
            return Err(refusal("InsightNotEnabledException", &message));
        }
        document["InsightSelectors"] = insights;
        Ok(())
    }

    /// A trail has its home Region and whether selectors and insights are set, and is silent of what is
    /// not there.
    fn complete(&self, asked: &Asked<'_>, trail: &mut Value) {
        let arn = text(&trail["TrailARN"]).to_owned();
        let home = region_of(&arn);
        let set = asked.ask(home, "GetEventSelectors", &json!({ "TrailName": arn }));
        let is_set =
            ["EventSelectors", "AdvancedEventSelectors"].iter().any(|it| !is_empty(&set[it]));
        trail["HasCustomEventSelectors"] = json!(is_set);
        trail["HasInsightSelectors"] = json!(!is_empty(&self.insights_of(asked, &arn)));
        trail["HomeRegion"] = json!(home);
        without_nothing(trail);
    }
}

/// A trail is not created where the region sees one of that name; moto would replace it.
fn name_is_free(asked: &Asked<'_>) -> Result<(), Refusal> {
    if !asked.is(&["CreateTrail"]) || asked.trail().is_none() {
        return Ok(());
    }
    let message =
        format!("Trail {} already exists for customer: {}", asked.name(), asked.account());
    Err(refusal("TrailAlreadyExistsException", &message))
}

/// A trail is changed only where it is, and in its home region.
fn trail_is_at_home(asked: &Asked<'_>) -> Result<(), Refusal> {
    if !asked.is(&AT_HOME) {
        return Ok(());
    }
    let Some(trail) = asked.trail() else {
        let message = format!("Unknown trail: {} for the user: {}", asked.name(), asked.account());
        return Err(refusal("TrailNotFoundException", &message));
    };
    if trail["HomeRegion"] == asked.call.region {
        return Ok(());
    }
    let (name, home) = (asked.name(), text(&trail["HomeRegion"]));
    let message = format!("Trail {name} can only be changed in its home region {home}.");
    Err(refusal("InvalidHomeRegionException", &message))
}

/// Of trails that are named or given by ARN, those that exist; moto returns all.
fn named_trails(asked: &Asked<'_>) -> Option<Value> {
    let names =
        asked.input["trailNameList"].as_array().filter(|_| asked.is(&["DescribeTrails"]))?;
    let trails = names.iter().filter_map(|name| asked.trail_called(text(name)));
    let trails: Vec<Value> = trails.collect();
    (!names.is_empty()).then(|| json!({ "trailList": trails }))
}

/// A call in the words that moto understands, if it does not understand those of the call: names for
/// ARNs of topics, ARNs for names of keys, and the name of a trail that is deleted by its ARN.
fn translated(asked: &Asked<'_>) -> Option<Value> {
    let mut input = asked.input.clone();
    if asked.is(&["CreateTrail", "UpdateTrail"]) {
        if let Some((_, topic)) = text(&asked.input["SnsTopicName"]).rsplit_once(':') {
            input["SnsTopicName"] = json!(topic);
        }
        if let Some(key) = delivery::key_arn(asked, text(&asked.input["KmsKeyId"])) {
            input["KmsKeyId"] = json!(key);
        }
    } else if asked.is(&["DeleteTrail"]) {
        input["Name"] = asked.trail()?["Name"].take();
    }
    (input != asked.input).then_some(input)
}

/// Selectors are basic or advanced; where none were put there is a basic one, for management events.
fn selectors_are_of_one_kind(document: &mut Value) {
    let members = ["EventSelectors", "AdvancedEventSelectors"];
    let [has_basic, has_advanced] = members.map(|name| !is_empty(&document[name]));
    if !has_basic && !has_advanced {
        document["EventSelectors"] = json!([{
            "ReadWriteType": "All",
            "IncludeManagementEvents": true,
            "DataResources": [],
            "ExcludeManagementEventSources": []
        }]);
    }
    // moto keeps the advanced ones when it is given basic ones, though not the other way round.
    let other = members[usize::from(has_basic || !has_advanced)];
    document.as_object_mut().into_iter().for_each(|members| drop(members.remove(other)));
}

/// An error of CloudTrail.
pub(super) fn refusal(code: &str, message: &str) -> Refusal {
    Refusal::new(400, code, message)
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn is_empty(list: &Value) -> bool {
    list.as_array().is_none_or(Vec::is_empty)
}

fn region_of(arn: &str) -> &str {
    arn.split(':').nth(3).unwrap_or_default()
}

/// Removes what only reading a trail returns, and what does not exist.
fn without_reading(trail: &mut Value) {
    let members = trail.as_object_mut().into_iter();
    members.for_each(|members| members.retain(|name, _| !name.starts_with("Has")));
    without_nothing(trail);
}

/// Takes away the members that are null or empty.
fn without_nothing(document: &mut Value) {
    let members = document.as_object_mut().into_iter();
    members.for_each(|members| members.retain(|_, value| !value.is_null() && value != ""));
}
