//! The rules of CloudTrail that the relay adds to moto, each in an account of its own.

use serde_json::{Value, json};

use super::Relay;
use crate::moto::{MOTO, Moto, cloudtrail};

/// An account and a bucket behind a strict relay.
struct Place {
    relay: Relay,
    moto: Moto,
    account: &'static str,
    bucket: String,
}

impl Place {
    fn new(account: &'static str) -> Self {
        let moto = MOTO.in_account(account);
        let bucket = format!("relay-{account}");
        moto.bucket(&bucket);
        Self { relay: Relay::before(&moto).strict(), moto, account, bucket }
    }

    /// With a bucket that takes what any trail of the account delivers.
    fn open(account: &'static str) -> Self {
        let place = Self::new(account);
        place.policy(&place.bucket_policy(&["*"], "*"));
        place
    }

    /// A policy by which folders of the bucket take logs of a trail.
    fn bucket_policy(&self, folders: &[&str], trail: &str) -> Value {
        let arn = format!("arn:aws:s3:::{}", self.bucket);
        let below: Vec<String> = folders.iter().map(|folder| format!("{arn}/{folder}")).collect();
        json!({ "Statement": [
            self.statement("s3:GetBucketAcl", &json!(arn), trail),
            self.statement("s3:PutObject", &json!(below), trail),
            { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
              "Condition": { "Bool": { "aws:SecureTransport": "false" } } }
        ]})
    }

    fn statement(&self, action: &str, resource: &Value, trail: &str) -> Value {
        let arn = format!("arn:aws:cloudtrail:*:{}:trail/{trail}", self.account);
        json!({
            "Effect": "Allow",
            "Principal": { "Service": "cloudtrail.amazonaws.com" },
            "Action": action,
            "Resource": resource,
            "Condition": { "StringLike": { "aws:SourceArn": arn } }
        })
    }

    fn policy(&self, policy: &Value) {
        let line = format!("PUT /{}?policy", self.bucket);
        self.moto.send(&line, "us-east-1/s3", &[], policy.to_string().as_bytes()).unwrap();
    }

    fn arn(&self, trail: &str) -> String {
        format!("arn:aws:cloudtrail:us-east-1:{}:trail/{trail}", self.account)
    }

    /// The answer to a call in a region, or the name of the error.
    fn call_in(&self, region: &str, operation: &str, input: &Value) -> Result<Value, String> {
        let answer = self.relay.front.call("cloudtrail", region, &cloudtrail(operation), input);
        answer.map_err(|error| {
            let name = error.split("\"__type\":").nth(1).unwrap_or(&error);
            name.split('"').nth(1).unwrap().to_owned()
        })
    }

    fn call(&self, operation: &str, input: &Value) -> Result<Value, String> {
        self.call_in("us-east-1", operation, input)
    }

    /// Creates a trail with a setting besides name and bucket.
    fn create(&self, name: &str, setting: (&str, &Value)) -> Result<Value, String> {
        let mut input = json!({ "Name": name, "S3BucketName": self.bucket });
        input[setting.0] = setting.1.clone();
        self.call("CreateTrail", &input)
    }
}

fn error(name: &str) -> Result<Value, String> {
    Err(name.to_owned())
}

#[test]
fn a_name_is_taken_once_and_where_it_is_seen() {
    let place = Place::open("500000000001");
    let everywhere = ("IsMultiRegionTrail", &json!(true));
    let created = place.create("one", everywhere).unwrap();
    assert_eq!(created["TrailARN"], place.arn("one"));
    assert!(created.get("KmsKeyId").is_none() && created.get("HasInsightSelectors").is_none());
    assert_eq!(place.create("one", everywhere), error("TrailAlreadyExistsException"));
    let input = json!({ "Name": "one", "S3BucketName": place.bucket });
    let elsewhere = place.call_in("eu-west-1", "CreateTrail", &input);
    assert_eq!(elsewhere, error("TrailAlreadyExistsException"));
    let refused: Vec<bool> = place.relay.calls().iter().map(|call| call.refused).collect();
    assert_eq!(refused, [false, true, true]);
}

