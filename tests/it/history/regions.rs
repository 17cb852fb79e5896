//! Which Regions are looked up, and what it means if one rejects the credentials: they are wrong,
//! the account has not enabled it, or it does not take the session token.

use serde_json::json;

use super::Account;
use crate::harness::document;

const NO: &str = "The security token included in the request is invalid.";

impl Account {
    /// These Regions reject the credentials; without any, all do.
    fn unknown_in(self, regions: &[&str]) -> Self {
        let kind = "UnrecognizedClientException";
        for region in regions {
            self.stub.refuse_in(region, "LookupEvents", (400, kind), NO);
        }
        if regions.is_empty() {
            self.stub.refuse("LookupEvents", 400, kind, NO);
        }
        self
    }
}

#[test]
fn credentials_rejected_by_all_regions_are_an_error() {
    let account = Account::new().unknown_in(&[]);
    insta::assert_snapshot!(account.ct("grep history:").run(), @"
    code 2
    --- stdout
    --- stderr
    0 of 0 events in 1 object · INCOMPLETE: 1 object not read
      history: all 34 regions reject the credentials: AWS rejects the credentials (UnrecognizedClientException); check AWS_PROFILE and the access key; it may belong to another partition
    ");
    // Also if none of the Regions needs to be enabled.
    insta::assert_snapshot!(account.ct("grep --count --region 'me-*' history:").run(), @"
    code 2
    --- stdout
    0
    --- stderr
    0 of 0 events in 1 object · INCOMPLETE: 1 object not read
      history: all 2 regions reject the credentials: AWS rejects the credentials (UnrecognizedClientException); check AWS_PROFILE and the access key; it may belong to another partition
    ");
    let ran = account.ct("grep --sort time --region 'me-*,af-*' history:").run();
    assert!(ran.code == 2 && ran.stderr.contains("all 3 regions reject"), "{ran}");
    insta::assert_snapshot!(account.ct("grep --region eu-west-1 history:").run(), @"
    code 2
    --- stdout
    --- stderr
    0 of 0 events in 1 object · INCOMPLETE: 1 object not read
      history:eu-west-1: AWS rejects the credentials (UnrecognizedClientException); check AWS_PROFILE and the access key; it may belong to another partition
    ");
}

#[test]
fn credentials_rejected_by_a_default_region_are_an_error() {
    let account = Account::new().with_pages("eu-west-1", 1, 60);
    let account = account.unknown_in(&["us-west-1", "me-south-1", "me-central-1"]);
    let ran = account.ct("grep --count --region 'eu-west-1,us-west-1,me-*' history:").run();
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    3
    --- stderr
    3 of 3 events in 4 objects · eu-west-1 · INCOMPLETE: 3 objects not read
      history:us-west-1: AWS rejects the credentials (UnrecognizedClientException); check AWS_PROFILE and the access key; it may belong to another partition
      history:me-central-1: AWS rejects the credentials (UnrecognizedClientException); check AWS_PROFILE and the access key; it may belong to another partition
      history:me-south-1: AWS rejects the credentials (UnrecognizedClientException); check AWS_PROFILE and the access key; it may belong to another partition
    ");
}

#[test]
fn a_region_that_is_not_enabled_is_skipped_and_counted() {
    let account = Account::new().with_pages("eu-west-1", 1, 60).unknown_in(&["me-south-1"]);
    let line = "grep --count -v --region 'eu-west-*,me-*' history:";
    insta::assert_snapshot!(account.ct(line).run(), @"
    code 0
    --- stdout
    3
    --- stderr
    history: looking up all events in 5 Regions; ct applies the filters
    history: these are the Regions of aws that this version of ct knows; add newer ones with --region
    history: not enabled: me-south-1
    3 of 3 events in 1 object · eu-west-1 eu-west-2 eu-west-3 me-central-1 · 1 object skipped (regions not enabled: 1)
    ");
    // Who may not ask one is known there.
    let (kind, no) = ("AccessDeniedException", "no");
    account.stub.refuse_in("me-central-1", "LookupEvents", (400, kind), no);
    insta::assert_snapshot!(account.ct("grep --count --region 'me-*' -v history:").run(), @"
    code 2
    --- stdout
    0
    --- stderr
    history: looking up all events in 2 Regions; ct applies the filters
    history: these are the Regions of aws that this version of ct knows; add newer ones with --region
    history: not enabled: me-south-1
    0 of 0 events in 1 object · 1 object skipped (regions not enabled: 1) · INCOMPLETE: 1 object not read
      history:me-central-1: access denied; needs cloudtrail:LookupEvents on *
    ");
}

#[test]
fn a_session_token_may_not_be_valid_in_opt_in_regions() {
    let account = Account::new().with_pages("eu-west-1", 1, 60).unknown_in(&["me-south-1"]);
    let folder = tempfile::tempdir().unwrap();
    let summary = folder.path().join("summary.json");
    let line = "grep --count -v --region 'eu-west-*,me-*' --summary";
    let ran = account.ct(line).arg(&summary).arg("history:").env("AWS_SESSION_TOKEN", "t").run();
    insta::assert_snapshot!(ran, @"
    code 0
    --- stdout
    3
    --- stderr
    history: looking up all events in 5 Regions; ct applies the filters
    history: these are the Regions of aws that this version of ct knows; add newer ones with --region
    history: not enabled, or the session token is not valid there (one from the global STS endpoint is not): me-south-1
    3 of 3 events in 1 object · eu-west-1 eu-west-2 eu-west-3 me-central-1 · 1 object skipped (regions not enabled, or closed to the session token: 1)
    ");
    let objects = &document(&summary)["objects"];
    assert_eq!(objects["skipped_because"], json!({ "not_enabled_or_token": 1 }));
}

#[test]
fn an_unknown_region_is_looked_up_when_named() {
    let account = Account::new().with_pages("xx-new-1", 2, 60).with_pages("us-east-1", 1, 60);
    let line = "grep --count -v --region us-east-1,xx-new-1 history:";
    insta::assert_snapshot!(account.ct(line).run(), @"
    code 0
    --- stdout
    9
    --- stderr
    history: looking up all events in 2 Regions; ct applies the filters
    9 of 9 events in 3 objects · us-east-1 xx-new-1
    ");
    let ran = account.ct("grep --count history:").env("AWS_REGION", "xx-new-1").run();
    assert_eq!(ran.expect_silent_yes().number(), 9);
    let all = account.calls().into_iter().filter(|call| call.region == "xx-new-1").count();
    assert_eq!(all, 4);
    // It rejects the credentials: an error if it is named.
    let account = account.unknown_in(&["xx-new-1"]);
    let ran = account.ct(line).run();
    assert!(
        ran.code == 2 && ran.stderr.contains("history:xx-new-1: AWS rejects the credentials"),
        "{ran}"
    );
}
