//! `ct trail events`: what is shown, what is sent, and what is refused before anything is.

use serde_json::{Value, json};

use crate::harness::{Ct, Ran, put};
use crate::moto::{MOTO, Moto, cloudtrail};
use crate::relay::{Answer, Relay};

/// An account with a trail `main` of all regions, whose home is `us-east-1`.
pub(super) struct Place {
    pub(super) relay: Relay,
    moto: Moto,
    account: &'static str,
}

impl Place {
    /// An account that is no other test's.
    pub(super) fn new(account: &'static str) -> Self {
        let moto = MOTO.in_account(account);
        let bucket = format!("events-{account}");
        moto.bucket(&bucket);
        let trail = json!({ "Name": "main", "S3BucketName": bucket, "IsMultiRegionTrail": true });
        moto.trail("us-east-1", &trail);
        Self { relay: Relay::before(&moto).strict(), moto, account }
    }

    /// The program, in the trail's home.
    pub(super) fn ct(&self, line: &str) -> Ct {
        self.ct_in("us-east-1", line)
    }

    pub(super) fn ct_in(&self, region: &str, line: &str) -> Ct {
        let environment = self.relay.environment();
        let ct = Ct::new(line).env("AWS_REGION", region);
        environment.into_iter().fold(ct, |ct, (name, value)| ct.env(name, value))
    }

    pub(super) fn arn(&self) -> String {
        format!("arn:aws:cloudtrail:us-east-1:{}:trail/main", self.account)
    }

    /// Calls CloudTrail without the program.
    pub(super) fn tell(&self, operation: &str, input: &Value) {
        self.moto.call("cloudtrail", "us-east-1", &cloudtrail(operation), input).unwrap();
    }

    /// What was last asked of an operation, and in which region.
    pub(super) fn sent(&self, operation: &str) -> (String, Value) {
        let calls = self.relay.calls();
        let call = calls.iter().rfind(|call| call.operation == operation).unwrap();
        (call.region.clone(), call.input())
    }

    /// Sets what is recorded with these flags, and tells which selectors were sent.
    fn set(&self, flags: &str) -> Value {
        let ran = self.ct(&format!("trail events main --yes {flags}")).run();
        assert_eq!(ran.code, 0, "{flags}: {ran}");
        self.sent("PutEventSelectors").1["AdvancedEventSelectors"].take()
    }

    /// What a run in the trail's home tells, but for the plan and the question.
    pub(super) fn told(&self, line: &str) -> Ran {
        unplanned(self.ct(line).run())
    }

    /// Sees to it that this is refused, with nothing written.
    pub(super) fn refusal(&self, line: &str) -> String {
        let ran = self.ct(line).run();
        assert!(ran.code == 2 && ran.stdout.is_empty(), "{line}: {ran}");
        assert_eq!(self.relay.writes(), Vec::<String>::new(), "{line}");
        ran.stderr
    }
}

/// A run without the plan that it shows, which is told of elsewhere.
pub(super) fn unplanned(mut ran: Ran) -> Ran {
    if let Some(at) = ran.stderr.find("This will\n") {
        ran.stderr.truncate(at);
    }
    ran
}

/// The fields of a selector, each as `field operator values`.
fn fields(selector: &Value) -> Vec<String> {
    let told = |field: &Value| {
        let operators = field.as_object().unwrap().iter().filter(|(name, _)| *name != "Field");
        let operators: Vec<String> =
            operators.map(|(name, values)| format!("{name} {values}")).collect();
        format!("{} {}", field["Field"].as_str().unwrap(), operators.join(" "))
    };
    selector["FieldSelectors"].as_array().unwrap().iter().map(told).collect()
}

