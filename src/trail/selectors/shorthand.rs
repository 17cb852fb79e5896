//! A shorthand for what a trail is to record, and the advanced event selectors it stands for.
//!
//! Data events are `TYPE[:NAME][:read|write|all]`, network activity events `SERVICE[:ERROR]`. Data
//! events of the same type and access become one selector. Knows no flags.

use std::str::FromStr;

use super::limits::{EXCLUDABLE_SOURCES, MAX_VALUES, VPCE_ACCESS_DENIED};
use super::{Access, AdvancedSelector, FieldSelector, Refused, Selectors, resource_type};
use crate::policy::arn::ArnParts;

/// Everything that a trail is to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shorthand {
    /// Management events; `None` records none of them.
    pub management: Option<Access>,
    /// Services whose management events are excluded: `kms`, `rdsdata`.
    pub excluded: Vec<String>,
    /// Data events.
    pub data: Vec<DataShorthand>,
    /// Network activity events.
    pub network: Vec<NetworkShorthand>,
}

/// Data events of a resource type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataShorthand {
    /// `AWS::S3::Object`, for example.
    pub kind: String,
    /// The resource; `None` for all resources of the type. A name, an ARN, an ARN that ends in `*`,
    /// or `BUCKET[/PREFIX]`.
    pub resource: Option<String>,
    /// Read events, write events, or both.
    pub access: Access,
}

/// Network activity events of a service: calls through a VPC endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkShorthand {
    /// `ec2.amazonaws.com`, for example.
    pub source: String,
    /// Only calls with this error code; CloudTrail supports `VpceAccessDenied` only.
    pub error: Option<String>,
}

/// The event source of a service: `kms` is `kms.amazonaws.com`.
pub fn event_source(service: &str) -> String {
    if service.contains('.') { service.to_owned() } else { format!("{service}.amazonaws.com") }
}

impl FromStr for DataShorthand {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let (kind, rest) = split_type(text)?;
        if text.ends_with(':') {
            let help =
                "name a resource after the colon, or leave the colon out to record all of them";
            return Err(Refused::new(format!("no resource after the colon: {text}"), help));
        }
        if let Some((resource, last)) = rest.rsplit_once(':')
            && !resource.is_empty()
            && !resource.starts_with("arn:")
            && !last.is_empty()
            && last.chars().all(|c| c.is_ascii_lowercase())
            && Access::parse(last).is_none()
        {
            let help = "use read, write or all after the last colon";
            return Err(Refused::new(format!("not an access: {last}"), help));
        }
        let (resource, access) = match rest.rsplit_once(':') {
            None => Access::parse(rest).map_or((rest, Access::All), |access| ("", access)),
            Some((resource, last)) => match Access::parse(last) {
                Some(access) if !is_truncated(resource) => (resource, access),
                _ => (rest, Access::All),
            },
        };
        let resource = (!resource.is_empty()).then(|| resource.to_owned());
        Ok(Self { kind, resource, access })
    }
}

/// Whether an ARN lacks its resource: then the word after it is the resource, not an access.
fn is_truncated(arn: &str) -> bool {
    arn.starts_with("arn:") && (ArnParts::parse(arn).is_none() || arn.ends_with(":function"))
}

/// Splits `TYPE[:REST]` into the `resources.type` and the rest.
fn split_type(text: &str) -> Result<(String, &str), Refused> {
    let (short, rest) = text.split_once(':').unwrap_or((text, ""));
    if short != "AWS" {
        let help = format!(
            "one of {}, or a full type such as AWS::SCN::Instance",
            resource_type::short_names()
        );
        let found = resource_type::from_short_name(short);
        let found = found.ok_or_else(|| Refused::new(format!("no such type: {text}"), help))?;
        return Ok((found.name.to_owned(), rest));
    }
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [_, "", service, "", noun, rest @ ..] = parts.as_slice() else {
        return Err(Refused::new(format!("no such type: {text}"), "write AWS::SERVICE::RESOURCE"));
    };
    if !is_word(service) || !is_word(noun) {
        return Err(Refused::new(format!("no such type: {text}"), "write AWS::SERVICE::RESOURCE"));
    }
    Ok((format!("AWS::{service}::{noun}"), rest.first().copied().unwrap_or_default()))
}

