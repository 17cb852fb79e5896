//! From flags to records found: a value that a record holds, escaped as `--help` says, finds it
//! through every gate and in every envelope, however the record is spelled. A name that AWS defines
//! does so in another case, too.

mod record;
mod spelling;

use std::io::{self, Write as _};
use std::ops::ControlFlow;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::Index;

use self::record::{Leaf, record};
use self::spelling::Spelling;
use crate::event::Event;
use crate::filter::Filter;
use crate::filter::flags::FilterFlags;
use crate::filter::scope_flags::ScopeFlags;
use crate::scan::{self, Progress, Settings};
use crate::sink::Sink;
use crate::source::{Arrived, Body, Download, Entry, Object, ObjectId};

fn filter(flag: &str, value: &str) -> Filter {
    let values = [value.to_owned()];
    let mut flags = FilterFlags::default();
    let values_of = match flag {
        "--account" => &mut flags.scope.account,
        "--region" => &mut flags.scope.region,
        "--event-name" => &mut flags.event_name,
        "--event-source" => &mut flags.event_source,
        "--user" => &mut flags.user,
        "--source-ip" => &mut flags.source_ip,
        "--access-key" => &mut flags.access_key,
        "--error-code" => &mut flags.error_code,
        "--resource" => &mut flags.resource,
        "--event-id" => &mut flags.event_id,
        "--user-agent" => &mut flags.user_agent,
        "--where" => &mut flags.expressions,
        other => panic!("no such flag: {other}"),
    };
    *values_of = &values;
    flags.filter(Timestamp::UNIX_EPOCH).unwrap_or_else(|e| panic!("{flag}={value}: {e}"))
}

