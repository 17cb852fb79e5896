//! Event selectors from their shorthand, and their descriptions.

mod property;

use serde_json::{Value, json};

use super::shorthand::{DataShorthand, NetworkShorthand, Shorthand};
use super::{Access, BasicSelector, Extent, Selectors, check, insight};

fn shorthand(management: Option<Access>, data: &[&str]) -> Shorthand {
    Shorthand {
        management,
        excluded: Vec::new(),
        data: data.iter().map(|text| text.parse().unwrap()).collect(),
        network: Vec::new(),
    }
}

fn selectors(management: Option<Access>, data: &[&str]) -> Selectors {
    shorthand(management, data).selectors("aws").unwrap()
}

fn refusal(shorthand: &Shorthand) -> String {
    shorthand.selectors("aws").unwrap_err().message
}

fn read(selectors: &Value) -> Selectors {
    serde_json::from_value(selectors.clone()).unwrap()
}

/// Advanced selectors; each field is `(name, operator, values separated by |)`.
fn advanced(fields: &[&[(&str, &str, &str)]]) -> Selectors {
    let selector = |fields: &&[(&str, &str, &str)]| {
        let field = |(field, operator, value): &(&str, &str, &str)| {
            let values: Vec<&str> = value.split('|').collect();
            json!({ "Field": field, *operator: values })
        };
        json!({ "FieldSelectors": fields.iter().map(field).collect::<Vec<_>>() })
    };
    read(&json!({ "AdvancedEventSelectors": fields.iter().map(selector).collect::<Vec<_>>() }))
}

fn basic(access: &str, management: bool, data: &[(&str, &[&str])], except: &[&str]) -> Selectors {
    let resource = |(kind, values): &(&str, &[&str])| json!({ "Type": kind, "Values": values });
    read(&json!({ "EventSelectors": [{
        "ReadWriteType": access,
        "IncludeManagementEvents": management,
        "DataResources": data.iter().map(resource).collect::<Vec<_>>(),
        "ExcludeManagementEventSources": except,
    }]}))
}

#[test]
fn two_buckets_with_the_same_access_become_one_selector() {
    let selectors = selectors(None, &["s3:bucket-a/prefix:write", "s3:bucket-b:write"]);
    let expected = json!({ "AdvancedEventSelectors": [{
        "Name": "S3 objects: write",
        "FieldSelectors": [
            { "Field": "eventCategory", "Equals": ["Data"] },
            { "Field": "resources.type", "Equals": ["AWS::S3::Object"] },
            { "Field": "readOnly", "Equals": ["false"] },
            { "Field": "resources.ARN",
              "StartsWith": ["arn:aws:s3:::bucket-a/prefix", "arn:aws:s3:::bucket-b/"] },
        ]
    }]});
    assert_eq!(serde_json::to_value(&selectors).unwrap(), expected);
    let lines = ["management events: none", "S3 objects: write, in bucket-a/prefix, bucket-b"];
    assert_eq!(selectors.describe(), lines);
}

#[test]
fn each_data_shorthand_selects_its_resources() {
    let arn = "arn:aws:lambda:eu-west-1:111122223333:function:read";
    let table = [
        ("s3", "S3 objects: all"),
        ("s3:read", "S3 objects: read"),
        ("s3:read/", "S3 objects: all, in read"),
        ("s3:logs:all", "S3 objects: all, in logs"),
        ("s3:logs*:write", "S3 objects: write, in logs*"),
        ("s3:arn:aws:s3:::logs:read", "S3 objects: read, in logs"),
        ("s3:arn:aws:s3:::logs/a:b/c", "S3 objects: all, in logs/a:b/c"),
        ("lambda:orders", "Lambda functions: all, in orders"),
        (&format!("lambda:{arn}"), &format!("Lambda functions: all, in {arn}")),
        (&format!("lambda:{arn}:read"), &format!("Lambda functions: read, in {arn}")),
        ("dynamodb:orders:write", "DynamoDB tables: write, in orders"),
        (
            "sqs:arn:aws:sqs:eu-west-1:111122223333:read",
            "SQS queues: all, in arn:aws:sqs:eu-west-1:111122223333:read",
        ),
        (
            "sns:arn:aws:sns:eu-west-1:111122223333:app-*",
            "SNS topics: all, in arn:aws:sns:eu-west-1:111122223333:app-*",
        ),
        (
            "s3-accesspoint:arn:aws:s3:eu-west-1:111122223333:accesspoint/in",
            "S3 access points: all, in arn:aws:s3:eu-west-1:111122223333:accesspoint/in*",
        ),
        ("AWS::SCN::Instance", "AWS::SCN::Instance: all"),
        ("AWS::SCN::Instance:write", "AWS::SCN::Instance: write"),
        ("AWS::S3::Object:logs:write", "S3 objects: write, in logs"),
    ];
    for (text, line) in table {
        let lines = ["management events: none", line];
        assert_eq!(selectors(None, &[text]).describe(), lines, "{text}");
    }
}

