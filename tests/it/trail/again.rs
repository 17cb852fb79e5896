//! `ct trail create` and `update` when the trail or its resources exist already.

use serde_json::json;

use super::Account;
use crate::relay::Answer;

#[test]
fn create_lists_the_differences_of_an_existing_trail() {
    let account = Account::new("600000000051");
    account.done("create main --bucket again-differs --create-bucket --prefix a --tag t=1 --yes");
    account.relay.clear();
    for (flags, expected) in [
        ("--prefix b --tag t=1", "prefix: it has a, requested is b"),
        ("--prefix a --tag t=1 --multi-region", "all Regions: it has no, requested is yes"),
        ("--prefix a --tag t=1 --no-validation", "log file validation: it has yes"),
        ("--prefix a --tag t=2", "tag t: it is not 2"),
        ("--prefix a --tag t=1 --no-start", "logging: it is on"),
    ] {
        let ran = account.trail(&format!("create main --bucket again-differs {flags} --yes"));
        assert_eq!((ran.code, account.relay.writes().len()), (1, 0), "{flags}: {ran}");
        assert!(ran.stderr.contains(expected), "{flags}: {ran}");
        assert!(ran.stderr.contains("ct trail update main"), "{flags}: {ran}");
    }
    // Selectors that were chosen since are not replaced.
    account.done("events main --data s3:again:write --yes");
    account.relay.clear();
    let line = "create main --bucket again-differs --prefix a --tag t=1 --data lambda --yes";
    let ran = account.trail(line);
    assert_eq!((ran.code, account.relay.writes().len()), (1, 0), "{ran}");
    assert!(ran.stderr.contains("its event selectors differ"), "{ran}");
}

#[test]
fn create_starts_a_stopped_trail_and_update_reports_it() {
    let account = Account::new("600000000052");
    account.done("create main --bucket again-off --create-bucket --no-start --yes");
    let ran = account.trail("update main --validation --yes");
    assert_eq!(ran.code, 1, "{ran}");
    assert!(ran.stderr.contains("main is not logging: ct trail start main"), "{ran}");
    let ran = account.trail("update main --no-validation --yes");
    assert_eq!(ran.code, 0, "{ran}");
    assert!(ran.stderr.contains("main is not logging"), "{ran}");
    let line = "create main --bucket again-off --no-validation";
    let ran = account.trail(&format!("{line} --no-start --yes"));
    assert!(ran.code == 0 && ran.stderr.contains("needs no change"), "{ran}");
    let plan = account.as_planned(line, &["cloudtrail:StartLogging"]);
    assert!(plan.contains("start logging"), "{plan}");
}

#[test]
fn only_the_policy_of_an_untagged_bucket_is_changed() {
    let account = Account::new("600000000053");
    account.moto.bucket("again-theirs");
    // It lacks settings that --create-bucket stands for.
    let ran = account.trail("create main --bucket again-theirs --create-bucket --yes");
    assert_eq!((ran.code, account.relay.writes().len()), (1, 0), "{ran}");
    assert!(ran.stderr.contains("it lacks public access block, versioning, encryption"), "{ran}");
    let calls = ["s3:PutBucketPolicy", "cloudtrail:CreateTrail", "cloudtrail:StartLogging"];
    account.as_planned("create main --bucket again-theirs", &calls);
    // The same for a bucket that ct created for another trail.
    account.done("create other --bucket again-other --create-bucket --yes");
    let off = b"<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>";
    account.moto.send("PUT /again-other?versioning", "us-east-1/s3", &[], off).unwrap();
    account.as_planned("create third --bucket again-other", &calls);
    let line = "create other --bucket again-other";
    let plan = account.as_planned(line, &["s3:PutBucketVersioning"]);
    assert!(plan.contains("sets versioning"), "{plan}");
}