impl FromStr for NetworkShorthand {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let (service, error) = match text.split_once(':') {
            Some((service, error)) => (service, Some(error)),
            None => (text, None),
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        if service.is_empty() || !service.chars().all(is_name) {
            let help = "write SERVICE or SERVICE:VpceAccessDenied, such as ec2";
            return Err(Refused::new(format!("not a service: {text}"), help));
        }
        if error.is_some_and(|error| error != VPCE_ACCESS_DENIED) {
            let help =
                format!("CloudTrail supports one error code: {service}:{VPCE_ACCESS_DENIED}");
            return Err(Refused::new(format!("unsupported error code: {text}"), help));
        }
        Ok(Self { source: event_source(service), error: error.map(str::to_owned) })
    }
}

impl Shorthand {
    /// The advanced event selectors that the shorthand stands for, with ARNs of this partition.
    ///
    /// # Errors
    /// CloudTrail does not support it.
    pub fn selectors(&self, partition: &str) -> Result<Selectors, Refused> {
        let mut selectors = Vec::new();
        selectors.extend(self.management_selector()?);
        for (kind, access) in distinct(self.data.iter().map(|it| (it.kind.as_str(), it.access))) {
            let same = |it: &&DataShorthand| it.kind == kind && it.access == access;
            let resources: Vec<Option<&str>> =
                self.data.iter().filter(same).map(|it| it.resource.as_deref()).collect();
            selectors.push(data_selector(kind, access, &resources, partition)?);
        }
        for source in distinct(self.network.iter().map(|it| it.source.as_str())) {
            let same = |it: &&NetworkShorthand| it.source == source;
            let denied = self.network.iter().filter(same).all(|it| it.error.is_some());
            selectors.push(network_selector(source, denied));
        }
        if selectors.is_empty() {
            let help = "add --data or --network; to record nothing, stop the trail";
            return Err(Refused::new("the trail would record nothing", help));
        }
        fits(selectors)
    }

    fn management_selector(&self) -> Result<Option<AdvancedSelector>, Refused> {
        let excluded: Vec<String> =
            distinct(self.excluded.iter().map(|service| event_source(service)));
        if let Some(other) = excluded.iter().find(|it| !EXCLUDABLE_SOURCES.contains(&it.as_str())) {
            let help = "CloudTrail can exclude kms and rdsdata only";
            return Err(Refused::new(format!("unsupported in --exclude: {other}"), help));
        }
        let Some(access) = self.management else {
            let message = "--exclude needs management events";
            let nothing = || Refused::new(message, "use --management all, or leave out --exclude");
            return if excluded.is_empty() { Ok(None) } else { Err(nothing()) };
        };
        let mut selector = selector(["Management events", access.name()], "Management");
        selector.field_selectors.extend(read_only(access));
        if !excluded.is_empty() {
            selector.field_selectors.push(FieldSelector {
                field: "eventSource".to_owned(),
                not_equals: excluded,
                ..FieldSelector::default()
            });
        }
        Ok(Some(selector))
    }
}

/// Refuses more values than a trail may have.
fn fits(selectors: Vec<AdvancedSelector>) -> Result<Selectors, Refused> {
    let values = super::check::values(&selectors);
    if values > MAX_VALUES {
        let message = format!("{values} values; a trail can have {MAX_VALUES}");
        return Err(Refused::new(
            message,
            "name fewer resources, or record all of a type: --data s3",
        ));
    }
    Ok(Selectors::Advanced(selectors))
}

/// The distinct items, in the order of their first occurrence.
fn distinct<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.fold(Vec::new(), |mut seen, one| {
        if !seen.contains(&one) {
            seen.push(one);
        }
        seen
    })
}

fn selector([what, which]: [&str; 2], category: &str) -> AdvancedSelector {
    AdvancedSelector {
        name: Some(format!("{what}: {which}")),
        field_selectors: vec![FieldSelector::equals("eventCategory", &[category])],
    }
}

fn read_only(access: Access) -> Option<FieldSelector> {
    let value = match access {
        Access::All => return None,
        Access::Read => "true",
        Access::Write => "false",
    };
    Some(FieldSelector::equals("readOnly", &[value]))
}

