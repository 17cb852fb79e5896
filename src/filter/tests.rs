//! Each condition, and that no cheap check refuses a record that the last one accepts.

mod generate;

use proptest::prelude::*;
use proptest::sample::Index;

use super::condition::Text;
use super::expression::Expression;
use super::pattern::SourceAddress;
use super::*;
use crate::event::schema::Derived;
use generate::{condition_from, derived_conditions, leaves, pattern_from, respelled};

const LATE: SignedDuration = SignedDuration::from_hours(6);

fn patterns(values: &[&str]) -> Vec<Pattern> {
    values.iter().map(|value| Pattern::new(value).unwrap()).collect()
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A failed sign-in whose text has no error and no `Failure`.
const SIGN_IN_WITHOUT_OUTCOME: &str = r#"{"eventVersion":"1.08","eventSource":"signin.amazonaws.com",
    "eventName":"ConsoleLogin","userIdentity":{"type":"IAMUser","userName":"alice"},"responseElements":null}"#;

/// The events of `fixtures/events`, and [`SIGN_IN_WITHOUT_OUTCOME`].
fn fixtures() -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/events");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 20, "fixtures/events is nearly empty");
    let records = paths.iter().map(|path| std::fs::read(path).unwrap().trim_ascii().to_vec());
    records.chain([SIGN_IN_WITHOUT_OUTCOME.as_bytes().to_vec()]).collect()
}

fn matches(filter: &Filter, record: &[u8]) -> bool {
    filter.matches(&Event::parse(record, &mut crate::event::json::Index::default()).unwrap())
}

/// The condition of `--event-name`.
fn call(name: &str) -> Condition {
    Condition::Any(vec![Condition::of_calls(&[name.to_owned()]).unwrap()])
}

