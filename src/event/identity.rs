//! The caller of an event: one readable name for every type of `userIdentity`, and every name that
//! the caller goes by.
//!
//! From "CloudTrail userIdentity element" in the AWS CloudTrail User Guide; `type` may be missing.

use std::borrow::Cow;

use super::json::Known;
use super::json::nested::Name;
use super::{Event, Value};

const TYPE: &[Name] = &[Name::new("type")];
const PRINCIPAL_ID: &[Name] = &[Name::new("principalId")];
const ARN: &[Name] = &[Name::new("arn")];
const ACCOUNT_ID: &[Name] = &[Name::new("accountId")];
const USER_NAME: &[Name] = &[Name::new("userName")];
const INVOKED_BY: &[Name] = &[Name::new("invokedBy")];
const PROVIDER: &[Name] = &[Name::new("identityProvider")];
const CREDENTIAL_ID: &[Name] = &[Name::new("credentialId")];
const IDENTITY_CENTER_USER: &[Name] = &[Name::new("onBehalfOf"), Name::new("userId")];
const SESSION_CONTEXT: Name = Name::new("sessionContext");
const SOURCE_IDENTITY: &[Name] = &[SESSION_CONTEXT, Name::new("sourceIdentity")];
const MFA: &[Name] = &[SESSION_CONTEXT, Name::new("attributes"), Name::new("mfaAuthenticated")];
const SESSION_ISSUER: Name = Name::new("sessionIssuer");
const ISSUER_NAME: &[Name] = &[SESSION_CONTEXT, SESSION_ISSUER, Name::new("userName")];
const ISSUER_ARN: &[Name] = &[SESSION_CONTEXT, SESSION_ISSUER, Name::new("arn")];
const ISSUER_ID: &[Name] = &[SESSION_CONTEXT, SESSION_ISSUER, Name::new("principalId")];
const ISSUER_ACCOUNT: &[Name] = &[SESSION_CONTEXT, SESSION_ISSUER, Name::new("accountId")];

/// The caller of an event. Of a member that occurs twice, the first counts.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    value: Value<'a>,
    /// What is known of it from earlier events; `None` where nothing may be.
    known: Option<&'a Known>,
}

impl<'a> Identity<'a> {
    /// The caller, if the record names one: Insights and aggregated events do not.
    pub fn new(event: &Event<'a>) -> Option<Self> {
        let value = event.get("userIdentity").filter(|value| value.is_object())?;
        Some(Self { value, known: Some(event.known_identity(value)) })
    }

