//! Folders that cannot be listed: their new objects are read later or counted as missing, and the other
//! folders are followed.

use std::fs;

use jiff::{SignedDuration, Timestamp};

use super::going::{Going, stamp};
use super::poll_ledger::Kept;
use crate::bucket::{Logs, events_of, expect_help};

const DAY: i64 = 24 * 60;
const OTHER: &str = "AWSLogs/999988887777/";

fn ours() -> String {
    events_of("111122223333", "eu-west-1")
}

fn theirs() -> String {
    events_of("999988887777", "eu-west-1")
}

/// The day so many days ago, as in a ledger.
fn day(days_ago: i64) -> String {
    (Timestamp::now() - SignedDuration::from_hours(24 * days_ago)).strftime("%Y-%m-%d").to_string()
}

/// A ledger of a run that ended some days ago.
impl Kept {
    /// Writes a ledger from so many days ago, with objects that were replaced since.
    fn begin(&self, days_ago: i64, keys: &[&str]) {
        let head = format!(r#"{{"version":1,"source":"s3://logs","from":"{}"}}"#, day(days_ago));
        let line = |key: &&str| format!("\n{{\"key\":\"{key}\",\"etag\":\"\"}}");
        let lines: String = keys.iter().map(line).collect();
        fs::write(self.path(), format!("{head}{lines}\n")).unwrap();
    }

    /// The first day of the ledger.
    fn from(&self) -> String {
        let text = fs::read_to_string(self.path()).unwrap();
        text.split(r#""from":""#).nth(1).unwrap()[..10].to_owned()
    }
}

#[test]
fn objects_delivered_while_a_folder_is_denied_are_read_later() {
    let mut kept = Kept::new();
    let old = kept.logs.log(&theirs(), &stamp(4 * DAY));
    kept.logs.log(&ours(), &stamp(0));
    kept.begin(5, &[&old]);
    kept.logs.stub.deny("logs", OTHER);
    let ran = kept.ct("--until-idle 3s").run();
    assert!(ran.code == 2 && ran.stderr.contains("INCOMPLETE: 1 folder not listed"), "{ran}");
    assert_eq!(kept.from(), day(5), "{ran}");
    let late = kept.logs.log(&theirs(), &stamp(3 * DAY));
    kept.logs.stub.allow("logs");
    let ran = kept.ct("--until-idle 3s").run();
    assert_eq!(ran.code, 0, "{ran}");
    let wanted = kept.logs.lines(|key| key == late);
    assert!(ran.text().contains(&wanted), "{ran}");
    assert_eq!(kept.from(), day(1), "{ran}");
}

#[test]
fn a_folder_that_was_never_listed_does_not_hold_the_others_and_stays_counted() {
    let mut kept = Kept::new();
    kept.logs.log(&theirs(), &stamp(4 * DAY));
    kept.logs.log(&ours(), &stamp(0));
    kept.begin(5, &[]);
    kept.logs.stub.deny("logs", OTHER);
    let going = Going::begun(kept.ct(""));
    going.wait_until(|printed, _| !printed.is_empty() && kept.from() == day(1));
    kept.logs.stub.allow("logs");
    kept.logs.log(&theirs(), &stamp(0));
    going.wait_for(4);
    going.wait_for_cycles(&kept.logs, 1);
    let ran = going.stop("-INT");
    assert_eq!((ran.code, ran.lines().len()), (2, 4), "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 1 folder not listed"), "{ran}");
}

#[test]
fn each_newly_denied_folder_is_reported_once() {
    let mut logs = Logs::new();
    for account in ["111122223333", "999988887777", "888877776666"] {
        logs.log(&events_of(account, "eu-west-1"), &stamp(0));
    }
    let going = Going::begun(logs.ct("follow s3://logs --every 1s"));
    logs.stub.deny("logs", OTHER);
    going.wait_until(|_, messages| messages.contains("AWSLogs/999988887777/: access denied"));
    logs.stub.deny("logs", "AWSLogs/888877776666/");
    going.wait_until(|_, messages| messages.contains("AWSLogs/888877776666/: access denied"));
    going.wait_for_cycles(&logs, 2);
    let ran = going.stop("-INT");
    assert_eq!(ran.stderr.matches(": access denied").count(), 2, "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 2 folders not listed"), "{ran}");
}

#[test]
fn a_quiet_bucket_with_a_denied_folder_is_followed() {
    let mut logs = Logs::new();
    logs.log(&ours(), &stamp(10 * DAY));
    logs.log(&theirs(), &stamp(10 * DAY));
    logs.stub.deny("logs", OTHER);
    let going = Going::begun(logs.ct("follow s3://logs --every 1s"));
    going.wait_until(|_, messages| {
        messages.contains("existing object") && messages.contains("access denied")
    });
    logs.log(&ours(), &stamp(0));
    going.wait_for(2);
    let ran = going.stop("-INT");
    assert!(ran.code == 2 && ran.stderr.contains("1 folder not listed"), "{ran}");
    // If everything is denied there is nothing to follow.
    logs.stub.deny("logs", "AWSLogs/111122223333/CloudTrail/");
    expect_help(&logs.ct("follow s3://logs").run(), "access denied", "ct ls");
    logs.stub.allow("logs");
    logs.stub.deny("logs", &format!("{}/", ours()));
    logs.stub.deny("logs", &format!("{}/", theirs()));
    let ran = logs.ct("follow s3://logs").run();
    assert!(ran.code == 2 && ran.stderr.contains("ct ls"), "{ran}");
}

#[test]
fn a_bucket_with_too_many_folders_does_not_hold_the_ledger() {
    let mut kept = Kept::new();
    kept.logs.log(&ours(), &stamp(0));
    for number in 0..101 {
        kept.logs.put(&format!("team-{number:03}/x"), b"x");
    }
    kept.begin(5, &[]);
    let going = Going::begun(kept.ct(""));
    going.wait_until(|_, _| kept.from() == day(1));
    let ran = going.stop("-INT");
    assert!(ran.code == 2 && ran.stderr.contains("more than 100 folders to look for"), "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 1 folder not listed"), "{ran}");
}

#[test]
fn a_ledger_with_a_date_in_the_future_hides_no_objects() {
    let mut kept = Kept::new();
    kept.logs.log(&ours(), &stamp(0));
    kept.begin(-20, &[]);
    let ran = kept.ct("--until-idle 2s").run();
    assert_eq!((ran.code, ran.lines().len()), (0, 2), "{ran}");
    assert!(ran.stderr.contains("the ledger's date is in the future"), "{ran}");
    assert_eq!(kept.from(), day(1));
    let ran = kept.ct("--until-idle 1s").run();
    assert_eq!((ran.code, ran.text()), (0, ""), "{ran}");
}
