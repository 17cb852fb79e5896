//! Policies in use, compared with the ones that `ct policy` prints.

use super::check::{Finding, Judgement};
use super::facts::Lookup;
use crate::policy::compare::{self, CompareError, Concern};
use crate::policy::sender::{Need, Sender, Target};
use crate::policy::{Effect, Policy, Statement, Values};

/// A policy in use, and what it should contain.
pub(super) struct PolicyView<'p> {
    /// The policy in use, as JSON.
    pub(super) found: Lookup<&'p str>,
    pub(super) wanted: Wanted,
}

/// The statements that a policy should contain.
#[derive(Default)]
pub(super) struct Wanted {
    pub(super) policies: Vec<Policy>,
    /// Why more statements may be needed than are known.
    pub(super) unknown: Option<String>,
    /// The command that prints them.
    pub(super) command: String,
}

impl Wanted {
    /// What these senders need.
    pub(super) fn by_senders(senders: &[Sender<'_>], target: Target<'_>, need: Need<'_>) -> Self {
        let mut wanted = Self::default();
        for sender in senders {
            wanted.add(sender.policy(target, need), sender.command(target));
        }
        wanted
    }

    /// Adds what a writer or sender needs, or why that is not known.
    pub(super) fn add<E: ToString>(&mut self, policy: Result<Policy, E>, command: String) {
        self.command = command;
        match policy {
            Ok(policy) => self.policies.push(policy),
            Err(error) => self.unknown = Some(error.to_string()),
        }
    }

    /// The distinct wanted statements.
    pub(super) fn statements(&self) -> Policy {
        let mut statements: Vec<Statement> = Vec::new();
        for statement in self.policies.iter().flat_map(|policy| &policy.statements) {
            if !statements.contains(statement) {
                statements.push(statement.clone());
            }
        }
        statements.into()
    }
}

impl PolicyView<'_> {
    /// The text of the policy; where there is none, or it is not readable, `absent` or an unknown
    /// result ends the rule.
    fn text(&self, absent: impl FnOnce() -> Finding) -> Result<&str, Finding> {
        Ok(*self.found.read()?.ok_or_else(absent)?)
    }

    fn malformed(&self, error: &CompareError) -> Finding {
        let fix = format!("compare with {}", self.wanted.command);
        Finding::unclear(error.to_string(), fix)
    }

    /// Whether the policy has all wanted Allow statements.
    pub(super) fn grants(&self) -> Judgement {
        let (_, missing) = self.missing(Effect::Allow)?;
        Ok(match &self.wanted.unknown {
            Some(why) if missing.is_empty() => Finding::unread(why),
            _ => self.completeness(&missing),
        })
    }

    /// Whether the policy has all wanted Deny statements, which are the same for all writers.
    pub(super) fn required_denials(&self) -> Judgement {
        let (wanted, missing) = self.missing(Effect::Deny)?;
        Ok(match &self.wanted.unknown {
            Some(why) if wanted.statements.is_empty() => Finding::unread(why),
            _ => self.completeness(&missing),
        })
    }

    /// The wanted statements with an effect, and those of them that the policy lacks.
    fn missing(&self, effect: Effect) -> Result<(Policy, Vec<Statement>), Finding> {
        let text = self.text(|| {
            let fix = format!("set the policy that this prints: {}", self.wanted.command);
            Finding::fail("there is no policy", fix)
        })?;
        let mut wanted = self.wanted.statements();
        wanted.statements.retain(|statement| statement.effect == effect);
        let missing = compare::missing(text, &wanted).map_err(|error| self.malformed(&error))?;
        Ok((wanted, missing))
    }

    fn completeness(&self, missing: &[Statement]) -> Finding {
        if missing.is_empty() {
            return Finding::pass("it has the statements that ct policy prints");
        }
        let missing = missing.iter().map(summary).collect::<Vec<_>>().join("; ");
        let fix = format!("add the missing statements: {}", self.wanted.command);
        Finding::fail(format!("missing: {missing}"), fix)
    }

    /// Whether no statement allows more callers than needed.
    pub(super) fn breadth(&self) -> Judgement {
        let text = self.text(|| Finding::pass("there is no policy"))?;
        let wanted = self.wanted.statements();
        let concerns = compare::too_broad(text, &wanted).map_err(|error| self.malformed(&error))?;
        Ok(match &self.wanted.unknown {
            Some(why) if concerns.is_empty() && wanted.statements.is_empty() => {
                Finding::unread(why)
            }
            _ => {
                let fix = format!("restrict them as in {}", self.wanted.command);
                without_concerns(&concerns, fix)
            }
        })
    }

    /// Whether no Deny blocks a wanted request. One whose condition depends on something unknown makes
    /// the result inconclusive.
    pub(super) fn denials(&self) -> Judgement {
        let text = self.text(|| Finding::pass("there is no policy"))?;
        let blocks = compare::blocks(text, &self.wanted.statements());
        let blocks = blocks.map_err(|error| self.malformed(&error))?;
        let (certain, possible): (Vec<_>, Vec<_>) =
            blocks.into_iter().partition(|concern| concern.is_certain);
        let fix = "exclude CloudTrail and the other AWS services from these statements";
        Ok(match &self.wanted.unknown {
            _ if !certain.is_empty() => without_concerns(&certain, fix),
            _ if !possible.is_empty() => Finding::unclear(
                listed(&possible),
                "check whether the condition applies to CloudTrail, or exclude it by name",
            ),
            Some(why) => Finding::unread(why),
            None => without_concerns(&[], fix),
        })
    }
}

fn without_concerns(concerns: &[Concern], fix: impl Into<String>) -> Finding {
    if concerns.is_empty() {
        return Finding::pass("no such statement");
    }
    Finding::fail(listed(concerns), fix)
}

/// Each statement by its Sid, or its number from 1, and why.
fn listed(concerns: &[Concern]) -> String {
    let listed = concerns.iter().map(|Concern { index, sid, why, .. }| match sid {
        Some(sid) => format!("{sid} {why}"),
        None => format!("statement {} {why}", index + 1),
    });
    listed.collect::<Vec<_>>().join("; ")
}

/// `AWSCloudTrailWrite20150319 (s3:PutObject on arn:…)`
fn summary(statement: &Statement) -> String {
    let Statement { sid, action, resource, .. } = statement;
    let joined = |values: &Values| values.iter().collect::<Vec<_>>().join(", ");
    format!("{sid} ({} on {})", joined(action), joined(resource))
}