#[test]
fn leftover_bucket_and_key_are_named_with_the_commands_that_remove_them() {
    let account = Account::new("600000000054");
    account.relay.cut_after_write(1);
    let mut child = account.program("us-east-1", "trail create main --yes").start();
    while !account.relay.is_cut() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    account.relay.mend();
    let ran = account.trail("create main --bucket again-left --create-bucket --create-key --yes");
    assert_eq!(ran.code, 0, "{ran}");
    let left = "aws s3api delete-bucket --bucket aws-cloudtrail-logs-600000000054-";
    assert!(ran.stderr.contains(left), "{ran}");
    let key = account.json("describe main -o json")["KmsKeyId"].clone();
    let ran = account.trail("delete main --yes");
    let remove = format!("aws kms schedule-key-deletion --key-id {}", key.as_str().unwrap());
    assert!(ran.code == 0 && ran.stderr.contains(&remove), "{ran}");
    // The bucket of a deleted trail.
    let ran = account.trail("delete main --yes");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.stderr.contains("aws s3api delete-bucket --bucket again-left"), "{ran}");
    account.as_planned("delete main --with-bucket", &["s3:DeleteBucket", "s3:DeleteBucket"]);
    assert_eq!(account.json("list -o json"), json!([]));
}

#[test]
fn create_does_not_go_on_if_the_tags_of_a_key_cannot_be_read() {
    let account = Account::new("600000000059");
    account.with_key("alias/another");
    let line = "create main --bucket again-tags --create-bucket --create-key --yes";
    let refused = |code: &str| Answer::error("kms:ListResourceTags", 400, code, "no").times(1);
    account.relay.answer(refused("InvalidArnException"));
    let ran = account.trail(line);
    assert_eq!((ran.code, account.relay.writes()), (2, Vec::new()), "{ran}");
    assert!(ran.stderr.contains("ct: InvalidArnException: no"), "{ran}");
    // A key that the caller cannot read is another user's.
    account.relay.answer(refused("AccessDeniedException"));
    let ran = account.trail(line);
    assert_eq!(ran.code, 0, "{ran}");
    assert!(account.relay.writes().contains(&"kms:CreateKey".to_owned()), "{ran}");
}

#[test]
fn untagged_empty_bucket_is_left_alone_and_the_help_names_both_commands() {
    let account = Account::new("600000000055");
    // A run leaves such a bucket if it is killed before PutBucketTagging, on a server that ignores
    // tags in CreateBucket.
    let usual = "aws-cloudtrail-logs-600000000055-0badcafe";
    for bucket in ["again-bare", usual] {
        account.moto.bucket(bucket);
    }
    let tag = |bucket: &str| {
        let tags = format!("TagSet=[{{Key=ct:trail,Value={}}}]", account.arn("main"));
        format!("aws s3api put-bucket-tagging --bucket {bucket} --tagging '{tags}' --region")
    };
    let remove = |bucket: &str| format!("aws s3api delete-bucket --bucket {bucket} --region");
    let ran = account.trail("create main --bucket again-bare --create-bucket --yes");
    assert_eq!(ran.code, 1, "{ran}");
    assert_eq!(account.relay.writes(), Vec::<String>::new(), "{ran}");
    for bucket in ["again-bare", usual] {
        assert!(ran.stderr.contains(&tag(bucket)), "{bucket}: {ran}");
        assert!(ran.stderr.contains(&remove(bucket)), "{bucket}: {ran}");
    }
    // The tag hands the bucket to the trail.
    let body = format!(
        "<Tagging><TagSet><Tag><Key>ct:trail</Key><Value>{}</Value></Tag></TagSet></Tagging>",
        account.arn("main")
    );
    account.moto.send("PUT /again-bare?tagging", "us-east-1/s3", &[], body.as_bytes()).unwrap();
    account.done("create main --bucket again-bare --create-bucket --yes");
}

#[test]
fn help_offers_no_tagging_of_a_bucket_that_has_tags() {
    let account = Account::new("600000000056");
    account.moto.bucket("again-tagged");
    let body = b"<Tagging><TagSet><Tag><Key>team</Key><Value>a</Value></Tag></TagSet></Tagging>";
    account.moto.send("PUT /again-tagged?tagging", "us-east-1/s3", &[], body).unwrap();
    let ran = account.trail("create main --bucket again-tagged --create-bucket --yes");
    assert_eq!(ran.code, 1, "{ran}");
    assert!(!ran.stderr.contains("put-bucket-tagging"), "{ran}");
}

