//! CloudTrail Insights: which rates CloudTrail watches for unusual activity.
//!
//! From "`InsightSelector`" and "`PutInsightSelectors`" in the AWS CloudTrail API Reference.

use serde::Serialize;

use super::{Access, InsightSelector, Refused, Selectors};

/// An insight type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Insight {
    /// The rate of API calls.
    CallRate,
    /// The rate of API errors.
    ErrorRate,
}

/// The response of `GetInsightSelectors`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct InsightSelectors<'s> {
    /// All of them.
    pub insight_selectors: &'s [InsightSelector],
}

impl Insight {
    /// `InsightType`
    pub fn name(self) -> &'static str {
        match self {
            Self::CallRate => "ApiCallRateInsight",
            Self::ErrorRate => "ApiErrorRateInsight",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::CallRate => "call rate",
            Self::ErrorRate => "error rate",
        }
    }

    /// The management events that it needs: write events for the call rate, any for the error rate.
    fn needed_access(self) -> Access {
        match self {
            Self::CallRate => Access::Write,
            Self::ErrorRate => Access::All,
        }
    }
}

/// The event categories to watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watched {
    /// Management events.
    Management,
    /// Management and data events.
    ManagementAndData,
}

/// The insight selectors for some insight types. The categories are always named: the API does not
/// say what an unnamed one does to categories set before.
///
/// # Errors
/// The trail does not record the events to watch.
pub fn selectors(
    insights: &[Insight],
    watched: Watched,
    recorded: &Selectors,
) -> Result<Vec<InsightSelector>, Refused> {
    for insight in insights {
        let needs = insight.needed_access();
        if !recorded.records_management(needs) {
            let noun = if needs == Access::Write {
                "write management events"
            } else {
                "management events"
            };
            let message =
                format!("the {} needs {noun}, and the trail records none", insight.title());
            return Err(Refused::new(
                message,
                "record them first: ct trail events NAME --management all",
            ));
        }
    }
    if watched == Watched::ManagementAndData && !recorded.records_any_data() {
        let message = "--data needs data events, and the trail records none";
        return Err(Refused::new(message, "record them first: ct trail events NAME --data TYPE"));
    }
    let mut event_categories = vec!["Management".to_owned()];
    if watched == Watched::ManagementAndData {
        event_categories.push("Data".to_owned());
    }
    let selector = |insight: &Insight| InsightSelector {
        insight_type: insight.name().to_owned(),
        event_categories: event_categories.clone(),
    };
    Ok(insights.iter().map(selector).collect())
}

/// One line each, for people: `call rate: management and data events`.
pub fn describe(insights: &[InsightSelector]) -> Vec<String> {
    let line = |insight: &InsightSelector| {
        let known = [Insight::CallRate, Insight::ErrorRate];
        let known = known.into_iter().find(|known| known.name() == insight.insight_type);
        let name = known.map_or(insight.insight_type.as_str(), |known| known.title());
        let categories: Vec<String> =
            categories(insight).iter().map(|category| category.to_lowercase()).collect();
        format!("{name}: {} events", categories.join(" and "))
    };
    insights.iter().map(line).collect()
}

/// Whether two lists are equal but for their order.
pub fn are_same(one: &[InsightSelector], other: &[InsightSelector]) -> bool {
    let sorted = |all: &[InsightSelector]| {
        let mut all: Vec<(String, Vec<String>)> =
            all.iter().map(|it| (it.insight_type.clone(), categories(it))).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    sorted(one) == sorted(other)
}

/// The categories, management events first; management events if none are named.
fn categories(insight: &InsightSelector) -> Vec<String> {
    let mut categories = insight.event_categories.clone();
    if categories.is_empty() {
        categories.push("Management".to_owned());
    }
    categories.sort_unstable_by(|one, other| other.cmp(one));
    categories.dedup();
    categories
}
