//! Event selectors for people: one line for each kind of events.
//!
//! Nothing is left out: a condition without a short form is spelled out field by field. Values are
//! not escaped; the caller that prints them does that.

use super::{
    Access, AdvancedSelector, BasicSelector, DataResource, FieldSelector, Selectors, resource_type,
};

impl Selectors {
    /// The recorded events, one line for each kind. Management events are first, even if none are
    /// recorded.
    pub fn describe(&self) -> Vec<String> {
        let mut lines: Vec<String> = match self {
            Self::Basic(all) if all.is_empty() => return Self::default().describe(),
            Self::Basic(all) => all.iter().flat_map(basic).collect(),
            Self::Advanced(all) => all.iter().map(advanced).collect(),
        };
        if !self.may_record_management() {
            lines.insert(0, format!("{MANAGEMENT}: none"));
        }
        lines.sort_by_key(|line| !line.starts_with(MANAGEMENT));
        lines.dedup();
        lines
    }

    /// The difference to other selectors, as lines: `-` for these only, `+` for the others only, a
    /// blank for both.
    pub fn difference(&self, others: &Self) -> Vec<String> {
        let (before, after) = (self.describe(), others.describe());
        let gone = before
            .iter()
            .map(|line| format!("{} {line}", if after.contains(line) { ' ' } else { '-' }));
        let new = after.iter().filter(|line| !before.contains(line));
        gone.chain(new.map(|line| format!("+ {line}"))).collect()
    }

    /// Whether both record the same events: names and order do not count. Basic and advanced selectors
    /// are compared by their descriptions.
    pub fn is_equivalent(&self, others: &Self) -> bool {
        match (self, others) {
            (Self::Advanced(own), Self::Advanced(others)) => unnamed(own) == unnamed(others),
            _ => sorted(self.describe()) == sorted(others.describe()),
        }
    }

    /// Whether a selector is for management events, or for a category that is not a single value.
    fn may_record_management(&self) -> bool {
        match self {
            Self::Basic(all) => all.iter().any(|selector| selector.include_management_events),
            Self::Advanced(all) => all.iter().any(|selector| {
                selector
                    .single_value("eventCategory")
                    .is_none_or(|category| category == "Management")
            }),
        }
    }
}

fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}

/// A field with its operators and their values.
type Sorted<'s> = (&'s str, Vec<(&'s str, Vec<&'s String>)>);

/// Selectors without their names, sorted.
fn unnamed(selectors: &[AdvancedSelector]) -> Vec<Vec<Sorted<'_>>> {
    let mut all = Vec::new();
    for selector in selectors {
        let mut fields = Vec::new();
        for field in &selector.field_selectors {
            let used = field
                .used()
                .map(|(operator, values)| (operator, sorted(values.iter().collect::<Vec<_>>())));
            fields.push((field.field.as_str(), used.collect::<Vec<_>>()));
        }
        all.push(sorted(fields));
    }
    sorted(all)
}

const MANAGEMENT: &str = "management events";

fn basic(selector: &BasicSelector) -> Vec<String> {
    let access = Access::from_read_write_type(&selector.read_write_type);
    let access = access.map_or(selector.read_write_type.as_str(), |access| access.name());
    let mut lines = Vec::new();
    let excluded = &selector.exclude_management_event_sources;
    if selector.include_management_events {
        lines.push(format!("{MANAGEMENT}: {access}{}", except(excluded)));
    }
    for DataResource { kind, values } in &selector.data_resources {
        let is_everything = values.iter().any(|value| is_all(value));
        let places: Vec<String> = match kind.as_str() {
            resource_type::S3_OBJECT => values.iter().map(|value| prefix(kind, value)).collect(),
            _ => values.clone(),
        };
        let within = match (is_everything, values.is_empty()) {
            (true, _) => String::new(),
            (_, true) => ", of no resources".to_owned(),
            _ => within(places),
        };
        lines.push(format!("{}: {access}{within}", resource_type::title(kind)));
    }
    lines
}

/// Whether a value of a basic selector stands for everything: `arn:aws:s3` ("`DataResource`").
pub(super) fn is_all(value: &str) -> bool {
    let parts: Vec<&str> = value.trim_end_matches(':').split(':').collect();
    matches!(parts.as_slice(), ["arn", _, "s3" | "lambda" | "dynamodb"])
}

fn advanced(selector: &AdvancedSelector) -> String {
    let access = selector.access().map(Access::name);
    let category = selector.single_value("eventCategory");
    let kind = selector.single_value("resources.type");
    let source = selector.single_value("eventSource");
    match (category, access, kind, source) {
        (Some("Management"), Some(access), ..) => management(selector, access),
        (Some("Data"), Some(access), Some(kind), _) => data(selector, access, kind),
        (Some("NetworkActivity"), _, _, Some(source)) => network(selector, source),
        _ => format!("events{}", other_fields(selector, &[]).replacen(", only", " only", 1)),
    }
}