#[test]
fn event_names_may_each_have_a_service() {
    let record = |source: &str, name: &str| {
        format!(r#"{{"eventSource":"{source}.amazonaws.com","eventName":"{name}"}}"#)
    };
    let values = ["iam:Create*", "sts:assumerole", "DeleteTrail"].map(str::to_owned);
    let filter = Filter::new(Condition::of_calls(&values).unwrap(), LATE);
    for (source, name, meant) in [
        ("iam", "CreateUser", true),
        ("ec2", "CreateUser", false),
        ("sts", "AssumeRole", true),
        ("sts", "CreateUser", false),
        ("cloudtrail", "DeleteTrail", true),
    ] {
        let record = record(source, name);
        assert_eq!(matches(&filter, record.as_bytes()), meant, "{record}");
        assert!(!meant || filter.may_match(record.as_bytes()), "{record}");
    }
    assert!(!filter.may_match(br#"{"eventName":"GetObject"}"#));
}

#[test]
fn object_keys_are_admitted_by_account_region_and_time() {
    let key = |text: &str, filter: &Filter| {
        let file = Key::parse(text).unwrap();
        (filter.admits(&file), filter.admits_folder(&file.folder.unwrap()))
    };
    let base = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/111122223333_CloudTrail_eu-west-1_20261120T0915Z_Qx1aB2cD.json.gz";
    let one = |condition| Filter::new(vec![condition], LATE);
    assert_eq!(key(base, &one(Condition::Account(patterns(&["1111*"])))), (true, true));
    assert_eq!(key(base, &one(Condition::Account(patterns(&["2*"])))), (false, false));
    assert_eq!(key(base, &one(Condition::Region(patterns(&["eu-*", "us-east-1"])))), (true, true));
    assert_eq!(key(base, &one(Condition::Region(patterns(&["us-east-1"])))), (false, false));
    let range = |since: Option<&str>, until: Option<&str>| {
        one(Condition::Time(Range { since: since.map(time), until: until.map(time) }))
    };
    assert_eq!(key(base, &range(Some("2026-11-20T09:20:00Z"), None)), (true, true));
    assert_eq!(key(base, &range(Some("2026-11-20T09:20:01Z"), None)), (false, true));
    assert_eq!(key(base, &range(Some("2026-11-21T00:05:01Z"), None)), (false, false));
    assert_eq!(key(base, &range(None, Some("2026-11-20T03:15:00Z"))), (true, true));
    assert_eq!(key(base, &range(None, Some("2026-11-19T17:00:00Z"))), (false, false));
}

#[test]
fn global_events_are_found_where_they_used_to_be_delivered() {
    let filter = Filter::new(vec![Condition::Region(patterns(&["us-east-1"]))], LATE);
    let admits = |region: &str, day: &str| {
        let name = format!("111122223333_CloudTrail_{region}_{day}T0915Z_Qx1aB2cD.json.gz");
        filter.admits(&Key::parse(&name).unwrap())
    };
    assert!(admits("us-west-1", "20210730") && admits("us-east-1", "20261120"));
    assert!(!admits("us-west-1", "20261120"));
    let west = Filter::new(vec![Condition::Region(patterns(&["us-west-1"]))], LATE);
    assert!(!west.admits(
        &Key::parse("111122223333_CloudTrail_us-east-1_20210730T0915Z_Qx1aB2cD.json.gz").unwrap()
    ));
}

#[test]
fn each_condition_reads_its_field() {
    let record = br#"{"eventVersion":"1.08","eventSource":"s3.amazonaws.com","eventName":"PutObject","awsRegion":"us-east-1",
        "sourceIPAddress":"203.0.113.7","userAgent":"aws-cli/2","recipientAccountId":"111122223333","eventID":"e-1",
        "userIdentity":{"type":"Root","accessKeyId":"AKIAIOSFODNN7EXAMPLE"},"eventTime":"2026-11-20T09:14:07Z",
        "requestParameters":{"bucketName":"logs"},"resources":[{"ARN":"arn:aws:s3:::logs/key"},{"ARNPrefix":"arn:aws:s3:::p/"}]}"#;
    let table = [
        (
            Condition::Field("eventName", patterns(&["Put*"])),
            Condition::Field("eventName", patterns(&["put*"])),
        ),
        (call("put*"), call("putobjects")),
        (call("s3:PUTOBJECT"), call("s3control:PutObject")),
        (
            Condition::Source(vec![Pattern::name("S3").unwrap()]),
            Condition::Source(vec![Pattern::name("S").unwrap()]),
        ),
        (Condition::Source(patterns(&["s3"])), Condition::Source(patterns(&["s"]))),
        (
            Condition::Source(patterns(&["s3.amazonaws.com"])),
            Condition::Source(patterns(&["sts", "ec2"])),
        ),
        (Condition::User(patterns(&["root"])), Condition::User(patterns(&["Root"]))),
        (Condition::Account(patterns(&["111122223333"])), Condition::Account(patterns(&["1"]))),
        (
            Condition::SourceIp(vec![SourceAddress::new("203.0.113.0/24").unwrap()]),
            Condition::SourceIp(vec![SourceAddress::new("203.0.113.8").unwrap()]),
        ),
        (Condition::AccessKey(patterns(&["AKIA*"])), Condition::AccessKey(patterns(&["ASIA*"]))),
        (Condition::Resource(patterns(&["logs/*"])), Condition::Resource(patterns(&["log"]))),
        (Condition::Resource(patterns(&["logs"])), Condition::Resource(patterns(&["ke"]))),
        (Condition::Resource(patterns(&["key"])), Condition::Resource(patterns(&["arn:aws:s3"]))),
        (
            Condition::Resource(patterns(&["arn:aws:s3:::p/"])),
            Condition::Resource(patterns(&["x"])),
        ),
        (Condition::Category(patterns(&["Management"])), Condition::Category(patterns(&["Data"]))),
        (Condition::ReadOnly(false), Condition::ReadOnly(true)),
        (Condition::Exclude(Expression::parse("eventName = Get*").unwrap()), Condition::Error),
        (
            Condition::Text(vec![Text::literal("7EXAMPLE")]),
            Condition::Text(vec![Text::literal("7example")]),
        ),
        (Condition::Id(patterns(&["e-?"])), Condition::Id(patterns(&["e"]))),
    ];
    for (yes, no) in table {
        let filters = [Filter::new(vec![yes], LATE), Filter::new(vec![no], LATE)];
        assert!(matches(&filters[0], record) && filters[0].may_match(record), "{:?}", filters[0]);
        assert!(!matches(&filters[1], record), "{:?}", filters[1]);
    }
}

/// Whether a condition holds for a record; then its text must not rule it out either.
fn holds(condition: Condition, record: &str) -> bool {
    let filter = Filter::new(vec![condition], LATE);
    let found = matches(&filter, record.as_bytes());
    assert!(!found || filter.may_match(record.as_bytes()), "{filter:?} refuses {record}");
    found
}

#[test]
fn a_resource_is_any_string_of_the_request_or_the_response() {
    let record = r#"{"userIdentity":{"userName":"alice","arn":"arn:aws:iam::1:user/alice"},
        "userAgent":"cli","requestParameters":{"instancesSet":{"items":[{"instanceId":"i-1"},
        {"instanceId":"i-2","tags":[["a,b*c","caf\u00e9"]]}]},"count":443,"dry":true,
        "roleArn":"arn:aws:iam::1:role\/path\/deploy"},"responseElements":{"instancesSet":{"items":
        [{"networkInterfaceSet":{"items":[{"networkInterfaceId":"eni-9"}]}}]},"none":null},
        "resources":[{"ARN":"arn:aws:ec2:eu-west-1:1:volume/vol-7","type":"AWS::EC2::Volume"}]}"#;
    for name in [
        "i-1",
        "i-2",
        "i-?",
        "eni-9",
        r"a\,b\*c",
        "café",
        "arn:aws:iam::1:role/path/deploy",
        "role/path/deploy",
        "deploy",
        "vol-7",
        "volume/vol-7",
    ] {
        assert!(holds(Condition::Resource(patterns(&[name])), record), "{name}");
    }
    for name in
        ["alice", "cli", "instanceId", "items", "443", "true", "i-", "AWS::EC2::Volume", "1", ""]
    {
        assert!(!holds(Condition::Resource(patterns(&[name])), record), "{name}");
    }
}

#[test]
fn an_insight_event_matches_by_its_details() {
    let record = r#"{"eventType":"AwsCloudTrailInsight","eventName":null,"insightDetails":{
        "eventSource":"iam.amazonaws.com","eventName":"CreateUser","insightType":"ApiErrorRateInsight",
        "errorCode":"AccessDenied","insightContext":{"attributions":[{"attribute":"userIdentityArn",
        "insight":[{"value":"arn:aws:sts::1:assumed-role/deploy/ci","average":4.0}],"baseline":[]},
        {"attribute":"userAgent","insight":[{"value":"aws-cli/2"}]}]}}}"#;
    let field = |name, value| Condition::Field(name, patterns(&[value]));
    for condition in [
        field("eventName", "Create*"),
        field("errorCode", "AccessDenied"),
        field("userAgent", "aws-cli/*"),
        Condition::Source(patterns(&["iam"])),
        Condition::Source(patterns(&["iam.amazonaws.com"])),
        Condition::User(patterns(&["deploy"])),
        Condition::User(patterns(&["arn:aws:sts::1:*"])),
        Condition::Error,
    ] {
        assert!(holds(condition.clone(), record), "{condition:?}");
    }
    for condition in [
        field("eventName", "AccessDenied"),
        field("errorCode", "CreateUser"),
        Condition::Source(patterns(&["sts"])),
        Condition::User(patterns(&["aws-cli/2"])),
        Condition::Resource(patterns(&["ci"])),
    ] {
        assert!(!holds(condition.clone(), record), "{condition:?}");
    }
}

