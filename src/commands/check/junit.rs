//! `JUnit` XML, which CI systems show: a suite for each thing that was looked at.
//!
//! What failed is a failure, what is unknown an error, what is not applicable skipped.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::trail::posture::{Check, State};

/// The document.
pub(super) fn text(command: &str, checks: &[Check]) -> String {
    let mut suites: BTreeMap<&str, Vec<&Check>> = BTreeMap::new();
    for check in checks {
        suites.entry(&check.subject).or_default().push(check);
    }
    let count = sums(&checks.iter().collect::<Vec<_>>());
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{command}\" {count}>\n"
    );
    for (subject, checks) in suites {
        let (name, count) = (escaped(subject), sums(&checks));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  <testsuite name=\"{name}\" {count}>");
        for check in checks {
            text.push_str(&case(check));
        }
        text.push_str("  </testsuite>\n");
    }
    text + "</testsuites>\n"
}

fn sums(checks: &[&Check]) -> String {
    let count = |state| checks.iter().filter(|check| check.state == state).count();
    format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
        checks.len(),
        count(State::Fail),
        count(State::Unknown),
        count(State::NotApplicable)
    )
}

fn case(check: &Check) -> String {
    let name = escaped(check.title);
    let head = format!("    <testcase classname=\"{}\" name=\"{name}\"", check.id);
    let tag = match check.state {
        State::Pass => return head + "/>\n",
        State::Fail => "failure",
        State::Unknown => "error",
        State::NotApplicable => "skipped",
    };
    let (why, fix) = (escaped(&check.why), escaped(&check.fix));
    format!("{head}><{tag} message=\"{why}\">{fix}</{tag}></testcase>\n")
}

/// As it may stand between tags and between quotes. What XML cannot hold becomes a blank.
fn escaped(text: &str) -> String {
    let is_alien = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let text: String = text.chars().map(|c| if is_alien(c) { ' ' } else { c }).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