fn management(selector: &AdvancedSelector, access: &str) -> String {
    let (except, rest) = match excluded_sources(selector) {
        Some(sources) => {
            (except(sources), other_fields(selector, &["eventCategory", "readOnly", "eventSource"]))
        }
        None => (String::new(), other_fields(selector, &["eventCategory", "readOnly"])),
    };
    format!("{MANAGEMENT}: {access}{except}{rest}")
}

fn data(selector: &AdvancedSelector, access: &str, kind: &str) -> String {
    let said = ["eventCategory", "readOnly", "resources.type", "resources.ARN"];
    let (within, rest) = match places(selector, kind) {
        Some(places) => (within(places), other_fields(selector, &said)),
        None => (String::new(), other_fields(selector, &said[..3])),
    };
    format!("{}: {access}{within}{rest}", resource_type::title(kind))
}

fn network(selector: &AdvancedSelector, source: &str) -> String {
    let said = ["eventCategory", "eventSource", "errorCode"];
    let (only, rest) = match selector.single_value("errorCode") {
        Some(code) => (format!(", {code} only"), other_fields(selector, &said)),
        None => (String::new(), other_fields(selector, &said[..2])),
    };
    format!("network activity: {source}{only}{rest}")
}

fn except(sources: &[String]) -> String {
    if sources.is_empty() {
        return String::new();
    }
    let mut sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    sources.sort_unstable();
    format!(", except {}", sources.join(", "))
}

/// The excluded event sources, if the selector has no other condition on event sources.
fn excluded_sources(selector: &AdvancedSelector) -> Option<&[String]> {
    let mut fields = selector.field_selectors.iter().filter(|it| it.field == "eventSource");
    let Some(field) = fields.next() else { return Some(&[]) };
    let is_simple = field.used().all(|(operator, _)| operator == "NotEquals");
    (is_simple && fields.next().is_none()).then_some(field.not_equals.as_slice())
}

fn within(mut places: Vec<String>) -> String {
    if places.is_empty() {
        return String::new();
    }
    places.sort_unstable();
    places.dedup();
    format!(", in {}", places.join(", "))
}

/// The resources that a selector is limited to, if each has a short form.
fn places(selector: &AdvancedSelector, kind: &str) -> Option<Vec<String>> {
    let mut fields = selector.field_selectors.iter().filter(|it| it.field == "resources.ARN");
    let Some(field) = fields.next() else { return Some(Vec::new()) };
    let is_negative = field.used().any(|(operator, _)| operator.starts_with("Not"));
    if is_negative || fields.next().is_some() || field.used().next().is_none() {
        return None;
    }
    let prefixes = field.starts_with.iter().map(|value| prefix(kind, value));
    let suffixes = field.ends_with.iter().map(|value| suffix(kind, value));
    Some(field.equals.iter().cloned().chain(prefixes).chain(suffixes).collect())
}

/// The short form of a prefix of ARNs: `bucket-a/prefix`, or `arn:…*`.
fn prefix(kind: &str, start: &str) -> String {
    let bucket = start.strip_prefix("arn:").filter(|_| kind == resource_type::S3_OBJECT);
    match bucket.and_then(|rest| rest.split_once(":s3:::")) {
        Some((partition, place)) if !partition.contains(':') && !place.is_empty() => {
            match place.split_once('/') {
                Some((bucket, "")) => bucket.to_owned(),
                Some(_) => place.to_owned(),
                None => format!("{place}*"),
            }
        }
        _ => format!("{start}*"),
    }
}

/// The short form of a suffix of ARNs: a name, or `*…`.
fn suffix(kind: &str, end: &str) -> String {
    let before_name = resource_type::find(kind).and_then(|kind| kind.before_name);
    match before_name.and_then(|before| end.strip_prefix(before)) {
        Some(name) if !name.is_empty() && !name.contains(':') => name.to_owned(),
        _ => format!("*{end}"),
    }
}

/// All fields but these, each with all its operators and values.
fn other_fields(selector: &AdvancedSelector, said: &[&str]) -> String {
    let fields = selector.field_selectors.iter().filter(|field| !said.contains(&&*field.field));
    fields.flat_map(|field| [", only where ".to_owned(), describe_field(field)]).collect()
}

fn describe_field(field: &FieldSelector) -> String {
    let conditions = field.used().map(|(operator, values)| {
        let (verb, or) = match operator {
            "Equals" => ("is", "or"),
            "NotEquals" => ("is not", "nor"),
            "StartsWith" => ("starts with", "or"),
            "NotStartsWith" => ("does not start with", "nor"),
            "EndsWith" => ("ends with", "or"),
            _ => ("does not end with", "nor"),
        };
        (operator, format!("{verb} {}", values.join(&format!(" {or} "))))
    });
    // Positive operators are alternatives; negative ones hold all together.
    let (no, yes): (Vec<_>, Vec<_>) = conditions.partition(|(name, _)| name.starts_with("Not"));
    let joined = |parts: Vec<(&str, String)>, word: &str| {
        parts.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(word)
    };
    let groups = [joined(yes, " or "), joined(no, " and ")];
    let groups: Vec<String> = groups.into_iter().filter(|group| !group.is_empty()).collect();
    format!("{} {}", field.field, groups.join(" and "))
}
