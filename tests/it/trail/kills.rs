//! Kills `ct trail create`, `update` and `delete` at their requests and reruns them: the account
//! ends as after an undisturbed run.
//!
//! The first tests kill behind each write of one command line. The seeded tests kill at any request
//! of many command lines, and lose the request or the response; `CT_TEST_KILLS` says how often.

// What an account holds.
mod state;
// Command lines to kill.
mod variants;

use std::collections::BTreeMap;
use std::env;
use std::io::Write as _;
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::Account;
use crate::relay::Lost;
use state::state;
use variants::Chance;

/// Kills of each seeded test; `CT_TEST_KILLS` replaces it.
const KILLS: usize = 4;
/// Kills of one seeded command line, before the next one is drawn.
const KILLS_PER_LINE: usize = 8;

/// A command line to kill, and what the account holds before. `{}` stands for the account's number.
#[derive(Debug, Default)]
struct Scene {
    /// The account manages an organization.
    has_organization: bool,
    /// A bucket that `ct` did not create.
    bucket: Option<String>,
    /// `ct trail` command lines to run first.
    before: Vec<String>,
    /// The `ct trail` command line to kill.
    line: String,
    /// The exit code of a rerun that finds everything done.
    code_when_done: i32,
}

/// Where a run is killed.
#[derive(Clone, Copy, Debug)]
struct Kill {
    /// The number of the request, from 1; reads count.
    call: usize,
    lost: Lost,
}

impl Scene {
    fn line(&self, number: usize) -> String {
        self.line.replace("{}", &number.to_string())
    }

    fn account(&self, number: usize) -> Account {
        let account = Account::new(&number.to_string());
        if self.has_organization {
            create_organization(&account);
        }
        if let Some(bucket) = &self.bucket {
            account.moto.bucket(&bucket.replace("{}", &number.to_string()));
        }
        for line in &self.before {
            account.done(&line.replace("{}", &number.to_string()));
        }
        account.relay.clear();
        account
    }

    /// Kills the command behind each of its writes and reruns it.
    fn kill_behind_each_write(&self, first_account: usize) {
        let account = self.account(first_account);
        account.done(&self.line(first_account));
        let (writes, wanted) = (account.relay.writes(), state(&account));
        for (index, write) in writes.iter().enumerate() {
            let number = first_account + 1 + index;
            let account = self.account(number);
            account.relay.cut_after_write(index + 1);
            let line = self.line(number);
            kill(&account, &line);
            self.expect_rerun(&account, &line, &wanted, write);
        }
    }

    /// Kills the command once and reruns it.
    fn kill_once(&self, number: usize, at: Kill, wanted: &str, name: &str) {
        let account = self.account(number);
        account.relay.cut_at_call(at.call, at.lost);
        let line = self.line(number);
        kill(&account, &line);
        self.expect_rerun(&account, &line, wanted, &format!("{name} ({:?} lost)", at.lost));
    }

    /// Reruns a killed command, which must succeed and complete the account.
    fn expect_rerun(&self, account: &Account, line: &str, wanted: &str, killed_at: &str) {
        let is_done = state(account) == wanted;
        let ran = account.trail(line);
        let code = if is_done { self.code_when_done } else { 0 };
        assert_eq!(ran.code, code, "killed at {killed_at}: ct trail {line}: {ran}");
        assert_eq!(state(account), wanted, "killed at {killed_at}: ct trail {line}: {ran}");
    }
}

fn create_organization(account: &Account) {
    let organizations = |operation: &str, input| {
        let target = format!("AWSOrganizationsV20161128.{operation}");
        account.moto.call("organizations", "us-east-1", &target, &input).unwrap()
    };
    organizations("CreateOrganization", json!({ "FeatureSet": "ALL" }));
    let service = json!({ "ServicePrincipal": "cloudtrail.amazonaws.com" });
    organizations("EnableAWSServiceAccess", service);
}

