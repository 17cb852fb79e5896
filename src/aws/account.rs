//! Whose credentials these are, and of which organisation.

use aws_sdk_sts::config::{Credentials, ProvideCredentials as _};

use super::Session;
use super::error::{Asked, Error};
use crate::source::FaultKind;

/// An organisation, as a member sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// `o-a1b2c3d4e5`
    pub id: String,
    /// The account that manages it.
    pub management: String,
}

impl Session {
    /// The region that is configured.
    ///
    /// # Errors
    /// None is.
    pub fn home(&self) -> Result<&str, Error> {
        self.region().ok_or_else(no_region)
    }

    /// Looks for credentials, so that who has none is told once and not by every region.
    ///
    /// # Errors
    /// There are none, or they cannot be had.
    pub fn has_credentials(&self) -> Result<(), Error> {
        self.credentials().map(|_| ())
    }

    /// Whether the credentials are of a session, and end with it.
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
    /// AWS refuses, cannot be reached, or no region is configured.
    pub fn account(&self) -> Result<String, Error> {
        let client = self.sts(self.home()?);
        let asked = Asked { action: "sts:GetCallerIdentity", resource: "*" };
        let answer = self.wait(client.get_caller_identity().send())?;
        let answer = answer.map_err(|error| Error::of(&error, asked))?;
        Ok(answer.account.unwrap_or_default())
    }

    /// The organisation that the account is in.
    ///
    /// # Errors
    /// It is in none; or AWS refuses, or cannot be reached.
    pub fn organisation(&self) -> Result<Organisation, Error> {
        let client = self.organizations(self.home()?);
        let asked = Asked { action: "organizations:DescribeOrganization", resource: "*" };
        let answer = self.wait(client.describe_organization().send())?;
        let answer = answer.map_err(|error| Error::of(&error, asked))?;
        let organisation = answer.organization.ok_or_else(|| {
            Error::new(FaultKind::Missing, "this account is in no organisation", "")
        })?;
        Ok(Organisation {
            id: organisation.id.unwrap_or_default(),
            management: organisation.master_account_id.unwrap_or_default(),
        })
    }
}

pub(super) fn no_region() -> Error {
    let help = "set AWS_REGION, a region in the profile, or --region";
    Error::new(FaultKind::Other, "no AWS region is configured", help)
}
