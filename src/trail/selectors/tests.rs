//! What is recorded, from wishes to words and back.

mod property;

use serde_json::{Value, json};

use super::wish::{DataWish, NetworkWish, Wishes};
use super::{Access, BasicSelector, Extent, Selectors, check, insight};

fn wishes(management: Option<Access>, data: &[&str]) -> Wishes {
    Wishes {
        management,
        excluded: Vec::new(),
        data: data.iter().map(|wish| wish.parse().unwrap()).collect(),
        network: Vec::new(),
    }
}

fn made(management: Option<Access>, data: &[&str]) -> Selectors {
    wishes(management, data).selectors("aws").unwrap()
}

fn refused(wishes: &Wishes) -> String {
    wishes.selectors("aws").unwrap_err().message
}

fn read(selectors: &Value) -> Selectors {
    serde_json::from_value(selectors.clone()).unwrap()
}

/// Selectors of fields with what they equal.
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
fn writes_to_two_buckets_are_one_selector() {
    let selectors = made(None, &["s3:bucket-a/prefix:write", "s3:bucket-b:write"]);
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
    let told = ["management events: none", "S3 objects: write, in bucket-a/prefix, bucket-b"];
    assert_eq!(selectors.told(), told);
}

#[test]
fn each_wish_says_which_resources() {
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
    for (wish, told) in table {
        assert_eq!(made(None, &[wish]).told(), ["management events: none", told], "{wish}");
    }
}

#[test]
fn what_cannot_be_recorded_is_refused() {
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
        ("lambda:app-*", "a name alone does not say which Lambda functions are meant: app-*"),
        ("glue:orders", "a name alone does not say which Glue tables are meant: orders"),
        (
            "lambda:arn:aws-cn:lambda:cn-north-1:111122223333:function:f",
            "arn:aws-cn:lambda:cn-north-1:111122223333:function:f is of the partition aws-cn, \
             the trail of aws",
        ),
    ];
    for (wish, message) in table {
        let parsed = wish.parse::<DataWish>();
        let said = match parsed {
            Err(refused) => refused.message,
            Ok(_) => refused(&wishes(None, &[wish])),
        };
        assert_eq!(said, message, "{wish}");
    }
    assert_eq!(refused(&wishes(None, &[])), "that would record nothing");
    let excluded = |management, services: &[&str]| Wishes {
        excluded: services.iter().map(|&service| service.to_owned()).collect(),
        ..wishes(management, &["s3"])
    };
    let message = "cannot be excluded: ec2.amazonaws.com";
    assert_eq!(refused(&excluded(Some(Access::All), &["kms", "ec2"])), message);
    let message = "services are to be excluded from no management events";
    assert_eq!(refused(&excluded(None, &["kms"])), message);
    for wish in ["", "ec2:AccessDenied", ":VpceAccessDenied", "ec 2"] {
        assert!(wish.parse::<NetworkWish>().is_err(), "{wish}");
    }
}

#[test]
fn a_trail_has_five_hundred_values_at_most() {
    let many = |number: usize| -> Vec<String> {
        (0..number).map(|number| format!("s3:bucket-{number}")).collect()
    };
    let said = |number| {
        let many = many(number);
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        wishes(None, &many).selectors("aws").map(|_| ()).map_err(|it| it.message)
    };
    // Category and type are values as well.
    assert_eq!(said(498), Ok(()));
    assert_eq!(said(499), Err("501 values, and a trail can have 500".to_owned()));
}

#[test]
fn who_wants_all_wants_each() {
    let selectors = made(Some(Access::Write), &["s3:logs", "s3", "s3:write", "s3:logs"]);
    let told = ["management events: write", "S3 objects: all", "S3 objects: write"];
    assert_eq!(selectors.told(), told);
}

#[test]
fn management_and_network_are_told() {
    let all = Wishes {
        excluded: vec!["rdsdata".into(), "kms".into(), "kms.amazonaws.com".into()],
        network: ["ec2:VpceAccessDenied", "s3", "s3:VpceAccessDenied"]
            .map(|wish| wish.parse().unwrap())
            .to_vec(),
        ..wishes(Some(Access::All), &[])
    };
    let told = [
        "management events: all, except kms.amazonaws.com, rdsdata.amazonaws.com",
        "network activity: ec2.amazonaws.com, VpceAccessDenied only",
        "network activity: s3.amazonaws.com",
    ];
    assert_eq!(all.selectors("aws").unwrap().told(), told);
}

#[test]
fn arns_are_of_the_partition() {
    let selectors = wishes(None, &["s3:logs"]).selectors("aws-us-gov").unwrap();
    let text = serde_json::to_string(&selectors).unwrap();
    assert!(text.contains("arn:aws-us-gov:s3:::logs/"), "{text}");
    assert_eq!(selectors.told()[1], "S3 objects: all, in logs");
}

#[test]
fn basic_selectors_are_told() {
    let none: &[(&str, &[&str])] = &[];
    assert_eq!(Selectors::default().told(), ["management events: all"]);
    assert_eq!(Selectors::Basic(Vec::new()).told(), ["management events: all"]);
    let told = ["management events: read, except kms.amazonaws.com"];
    assert_eq!(basic("ReadOnly", true, none, &["kms.amazonaws.com"]).told(), told);
    let data: &[(&str, &[&str])] = &[
        ("AWS::S3::Object", &["arn:aws:s3:::b/", "arn:aws:s3:::a/in"]),
        ("AWS::Lambda::Function", &["arn:aws:lambda"]),
        ("AWS::DynamoDB::Table", &[]),
    ];
    let told = [
        "management events: none",
        "S3 objects: write, in a/in, b",
        "Lambda functions: write",
        "DynamoDB tables: write, of no resource",
    ];
    assert_eq!(basic("WriteOnly", false, data, &[]).told(), told);
}

