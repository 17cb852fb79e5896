//! What somebody wants a trail to record, in a few words, and the advanced selectors that say so.
//!
//! Each data wish is `TYPE[:NAME][:read|write|all]`, each network wish `SERVICE[:ERROR]`. Wishes of
//! the same type and access become one selector. Knows no flags.

use std::str::FromStr;

use super::check::MOST_VALUES;
use super::{Access, AdvancedSelector, FieldSelector, Refused, Selectors, kind};

/// All that somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// Management events; none for none.
    pub management: Option<Access>,
    /// Services whose management events are not wanted: `kms`, `rdsdata`.
    pub excluded: Vec<String>,
    /// Data events.
    pub data: Vec<DataWish>,
    /// Network activity.
    pub network: Vec<NetworkWish>,
}

/// Data events that are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataWish {
    /// `AWS::S3::Object`, for example.
    pub kind: String,
    /// Of what; none for all resources of the type. A name, an ARN, an ARN that ends in `*`, or
    /// `BUCKET[/PREFIX]`.
    pub of: Option<String>,
    /// Which calls.
    pub access: Access,
}

/// Network activity that is wanted: calls through a VPC endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkWish {
    /// `ec2.amazonaws.com`, for example.
    pub source: String,
    /// Only calls that ended so; CloudTrail knows `VpceAccessDenied` alone.
    pub error: Option<String>,
}

/// The one error code that network activity can be asked for by ("`AdvancedFieldSelector`").
pub const DENIED: &str = "VpceAccessDenied";

/// Services whose management events a trail can leave out ("`AdvancedFieldSelector`").
pub const EXCLUDABLE: [&str; 2] = ["kms.amazonaws.com", "rdsdata.amazonaws.com"];

/// The name of a service as events have it: `kms` is `kms.amazonaws.com`.
pub fn event_source(service: &str) -> String {
    if service.contains('.') { service.to_owned() } else { format!("{service}.amazonaws.com") }
}

impl FromStr for DataWish {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let (kind, rest) = typed(text)?;
        if text.ends_with(':') {
            let help = "name something behind the colon, or leave it out to record all of them";
            return Err(Refused::new(format!("nothing is named: {text}"), help));
        }
        if let Some((of, last)) = rest.rsplit_once(':')
            && !of.is_empty()
            && !of.starts_with("arn:")
            && !last.is_empty()
            && last.chars().all(|c| c.is_ascii_lowercase())
            && Access::named(last).is_none()
        {
            let help = "behind the last colon stands read, write or all";
            return Err(Refused::new(format!("not an access: {last}"), help));
        }
        let (of, access) = match rest.rsplit_once(':') {
            None => Access::named(rest).map_or((rest, Access::All), |access| ("", access)),
            Some((of, last)) => match Access::named(last) {
                Some(access) if !is_cut(of) => (of, access),
                _ => (rest, Access::All),
            },
        };
        let of = (!of.is_empty()).then(|| of.to_owned());
        Ok(Self { kind, of, access })
    }
}

/// Whether an ARN lacks its last part: then what seemed to be an access is that part.
fn is_cut(arn: &str) -> bool {
    arn.starts_with("arn:") && (arn.split(':').count() < 6 || arn.ends_with(":function"))
}

