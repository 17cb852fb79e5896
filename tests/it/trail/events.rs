//! `ct trail events`: the selectors that it shows and sends, and the flags that it refuses.

use serde_json::{Value, json};

use crate::harness::{Ct, Ran, put};
use crate::moto::{MOTO, Moto, cloudtrail};
use crate::relay::{Answer, Relay};

/// An account with a multi-Region trail `main` whose home Region is `us-east-1`.
pub(super) struct TrailAccount {
    pub(super) relay: Relay,
    moto: Moto,
    account: &'static str,
}

impl TrailAccount {
    /// `account` is a number that no other test uses.
    pub(super) fn new(account: &'static str) -> Self {
        let moto = MOTO.in_account(account);
        let bucket = format!("events-{account}");
        moto.bucket(&bucket);
        let trail = json!({ "Name": "main", "S3BucketName": bucket, "IsMultiRegionTrail": true });
        moto.trail("us-east-1", &trail);
        Self { relay: Relay::before(&moto).strict(), moto, account }
    }

    /// `ct`, in the home Region.
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

    /// Calls CloudTrail directly.
    pub(super) fn call(&self, operation: &str, input: &Value) {
        self.moto.call("cloudtrail", "us-east-1", &cloudtrail(operation), input).unwrap();
    }

    /// The Region and the input of the last call of an operation.
    pub(super) fn sent(&self, operation: &str) -> (String, Value) {
        let calls = self.relay.calls();
        let call = calls.iter().rfind(|call| call.operation == operation).unwrap();
        (call.region.clone(), call.input())
    }

    /// Runs `ct trail events` with these flags. Returns the selectors that it sent.
    fn set(&self, flags: &str) -> Value {
        let ran = self.ct(&format!("trail events main --yes {flags}")).run();
        assert_eq!(ran.code, 0, "{flags}: {ran}");
        self.sent("PutEventSelectors").1["AdvancedEventSelectors"].take()
    }

    /// Runs `ct` in the home Region. The plan is cut off.
    pub(super) fn run(&self, line: &str) -> Ran {
        without_plan(self.ct(line).run())
    }

    /// Runs a line that must fail with code 2 and without a write. Returns stderr.
    pub(super) fn refusal(&self, line: &str) -> String {
        let ran = self.ct(line).run();
        assert!(ran.code == 2 && ran.stdout.is_empty(), "{line}: {ran}");
        assert_eq!(self.relay.writes(), Vec::<String>::new(), "{line}");
        ran.stderr
    }
}

/// A run without its plan.
pub(super) fn without_plan(mut ran: Ran) -> Ran {
    if let Some(at) = ran.stderr.find("This will\n") {
        ran.stderr.truncate(at);
    }
    ran
}

/// The fields of a selector, each as `field operator values`.
fn fields(selector: &Value) -> Vec<String> {
    let text = |field: &Value| {
        let operators = field.as_object().unwrap().iter().filter(|(name, _)| *name != "Field");
        let operators: Vec<String> =
            operators.map(|(name, values)| format!("{name} {values}")).collect();
        format!("{} {}", field["Field"].as_str().unwrap(), operators.join(" "))
    };
    selector["FieldSelectors"].as_array().unwrap().iter().map(text).collect()
}