#[test]
fn what_has_no_short_form_is_told_field_by_field() {
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
    for (selectors, told) in table {
        assert_eq!(selectors.told(), ["management events: none", told]);
    }
    let management = ("eventCategory", "Equals", "Management");
    let odd = advanced(&[&[management, ("eventSource", "StartsWith", "kms")]]);
    assert_eq!(odd.told(), ["management events: all, only where eventSource starts with kms"]);
    let odd = advanced(&[&[management, ("readOnly", "NotEquals", "true")]]);
    let told = "events only where eventCategory is Management, only where readOnly is not true";
    assert_eq!(odd.told(), [told]);
}

#[test]
fn the_difference_is_told() {
    let before = basic("All", true, &[("AWS::S3::Object", &["arn:aws:s3"])], &[]);
    let after = made(Some(Access::All), &["s3:logs:write"]);
    let lines = ["  management events: all", "- S3 objects: all", "+ S3 objects: write, in logs"];
    assert_eq!(before.difference(&after), lines);
    assert!(before.means(&made(Some(Access::All), &["s3"])));
    assert!(!before.means(&after));
    let (one, other) =
        (made(None, &["s3:a", "lambda", "s3:b"]), made(None, &["lambda", "s3:b", "s3:a"]));
    assert_ne!(one, other);
    assert!(one.means(&other));
}

#[test]
fn all_management_events_are_those_of_all_services() {
    let none: &[(&str, &[&str])] = &[];
    let management = ("eventCategory", "Equals", "Management");
    let table = [
        (Selectors::default(), true),
        (Selectors::Basic(Vec::new()), true),
        (basic("All", true, none, &["kms.amazonaws.com"]), false),
        (basic("All", false, none, &[]), false),
        (basic("WriteOnly", true, none, &[]), false),
        (made(Some(Access::All), &[]), true),
        (made(Some(Access::Read), &[]), false),
        (made(None, &["s3"]), false),
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
        assert_eq!(selectors.records_all_management(), expected, "{:?}", selectors.told());
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
fn all_buckets_are_more_than_some() {
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
        (made(None, &["s3"]), Extent::All),
        (made(None, &["s3:read", "s3:write"]), Extent::All),
        (made(None, &["s3:read", "s3:logs:write"]), Extent::Some),
        (made(None, &["lambda"]), Extent::None),
        (made(None, &["s3:logs"]), Extent::Some),
        (on(("resources.ARN", "StartsWith", "arn:aws:s3:::")), Extent::All),
        (on(("resources.ARN", "NotStartsWith", "arn:aws:s3:::logs/")), Extent::Some),
        (on(("eventName", "Equals", "PutObject")), Extent::Some),
    ];
    for (selectors, expected) in table {
        assert_eq!(selectors.records_data(S3, Access::All), expected, "{:?}", selectors.told());
    }
    let writes = made(None, &["s3:write"]);
    assert_eq!(writes.records_data(S3, Access::Write), Extent::All);
    assert_eq!(writes.records_data(S3, Access::Read), Extent::None);
    assert!(Extent::None < Extent::Some && Extent::Some < Extent::All);
}

#[test]
fn insights_need_events_to_watch() {
    use insight::{Insight, Watched, are_same, told, wanted};
    let both = [Insight::CallRate, Insight::ErrorRate];
    let said = |insights: &[Insight], watched, recorded: &Selectors| {
        wanted(insights, watched, recorded).map(|it| told(&it)).map_err(|it| it.message)
    };
    let reads = made(Some(Access::Read), &[]);
    assert_eq!(
        said(&both, Watched::DataAsWell, &made(Some(Access::All), &["s3"])).unwrap(),
        ["call rate: management and data events", "error rate: management and data events"]
    );
    assert_eq!(
        said(&both[1..], Watched::Management, &reads).unwrap(),
        ["error rate: management events"]
    );
    let message =
        "the call rate is that of management events that write, and the trail records none";
    assert_eq!(said(&both, Watched::Management, &reads), Err(message.to_owned()));
    let message = "the error rate is that of management events, and the trail records none";
    assert_eq!(
        said(&both[1..], Watched::Management, &made(None, &["s3"])),
        Err(message.to_owned())
    );
    let message = "data events are to be watched, and the trail records none";
    assert_eq!(said(&both, Watched::DataAsWell, &Selectors::default()), Err(message.to_owned()));
    let set = |categories: &[&str]| {
        serde_json::from_value::<Vec<super::InsightSelector>>(json!([
            { "InsightType": "ApiCallRateInsight", "EventCategories": categories }
        ]))
        .unwrap()
    };
    assert!(are_same(&set(&[]), &set(&["Management"])));
    assert!(are_same(&set(&["Data", "Management"]), &set(&["Management", "Data"])));
    assert!(!are_same(&set(&["Data"]), &set(&["Management"])));
    assert_eq!(told(&set(&["Data", "Management"])), ["call rate: management and data events"]);
}

#[test]
fn a_document_that_is_right_is_taken_as_it_is() {
    let selectors = Wishes {
        excluded: vec!["kms".into()],
        network: vec!["ec2:VpceAccessDenied".parse().unwrap()],
        ..wishes(Some(Access::Write), &["s3:logs", "lambda:f:read", "AWS::SCN::Instance"])
    };
    let Selectors::Advanced(all) = selectors.selectors("aws").unwrap() else { panic!("basic") };
    let list = serde_json::to_string(&all).unwrap();
    assert_eq!(check::parse(&list), Ok(all.clone()));
    assert_eq!(check::parse(&format!(r#"{{"AdvancedEventSelectors":{list}}}"#)), Ok(all));
}
