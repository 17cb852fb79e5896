//! Which field paths and names of a search occur in no record, and which similar ones do.
//!
//! Runs after a search without a match, never during one. Knows nothing of messages.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Filter;
use super::condition::Condition;
use super::expression::{Expression, Test};
use super::pattern::{Pattern, is_service};
use crate::event::column::Column;
use crate::event::field::{NearPaths, Path, unlikeness};
use crate::event::insight::Insight;
use crate::event::schema::Derived;
use crate::event::{Event, service};

/// Fields whose values are counted.
const FIELDS: [&str; 7] = [
    "eventName",
    "eventSource",
    "errorCode",
    "eventType",
    "eventCategory",
    "awsRegion",
    "userIdentity.type",
];
/// Different values that are counted, of a field or like a path: memory must not grow with what
/// callers make up.
const MOST_VALUES: usize = 10_000;
/// Of what is near, so much is named.
const NAMED: usize = 3;
/// The rank of a value that is a part of the wanted one.
const PART: usize = 5;

/// What a search names and records may lack.
#[derive(Debug, Default)]
pub struct Named {
    columns: Vec<NamedColumn>,
    values: Vec<NamedValue>,
    scope: Filter,
}

#[derive(Debug)]
struct NamedColumn {
    column: Column,
    /// The search is for records that have it.
    is_wanted: bool,
    is_found: AtomicBool,
}

#[derive(Debug)]
struct NamedValue {
    /// Where in [`FIELDS`].
    field: usize,
    /// Of `s3:DeleteBucket`.
    service: Option<Pattern>,
    pattern: Pattern,
    is_found: AtomicBool,
}

/// Something that no record has.
#[derive(Debug, PartialEq, Eq)]
pub struct Absent {
    /// A path, or a field and a value.
    pub what: String,
    /// What is spelled much like it, and how many records have that.
    pub near: Vec<(String, u64)>,
}

impl Named {
    /// What the conditions of a filter name, and these paths besides.
    pub fn new(filter: &Filter, others: &[Path]) -> Self {
        let mut named = Self { scope: filter.scope(), ..Self::default() };
        for condition in &filter.conditions {
            named.condition(condition, None);
        }
        for path in others {
            named.column(&Column::Path(path.clone()), false);
        }
        named
    }

    /// These paths alone.
    pub fn of_paths(paths: &[Path]) -> Self {
        let mut named = Self::default();
        for path in paths {
            named.column(&Column::Path(path.clone()), true);
        }
        named
    }

    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.values.is_empty()
    }

    /// The filter that lets all records pass that count.
    pub fn scope(&self) -> &Filter {
        &self.scope
    }

    fn condition(&mut self, condition: &Condition, service: Option<&Pattern>) {
        match condition {
            Condition::Field(field, patterns) => self.values(field, service, patterns),
            Condition::Source(patterns) => self.values("eventSource", None, patterns),
            Condition::Where(expression) => self.expression(expression, true),
            Condition::Exclude(expression) => self.expression(expression, false),
            Condition::Any(groups) => groups.iter().for_each(|group| match group.as_slice() {
                [Condition::Source(service), call] => self.condition(call, service.first()),
                group => group.iter().for_each(|condition| self.condition(condition, None)),
            }),
            _ => {}
        }
    }

    fn expression(&mut self, expression: &Expression, is_wanted: bool) {
        match expression {
            Expression::And(parts) | Expression::Or(parts) => {
                for part in parts {
                    self.expression(part, is_wanted);
                }
            }
            Expression::Not(part) => self.expression(part, !is_wanted),
            Expression::Test(column, test) => {
                self.column(column, is_wanted);
                if let (true, Test::Name(patterns) | Test::Service(patterns)) = (is_wanted, test) {
                    let field = match column {
                        Column::Derived(Derived::Service) => "eventSource",
                        column => column.name(),
                    };
                    self.values(field, None, patterns);
                }
            }
        }
    }

    fn column(&mut self, column: &Column, is_wanted: bool) {
        if self.columns.iter().all(|known| known.column.written() != column.written()) {
            let (column, is_found) = (column.clone(), AtomicBool::default());
            self.columns.push(NamedColumn { column, is_wanted, is_found });
        }
    }

    fn values(&mut self, field: &str, service: Option<&Pattern>, patterns: &[Pattern]) {
        let Some(field) = FIELDS.iter().position(|known| *known == field) else { return };
        self.values.extend(patterns.iter().map(|pattern| NamedValue {
            field,
            service: service.cloned(),
            pattern: pattern.clone(),
            is_found: AtomicBool::default(),
        }));
    }
}