impl Account {
    /// Creates a bucket with the tag of a trail, as an interrupted run leaves it.
    fn tagged_bucket(&self, bucket: &str, trail: &str) {
        self.moto.bucket(bucket);
        let tag = format!("<Tag><Key>ct:trail</Key><Value>{}</Value></Tag>", self.arn(trail));
        let body = format!("<Tagging><TagSet>{tag}</TagSet></Tagging>");
        let target = format!("PUT /{bucket}?tagging");
        self.moto.send(&target, "us-east-1/s3", &[], body.as_bytes()).unwrap();
    }
}

#[test]
fn create_stops_if_the_bucket_of_an_earlier_run_cannot_be_read() {
    let account = Account::new("600000000057");
    let usual = "aws-cloudtrail-logs-600000000057-0badcafe";
    account.tagged_bucket(usual, "main");
    for (status, code, expected) in [
        (400, "InvalidRequest", "ct: InvalidRequest: no".to_owned()),
        (403, "AccessDenied", format!("cannot read the tags of bucket {usual}, which an earlier")),
    ] {
        account.relay.answer(Answer::error("GetBucketTagging", status, code, "no"));
        let ran = account.trail("create main --yes");
        assert_eq!((ran.code, account.relay.writes().len()), (2, 0), "{code}: {ran}");
        assert!(ran.stderr.contains(&expected), "{code}: {ran}");
    }
    // With a bucket that the user names, it is only named.
    let ran = account.trail("create main --bucket again-named --create-bucket --yes");
    assert_eq!(ran.code, 0, "{ran}");
    let expected = format!("cannot tell whether an earlier run left bucket {usual}: access denied");
    assert!(ran.stderr.contains(&expected), "{ran}");
}

#[test]
fn create_skips_unreadable_buckets_that_cannot_be_its_own() {
    let account = Account::new("600000000058");
    account.moto.bucket("aws-cloudtrail-logs-600000000058-archive");
    account.relay.answer(Answer::error("GetBucketTagging", 403, "AccessDenied", "no"));
    let ran = account.trail("create main --yes");
    assert_eq!(ran.code, 0, "{ran}");
    assert!(!ran.stderr.contains("archive"), "{ran}");
}

#[test]
fn create_reads_tags_and_policy_of_a_bucket_once() {
    let account = Account::new("600000000062");
    account.tagged_bucket("aws-cloudtrail-logs-600000000062-0badcafe", "main");
    account.moto.bucket("aws-cloudtrail-logs-600000000062-0badbeef");
    for line in [
        "create main --dry-run",
        "create main --bucket aws-cloudtrail-logs-600000000062-0badcafe --dry-run",
    ] {
        account.relay.clear();
        let plan = account.done(line);
        assert!(plan.contains("complete bucket"), "{plan}");
        for operation in ["GetBucketTagging", "GetBucketPolicy"] {
            let calls = account.relay.calls().into_iter();
            let mut targets: Vec<String> =
                calls.filter(|call| call.operation == operation).map(|call| call.target).collect();
            let read = targets.len();
            targets.sort();
            targets.dedup();
            assert_eq!((read, targets.len()), (2, 2), "{line}: {operation}: {targets:?}");
        }
    }
}

#[test]
fn resumed_delete_checks_whether_another_trail_delivers_to_the_bucket() {
    let account = Account::new("600000000060");
    account.tagged_bucket("again-shared", "main");
    account.done("create other --bucket again-shared --no-start --yes");
    account.relay.clear();
    for flags in ["--with-bucket --yes", ""] {
        let ran = account.trail(&format!("delete main {flags}"));
        assert_eq!((ran.code, account.relay.writes().len()), (2, 0), "{flags}: {ran}");
        assert!(ran.stderr.contains("delivers to bucket again-shared as well"), "{flags}: {ran}");
        assert!(!ran.stderr.contains("delete-bucket"), "{flags}: {ran}");
    }
}