/// Runs a command until the relay drops its connections, and kills it.
fn kill(account: &Account, line: &str) {
    let mut child = account.program("us-east-1", &format!("trail {line}")).start();
    while !account.relay.is_cut() && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_millis(2));
    }
    assert!(account.relay.is_cut(), "it made fewer calls: {line}");
    child.kill().unwrap();
    child.wait().unwrap();
    account.relay.mend();
}

/// Draws command lines and kills each at some of its requests, until there were enough kills.
fn kill_seeded(command: &str, first_account: usize, draw: impl Fn(&mut Chance) -> Scene) {
    let wanted_kills = env::var("CT_TEST_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let mut number = first_account;
    let (mut kills, mut lines) = (0, 0);
    let mut points: BTreeMap<String, usize> = BTreeMap::new();
    while kills < wanted_kills {
        let mut chance = Chance::new(lines);
        lines += 1;
        let scene = draw(&mut chance);
        let account = scene.account(number);
        account.done(&scene.line(number));
        let (calls, wanted) = (account.relay.calls(), state(&account));
        let writes = account.relay.writes();
        let is_write = |name: &String| writes.contains(name);
        let names: Vec<String> = calls.iter().map(crate::relay::Call::name).collect();
        let writing: Vec<usize> = (0..names.len()).filter(|at| is_write(&names[*at])).collect();
        for _ in 0..KILLS_PER_LINE.min(wanted_kills - kills) {
            // Half of the kills hit a write.
            let index = if chance.is_heads() {
                writing[chance.below(writing.len())]
            } else {
                chance.below(names.len())
            };
            let lost = if chance.is_heads() { Lost::Request } else { Lost::Response };
            number += 1;
            let at = Kill { call: index + 1, lost };
            scene.kill_once(number, at, &wanted, &names[index]);
            *points.entry(format!("{} {lost:?}", names[index])).or_default() += 1;
            kills += 1;
        }
        number += 1;
    }
    let mut report = std::io::stderr();
    let at = points.len();
    writeln!(report, "{command}: {kills} kills of {lines} command lines at {at} points").unwrap();
    for (point, count) in points {
        writeln!(report, "  {count:3} {point}").unwrap();
    }
}

fn scene(before: Option<&str>, line: &str, code_when_done: i32) -> Scene {
    let before = before.map(str::to_owned).into_iter().collect();
    Scene { before, line: line.to_owned(), code_when_done, ..Scene::default() }
}

const CREATE_MAIN: &str = "create main --bucket kills-{} --create-bucket --yes";

#[test]
fn killed_create_of_all_resources_converges() {
    let line = "create full --multi-region --create-key --create-topic --queue full --queue-from \
                topic --cloudwatch-log-group full --tag team=security --data s3:kills:write --yes";
    scene(None, line, 0).kill_behind_each_write(630_000_000_000);
}

#[test]
fn killed_create_with_named_bucket_and_queue_converges() {
    let line = "create main --bucket kills-{} --create-bucket --queue main --yes";
    scene(None, line, 0).kill_behind_each_write(630_000_000_100);
}

#[test]
fn killed_create_with_no_start_does_not_log() {
    let line = "create main --bucket kills-{} --create-bucket --no-start --yes";
    scene(None, line, 0).kill_behind_each_write(630_000_000_200);
}

#[test]
fn killed_update_converges() {
    let line = "update main --bucket kills-{}-new --create-bucket --create-key --create-topic \
                --queue main --cloudwatch-log-group main --data s3:kills:write --yes";
    scene(Some(CREATE_MAIN), line, 0).kill_behind_each_write(630_000_000_300);
}

#[test]
fn killed_delete_with_bucket_converges() {
    // A trail that is gone cannot be named again.
    let line = "delete main --with-bucket --yes";
    scene(Some(CREATE_MAIN), line, 2).kill_behind_each_write(630_000_000_400);
}

#[test]
fn seeded_kills_of_create_converge() {
    kill_seeded("create", 640_000_000_000, variants::create);
}

#[test]
fn seeded_kills_of_update_converge() {
    kill_seeded("update", 641_000_000_000, variants::update);
}

#[test]
fn seeded_kills_of_delete_converge() {
    kill_seeded("delete", 642_000_000_000, variants::delete);
}