#[test]
fn default_selectors_are_shown() {
    let account = TrailAccount::new("310000000001");
    insta::assert_snapshot!(account.run("trail events main"), @"
    code 0
    --- stdout
    main  basic event selectors
      management events: all
    --- stderr
    ");
    insta::assert_snapshot!(account.run("trail events main -o json"), @r#"
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
    assert_eq!(account.relay.writes(), Vec::<String>::new());
}

#[test]
fn data_flags_replace_default_selectors() {
    let account = TrailAccount::new("310000000002");
    let line = "trail events main --management none --data s3:bucket-a/prefix:write \
                --data s3:bucket-b:write --yes";
    insta::assert_snapshot!(account.run(line), @"
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
    assert_eq!(account.relay.writes(), ["cloudtrail:PutEventSelectors"]);
    let (region, sent) = account.sent("PutEventSelectors");
    assert_eq!(region, "us-east-1");
    let expected = json!({
        "TrailName": account.arn(),
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
    account.relay.clear();
    insta::assert_snapshot!(account.run(line), @"
    code 0
    --- stdout
    main  advanced event selectors
      management events: none
      S3 objects: write, in bucket-a/prefix, bucket-b
    --- stderr
    no change: main records this already
    ");
    assert_eq!(account.relay.writes(), Vec::<String>::new());
}

#[test]
fn each_flag_becomes_field_selectors() {
    let account = TrailAccount::new("310000000003");
    let sent = |flags: &str| -> Vec<Vec<String>> {
        account.set(flags).as_array().unwrap().iter().map(fields).collect()
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
    insta::assert_snapshot!(account.run("trail events main"), @"
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
fn document_is_sent_unchanged() {
    let account = TrailAccount::new("310000000004");
    let list = json!([{ "Name": "mine", "FieldSelectors": [
        { "Field": "eventCategory", "Equals": ["Data"] },
        { "Field": "resources.type", "Equals": ["AWS::S3::Object"] },
        { "Field": "eventName", "Equals": ["DeleteObject"] },
        { "Field": "resources.ARN", "NotStartsWith": ["arn:aws:s3:::logs/"] },
    ]}]);
    let folder = tempfile::tempdir().unwrap();
    let file = put(folder.path(), "mine.json", list.to_string());
    assert_eq!(account.set(&format!("--advanced '{}'", file.display())), list);
    let shown = account.ct("trail events main -o json").run().expect_silent_yes();
    // The JSON output is accepted as input, and changes nothing.
    account.relay.clear();
    let line = "trail events main --advanced -";
    insta::assert_snapshot!(account.ct(line).input(shown.stdout).run(), @"
    code 0
    --- stdout
    main  advanced event selectors
      management events: none
      S3 objects: all, only where eventName is DeleteObject, only where resources.ARN does not start with arn:aws:s3:::logs/
    --- stderr
    no change: main records this already
    ");
    let others = json!({ "AdvancedEventSelectors": [{ "Name": "else",
        "FieldSelectors": list[0]["FieldSelectors"] }] });
    let ran = account.ct(&format!("{line} --dry-run")).input(others.to_string()).run();
    insta::assert_snapshot!(without_plan(ran), @"
    code 0
    --- stdout
      set events of  main  management events: none; S3 objects: all, only where eventName is DeleteObject, only where resources.ARN does not start with arn:aws:s3:::logs/
    --- stderr
    main records
        management events: none
        S3 objects: all, only where eventName is DeleteObject, only where resources.ARN does not start with arn:aws:s3:::logs/
      the same events, with different selectors
    ");
    assert_eq!(account.relay.writes(), Vec::<String>::new());
}

#[test]
fn dry_run_shows_the_difference_and_writes_nothing() {
    let account = TrailAccount::new("310000000005");
    account.call(
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
    insta::assert_snapshot!(account.run(&format!("{line} --dry-run")), @"
    code 0
    --- stdout
      set events of  main  management events: write, except kms.amazonaws.com; S3 objects: write, in logs; S3 objects: all, in new
    --- stderr
    main records
        management events: write, except kms.amazonaws.com
        S3 objects: write, in logs
      + S3 objects: all, in new
      replaces the basic selectors with advanced ones
    ");
    // Without a terminal ct cannot ask for confirmation.
    assert_eq!(account.ct(line).run().code, 2);
    assert_eq!(account.relay.writes(), Vec::<String>::new());
    // Equivalent advanced selectors are no change to basic ones.
    let same = "trail events main --management write --exclude kms --data s3:logs:write";
    insta::assert_snapshot!(account.run(same), @"
    code 0
    --- stdout
    main  basic event selectors
      management events: write, except kms.amazonaws.com
      S3 objects: write, in logs
    --- stderr
    no change: main records this already
    ");
    assert_eq!(account.relay.writes(), Vec::<String>::new());
}

#[test]
fn invalid_flags_are_refused_with_help() {
    let account = TrailAccount::new("310000000006");
    let refusal = |flags: &str| account.refusal(&format!("trail events main {flags}"));
    let known = refusal("--data s4");
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
    insta::assert_snapshot!(wrong.map(refusal).join("\n"), @"
    ct: Glue tables need an ARN, not a name: orders
    help: write the ARN; one that ends in * is a prefix

    ct: arn:aws-cn:sqs:cn-north-1:310000000006:q is in partition aws-cn, the trail in aws
    help: a trail records resources of its own partition

    ct: unsupported in --exclude: ec2.amazonaws.com
    help: CloudTrail can exclude kms and rdsdata only

    ct: the trail would record nothing
    help: add --data or --network; to record nothing, stop the trail

    ct: --network: unsupported error code: ec2:AccessDenied
    help: CloudTrail supports one error code: ec2:VpceAccessDenied

    ct: no-such-file.json: no such file or folder
    help: name a file with advanced event selectors, or - for stdin
    ");
    let misused = ["--management some", "--advanced - --data s3", "--data s3 --dry-run --yes"];
    insta::assert_snapshot!(misused.map(refusal).join("\n"), @"
    ct: invalid value 'some' for '--management <WHICH>' [possible values: all, read, write, none]
    help: all flags: ct trail events --help

    ct: the argument '--advanced <FILE>' cannot be used with '--data <WHAT>'
    help: all flags: ct trail events --help

    ct: the argument '--dry-run' cannot be used with '--yes'
    help: all flags: ct trail events --help
    ");
    insta::assert_snapshot!(account.refusal("trail events other"), @"
    ct: no trail named other in us-east-1
    help: existing trails: main; all Regions: ct trail list
    ");
}

#[test]
fn each_broken_rule_of_a_document_is_one_line() {
    let account = TrailAccount::new("310000000007");
    let line = "trail events main --advanced - --yes";
    let given = |document: &Value| account.ct(line).input(document.to_string()).run();
    let field = json!({ "Field": "eventCategory", "Equals": ["Data"] });
    insta::assert_snapshot!(given(&json!([{ "FieldSelectors": [field] }])), @"
    code 2
    --- stdout
    --- stderr
    ct: standard input: selector 1: field resources.type: missing; Data events need it
    help: the rules: AdvancedFieldSelector in the AWS CloudTrail API Reference
    ");
    let odd = json!({ "Field": "readOnly\u{1b}[31m", "Equals": ["true"] });
    insta::assert_snapshot!(given(&json!([{ "FieldSelectors": [field, odd] }])), @r"
    code 2
    --- stdout
    --- stderr
    ct: standard input: 2 errors
      selector 1: field resources.type: missing; Data events need it
      selector 1: field readOnly\u{1b}[31m: not supported by Data events; supported: eventCategory, resources.type, readOnly, eventName, eventSource, eventType, resources.ARN, sessionCredentialFromConsole, userIdentity.arn
    help: the rules: AdvancedFieldSelector in the AWS CloudTrail API Reference
    ");
    // Faults of a document are found before the first call.
    assert!(account.relay.calls().is_empty());
}

#[test]
fn selectors_are_read_and_put_in_the_home_region() {
    let account = TrailAccount::new("310000000008");
    let regions = |operation: &str| -> Vec<String> {
        let calls = account.relay.calls();
        let calls = calls.iter().filter(|call| call.operation == operation);
        calls.map(|call| call.region.clone()).collect()
    };
    let shadow = account.ct_in("eu-west-1", "trail events main --data s3 --yes").run();
    assert_eq!(shadow.code, 0, "{shadow}");
    assert_eq!(regions("DescribeTrails"), ["eu-west-1"]);
    assert_eq!(regions("GetEventSelectors"), ["us-east-1"]);
    assert_eq!(regions("PutEventSelectors"), ["us-east-1"]);
    account.relay.clear();
    let line = format!("trail events {} --data s3:read --yes", account.arn());
    let named = account.ct_in("eu-west-1", &line).run();
    assert_eq!(named.code, 0, "{named}");
    assert_eq!(regions("DescribeTrails"), ["us-east-1"]);
    assert_eq!(regions("PutEventSelectors"), ["us-east-1"]);
}

#[test]
fn aws_errors_are_shown_with_help() {
    let account = TrailAccount::new("310000000009");
    account.relay.answer(Answer::error(
        "GetEventSelectors",
        400,
        "AccessDeniedException",
        "You are not allowed to do this.",
    ));
    insta::assert_snapshot!(account.run("trail events main"), @"
    code 2
    --- stdout
    --- stderr
    ct: access denied
    help: needs cloudtrail:GetEventSelectors on arn:aws:cloudtrail:us-east-1:310000000009:trail/main
    ");
    let other = TrailAccount::new("310000000010");
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
      set events of  main  management events: all; AWS::No::Type: all
    ct: cannot set events of main: InvalidEventSelectorsException: The resource type is not supported.
    help: ct trail events NAME shows the current selectors; see its --help
    ");
}
