//! Principals that users name: accounts, users and roles.

use std::str::FromStr;

use super::arn::ArnParts;
use super::name::{Account, Refused};

/// An account, a user or a role, as policies name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller(CallerName);

#[derive(Clone, Debug, PartialEq, Eq)]
enum CallerName {
    Account(Account),
    Arn(String),
}

impl Caller {
    /// The ARN; that of an account stands for everyone whom its administrators allow.
    pub fn arn(&self, partition: &str) -> String {
        match &self.0 {
            CallerName::Account(account) => root(partition, account),
            CallerName::Arn(arn) => arn.clone(),
        }
    }

    /// The partition, if an ARN was given.
    pub fn partition(&self) -> Option<&str> {
        match &self.0 {
            CallerName::Account(_) => None,
            CallerName::Arn(arn) => ArnParts::parse(arn).map(|parts| parts.partition),
        }
    }
}

impl From<Account> for Caller {
    fn from(account: Account) -> Self {
        Self(CallerName::Account(account))
    }
}

impl FromStr for Caller {
    type Err = Refused;

    /// Parses an account id, or the ARN of an account, user or role.
    fn from_str(text: &str) -> Result<Self, Refused> {
        if let Ok(account) = text.parse::<Account>() {
            return Ok(account.into());
        }
        let is_caller = match ArnParts::parse(text) {
            Some(ArnParts { partition, service: "iam", region: "", account, resource: name }) => {
                let is_sign = |c: char| c.is_ascii_alphanumeric() || "/+=,.@_-".contains(c);
                let is_kind =
                    name == "root" || ["user/", "role/"].iter().any(|k| name.starts_with(k));
                (partition == "aws" || partition.starts_with("aws-"))
                    && partition.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
                    && account.parse::<Account>().is_ok()
                    && is_kind
                    && name.chars().all(is_sign)
            }
            _ => false,
        };
        is_caller.then(|| Self(CallerName::Arn(text.to_owned()))).ok_or_else(|| {
            let rule = "write 12 digits, or arn:PARTITION:iam::ACCOUNT:role/NAME";
            Refused::new("an account, a user or a role", rule)
        })
    }
}

/// The ARN of an account.
pub(super) fn root(partition: &str, account: &Account) -> String {
    format!("arn:{partition}:iam::{account}:root")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_are_accounts_users_and_roles() {
        let caller = |text: &str| text.parse::<Caller>().map(|it| it.arn("aws-cn"));
        assert_eq!(caller("111122223333").unwrap(), "arn:aws-cn:iam::111122223333:root");
        for good in ["root", "role/a/b", "user/a@b"] {
            let arn = format!("arn:aws:iam::111122223333:{good}");
            assert_eq!(caller(&arn), Ok(arn.clone()));
        }
        for bad in [
            "*",
            "arn:aws:iam::*:root",
            "arn:aws:iam::111122223333:role/*",
            "arn:aws:iam::111122223333:group/a",
        ] {
            assert!(caller(bad).is_err(), "{bad}");
        }
    }
}
