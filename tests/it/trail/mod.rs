//! `ct trail`, against moto behind a relay that holds it to CloudTrail's rules.

// Trails and parts that are there already.
mod again;
// Beside the AWS command line.
mod awscli;
// Whether trails are set up as they should be.
mod check;
// Which events a trail records.
mod events;
// What it watches for unusual activity.
mod insights;
// Killed behind each request, and run again.
mod kills;
// From an empty account to a trail and back.
mod life;
// Exceptions, names and rules, and what is done half-way.
mod trouble;

use serde_json::{Value, json};

use crate::harness::{Ct, Ran};
use crate::moto::{MOTO, Moto};
use crate::relay::Relay;

/// An account behind a strict relay.
pub(crate) struct Account {
    pub(crate) relay: Relay,
    pub(crate) moto: Moto,
    pub(crate) number: String,
}

impl Account {
    /// One that is no other test's.
    pub(crate) fn new(number: &str) -> Self {
        let moto = MOTO.in_account(number);
        Self { relay: Relay::before(&moto).strict(), moto, number: number.to_owned() }
    }

    /// All its trails fare like this from now on.
    pub(crate) fn fares(&self, status: &Value) {
        self.relay.answer_with("GetTrailStatus", status.clone());
    }

    /// With a key of KMS.
    pub(crate) fn with_key(&self, alias: &str) {
        let kms = |operation: &str, input: &Value| {
            let target = format!("TrentService.{operation}");
            self.moto.call("kms", "us-east-1", &target, input).unwrap()
        };
        let key = kms("CreateKey", &json!({}))["KeyMetadata"]["KeyId"].clone();
        kms("CreateAlias", &json!({ "AliasName": alias, "TargetKeyId": key }));
    }

    /// Runs `ct …` in the usual region.
    pub(crate) fn ct(&self, line: &str) -> Ran {
        self.ct_in("us-east-1", line)
    }

    pub(crate) fn ct_in(&self, region: &str, line: &str) -> Ran {
        self.program(region, line).run()
    }

    /// The program in this account, which does not run yet.
    pub(crate) fn program(&self, region: &str, line: &str) -> Ct {
        let environment = self.relay.environment().into_iter();
        let ct = Ct::new(line).env("AWS_REGION", region);
        environment.fold(ct, |ct, (name, value)| ct.env(name, value))
    }

    /// Runs `ct trail …` in the usual region.
    pub(crate) fn trail(&self, line: &str) -> Ran {
        self.ct_in("us-east-1", &format!("trail {line}"))
    }

    /// The same, which must go well; what it printed.
    pub(crate) fn done(&self, line: &str) -> String {
        let ran = self.trail(line);
        assert_eq!(ran.code, 0, "ct trail {line}: {ran}");
        ran.text().to_owned()
    }

    /// The document that it prints.
    fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.done(line)).unwrap()
    }

    fn arn(&self, trail: &str) -> String {
        format!("arn:aws:cloudtrail:us-east-1:{}:trail/{trail}", self.number)
    }

    /// Runs it with `--dry-run`, which must change nothing, then with `--yes`, which must make just
    /// the calls that the plan stands for.
    fn as_planned(&self, line: &str, calls: &[&str]) -> String {
        self.relay.clear();
        let plan = self.done(&format!("{line} --dry-run"));
        assert_eq!(self.relay.writes(), Vec::<String>::new(), "{plan}");
        self.done(&format!("{line} --yes"));
        assert_eq!(self.relay.writes(), calls, "{plan}");
        plan
    }
}