#[test]
fn unsupported_shorthand_is_refused() {
    let table = [
        ("s4", "no such type: s4"),
        ("AWS::S3", "no such type: AWS::S3"),
        ("AWS::S3::", "no such type: AWS::S3::"),
        ("AWS:S3:Object", "no such type: AWS:S3:Object"),
        ("", "no such type: "),
        ("s3:a/*/b", "not a name: a/*/b"),
        ("s3:/prefix", "not a bucket: /prefix"),
        ("s3:s3://logs", "not a bucket: s3://logs"),
        ("lambda:arn:aws:lambda", "not an ARN: arn:aws:lambda"),
        ("lambda:app-*", "Lambda functions need an ARN, not a name: app-*"),
        ("glue:orders", "Glue tables need an ARN, not a name: orders"),
        (
            "lambda:arn:aws-cn:lambda:cn-north-1:111122223333:function:f",
            "arn:aws-cn:lambda:cn-north-1:111122223333:function:f is in partition aws-cn, \
             the trail in aws",
        ),
    ];
    for (text, message) in table {
        let refusal = match text.parse::<DataShorthand>() {
            Err(refused) => refused.message,
            Ok(_) => refusal(&shorthand(None, &[text])),
        };
        assert_eq!(refusal, message, "{text}");
    }
    assert_eq!(refusal(&shorthand(None, &[])), "the trail would record nothing");
    let excluded = |management, services: &[&str]| Shorthand {
        excluded: services.iter().map(|&service| service.to_owned()).collect(),
        ..shorthand(management, &["s3"])
    };
    let message = "unsupported in --exclude: ec2.amazonaws.com";
    assert_eq!(refusal(&excluded(Some(Access::All), &["kms", "ec2"])), message);
    let message = "--exclude needs management events";
    assert_eq!(refusal(&excluded(None, &["kms"])), message);
    for text in ["", "ec2:AccessDenied", ":VpceAccessDenied", "ec 2"] {
        assert!(text.parse::<NetworkShorthand>().is_err(), "{text}");
    }
}

#[test]
fn more_than_500_values_are_refused() {
    let many = |number: usize| -> Vec<String> {
        (0..number).map(|number| format!("s3:bucket-{number}")).collect()
    };
    let result = |number| {
        let many = many(number);
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        shorthand(None, &many).selectors("aws").map(|_| ()).map_err(|it| it.message)
    };
    // Category and type are values as well.
    assert_eq!(result(498), Ok(()));
    assert_eq!(result(499), Err("501 values; a trail can have 500".to_owned()));
}

#[test]
fn all_resources_of_a_type_include_named_ones() {
    let selectors = selectors(Some(Access::Write), &["s3:logs", "s3", "s3:write", "s3:logs"]);
    let lines = ["management events: write", "S3 objects: all", "S3 objects: write"];
    assert_eq!(selectors.describe(), lines);
}

#[test]
fn management_and_network_activity_events_are_described() {
    let all = Shorthand {
        excluded: vec!["rdsdata".into(), "kms".into(), "kms.amazonaws.com".into()],
        network: ["ec2:VpceAccessDenied", "s3", "s3:VpceAccessDenied"]
            .map(|text| text.parse().unwrap())
            .to_vec(),
        ..shorthand(Some(Access::All), &[])
    };
    let lines = [
        "management events: all, except kms.amazonaws.com, rdsdata.amazonaws.com",
        "network activity: ec2.amazonaws.com, VpceAccessDenied only",
        "network activity: s3.amazonaws.com",
    ];
    assert_eq!(all.selectors("aws").unwrap().describe(), lines);
}

#[test]
fn arns_have_the_partition_of_the_trail() {
    let selectors = shorthand(None, &["s3:logs"]).selectors("aws-us-gov").unwrap();
    let text = serde_json::to_string(&selectors).unwrap();
    assert!(text.contains("arn:aws-us-gov:s3:::logs/"), "{text}");
    assert_eq!(selectors.describe()[1], "S3 objects: all, in logs");
}

