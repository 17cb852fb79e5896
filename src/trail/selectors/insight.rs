//! Insights: what of a trail's events CloudTrail watches for unusual activity.
//!
//! From "`InsightSelector`" and "`PutInsightSelectors`" in the AWS CloudTrail API Reference.

use super::{Access, InsightSelector, Refused, Selectors};

/// What is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Insight {
    /// How often is called.
    CallRate,
    /// How often calls fail.
    ErrorRate,
}

impl Insight {
    /// `InsightType`
    pub fn name(self) -> &'static str {
        match self {
            Self::CallRate => "ApiCallRateInsight",
            Self::ErrorRate => "ApiErrorRateInsight",
        }
    }

    fn told(self) -> &'static str {
        match self {
            Self::CallRate => "call rate",
            Self::ErrorRate => "error rate",
        }
    }

    /// The management events that it watches: writes for the rate of calls, any for that of errors.
    fn needs(self) -> Access {
        match self {
            Self::CallRate => Access::Write,
            Self::ErrorRate => Access::All,
        }
    }
}

/// The categories that are watched, management events or these and data events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watched {
    /// Management events.
    Management,
    /// And data events.
    DataAsWell,
}

/// The insights that somebody wants, as the API has them; both categories are always written out,
/// because none written leaves open what becomes of those that were set before.
///
/// # Errors
/// The trail does not record the events that would be watched.
pub fn wanted(
    insights: &[Insight],
    watched: Watched,
    recorded: &Selectors,
) -> Result<Vec<InsightSelector>, Refused> {
    for insight in insights {
        let needs = insight.needs();
        if !recorded.records_management(needs) {
            let noun = if needs == Access::Write {
                "management events that write"
            } else {
                "management events"
            };
            let message =
                format!("the {} is that of {noun}, and the trail records none", insight.told());
            return Err(Refused::new(
                message,
                "record them first: ct trail events NAME --management all",
            ));
        }
    }
    if watched == Watched::DataAsWell && !recorded.records_any_data() {
        let message = "data events are to be watched, and the trail records none";
        return Err(Refused::new(message, "record them first: ct trail events NAME --data TYPE"));
    }
    let mut event_categories = vec!["Management".to_owned()];
    if watched == Watched::DataAsWell {
        event_categories.push("Data".to_owned());
    }
    let selector = |insight: &Insight| InsightSelector {
        insight_type: insight.name().to_owned(),
        event_categories: event_categories.clone(),
    };
    Ok(insights.iter().map(selector).collect())
}

/// One line each, for people: `call rate: management and data events`.
pub fn told(insights: &[InsightSelector]) -> Vec<String> {
    let line = |insight: &InsightSelector| {
        let known = [Insight::CallRate, Insight::ErrorRate];
        let known = known.into_iter().find(|known| known.name() == insight.insight_type);
        let name = known.map_or(insight.insight_type.as_str(), |known| known.told());
        let categories: Vec<String> =
            categories(insight).iter().map(|category| category.to_lowercase()).collect();
        format!("{name}: {} events", categories.join(" and "))
    };
    insights.iter().map(line).collect()
}

/// Whether two lists say the same, in whatever order.
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

/// The categories that are watched, management events if none are named, in the order of their
/// first mention here.
fn categories(insight: &InsightSelector) -> Vec<String> {
    let mut categories = insight.event_categories.clone();
    if categories.is_empty() {
        categories.push("Management".to_owned());
    }
    categories.sort_unstable_by(|one, other| other.cmp(one));
    categories.dedup();
    categories
}