fn data_selector(
    kind: &str,
    access: Access,
    resources: &[Option<&str>],
    partition: &str,
) -> Result<AdvancedSelector, Refused> {
    let mut selector = selector([resource_type::title(kind), access.name()], "Data");
    selector.field_selectors.push(FieldSelector::equals("resources.type", &[kind]));
    selector.field_selectors.extend(read_only(access));
    let mut arns = FieldSelector { field: "resources.ARN".to_owned(), ..FieldSelector::default() };
    for resource in resources.iter().flatten() {
        let (operator, value) = arn_condition(kind, resource, partition)?;
        let values = match operator {
            Operator::Equals => &mut arns.equals,
            Operator::StartsWith => &mut arns.starts_with,
            Operator::EndsWith => &mut arns.ends_with,
        };
        if !values.contains(&value) {
            values.push(value);
        }
    }
    // All resources of the type include those that are named.
    if resources.iter().all(Option::is_some) {
        selector.field_selectors.push(arns);
    }
    Ok(selector)
}

fn network_selector(source: &str, denied: bool) -> AdvancedSelector {
    let mut selector = selector(["Network activity", source], "NetworkActivity");
    selector.field_selectors.push(FieldSelector::equals("eventSource", &[source]));
    if denied {
        selector.field_selectors.push(FieldSelector::equals("errorCode", &[VPCE_ACCESS_DENIED]));
    }
    selector
}

#[derive(Clone, Copy)]
enum Operator {
    Equals,
    StartsWith,
    EndsWith,
}

/// The condition on `resources.ARN`. CloudTrail has no wildcards, but prefixes and suffixes: a name
/// becomes the suffix of an ARN, so that it applies in all Regions and accounts.
fn arn_condition(
    kind: &str,
    resource: &str,
    partition: &str,
) -> Result<(Operator, String), Refused> {
    let (start, is_prefix) =
        resource.strip_suffix('*').map_or((resource, false), |start| (start, true));
    if start.contains(['*', '?']) || start.chars().any(char::is_control) {
        let help = "CloudTrail has no wildcards; only an ARN or a prefix in a bucket may end in *";
        return Err(Refused::new(format!("not a name: {resource}"), help));
    }
    if start.starts_with("arn:") {
        return full_arn_condition(kind, start, is_prefix, partition);
    }
    if kind == resource_type::S3_OBJECT {
        return bucket_condition(start, is_prefix, partition);
    }
    let Some(before_name) =
        resource_type::find(kind).and_then(|kind| kind.before_name).filter(|_| !is_prefix)
    else {
        let message = format!("{} need an ARN, not a name: {resource}", resource_type::title(kind));
        return Err(Refused::new(message, "write the ARN; one that ends in * is a prefix"));
    };
    Ok((Operator::EndsWith, format!("{before_name}{start}")))
}

fn full_arn_condition(
    kind: &str,
    arn: &str,
    is_prefix: bool,
    partition: &str,
) -> Result<(Operator, String), Refused> {
    let Some(ArnParts { partition: arn_partition, resource, .. }) = ArnParts::parse(arn) else {
        let help = "an ARN is arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE";
        return Err(Refused::new(format!("not an ARN: {arn}"), help));
    };
    if arn_partition != partition {
        let help = "a trail records resources of its own partition";
        let message = format!("{arn} is in partition {arn_partition}, the trail in {partition}");
        return Err(Refused::new(message, help));
    }
    if kind == resource_type::S3_OBJECT {
        return bucket_condition(resource, is_prefix, partition);
    }
    let starts = is_prefix || resource_type::has_objects(kind);
    Ok((if starts { Operator::StartsWith } else { Operator::Equals }, arn.to_owned()))
}

/// `BUCKET[/PREFIX]`: the slash keeps `logs-old` out of `logs` ("Logging data events").
fn bucket_condition(
    path: &str,
    is_prefix: bool,
    partition: &str,
) -> Result<(Operator, String), Refused> {
    let bucket = path.split('/').next().unwrap_or_default();
    let is_name = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    if bucket.is_empty() || !bucket.chars().all(is_name) {
        let help = "write s3:BUCKET or s3:BUCKET/PREFIX";
        return Err(Refused::new(format!("not a bucket: {path}"), help));
    }
    let slash = if is_prefix || path.contains('/') { "" } else { "/" };
    Ok((Operator::StartsWith, format!("arn:{partition}:s3:::{path}{slash}")))
}
