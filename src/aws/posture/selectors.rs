//! What a trail records, as the API says it.

use aws_sdk_cloudtrail::Client;
use aws_sdk_cloudtrail::operation::get_event_selectors::GetEventSelectorsOutput;
use aws_sdk_cloudtrail::types;

use super::{Asked, Piece};
use crate::trail::Trail;
use crate::trail::selectors::{
    AdvancedSelector, BasicSelector, DataResource, FieldSelector, Selectors,
};

pub(super) async fn found(client: &Client, trail: &Trail) -> Piece<Selectors> {
    let asked = Asked { action: "cloudtrail:GetEventSelectors", resource: &trail.arn };
    let answer = client.get_event_selectors().trail_name(&trail.arn).send().await;
    Piece::of(answer, asked).map(selectors)
}

fn selectors(answer: GetEventSelectorsOutput) -> Selectors {
    let advanced = answer.advanced_event_selectors.unwrap_or_default();
    if !advanced.is_empty() {
        return Selectors::Advanced(advanced.into_iter().map(of_advanced).collect());
    }
    let basic = answer.event_selectors.unwrap_or_default();
    Selectors::Basic(basic.into_iter().map(of_basic).collect())
}

fn of_basic(selector: types::EventSelector) -> BasicSelector {
    let resources = selector.data_resources.unwrap_or_default().into_iter();
    BasicSelector {
        read_write_type: selector.read_write_type.map_or("All".to_owned(), |it| it.to_string()),
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

fn of_advanced(selector: types::AdvancedEventSelector) -> AdvancedSelector {
    let fields = selector.field_selectors.into_iter().map(|field| FieldSelector {
        field: field.field,
        equals: field.equals.unwrap_or_default(),
        not_equals: field.not_equals.unwrap_or_default(),
        starts_with: field.starts_with.unwrap_or_default(),
        not_starts_with: field.not_starts_with.unwrap_or_default(),
        ends_with: field.ends_with.unwrap_or_default(),
        not_ends_with: field.not_ends_with.unwrap_or_default(),
    });
    AdvancedSelector { name: selector.name, field_selectors: fields.collect() }
}
