//! What selectors record, as far as checks ask. In doubt, something is not recorded.
//!
//! "Logging management events" and "Logging data events", AWS CloudTrail User Guide.

use crate::trail::selectors::{AdvancedSelector, BasicSelector, FieldSelector, Selectors};

/// What events do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

/// Objects of S3, as selectors call them.
pub(super) const S3_OBJECT: &str = "AWS::S3::Object";

/// Whether every management event is recorded, those of noisy services included.
pub(super) fn records_all_management(selectors: &Selectors) -> bool {
    [Access::Read, Access::Write].into_iter().all(|access| match selectors {
        Selectors::Basic(all) => all.iter().any(|it| {
            it.include_management_events
                && it.exclude_management_event_sources.is_empty()
                && is_of(it, access)
        }),
        Selectors::Advanced(all) => {
            all.iter().any(|it| takes(it, "Management", access) && names_only(it, &[]))
        }
    })
}

/// Whether all data events of a type of resource that read, or that write, are recorded.
pub(super) fn records_data(selectors: &Selectors, kind: &str, access: Access) -> bool {
    match selectors {
        Selectors::Basic(all) => all.iter().any(|it| {
            let mut resources = it.data_resources.iter().filter(|resource| resource.kind == kind);
            is_of(it, access)
                && resources.any(|resource| resource.values.iter().any(|it| is_all(it)))
        }),
        Selectors::Advanced(all) => all.iter().any(|it| {
            let mut fields = it.field_selectors.iter();
            takes(it, "Data", access)
                && fields.any(|field| field.field == "resources.type" && is(field, kind))
                && names_only(it, &["resources.type"])
        }),
    }
}

/// Whether some management events that do this are recorded.
pub(super) fn records_some_management(selectors: &Selectors, access: Access) -> bool {
    match selectors {
        Selectors::Basic(all) => {
            all.iter().any(|it| it.include_management_events && is_of(it, access))
        }
        Selectors::Advanced(all) => all.iter().any(|it| takes(it, "Management", access)),
    }
}

fn is_of(selector: &BasicSelector, access: Access) -> bool {
    match selector.read_write_type.as_str() {
        "ReadOnly" => access == Access::Read,
        "WriteOnly" => access == Access::Write,
        _ => true,
    }
}

/// All of a service, as basic selectors say it: `arn:aws:s3`, with or without colons behind.
fn is_all(value: &str) -> bool {
    let named = value.trim_end_matches(':').split(':').count();
    value.starts_with("arn:") && named == 3
}

/// Whether a selector is of this category, and not only of what does otherwise.
fn takes(selector: &AdvancedSelector, category: &str, access: Access) -> bool {
    let wanted = if access == Access::Read { "true" } else { "false" };
    let mut fields = selector.field_selectors.iter();
    let is_fit = |field: &FieldSelector| match field.field.as_str() {
        "eventCategory" => is(field, category),
        "readOnly" => is(field, wanted),
        _ => true,
    };
    let has_category = fields.clone().any(|field| field.field == "eventCategory");
    has_category && fields.all(is_fit)
}

/// Whether a selector asks for nothing else but these fields.
fn names_only(selector: &AdvancedSelector, others: &[&str]) -> bool {
    let known = |name: &str| matches!(name, "eventCategory" | "readOnly") || others.contains(&name);
    selector.field_selectors.iter().all(|field| known(&field.field))
}

fn is(field: &FieldSelector, value: &str) -> bool {
    let FieldSelector { field: _, equals, not_equals, starts_with, .. } = field;
    let FieldSelector { not_starts_with, ends_with, not_ends_with, .. } = field;
    let others = [not_equals, starts_with, not_starts_with, ends_with, not_ends_with];
    equals.iter().any(|it| it == value) && others.iter().all(|it| it.is_empty())
}
