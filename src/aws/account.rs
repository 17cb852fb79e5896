//! The account of the credentials, and its organization.

use aws_sdk_sts::config::{Credentials, ProvideCredentials as _};

use super::Session;
use super::error::{ApiCall, Error};
use crate::source::FaultKind;

/// An organization, as a member account sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// `o-a1b2c3d4e5`
    pub id: String,
    /// Its management account.
    pub management: String,
}

impl Session {
    /// The configured Region.
    ///
    /// # Errors
    /// No Region is configured.
    pub fn home(&self) -> Result<&str, Error> {
        self.region().ok_or_else(no_region)
    }

    /// Loads the credentials, so that missing ones are reported once and not for every Region.
    ///
    /// # Errors
    /// There are none, or loading them fails.
    pub fn load_credentials(&self) -> Result<(), Error> {
        self.credentials().map(|_| ())
    }

    /// Whether the credentials are temporary: they have a session token.
    pub fn has_session_token(&self) -> bool {
        self.credentials().is_ok_and(|found| found.session_token().is_some())
    }

    fn credentials(&self) -> Result<Credentials, Error> {
        let none = || Error::without_credentials("none are configured");
        let provider = self.config.credentials_provider().ok_or_else(none)?;
        let found = self.wait(provider.provide_credentials())?;
        found.map_err(|error| Error::of_credentials(&error))
    }

    /// The account of the credentials.
    ///
    /// # Errors
    /// AWS refuses, cannot be reached, or no Region is configured.
    pub fn account(&self) -> Result<String, Error> {
        let client = self.sts(self.home()?);
        let call = ApiCall { action: "sts:GetCallerIdentity", resource: "*" };
        let answer = self.wait(client.get_caller_identity().send())?;
        let answer = answer.map_err(|error| Error::of(&error, call))?;
        Ok(answer.account.unwrap_or_default())
    }

    /// The organization of the account.
    ///
    /// # Errors
    /// The account is in none; or AWS refuses, or cannot be reached.
    pub fn organization(&self) -> Result<Organization, Error> {
        let client = self.organizations(self.home()?);
        let call = ApiCall { action: "organizations:DescribeOrganization", resource: "*" };
        let answer = self.wait(client.describe_organization().send())?;
        let answer = answer.map_err(|error| Error::of(&error, call))?;
        let organization = answer.organization.ok_or_else(|| {
            Error::new(FaultKind::Missing, "this account is not in an organization", "")
        })?;
        Ok(Organization {
            id: organization.id.unwrap_or_default(),
            management: organization.master_account_id.unwrap_or_default(),
        })
    }
}

pub(super) fn no_region() -> Error {
    let help = "set AWS_REGION, a Region in the profile, or --region";
    Error::new(FaultKind::Other, "no AWS Region is configured", help)
}
