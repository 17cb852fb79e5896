//! Who did it: one readable name for every kind of `userIdentity`, and every name it goes by.
//!
//! From "CloudTrail userIdentity element" in the AWS CloudTrail User Guide; `type` may be missing.

use std::borrow::Cow;

use super::{Event, Value};

/// The caller of an event.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a>(Value<'a>);

impl<'a> Identity<'a> {
    /// The caller, if the record names one: Insight and aggregated events do not.
    pub fn of(event: &Event<'a>) -> Option<Self> {
        event.get("userIdentity").filter(|value| value.is_object()).map(Self)
    }

    /// The name that a reader would use: `alice`, `deploy/ci-4821`, `root`, `s3.amazonaws.com`.
    pub fn principal(self) -> String {
        let kind = self.text("type").unwrap_or_default();
        let name = match kind.as_ref() {
            "Root" => Some("root".to_owned()),
            "AssumedRole" | "Role" => self.role_session(),
            "AWSAccount" => self.foreign_account(),
            "AWSService" | "" => self.text("invokedBy").map(Cow::into_owned),
            "IdentityCenterUser" => {
                self.0.member("onBehalfOf").and_then(|user| owned(user.member_text("userId")))
            }
            "SAMLUser" | "WebIdentityUser" => self.federated(),
            _ => self.user(),
        };
        name.or_else(|| self.user())
            .or_else(|| owned(self.text("principalId")))
            .or_else(|| owned(self.text("accountId")))
            .or_else(|| owned(self.text("invokedBy")))
            .unwrap_or(kind.into_owned())
    }

    /// The ARN, where there is one, or else the readable name.
    pub fn arn(self) -> String {
        owned(self.text("arn")).unwrap_or_else(|| self.principal())
    }

    /// Whether `test` holds for one of the names that the caller goes by: user name, ARN and its
    /// last part, principal id, role, session, source identity, invoking service, account,
    /// identity-store user, and `root`.
    pub fn any_name(self, test: &mut dyn FnMut(&str) -> bool) -> bool {
        let issuer = self.issuer();
        let session = self.0.member("sessionContext");
        let names = [
            self.text("userName"),
            self.text("principalId"),
            self.text("invokedBy"),
            self.text("accountId"),
            self.text("credentialId"),
            self.text("identityProvider"),
            issuer.and_then(|issuer| issuer.member_text("userName")),
            issuer.and_then(|issuer| issuer.member_text("arn")),
            issuer.and_then(|issuer| issuer.member_text("principalId")),
            session.and_then(|session| session.member_text("sourceIdentity")),
            self.0.member("onBehalfOf").and_then(|user| user.member_text("userId")),
        ];
        names.into_iter().flatten().any(|name| test(&name))
            || self.text("arn").is_some_and(|arn| any_part_of_arn(&arn, test))
            || self.session().is_some_and(|session| test(&session))
            || (self.0.member("type").is_some_and(|kind| kind.text_is("Root")) && test("root"))
    }

    fn text(self, name: &str) -> Option<Cow<'a, str>> {
        self.0.member_text(name)
    }

    fn issuer(self) -> Option<Value<'a>> {
        self.0.member("sessionContext")?.member("sessionIssuer")
    }

    /// `role/session`: the role from the session's issuer, or from the ARN where that is empty.
    fn role_session(self) -> Option<String> {
        let issuer = self.issuer().and_then(|issuer| issuer.member_text("userName"));
        let role = issuer.or_else(|| {
            let arn = self.text("arn")?;
            let path = arn.rsplit_once(':')?.1.split_once('/')?.1;
            let role = path.rsplit_once('/').map_or(path, |(role, _)| role);
            Some(Cow::Owned(role.to_owned()))
        })?;
        Some(match self.session() {
            Some(session) => format!("{role}/{session}"),
            None => role.into_owned(),
        })
    }

    /// The session's name: behind the colon of the principal id, or the end of an STS ARN.
    fn session(self) -> Option<String> {
        if let Some((_, session)) = self.text("principalId")?.split_once(':') {
            return Some(session.to_owned());
        }
        let arn = self.text("arn")?;
        let (_, path) = arn.rsplit_once(':')?;
        Some(path.strip_prefix("assumed-role/")?.rsplit_once('/')?.1.to_owned())
    }

    /// A caller from another account, of whom only the account and an id are told.
    fn foreign_account(self) -> Option<String> {
        let account = self.text("accountId")?;
        Some(match self.text("principalId") {
            Some(id) if id != account => format!("{account}:{id}"),
            _ => account.into_owned(),
        })
    }

    fn federated(self) -> Option<String> {
        let user = self.text("userName")?;
        Some(match self.text("identityProvider") {
            Some(provider) => format!("{provider}:{user}"),
            None => user.into_owned(),
        })
    }

    /// The user's name, or what stands behind the last slash of the ARN.
    fn user(self) -> Option<String> {
        let from_arn = || {
            let arn = self.text("arn")?;
            let resource = arn.rsplit_once(':')?.1;
            Some(resource.rsplit_once('/').map_or(resource, |(_, name)| name).to_owned())
        };
        owned(self.text("userName")).or_else(from_arn)
    }
}

