//! Plans for requests and resources that no server is needed for.

use super::*;
use crate::trail::change::Change;
use crate::trail::created::{BucketSetting, RoleState};
use crate::trail::{Trail as ExistingTrail, TrailSettings};

fn request() -> Request {
    let home =
        Home { region: "us-east-1".parse().unwrap(), account: "111122223333".parse().unwrap() };
    let trail = Trail::new("main", Some(&home)).unwrap();
    let bucket = BucketRequest { name: "logs".parse().unwrap(), source: BucketSource::UserCreates };
    let resources = ResourceNames {
        bucket,
        key: None,
        topic: None,
        create_topic: false,
        queue: None,
        notify_from_topic: false,
        log_group: None,
        role: None,
    };
    Request {
        home,
        trail,
        organization: None,
        resources,
        prefix: Prefix::default(),
        multi_region: false,
        global_events: true,
        validation: true,
        start_logging: true,
        selectors: None,
        tags: Vec::new(),
    }
}

fn resources(policy: PolicyLookup) -> Resources {
    let bucket = FoundBucket { policy, is_created: false, is_bare: false, lacks: Vec::new() };
    Resources {
        bucket,
        key: None,
        topic: None,
        queue: None,
        has_log_group: false,
        role: RoleState::Complete,
        cli_flags: " --region us-east-1".to_owned(),
    }
}

fn existing_trail() -> ExistingTrail {
    ExistingTrail {
        name: "main".to_owned(),
        arn: "arn:aws:cloudtrail:us-east-1:111122223333:trail/main".to_owned(),
        bucket: "logs".to_owned(),
        home: "us-east-1".to_owned(),
        global_events: true,
        validation: true,
        ..ExistingTrail::default()
    }
}

fn operations(changes: &[Change]) -> Vec<&'static str> {
    changes.iter().flat_map(Change::operations).collect()
}

#[test]
fn create_puts_the_bucket_policy_before_the_trail_and_starts_logging_last() {
    let changes = create(&request(), &resources(PolicyLookup::NotFound)).unwrap();
    let expected = [
        "s3:CreateBucket",
        "s3:PutPublicAccessBlock",
        "s3:PutBucketVersioning",
        "s3:PutBucketEncryption",
        "s3:PutBucketPolicy",
        "cloudtrail:CreateTrail",
        "cloudtrail:StartLogging",
    ];
    assert_eq!(operations(&changes), expected);
}

#[test]
fn completed_bucket_gets_only_what_it_lacks() {
    let mut resources = resources(PolicyLookup::Policy(String::new()));
    resources.bucket.is_created = true;
    resources.bucket.lacks = vec![BucketSetting::Versioning];
    let changes = prerequisites(&request(), &resources).unwrap();
    assert_eq!(operations(&changes), ["s3:PutBucketVersioning", "s3:PutBucketPolicy"]);
}

#[test]
fn untagged_bucket_without_settings_is_a_difference() {
    let mut resources = resources(PolicyLookup::Policy(String::new()));
    resources.bucket.lacks = vec![BucketSetting::Encryption];
    let error = resources.check(&request()).unwrap_err();
    assert!(error.is_difference);
    assert!(!error.help.contains("put-bucket-tagging"), "{}", error.help);
    resources.bucket.is_bare = true;
    let help = resources.check(&request()).unwrap_err().help;
    let tag = "aws s3api put-bucket-tagging --bucket logs --tagging 'TagSet=[{Key=ct:trail,\
               Value=arn:aws:cloudtrail:us-east-1:111122223333:trail/main}]' --region us-east-1";
    assert!(help.contains(tag), "{help}");
    assert!(help.contains("aws s3api delete-bucket --bucket logs --region us-east-1"), "{help}");
}

#[test]
fn resume_starts_a_trail_that_is_not_logging() {
    let mut resources = resources(PolicyLookup::NotOurs);
    resources.bucket.is_created = true;
    let current = CurrentTrail {
        trail: existing_trail(),
        tags: Vec::new(),
        is_logging: false,
        selectors: Selectors::default(),
    };
    let changes = resume(&request(), &resources, &current, None).unwrap();
    assert_eq!(operations(&changes), ["cloudtrail:StartLogging"]);
}

#[test]
fn resume_lists_each_setting_that_differs() {
    let resources = resources(PolicyLookup::NotOurs);
    let trail =
        ExistingTrail { bucket: "other".to_owned(), multi_region: true, ..existing_trail() };
    let selectors = Selectors::default();
    let current = CurrentTrail { trail, tags: Vec::new(), is_logging: true, selectors };
    let error = resume(&request(), &resources, &current, None).unwrap_err();
    assert!(error.is_difference);
    let lines: Vec<&str> = error.message.lines().skip(1).map(str::trim).collect();
    let expected =
        ["all Regions: it has yes, requested is no", "bucket: it has other, requested is logs"];
    assert_eq!(lines, expected);
}

#[test]
fn update_sends_only_settings_that_differ() {
    let (resources, trail) = (resources(PolicyLookup::NotOurs), existing_trail());
    let unchanged = changed_settings(&request(), &resources, &trail, None, Removed::default());
    assert_eq!(unchanged, TrailSettings { name: trail.arn.clone(), ..TrailSettings::default() });
    let request = Request { multi_region: true, ..request() };
    let settings = changed_settings(&request, &resources, &trail, None, Removed::default());
    let lines = ["- all Regions: no", "+ all Regions: yes"];
    assert_eq!(settings_difference(&trail, &settings), lines);
}