impl NamedValue {
    /// Whether a value is meant; of a call it is `service:name`.
    fn matches(&self, value: &str) -> bool {
        match (&self.service, value.split_once(':')) {
            (Some(service), Some((source, name))) => {
                is_service(source, std::slice::from_ref(service)) && self.pattern.matches(name)
            }
            (Some(_), None) => false,
            (None, _) if FIELDS[self.field] == "eventSource" => {
                is_service(value, std::slice::from_ref(&self.pattern))
            }
            (None, _) => self.pattern.matches(value),
        }
    }

    fn written(&self) -> String {
        let service = self.service.as_ref().map(|service| format!("{}:", service.written()));
        format!("{}{}", service.unwrap_or_default(), self.pattern.written())
    }

    /// How unlike a value is to the one that is meant.
    fn unlikeness(&self, value: &str) -> Option<usize> {
        let text = |pattern: &Pattern| pattern.plain().unwrap_or(pattern.written()).to_owned();
        let all = self.service.iter().chain([&self.pattern]);
        let is_glob = all.clone().any(|pattern| pattern.plain().is_none());
        let wanted = all.map(text).collect::<Vec<_>>().join(":");
        let value = match FIELDS[self.field] {
            "eventSource" => service(value),
            _ => value,
        };
        if is_glob {
            // What stands before the first wildcard is compared with as much of the value.
            let start = wanted.split(['*', '?', '[', '{', '\\']).next().unwrap_or_default();
            let same: String = value.chars().take(start.chars().count()).collect();
            return unlikeness(start, &same).filter(|_| !start.is_empty());
        }
        let is_part = || value.len() >= 4 && wanted.to_lowercase().contains(&value.to_lowercase());
        let wanted = if FIELDS[self.field] == "eventSource" { service(&wanted) } else { &wanted };
        unlikeness(wanted, value).or_else(|| is_part().then_some(PART))
    }
}

/// Counts over records.
#[derive(Debug)]
pub struct Survey {
    named: Arc<Named>,
    /// Records that were looked at.
    pub events: u64,
    /// For each path what is near it.
    near: Vec<HashMap<String, u64>>,
    walks: Vec<NearPaths>,
    /// For each of [`FIELDS`] its values, and last the calls as `service:name`.
    values: Vec<HashMap<String, u64>>,
}

impl Survey {
    /// A survey of what is named.
    pub fn new(named: &Arc<Named>) -> Self {
        let mut walks = Vec::new();
        walks.resize_with(named.columns.len(), NearPaths::default);
        Self {
            named: Arc::clone(named),
            events: 0,
            near: vec![HashMap::new(); named.columns.len()],
            walks,
            values: vec![HashMap::new(); FIELDS.len() + 1],
        }
    }

    /// An empty survey of the same.
    pub fn fork(&self) -> Self {
        Self::new(&self.named)
    }

    /// Looks at a record.
    pub fn look(&mut self, event: &Event<'_>) {
        let named = Arc::clone(&self.named);
        if !named.scope.matches(event) {
            return;
        }
        self.events += 1;
        for (at, wanted) in named.columns.iter().enumerate() {
            if wanted.is_found.load(Ordering::Relaxed) {
                continue;
            }
            if wanted.column.first(event).is_some() {
                wanted.is_found.store(true, Ordering::Relaxed);
                continue;
            }
            if let Column::Path(path) = &wanted.column {
                for path in self.walks[at].find(path, event) {
                    count(&mut self.near[at], path, 1);
                }
            }
        }
        let is_open = |value: &&NamedValue| !value.is_found.load(Ordering::Relaxed);
        let mut fields = BTreeSet::new();
        for wanted in named.values.iter().filter(is_open) {
            let values = values(event, wanted.field, wanted.service.is_some());
            if values.iter().any(|value| wanted.matches(value)) {
                wanted.is_found.store(true, Ordering::Relaxed);
            }
            let slot = if wanted.service.is_some() { FIELDS.len() } else { wanted.field };
            if fields.insert(slot) {
                for value in values {
                    count(&mut self.values[slot], value, 1);
                }
            }
        }
    }