    /// The value at a path.
    fn get(self, path: &[Name]) -> Option<Value<'a>> {
        match self.known.and_then(Known::names) {
            Some(names) => Value::first(names.after(self.value.written(), path)?),
            None => path.iter().try_fold(self.value, |value, name| value.member(name.text())),
        }
    }

    /// The text at a path, if it is present, not `null` and not empty.
    fn text(self, path: &[Name]) -> Option<Cow<'a, str>> {
        self.get(path).map(Value::text).filter(|text| !text.is_empty())
    }

    /// Whether the session was authenticated with MFA, if the record says so.
    pub fn mfa(self) -> Option<bool> {
        self.get(MFA)?.truth()
    }

    /// The account of the caller, or else that of the role it used.
    pub fn account(self) -> Option<Cow<'a, str>> {
        self.text(ACCOUNT_ID).or_else(|| self.text(ISSUER_ACCOUNT))
    }

    /// The name that a reader would use: `alice`, `deploy/ci-4821`, `root`, `s3.amazonaws.com`.
    pub fn principal(self) -> Cow<'a, str> {
        match self.known {
            Some(known) => known.title.get_or_init(|| self.readable_name().into_owned()).into(),
            None => self.readable_name(),
        }
    }

    fn readable_name(self) -> Cow<'a, str> {
        let name = match self.kind().as_ref() {
            b"AssumedRole" | b"Role" => self.role_session(),
            b"Root" => Some(Cow::Borrowed("root")),
            b"AWSAccount" => self.other_account(),
            b"AWSService" | b"" => self.text(INVOKED_BY),
            b"IdentityCenterUser" => self.text(IDENTITY_CENTER_USER),
            b"SAMLUser" | b"WebIdentityUser" => self.federated_user(),
            _ => None,
        };
        name.or_else(|| self.user())
            .or_else(|| self.text(PRINCIPAL_ID))
            .unwrap_or_else(|| self.last_resort())
    }

    /// The principal without the session of a role.
    pub fn caller(self) -> Cow<'a, str> {
        if !matches!(self.kind().as_ref(), b"AssumedRole" | b"Role") {
            return self.principal();
        }
        // The id of a session is ROLE_ID:SESSION.
        let role_id = || {
            self.text(PRINCIPAL_ID).map(|id| cut(id, |id| id.split_once(':').map(|(role, _)| role)))
        };
        self.role_or_arn()
            .or_else(|| self.user())
            .or_else(role_id)
            .unwrap_or_else(|| self.last_resort())
    }

    /// The name of the role or user that issued the session's credentials.
    pub fn role(self) -> Option<Cow<'a, str>> {
        self.text(ISSUER_NAME)
    }

    /// The ARN, where there is one, or else the readable name.
    pub fn arn(self) -> Cow<'a, str> {
        self.text(ARN).unwrap_or_else(|| self.principal())
    }

    /// Whether `test` holds for one of the names that the caller goes by: user name, ARN and its
    /// last part, principal id, role, session, source identity, invoking service, account,
    /// identity-store user, and `root`.
    pub fn any_name(self, test: &mut dyn FnMut(&str) -> bool) -> bool {
        const NAMES: [&[Name]; 11] = [
            USER_NAME,
            PRINCIPAL_ID,
            INVOKED_BY,
            ACCOUNT_ID,
            CREDENTIAL_ID,
            PROVIDER,
            ISSUER_NAME,
            ISSUER_ARN,
            ISSUER_ID,
            SOURCE_IDENTITY,
            IDENTITY_CENTER_USER,
        ];
        let mut names = NAMES.into_iter().filter_map(|path| self.text(path));
        names.any(|name| test(&name))
            || self.text(ARN).is_some_and(|arn| any_part_of_arn(&arn, test))
            || self.session().is_some_and(|session| test(&session))
            || (self.kind().as_ref() == b"Root" && test("root"))
    }

    /// The type; empty if the record has none.
    fn kind(self) -> Cow<'a, [u8]> {
        self.get(TYPE).map(Value::bytes).unwrap_or_default()
    }

    /// What is left where nothing else names the caller.
    fn last_resort(self) -> Cow<'a, str> {
        self.text(ACCOUNT_ID)
            .or_else(|| self.text(INVOKED_BY))
            .or_else(|| self.text(TYPE))
            .unwrap_or_default()
    }

    /// The role of a session, from its issuer, or from the ARN where that is empty.
    fn role_or_arn(self) -> Option<Cow<'a, str>> {
        self.role().or_else(|| {
            let arn = self.text(ARN)?;
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
        let id = self.text(PRINCIPAL_ID)?;
        if id.contains(':') {
            return Some(cut(id, |id| Some(id.split_once(':')?.1)));
        }
        let arn = self.text(ARN)?;
        let (_, path) = arn.rsplit_once(':')?;
        let (_, session) = path.strip_prefix("assumed-role/")?.rsplit_once('/')?;
        Some(Cow::Owned(session.to_owned()))
    }

    /// A caller of another account, whose record has only the account and an id.
    fn other_account(self) -> Option<Cow<'a, str>> {
        let account = self.text(ACCOUNT_ID)?;
        Some(match self.text(PRINCIPAL_ID) {
            Some(id) if id != account => Cow::Owned([&account, ":", &id].concat()),
            _ => account,
        })
    }

    fn federated_user(self) -> Option<Cow<'a, str>> {
        let user = self.text(USER_NAME)?;
        Some(match self.text(PROVIDER) {
            Some(provider) => Cow::Owned([&provider, ":", &user].concat()),
            None => user,
        })
    }

    /// The user's name, or what follows the last slash of the ARN.
    fn user(self) -> Option<Cow<'a, str>> {
        let name = |arn: Cow<'a, str>| {
            arn.contains(':').then(|| cut(arn, |arn| arn.rsplit([':', '/']).next()))
        };
        self.text(USER_NAME).or_else(|| name(self.text(ARN)?))
    }
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
    use proptest::prelude::*;

    use super::*;

    /// An identity whose members are read one by one.
    fn parse(identity: &str) -> Identity<'_> {
        Identity { value: Value::new(identity.as_bytes()), known: None }
    }

    /// What all methods say of an identity.
    fn all(identity: Identity<'_>) -> Vec<String> {
        let mut all = vec![identity.principal().into_owned(), identity.caller().into_owned()];
        all.extend(identity.role().map(Cow::into_owned));
        all.extend(identity.account().map(Cow::into_owned));
        all.extend([identity.arn().into_owned(), format!("{:?}", identity.mfa())]);
        identity.any_name(&mut |name| {
            all.push(name.to_owned());
            false
        });
        all
    }

    proptest! {
        #[test]
        fn names_found_in_one_pass_give_the_same_answers(
            kind in prop::sample::select(vec!["AssumedRole", "IAMUser", "Root", "AWSAccount", "IdentityCenterUser", "SAMLUser", ""]),
            members in prop::sample::subsequence(MEMBERS.to_vec(), 0..=MEMBERS.len()).prop_shuffle(),
            has_spaces in any::<bool>(),
        ) {
            let mut text = format!(r#"{{"type":"{kind}"{}}}"#, members.concat());
            if has_spaces {
                text = text.replace("\":", "\":\n ");
            }
            let known = Known::new(text.as_bytes());
            prop_assert!(known.names().is_some(), "{}", text);
            let value = Value::new(text.as_bytes());
            let quick = all(Identity { value, known: Some(&known) });
            prop_assert_eq!(quick, all(parse(&text)), "{}", text);
        }
    }

    /// Members of an identity, some with names of others elsewhere.
    const MEMBERS: [&str; 13] = [
        r#","principalId":"AROA:ci""#,
        r#","arn":"arn:aws:sts::1:assumed-role/deploy/ci""#,
        r#","accountId":"111122223333""#,
        r#","userName":"alice""#,
        r#","invokedBy":null"#,
        r#","identityProvider":"idp""#,
        r#","credentialId":7"#,
        r#","onBehalfOf":{"userId":"u-1","userName":"no"}"#,
        r#","sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::1:role/deploy","principalId":"AROA","accountId":"444455556666","userName":"deploy"},"attributes":{"mfaAuthenticated":"true"},"sourceIdentity":"bob"}"#,
        r#","sessionIssuer":{"userName":"no"}"#,
        r#","attributes":[{"userName":"no"},{"userName":"no"}]"#,
        r#","xarn":"no""#,
        r#","inScopeOf":{}"#,
    ];

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