/// Whether `test` holds for the ARN of a principal, for what stands behind its last colon
/// (`user/alice`, `assumed-role/deploy/ci`), or for a part of that: `alice`, `deploy/ci`, `deploy`.
pub fn any_part_of_arn(arn: &str, test: &mut dyn FnMut(&str) -> bool) -> bool {
    let mut rest = arn.rsplit_once(':').map_or(arn, |(_, resource)| resource);
    if test(arn) || test(rest) {
        return true;
    }
    while let Some((part, behind)) = rest.split_once('/') {
        if test(behind) || test(part) {
            return true;
        }
        rest = behind;
    }
    false
}

fn owned(text: Option<Cow<'_, str>>) -> Option<String> {
    text.map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn principal(identity: &str) -> String {
        Identity(Value::new(identity.as_bytes())).principal()
    }

    /// An identity, and the name that a reader would use.
    const NAMED: [(&str, &str); 18] = [
        (
            r#"{"type":"IAMUser","principalId":"AIDA","arn":"arn:aws:iam::1:user/alice","userName":"alice"}"#,
            "alice",
        ),
        (r#"{"type":"IAMUser","principalId":"AIDA","arn":"arn:aws:iam::1:user/team/bob"}"#, "bob"),
        (
            r#"{"type":"Root","principalId":"1","arn":"arn:aws:iam::1:root","userName":"acme"}"#,
            "root",
        ),
        (
            r#"{"type":"AssumedRole","principalId":"AROA:ci-4821","arn":"arn:aws:sts::1:assumed-role/deploy/ci-4821","sessionContext":{"sessionIssuer":{"userName":"deploy"}}}"#,
            "deploy/ci-4821",
        ),
        (
            r#"{"type":"AssumedRole","principalId":"AROA:ci","arn":"arn:aws:sts::1:assumed-role/deploy/ci","sessionContext":{"sessionIssuer":{}}}"#,
            "deploy/ci",
        ),
        (r#"{"type":"AssumedRole","principalId":"AROA:ci"}"#, "AROA:ci"),
        (
            r#"{"type":"FederatedUser","principalId":"1:carol","arn":"arn:aws:sts::1:federated-user/carol"}"#,
            "carol",
        ),
        (
            r#"{"type":"AWSAccount","principalId":"AIDAX","accountId":"444455556666"}"#,
            "444455556666:AIDAX",
        ),
        (r#"{"type":"AWSAccount","principalId":"","accountId":"anonymous"}"#, "anonymous"),
        (r#"{"type":"AWSService","invokedBy":"ec2.amazonaws.com"}"#, "ec2.amazonaws.com"),
        (
            r#"{"accountId":"1","invokedBy":"secretsmanager.amazonaws.com"}"#,
            "secretsmanager.amazonaws.com",
        ),
        (
            r#"{"type":"IdentityCenterUser","onBehalfOf":{"userId":"u-1","identityStoreArn":"a"}}"#,
            "u-1",
        ),
        (r#"{"type":"SAMLUser","userName":"dan","identityProvider":"idp"}"#, "idp:dan"),
        (
            r#"{"type":"WebIdentityUser","userName":"eve","identityProvider":"accounts.google.com"}"#,
            "accounts.google.com:eve",
        ),
        (r#"{"type":"Directory","userName":"frank"}"#, "frank"),
        (r#"{"type":"Unknown"}"#, "Unknown"),
        (r#"{"type":"Role","arn":"arn:aws:iam::1:role/r"}"#, "r"),
        ("{}", ""),
    ];

    #[test]
    fn every_kind_has_a_readable_name() {
        for (identity, name) in NAMED {
            assert_eq!(principal(identity), name, "{identity}");
        }
    }

    #[test]
    fn a_caller_goes_by_many_names() {
        let identity = r#"{"type":"AssumedRole","principalId":"AROA:ci","arn":"arn:aws:sts::1:assumed-role/deploy/ci",
            "sessionContext":{"sourceIdentity":"alice","sessionIssuer":{"userName":"deploy","arn":"arn:aws:iam::1:role/p/deploy"}}}"#;
        let identity = Identity(Value::new(identity.as_bytes()));
        for name in
            ["AROA:ci", "ci", "deploy", "deploy/ci", "alice", "arn:aws:iam::1:role/p/deploy"]
        {
            assert!(identity.any_name(&mut |found| found == name), "{name}");
        }
        assert!(!identity.any_name(&mut |found| found == "root"));
    }
}