    /// Adds what another survey counted.
    pub fn add(&mut self, other: Self) {
        self.events += other.events;
        let all = self.near.iter_mut().chain(&mut self.values);
        for (own, found) in all.zip(other.near.into_iter().chain(other.values)) {
            for (text, number) in found {
                count(own, text, number);
            }
        }
    }

    /// What none of the records has. What the search does not want is left out unless there is
    /// something near it.
    pub fn absent(&self) -> Vec<Absent> {
        let is_open = |is_found: &AtomicBool| !is_found.load(Ordering::Relaxed);
        let paths = self.named.columns.iter().zip(&self.near);
        let paths = paths.filter(|(wanted, near)| {
            is_open(&wanted.is_found) && (wanted.is_wanted || !near.is_empty())
        });
        let paths = paths.map(|(wanted, near)| {
            let what = wanted.column.written().to_owned();
            let ranked = near.iter().map(|(path, &number)| {
                (usize::from(!path.eq_ignore_ascii_case(&what)), path, number)
            });
            Absent { near: nearest(ranked.collect()), what }
        });
        let values = self.named.values.iter().filter(|wanted| is_open(&wanted.is_found));
        let values = values.map(|wanted| {
            let slot = if wanted.service.is_some() { FIELDS.len() } else { wanted.field };
            let ranked = self.values[slot].iter().filter_map(|(value, &number)| {
                wanted.unlikeness(value).map(|rank| (rank, value, number))
            });
            let what = format!("{} {}", FIELDS[wanted.field], wanted.written());
            Absent { near: nearest(ranked.collect()), what }
        });
        paths.chain(values).collect()
    }
}

/// The values of a field, of Insight events too; or the calls as `service:name`.
fn values(event: &Event<'_>, field: usize, with_service: bool) -> Vec<String> {
    let both = |name: &str| {
        let own = event.get(name).filter(|value| !value.is_null());
        let mut found: Vec<String> =
            own.map(|value| value.text().into_owned()).into_iter().collect();
        if let Some(insight) = Insight::new(event) {
            insight.any_value(name, &mut |text| {
                found.push(text.to_owned());
                false
            });
        }
        found.sort_unstable();
        found.dedup();
        found
    };
    let found: Vec<String> = match FIELDS[field] {
        "eventCategory" => vec![event.category().into_owned()],
        "userIdentity.type" => {
            let kind = event.get("userIdentity").and_then(|caller| caller.member_text("type"));
            kind.map(std::borrow::Cow::into_owned).into_iter().collect()
        }
        name => both(name),
    };
    if !with_service {
        return found;
    }
    let source = both("eventSource").into_iter().next().unwrap_or_default();
    found.into_iter().map(|name| format!("{}:{name}", service(&source))).collect()
}

fn count(counts: &mut HashMap<String, u64>, text: String, number: u64) {
    if counts.len() < MOST_VALUES || counts.contains_key(&text) {
        *counts.entry(text).or_default() += number;
    }
}

