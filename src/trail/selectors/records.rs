//! Whether a trail records certain events: what checks of its posture ask.

use super::told::is_all;
use super::{Access, AdvancedSelector, BasicSelector, FieldSelector, Selectors, kind};

/// How much of something is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Nothing.
    None,
    /// Some: of certain resources, or certain calls.
    Some,
    /// All there is, of all resources of the account.
    All,
}

impl Selectors {
    /// Whether all management events are recorded, those that read and those that write, of all
    /// services. A trail that was never told otherwise does. One that leaves out the events of KMS
    /// or of the Data API of RDS does not.
    ///
    /// This is the part of CIS AWS Foundations 3.1 that is about events.
    pub fn records_all_management(&self) -> bool {
        let mut recorded = [false; 2];
        for access in self.management(true) {
            let [reads, writes] = access.parts();
            recorded = [recorded[0] || reads, recorded[1] || writes];
        }
        recorded == [true; 2]
    }

    /// Whether management events of this access are recorded at all, be it with exceptions.
    /// `All`: reads or writes.
    pub fn records_management(&self, access: Access) -> bool {
        let wanted = access.parts();
        let overlaps = |found: Access| {
            found.parts().iter().zip(wanted).any(|(found, wanted)| *found && wanted)
        };
        self.management(false).into_iter().any(overlaps)
    }

    /// The accesses of all management events that are recorded; `whole`: without exceptions only.
    fn management(&self, whole: bool) -> Vec<Access> {
        match self {
            Self::Basic(all) if all.is_empty() => vec![Access::All],
            Self::Basic(all) => {
                let all = all.iter().filter(|it| it.include_management_events);
                let all = all.filter(|it| !whole || it.exclude_management_event_sources.is_empty());
                all.filter_map(|it| Access::of_basic(&it.read_write_type)).collect()
            }
            Self::Advanced(all) => {
                let all = all.iter().filter(|it| it.the("eventCategory") == Some("Management"));
                let all = all.filter(|it| !whole || !it.says_more_than(&[]));
                all.filter_map(AdvancedSelector::access).collect()
            }
        }
    }

    /// How much is recorded of the data events of a type of resources (`AWS::S3::Object`). `Read`
    /// and `Write` ask for these alone; `All` for both, and the lesser of the two counts.
    ///
    /// `Extent::All` is what CIS AWS Foundations 3.8 and 3.9 want of S3: object-level writes, and
    /// reads, in all buckets. Basic selectors say so with `arn:aws:s3`, advanced ones by naming no
    /// resource.
    pub fn records_data(&self, kind: &str, access: Access) -> Extent {
        let mut extents = [Extent::None; 2];
        for (found, extent) in self.data(kind) {
            for (at, is_recorded) in found.parts().into_iter().enumerate() {
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
                all.iter().any(|selector| selector.the("eventCategory") == Some("Data"))
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
        Some((Access::of_basic(&self.read_write_type)?, extent))
    }
}

impl AdvancedSelector {
    fn data(&self, kind: &str) -> Option<(Access, Extent)> {
        if self.the("eventCategory") != Some("Data") || self.the("resources.type") != Some(kind) {
            return None;
        }
        let is_narrow = self.says_more_than(&["resources.type", "resources.ARN"])
            || self.field_selectors.iter().any(|field| narrows(field, kind));
        Some((self.access()?, if is_narrow { Extent::Some } else { Extent::All }))
    }

    /// Whether there are fields beside those that every selector may have.
    fn says_more_than(&self, fields: &[&str]) -> bool {
        let usual = ["eventCategory", "readOnly"];
        let names = self.field_selectors.iter().map(|field| field.field.as_str());
        names.into_iter().any(|name| !usual.contains(&name) && !fields.contains(&name))
    }
}

/// Whether a field leaves out some resources of a type: ARNs that begin with `arn:aws:s3:::` are
/// those of all objects.
fn narrows(field: &FieldSelector, kind: &str) -> bool {
    if field.field != "resources.ARN" {
        return false;
    }
    let is_negative = field.used().any(|(operator, _)| operator.starts_with("Not"));
    let is_wide = |value: &String| kind == kind::S3 && is_all(value);
    is_negative || !field.starts_with.iter().any(is_wide)
}
