//! Selectors in the words of people: one line a kind of events.
//!
//! Nothing is left out: what has no short form is told field by field. Values are told as they are;
//! whoever prints them sees to it that they steer no terminal.

use super::{
    Access, AdvancedSelector, BasicSelector, DataResource, FieldSelector, Selectors, kind,
};

impl Selectors {
    /// What is recorded, for people: one line a kind of events, management events first, even if
    /// there are none of them.
    pub fn told(&self) -> Vec<String> {
        let mut lines: Vec<String> = match self {
            Self::Basic(all) if all.is_empty() => return Self::default().told(),
            Self::Basic(all) => all.iter().flat_map(basic).collect(),
            Self::Advanced(all) => all.iter().map(advanced).collect(),
        };
        if !self.may_mean_management() {
            lines.insert(0, format!("{MANAGEMENT}: none"));
        }
        // The same order every time; events of management are first.
        lines.sort_by_key(|line| !line.starts_with(MANAGEMENT));
        lines.dedup();
        lines
    }

    /// What differs from others, for people: lines that only these have begin with `-`, those that
    /// only the others have with `+`, those of both with a blank.
    pub fn difference(&self, others: &Self) -> Vec<String> {
        let (before, after) = (self.told(), others.told());
        let gone = before
            .iter()
            .map(|line| format!("{} {line}", if after.contains(line) { ' ' } else { '-' }));
        let new = after.iter().filter(|line| !before.contains(line));
        gone.chain(new.map(|line| format!("+ {line}"))).collect()
    }

    /// Whether the same events are recorded, whatever the selectors are called and in whatever
    /// order they stand. Selectors of two kinds are compared by what is told of them.
    pub fn means(&self, others: &Self) -> bool {
        match (self, others) {
            (Self::Advanced(own), Self::Advanced(others)) => unnamed(own) == unnamed(others),
            _ => sorted(self.told()) == sorted(others.told()),
        }
    }

    /// Whether there is a selector that is for management events, or may be for all that is known.
    fn may_mean_management(&self) -> bool {
        match self {
            Self::Basic(all) => all.iter().any(|selector| selector.include_management_events),
            Self::Advanced(all) => all.iter().any(|selector| {
                selector.the("eventCategory").is_none_or(|category| category == "Management")
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

/// Selectors without their names, all in an order that says nothing.
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
    let access = Access::of_basic(&selector.read_write_type);
    let access = access.map_or(selector.read_write_type.as_str(), |access| access.name());
    let mut lines = Vec::new();
    let excluded = &selector.exclude_management_event_sources;
    if selector.include_management_events {
        lines.push(format!("{MANAGEMENT}: {access}{}", except(excluded)));
    }
    for DataResource { kind, values } in &selector.data_resources {
        let is_everything = values.iter().any(|value| is_all(value));
        let places: Vec<String> = match kind.as_str() {
            kind::S3 => values.iter().map(|value| begins(kind, value)).collect(),
            _ => values.clone(),
        };
        let within = match (is_everything, values.is_empty()) {
            (true, _) => String::new(),
            (_, true) => ", of no resource".to_owned(),
            _ => within(places),
        };
        lines.push(format!("{}: {access}{within}", kind::told(kind)));
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
    let category = selector.the("eventCategory");
    let kind = selector.the("resources.type");
    let source = selector.the("eventSource");
    match (category, access, kind, source) {
        (Some("Management"), Some(access), ..) => management(selector, access),
        (Some("Data"), Some(access), Some(kind), _) => data(selector, access, kind),
        (Some("NetworkActivity"), _, _, Some(source)) => network(selector, source),
        _ => format!("events{}", others(selector, &[]).replacen(", only", " only", 1)),
    }
}

fn management(selector: &AdvancedSelector, access: &str) -> String {
    let (except, rest) = match sources_left_out(selector) {
        Some(sources) => {
            (except(sources), others(selector, &["eventCategory", "readOnly", "eventSource"]))
        }
        None => (String::new(), others(selector, &["eventCategory", "readOnly"])),
    };
    format!("{MANAGEMENT}: {access}{except}{rest}")
}

fn data(selector: &AdvancedSelector, access: &str, kind: &str) -> String {
    let said = ["eventCategory", "readOnly", "resources.type", "resources.ARN"];
    let (within, rest) = match places(selector, kind) {
        Some(places) => (within(places), others(selector, &said)),
        None => (String::new(), others(selector, &said[..3])),
    };
    format!("{}: {access}{within}{rest}", kind::told(kind))
}

fn network(selector: &AdvancedSelector, source: &str) -> String {
    let said = ["eventCategory", "eventSource", "errorCode"];
    let (only, rest) = match selector.the("errorCode") {
        Some(code) => (format!(", {code} only"), others(selector, &said)),
        None => (String::new(), others(selector, &said[..2])),
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

/// The services whose events a selector leaves out, if that is all it says of services.
fn sources_left_out(selector: &AdvancedSelector) -> Option<&[String]> {
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

/// The places that ARNs are asked for, if it can be said in a word each.
fn places(selector: &AdvancedSelector, kind: &str) -> Option<Vec<String>> {
    let mut fields = selector.field_selectors.iter().filter(|it| it.field == "resources.ARN");
    let Some(field) = fields.next() else { return Some(Vec::new()) };
    let is_negative = field.used().any(|(operator, _)| operator.starts_with("Not"));
    if is_negative || fields.next().is_some() || field.used().next().is_none() {
        return None;
    }
    let begin = field.starts_with.iter().map(|value| begins(kind, value));
    let end = field.ends_with.iter().map(|value| ends(kind, value));
    Some(field.equals.iter().cloned().chain(begin).chain(end).collect())
}

/// What ARNs begin with: `bucket-a/prefix`, or `arn:…*`.
fn begins(kind: &str, start: &str) -> String {
    let bucket = start.strip_prefix("arn:").filter(|_| kind == kind::S3);
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

/// What ARNs end with: a name, or `*…`.
fn ends(kind: &str, end: &str) -> String {
    let tail = kind::of(kind).and_then(|kind| kind.tail);
    match tail.and_then(|tail| end.strip_prefix(tail)) {
        Some(name) if !name.is_empty() && !name.contains(':') => name.to_owned(),
        _ => format!("*{end}"),
    }
}

/// All fields that are not said yet, each with all its operators and values.
fn others(selector: &AdvancedSelector, said: &[&str]) -> String {
    let fields = selector.field_selectors.iter().filter(|field| !said.contains(&&*field.field));
    fields.flat_map(|field| [", only where ".to_owned(), field_told(field)]).collect()
}

fn field_told(field: &FieldSelector) -> String {
    let told = field.used().map(|(operator, values)| {
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
    // What is asked for is alternatives, what is ruled out is all ruled out.
    let (no, yes): (Vec<_>, Vec<_>) = told.partition(|(name, _)| name.starts_with("Not"));
    let joined = |parts: Vec<(&str, String)>, word: &str| {
        parts.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(word)
    };
    let groups = [joined(yes, " or "), joined(no, " and ")];
    let groups: Vec<String> = groups.into_iter().filter(|group| !group.is_empty()).collect();
    format!("{} {}", field.field, groups.join(" and "))
}