/// The first by rank, and of those the most frequent.
fn nearest(mut ranked: Vec<(usize, &String, u64)>) -> Vec<(String, u64)> {
    ranked.sort_by(|a, b| (a.0, b.2, a.1).cmp(&(b.0, a.2, b.1)));
    let named = ranked.into_iter().take(NAMED);
    named.map(|(_, text, number)| (text.clone(), number)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::event::json::Index;

    const RECORDS: [&str; 3] = [
        r#"{"eventName":"DeleteBucket","eventSource":"s3.amazonaws.com","requestParameters":{"bucketName":"a"}}"#,
        r#"{"eventName":"PutObject","eventSource":"s3.amazonaws.com","requestParameters":{"bucketName":"b"}}"#,
        r#"{"eventName":"ListFunctions20150331","eventSource":"lambda.amazonaws.com","errorCode":"AccessDenied"}"#,
    ];

    /// What is absent, as `what: near`.
    fn absent(conditions: Vec<Condition>) -> Vec<String> {
        let filter = Filter::new(conditions, SignedDuration::ZERO);
        let named = Arc::new(Named::new(&filter, &[]));
        let mut all = Survey::new(&named);
        for record in RECORDS {
            let mut one = all.fork();
            let mut index = Index::default();
            one.look(&Event::parse(record.as_bytes(), &mut index).unwrap());
            all.add(one);
        }
        assert_eq!(all.events, 3);
        let absent = all.absent().into_iter().map(|absent| {
            let near = absent.near.iter().map(|(text, number)| format!(" {number} {text}"));
            format!("{}:{}", absent.what, near.collect::<String>())
        });
        absent.collect()
    }

    fn by(expression: &str) -> Vec<String> {
        absent(vec![Condition::Where(Expression::parse(expression).unwrap())])
    }

    #[test]
    fn a_path_that_no_record_has_names_the_one_that_some_have() {
        let expected = "requestParameters.bucketname: 2 requestParameters.bucketName";
        assert_eq!(by("requestParameters.bucketname = a"), [expected]);
        assert_eq!(by("requestParameters.bucketName = x"), [""; 0]);
        assert_eq!(by("userIdentity.userName = x"), ["userIdentity.userName:"]);
        assert_eq!(by("requestParameters.bucketname not exists"), [expected]);
        assert_eq!(by("userIdentity.userName not exists"), [""; 0]);
    }

    #[test]
    fn a_value_that_no_record_has_names_those_that_some_have() {
        assert_eq!(by("eventName = PutObjct"), ["eventName PutObjct: 1 PutObject"]);
        assert_eq!(by("eventName = putobject and errorCode = x"), ["errorCode x:"]);
        assert_eq!(by("eventSource = s33"), ["eventSource s33: 2 s3.amazonaws.com"]);
        assert_eq!(by("errorCode = AccessDeny"), ["errorCode AccessDeny: 1 AccessDenied"]);
        assert_eq!(
            by("eventName in (ListFunctions, 'Delette*')"),
            [
                "eventName ListFunctions: 1 ListFunctions20150331",
                "eventName Delette*: 1 DeleteBucket"
            ]
        );
        assert_eq!(by("eventName != PutObjct"), [""; 0]);
    }

    #[test]
    fn names_in_insights_and_escaped_names_occur() {
        let record = r#"{"insightDetails":{"eventSource":"kms.amazonaws.com","eventName":"Decrypt",
            "errorCode":"Slow*Down","insightContext":{"attributions":[{"attribute":"errorCode",
            "insight":[{"value":"NotFound"}]}]}}}"#;
        let absent = |code: &str| {
            let patterns = vec![Pattern::name(code).unwrap()];
            let filter =
                Filter::new(vec![Condition::Field("errorCode", patterns)], SignedDuration::ZERO);
            let mut survey = Survey::new(&Arc::new(Named::new(&filter, &[])));
            let mut index = Index::default();
            survey.look(&Event::parse(record.as_bytes(), &mut index).unwrap());
            survey.absent()
        };
        assert!(absent("notfound").is_empty() && absent(r"slow\*down").is_empty());
        assert_eq!(absent(r"Slow\*Dwn")[0].near, [("Slow*Down".to_owned(), 1)]);
    }

    #[test]
    fn calls_are_compared_with_their_services() {
        let calls = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            absent(Condition::of_calls(&names).unwrap())
        };
        assert_eq!(calls(&["DeletBucket"]), ["eventName DeletBucket: 1 DeleteBucket"]);
        assert_eq!(
            calls(&["s33:DeleteBucket", "PutObject"]),
            ["eventName s33:DeleteBucket: 1 s3:DeleteBucket"]
        );
        assert_eq!(calls(&["s3:DeleteBucket", "s3:PutObject"]), [""; 0]);
    }
}
