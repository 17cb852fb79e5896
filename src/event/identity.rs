//! The caller of an event: one readable name for every type of `userIdentity`, and every name that
//! the caller goes by.
//!
//! From "CloudTrail userIdentity element" in the AWS CloudTrail User Guide; `type` may be missing.

use std::borrow::Cow;

use super::string::decoded_name;
use super::{Event, Value};

/// The caller of an event. Of a member that occurs twice, the first counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Identity<'a> {
    all: Option<Value<'a>>,
    kind: Option<Value<'a>>,
    principal_id: Option<Value<'a>>,
    arn: Option<Value<'a>>,
    account_id: Option<Value<'a>>,
    user_name: Option<Value<'a>>,
    invoked_by: Option<Value<'a>>,
    provider: Option<Value<'a>>,
    session_context: Option<Value<'a>>,
    on_behalf_of: Option<Value<'a>>,
}

impl<'a> Identity<'a> {
    /// The caller, if the record names one: Insights and aggregated events do not.
    pub fn new(event: &Event<'a>) -> Option<Self> {
        event.get("userIdentity").filter(|value| value.is_object()).map(Self::parse)
    }

    /// Finds the members of a `userIdentity` in one pass.
    fn parse(value: Value<'a>) -> Self {
        let mut identity = Self { all: Some(value), ..Self::default() };
        for (name, value) in value.members() {
            let member = match decoded_name(name).as_ref() {
                b"type" => &mut identity.kind,
                b"principalId" => &mut identity.principal_id,
                b"arn" => &mut identity.arn,
                b"accountId" => &mut identity.account_id,
                b"userName" => &mut identity.user_name,
                b"invokedBy" => &mut identity.invoked_by,
                b"identityProvider" => &mut identity.provider,
                b"sessionContext" => &mut identity.session_context,
                b"onBehalfOf" => &mut identity.on_behalf_of,
                _ => continue,
            };
            member.get_or_insert(value);
        }
        identity
    }

    /// The name that a reader would use: `alice`, `deploy/ci-4821`, `root`, `s3.amazonaws.com`.
    pub fn principal(self) -> Cow<'a, str> {
        let name = if self.is_session() { self.role_session() } else { self.typed_name() };
        name.or_else(|| self.user())
            .or_else(|| text(self.principal_id))
            .unwrap_or_else(|| self.last_resort())
    }

    /// The principal without the session of a role.
    pub fn caller(self) -> Cow<'a, str> {
        if !self.is_session() {
            return self.principal();
        }
        // The id of a session is ROLE_ID:SESSION.
        let role_id = || {
            text(self.principal_id).map(|id| cut(id, |id| id.split_once(':').map(|(role, _)| role)))
        };
        self.role_or_arn()
            .or_else(|| self.user())
            .or_else(role_id)
            .unwrap_or_else(|| self.last_resort())
    }

    /// The name of the role or user that issued the session's credentials.
    pub fn role(self) -> Option<Cow<'a, str>> {
        self.issuer()?.member_text("userName")
    }

    /// The ARN, where there is one, or else the readable name.
    pub fn arn(self) -> Cow<'a, str> {
        text(self.arn).unwrap_or_else(|| self.principal())
    }

    /// Whether `test` holds for one of the names that the caller goes by: user name, ARN and its
    /// last part, principal id, role, session, source identity, invoking service, account,
    /// identity-store user, and `root`.
    pub fn any_name(self, test: &mut dyn FnMut(&str) -> bool) -> bool {
        let issuer = self.issuer();
        let names = [
            text(self.user_name),
            text(self.principal_id),
            text(self.invoked_by),
            text(self.account_id),
            self.all.and_then(|all| all.member_text("credentialId")),
            text(self.provider),
            issuer.and_then(|issuer| issuer.member_text("userName")),
            issuer.and_then(|issuer| issuer.member_text("arn")),
            issuer.and_then(|issuer| issuer.member_text("principalId")),
            self.session_context.and_then(|session| session.member_text("sourceIdentity")),
            self.identity_center_user(),
        ];
        names.into_iter().flatten().any(|name| test(&name))
            || text(self.arn).is_some_and(|arn| any_part_of_arn(&arn, test))
            || self.session().is_some_and(|session| test(&session))
            || (self.is_type("Root") && test("root"))
    }

    fn is_type(self, name: &str) -> bool {
        self.kind.is_some_and(|kind| kind.text_is(name))
    }

    fn is_session(self) -> bool {
        self.is_type("AssumedRole") || self.is_type("Role")
    }

    /// The name that the type of the identity calls for, of all but sessions.
    fn typed_name(self) -> Option<Cow<'a, str>> {
        let kind = text(self.kind).unwrap_or_default();
        match kind.as_ref() {
            "Root" => Some(Cow::Borrowed("root")),
            "AWSAccount" => self.other_account(),
            "AWSService" | "" => text(self.invoked_by),
            "IdentityCenterUser" => self.identity_center_user(),
            "SAMLUser" | "WebIdentityUser" => self.federated_user(),
            _ => None,
        }
    }

    /// What is left where nothing else names the caller.
    fn last_resort(self) -> Cow<'a, str> {
        text(self.account_id)
            .or_else(|| text(self.invoked_by))
            .or_else(|| text(self.kind))
            .unwrap_or_default()
    }

    fn identity_center_user(self) -> Option<Cow<'a, str>> {
        self.on_behalf_of?.member_text("userId")
    }

    fn issuer(self) -> Option<Value<'a>> {
        self.session_context?.member("sessionIssuer")
    }

    /// The role of a session, from its issuer, or from the ARN where that is empty.
    fn role_or_arn(self) -> Option<Cow<'a, str>> {
        self.role().or_else(|| {
            let arn = text(self.arn)?;
            let path = arn.rsplit_once(':')?.1.split_once('/')?.1;
            let role = path.rsplit_once('/').map_or(path, |(role, _)| role);
            Some(Cow::Owned(role.to_owned()))
        })
    }

    /// `ROLE/SESSION`.
    fn role_session(self) -> Option<Cow<'a, str>> {
        let role = self.role_or_arn()?;
        Some(match self.session() {
            Some(session) => Cow::Owned([&role, "/", &session].concat()),
            None => role,
        })
    }

    /// The session's name: what follows the colon of the principal id, or the end of an STS ARN.
    fn session(self) -> Option<Cow<'a, str>> {
        let id = text(self.principal_id)?;
        if id.contains(':') {
            return Some(cut(id, |id| id.split_once(':').map(|(_, session)| session)));
        }
        let arn = text(self.arn)?;
        let (_, path) = arn.rsplit_once(':')?;
        let (_, session) = path.strip_prefix("assumed-role/")?.rsplit_once('/')?;
        Some(Cow::Owned(session.to_owned()))
    }

    /// A caller of another account, whose record has only the account and an id.
    fn other_account(self) -> Option<Cow<'a, str>> {
        let account = text(self.account_id)?;
        Some(match text(self.principal_id) {
            Some(id) if id != account => Cow::Owned([&account, ":", &id].concat()),
            _ => account,
        })
    }

    fn federated_user(self) -> Option<Cow<'a, str>> {
        let user = text(self.user_name)?;
        Some(match text(self.provider) {
            Some(provider) => Cow::Owned([&provider, ":", &user].concat()),
            None => user,
        })
    }

    /// The user's name, or what follows the last slash of the ARN.
    fn user(self) -> Option<Cow<'a, str>> {
        let name = |arn: Cow<'a, str>| {
            arn.contains(':').then(|| cut(arn, |arn| arn.rsplit([':', '/']).next()))
        };
        text(self.user_name).or_else(|| name(text(self.arn)?))
    }
}

