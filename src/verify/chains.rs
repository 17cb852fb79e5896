//! Which chains of digests are expected, and which of their digests there are.
//!
//! A chain whose digests were all deleted leaves no trace in the window. Other months, the ledger of
//! a mirror, an earlier report and the trail itself still show that it existed. Folders are listed
//! for that, not years of keys. Judges nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::AccountRegion;
use super::nearby::{Digests, RegionFolder, Side, in_parallel, nearest};
use super::origin::Origin;
use super::scope::Scope;
use super::shard::ChainPart;
use crate::digest::{Candidate, ChainId, S3Uri};
use crate::event::key::{Folder, Kind};
use crate::mirror;
use crate::source::{Listed, SourceError};

/// The expected chains.
#[derive(Debug, Default)]
pub(super) struct Chains {
    /// The first digest of all, whichever run validates it.
    pub(super) first_digest: Option<S3Uri>,
    /// The parts of each chain that this run validates.
    pub(super) parts: BTreeMap<ChainId, Vec<ChainPart>>,
    /// Chains that are known to have had digests, even if none is left.
    pub(super) known: BTreeSet<ChainId>,
    /// Accounts whose digests lie below the folder of an organization.
    organizations: BTreeSet<String>,
    /// Accounts with digests in the bucket that the named trail does not record.
    pub(super) out_of_scope: BTreeSet<String>,
    /// Where other trails deliver to as well.
    pub(super) shared: BTreeSet<AccountRegion>,
}

impl Chains {
    /// The Regions of all chains.
    pub(super) fn regions(&self) -> BTreeSet<String> {
        self.parts.keys().map(|id| id.region.clone()).collect()
    }

    /// Names the bucket of all digests.
    pub(super) fn set_bucket(&mut self, bucket: &str) {
        for digest in self.parts.values_mut().flatten().flat_map(|part| &mut part.digests) {
            bucket.clone_into(&mut digest.uri.bucket);
        }
    }

    /// Whether the named trail records an account.
    pub(super) fn records_account(&self, account: &str, scope: &Scope) -> bool {
        let folder = Folder { account: Some(account), ..Folder::default() };
        self.organizations.contains(account) || scope.records(&folder)
    }

    /// Whether the chain is one of an organization trail, which another account owns.
    pub(super) fn is_of_organization(&self, id: &ChainId) -> bool {
        self.organizations.contains(&id.account)
    }
}

/// Finds the expected chains.
pub(super) struct Discovery<'a> {
    scope: &'a Scope,
    origin: &'a Origin,
    errors: Vec<String>,
}

/// What the digest folders of the window hold.
#[derive(Default)]
struct WindowFolders {
    digests: Digests,
    folders: BTreeSet<RegionFolder>,
    shared: BTreeSet<AccountRegion>,
    out_of_scope: BTreeSet<String>,
}

impl<'a> Discovery<'a> {
    pub(super) fn new(scope: &'a Scope, origin: &'a Origin) -> Self {
        Self { scope, origin, errors: Vec::new() }
    }

    /// The chains, with their digests in the window and next to it, and what could not be listed.
    /// `previous`: the chains that earlier reports name.
    pub(super) fn run(mut self, previous: Vec<ChainId>) -> (Chains, Vec<String>) {
        let mut found = self.list_window();
        let is_organization = |folder: &&RegionFolder| {
            Folder::parse(&folder.path).is_some_and(|folder| folder.organization.is_some())
        };
        let organizations = found.folders.iter().filter(is_organization);
        let organizations = organizations.map(|folder| folder.account.clone()).collect();
        self.list_before_window(&mut found);
        self.list_other_months(&mut found);
        let mut digests = found.digests;
        for chain in digests.values_mut() {
            chain.sort_by(|a, b| (a.stamp, &a.uri).cmp(&(b.stamp, &b.uri)));
            chain.dedup();
        }
        let first_digest = digests.values().flatten().map(|digest| digest.uri.clone()).next();
        let mut known: BTreeSet<ChainId> =
            digests.keys().filter(|id| !id.backfill).cloned().collect();
        let (recorded, requested) = self.expected_chains(&digests, previous);
        for id in recorded.iter().chain(&requested) {
            digests.entry(id.clone()).or_default();
        }
        known.extend(recorded);
        let parts = |(id, digests): (ChainId, Vec<_>)| {
            let parts = self.scope.shard.chain_parts(&id, self.scope.window, &digests);
            (id, parts)
        };
        let chains = Chains {
            first_digest,
            parts: digests.into_iter().map(parts).collect(),
            known,
            organizations,
            out_of_scope: found.out_of_scope,
            shared: found.shared,
        };
        (chains, self.errors)
    }