#[test]
fn a_trail_is_changed_at_home_alone() {
    let place = Place::open("500000000002");
    place.create("here", ("IsMultiRegionTrail", &json!(true))).unwrap();
    place.create("only-here", ("IsMultiRegionTrail", &json!(false))).unwrap();
    for operation in ["UpdateTrail", "StartLogging", "StopLogging", "DeleteTrail"] {
        let call = |region, name: &str| place.call_in(region, operation, &json!({ "Name": name }));
        assert_eq!(call("us-east-1", "nowhere"), error("TrailNotFoundException"));
        assert_eq!(call("eu-west-1", "only-here"), error("TrailNotFoundException"));
        assert_eq!(call("eu-west-1", "here"), error("InvalidHomeRegionException"));
        let arn = place.arn("only-here");
        assert_eq!(call("eu-west-1", &arn), error("InvalidHomeRegionException"));
        assert!(call("us-east-1", &arn).is_ok(), "{operation}");
    }
    let names = json!([place.arn("here"), "only-here", "nowhere"]);
    let described =
        place.call_in("eu-west-1", "DescribeTrails", &json!({ "trailNameList": names }));
    let trails = described.unwrap()["trailList"].take();
    assert_eq!(trails.as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&trails[0]["Name"], &trails[0]["HomeRegion"]),
        (&json!("here"), &json!("us-east-1"))
    );
}

#[test]
fn selectors_and_insights_are_what_was_put_last() {
    let place = Place::open("500000000003");
    place.create("main", ("IsMultiRegionTrail", &json!(false))).unwrap();
    let name = json!({ "TrailName": "main" });
    let get = || place.call("GetEventSelectors", &name).unwrap();
    let flags = || {
        let trail = place.call("GetTrail", &json!({ "Name": "main" })).unwrap()["Trail"].take();
        ["HasCustomEventSelectors", "HasInsightSelectors"].map(|flag| trail[flag] == true)
    };
    assert_eq!(get()["EventSelectors"][0]["IncludeManagementEvents"], true);
    assert_eq!(flags(), [false, false]);
    let put = |member: &str, value: Value| {
        let input = json!({ "TrailName": "main", member: value });
        place.call("PutEventSelectors", &input).unwrap();
        let set = get();
        let members = ["EventSelectors", "AdvancedEventSelectors"];
        members.into_iter().filter(|name| set.get(name).is_some()).collect::<Vec<_>>()
    };
    let advanced =
        json!([{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }] }]);
    assert_eq!(put("AdvancedEventSelectors", advanced), ["AdvancedEventSelectors"]);
    assert_eq!(put("EventSelectors", json!([{ "ReadWriteType": "All" }])), ["EventSelectors"]);
    assert_eq!(flags(), [true, false]);

    let insights = || place.call("GetInsightSelectors", &name);
    assert_eq!(insights(), error("InsightNotEnabledException"));
    for kind in ["ApiCallRateInsight", "ApiErrorRateInsight"] {
        let selectors = json!([{ "InsightType": kind }]);
        let input = json!({ "TrailName": place.arn("main"), "InsightSelectors": selectors });
        place.call("PutInsightSelectors", &input).unwrap();
        assert_eq!(insights().unwrap()["InsightSelectors"], selectors);
    }
    assert_eq!(flags(), [true, true]);
    let none = json!({ "TrailName": "main", "InsightSelectors": [] });
    place.call("PutInsightSelectors", &none).unwrap();
    assert_eq!(insights(), error("InsightNotEnabledException"));
    assert_eq!(flags(), [true, false]);
}

#[test]
fn the_policy_of_the_bucket_must_let_logs_in() {
    let place = Place::new("500000000004");
    let refused = || error("InsufficientS3BucketPolicyException");
    let create = |prefix: &str| place.create("logs", ("S3KeyPrefix", &json!(prefix)));
    assert_eq!(create(""), refused());
    let own = format!("AWSLogs/{}/*", place.account);
    let narrow = format!("AWSLogs/{}/CloudTrail/*", place.account);
    for (folders, trail) in [
        ([own.as_str()], "other"),
        ([narrow.as_str()], "*"),
        (["AWSLogs/999999999999/*"], "*"),
        (["some/AWSLogs/*"], "*"),
    ] {
        place.policy(&place.bucket_policy(&folders, trail));
        assert_eq!(create(""), refused(), "{folders:?} {trail}");
    }
    let mut denied = place.bucket_policy(&["*"], "*");
    denied["Statement"][2]["Condition"] = json!({});
    place.policy(&denied);
    assert_eq!(create(""), refused());
    place.policy(&place.bucket_policy(&[&own], "logs"));
    assert_eq!(create("some"), refused());
    assert!(create("").is_ok());

    let update = |name: &str, value: &str| {
        place.call("UpdateTrail", &json!({ "Name": "logs", name: value }))
    };
    assert_eq!(update("S3KeyPrefix", "some"), refused());
    assert_eq!(update("S3BucketName", "relay-none"), error("S3BucketDoesNotExistException"));
    place.policy(&place.bucket_policy(&["some/AWSLogs/*"], "logs"));
    assert_eq!(update("S3KeyPrefix", "some").unwrap()["S3KeyPrefix"], "some");
}