/// The type that a wish begins with, and what stands behind it.
fn typed(text: &str) -> Result<(String, &str), Refused> {
    let (short, rest) = text.split_once(':').unwrap_or((text, ""));
    if short != "AWS" {
        let help = format!("one of {}, or a whole type such as AWS::SCN::Instance", kind::shorts());
        let found = kind::called(short);
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

impl FromStr for NetworkWish {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let (service, error) = match text.split_once(':') {
            Some((service, error)) => (service, Some(error)),
            None => (text, None),
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        if service.is_empty() || !service.chars().all(is_name) {
            let help = "write SERVICE or SERVICE:VpceAccessDenied, such as ec2";
            return Err(Refused::new(format!("no service: {text}"), help));
        }
        if error.is_some_and(|error| error != DENIED) {
            let help = format!("CloudTrail can ask for one error alone: {service}:{DENIED}");
            return Err(Refused::new(format!("not to be asked for: {text}"), help));
        }
        Ok(Self { source: event_source(service), error: error.map(str::to_owned) })
    }
}

impl Wishes {
    /// The advanced selectors that say all this. ARNs are of this partition.
    ///
    /// # Errors
    /// CloudTrail cannot record that.
    pub fn selectors(&self, partition: &str) -> Result<Selectors, Refused> {
        let mut selectors = Vec::new();
        selectors.extend(self.management_selector()?);
        for (kind, access) in distinct(self.data.iter().map(|it| (it.kind.as_str(), it.access))) {
            let same = |it: &&DataWish| it.kind == kind && it.access == access;
            let of: Vec<Option<&str>> =
                self.data.iter().filter(same).map(|it| it.of.as_deref()).collect();
            selectors.push(data_selector(kind, access, &of, partition)?);
        }
        for source in distinct(self.network.iter().map(|it| it.source.as_str())) {
            let same = |it: &&NetworkWish| it.source == source;
            let denied = self.network.iter().filter(same).all(|it| it.error.is_some());
            selectors.push(network_selector(source, denied));
        }
        if selectors.is_empty() {
            let help = "ask for data or network activity as well; to record nothing at all stop \
                        the trail";
            return Err(Refused::new("that would record nothing", help));
        }
        fits(selectors)
    }

    fn management_selector(&self) -> Result<Option<AdvancedSelector>, Refused> {
        let excluded: Vec<String> =
            distinct(self.excluded.iter().map(|service| event_source(service)));
        if let Some(other) = excluded.iter().find(|it| !EXCLUDABLE.contains(&it.as_str())) {
            let help = "a trail can leave out the events of kms and of rdsdata, and no others";
            return Err(Refused::new(format!("cannot be excluded: {other}"), help));
        }
        let Some(access) = self.management else {
            let message = "services are to be excluded from no management events";
            let nothing =
                || Refused::new(message, "write --management all, or leave out --exclude");
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
    if values > MOST_VALUES {
        let message = format!("{values} values, and a trail can have {MOST_VALUES}");
        return Err(Refused::new(message, "name fewer resources, or all of a type: --data s3"));
    }
    Ok(Selectors::Advanced(selectors))
}

/// Each thing once, in the order of their first mention.
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
        field_selectors: vec![FieldSelector::equal("eventCategory", &[category])],
    }
}

fn read_only(access: Access) -> Option<FieldSelector> {
    let value = match access {
        Access::All => return None,
        Access::Read => "true",
        Access::Write => "false",
    };
    Some(FieldSelector::equal("readOnly", &[value]))
}

fn data_selector(
    kind: &str,
    access: Access,
    of: &[Option<&str>],
    partition: &str,
) -> Result<AdvancedSelector, Refused> {
    let mut selector = selector([kind::told(kind), access.name()], "Data");
    selector.field_selectors.push(FieldSelector::equal("resources.type", &[kind]));
    selector.field_selectors.extend(read_only(access));
    let mut arns = FieldSelector { field: "resources.ARN".to_owned(), ..FieldSelector::default() };
    for of in of.iter().flatten() {
        let (operator, value) = arn(kind, of, partition)?;
        let values = match operator {
            Operator::Equals => &mut arns.equals,
            Operator::StartsWith => &mut arns.starts_with,
            Operator::EndsWith => &mut arns.ends_with,
        };
        if !values.contains(&value) {
            values.push(value);
        }
    }
    // Who wants all of them wants these as well.
    if of.iter().all(Option::is_some) {
        selector.field_selectors.push(arns);
    }
    Ok(selector)
}

fn network_selector(source: &str, denied: bool) -> AdvancedSelector {
    let mut selector = selector(["Network activity", source], "NetworkActivity");
    selector.field_selectors.push(FieldSelector::equal("eventSource", &[source]));
    if denied {
        selector.field_selectors.push(FieldSelector::equal("errorCode", &[DENIED]));
    }
    selector
}

#[derive(Clone, Copy)]
enum Operator {
    Equals,
    StartsWith,
    EndsWith,
}

/// What `resources.ARN` is asked for. CloudTrail knows no wildcards, but starts and ends: a name
/// alone is the end of an ARN, so that it is meant in all regions and accounts.
fn arn(kind: &str, of: &str, partition: &str) -> Result<(Operator, String), Refused> {
    let (start, open) = of.strip_suffix('*').map_or((of, false), |start| (start, true));
    if start.contains(['*', '?']) || start.chars().any(char::is_control) {
        let help = "CloudTrail knows no wildcards; an ARN, or a prefix in a bucket, may end in *";
        return Err(Refused::new(format!("not a name: {of}"), help));
    }
    if start.starts_with("arn:") {
        return of_arn(kind, start, open, partition);
    }
    if kind == kind::S3 {
        return of_bucket(start, open, partition);
    }
    let Some(tail) = kind::of(kind).and_then(|kind| kind.tail).filter(|_| !open) else {
        let message =
            format!("a name alone does not say which {} are meant: {of}", kind::told(kind));
        return Err(Refused::new(message, "write the ARN; one that ends in * is a beginning"));
    };
    Ok((Operator::EndsWith, format!("{tail}{start}")))
}

fn of_arn(
    kind: &str,
    arn: &str,
    open: bool,
    partition: &str,
) -> Result<(Operator, String), Refused> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, of, _, _, _, resource] = parts.as_slice() else {
        let help = "an ARN is arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE";
        return Err(Refused::new(format!("not an ARN: {arn}"), help));
    };
    if *of != partition {
        let help = "a trail records resources of its own partition";
        let message = format!("{arn} is of the partition {of}, the trail of {partition}");
        return Err(Refused::new(message, help));
    }
    if kind == kind::S3 {
        return of_bucket(resource, open, partition);
    }
    let begins = open || kind::holds_objects(kind);
    Ok((if begins { Operator::StartsWith } else { Operator::Equals }, arn.to_owned()))
}

/// `BUCKET[/PREFIX]`: the slash keeps `logs-old` out of `logs` ("Logging data events").
fn of_bucket(of: &str, open: bool, partition: &str) -> Result<(Operator, String), Refused> {
    let bucket = of.split('/').next().unwrap_or_default();
    let is_name = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    if bucket.is_empty() || !bucket.chars().all(is_name) {
        let help = "write s3:BUCKET or s3:BUCKET/PREFIX";
        return Err(Refused::new(format!("not a bucket: {of}"), help));
    }
    let slash = if open || of.contains('/') { "" } else { "/" };
    Ok((Operator::StartsWith, format!("arn:{partition}:s3:::{of}{slash}")))
}