#[test]
fn failed_sign_ins_and_error_insights_are_errors() {
    for (record, is_error) in [
        (r#"{"eventName":"CheckMfa","responseElements":{"CheckMfa":"Failure"}}"#, true),
        (r#"{"eventName":"CheckMfa","responseElements":{"CheckMfa":"F\u0061ilure"}}"#, true),
        (r#"{"eventName":"A","serviceEventDetails": {"A": "Failure"}}"#, true),
        (SIGN_IN_WITHOUT_OUTCOME, true),
        (r#"{"eventName":"Console\u004cogin","eventType":"AwsConsoleSignIn"}"#, true),
        (r#"{"eventName":"ConsoleLogin"}"#, false),
        (r#"{"insightDetails":{"insightType":"ApiErrorRateInsight"}}"#, true),
        (r#"{"insightDetails":{"insightType":"ApiCallRateInsight"}}"#, false),
        (r#"{"eventName":"CheckMfa","responseElements":{"CheckMfa":"Success"}}"#, false),
    ] {
        assert_eq!(holds(Condition::Error, record), is_error, "{record}");
        let derived = Expression::parse("is_error = true").unwrap();
        assert_eq!(holds(Condition::Where(derived), record), is_error, "{record}");
    }
}

#[test]
fn a_truth_value_in_a_list_matches_a_principal_in_any_case() {
    let record = r#"{"userIdentity":{"type":"IAMUser","userName":"true"}}"#;
    for text in ["principal in (TRUE)", "principal = TRUE", "caller in (root2, True)"] {
        assert!(holds(Condition::Where(Expression::parse(text).unwrap()), record), "{text}");
    }
}

#[test]
fn source_ip_matches_any_of_several_addresses() {
    let record = r#"{"sourceIPAddress":"203.0.113.7, 10.0.0.1"}"#;
    let place = |text: &str| Condition::SourceIp(vec![SourceAddress::new(text).unwrap()]);
    for text in ["203.0.113.7", "10.0.0.1", "10.0.0.0/8", "203.*"] {
        assert!(holds(place(text), record), "{text}");
    }
    assert!(!holds(place("203.0.113.70"), record) && !holds(place("11.0.0.0/8"), record));
    let mapped = r#"{"sourceIPAddress":"::ffff:cb00:7107"}"#;
    assert!(holds(place("203.0.113.7"), mapped) && holds(place("203.0.113.0/24"), mapped));
}

#[test]
fn an_event_without_a_time_matches_a_time_range() {
    let range = Range { since: Some(time("2026-01-01T00:00:00Z")), until: None };
    let filter = Filter::new(vec![Condition::Time(range)], LATE);
    assert!(matches(&filter, br#"{"eventName":"A"}"#));
    assert!(!matches(&filter, br#"{"eventTime":"2025-01-01T00:00:00Z"}"#));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn cheap_checks_never_refuse_a_matching_record(
        record in any::<Index>(),
        seeds in prop::collection::vec((any::<u8>(), any::<u8>(), any::<Index>(), any::<(Index, Index)>()), 1..4),
        escapes in prop::collection::vec(any::<Index>(), 0..60),
    ) {
        let records = fixtures();
        let chosen: &Vec<u8> = record.get(&records);
        let leaves = leaves(chosen);
        let conditions = seeds.iter().map(|(kind, shape, leaf, cut)| {
            let leaf: &(String, String) = leaf.get(&leaves);
            condition_from(*kind, pattern_from(&leaf.1, *cut, *shape), leaf)
        });
        let filter = Filter::new(conditions.collect(), LATE);
        for record in &records {
            for text in [record.clone(), respelled(record, &escapes)] {
                if matches(&filter, &text) {
                    prop_assert!(filter.may_match(&text), "{filter:?} refuses {}", String::from_utf8_lossy(&text));
                    let many = [b"{\"Records\":[", text.as_slice(), b",{}]}"].concat();
                    prop_assert!(filter.may_match_any(&many));
                }
            }
        }
        prop_assert_eq!(found_by_probe(&filter, &records, &escapes), Vec::<String>::new());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn a_condition_on_a_derived_field_finds_each_record_that_has_the_value(
        cut in any::<(Index, Index)>(),
        escapes in prop::collection::vec(any::<Index>(), 0..60),
    ) {
        for record in fixtures() {
            let respelled = respelled(&record, &escapes);
            for (name, value) in leaves(&record) {
                if Derived::named(&name).is_none() {
                    continue;
                }
                for text in derived_conditions(&name, &value, cut) {
                    // A part of a date, of a number or of a network is a usage error.
                    let Ok(expression) = Expression::parse(&text) else { continue };
                    let filter = Filter::new(vec![Condition::Where(expression)], LATE);
                    for spelling in [&record, &respelled] {
                        prop_assert!(
                            !matches(&filter, spelling) || filter.may_match(spelling),
                            "{} refuses {}", text, String::from_utf8_lossy(spelling)
                        );
                    }
                }
            }
        }
    }
}

/// Matching records of an object that the fast split would skip.
fn found_by_probe(filter: &Filter, records: &[Vec<u8>], escapes: &[Index]) -> Vec<String> {
    let texts: Vec<_> = records.iter().map(|record| respelled(record, escapes)).collect();
    let object = [b"{\"Records\":[", texts.join(&b',').as_slice(), b"]}"].concat();
    let mut decoder = crate::event::decode::Decoder::new(1 << 20);
    let found = decoder.decode(&object, filter.intent());
    let Some(seen) = found.seen else { return Vec::new() };
    let held: Vec<_> = found.holding(seen).collect();
    let missed = found.ranges().iter().filter(|range| !held.contains(range));
    // Where openings are spelled otherwise, a piece holds several records.
    let missed = missed.flat_map(|range| {
        let mut records = Vec::new();
        crate::event::json::split(&found.text()[..range.end], range.start, &mut records);
        records
    });
    let missed = missed.map(|range| &found.text()[range]).filter(|text| matches(filter, text));
    missed.map(|text| String::from_utf8_lossy(text).into_owned()).collect()
}
