//! `ct trail` against moto, behind a relay that enforces CloudTrail's rules.

// Trails and resources that exist already.
mod again;
// Beside the AWS CLI.
mod awscli;
// `ct trail check`.
mod check;
// `ct trail events`.
mod events;
// `ct trail insights`.
mod insights;
// Killed at each request, and rerun.
mod kills;
// From an empty account to a trail and back.
mod life;
// Exceptions, invalid values, and changes that fail.
mod trouble;

use serde_json::{Value, json};

use crate::harness::{Ct, Ran};
use crate::moto::{MOTO, Moto};
use crate::relay::Relay;

/// An account of moto behind a strict relay.
pub(crate) struct Account {
    pub(crate) relay: Relay,
    pub(crate) moto: Moto,
    pub(crate) number: String,
}

impl Account {
    /// `number` is an account that no other test uses.
    pub(crate) fn new(number: &str) -> Self {
        let moto = MOTO.in_account(number);
        Self { relay: Relay::before(&moto).strict(), moto, number: number.to_owned() }
    }

    /// Sets the status of all its trails.
    pub(crate) fn fares(&self, status: &Value) {
        self.relay.answer_with("GetTrailStatus", status.clone());
    }

    /// Creates a KMS key with an alias.
    pub(crate) fn with_key(&self, alias: &str) {
        let kms = |operation: &str, input: &Value| {
            let target = format!("TrentService.{operation}");
            self.moto.call("kms", "us-east-1", &target, input).unwrap()
        };
        let key = kms("CreateKey", &json!({}))["KeyMetadata"]["KeyId"].clone();
        kms("CreateAlias", &json!({ "AliasName": alias, "TargetKeyId": key }));
    }

    /// Runs `ct …` in us-east-1.
    pub(crate) fn ct(&self, line: &str) -> Ran {
        self.ct_in("us-east-1", line)
    }

    pub(crate) fn ct_in(&self, region: &str, line: &str) -> Ran {
        self.program(region, line).run()
    }

    /// `ct …` in this account, not started yet.
    pub(crate) fn program(&self, region: &str, line: &str) -> Ct {
        let environment = self.relay.environment().into_iter();
        let ct = Ct::new(line).env("AWS_REGION", region);
        environment.fold(ct, |ct, (name, value)| ct.env(name, value))
    }

    /// Runs `ct trail …` in us-east-1.
    pub(crate) fn trail(&self, line: &str) -> Ran {
        self.ct_in("us-east-1", &format!("trail {line}"))
    }

    /// Runs `ct trail …`, which must succeed. Returns its stdout.
    pub(crate) fn done(&self, line: &str) -> String {
        let ran = self.trail(line);
        assert_eq!(ran.code, 0, "ct trail {line}: {ran}");
        ran.text().to_owned()
    }

    /// The JSON document that `ct trail …` prints.
    fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.done(line)).unwrap()
    }

    fn arn(&self, trail: &str) -> String {
        format!("arn:aws:cloudtrail:us-east-1:{}:trail/{trail}", self.number)
    }

    /// Runs `ct trail …` with `--dry-run`, which must write nothing, then with `--yes`, which must make
    /// exactly these writes. Returns the plan.
    fn as_planned(&self, line: &str, calls: &[&str]) -> String {
        self.relay.clear();
        let plan = self.done(&format!("{line} --dry-run"));
        assert_eq!(self.relay.writes(), Vec::<String>::new(), "{plan}");
        self.done(&format!("{line} --yes"));
        assert_eq!(self.relay.writes(), calls, "{plan}");
        plan
    }
}
