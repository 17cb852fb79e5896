//! What CloudTrail allows in advanced event selectors: quotas and fixed values.
//!
//! From "`AdvancedFieldSelector`" and "`PutEventSelectors`" in the AWS CloudTrail API Reference.

/// Values that all selectors of a trail may have together.
pub(super) const MAX_VALUES: usize = 500;
/// Characters of a selector's name.
pub(super) const MAX_NAME: usize = 1000;
/// Characters of a value.
pub(super) const MAX_VALUE: usize = 2048;
/// The only error code that network activity events can be selected by.
pub(super) const VPCE_ACCESS_DENIED: &str = "VpceAccessDenied";
/// The event sources whose management events a trail can exclude.
pub(super) const EXCLUDABLE_SOURCES: [&str; 2] = ["kms.amazonaws.com", "rdsdata.amazonaws.com"];