#[test]
fn one_day_as_start_and_end_is_that_day() {
    let day = Some("2026-11-20");
    let flags = ScopeFlags { since: day, until: day, ..ScopeFlags::default() };
    let filter = flags.filter(Timestamp::UNIX_EPOCH).unwrap();
    let found = |time: &str| {
        let record = format!(r#"{{"eventTime":"{time}"}}"#);
        let mut index = crate::event::json::Index::default();
        filter.matches(&Event::parse(record.as_bytes(), &mut index).unwrap())
    };
    assert!(found("2026-11-20T00:00:00Z") && found("2026-11-20T23:59:59Z"));
    assert!(found("2026-11-20T23:59:59.999999999Z"));
    assert!(!found("2026-11-19T23:59:59Z") && !found("2026-11-21T00:00:00Z"));
}

/// Keeps the records.
struct Found(Vec<Vec<u8>>);

impl Sink for Found {
    fn fork(&self) -> Self {
        Self(Vec::new())
    }

    fn event(&mut self, event: &Event<'_>, _: &ObjectId) {
        self.0.push(event.raw().to_vec());
    }

    fn merge(&mut self, twin: &mut Self) -> io::Result<ControlFlow<()>> {
        self.0.append(&mut twin.0);
        Ok(ControlFlow::Continue(()))
    }
}

/// Whether a search of the object finds the record.
fn finds(filter: &Filter, object: Vec<u8>, record: &str) -> bool {
    let arrived = Arrived { bytes: object, ..Arrived::default() };
    let body = Body::Coming(Download::deferred(0, move |_| Ok(arrived)));
    let object = Object { id: ObjectId::named("x"), explicit: true, body };
    let mut found = Found(Vec::new());
    let settings = Settings { threads: 1, limit: 1 << 20, memory: 1 << 30, count_untimed: false };
    let entries = Box::new(std::iter::once(Ok(Entry::Object(object))));
    let coverage = scan::run(entries, filter, &mut found, settings, &Progress::default()).unwrap();
    assert_eq!((coverage.events().malformed, coverage.unreadable()), (0, 0), "{coverage:?}");
    found.0.iter().any(|raw| raw == record.as_bytes())
}

/// Every envelope of records that the decoder knows, by name.
fn envelopes(records: &[String]) -> Vec<(&'static str, String)> {
    let all = |each: &dyn Fn(&String) -> String, between: &str| {
        records.iter().map(each).collect::<Vec<_>>().join(between)
    };
    let string = |record: &String| serde_json::to_string(record).unwrap();
    let lookup = |record: &String| {
        format!(r#"{{"EventId":"e","Username":"u","CloudTrailEvent":{}}}"#, string(record))
    };
    let bridge = |record: &String| {
        format!(
            r#"{{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":{record}}}"#
        )
    };
    let message = |record: &String| {
        format!(r#"{{"id":"1","timestamp":1795165500000,"message":{}}}"#, string(record))
    };
    vec![
        ("delivered", format!(r#"{{"Records":[{}]}}"#, records.join(","))),
        ("delivered, pretty", format!("{{\n  \"Records\": [\n{}\n]\n}}\n", records.join(",\n"))),
        ("list", format!("[{}]", records.join(", "))),
        ("lines", records.join("\n")),
        ("LookupEvents", format!(r#"{{"Events":[{}]}}"#, all(&lookup, ","))),
        ("events of LookupEvents", all(&lookup, "\n")),
        ("EventBridge", all(&bridge, "\n")),
        (
            "subscription",
            format!(r#"{{"messageType":"DATA_MESSAGE","logEvents":[{}]}}"#, all(&message, ",")),
        ),
    ]
}

fn gzipped(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// The value with the documented escape before each character that means something, or before
/// each that may be escaped.
fn escaped(value: &str, special: impl Fn(char) -> bool) -> String {
    let escape = |c: char| if special(c) { vec!['\\', c] } else { vec![c] };
    value.chars().flat_map(escape).collect()
}

/// The text with all ASCII letters in the other case.
fn in_other_case(text: &str) -> String {
    let swap = |c: char| {
        if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
    };
    text.chars().map(swap).collect()
}

/// Flags with values that the record holds.
fn flags(leaves: &[Leaf], every: bool) -> Vec<(&'static str, String)> {
    leaves
        .iter()
        .filter(|leaf| !leaf.text.is_empty())
        .flat_map(|leaf| of_leaf(leaf, every))
        .collect()
}

fn of_leaf(leaf: &Leaf, every: bool) -> Vec<(&'static str, String)> {
    let Leaf { path, flag, text } = leaf;
    let any = |c: char| !c.is_alphanumeric() && c != '_';
    // A colon stands between a service and its API; white space around a value does not count.
    let is_call = *flag == "--event-name";
    let means = |c: char| r",*?[]{}\".contains(c) || c.is_whitespace() || (is_call && c == ':');
    let special = |c: char| if every { any(c) } else { means(c) };
    let where_is = |text: &str| {
        let quoted = escaped(text, |c| special(c) || c == '\'');
        [
            ("--where", format!("{path} = '{quoted}'")),
            ("--where", format!("{path} in ('x', '{}')", escaped(text, any))),
        ]
    };
    let mut flags = Vec::from(where_is(text));
    match *flag {
        // An address and a name differ in their form.
        "--source-ip" => flags.extend(text.split(',').flat_map(|part| {
            let part = part.trim();
            [(*flag, part.to_owned()), (*flag, escaped(part, any))]
        })),
        "--resource" => {
            let ends = text.match_indices([':', '/']).map(|(at, _)| &text[at + 1..]);
            let ends = ends.filter(|end| text.starts_with("arn:") && !end.is_empty());
            let all = ends.chain([text.as_str()]);
            flags.extend(all.map(|end| (*flag, escaped(end, special))));
        }
        "" => {}
        flag => flags.push((flag, escaped(text, special))),
    }
    if ["--event-name", "--event-source", "--error-code", "--region"].contains(flag) {
        let text = in_other_case(text);
        flags.extend(where_is(&text));
        flags.push((*flag, escaped(&text, special)));
        // A glob for it; a star in the text itself matches a star.
        let stars = text.chars().map(|c| if c.is_ascii_digit() { '*' } else { c });
        let stars: String = stars.collect();
        flags.push((*flag, escaped(&stars, |c| special(c) && c != '*')));
    }
    flags
}

const OTHER: &str = r#"{"eventVersion":"1.11","eventName":"Other","requestParameters":null}"#;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_record_is_found_by_every_value_that_it_holds(
        record in record(),
        spelling in any::<Spelling>(),
        every in any::<bool>(),
        chosen in prop::collection::vec(any::<Index>(), 8),
    ) {
        let (text, leaves): (String, Vec<Leaf>) = (spelling.write(&record), record.leaves());
        let flags = flags(&leaves, every);
        let records = [OTHER.to_owned(), text.clone(), OTHER.to_owned()];
        let objects = envelopes(&records);
        for chosen in chosen {
            let (flag, value): &(&str, String) = chosen.get(&flags);
            let filter = filter(flag, value);
            for (envelope, object) in &objects {
                prop_assert!(
                    finds(&filter, object.clone().into_bytes(), &text),
                    "{flag} {value} does not find, {envelope}: {text}"
                );
                prop_assert!(finds(&filter, gzipped(object), &text), "{envelope}, gzipped");
            }
            prop_assert!(finds(&filter, text.clone().into_bytes(), &text), "one record: {text}");
        }
    }
}