#[test]
fn what_was_never_set_is_shown() {
    let place = Place::new("310000000001");
    insta::assert_snapshot!(place.told("trail events main"), @"
    code 0
    --- stdout
    main  basic event selectors
      management events: all
    --- stderr
    ");
    insta::assert_snapshot!(place.told("trail events main -o json"), @r#"
    code 0
    --- stdout
    {
      "EventSelectors": [
        {
          "ReadWriteType": "All",
          "IncludeManagementEvents": true,
          "DataResources": [],
          "ExcludeManagementEventSources": []
        }
      ]
    }
    --- stderr
    "#);
    assert_eq!(place.relay.writes(), Vec::<String>::new());
}

#[test]
fn writes_to_two_buckets_and_no_management_events_are_one_line() {
    let place = Place::new("310000000002");
    let line = "trail events main --management none --data s3:bucket-a/prefix:write \
                --data s3:bucket-b:write --yes";
    insta::assert_snapshot!(place.told(line), @"
    code 0
    --- stdout
    main  advanced event selectors
      management events: none
      S3 objects: write, in bucket-a/prefix, bucket-b
    --- stderr
    main records
      - management events: all
      + management events: none
      + S3 objects: write, in bucket-a/prefix, bucket-b
      replaces the basic selectors with advanced ones
    ");
    assert_eq!(place.relay.writes(), ["cloudtrail:PutEventSelectors"]);
    let (region, sent) = place.sent("PutEventSelectors");
    assert_eq!(region, "us-east-1");
    let expected = json!({
        "TrailName": place.arn(),
        "AdvancedEventSelectors": [{
            "Name": "S3 objects: write",
            "FieldSelectors": [
                { "Field": "eventCategory", "Equals": ["Data"] },
                { "Field": "resources.type", "Equals": ["AWS::S3::Object"] },
                { "Field": "readOnly", "Equals": ["false"] },
                { "Field": "resources.ARN",
                  "StartsWith": ["arn:aws:s3:::bucket-a/prefix", "arn:aws:s3:::bucket-b/"] },
            ]
        }]
    });
    assert_eq!(sent, expected);
    place.relay.clear();
    insta::assert_snapshot!(place.told(line), @"
    code 0
    --- stdout
    main  advanced event selectors
      management events: none
      S3 objects: write, in bucket-a/prefix, bucket-b
    --- stderr
    nothing to change: main records this already
    ");
    assert_eq!(place.relay.writes(), Vec::<String>::new());
}

#[test]
fn each_flag_is_sent() {
    let place = Place::new("310000000003");
    let sent = |flags: &str| -> Vec<Vec<String>> {
        place.set(flags).as_array().unwrap().iter().map(fields).collect()
    };
    let management = r#"eventCategory Equals ["Management"]"#;
    let data = r#"eventCategory Equals ["Data"]"#;
    let [read, write] = ["true", "false"].map(|it| format!(r#"readOnly Equals ["{it}"]"#));
    assert_eq!(sent("--management read"), [vec![management, &read]]);
    assert_eq!(sent("--management write"), [vec![management, &write]]);
    let both = r#"eventSource NotEquals ["kms.amazonaws.com","rdsdata.amazonaws.com"]"#;
    assert_eq!(sent("--exclude kms,rdsdata"), [vec![management, both]]);
    let lambda = r#"resources.type Equals ["AWS::Lambda::Function"]"#;
    let function = r#"resources.ARN EndsWith [":function:orders"]"#;
    assert_eq!(
        sent("--data lambda:orders --data AWS::SCN::Instance:read"),
        [
            vec![management],
            vec![data, lambda, function],
            vec![data, r#"resources.type Equals ["AWS::SCN::Instance"]"#, &read],
        ]
    );
    let network = r#"eventCategory Equals ["NetworkActivity"]"#;
    let denied = r#"errorCode Equals ["VpceAccessDenied"]"#;
    assert_eq!(
        sent("--management none --network ec2:VpceAccessDenied,s3"),
        [
            vec![network, r#"eventSource Equals ["ec2.amazonaws.com"]"#, denied],
            vec![network, r#"eventSource Equals ["s3.amazonaws.com"]"#],
        ]
    );
    insta::assert_snapshot!(place.told("trail events main"), @"
    code 0
    --- stdout
    main  advanced event selectors
      management events: none
      network activity: ec2.amazonaws.com, VpceAccessDenied only
      network activity: s3.amazonaws.com
    --- stderr
    ");
}

#[test]
fn a_document_is_sent_as_it_is() {
    let place = Place::new("310000000004");
    let list = json!([{ "Name": "mine", "FieldSelectors": [
        { "Field": "eventCategory", "Equals": ["Data"] },
        { "Field": "resources.type", "Equals": ["AWS::S3::Object"] },
        { "Field": "eventName", "Equals": ["DeleteObject"] },
        { "Field": "resources.ARN", "NotStartsWith": ["arn:aws:s3:::logs/"] },
    ]}]);
    let folder = tempfile::tempdir().unwrap();
    let file = put(folder.path(), "mine.json", list.to_string());
    assert_eq!(place.set(&format!("--advanced '{}'", file.display())), list);
    let shown = place.ct("trail events main -o json").run().expect_silent_yes();
    // What is shown can be given, and is what is there.
    place.relay.clear();
    let line = "trail events main --advanced -";
    insta::assert_snapshot!(place.ct(line).input(shown.stdout).run(), @"
    code 0
    --- stdout
    main  advanced event selectors
      management events: none
      S3 objects: all, only where eventName is DeleteObject, only where resources.ARN does not start with arn:aws:s3:::logs/
    --- stderr
    nothing to change: main records this already
    ");
    let others = json!({ "AdvancedEventSelectors": [{ "Name": "else",
        "FieldSelectors": list[0]["FieldSelectors"] }] });
    let ran = place.ct(&format!("{line} --dry-run")).input(others.to_string()).run();
    insta::assert_snapshot!(unplanned(ran), @"
    code 0
    --- stdout
      record events  main  management events: none; S3 objects: all, only where eventName is DeleteObject, only where resources.ARN does not start with arn:aws:s3:::logs/
    --- stderr
    main records
        management events: none
        S3 objects: all, only where eventName is DeleteObject, only where resources.ARN does not start with arn:aws:s3:::logs/
      the same events; the selectors are written otherwise
    ");
    assert_eq!(place.relay.writes(), Vec::<String>::new());
}

#[test]
fn a_dry_run_shows_the_difference_and_writes_nothing() {
    let place = Place::new("310000000005");
    place.tell(
        "PutEventSelectors",
        &json!({ "TrailName": "main", "EventSelectors": [{
            "ReadWriteType": "WriteOnly",
            "IncludeManagementEvents": true,
            "DataResources": [{ "Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::logs/"] }],
            "ExcludeManagementEventSources": ["kms.amazonaws.com"]
        }]}),
    );
    let line =
        "trail events main --management write --exclude kms --data s3:logs:write --data s3:new";
    insta::assert_snapshot!(place.told(&format!("{line} --dry-run")), @"
    code 0
    --- stdout
      record events  main  management events: write, except kms.amazonaws.com; S3 objects: write, in logs; S3 objects: all, in new
    --- stderr
    main records
        management events: write, except kms.amazonaws.com
        S3 objects: write, in logs
      + S3 objects: all, in new
      replaces the basic selectors with advanced ones
    ");
    // Nobody is there to be asked.
    assert_eq!(place.ct(line).run().code, 2);
    assert_eq!(place.relay.writes(), Vec::<String>::new());
    // The same events in the words of the other kind are no change.
    let same = "trail events main --management write --exclude kms --data s3:logs:write";
    insta::assert_snapshot!(place.told(same), @"
    code 0
    --- stdout
    main  basic event selectors
      management events: write, except kms.amazonaws.com
      S3 objects: write, in logs
    --- stderr
    nothing to change: main records this already
    ");
    assert_eq!(place.relay.writes(), Vec::<String>::new());
}

#[test]
fn what_is_wrong_is_said_in_a_line() {
    let place = Place::new("310000000006");
    let said = |flags: &str| place.refusal(&format!("trail events main {flags}"));
    let known = said("--data s4");
    assert!(
        known.starts_with("ct: --data: no such type: s4\nhelp: one of s3, lambda, "),
        "{known}"
    );
    let wrong = [
        "--data glue:orders",
        "--data sqs:arn:aws-cn:sqs:cn-north-1:310000000006:q",
        "--exclude ec2",
        "--management none",
        "--network ec2:AccessDenied",
        "--advanced no-such-file.json",
    ];
    insta::assert_snapshot!(wrong.map(said).join("\n"), @"
    ct: a name alone does not say which Glue tables are meant: orders
    help: write the ARN; one that ends in * is a beginning

    ct: arn:aws-cn:sqs:cn-north-1:310000000006:q is of the partition aws-cn, the trail of aws
    help: a trail records resources of its own partition

    ct: cannot be excluded: ec2.amazonaws.com
    help: a trail can leave out the events of kms and of rdsdata, and no others

    ct: that would record nothing
    help: ask for data or network activity as well; to record nothing at all stop the trail

    ct: --network: not to be asked for: ec2:AccessDenied
    help: CloudTrail can ask for one error alone: ec2:VpceAccessDenied

    ct: no-such-file.json: no such file or folder
    help: name a file with advanced event selectors, or - for the standard input
    ");
    let misused = ["--management some", "--advanced - --data s3", "--data s3 --dry-run --yes"];
    insta::assert_snapshot!(misused.map(said).join("\n"), @"
    ct: invalid value 'some' for '--management <WHICH>' [possible values: all, read, write, none]
    help: all flags: ct trail events --help

    ct: the argument '--advanced <FILE>' cannot be used with '--data <WHAT>'
    help: all flags: ct trail events --help

    ct: the argument '--dry-run' cannot be used with '--yes'
    help: all flags: ct trail events --help
    ");
    insta::assert_snapshot!(place.refusal("trail events other"), @"
    ct: no trail named other in us-east-1
    help: there is: main; all regions: ct trail list
    ");
}

#[test]
fn each_broken_rule_of_a_document_is_a_line() {
    let place = Place::new("310000000007");
    let line = "trail events main --advanced - --yes";
    let given = |document: &Value| place.ct(line).input(document.to_string()).run();
    let field = json!({ "Field": "eventCategory", "Equals": ["Data"] });
    insta::assert_snapshot!(given(&json!([{ "FieldSelectors": [field] }])), @"
    code 2
    --- stdout
    --- stderr
    ct: standard input: selector 1: field resources.type: missing, which Data events need
    help: the rules: AdvancedFieldSelector in the AWS CloudTrail API Reference
    ");
    let odd = json!({ "Field": "readOnly\u{1b}[31m", "Equals": ["true"] });
    insta::assert_snapshot!(given(&json!([{ "FieldSelectors": [field, odd] }])), @r"
    code 2
    --- stdout
    --- stderr
    ct: standard input: 2 things are wrong
      selector 1: field resources.type: missing, which Data events need
      selector 1: field readOnly\u{1b}[31m: not of Data events; known: eventCategory, resources.type, readOnly, eventName, eventSource, eventType, resources.ARN, sessionCredentialFromConsole, userIdentity.arn
    help: the rules: AdvancedFieldSelector in the AWS CloudTrail API Reference
    ");
    // Nobody was asked.
    assert!(place.relay.calls().is_empty());
}

#[test]
fn the_home_of_the_trail_is_asked() {
    let place = Place::new("310000000008");
    let regions = |operation: &str| -> Vec<String> {
        let calls = place.relay.calls();
        let calls = calls.iter().filter(|call| call.operation == operation);
        calls.map(|call| call.region.clone()).collect()
    };
    let shadow = place.ct_in("eu-west-1", "trail events main --data s3 --yes").run();
    assert_eq!(shadow.code, 0, "{shadow}");
    assert_eq!(regions("DescribeTrails"), ["eu-west-1"]);
    assert_eq!(regions("GetEventSelectors"), ["us-east-1"]);
    assert_eq!(regions("PutEventSelectors"), ["us-east-1"]);
    place.relay.clear();
    let line = format!("trail events {} --data s3:read --yes", place.arn());
    let named = place.ct_in("eu-west-1", &line).run();
    assert_eq!(named.code, 0, "{named}");
    assert_eq!(regions("DescribeTrails"), ["us-east-1"]);
    assert_eq!(regions("PutEventSelectors"), ["us-east-1"]);
}

#[test]
fn what_aws_refuses_is_told() {
    let place = Place::new("310000000009");
    place.relay.answer(Answer::error(
        "GetEventSelectors",
        400,
        "AccessDeniedException",
        "You are not allowed to do this.",
    ));
    insta::assert_snapshot!(place.told("trail events main"), @"
    code 2
    --- stdout
    --- stderr
    ct: access denied
    help: needs cloudtrail:GetEventSelectors on arn:aws:cloudtrail:us-east-1:310000000009:trail/main
    ");
    let other = Place::new("310000000010");
    other.relay.answer(Answer::error(
        "PutEventSelectors",
        400,
        "InvalidEventSelectorsException",
        "The resource type is not supported.",
    ));
    let ran = other.ct("trail events main --data AWS::No::Type --yes").run();
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    --- stderr
    main records
        management events: all
      + AWS::No::Type: all
      replaces the basic selectors with advanced ones
    This will
      record events  main  management events: all; AWS::No::Type: all
    ct: cannot record events main: InvalidEventSelectorsException: The resource type is not supported.
    help: ct trail events NAME shows what is there; see its --help
    ");
}