#[test]
fn basic_selectors_are_described() {
    let none: &[(&str, &[&str])] = &[];
    assert_eq!(Selectors::default().describe(), ["management events: all"]);
    assert_eq!(Selectors::Basic(Vec::new()).describe(), ["management events: all"]);
    let lines = ["management events: read, except kms.amazonaws.com"];
    assert_eq!(basic("ReadOnly", true, none, &["kms.amazonaws.com"]).describe(), lines);
    let data: &[(&str, &[&str])] = &[
        ("AWS::S3::Object", &["arn:aws:s3:::b/", "arn:aws:s3:::a/in"]),
        ("AWS::Lambda::Function", &["arn:aws:lambda"]),
        ("AWS::DynamoDB::Table", &[]),
    ];
    let lines = [
        "management events: none",
        "S3 objects: write, in a/in, b",
        "Lambda functions: write",
        "DynamoDB tables: write, of no resources",
    ];
    assert_eq!(basic("WriteOnly", false, data, &[]).describe(), lines);
}

#[test]
fn conditions_without_short_form_are_described_field_by_field() {
    let (data, s3) =
        (("eventCategory", "Equals", "Data"), ("resources.type", "Equals", "AWS::S3::Object"));
    let table = [
        (
            advanced(&[&[
                data,
                s3,
                ("resources.ARN", "NotStartsWith", "arn:aws:s3:::a/|arn:aws:s3:::b/"),
            ]]),
            "S3 objects: all, only where resources.ARN does not start with arn:aws:s3:::a/ nor \
             arn:aws:s3:::b/",
        ),
        (
            advanced(&[&[data, s3, ("eventName", "Equals", "PutObject|CopyObject")]]),
            "S3 objects: all, only where eventName is PutObject or CopyObject",
        ),
        (
            advanced(&[&[data, s3, ("resources.ARN", "EndsWith", ".pem")]]),
            "S3 objects: all, in *.pem",
        ),
        (
            advanced(&[&[data, ("resources.type", "Equals", "A|B")]]),
            "events only where eventCategory is Data, only where resources.type is A or B",
        ),
        (
            advanced(&[&[data, s3, ("readOnly", "NotEquals", "true")]]),
            "events only where eventCategory is Data, only where resources.type is \
             AWS::S3::Object, only where readOnly is not true",
        ),
    ];
    for (selectors, line) in table {
        assert_eq!(selectors.describe(), ["management events: none", line]);
    }
    let management = ("eventCategory", "Equals", "Management");
    let odd = advanced(&[&[management, ("eventSource", "StartsWith", "kms")]]);
    assert_eq!(odd.describe(), ["management events: all, only where eventSource starts with kms"]);
    let odd = advanced(&[&[management, ("readOnly", "NotEquals", "true")]]);
    let lines = "events only where eventCategory is Management, only where readOnly is not true";
    assert_eq!(odd.describe(), [lines]);
}

#[test]
fn difference_marks_removed_and_added_lines() {
    let before = basic("All", true, &[("AWS::S3::Object", &["arn:aws:s3"])], &[]);
    let after = selectors(Some(Access::All), &["s3:logs:write"]);
    let lines = ["  management events: all", "- S3 objects: all", "+ S3 objects: write, in logs"];
    assert_eq!(before.difference(&after), lines);
    assert!(before.is_equivalent(&selectors(Some(Access::All), &["s3"])));
    assert!(!before.is_equivalent(&after));
    let (one, other) = (
        selectors(None, &["s3:a", "lambda", "s3:b"]),
        selectors(None, &["lambda", "s3:b", "s3:a"]),
    );
    assert_ne!(one, other);
    assert!(one.is_equivalent(&other));
}

#[test]
fn records_all_management_needs_reads_and_writes_of_all_services() {
    let none: &[(&str, &[&str])] = &[];
    let management = ("eventCategory", "Equals", "Management");
    let table = [
        (Selectors::default(), true),
        (Selectors::Basic(Vec::new()), true),
        (basic("All", true, none, &["kms.amazonaws.com"]), false),
        (basic("All", false, none, &[]), false),
        (basic("WriteOnly", true, none, &[]), false),
        (selectors(Some(Access::All), &[]), true),
        (selectors(Some(Access::Read), &[]), false),
        (selectors(None, &["s3"]), false),
        (
            advanced(&[
                &[management, ("readOnly", "Equals", "true")],
                &[management, ("readOnly", "Equals", "false")],
            ]),
            true,
        ),
        (advanced(&[&[management, ("readOnly", "NotEquals", "true")]]), false),
        (advanced(&[&[management, ("eventSource", "NotEquals", "kms.amazonaws.com")]]), false),
    ];
    for (selectors, expected) in table {
        assert_eq!(selectors.records_all_management(), expected, "{:?}", selectors.describe());
    }
    let both = [basic("ReadOnly", true, none, &[]), basic("WriteOnly", true, none, &[])];
    let both: Vec<BasicSelector> = both
        .into_iter()
        .flat_map(|it| match it {
            Selectors::Basic(all) => all,
            Selectors::Advanced(_) => Vec::new(),
        })
        .collect();
    assert!(Selectors::Basic(both).records_all_management());
}