    /// Lists the digest folders of the window.
    fn list_window(&mut self) -> WindowFolders {
        let days = self.scope.digest_days();
        let (folders, foreign) = (Mutex::new(BTreeSet::new()), Mutex::new(BTreeSet::new()));
        let folder = |folder: &Folder<'_>| {
            let is_wanted = self.scope.wants(folder, Kind::Digest, days);
            if let (true, Some(account), Some(region)) = (is_wanted, folder.account, folder.region)
                && folder.kind() == Some(Kind::Digest)
            {
                if !self.scope.records(folder) {
                    lock(&foreign).insert(account.to_owned());
                    return false;
                }
                let above = Folder { date: (None, None, None), ..*folder };
                lock(&folders).insert(RegionFolder {
                    path: self.origin.key(&above.to_string()),
                    account: account.to_owned(),
                    region: region.to_owned(),
                });
            }
            is_wanted
        };
        let mut found = WindowFolders::default();
        let mut errors = Vec::new();
        for listed in self.origin.list(&folder) {
            match listed {
                Err(error) => errors.push(error.to_string()),
                Ok(Listed { key, .. }) => {
                    let key = self.origin.key(&key);
                    let digest = Candidate::parse(self.origin.bucket(), &key);
                    found.add(digest.map(|(id, digest)| (id, vec![digest])), self.scope);
                }
            }
        }
        self.errors.extend(errors);
        found.folders = folders.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.out_of_scope = foreign.into_inner().unwrap_or_else(PoisonError::into_inner);
        found
    }

    /// Adds the digests on the nearest day before the window, where no digest before it is known
    /// yet. They also show which trails there are.
    fn list_before_window(&mut self, found: &mut WindowFolders) {
        let (first, _) = self.scope.digest_days();
        let before = |folder: &RegionFolder| {
            let lacks = found.digests.iter().all(|(id, digests)| {
                id.account != folder.account
                    || id.region != folder.region
                    || digests.iter().all(|digest| digest.stamp >= self.scope.window.since)
            });
            if lacks {
                nearest(self.origin, folder, Side::Before(first), None)
            } else {
                Ok(Digests::new())
            }
        };
        let results = in_parallel(&found.folders, before);
        for digests in self.without_errors(results) {
            found.add([digests], self.scope);
        }
    }

    /// Adds digests of other months of those chains of the validated trails that have none so far.
    fn list_other_months(&mut self, found: &mut WindowFolders) {
        let (first, last) = self.scope.digest_days();
        let trails: BTreeSet<(String, String)> = match &self.scope.trail {
            Some(trail) => [(trail.name.clone(), trail.home.clone())].into(),
            None => found.digests.keys().map(|id| (id.trail.clone(), id.home.clone())).collect(),
        };
        let wanted =
            found.folders.iter().flat_map(|folder| trails.iter().map(move |t| (folder, t)));
        let wanted: BTreeSet<(ChainId, &RegionFolder)> = wanted
            .map(|(folder, (trail, home))| {
                let (account, region) = (folder.account.clone(), folder.region.clone());
                let (trail, home) = (trail.clone(), home.clone());
                (ChainId { account, region, trail, home, backfill: false }, folder)
            })
            .filter(|(id, _)| {
                !found.digests.contains_key(id)
                    && self.scope.is_of_trail(id)
                    && !self.scope.leaves_out(id)
            })
            .collect();
        let in_other_months = |(id, folder): &(ChainId, &RegionFolder)| {
            let before = nearest(self.origin, folder, Side::Before(first), Some(id))?;
            if before.contains_key(id) {
                return Ok(before);
            }
            nearest(self.origin, folder, Side::After(last), Some(id))
        };
        let results = in_parallel(&wanted, in_other_months);
        // A chain may have digests below several prefixes.
        let digests: Vec<_> = self.without_errors(results).collect();
        found.add(digests, self.scope);
    }

    /// The chains of which no digest may be left: that of the trail's home Region and those that
    /// the ledger of a mirror or an earlier report records; then those that the user names.
    fn expected_chains(
        &mut self,
        digests: &Digests,
        previous: Vec<ChainId>,
    ) -> (BTreeSet<ChainId>, BTreeSet<ChainId>) {
        let mut recorded: BTreeSet<ChainId> = previous.into_iter().collect();
        match self.origin.folder().map(mirror::recorded_digests) {
            Some(Ok(keys)) => {
                let ids = keys.iter().filter_map(|key| Candidate::parse("", key));
                recorded.extend(ids.map(|(id, _)| id));
            }
            Some(Err(error)) => self.errors.push(error.to_string()),
            None => {}
        }
        let mut requested = BTreeSet::new();
        let scope = self.scope;
        if let Some(trail) = &scope.trail {
            let chain = |account: &str, region: &str| ChainId {
                account: account.to_owned(),
                region: region.to_owned(),
                trail: trail.name.clone(),
                home: trail.home.clone(),
                backfill: false,
            };
            let seen = digests.keys().map(|id| id.account.clone());
            let mut accounts: BTreeSet<String> =
                seen.chain(scope.accounts.iter().cloned()).collect();
            if !trail.account.is_empty() && trail.is_organization != Some(true) {
                recorded.insert(chain(&trail.account, &trail.home));
                accounts.insert(trail.account.clone());
            }
            for account in &accounts {
                requested.extend(scope.regions.iter().map(|region| chain(account, region)));
            }
        }
        let is_wanted = |id: &ChainId| !id.backfill && scope.is_of_trail(id) && scope.has_chain(id);
        recorded.retain(|id| is_wanted(id) && !scope.leaves_out(id));
        requested.retain(is_wanted);
        (recorded, requested)
    }

    /// What was found; what could not be listed is noted.
    fn without_errors(
        &mut self,
        results: Vec<Result<Digests, SourceError>>,
    ) -> impl Iterator<Item = (ChainId, Vec<Candidate>)> + use<> {
        let mut found = Vec::new();
        for result in results {
            match result {
                Ok(digests) => found.extend(digests),
                Err(error) => self.errors.push(error.to_string()),
            }
        }
        found.into_iter()
    }
}

impl WindowFolders {
    /// Adds digests of a chain, unless another trail than the named one delivered them.
    fn add(&mut self, digests: impl IntoIterator<Item = (ChainId, Vec<Candidate>)>, scope: &Scope) {
        for (id, digests) in digests {
            if scope.is_of_trail(&id) {
                self.digests.entry(id).or_default().extend(digests);
            } else {
                self.shared.insert((id.account, id.region));
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
