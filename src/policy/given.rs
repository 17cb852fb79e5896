//! Resources that a user gives by name or ARN, and the partition that they are in.
//!
//! A name needs an account and a Region. Errors name the flag in which it was given.

use std::ops::Deref;

use super::arn::{Arn, Home, Trail, Trails};
use super::name::{Account, Refused, Region};
use crate::error::UserError;

type Result<T> = std::result::Result<T, UserError>;

fn without_home(flag: &str, written: &str) -> UserError {
    UserError::new(
        format_args!("{flag} {written}: a name needs an account and a Region"),
        format_args!("add --account ACCOUNT and --region REGION, or write {flag} ARN"),
    )
}

fn refused(flag: &str, written: &str, refused: &Refused) -> UserError {
    UserError::new(format_args!("{flag} {written}: not {}", refused.what), &refused.rule)
}

/// Where the resources that are given by name are, as far as that is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place<'p> {
    /// Their Region.
    pub region: Option<&'p Region>,
    /// Their account.
    pub account: Option<&'p Account>,
}

impl Place<'_> {
    fn home(self) -> Option<Home> {
        Some(Home { region: self.region?.clone(), account: self.account?.clone() })
    }

    /// A resource given by name or ARN.
    ///
    /// # Errors
    /// It is neither, or a name whose account or Region is not known.
    pub fn named<T>(
        self,
        flag: &str,
        written: &str,
        new: fn(&str, Option<&Home>) -> std::result::Result<T, Refused>,
    ) -> Result<T> {
        let home = self.home();
        if home.is_none() && !written.starts_with("arn:") {
            return Err(without_home(flag, written));
        }
        new(written, home.as_ref()).map_err(|it| refused(flag, written, &it))
    }

    /// The same for several.
    ///
    /// # Errors
    /// See [`Place::named`].
    pub fn all_named<T>(
        self,
        flag: &str,
        written: &[String],
        new: fn(&str, Option<&Home>) -> std::result::Result<T, Refused>,
    ) -> Result<Vec<T>> {
        written.iter().map(|it| self.named(flag, it, new)).collect()
    }

    /// The partition of the named ARNs; without any, that of the Region, or `aws`.
    ///
    /// # Errors
    /// There are several, or AWS has no such partition.
    pub fn partition<'p>(self, named: impl IntoIterator<Item = &'p str>) -> Result<&'static str> {
        const KNOWN: [&str; 8] = [
            "aws",
            "aws-cn",
            "aws-us-gov",
            "aws-iso",
            "aws-iso-b",
            "aws-iso-e",
            "aws-iso-f",
            "aws-eusc",
        ];
        let mut named = named.into_iter();
        let Some(first) = named.next() else {
            return Ok(self.region.map_or("aws", Region::partition));
        };
        if let Some(other) = named.find(|other| *other != first) {
            let message = format!("ARNs of two partitions: {first} and {other}");
            return Err(UserError::new(message, "partitions share no resources"));
        }
        let unknown = || UserError::new(format!("no such partition: {first}"), "check the ARNs");
        KNOWN.into_iter().find(|known| *known == first).ok_or_else(unknown)
    }
}

/// Trails given by `--trail`, the ones given by name in each of these accounts.
///
/// # Errors
/// There are none, one is not a trail, or they are in several partitions.
pub fn trails(written: &[String], accounts: &[Account], region: Option<&Region>) -> Result<Trails> {
    if written.is_empty() {
        return Err(UserError::new("no trail is given", "add --trail NAME|ARN"));
    }
    let mut trails = Vec::new();
    for written in written {
        let nowhere = Place { region, account: None };
        if written.starts_with("arn:") || accounts.is_empty() {
            trails.push(nowhere.named("--trail", written, Trail::new)?);
            continue;
        }
        for account in accounts {
            let place = Place { account: Some(account), ..nowhere };
            trails.push(place.named("--trail", written, Trail::new)?);
        }
    }
    Place::default().partition(partitions(&trails))?;
    Trails::new(trails).map_err(|refused| UserError::new(refused, ""))
}

/// The trail of an organization, of which there must be one.
///
/// # Errors
/// There are several.
pub fn organization_trail(trails: &Trails) -> Result<Trail> {
    let all = trails.arns();
    let [arn] = all.as_slice() else {
        return Err(UserError::new(
            format!("--org-id takes one trail, not {}: {}", all.len(), all.join(" ")),
            "name the trail of the management account: --trail NAME|ARN",
        ));
    };
    Trail::new(arn, None).map_err(|it| refused("--trail", arn, &it))
}

/// The account of a key: the given one, or that of the trails.
///
/// # Errors
/// None is given, and the trails are of several accounts.
pub fn key_owner(given: Option<&Account>, trails: &Trails) -> Result<Account> {
    let accounts = trails.accounts();
    match (given, accounts.as_slice()) {
        (Some(owner), _) => Ok(owner.clone()),
        (None, [account]) => account.parse().map_err(|it: Refused| UserError::new(it, "")),
        (None, _) => Err(UserError::new(
            format!("trails of several accounts: {}", accounts.join(" ")),
            "name the account of the key: --key-owner ACCOUNT",
        )),
    }
}

/// The partitions of resources.
pub fn partitions<'a, T: Deref<Target = Arn> + 'a>(
    things: &'a [T],
) -> impl Iterator<Item = &'static str> + 'a {
    things.iter().map(|thing| thing.partition())
}
