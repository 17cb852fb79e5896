//! Policies in use, held against what `ct policy` would print.

use super::rules::Rule;
use super::{Check, Piece};
use crate::policy::compare::{self, CompareError, Concern};
use crate::policy::{Effect, Policy, Statement, Values};

/// The rules that a policy is held to.
pub(super) struct Rules {
    pub(super) missing: Rule,
    pub(super) broad: Rule,
    pub(super) deny: Rule,
    /// Denials that are wanted, for which there is a rule of their own.
    pub(super) denials: Option<Rule>,
}

/// A policy in use, and what it should say.
pub(super) struct Held<'h> {
    pub(super) rules: &'h Rules,
    pub(super) subject: &'h str,
    pub(super) found: &'h Piece<String>,
    /// What should be there.
    pub(super) wanted: Vec<Policy>,
    /// Why that is not all that should be there.
    pub(super) unsure: Option<String>,
    /// Prints what should be there.
    pub(super) command: String,
}

impl Held<'_> {
    pub(super) fn checks(&self) -> Vec<Check> {
        match self.found {
            Piece::Refused(why) => self.each(|rule| rule.unknown(self.subject, why)),
            Piece::Absent => self.absent(),
            Piece::Known(text) => self.held(text).unwrap_or_else(|error| {
                let fix = format!("see what it should be: {}", self.command);
                self.each(|rule| rule.unclear(self.subject, error.to_string(), &fix))
            }),
        }
    }

    fn each(&self, check: impl Fn(&Rule) -> Check) -> Vec<Check> {
        let Rules { missing, broad, deny, denials } = self.rules;
        [missing, broad, deny].into_iter().chain(denials).map(check).collect()
    }

    /// There is no policy: it lets nobody in, and keeps nobody out.
    fn absent(&self) -> Vec<Check> {
        let (rules, subject) = (self.rules, self.subject);
        let why = "there is no policy";
        let fix = || format!("make a policy of what this prints: {}", self.command);
        let missing = rules.missing.fail(subject, why, fix());
        let rest = [rules.broad.pass(subject, why), rules.deny.pass(subject, why)];
        let denials = rules.denials.map(|rule| rule.fail(subject, why, fix()));
        std::iter::once(missing).chain(rest).chain(denials).collect()
    }

    fn held(&self, text: &str) -> Result<Vec<Check>, CompareError> {
        let mut checks = vec![self.missing(text)?, self.broad(text)?, self.deny(text)?];
        if let Some(rule) = self.rules.denials {
            let denials = self.all(|statement| statement.effect == Effect::Deny);
            let missing = compare::missing(text, &denials)?;
            checks.push(self.complete(&rule, &missing));
        }
        Ok(checks)
    }

    fn broad(&self, text: &str) -> Result<Check, CompareError> {
        let (rule, wanted) = (&self.rules.broad, self.all(|_| true));
        let fix = format!("narrow them as here: {}", self.command);
        let concerns = compare::too_broad(text, &wanted)?;
        Ok(match &self.unsure {
            Some(why) if concerns.is_empty() && wanted.statements.is_empty() => {
                rule.unknown(self.subject, why)
            }
            _ => named(rule, self.subject, &concerns, &fix),
        })
    }

    /// A denial that depends on what is not known may or may not keep CloudTrail out.
    fn deny(&self, text: &str) -> Result<Check, CompareError> {
        let (rule, subject) = (&self.rules.deny, self.subject);
        let blocks = compare::blocks(text, &self.all(|_| true))?;
        let (sure, maybe): (Vec<_>, Vec<_>) =
            blocks.into_iter().partition(|concern| concern.is_certain);
        let fix = "leave CloudTrail and the services of AWS out of them";
        Ok(match &self.unsure {
            _ if !sure.is_empty() => named(rule, subject, &sure, fix),
            _ if !maybe.is_empty() => rule.unclear(
                subject,
                told(&maybe),
                "see whether the condition holds for CloudTrail, or leave it out by name",
            ),
            Some(why) => rule.unknown(subject, why),
            None => named(rule, subject, &[], fix),
        })
    }

    fn missing(&self, text: &str) -> Result<Check, CompareError> {
        let allowed = self.all(|statement| statement.effect == Effect::Allow);
        let missing = compare::missing(text, &allowed)?;
        Ok(match &self.unsure {
            Some(why) if missing.is_empty() => self.rules.missing.unknown(self.subject, why),
            _ => self.complete(&self.rules.missing, &missing),
        })
    }

    fn complete(&self, rule: &Rule, missing: &[Statement]) -> Check {
        if missing.is_empty() {
            return rule.pass(self.subject, "it has what ct policy prints");
        }
        let missing = missing.iter().map(summary).collect::<Vec<_>>().join("; ");
        let fix = format!("add what is missing: {}", self.command);
        rule.fail(self.subject, format!("missing: {missing}"), fix)
    }

    /// The wanted statements that are of some kind.
    fn all(&self, is_meant: impl Fn(&Statement) -> bool) -> Policy {
        let all = self.wanted.iter().flat_map(|policy| &policy.statements);
        let mut statements: Vec<Statement> = Vec::new();
        for statement in all.filter(|statement| is_meant(statement)) {
            if !statements.contains(statement) {
                statements.push(statement.clone());
            }
        }
        statements.into()
    }
}

fn named(rule: &Rule, subject: &str, concerns: &[Concern], fix: &str) -> Check {
    if concerns.is_empty() {
        return rule.pass(subject, "no statement does");
    }
    rule.fail(subject, told(concerns), fix)
}

/// Each statement by its name, or its place from one, and why.
fn told(concerns: &[Concern]) -> String {
    let told = concerns.iter().map(|Concern { index, sid, why, .. }| match sid {
        Some(sid) => format!("{sid} {why}"),
        None => format!("statement {} {why}", index + 1),
    });
    told.collect::<Vec<_>>().join("; ")
}

/// A statement in a few words.
fn summary(statement: &Statement) -> String {
    let Statement { sid, action, resource, .. } = statement;
    let joined = |values: &Values| values.iter().collect::<Vec<_>>().join(", ");
    format!("{sid} ({} on {})", joined(action), joined(resource))
}
