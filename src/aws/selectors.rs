//! Event selectors and insight selectors of trails: read and put.
//!
//! Each call goes to a named Region, which must be the home Region of the trail.

use aws_sdk_cloudtrail::error::BuildError;
use aws_sdk_cloudtrail::operation::get_insight_selectors::GetInsightSelectorsError;
use aws_sdk_cloudtrail::types;

use super::Session;
use super::error::{ApiCall, Error};
use crate::source::FaultKind;
use crate::trail::Trail;
use crate::trail::selectors::{
    AdvancedSelector, BasicSelector, DataResource, FieldSelector, InsightSelector, Selectors,
};

impl Session {
    /// The event selectors of a trail; [`Selectors::default`] if none were ever put.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn selectors(&self, trail: &Trail) -> Result<Selectors, Error> {
        let client = self.cloudtrail(Some(&trail.home))?;
        let call = ApiCall { action: "cloudtrail:GetEventSelectors", resource: &trail.arn };
        let answer =
            self.runtime.block_on(client.get_event_selectors().trail_name(&trail.arn).send());
        let answer = answer.map_err(|error| Error::of(&error, call))?;
        let advanced = answer.advanced_event_selectors.unwrap_or_default();
        if !advanced.is_empty() {
            return Ok(Selectors::Advanced(advanced.into_iter().map(advanced_of).collect()));
        }
        let basic = answer.event_selectors.unwrap_or_default();
        if basic.is_empty() {
            return Ok(Selectors::default());
        }
        Ok(Selectors::Basic(basic.into_iter().map(basic_of).collect()))
    }

    /// The insight selectors of a trail; empty if Insights is not enabled.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn insights(&self, trail: &Trail) -> Result<Vec<InsightSelector>, Error> {
        let client = self.cloudtrail(Some(&trail.home))?;
        let call = ApiCall { action: "cloudtrail:GetInsightSelectors", resource: &trail.arn };
        let answer =
            self.runtime.block_on(client.get_insight_selectors().trail_name(&trail.arn).send());
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                let is_off = GetInsightSelectorsError::is_insight_not_enabled_exception;
                let none = error.as_service_error().is_some_and(is_off);
                return if none { Ok(Vec::new()) } else { Err(Error::of(&error, call)) };
            }
        };
        let insights = answer.insight_selectors.unwrap_or_default();
        Ok(insights.into_iter().map(insight_of).collect())
    }

    /// Replaces the event selectors of a trail.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub(super) fn put_selectors(
        &self,
        trail: &str,
        selectors: &Selectors,
        region: &str,
    ) -> Result<(), Error> {
        let client = self.cloudtrail(Some(region))?;
        let call = ApiCall { action: "cloudtrail:PutEventSelectors", resource: trail };
        let request = client.put_event_selectors().trail_name(trail);
        let request = match selectors {
            Selectors::Basic(all) => {
                request.set_event_selectors(Some(all.iter().map(basic).collect()))
            }
            Selectors::Advanced(all) => {
                let all: Result<_, _> = all.iter().map(advanced).collect();
                request.set_advanced_event_selectors(Some(all.map_err(|e| incomplete(&e))?))
            }
        };
        let answer = self.runtime.block_on(request.send());
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }

    /// Replaces the insight selectors of a trail.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub(super) fn put_insights(
        &self,
        trail: &str,
        insights: &[InsightSelector],
        region: &str,
    ) -> Result<(), Error> {
        let client = self.cloudtrail(Some(region))?;
        let call = ApiCall { action: "cloudtrail:PutInsightSelectors", resource: trail };
        let insights = insights.iter().map(insight).collect();
        let request = client.put_insight_selectors().trail_name(trail);
        let answer = self.runtime.block_on(request.set_insight_selectors(Some(insights)).send());
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }
}

/// A selector lacks a required member.
fn incomplete(error: &BuildError) -> Error {
    Error::new(FaultKind::Other, format!("not a selector: {error}"), "")
}

fn basic_of(selector: types::EventSelector) -> BasicSelector {
    let resources = selector.data_resources.unwrap_or_default().into_iter();
    let access = selector.read_write_type;
    BasicSelector {
        read_write_type: access.map_or_else(|| "All".to_owned(), |it| it.as_str().to_owned()),
        include_management_events: selector.include_management_events.unwrap_or(true),
        data_resources: resources
            .map(|resource| DataResource {
                kind: resource.r#type.unwrap_or_default(),
                values: resource.values.unwrap_or_default(),
            })
            .collect(),
        exclude_management_event_sources: selector
            .exclude_management_event_sources
            .unwrap_or_default(),
    }
}

fn basic(selector: &BasicSelector) -> types::EventSelector {
    let resources = selector.data_resources.iter().map(|resource| {
        types::DataResource::builder()
            .r#type(&resource.kind)
            .set_values(Some(resource.values.clone()))
            .build()
    });
    types::EventSelector::builder()
        .read_write_type(selector.read_write_type.as_str().into())
        .include_management_events(selector.include_management_events)
        .set_data_resources(Some(resources.collect()))
        .set_exclude_management_event_sources(Some(
            selector.exclude_management_event_sources.clone(),
        ))
        .build()
}

fn advanced_of(selector: types::AdvancedEventSelector) -> AdvancedSelector {
    let field_of = |field: types::AdvancedFieldSelector| FieldSelector {
        field: field.field,
        equals: field.equals.unwrap_or_default(),
        not_equals: field.not_equals.unwrap_or_default(),
        starts_with: field.starts_with.unwrap_or_default(),
        not_starts_with: field.not_starts_with.unwrap_or_default(),
        ends_with: field.ends_with.unwrap_or_default(),
        not_ends_with: field.not_ends_with.unwrap_or_default(),
    };
    AdvancedSelector {
        name: selector.name.filter(|name| !name.is_empty()),
        field_selectors: selector.field_selectors.into_iter().map(field_of).collect(),
    }
}

fn advanced(selector: &AdvancedSelector) -> Result<types::AdvancedEventSelector, BuildError> {
    // An operator without values is refused.
    let values = |values: &Vec<String>| (!values.is_empty()).then(|| values.clone());
    let field = |field: &FieldSelector| {
        types::AdvancedFieldSelector::builder()
            .field(&field.field)
            .set_equals(values(&field.equals))
            .set_not_equals(values(&field.not_equals))
            .set_starts_with(values(&field.starts_with))
            .set_not_starts_with(values(&field.not_starts_with))
            .set_ends_with(values(&field.ends_with))
            .set_not_ends_with(values(&field.not_ends_with))
            .build()
    };
    let fields = selector.field_selectors.iter().map(field);
    types::AdvancedEventSelector::builder()
        .set_name(selector.name.clone())
        .set_field_selectors(Some(fields.collect::<Result<_, _>>()?))
        .build()
}

fn insight_of(insight: types::InsightSelector) -> InsightSelector {
    let kind = insight.insight_type;
    let categories = insight.event_categories.unwrap_or_default().into_iter();
    InsightSelector {
        insight_type: kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
        event_categories: categories.map(|category| category.as_str().to_owned()).collect(),
    }
}

fn insight(insight: &InsightSelector) -> types::InsightSelector {
    let categories = insight.event_categories.iter().map(|category| category.as_str().into());
    let categories: Vec<types::SourceEventCategory> = categories.collect();
    types::InsightSelector::builder()
        .insight_type(insight.insight_type.as_str().into())
        .set_event_categories((!categories.is_empty()).then_some(categories))
        .build()
}