#[test]
fn the_policy_of_the_topic_must_let_news_in() {
    let place = Place::open("500000000005");
    let topic = format!("arn:aws:sns:us-east-1:{}:relay", place.account);
    let create = |topic: &str| place.create("notified", ("SnsTopicName", &json!(topic)));
    let refused = || error("InsufficientSnsTopicPolicyException");
    assert_eq!(create(&topic), refused());
    place.moto.form("sns", "us-east-1", "Action=CreateTopic&Name=relay").unwrap();
    assert_eq!(create(&topic), refused());
    assert_eq!(create("relay"), refused());
    let statement = place.statement("SNS:Publish", &json!(topic), "notified");
    let policy = json!({ "Statement": [statement] });
    let form = format!(
        "Action=SetTopicAttributes&TopicArn={topic}&AttributeName=Policy&AttributeValue={policy}"
    );
    place.moto.form("sns", "us-east-1", &form).unwrap();
    let created = create(&topic).unwrap();
    assert_eq!(
        (&created["SnsTopicName"], &created["SnsTopicARN"]),
        (&json!("relay"), &json!(topic))
    );
    let update = |topic: &str| {
        let input = json!({ "Name": "notified", "SnsTopicName": topic });
        place.call("UpdateTrail", &input)
    };
    assert_eq!(update("none"), refused());
    assert_eq!(update("").unwrap().get("SnsTopicARN"), None);
}

#[test]
fn the_policy_of_the_key_must_let_cloudtrail_encrypt() {
    let place = Place::open("500000000006");
    let kms = |operation: &str, input: &Value| {
        let target = format!("TrentService.{operation}");
        place.moto.call("kms", "us-east-1", &target, input).unwrap()
    };
    let key = kms("CreateKey", &json!({}))["KeyMetadata"].take();
    let alias = json!({ "AliasName": "alias/relay", "TargetKeyId": key["KeyId"] });
    kms("CreateAlias", &alias);
    let create = |key: &str| place.create("secret", ("KmsKeyId", &json!(key)));
    assert_eq!(create("alias/none"), error("KmsKeyNotFoundException"));
    assert_eq!(create("alias/relay"), error("InsufficientEncryptionPolicyException"));
    let policy =
        json!({ "Statement": [place.statement("kms:GenerateDataKey*", &json!("*"), "*")] });
    let input =
        json!({ "KeyId": key["KeyId"], "PolicyName": "default", "Policy": policy.to_string() });
    kms("PutKeyPolicy", &input);
    assert_eq!(create("alias/relay").unwrap()["KmsKeyId"], key["Arn"]);
}

#[test]
fn a_trail_of_an_organization_needs_one() {
    let place = Place::open("500000000007");
    let create = || place.create("all", ("IsOrganizationTrail", &json!(true)));
    assert_eq!(create(), error("OrganizationsNotInUseException"));
    let target = "AWSOrganizationsV20161128.CreateOrganization";
    let input = json!({ "FeatureSet": "ALL" });
    let organization = place.moto.call("organizations", "us-east-1", target, &input).unwrap();
    let own = format!("AWSLogs/{}/*", place.account);
    place.policy(&place.bucket_policy(&[&own], "all"));
    assert_eq!(create(), error("InsufficientS3BucketPolicyException"));
    let id = organization["Organization"]["Id"].as_str().unwrap();
    place.policy(&place.bucket_policy(&[&own, &format!("AWSLogs/{id}/*")], "all"));
    assert_eq!(create().unwrap()["IsOrganizationTrail"], true);
}