/// The text of a member, if it is present, not `null` and not empty.
fn text(value: Option<Value<'_>>) -> Option<Cow<'_, str>> {
    value.map(Value::text).filter(|text| !text.is_empty())
}

/// A part of a text, or all of it where it has no such part; without a copy where that is possible.
fn cut(text: Cow<'_, str>, part: fn(&str) -> Option<&str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(part(text).unwrap_or(text)),
        Cow::Owned(text) => Cow::Owned(part(&text).unwrap_or(&text).to_owned()),
    }
}

/// Whether `test` holds for the ARN of a principal, for what follows its last colon
/// (`user/alice`, `assumed-role/deploy/ci`), or for a part of that: `alice`, `deploy/ci`, `deploy`.
pub fn any_part_of_arn(arn: &str, test: &mut dyn FnMut(&str) -> bool) -> bool {
    let mut rest = arn.rsplit_once(':').map_or(arn, |(_, resource)| resource);
    if test(arn) || test(rest) {
        return true;
    }
    while let Some((part, after)) = rest.split_once('/') {
        if test(after) || test(part) {
            return true;
        }
        rest = after;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(identity: &str) -> Identity<'_> {
        Identity::parse(Value::new(identity.as_bytes()))
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
            assert_eq!(parse(identity).principal(), name, "{identity}");
        }
    }

    #[test]
    fn a_caller_is_the_principal_without_the_session_of_a_role() {
        for (identity, principal) in NAMED {
            let caller = match principal {
                "deploy/ci-4821" | "deploy/ci" => "deploy",
                "AROA:ci" => "AROA",
                other => other,
            };
            assert_eq!(parse(identity).caller(), caller, "{identity}");
        }
    }

    #[test]
    fn the_first_of_two_members_counts_however_it_is_spelled() {
        let twice = r#"{"user\u004eame":"a","userName":"b","type":"IAMUser"}"#;
        assert_eq!(parse(twice).principal(), "a");
    }

    #[test]
    fn a_caller_goes_by_many_names() {
        let identity = r#"{"type":"AssumedRole","principalId":"AROA:ci","arn":"arn:aws:sts::1:assumed-role/deploy/ci",
            "sessionContext":{"sourceIdentity":"alice","sessionIssuer":{"userName":"deploy","arn":"arn:aws:iam::1:role/p/deploy"}}}"#;
        let identity = parse(identity);
        for name in
            ["AROA:ci", "ci", "deploy", "deploy/ci", "alice", "arn:aws:iam::1:role/p/deploy"]
        {
            assert!(identity.any_name(&mut |found| found == name), "{name}");
        }
        assert!(!identity.any_name(&mut |found| found == "root"));
    }
}