#[test]
fn records_data_is_all_only_without_a_bucket() {
    const S3: &str = "AWS::S3::Object";
    let (data, s3) = (("eventCategory", "Equals", "Data"), ("resources.type", "Equals", S3));
    let of = |value| basic("All", false, &[(S3, &[value])], &[]);
    let on = |arn: (&'static str, &'static str, &'static str)| advanced(&[&[data, s3, arn]]);
    let table = [
        (Selectors::default(), Extent::None),
        (of("arn:aws:s3"), Extent::All),
        (of("arn:aws-cn:s3"), Extent::All),
        (of("arn:aws:s3:::"), Extent::All),
        (of("arn:aws:s3:::logs/"), Extent::Some),
        (basic("WriteOnly", true, &[(S3, &["arn:aws:s3"])], &[]), Extent::None),
        (selectors(None, &["s3"]), Extent::All),
        (selectors(None, &["s3:read", "s3:write"]), Extent::All),
        (selectors(None, &["s3:read", "s3:logs:write"]), Extent::Some),
        (selectors(None, &["lambda"]), Extent::None),
        (selectors(None, &["s3:logs"]), Extent::Some),
        (on(("resources.ARN", "StartsWith", "arn:aws:s3:::")), Extent::All),
        (on(("resources.ARN", "NotStartsWith", "arn:aws:s3:::logs/")), Extent::Some),
        (on(("eventName", "Equals", "PutObject")), Extent::Some),
    ];
    for (selectors, expected) in table {
        assert_eq!(selectors.records_data(S3, Access::All), expected, "{:?}", selectors.describe());
    }
    let writes = selectors(None, &["s3:write"]);
    assert_eq!(writes.records_data(S3, Access::Write), Extent::All);
    assert_eq!(writes.records_data(S3, Access::Read), Extent::None);
    assert!(Extent::None < Extent::Some && Extent::Some < Extent::All);
}

#[test]
fn insights_need_recorded_events() {
    use insight::{Insight, Watched, are_same, describe};
    let both = [Insight::CallRate, Insight::ErrorRate];
    let result = |insights: &[Insight], watched, recorded: &Selectors| {
        insight::selectors(insights, watched, recorded)
            .map(|it| describe(&it))
            .map_err(|it| it.message)
    };
    let reads = selectors(Some(Access::Read), &[]);
    assert_eq!(
        result(&both, Watched::ManagementAndData, &selectors(Some(Access::All), &["s3"])).unwrap(),
        ["call rate: management and data events", "error rate: management and data events"]
    );
    assert_eq!(
        result(&both[1..], Watched::Management, &reads).unwrap(),
        ["error rate: management events"]
    );
    let message = "the call rate needs write management events, and the trail records none";
    assert_eq!(result(&both, Watched::Management, &reads), Err(message.to_owned()));
    let message = "the error rate needs management events, and the trail records none";
    assert_eq!(
        result(&both[1..], Watched::Management, &selectors(None, &["s3"])),
        Err(message.to_owned())
    );
    let message = "--data needs data events, and the trail records none";
    assert_eq!(
        result(&both, Watched::ManagementAndData, &Selectors::default()),
        Err(message.to_owned())
    );
    let set = |categories: &[&str]| {
        serde_json::from_value::<Vec<super::InsightSelector>>(json!([
            { "InsightType": "ApiCallRateInsight", "EventCategories": categories }
        ]))
        .unwrap()
    };
    assert!(are_same(&set(&[]), &set(&["Management"])));
    assert!(are_same(&set(&["Data", "Management"]), &set(&["Management", "Data"])));
    assert!(!are_same(&set(&["Data"]), &set(&["Management"])));
    assert_eq!(describe(&set(&["Data", "Management"])), ["call rate: management and data events"]);
}

#[test]
fn valid_document_is_parsed_unchanged() {
    let shorthand = Shorthand {
        excluded: vec!["kms".into()],
        network: vec!["ec2:VpceAccessDenied".parse().unwrap()],
        ..shorthand(Some(Access::Write), &["s3:logs", "lambda:f:read", "AWS::SCN::Instance"])
    };
    let Selectors::Advanced(all) = shorthand.selectors("aws").unwrap() else { panic!("basic") };
    let list = serde_json::to_string(&all).unwrap();
    assert_eq!(check::parse(&list), Ok(all.clone()));
    assert_eq!(check::parse(&format!(r#"{{"AdvancedEventSelectors":{list}}}"#)), Ok(all));
}
