//! The AWS Regions, as data: for commands that call every Region.
//!
//! From "AWS Regions" in the AWS Regions and Availability Zones reference, as of November 2026. AWS adds
//! Regions; one that is not listed here is called only if it is named.

use super::name::partition;

/// A Region, and whether accounts must opt in to it ("Enable or disable AWS Regions in your account",
/// AWS Account Management Reference Guide: those introduced after March 20, 2019).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownRegion {
    /// Its code: `eu-west-1`.
    pub name: &'static str,
    /// Whether accounts must opt in.
    pub is_opt_in: bool,
}

/// Regions that every account of their partition can use.
const ALWAYS: [&str; 28] = [
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "ca-central-1",
    "sa-east-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "cn-north-1",
    "cn-northwest-1",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "us-iso-west-1",
    "us-isob-east-1",
    "eu-isoe-west-1",
    "us-isof-east-1",
    "us-isof-south-1",
    "eusc-de-east-1",
];

/// Regions that accounts opt in to.
const OPT_IN: [&str; 17] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
];

/// The Regions of a partition, such as `aws-us-gov`.
pub fn in_partition(wanted: &str) -> impl Iterator<Item = KnownRegion> {
    let always = ALWAYS.into_iter().map(|name| KnownRegion { name, is_opt_in: false });
    let opt_in = OPT_IN.into_iter().map(|name| KnownRegion { name, is_opt_in: true });
    always.chain(opt_in).filter(move |region| partition(region.name) == wanted)
}

/// Whether accounts must opt in to a Region; none if it is not listed here.
pub fn is_opt_in(name: &str) -> Option<bool> {
    let known = in_partition(partition(name)).find(|known| known.name == name);
    known.map(|known| known.is_opt_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_partition_has_its_own_regions() {
        let names = |wanted| in_partition(wanted).map(|region| region.name).collect::<Vec<_>>();
        assert_eq!(names("aws-cn"), ["cn-north-1", "cn-northwest-1"]);
        assert_eq!(names("aws-us-gov"), ["us-gov-east-1", "us-gov-west-1"]);
        let all = names("aws");
        assert!(all.len() == 34 && all.iter().filter(|name| name.starts_with("us-")).count() == 4);
        assert!(all.iter().all(|name| name.parse::<crate::policy::name::Region>().is_ok()));
    }
}
