//! Security group rules as people write them: `tcp/22 0.0.0.0/0`.
//!
//! EC2 records them in four forms: `ipPermissions` of a request, one rule among its own parameters,
//! `ModifySecurityGroupRulesRequest`, and the rules of a response.

use std::borrow::Cow;

use super::path::{is_named, values, walk};
use super::{Event, Value};

/// Where rules stand: the first place that has any counts.
const PLACES: [(&str, &[&str]); 6] = [
    ("requestParameters", &["ipPermissions", "items"]),
    (
        "requestParameters",
        &["ModifySecurityGroupRulesRequest", "SecurityGroupRule", "SecurityGroupRule"],
    ),
    ("requestParameters", &["securityGroupRules", "items", "securityGroupRule"]),
    ("requestParameters", &[]),
    ("responseElements", &["securityGroupRuleSet", "items"]),
    ("responseElements", &["revokedSecurityGroupRuleSet", "items"]),
];

/// Who a rule lets in or out, in each of the forms.
const PEERS: [&[&str]; 13] = [
    &["ipRanges", "items", "cidrIp"],
    &["ipv6Ranges", "items", "cidrIpv6"],
    &["groups", "items", "groupId"],
    &["groups", "items", "groupName"],
    &["prefixListIds", "items", "prefixListId"],
    &["cidrIp"],
    &["cidrIpv4"],
    &["cidrIpv6"],
    &["prefixListId"],
    &["referencedGroupId"],
    &["referencedGroupInfo", "groupId"],
    &["sourceSecurityGroupId"],
    &["sourceSecurityGroupName"],
];

/// The rules of a call, or the ids of those that it names by id.
pub(super) fn text(event: &Event<'_>) -> String {
    for (field, names) in PLACES {
        let Some(value) = event.get(field) else { continue };
        let mut rules = Vec::new();
        walk(value, names, &mut |found| rules.extend(rule(found)));
        if !rules.is_empty() {
            return rules.join("; ");
        }
    }
    let parameters = event.get("requestParameters");
    let ids = |names: &[&str]| parameters.map(|found| values(found, names)).unwrap_or_default();
    let mut all = ids(&["securityGroupRuleIds", "items", "securityGroupRuleId"]);
    all.extend(ids(&["securityGroupRuleIds", "items"]));
    all.extend(ids(&["securityGroupRuleIds"]));
    all.extend(ids(&[
        "ModifySecurityGroupRulesRequest",
        "SecurityGroupRule",
        "SecurityGroupRuleId",
    ]));
    all.join(",")
}

/// One rule; `None` if the object is none.
fn rule(object: Value<'_>) -> Option<String> {
    let members: Vec<_> = object.members().collect();
    let member = |name: &str| {
        let found = members.iter().find(|(written, _)| is_named(written, name));
        found.map(|(_, value)| *value)
    };
    let text = |name: &str| member(name).map(Value::text).unwrap_or_default();
    let protocol = text("ipProtocol");
    let at = |names: &[&str]| Some(values(member(names[0])?, &names[1..]));
    let peers: Vec<Cow<'_, str>> = PEERS.iter().filter_map(|names| at(names)).flatten().collect();
    if protocol.is_empty() && peers.is_empty() {
        return None;
    }
    let protocol = match &*protocol {
        "-1" | "" => "all",
        name => name,
    };
    let port = port(&text("fromPort"), &text("toPort"));
    Some(format!("{protocol}{port} {}", peers.join(",")).trim_end().to_owned())
}

/// `/22`, `/8000-8080`; nothing for all ports.
fn port(from: &str, to: &str) -> String {
    match (from, to) {
        ("" | "-1", _) => String::new(),
        (from, "" | "-1") => format!("/{from}"),
        (from, to) if from == to => format!("/{from}"),
        (from, to) => format!("/{from}-{to}"),
    }
}
