//! Short names of ARNs, for people.
//!
//! Checks nothing: [`crate::policy::arn`] parses ARNs.

/// The resource's name at the end of an ARN; of a plain name, the name itself.
pub fn resource_name(arn: &str) -> &str {
    if !arn.starts_with("arn:") {
        return arn;
    }
    let rest = arn.splitn(6, ':').nth(5).unwrap_or(arn);
    let rest = rest.strip_prefix("log-group:").unwrap_or(rest).trim_end_matches(":*");
    let types = ["trail/", "key/", "role/"];
    types.iter().find_map(|kind| rest.strip_prefix(kind)).unwrap_or(rest)
}
