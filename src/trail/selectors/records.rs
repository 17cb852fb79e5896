//! Whether a trail records certain events, for the checks of its posture.

use super::describe::is_all;
use super::{Access, AdvancedSelector, BasicSelector, FieldSelector, Selectors, resource_type};

/// How much of a kind of events is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Nothing.
    None,
    /// Those of certain resources, or certain calls.
    Some,
    /// Those of all resources of the account.
    All,
}

impl Selectors {
    /// Whether all management events are recorded: read and write events of all services. The default
    /// selectors do. A trail that excludes KMS or RDS Data API events does not.
    ///
    /// This is the part of CIS AWS Foundations 3.1 that is about events.
    pub fn records_all_management(&self) -> bool {
        let mut recorded = [false; 2];
        for access in self.management(true) {
            let [reads, writes] = access.reads_and_writes();
            recorded = [recorded[0] || reads, recorded[1] || writes];
        }
        recorded == [true; 2]
    }

    /// Whether any management events of this access are recorded, even with exclusions. `All`: read or
    /// write events.
    pub fn records_management(&self, access: Access) -> bool {
        let wanted = access.reads_and_writes();
        let overlaps = |found: Access| {
            found.reads_and_writes().iter().zip(wanted).any(|(found, wanted)| *found && wanted)
        };
        self.management(false).into_iter().any(overlaps)
    }

    /// The access of each selector of management events; `without_exclusions`: only of those that
    /// exclude no service.
    fn management(&self, without_exclusions: bool) -> Vec<Access> {
        match self {
            Self::Basic(all) if all.is_empty() => vec![Access::All],
            Self::Basic(all) => {
                let all = all.iter().filter(|it| it.include_management_events);
                let all = all.filter(|it| {
                    !without_exclusions || it.exclude_management_event_sources.is_empty()
                });
                all.filter_map(|it| Access::from_read_write_type(&it.read_write_type)).collect()
            }
            Self::Advanced(all) => {
                let all =
                    all.iter().filter(|it| it.single_value("eventCategory") == Some("Management"));
                let all = all.filter(|it| !without_exclusions || !it.has_fields_beside(&[]));
                all.filter_map(AdvancedSelector::access).collect()
            }
        }
    }

    /// How much is recorded of the data events of a resource type (`AWS::S3::Object`). `All` is the
    /// lesser of read and write events.
    ///
    /// CIS AWS Foundations 3.8 and 3.9 require `Extent::All` of S3: object-level write and read events
    /// in all buckets. Basic selectors do that with `arn:aws:s3`, advanced ones by naming no resource.
    pub fn records_data(&self, kind: &str, access: Access) -> Extent {
        let mut extents = [Extent::None; 2];
        for (found, extent) in self.data(kind) {
            for (at, is_recorded) in found.reads_and_writes().into_iter().enumerate() {
                if is_recorded {
                    extents[at] = extents[at].max(extent);
                }
            }
        }
        match access {
            Access::Read => extents[0],
            Access::Write => extents[1],
            Access::All => extents[0].min(extents[1]),
        }
    }

    /// Whether any data events are recorded.
    pub fn records_any_data(&self) -> bool {
        match self {
            Self::Basic(all) => {
                let resources = all.iter().flat_map(|it| &it.data_resources);
                resources.into_iter().any(|resource| !resource.values.is_empty())
            }
            Self::Advanced(all) => {
                all.iter().any(|selector| selector.single_value("eventCategory") == Some("Data"))
            }
        }
    }

    fn data(&self, kind: &str) -> Vec<(Access, Extent)> {
        match self {
            Self::Basic(all) => all.iter().filter_map(|it| it.data(kind)).collect(),
            Self::Advanced(all) => all.iter().filter_map(|it| it.data(kind)).collect(),
        }
    }
}

impl BasicSelector {
    fn data(&self, kind: &str) -> Option<(Access, Extent)> {
        let resources = self.data_resources.iter().filter(|resource| resource.kind == kind);
        let values: Vec<&String> = resources.flat_map(|resource| &resource.values).collect();
        let extent = match values.as_slice() {
            [] => Extent::None,
            values if values.iter().any(|value| is_all(value)) => Extent::All,
            _ => Extent::Some,
        };
        Some((Access::from_read_write_type(&self.read_write_type)?, extent))
    }
}

impl AdvancedSelector {
    fn data(&self, kind: &str) -> Option<(Access, Extent)> {
        if self.single_value("eventCategory") != Some("Data")
            || self.single_value("resources.type") != Some(kind)
        {
            return None;
        }
        let is_narrow = self.has_fields_beside(&["resources.type", "resources.ARN"])
            || self.field_selectors.iter().any(|field| narrows(field, kind));
        Some((self.access()?, if is_narrow { Extent::Some } else { Extent::All }))
    }

    /// Whether there are fields beside these and the ones that every selector may have.
    fn has_fields_beside(&self, fields: &[&str]) -> bool {
        let usual = ["eventCategory", "readOnly"];
        let names = self.field_selectors.iter().map(|field| field.field.as_str());
        names.into_iter().any(|name| !usual.contains(&name) && !fields.contains(&name))
    }
}

/// Whether a field excludes some resources of a type: ARNs that begin with `arn:aws:s3:::` are all
/// objects.
fn narrows(field: &FieldSelector, kind: &str) -> bool {
    if field.field != "resources.ARN" {
        return false;
    }
    let is_negative = field.used().any(|(operator, _)| operator.starts_with("Not"));
    let is_wide = |value: &String| kind == resource_type::S3_OBJECT && is_all(value);
    is_negative || !field.starts_with.iter().any(is_wide)
}
