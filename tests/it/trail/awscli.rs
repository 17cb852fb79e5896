//! `ct trail` beside the AWS CLI: each reads what the other created.

use std::process::Command;

use serde_json::{Value, json};

use super::Account;
use crate::aws_cli::AWS_CLI;

/// The output of `aws cloudtrail …`.
fn aws(account: &Account, line: &str) -> Value {
    let python = AWS_CLI.python().unwrap_or_else(|error| {
        panic!(
            "{error}\n\nThe AWS command line takes python3 with venv and pip, and a way to PyPI."
        )
    });
    let output = Command::new(python)
        .args(["-m", "awscli", "cloudtrail"])
        .args(line.split(' '))
        .env_clear()
        .envs(account.relay.environment())
        .env("AWS_REGION", "us-east-1")
        .env("AWS_DEFAULT_REGION", "us-east-1")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "aws cloudtrail {line}: {said}");
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

/// Checks that our document has all members of theirs, but for one that AWS no longer uses.
fn expect_members(ours: &Value, theirs: &Value) {
    let theirs = theirs.as_object().unwrap().iter();
    for (name, value) in theirs.filter(|(name, _)| *name != "SnsTopicName") {
        assert_eq!(&ours[name], value, "{name}: {ours}");
    }
}

#[test]
fn aws_cli_describes_a_trail_that_ct_created() {
    let account = Account::new("600000000041");
    let line = "create main --multi-region --bucket seen-by-aws --create-bucket --prefix p \
                --create-topic --create-key --tag team=security --data s3:life:write --yes";
    account.done(line);
    let ours = account.json("describe main -o json");
    let theirs = aws(&account, "describe-trails --trail-name-list main");
    expect_members(&ours, &theirs["trailList"][0]);
    let status = aws(&account, "get-trail-status --name main");
    assert_eq!(ours["Status"]["IsLogging"], status["IsLogging"]);
    let selectors = aws(&account, "get-event-selectors --trail-name main");
    assert_eq!(ours["AdvancedEventSelectors"], selectors["AdvancedEventSelectors"]);
    let tags = aws(&account, &format!("list-tags --resource-id-list {}", account.arn("main")));
    assert_eq!(ours["TagsList"], tags["ResourceTagList"][0]["TagsList"]);
}

#[test]
fn ct_describes_a_trail_that_the_aws_cli_created() {
    let account = Account::new("600000000042");
    account.moto.bucket("seen-by-ct");
    let policy = account.ct_in(
        "us-east-1",
        "policy bucket --bucket seen-by-ct --trail theirs --account 600000000042",
    );
    let put = "PUT /seen-by-ct?policy";
    account.moto.send(put, "us-east-1/s3", &[], policy.text().as_bytes()).unwrap();
    let line = "create-trail --name theirs --s3-bucket-name seen-by-ct --is-multi-region-trail \
                --enable-log-file-validation";
    aws(&account, line);
    let theirs = aws(&account, "describe-trails --trail-name-list theirs");
    let ours = account.json("describe theirs -o json");
    expect_members(&ours, &theirs["trailList"][0]);
    assert_eq!(ours["Status"]["IsLogging"], json!(false));
    account.done("start theirs");
    assert_eq!(aws(&account, "get-trail-status --name theirs")["IsLogging"], json!(true));
    account.done("delete theirs --yes");
    assert_eq!(aws(&account, "describe-trails")["trailList"], json!([]));
}
